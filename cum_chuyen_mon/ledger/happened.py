"""The site's sessions, papers and waivers of one school year, as the facts of ``rules``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.rules.facts import PaperFact, PaperIndex, SessionFact, SessionIndex
from cum_chuyen_mon.rules.vacancies import seat_of
from cum_chuyen_mon.rules.words import ATTENDED, Level, MinutesState, Position, SessionStatus, UnitKind

from .world import day

HEADSHIP, ELECTION = "HEAD-SUBMISSION", "ELECTION-MINUTES"
"""The paper kinds a Cluster Headship stands for: its tờ trình, and the minutes of the election behind it."""

PLAN, RULES = "PLAN", "RULES"
"""The paper kinds an Activity Plan stands for: a plan, or the unit's own rules (N5.2)."""

REACHED = ("Submitted", "Approved", "Amended")
"""States in which a plan has come to the authority; one that was amended later came all the same."""

ONLINE_GROUP = "ONLINE-GROUP"
ARRIVED = ("Sent", "Received")

UnitKeys = Collection[tuple[UnitKind, str]]


def load_sessions(year: str, only: UnitKeys | None = None, with_schools: bool = True) -> SessionIndex:
    """Sessions of a school year that can count for the units named (all units when None).

    ``with_schools`` also reads which schools took part, which only duties of schools look at.
    """
    Session = frappe.qb.DocType("Cluster Session")
    query = (
        frappe.qb.from_(Session)
        .select(
            Session.name,
            Session.unit_type,
            Session.unit,
            Session.session_date,
            Session.status,
            Session.activity_kind,
            Session.minutes_state,
            Session.locked_on,
            Session.notified_on,
            Session.cluster,
            Session.school_group,
        )
        .where(Session.school_year == year)
        .where(Session.date_is_provisional == 0)  # what has only a month has no day to judge by
    )
    schools = _schools_of_sessions(year) if with_schools else {}
    if only is not None:
        query = query.where(Session.name.isin(_sessions_of(year, only, schools) or [""]))
    rows = query.run(as_dict=True)
    subjects = _subjects_of_sessions([row.name for row in rows] if only is not None else None, year)
    return SessionIndex(_session_fact(row, subjects, schools) for row in rows)


def _session_fact(row, subjects: dict, schools: dict) -> SessionFact:
    is_subject_group = row.unit_type == UnitKind.SUBJECT_GROUP
    parent = row.cluster or row.school_group if is_subject_group else None
    parent_kind = UnitKind.CLUSTER if row.cluster else UnitKind.GROUP
    locked = row.minutes_state == MinutesState.LOCKED
    return SessionFact(
        code=row.name,
        unit_kind=UnitKind(row.unit_type),
        unit=row.unit,
        held_on=getdate(row.session_date),
        status=SessionStatus(row.status),
        activity_kind=row.activity_kind or "",
        subjects=frozenset(subjects.get(row.name, ())),
        locked_on=day(row.locked_on) if locked else None,
        notified_on=day(row.notified_on),
        parent_kind=parent_kind if parent else None,
        parent=parent,
        schools=frozenset(schools.get(row.name, ())),
    )


def _sessions_of(year: str, only: UnitKeys, schools: dict[str, set[str]]) -> list[str]:
    """Names of the sessions of a few units: their own, their subject groups' and those their schools attended."""
    by_kind: dict[UnitKind, set[str]] = defaultdict(set)
    for kind, code in only:
        by_kind[kind].add(code)
    Session = frappe.qb.DocType("Cluster Session")
    own = [code for kind, codes in by_kind.items() if kind is not UnitKind.SCHOOL for code in codes]
    names: set[str] = {s for s, taken in schools.items() if taken & by_kind[UnitKind.SCHOOL]}
    for column, codes in (
        (Session.unit, own),
        (Session.cluster, by_kind[UnitKind.CLUSTER]),
        (Session.school_group, by_kind[UnitKind.GROUP]),
    ):
        if codes:
            query = frappe.qb.from_(Session).select(Session.name).where(Session.school_year == year)
            names.update(query.where(column.isin(list(codes))).run(pluck=True))
    return sorted(names)


def _subjects_of_sessions(names: list[str] | None, year: str) -> dict[str, list[str]]:
    Session, Row = frappe.qb.DocType("Cluster Session"), frappe.qb.DocType("Session Subject")
    query = frappe.qb.from_(Row).select(Row.parent, Row.subject).where(Row.parenttype == "Cluster Session")
    if names is None:
        query = query.join(Session).on(Session.name == Row.parent).where(Session.school_year == year)
    else:
        query = query.where(Row.parent.isin(names or [""]))
    found = defaultdict(list)
    for parent, subject in query.run():
        found[parent].append(subject)
    return found


def _schools_of_sessions(year: str) -> dict[str, set[str]]:
    Row = frappe.qb.DocType("Cluster Session Attendance")
    query = (
        frappe.qb.from_(Row)
        .select(Row.session, Row.school)
        .distinct()
        .where(Row.school_year == year)
        .where(Row.state.isin([s.value for s in ATTENDED]))
        .where(Row.school.isnotnull())
    )
    found = defaultdict(set)
    for session, school in query.run():
        found[session].add(school)
    return found


