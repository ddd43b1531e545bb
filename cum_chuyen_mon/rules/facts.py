"""What happened, as the rules see it: sessions, papers and waivers, indexed by the unit they can count for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .words import SessionStatus, UnitKind


@dataclass(frozen=True)
class SessionFact:
    """One session as a rule sees it. ``parent`` is the cluster or group of a subject group's session; ``schools``
    are the member schools whose people attended; ``notified_on`` is the day everyone was told."""

    code: str
    unit_kind: UnitKind
    unit: str
    held_on: date
    status: SessionStatus
    activity_kind: str = ""
    subjects: frozenset[str] = frozenset()
    locked_on: date | None = None
    notified_on: date | None = None
    parent_kind: UnitKind | None = None
    parent: str | None = None
    schools: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PaperFact:
    """A plan, report or other paper that reached the authority on a day.

    ``period`` is the code of the month or quarter it is about ("2024-09", "Q1"), "" when it does not say; ``seat``
    whose election or confirmation it is about (see ``vacancies.seat_of``).
    """

    code: str
    paper_kind: str
    unit_kind: UnitKind
    unit: str
    school_year: str
    received_on: date
    semester: str = ""
    subject: str = ""
    session: str = ""
    period: str = ""
    seat: str = ""


@dataclass(frozen=True)
class Waiver:
    """An obligation that the authority let go, with its reason."""

    key: str
    reason: str


def _units_of(session: SessionFact) -> set[tuple[UnitKind, str]]:
    """Each unit once: a school's own session may list the school among those that took part."""
    units = {(session.unit_kind, session.unit)} | {(UnitKind.SCHOOL, school) for school in session.schools}
    if session.parent and session.parent_kind:
        units.add((session.parent_kind, session.parent))
    return units


class SessionIndex:
    """Sessions by every unit they can count for: the unit itself, its parent, the schools that took part."""

    def __init__(self, sessions: Iterable[SessionFact] = ()) -> None:
        self._by_unit: dict[tuple[UnitKind, str], list[SessionFact]] = defaultdict(list)
        self._by_code: dict[str, SessionFact] = {}
        for session in sorted(sessions, key=lambda s: (s.held_on, s.code)):
            self._by_code[session.code] = session
            for key in _units_of(session):
                self._by_unit[key].append(session)

    def of(self, kind: UnitKind, unit: str) -> list[SessionFact]:
        return self._by_unit.get((kind, unit), [])

    def get(self, code: str) -> SessionFact | None:
        return self._by_code.get(code)


class PaperIndex:
    """Papers by the unit that owes them, earliest first."""

    def __init__(self, papers: Iterable[PaperFact] = ()) -> None:
        self._by_unit: dict[tuple[UnitKind, str], list[PaperFact]] = defaultdict(list)
        for paper in sorted(papers, key=lambda p: (p.received_on, p.code)):
            self._by_unit[paper.unit_kind, paper.unit].append(paper)

    def of(self, kind: UnitKind, unit: str) -> list[PaperFact]:
        return self._by_unit.get((kind, unit), [])
