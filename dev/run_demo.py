"""`make demo`: the app at work, on a site where Frappe can be had, else on the terminal."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from dev import APP, REPO, WORK
from dev.bench import OFFICIAL, Bench, find_benches, is_bench, where_benches_are_looked_for
from dev.services import ensure_packages, free_port, mariadb, port_is_free, redis, spawn, stop
from dev.shell import (
    StageFailed,
    Unavailable,
    clean_environ,
    end_on_signals,
    fail,
    heading,
    run_logged,
    say,
    timed,
)
from dev.sites import ADMINISTRATOR, PrivateBench, extra_apps, prepare, serving
from dev.venv import overlay, project_venv

SITE = "demo.localhost"
DEFAULT_PORT = 8080
WORKBOOK = Path(APP) / "demo" / "cu_chi_2024_2025.xlsx"
COMPLIANCE = Path("out") / "compliance.xlsx"
OVERDUE_DUTIES_EXIST = 1
OFFICIAL_BRANCH = "version-15"


def main() -> int:
    """Show the demo with what this machine has."""
    end_on_signals()
    try:
        if bench := find_or_make_bench():
            try:
                return run_on_site(bench)
            except Unavailable as error:
                say(f"The site cannot be served on this machine: {error}.")
        return run_on_terminal()
    except KeyboardInterrupt:
        say("\nStopped.")
        return 0
    except (StageFailed, Unavailable) as error:
        return fail(str(error))


def find_or_make_bench() -> Bench | None:
    """The first bench found, or one made with the official CLI, or none."""
    if benches := find_benches():
        return benches[0]
    say(f"Frappe: {where_benches_are_looked_for()}.")
    if "BENCH_DIR" in os.environ:
        return None
    if not shutil.which("bench"):
        say("Frappe: the official `bench` command is not installed either (pip install frappe-bench).")
        return None
    if os.geteuid() == 0:
        say("Frappe: `bench` refuses to run as root; run this as a normal user to have a bench made.")
        return None
    return make_official_bench()


def make_official_bench() -> Bench | None:
    """A bench made by `bench init`; None when that fails, with its last words."""
    heading(f"Making a bench with `bench init --frappe-branch {OFFICIAL_BRANCH}` (ten minutes or so)")
    log = WORK / "bench-init.log"
    shutil.rmtree(OFFICIAL, ignore_errors=True)
    OFFICIAL.parent.mkdir(parents=True, exist_ok=True)
    command = ["bench", "init", "--frappe-branch", OFFICIAL_BRANCH, "--skip-redis-config-generation"]
    try:
        run_logged(
            [*command, "--no-backups", "--python", sys.executable, OFFICIAL], what="bench init", log=log
        )
    except StageFailed as error:
        say(f"{error}\nSo there is no Frappe here. The whole output is in {log.relative_to(REPO)}.")
        return None
    return Bench(OFFICIAL) if is_bench(OFFICIAL) else None


def run_on_terminal() -> int:
    """The same rules over the demo's workbook, with no server."""
    heading("Without Frappe: the compliance report over the demo's workbook")
    python = project_venv()
    (REPO / COMPLIANCE.parent).mkdir(exist_ok=True)
    command = [python, "-m", APP, "check", WORKBOOK, "--xlsx", COMPLIANCE]
    sys.stdout.flush()
    status = subprocess.run(command, cwd=REPO, env=clean_environ(), check=False).returncode
    if status not in (0, OVERDUE_DUTIES_EXIST):
        return fail(f"the report could not be made (status {status})")
    say(f"\nThe report is in {COMPLIANCE.parent}/:")
    for made in sorted((REPO / COMPLIANCE.parent).rglob("*")):
        if made.is_file():
            say(f"  {made.relative_to(REPO)}")
    return 0


