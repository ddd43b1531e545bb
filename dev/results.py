"""What each suite came to: read from pytest, printed in a line, written for machines."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from dev import REPO, RESULTS
from dev.shell import output_of

NO_TESTS_COLLECTED = 5


@dataclass(frozen=True)
class SuiteResult:
    """One suite on one version of Frappe; `reason` says why it did not run, or what broke it."""

    name: str
    frappe: str = ""
    database: str = ""
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    reason: str = ""

    @property
    def ran(self) -> bool:
        return not self.reason or self.failed > 0

    @property
    def is_good(self) -> bool:
        """A suite that ran must have executed a test, and none may have failed."""
        return self.failed == 0 and (bool(self.reason) or self.passed > 0)

    def line(self) -> str:
        """For the summary at the end of a run."""
        where = f"Frappe {self.frappe}, {self.database}" if self.frappe else "without Frappe"
        if not self.ran:
            said = f"did not run: {self.reason}"
        else:
            said = f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"
            said += f" ({self.reason})" if self.reason else ""
            said += " (no test was executed)" if not self.passed + self.failed else ""
        return f"{self.name:<12} {where:<32} {said}"

    def as_dict(self) -> dict[str, str | int]:
        row = asdict(self)
        if not self.reason:
            del row["reason"]
        return row


def read_junit(report: Path, status: int, *, name: str, frappe: str = "", database: str = "") -> SuiteResult:
    """Pytest's JUnit report and exit status as one result. An error counts as a failure."""
    counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    if report.exists():
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):
            for kind in counts:
                counts[kind] += int(suite.get(kind, "0"))
    failed = counts["failures"] + counts["errors"]
    passed = max(0, counts["tests"] - failed - counts["skipped"])
    reason = ""
    if status not in (0, NO_TESTS_COLLECTED) and not failed:
        failed, reason = 1, f"pytest ended with status {status}"
    return SuiteResult(name, frappe, database, passed, failed, counts["skipped"], reason)


def exit_status(results: Sequence[SuiteResult]) -> int:
    """0 when every suite that could run did, and did well."""
    return 0 if results and all(result.is_good for result in results) else 1


def write_summary(results: Sequence[SuiteResult], folder: Path = RESULTS) -> Path:
    """Write summary.json: the commit, whether the tree differs from it, and every suite."""
    folder.mkdir(parents=True, exist_ok=True)
    summary = {
        "commit": output_of(["git", "rev-parse", "--verify", "HEAD"], cwd=REPO).strip(),
        "dirty": bool(output_of(["git", "status", "--porcelain"], cwd=REPO).strip()),
        "suites": [result.as_dict() for result in results],
    }
    path = folder / "summary.json"
    unfinished = path.with_suffix(".tmp")
    unfinished.write_text(json.dumps(summary, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    unfinished.replace(path)
    return path
