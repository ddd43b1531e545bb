"""Small worlds for the tests of ``rules``: a school year, units, duties and facts with sensible defaults."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from cum_chuyen_mon.rules.facts import PaperFact, PaperIndex, SessionFact, SessionIndex, Waiver
from cum_chuyen_mon.rules.obligations import Obligation, Subject, World, generate
from cum_chuyen_mon.rules.regulation import Duty, Regulation
from cum_chuyen_mon.rules.school_year import SchoolYear, Semester
from cum_chuyen_mon.rules.units import AuthorityTree, DatedLink, Term, Unit
from cum_chuyen_mon.rules.verdicts import Verdict, judge
from cum_chuyen_mon.rules.words import (
    Anchor,
    Bound,
    DayUnit,
    DutyKind,
    Level,
    PeriodKind,
    Position,
    Rotates,
    SessionStatus,
    UnitKind,
    YearSide,
)
from cum_chuyen_mon.rules.working_days import WorkCalendar

D = date.fromisoformat

YEAR = SchoolYear(
    "2024-2025",
    D("2024-09-05"),
    D("2025-05-31"),
    (
        Semester("1", D("2024-09-05"), D("2025-01-18")),
        Semester("2", D("2025-01-20"), D("2025-05-31")),
    ),
)
"""Ho Chi Minh City's calendar of 2024-2025. Sunday 19/1/2025 lies between the semesters."""

OFFICE, PROVINCE, COMMUNE = "PHONG", "SO", "XA"
TREE = AuthorityTree({OFFICE: PROVINCE, COMMUNE: PROVINCE, PROVINCE: None})
MATHS, LITERATURE, SCIENCE, READING = "TOAN", "VAN", "KHTN", "TIENG-VIET"
SUBJECTS = (
    Subject(MATHS, "Toán", frozenset({Level.PRIMARY, Level.LOWER_SECONDARY, Level.UPPER_SECONDARY})),
    Subject(LITERATURE, "Ngữ văn", frozenset({Level.LOWER_SECONDARY, Level.UPPER_SECONDARY})),
    Subject(SCIENCE, "Khoa học tự nhiên", frozenset({Level.LOWER_SECONDARY})),
    Subject(READING, "Tiếng Việt", frozenset({Level.PRIMARY})),
)
LOWER = frozenset({Level.LOWER_SECONDARY})


def unit(kind: UnitKind = UnitKind.CLUSTER, code: str = "U1", **more) -> Unit:
    more.setdefault("levels", LOWER)
    more.setdefault("authorities", (DatedLink(OFFICE),))
    return Unit(kind=kind, code=code, **more)


MOVED = unit(
    authorities=(
        DatedLink(OFFICE, Term(None, D("2025-06-30"))),
        DatedLink(COMMUNE, Term(D("2025-07-01"))),
    )
)
"""District offices ended on 1 July 2025: a cluster that a commune took over."""


def quota(code: str = "Q", unit_kind: UnitKind = UnitKind.CLUSTER, minimum: int = 1, **more) -> Duty:
    return Duty(code, DutyKind.QUOTA, unit_kind, minimum=minimum, **more)


def deadline(code: str = "D", unit_kind: UnitKind = UnitKind.CLUSTER, paper: str = "BC", **more) -> Duty:
    return Duty(code, DutyKind.DEADLINE, unit_kind, paper_kind=paper, **more)


def before(day: int, month: int, **more) -> Duty:
    """A yearly deadline "trước ngày day/month"."""
    return deadline(day=day, month=month, bound=Bound.BEFORE, **more)


def notice(days: int, unit_kind: UnitKind = UnitKind.CLUSTER, **more) -> Duty:
    return Duty("N", DutyKind.NOTICE, unit_kind, offset=days, day_unit=DayUnit.WORKING, **more)


def regulation(*duties: Duty, code: str = "R", authority: str | None = OFFICE, **more) -> Regulation:
    return Regulation(code, authority=authority, duties=duties, **more)


def session(day: str | date, code: str = "S1", of: Unit | None = None, **more) -> SessionFact:
    """A session that counts, unless told otherwise: held by the unit, minutes locked the next day."""
    of = of or unit()
    held_on = D(day) if isinstance(day, str) else day
    more.setdefault("status", SessionStatus.HELD)
    more.setdefault("locked_on", held_on + timedelta(days=1))
    return SessionFact(code, of.kind, of.code, held_on, **more)


def paper(received: str, kind: str = "BC", of: Unit | None = None, code: str = "P1", **more) -> PaperFact:
    of = of or unit()
    return PaperFact(code, kind, of.kind, of.code, YEAR.code, D(received), **more)


def world(*units: Unit, year: SchoolYear = YEAR, calendar: WorkCalendar | None = None) -> World:
    return World(year, units or (unit(),), SUBJECTS, TREE, calendar or WorkCalendar())


