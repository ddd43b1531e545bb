"""Duties × units × periods → obligations: who owes what, for which subject, by which day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from .counting import counts_for
from .facts import SessionIndex
from .regulation import Duty, Regulation, last_day_of
from .school_year import Period, SchoolYear, date_in_year, periods
from .units import AuthorityTree, Unit
from .vacancies import Vacancy, vacancies
from .words import OFF, Anchor, Bound, DutyKind, Level, PeriodKind, SessionStatus, UnitKind
from .working_days import WorkCalendar


@dataclass(frozen=True)
class Obligation:
    """One duty of one unit for one period (and subject, session or vacancy, where the duty says so).

    ``due_on`` is the last day that is in time. What arrives before ``opens_on`` does not count.
    """

    regulation: str
    duty: Duty
    unit_kind: UnitKind
    unit: str
    school_year: str
    period: Period
    due_on: date
    subject: str = ""
    session: str = ""
    opens_on: date | None = None
    vacancy: Vacancy | None = None

    @property
    def required(self) -> int:
        return self.duty.minimum if self.duty.kind is DutyKind.QUOTA else 1

    @property
    def semester(self) -> str:
        return self.period.code if self.period.kind is PeriodKind.SEMESTER else ""

    @property
    def key(self) -> str:
        """A short name that is the same whenever the same obligation is generated again."""
        parts = (
            self.regulation,
            self.duty.code,
            self.unit_kind.value,
            self.unit,
            self.school_year,
            self.period.kind.value,
            self.period.code,
            self.subject,
            self.session,
        )
        if self.vacancy:
            parts += (self.vacancy.seat, self.vacancy.since.isoformat())
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]


@dataclass(frozen=True)
class Subject:
    """A teaching subject of the 2018 programme and the levels that teach it."""

    code: str
    title: str
    levels: frozenset[Level] = frozenset()


@dataclass(frozen=True)
class World:
    """All that generation looks at besides the regulations: one school year of one province's units."""

    year: SchoolYear
    units: Sequence[Unit]
    subjects: Sequence[Subject] = ()
    authorities: AuthorityTree = field(default_factory=AuthorityTree)
    calendar: WorkCalendar = field(default_factory=WorkCalendar)


def generate(regulations: Iterable[Regulation], world: World, sessions: SessionIndex) -> list[Obligation]:
    """All obligations of the world's school year, each once, in a stable order.

    A duty binds a unit when the kind and level of unit fit, and on the day the obligation is due the regulation
    is in force and its authority supervises the unit (directly or from above). The unit must exist on that day
    too, or on the last day of the period or session where that comes first.
    """
    found: dict[str, Obligation] = {}
    for regulation in regulations:
        for duty in regulation.duties:
            if duty.makes_obligations:
                for unit in world.units:
                    if fits(duty, unit):
                        for obligation in _of_unit(regulation, duty, unit, world, sessions):
                            owed_on = _owed_on(obligation, sessions)
                            if _binds(regulation, unit, obligation.due_on, owed_on, world.authorities):
                                found.setdefault(obligation.key, obligation)
    return list(found.values())


def fits(duty: Duty, unit: Unit) -> bool:
    """Whether a duty is about units like this one: its kind, its levels, and itself where units are named."""
    return (
        duty.unit_kind is unit.kind
        and (not duty.levels or bool(duty.levels & unit.levels))
        and (not duty.units or unit.code in duty.units)
    )


def _owed_on(obligation: Obligation, index: SessionIndex) -> date:
    """The day on which a unit must exist to owe this: the due day, or the session's or period's last if earlier.

    A unit designated for one school year (P1) still owes the report that is due after that year's last day.
    """
    session = index.get(obligation.session)
    return min(obligation.due_on, session.held_on if session else obligation.period.end)


def _binds(regulation: Regulation, unit: Unit, due_on: date, owed_on: date, tree: AuthorityTree) -> bool:
    authority = unit.authority_on(due_on) or unit.authority_on(owed_on)
    supervised = regulation.authority in tree.chain(authority)
    return supervised and unit.term.holds(owed_on) and regulation.binds_on(due_on)


def _of_unit(
    regulation: Regulation, duty: Duty, unit: Unit, world: World, index: SessionIndex
) -> Iterator[Obligation]:
    chosen = [p for p in periods(world.year, duty.period) if not duty.semester or p.code == duty.semester]
    for period in chosen:
        for subject in subjects_of(duty, unit, world.subjects):
            blank = Obligation(
                regulation.code, duty, unit.kind, unit.code, world.year.code, period, period.end, subject
            )
            if duty.per_session:
                yield from _per_session(blank, index, world)
                continue
            if duty.per_vacancy:
                yield from _per_vacancy(blank, unit, world)
                continue
            due = due_day(blank, index, world, since=regulation.valid_from)
            if not _before_school(duty, due, world.year):
                yield replace(blank, due_on=due, opens_on=_opening(duty, due))


