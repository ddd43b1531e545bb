"""A run in parts, side by side: each part is a process with servers and a site of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from dev import REPO
from dev.results import SuiteResult
from dev.services import POLL_SECONDS, stop
from dev.shell import clean_environ, end_with_parent, heading, say

TESTS = REPO / "tests"
PATIENCE = 60
"""Seconds that an interrupted part has for stopping its servers."""


@dataclass(frozen=True)
class Part:
    """Suites to run one after another on one bench (none for the unit tests), or one share of a suite."""

    suites: tuple[str, ...]
    bench: str = ""
    share: int = 1
    shares: int = 1

    @property
    def title(self) -> str:
        what = " and ".join(self.suites) + (f" {self.share}/{self.shares}" if self.shares > 1 else "")
        return f"{what} on {self.bench}" if self.bench else what

    def paths_of(self, suite: str) -> list[str]:
        """What pytest is to look through, from the project's folder."""
        return shares_of(suite, self.shares)[self.share - 1] if self.shares > 1 else [f"tests/{suite}"]


def shares_of(suite: str, number: int) -> list[list[str]]:
    """A suite's files and folders in so many shares of about the same length. A folder stays together: its tests
    share what takes long to build."""
    folder = TESTS / suite
    entries = [path for path in folder.iterdir() if _has_tests(path)]
    shares: list[list[str]] = [[] for _ in range(number)]
    weights = [0] * number
    for path in sorted(entries, key=lambda path: (-_length(path), path.name)):
        lightest = weights.index(min(weights))
        shares[lightest].append(str(path.relative_to(REPO)))
        weights[lightest] += _length(path)
    return [sorted(share) for share in shares]


def _has_tests(path: Path) -> bool:
    return any(_tests_in(path))


def _tests_in(path: Path) -> Iterable[Path]:
    return path.rglob("test_*.py") if path.is_dir() else [path] if path.match("test_*.py") else []


def _length(path: Path) -> int:
    return sum(file.stat().st_size for file in _tests_in(path))


def how_many_at_once(environ: Mapping[str, str] = os.environ) -> int:
    """Parts to run at once: JOBS, else as many as there are processors, and never more than four."""
    asked = environ.get("JOBS", "")
    return max(1, int(asked)) if asked.isdigit() else min(4, os.cpu_count() or 1)


def side_by_side(parts: Sequence[Part], at_once: int) -> Iterator[SuiteResult]:
    """Run parts, so many at a time, and show the output of each when it has ended."""
    waiting, running = list(parts), []
    with tempfile.TemporaryDirectory(prefix="ccm-parts-") as folder:
        try:
            while waiting or running:
                while waiting and len(running) < at_once:
                    running.append(_Running(waiting.pop(0), Path(folder)))
                for one in [one for one in running if one.has_ended]:
                    running.remove(one)
                    one.show()
                    yield from one.results()
                time.sleep(POLL_SECONDS)
        finally:
            for one in running:
                stop(one.process, patience=PATIENCE)


class _Running:
    """A part that has been started."""

    def __init__(self, part: Part, folder: Path) -> None:
        say(f"--- started: {part.title}")
        self.part, self.started = part, time.monotonic()
        place = Path(tempfile.mkdtemp(dir=folder))
        self.told, self.log = place / "results.json", place / "output.log"
        order = place / "part.json"
        order.write_text(json.dumps(asdict(part)), encoding="utf-8")
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "dev.run_tests", str(order), str(self.told)],
                cwd=REPO,
                env=clean_environ(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def show(self) -> None:
        minutes = (time.monotonic() - self.started) / 60
        heading(f"{self.part.title} ({minutes:.1f} minutes)")
        sys.stdout.flush()
        sys.stdout.buffer.write(self.log.read_bytes())
        sys.stdout.flush()

    def results(self) -> list[SuiteResult]:
        if self.told.exists():
            return [SuiteResult(**row) for row in json.loads(self.told.read_text(encoding="utf-8"))]
        why = f"{self.part.title} ended with status {self.process.returncode}"
        return [SuiteResult(suite, failed=1, reason=why) for suite in self.part.suites]


def read_part(order: Path) -> Part:
    """The part that a child process is to run."""
    values = json.loads(order.read_text(encoding="utf-8"))
    return Part(**{**values, "suites": tuple(values["suites"])})


def write_results(results: Sequence[SuiteResult], told: Path) -> None:
    told.write_text(json.dumps([asdict(result) for result in results]), encoding="utf-8")


def together(results: Iterable[SuiteResult]) -> list[SuiteResult]:
    """One result for all shares of a suite, in the order in which suites first ended."""
    found: dict[tuple[str, str, str], SuiteResult] = {}
    for result in results:
        key = (result.name, result.frappe, result.database)
        found[key] = _sum(found[key], result) if key in found else result
    return list(found.values())


def _sum(one: SuiteResult, other: SuiteResult) -> SuiteResult:
    return replace(
        one,
        passed=one.passed + other.passed,
        failed=one.failed + other.failed,
        skipped=one.skipped + other.skipped,
        reason="; ".join(dict.fromkeys(filter(None, (one.reason, other.reason)))),
    )