def owed(
    *duties: Duty,
    by: Iterable[Unit] = (),
    sessions: Iterable[SessionFact] = (),
    year: SchoolYear = YEAR,
    **more,
) -> list[Obligation]:
    """What the units owe under one regulation of their office."""
    return generate([regulation(*duties, **more)], world(*by, year=year), SessionIndex(sessions))


def only(items: list) -> Obligation:
    assert len(items) == 1, items
    return items[0]


def verdict(
    obligation: Obligation,
    sessions: Iterable[SessionFact] = (),
    papers: Iterable[PaperFact] = (),
    today: str | date = "2025-06-01",
    waiver: Waiver | None = None,
) -> Verdict:
    on = D(today) if isinstance(today, str) else today
    return judge(obligation, SessionIndex(sessions), PaperIndex(papers), on, waiver)


# Strategies

days_of_year = st.dates(YEAR.start - timedelta(days=40), YEAR.end + timedelta(days=70))
some_subjects = st.frozensets(st.sampled_from([MATHS, LITERATURE, SCIENCE]), max_size=3)


@st.composite
def school_years(draw) -> SchoolYear:
    """School years as provinces set them, from August or September, with a gap between the semesters."""
    first = draw(st.integers(2012, 2040))
    start = draw(st.dates(date(first, 8, 1), date(first, 9, 30)))
    end = draw(st.dates(date(first + 1, 5, 1), date(first + 1, 7, 31)))
    half = draw(st.dates(date(first, 12, 15), date(first + 1, 1, 31)))
    gap = draw(st.integers(1, 20))
    semesters = (Semester("1", start, half), Semester("2", half + timedelta(days=gap), end))
    return SchoolYear(f"{first}-{first + 1}", start, end, semesters)


@st.composite
def session_facts(draw, of: Unit | None = None, code: str | None = None) -> SessionFact:
    held_on = draw(days_of_year)
    return session(
        held_on,
        code or f"S{draw(st.integers(0, 10**6))}",
        of,
        status=draw(st.sampled_from(SessionStatus)),
        subjects=draw(some_subjects),
        locked_on=draw(st.none() | st.just(held_on + timedelta(days=3))),
        notified_on=draw(st.none() | st.just(held_on - timedelta(days=12))),
        activity_kind=draw(st.sampled_from(["", "SEMINAR", "CONTEST"])),
    )


@st.composite
def session_lists(draw, most: int = 6) -> list[SessionFact]:
    number = draw(st.integers(0, most))
    return [draw(session_facts(code=f"S{n}")) for n in range(number)]


@st.composite
def any_duties(draw) -> Duty:
    """Duties as a person may fill the form in: many of them impossible."""
    month = draw(st.integers(0, 13))
    day = draw(st.integers(0, 28) | st.sampled_from([29, 30, 31, 32]))
    opens = draw(st.just((0, 0)) | st.tuples(st.integers(1, 12), st.integers(1, 31)))
    return Duty(
        code=draw(st.sampled_from(["A", "B", ""])),
        kind=draw(st.sampled_from(DutyKind)),
        unit_kind=draw(st.sampled_from(UnitKind)),
        levels=draw(st.frozensets(st.sampled_from(Level), max_size=2)),
        period=draw(st.sampled_from(PeriodKind)),
        semester=draw(st.sampled_from(["", "", "1", "2"])),
        per_subject=draw(st.booleans()),
        subjects=tuple(sorted(draw(some_subjects))),
        minimum=draw(st.integers(-1, 5)),
        min_subjects=draw(st.integers(-1, 4)),
        paper_kind=draw(st.sampled_from(["BC", "BC", ""])),
        anchor=draw(st.sampled_from(Anchor)),
        bound=draw(st.sampled_from(Bound)),
        month=month,
        day=day,
        year_side=draw(st.sampled_from(YearSide)),
        offset=draw(st.sampled_from([0, 0, -400, -10, -1, 1, 5, 10, 30, 400])),
        day_unit=draw(st.sampled_from(DayUnit)),
        opens_month=opens[0],
        opens_day=opens[1],
        position=draw(st.none() | st.sampled_from(Position)),
        max_years=draw(st.integers(-1, 12)),
        rotates=draw(st.none() | st.sampled_from(Rotates)),
    )


@st.composite
def sound_deadlines(draw) -> Duty:
    """Deadlines of every anchor and period, shaped so that most of them can be carried out."""
    duty = replace(draw(any_duties()), code="A", kind=DutyKind.DEADLINE, paper_kind="BC", per_subject=True)
    if duty.anchor is not Anchor.FIXED_DATE:
        return replace(duty, month=0, day=0, offset=draw(st.integers(-20, 20)), opens_month=0, opens_day=0)
    month = draw(st.integers(1, 12))
    day = draw(st.integers(1, calendar.monthrange(2023, month)[1]))
    period = draw(st.sampled_from([PeriodKind.SCHOOL_YEAR, PeriodKind.MONTH]))
    shaped = replace(duty, period=period, semester="", offset=0)
    if period is PeriodKind.MONTH:
        return replace(shaped, month=0, day=min(day, 28))
    return replace(shaped, month=month, day=day)
