"""A YearBook as the rules look at it: world, regulations, facts as known on a day, and the verdicts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date, timedelta

from ..rules.facts import PaperFact, PaperIndex, SessionFact, SessionIndex
from ..rules.obligations import World, generate
from ..rules.regulation import Duty, Regulation
from ..rules.school_year import SchoolYear, Semester
from ..rules.units import DatedLink, Officer, Term, Unit
from ..rules.verdicts import DUE_SOON_DAYS, Verdict, judge
from ..rules.words import ATTENDED, SessionStatus, UnitKind
from ..rules.working_days import WorkCalendar
from .book import YearBook, term_of
from .locking import locked_on, roll_call
from .rows import DutyRow, OfficerRow, PaperRow, RegulationRow, SchoolRow, SessionRow, UnitRow


def verdicts(book: YearBook, today: date, due_soon_days: int = DUE_SOON_DAYS) -> list[Verdict]:
    """Where every obligation of the book stands on a day, in the order of regulations, duties and units.

    Only what was known on that day counts: papers received and minutes locked later are not seen.
    """
    sessions = SessionIndex(session_facts(book, today))
    papers = PaperIndex(paper_facts(book, today))
    obligations = generate(regulations(book), world(book), sessions)
    return [judge(o, sessions, papers, today, due_soon_days=due_soon_days) for o in obligations]


def world(book: YearBook) -> World:
    """The school year, units (schools too), subjects, authorities and working days of a book."""
    off = frozenset(row.holiday_date for row in book.holidays if row.holiday_date and not row.is_worked)
    worked = frozenset(row.holiday_date for row in book.holidays if row.holiday_date and row.is_worked)
    return World(
        year=school_year(book),
        units=(*units_of(book), *(_school(book, row) for row in book.schools)),
        subjects=tuple(book.subject_by_code.values()),
        authorities=book.authority_tree,
        calendar=WorkCalendar(off, worked),
    )


def school_year(book: YearBook) -> SchoolYear:
    """The school year with its semesters in order."""
    row = book.school_year
    semesters = [
        Semester(s.semester_code, s.start_date, s.end_date)
        for s in book.semesters
        if s.start_date and s.end_date and s.school_year_code == row.school_year_code
    ]
    assert row.start_date
    assert row.end_date
    in_order = tuple(sorted(semesters, key=lambda s: s.start))
    return SchoolYear(row.school_year_code, row.start_date, row.end_date, in_order)


def authority_links(book: YearBook, code: str, first: str, since: date | None) -> tuple[DatedLink, ...]:
    """The authorities of a unit or school: the first, then one for every transfer, each to the day before."""
    moves = sorted((t.from_date, t.authority) for t in book.transfers if t.code == code and t.from_date)
    starts: list[tuple[date | None, str]] = [(since, first), *moves]
    ends = [day - timedelta(days=1) for day, _ in moves]
    return tuple(
        DatedLink(authority, Term(start, end))
        for (start, authority), end in zip(starts, [*ends, None], strict=True)
        if authority
    )


def units_of(book: YearBook) -> list[Unit]:
    """The clusters, groups and subject groups in the order of the sheet.

    A row of another kind and a subject group of nothing, which a check refuses, are left out.
    """
    own = {
        row.unit_code: _unit(book, row)
        for row in book.units
        if row.unit_kind in (UnitKind.CLUSTER, UnitKind.GROUP)
    }
    found = []
    for row in book.units:
        if row.unit_code in own:
            found.append(own[row.unit_code])
        elif row.unit_kind is UnitKind.SUBJECT_GROUP and row.parent_unit in own:
            found.append(_subject_group(book, row, own[row.parent_unit]))
    return found


def _unit(book: YearBook, row: UnitRow) -> Unit:
    assert row.unit_kind
    return Unit(
        kind=row.unit_kind,
        code=row.unit_code,
        title=row.unit_title,
        levels=row.levels,
        term=term_of(row),
        authorities=authority_links(book, row.unit_code, row.authority, row.authority_from),
        members=tuple(DatedLink(m.school_code, term_of(m)) for m in book.members_of.get(row.unit_code, ())),
        officers=_officers(book, row.unit_code),
    )


def _officers(book: YearBook, unit_code: str) -> tuple[Officer, ...]:
    return tuple(officer_of(row) for row in book.officers_of.get(unit_code, ()) if row.position)


def officer_of(row: OfficerRow) -> Officer:
    """An officer's row, which must name the position, as the rules see it."""
    assert row.position
    return Officer(row.staff_code, row.position, term_of(row), row.level)


