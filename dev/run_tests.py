"""`make test`: set everything up, run every suite this machine can run, say what ran on what."""

from __future__ import annotations

import contextlib
import os
import secrets
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from dev import APP, REPO, RESULTS
from dev.bench import Bench, find_benches, where_benches_are_looked_for
from dev.results import SuiteResult, exit_status, read_junit, write_summary
from dev.services import ensure_packages, find_program, mariadb, redis
from dev.shell import (
    OUTPUT_FOLLOWS,
    StageFailed,
    Unavailable,
    clean_environ,
    end_on_signals,
    end_with_parent,
    fail,
    heading,
    say,
    timed,
)
from dev.sites import PrivateBench, extra_apps, prepare
from dev.venv import overlay, project_venv

SITE = "test.localhost"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMEDRIVER = ("chromedriver", "chromium.chromedriver")
SITE_SUITES = ("integration", "browser")
SUITES = ("unit", *SITE_SUITES)
INTERRUPTED = 130


def main() -> int:
    """Run the suites; the status is 0 only when all that could run passed."""
    end_on_signals()
    started = time.monotonic()
    results: list[SuiteResult] = []
    try:
        results += run_unit()
        results += run_on_benches()
    except KeyboardInterrupt:
        say("\nInterrupted; everything this run started has been stopped.")
        return INTERRUPTED
    except (StageFailed, Unavailable) as error:
        results.append(SuiteResult("set-up", failed=1, reason=first_line(error)))
        fail(str(error))
    report(results, time.monotonic() - started)
    return exit_status(results)


def report(results: list[SuiteResult], seconds: float) -> None:
    """The closing lines, and the same for machines."""
    heading(f"What ran on what ({seconds / 60:.1f} minutes)")
    for result in results:
        say(result.line())
    say(f"written to {write_summary(results).relative_to(REPO)}")


def first_line(error: Exception) -> str:
    """What went wrong, without the log that follows."""
    return str(error).splitlines()[0].removesuffix(OUTPUT_FOLLOWS).strip()


def asked_for(environ: Mapping[str, str] = os.environ) -> list[str]:
    """The suites to run: all, or those SUITES names."""
    named = environ.get("SUITES", "").replace(",", " ").split()
    if unknown := set(named) - set(SUITES):
        raise StageFailed(f"SUITES names {', '.join(sorted(unknown))}; there are {', '.join(SUITES)}")
    return named or list(SUITES)


def exists(suite: str) -> bool:
    """Whether the project has this suite; one that exists must also execute something."""
    return any((REPO / "tests" / suite).rglob("*.py"))


def run_unit() -> list[SuiteResult]:
    """The rules and the papers, which need no Frappe."""
    if "unit" not in asked_for():
        return []
    heading("unit tests, without Frappe")
    with timed("environment"):
        python = project_venv()
    return [run_pytest("unit", python, clean_environ())]


def run_on_benches() -> list[SuiteResult]:
    """Every suite that needs a site, on every bench found."""
    wanted = [suite for suite in SITE_SUITES if suite in asked_for()]
    if not wanted:
        return []
    benches = find_benches()
    if not benches:
        return [SuiteResult(suite, reason=where_benches_are_looked_for()) for suite in wanted]
    return [result for bench in benches for result in run_on_bench(bench, wanted)]


def run_on_bench(bench: Bench, wanted: list[str]) -> list[SuiteResult]:
    """The suites on a throw-away site of this bench, with servers of their own."""
    heading(f"Frappe {bench.frappe_version} with {bench.database}, from {bench.path}")
    can_run, results = [], []
    for suite in wanted:
        if reason := why_not(suite, bench):
            results.append(SuiteResult(suite, bench.frappe_version, bench.database, reason=reason))
        else:
            can_run.append(suite)
    if not can_run:
        return results
    try:
        with throwaway_site(bench) as (private, environ):
            for suite in can_run:
                results.append(run_pytest(suite, private.python, environ, bench))
    except (StageFailed, Unavailable) as error:
        fail(str(error))
        done = {result.name for result in results}
        broken = 0 if isinstance(error, Unavailable) else 1
        results += [
            SuiteResult(suite, bench.frappe_version, bench.database, failed=broken, reason=first_line(error))
            for suite in can_run
            if suite not in done
        ]
    return sorted(results, key=lambda result: SUITES.index(result.name))


def why_not(suite: str, bench: Bench) -> str:
    """Why a suite cannot run on this bench; empty when it can."""
    if not exists(suite):
        return f"there is nothing in tests/{suite}"
    if suite == "browser":
        if not find_program(*CHROMIUM) or not find_program(*CHROMEDRIVER):
            return "Chromium and its driver are not installed (Debian: chromium, chromium-driver)"
        if not bench.has_built_assets:
            return "the desk's assets are not built on this bench (bench build)"
    return ""


@contextlib.contextmanager
def throwaway_site(bench: Bench) -> Iterator[tuple[PrivateBench, dict[str, str]]]:
    """A site with the app on it, in a temporary folder; also the environment its tests need."""
    admin_password = secrets.token_urlsafe(9)
    with contextlib.ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="ccm-", ignore_cleanup_errors=True))
        )
        with timed("environment"):
            python = overlay(bench)
        needs_mariadb = bench.database == "mariadb"
        with timed("servers"):
            ensure_packages(folder / "apt.log", mariadb=needs_mariadb)
            redis_port = stack.enter_context(redis(folder / "redis"))
            database = (
                stack.enter_context(mariadb(folder / "mariadb", throwaway=True)) if needs_mariadb else None
            )
        private = prepare(folder / "bench", bench, python, redis_port=redis_port, database=database)
        with timed("site"):
            private.new_site(SITE, admin_password=admin_password, apps=[*extra_apps(bench), APP])
            private.inside("finish-setup-wizard", SITE, what="finishing the setup wizard")
        environ = {
            **private.environ,
            "CCM_SITE": SITE,
            "CCM_SITES_PATH": str(private.sites),
            "CCM_ADMIN_PASSWORD": admin_password,
            "CCM_DB_TYPE": bench.database,
            "CCM_DB_ROOT_PASSWORD": database.root_password if database else "",
            "CCM_CHROMIUM": find_program(*CHROMIUM) or "",
            "CCM_CHROMEDRIVER": find_program(*CHROMEDRIVER) or "",
        }
        yield private, environ


def run_pytest(
    suite: str, python: Path, environ: Mapping[str, str], bench: Bench | None = None
) -> SuiteResult:
    """One pytest run over one suite's folder, with its output on the terminal."""
    version, database = (bench.frappe_version, bench.database) if bench else ("", "")
    on = f"-{version}-{database}" if bench else ""
    junit = RESULTS / f"{suite}{on}.xml"
    junit.parent.mkdir(parents=True, exist_ok=True)
    junit.unlink(missing_ok=True)
    say(f"--- {suite}")
    command = [
        *(python, "-m", "pytest", f"tests/{suite}", "-rs", f"--junitxml={junit}"),
        # Two runs at once must not share a cache, and a failure's story is in the output.
        *("-p", "no:cacheprovider"),
        *shlex.split(os.environ.get("PYTEST_ARGS", "")),
    ]
    sys.stdout.flush()
    done = subprocess.run(
        command,
        cwd=REPO,
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        check=False,
        preexec_fn=end_with_parent,
    )
    return read_junit(junit, done.returncode, name=suite, frappe=version, database=database)


if __name__ == "__main__":
    sys.exit(main())