def _before_school(duty: Duty, due_on: date, year: SchoolYear) -> bool:
    """Whether the first of a duty's monthly days is over before school starts: "trước ngày 5 hằng tháng" and 5/9."""
    monthly = duty.kind is DutyKind.DEADLINE and duty.period is PeriodKind.MONTH
    return monthly and duty.anchor is Anchor.FIXED_DATE and due_on < year.start


def subjects_of(duty: Duty, unit: Unit, subjects: Sequence[Subject]) -> tuple[str, ...]:
    """The subjects a duty is owed for: those it lists, else all, as far as the unit's levels teach them; "" when
    the duty is not per subject."""
    if not duty.per_subject:
        return ("",)
    if unit.kind is UnitKind.SUBJECT_GROUP:
        own = unit.subject or ""
        return (own,) if own and (not duty.subjects or own in duty.subjects) else ()
    levels = (duty.levels & unit.levels) or unit.levels
    elsewhere = {s.code for s in subjects if s.levels and levels and not s.levels & levels}
    asked = duty.subjects or tuple(s.code for s in subjects)
    return tuple(code for code in asked if code not in elsewhere)


def due_day(obligation: Obligation, index: SessionIndex, world: World, since: date | None = None) -> date:
    """The last day on which an obligation that is not per session can be met in time.

    ``since`` is the day the regulation came into force: an earlier session is not its "first session".
    """
    duty, period = obligation.duty, obligation.period
    if duty.kind is DutyKind.QUOTA:
        return period.end
    if duty.anchor is Anchor.FIXED_DATE:
        if duty.period is PeriodKind.MONTH:
            return last_day_of(duty.bound, period.start.replace(day=duty.day))
        return last_day_of(duty.bound, date_in_year(world.year, duty.month, duty.day, duty.year_side))
    named = period.end
    if duty.anchor is Anchor.PERIOD_START:
        named = period.start
    elif duty.anchor is Anchor.FIRST_SESSION:
        first = first_session(obligation, index, since)
        if first is None:
            return period.end
        named = first
    return last_day_of(duty.bound, world.calendar.shift(named, duty.offset, duty.day_unit))


def first_session(obligation: Obligation, index: SessionIndex, since: date | None = None) -> date | None:
    """The day of the unit's first session in the period, for papers due "before implementation" (N5.2)."""
    days = [
        s.held_on
        for s in index.of(obligation.unit_kind, obligation.unit)
        if s.status not in OFF
        and counts_for(obligation, s, only_locked=False)
        and (since is None or s.held_on >= since)
    ]
    return min(days, default=None)


def _per_session(blank: Obligation, index: SessionIndex, world: World) -> Iterator[Obligation]:
    duty = blank.duty
    for session in index.of(blank.unit_kind, blank.unit):
        wanted = _ON_THE_AGENDA if _comes_before(duty) else (SessionStatus.HELD,)
        if session.status in wanted and counts_for(blank, session, only_locked=False):
            yield replace(blank, due_on=_session_due(blank, session.held_on, world), session=session.code)


def _session_due(blank: Obligation, held_on: date, world: World) -> date:
    """The last good day of a paper or notice of one session.

    A document that asks for a paper "after each session" without a number of days (E2.2, N5.1) leaves the rest of
    the period for it: no number is invented.
    """
    duty = blank.duty
    if duty.kind is DutyKind.DEADLINE and duty.offset == 0 and duty.bound is Bound.BY:
        return blank.period.end
    days = -duty.offset if duty.kind is DutyKind.NOTICE else duty.offset
    return last_day_of(duty.bound, world.calendar.shift(held_on, days, duty.day_unit))


def _per_vacancy(blank: Obligation, unit: Unit, world: World) -> Iterator[Obligation]:
    """What came in while somebody still held the seat was about him, so it does not count for the vacancy.

    Like "after each session", a document that asks for a new head without a number of days (N5.1) leaves the rest of
    the period for it.
    """
    duty = blank.duty
    for vacancy in vacancies(unit, duty.position, blank.period) if duty.position else ():
        if vacancy.level and duty.levels and vacancy.level not in duty.levels:
            continue
        due = blank.period.end
        if duty.offset or duty.bound is Bound.BEFORE:
            named = max(vacancy.since, blank.period.start)
            due = last_day_of(duty.bound, world.calendar.shift(named, duty.offset, duty.day_unit))
        yield replace(blank, due_on=due, opens_on=vacancy.since, vacancy=vacancy)


_ON_THE_AGENDA = (SessionStatus.PLANNED, SessionStatus.CONVENED, SessionStatus.HELD)


def _comes_before(duty: Duty) -> bool:
    """Notice, or a paper due ahead of the session: a themed session's plan, two working weeks earlier (E4.2b)."""
    on_the_day_before = duty.offset == 0 and duty.bound is Bound.BEFORE
    return duty.kind is DutyKind.NOTICE or duty.offset < 0 or on_the_day_before


def _opening(duty: Duty, due_on: date) -> date | None:
    """The last opening before the due day, in whichever year it falls: 1/6 for 31/7 (L2), 15/12 for 10/1."""
    if not duty.opens_month:
        return None
    opening = date(due_on.year, duty.opens_month, duty.opens_day)
    return opening if opening <= due_on else opening.replace(year=due_on.year - 1)
