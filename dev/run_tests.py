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

from dev import APP, REPO, RESULTS, WORK
from dev.bench import Bench, find_benches, where_benches_are_looked_for
from dev.parts import Part, how_many_at_once, read_part, side_by_side, together, write_results
from dev.results import SuiteResult, exit_status, read_junit, write_summary
from dev.services import ensure_packages, ensure_paper_tools, find_program, mariadb, redis
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
        parts, results = plan(at_once := how_many_at_once())
        results = together([*results, *side_by_side(parts, at_once)])
    except KeyboardInterrupt:
        say("\nInterrupted; everything this run started has been stopped.")
        return INTERRUPTED
    except (StageFailed, Unavailable) as error:
        results.append(SuiteResult("set-up", failed=1, reason=first_line(error)))
        fail(str(error))
    report(sorted(results, key=in_order), time.monotonic() - started)
    return exit_status(results)


def in_order(result: SuiteResult) -> tuple[int, str]:
    """Unit tests first, then bench by bench."""
    return (0 if result.name == "unit" else 1, result.frappe)


def plan(at_once: int) -> tuple[list[Part], list[SuiteResult]]:
    """What is to be run, the longest first, and what cannot be run here and why."""
    wanted = asked_for()
    if "unit" in wanted:
        with timed("environment"):
            ensure_paper_tools(project_venv(), WORK / "apt.log")
    parts, cannot = plan_on_benches([suite for suite in SITE_SUITES if suite in wanted], at_once)
    return [*parts, *([Part(("unit",))] if "unit" in wanted else [])], cannot


def plan_on_benches(wanted: list[str], at_once: int) -> tuple[list[Part], list[SuiteResult]]:
    """The same for the suites that need a site, on every bench found."""
    benches = find_benches() if wanted else []
    if not benches:
        return [], [SuiteResult(suite, reason=where_benches_are_looked_for()) for suite in wanted]
    parts, cannot = [], []
    lacking = what_is_lacking(benches)
    for suite, bench in ((suite, bench) for suite in wanted for bench in benches):
        if reason := lacking or why_not(suite, bench):
            cannot.append(SuiteResult(suite, bench.frappe_version, bench.database, reason=reason))
            continue
        shares = at_once if suite == "integration" else 1
        parts += [Part((suite,), str(bench.path), share + 1, shares) for share in range(shares)]
    return parts, cannot


def what_is_lacking(benches: list[Bench]) -> str:
    """Get ready what several parts would otherwise make at the same time; why that cannot be, or nothing."""
    try:
        ensure_packages(WORK / "apt.log", mariadb=any(bench.database == "mariadb" for bench in benches))
    except Unavailable as error:
        return first_line(error)
    for bench in benches:
        overlay(bench)
    return ""


def run_part(part: Part) -> list[SuiteResult]:
    """One part, in a process of its own."""
    if not part.bench:
        return [run_pytest("unit", part, project_venv(), clean_environ())]
    return run_on_bench(Bench(Path(part.bench)), part)


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


def run_on_bench(bench: Bench, part: Part) -> list[SuiteResult]:
    """The suites of a part on a throw-away site of this bench, with servers of their own."""
    results: list[SuiteResult] = []
    try:
        with throwaway_site(bench) as (private, environ):
            for suite in part.suites:
                results.append(run_pytest(suite, part, private.python, environ, bench))
    except (StageFailed, Unavailable) as error:
        fail(str(error))
        done = {result.name for result in results}
        broken = 0 if isinstance(error, Unavailable) else 1
        results += [
            SuiteResult(suite, bench.frappe_version, bench.database, failed=broken, reason=first_line(error))
            for suite in part.suites
            if suite not in done
        ]
    return results


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
    suite: str, part: Part, python: Path, environ: Mapping[str, str], bench: Bench | None = None
) -> SuiteResult:
    """One pytest run over one suite, or a share of it, with its output on the terminal."""
    version, database = (bench.frappe_version, bench.database) if bench else ("", "")
    on = f"-{version}-{database}" if bench else ""
    on += f"-{part.share}of{part.shares}" if part.shares > 1 else ""
    junit = RESULTS / f"{suite}{on}.xml"
    junit.parent.mkdir(parents=True, exist_ok=True)
    junit.unlink(missing_ok=True)
    say(f"--- {suite}")
    command = [
        *(python, "-m", "pytest", *part.paths_of(suite), "-rs", f"--junitxml={junit}"),
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


def main_of_part(order: Path, told: Path) -> int:
    """What a child process does: run the part that a file describes, and write what came of it to another."""
    end_on_signals()
    try:
        write_results(run_part(read_part(order)), told)
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main_of_part(*map(Path, sys.argv[1:])) if sys.argv[1:] else main())
