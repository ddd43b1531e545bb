"""`make clauses`: run the tests that speak about a clause of the source documents, and say which clauses hold.

The table comes from the run. Which clauses there must be comes from the seeded regulations.
"""

from __future__ import annotations

import json
import os
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dev import REPO, RESULTS
from dev.run_tests import main as run_tests
from dev.shell import heading, say

REGULATIONS = REPO / "cum_chuyen_mon" / "setup" / "data" / "regulations"
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
    clauses = read(RESULTS.glob("*.xml"))
    for missing in seeded() - set(clauses):
        clauses[missing] = Clause()
    heading("Clause by clause")
    for line in table(clauses):
        say(line)
    return status or (0 if clauses and all(clause.holds for clause in clauses.values()) else 1)


def seeded(folder: Path = REGULATIONS) -> set[str]:
    """The clauses that the seeded regulations name."""
    found = (json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json"))
    return {duty["clause"] for regulation in found for duty in regulation["duties"] if duty.get("clause")}


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
    """One line a clause, in the order of the documents."""
    yield f"{'clause':<8}{'tests':>6}{'passed':>8}{'failed':>8}{'skipped':>9}"
    for name in sorted(clauses, key=_order):
        c = clauses[name]
        number = len(c.passed) + len(c.failed) + len(c.skipped)
        said = "" if c.holds else "  no test" if not number else "  does not hold"
        yield f"{name:<8}{number:>6}{len(c.passed):>8}{len(c.failed):>8}{len(c.skipped):>9}{said}"
        yield from (f"        failed: {test}" for test in c.failed)


def _order(clause: str) -> tuple[str, list[int], str]:
    return clause[:1], [int(part) for part in re.findall(r"\d+", clause)], clause


if __name__ == "__main__":
    sys.exit(main())