def _subject_group(book: YearBook, row: UnitRow, parent: Unit) -> Unit:
    """A subject group takes level, authority and members from the cluster or group it works in."""
    return replace(
        parent,
        kind=UnitKind.SUBJECT_GROUP,
        code=row.unit_code,
        title=row.unit_title,
        term=term_of(row),
        officers=_officers(book, row.unit_code),
        parent_kind=parent.kind,
        parent=parent.code,
        subject=row.subject_code,
    )


def _school(book: YearBook, row: SchoolRow) -> Unit:
    links = authority_links(book, row.school_code, row.authority, row.authority_from)
    return Unit(UnitKind.SCHOOL, row.school_code, row.school_name, row.levels, authorities=links)


def regulations(book: YearBook) -> list[Regulation]:
    """The regulations with their duties, in the order of the sheets."""
    return [regulation_of(row, (d for d in book.duties if d.regulation_code == row.regulation_code))
            for row in book.regulations]  # fmt: skip


def regulation_of(row: RegulationRow, duties: Iterable[DutyRow]) -> Regulation:
    return Regulation(
        code=row.regulation_code,
        title=row.regulation_title,
        number=row.number,
        issued_on=row.issued_on,
        authority=row.authority,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        duties=tuple(duty_of(duty) for duty in duties),
    )


def duty_of(row: DutyRow) -> Duty:
    """A duty row as the rules see it: the same fields, ``duty_code`` for ``code``."""
    named_alike = {item.name: getattr(row, item.name) for item in fields(Duty) if item.name != "code"}
    return Duty(code=row.duty_code, **named_alike)


def session_facts(book: YearBook, today: date) -> list[SessionFact]:
    """The sessions as known on a day: what lies ahead is still planned, a later lock is not there yet."""
    return [_session_fact(book, row, today) for row in book.sessions]


def _session_fact(book: YearBook, row: SessionRow, today: date) -> SessionFact:
    unit = book.unit_by_code[row.unit_code]
    parent = book.unit_by_code.get(unit.parent_unit)
    assert unit.unit_kind
    assert row.session_date
    ahead = row.session_date > today and row.status is SessionStatus.HELD
    own = (unit.subject_code,) if unit.subject_code and not row.subjects else row.subjects
    schools = {s for a in roll_call(book, row) if a.state in ATTENDED
               for s in book.schools_on(a.staff_code, row.session_date)}  # fmt: skip
    return SessionFact(
        code=row.session_code,
        unit_kind=unit.unit_kind,
        unit=unit.unit_code,
        held_on=row.session_date,
        status=SessionStatus.PLANNED if ahead else row.status,
        activity_kind=row.activity_kind,
        subjects=frozenset(own),
        locked_on=locked_on(book, row, today),
        notified_on=row.notified_on if row.notified_on and row.notified_on <= today else None,
        parent_kind=parent.unit_kind if parent else None,
        parent=parent.unit_code if parent else None,
        schools=frozenset(schools),
    )


def paper_facts(book: YearBook, today: date) -> list[PaperFact]:
    """The papers received up to a day."""
    return [_paper_fact(book, row) for row in book.papers if row.received_on and row.received_on <= today]


def _paper_fact(book: YearBook, row: PaperRow) -> PaperFact:
    unit = book.unit_by_code.get(row.unit_code)
    assert row.received_on
    return PaperFact(
        code=row.paper_code,
        paper_kind=row.paper_kind,
        unit_kind=(unit.unit_kind or UnitKind.CLUSTER) if unit else UnitKind.SCHOOL,
        unit=row.unit_code,
        school_year=book.school_year.school_year_code,
        received_on=row.received_on,
        semester=row.semester_code,
        subject=row.subject_code,
        session=row.session_code,
        period=row.period_code,
    )