def run_on_site(bench: Bench) -> int:
    """The demo site of this bench over HTTP, until Ctrl-C."""
    heading(f"Demo on Frappe {bench.frappe_version} with {bench.database}, from {bench.path}")
    port = choose_port()
    with demo_site(bench) as (private, password), served(private, port) as url:
        say("")
        if not bench.has_built_assets:
            say("This bench's desk has not been built: run `bench build` there to see more than the API.")
        say(f"The demo is at {url}")
        say(f"Log in as {ADMINISTRATOR} with the password {password}")
        if os.environ.get("DEMO_CHECK") == "1":
            check(url, password)
            return 0
        say("Ctrl-C stops it; the data stay for the next time.")
        threading.Event().wait()
    return 0


def choose_port() -> int:
    """PORT, else 8080, else any free one. A busy port somebody asked for is an error."""
    asked = os.environ.get("PORT")
    port = int(asked) if asked else DEFAULT_PORT
    if port_is_free(port):
        return port
    if asked:
        raise StageFailed(f"port {port} is in use; name another with PORT=...")
    say(f"    port {port} is in use, taking another")
    return free_port()


@contextlib.contextmanager
def demo_site(bench: Bench) -> Iterator[tuple[PrivateBench, str]]:
    """The demo's site with its servers running, made on the first call and kept for the next."""
    root = WORK / "demo" / bench.path.name
    root.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        with timed("environment"):
            python = overlay(bench)
        needs_mariadb = bench.database == "mariadb"
        with timed("servers"):
            ensure_packages(root / "apt.log", mariadb=needs_mariadb)
            redis_port = stack.enter_context(redis(root / "redis"))
            database = (
                stack.enter_context(mariadb(root / "mariadb", throwaway=False)) if needs_mariadb else None
            )
        private = prepare(root, bench, python, redis_port=redis_port, database=database)
        with timed("site"):
            password = make_or_update_site(private)
        yield private, password


def make_or_update_site(private: PrivateBench) -> str:
    """Make the site and its data, or migrate the one that is there. Returns the password."""
    finished = private.root / "demo.json"
    if finished.exists() and private.has_site(SITE):
        private.frappe("--site", SITE, "migrate", what="migrating the demo site")
        return json.loads(finished.read_text(encoding="utf-8"))["admin_password"]
    password = secrets.token_urlsafe(9)
    private.new_site(SITE, admin_password=password, apps=[*extra_apps(private.bench), APP])
    private.inside("finish-setup-wizard", SITE, what="finishing the setup wizard")
    private.frappe("--site", SITE, "execute", f"{APP}.demo.create", what="creating the demo's data")
    finished.touch(mode=0o600)
    finished.write_text(json.dumps({"admin_password": password}), encoding="utf-8")
    return password


@contextlib.contextmanager
def served(private: PrivateBench, port: int) -> Iterator[str]:
    """The web server, and one worker for what the app does in the background."""
    worker = spawn(
        [private.python, "-m", "frappe.utils.bench_helper", "frappe", "worker"],
        log=private.root / "worker.log",
        cwd=private.sites,
        environ=private.environ,
    )
    try:
        with serving(
            private.python,
            private.sites,
            SITE,
            port=port,
            log=private.root / "web.log",
            environ=private.environ,
        ) as url:
            yield url
    finally:
        stop(worker, patience=2)


def check(url: str, password: str) -> None:
    """Make sure that the site answers and that one can log in."""
    with urllib.request.urlopen(f"{url}/api/method/ping", timeout=60) as response:
        answers = json.load(response)
    form = urllib.parse.urlencode({"usr": ADMINISTRATOR, "pwd": password}).encode()
    try:
        with urllib.request.urlopen(f"{url}/api/method/login", data=form, timeout=60) as response:
            logged_in = json.load(response)
    except urllib.error.HTTPError as error:
        raise StageFailed(f"the login answered {error.code}") from error
    if answers.get("message") != "pong" or logged_in.get("full_name") != ADMINISTRATOR:
        raise StageFailed(f"unexpected answers: {answers} and {logged_in}")
    say("Checked: the site answers and the login works.")


if __name__ == "__main__":
    sys.exit(main())