def load_papers(year: str, only: UnitKeys | None = None) -> PaperIndex:
    """Papers that reached the authority: reports, plans, headships, and online groups that are running."""
    codes = None if only is None else sorted({code for _kind, code in only}) or [""]
    return PaperIndex(
        [*_reports(year, codes), *_plans(year, codes), *_headships(year, codes), *_online_groups(year, codes)]
    )


def _reports(year: str, codes: list[str] | None) -> list[PaperFact]:
    filters = {"school_year": year, "status": ("in", ARRIVED), "received_on": ("is", "set")}
    rows = frappe.get_all(
        "Cluster Unit Report",
        filters=_with_units(filters, codes),
        fields=[
            "name",
            "paper_kind",
            "unit_type",
            "unit",
            "received_on",
            "semester",
            "subject",
            "session",
            "period_code",
        ],
        limit_page_length=0,
    )
    return [
        PaperFact(
            row.name,
            row.paper_kind,
            UnitKind(row.unit_type),
            row.unit,
            year,
            getdate(row.received_on),
            row.semester or "",
            row.subject or "",
            row.session or "",
            row.period_code or "",
        )
        for row in rows
    ]


def _plans(year: str, codes: list[str] | None) -> list[PaperFact]:
    filters = {"school_year": year, "status": ("in", REACHED), "received_on": ("is", "set")}
    rows = frappe.get_all(
        "Cluster Activity Plan",
        filters=_with_units(filters, codes),
        fields=["name", "paper_kind", "unit_type", "unit", "received_on", "semester"],
        limit_page_length=0,
    )
    return [
        PaperFact(
            row.name,
            row.paper_kind or PLAN,
            UnitKind(row.unit_type),
            row.unit,
            year,
            getdate(row.received_on),
            row.semester or "",
        )
        for row in rows
    ]


def _headships(year: str, codes: list[str] | None) -> list[PaperFact]:
    """A head's submission (E4.2e) on the day it came; with locked minutes of the election also those (N5.1, E3).

    The election may be held in the school year before the one it is for, and answers for its session there.
    """
    Paper, Session = frappe.qb.DocType("Cluster Headship"), frappe.qb.DocType("Cluster Session")
    query = (
        frappe.qb.from_(Paper)
        .left_join(Session)
        .on(Session.name == Paper.session)
        .select(
            Paper.name,
            Paper.unit_type,
            Paper.unit,
            Paper.school_year,
            Paper.received_on,
            Paper.position,
            Paper.level,
            Paper.session,
            Session.minutes_state,
            Session.locked_on,
        )
        .where((Paper.school_year == year) | (Session.school_year == year))
        .where(Paper.status.isin(["Submitted", "Confirmed"]))
        .where(Paper.position.isin([Position.HEAD.value, Position.GROUP_LEAD.value]))
        .where(Paper.received_on.isnotnull())
    )
    if codes is not None:
        query = query.where(Paper.unit.isin(codes))
    return [fact for row in query.run(as_dict=True) for fact in _facts_of_headship(row)]


def _facts_of_headship(row) -> Iterator[PaperFact]:
    seat = seat_of(Position(row.position), Level(row.level) if row.level else None)
    about = (UnitKind(row.unit_type), row.unit, row.school_year)
    received = getdate(row.received_on)
    yield PaperFact(row.name, HEADSHIP, *about, received, seat=seat)
    if row.session and row.minutes_state == MinutesState.LOCKED:
        arrived = max(received, getdate(row.locked_on or received))
        yield PaperFact(row.name, ELECTION, *about, arrived, session=row.session, seat=seat)


def _online_groups(year: str, codes: list[str] | None) -> list[PaperFact]:
    """A unit's running online group (N5.7, C5e) is evidence in every year from the day it was entered.

    Units saved before that day was kept have none; their own creation stands for it.
    """
    found = []
    for kind in (UnitKind.CLUSTER, UnitKind.GROUP, UnitKind.SUBJECT_GROUP):
        fields = ["name", "creation", "online_group_since"]
        if kind is UnitKind.SUBJECT_GROUP:
            fields += ["subject", "parent_type", "parent_unit"]
        rows = frappe.get_all(
            kind.value,
            filters={"online_group_url": ("is", "set")},
            or_filters=_named(kind, codes),
            fields=fields,
            limit_page_length=0,
        )
        for row in rows:
            since: date = getdate(row.online_group_since or row.creation)
            found.append(PaperFact(row.name, ONLINE_GROUP, kind, row.name, year, since))
            if kind is UnitKind.SUBJECT_GROUP:
                parent = UnitKind(row.parent_type)
                found.append(
                    PaperFact(
                        row.name, ONLINE_GROUP, parent, row.parent_unit, year, since, subject=row.subject
                    )
                )
    return found


def _named(kind: UnitKind, codes: list[str] | None) -> dict:
    """Units that have one of the codes; a subject group also serves the unit it is part of."""
    if codes is None:
        return {}
    columns = ("name", "parent_unit") if kind is UnitKind.SUBJECT_GROUP else ("name",)
    return dict.fromkeys(columns, ("in", codes))


def _with_units(filters: dict, codes: list[str] | None) -> dict:
    return filters if codes is None else {**filters, "unit": ("in", codes)}
