"""`make clauses`: run the tests that speak about a clause of the source documents, and say which clauses hold.

The table comes from the run. Which clauses there are comes from the documents (tests/data/clauses.py).
"""

from __future__ import annotations

import os
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dev import RESULTS
from dev.run_tests import main as run_tests
from dev.shell import heading, say
from tests.data.clauses import CLAUSES

PROPERTY = "clause"
"""What pytest writes beside a marked test in its JUnit report (tests/conftest.py)."""


@dataclass
class Clause:
    """The tests of one clause, by how they ended."""

    passed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return bool(self.passed) and not self.failed


def main() -> int:
    """Run the marked tests and print the table; 0 when every clause holds."""
    for report in RESULTS.glob("*.xml"):
        report.unlink()
    os.environ["PYTEST_ARGS"] = f"-m {PROPERTY}"
    os.environ.setdefault("SUITES", "unit,integration")
    status = run_tests()
    clauses = {name: Clause() for name in CLAUSES} | read(RESULTS.glob("*.xml"))
    heading("Clause by clause")
    for line in table(clauses):
        say(line)
    return status or (0 if clauses and all(clause.holds for clause in clauses.values()) else 1)


def read(reports: Iterable[Path]) -> dict[str, Clause]:
    """The clauses that pytest's reports speak about."""
    clauses: dict[str, Clause] = {}
    for report in reports:
        for case in ElementTree.parse(report).getroot().iter("testcase"):
            name = f"{case.get('classname', '').removeprefix('tests.')}::{case.get('name')}"
            for told in _told(case):
                clause = clauses.setdefault(told, Clause())
                kinds = {child.tag for child in case}
                if kinds & {"failure", "error"}:
                    clause.failed.append(name)
                elif "skipped" in kinds:
                    clause.skipped.append(name)
                else:
                    clause.passed.append(name)
    return clauses


def _told(case: ElementTree.Element) -> Iterator[str]:
    for told in case.iter("property"):
        if told.get("name") == PROPERTY:
            yield told.get("value", "")


def table(clauses: Mapping[str, Clause]) -> Iterator[str]:
    """A clause and what it asks, then its tests with how they ended, in the order of the documents."""
    for name in sorted(clauses, key=_order):
        clause = clauses[name]
        ended = {"passed": clause.passed, "FAILED": clause.failed, "skipped": clause.skipped}
        counts = ", ".join(f"{len(tests)} {how}" for how, tests in ended.items() if tests) or "NO TEST"
        yield f"{name:<6} {CLAUSES.get(name, '')} ({counts})"
        for how, tests in ended.items():
            yield from (f"       {how}  {test}" for test in sorted(set(tests)))


def _order(clause: str) -> tuple[str, list[int], str]:
    return clause[:1], [int(part) for part in re.findall(r"\d+", clause)], clause


if __name__ == "__main__":
    sys.exit(main())
