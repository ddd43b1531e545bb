"""Units with dated members, officers and supervising authorities. Nothing is overwritten when something changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from .text import date_vi
from .words import Level, Position, UnitKind


@dataclass(frozen=True)
class Term:
    """A stretch of validity; both days inclusive, None is open-ended."""

    start: date | None = None
    end: date | None = None

    def holds(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def overlaps(self, other: Term) -> bool:
        starts_in_time = self.end is None or other.start is None or other.start <= self.end
        ends_in_time = other.end is None or self.start is None or self.start <= other.end
        return starts_in_time and ends_in_time


@dataclass(frozen=True)
class DatedLink:
    """A code that holds for a time: a member school, a supervising authority."""

    code: str
    term: Term = Term()


@dataclass(frozen=True)
class Posting:
    """Somebody's post at a school, for a time."""

    school: str
    position: Position
    term: Term = Term()


@dataclass(frozen=True)
class Officer:
    """A person in a position for a time. ``level`` is set where headship is per level (one head each)."""

    person: str
    position: Position
    term: Term = Term()
    level: Level | None = None


@dataclass(frozen=True)
class Unit:
    """A cluster, an inter-school group, a subject group or a school.

    ``parent`` and ``subject`` are set for a subject group: the cluster or group it works in.
    """

    kind: UnitKind
    code: str
    title: str = ""
    levels: frozenset[Level] = frozenset()
    term: Term = Term()
    authorities: tuple[DatedLink, ...] = ()
    members: tuple[DatedLink, ...] = ()
    officers: tuple[Officer, ...] = ()
    parent_kind: UnitKind | None = None
    parent: str | None = None
    subject: str | None = None

    @property
    def key(self) -> tuple[UnitKind, str]:
        return self.kind, self.code

    def authority_on(self, day: date) -> str | None:
        return next((link.code for link in self.authorities if link.term.holds(day)), None)

    def members_on(self, day: date) -> tuple[str, ...]:
        return tuple(link.code for link in self.members if link.term.holds(day))

    def officers_on(self, day: date, position: Position | None = None) -> tuple[Officer, ...]:
        return tuple(
            o for o in self.officers if o.term.holds(day) and (position is None or o.position is position)
        )


@dataclass(frozen=True)
class AuthorityTree:
    """Which authority stands under which: code → code of the superior."""

    superiors: Mapping[str, str | None] = field(default_factory=dict)

    def chain(self, code: str | None) -> tuple[str, ...]:
        """The authority and all its superiors, lowest first. A loop in the data ends the chain."""
        found: list[str] = []
        while code and code not in found:
            found.append(code)
            code = self.superiors.get(code)
        return tuple(found)


def problems_of_terms(rows: Iterable[tuple[str, Term]], what: str) -> list[tuple[int, str]]:
    """Dated rows that end before they start, or overlap for the same ``label``; (row number from 1, sentence)."""
    found: list[tuple[int, str]] = []
    seen: list[tuple[int, str, Term]] = []
    for number, (label, term) in enumerate(rows, start=1):
        if term.start and term.end and term.end < term.start:
            found.append(
                (
                    number,
                    f"{what} {label}: đến ngày {date_vi(term.end)} phải sau từ ngày {date_vi(term.start)}.",
                )
            )
        clash = next((n for n, other, t in seen if other == label and t.overlaps(term)), None)
        if clash:
            found.append(
                (
                    number,
                    f"{what} {label} bị trùng thời gian với dòng {clash}. "
                    "Hãy điền đến ngày cho dòng cũ trước khi thêm dòng mới.",
                )
            )
        seen.append((number, label, term))
    return found
