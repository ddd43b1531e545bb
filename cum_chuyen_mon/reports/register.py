"""Sổ theo dõi: every session of a school year with its people's counts and the state of its minutes."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_time, getdate

from cum_chuyen_mon.rules.text import join_vi
from cum_chuyen_mon.rules.words import MinutesState, SessionStatus

from .filters import Filters, narrow, sessions_about
from .scope import restrict
from .sheet import Sheet, column, link

SESSION = "Cluster Session"
NOT_HELD = (SessionStatus.POSTPONED.value, SessionStatus.CANCELLED.value)


def figure(filters: Filters) -> Sheet:
    """The register, oldest session first. Two queries: sessions, and the subjects of sessions."""
    rows = _sessions(filters)
    subjects = _subjects(filters) if rows else {}
    return Sheet(columns(), [_line(row, subjects) for row in rows], chart(rows), summary(rows))


def columns() -> list[dict]:
    return [
        column("session_date", _("Session Date", context=SESSION), "Date", width=115),
        column("time", _("Time of Day"), width=105),
        column("session_title", _("Session Title", context=SESSION), width=240),
        column("unit", _("Unit", context=SESSION), width=200),
        column("subjects", _("Subjects", context=SESSION), width=140),
        column("activity_kind", _("Activity Kind", context=SESSION), width=170),
        column("venue", _("Venue", context=SESSION), width=170),
        column("chair", _("Chair", context=SESSION), width=200),
        column("status", _("Status", context=SESSION), width=120),
        column("minutes_state", _("Minutes", context=SESSION), width=130),
        column("invited", _("Invited", context=SESSION), "Int", width=90),
        column("present", _("Present", context=SESSION), "Int", width=90),
        column("signed", _("Signed", context=SESSION), "Int", width=120),
    ]


def _sessions(filters: Filters) -> list[Any]:
    Session, Kind = frappe.qb.DocType(SESSION), frappe.qb.DocType("Cluster Activity Kind")
    School = frappe.qb.DocType("Member School")
    query = (
        frappe.qb.from_(Session)
        .left_join(Kind)
        .on(Kind.name == Session.activity_kind)
        .left_join(School)
        .on(School.name == Session.venue_school)
        .select(
            Session.name,
            Session.session_title,
            Session.session_date,
            Session.start_time,
            Session.end_time,
            Session.unit_type,
            Session.unit,
            Session.unit_title,
            Session.venue,
            Session.chair,
            Session.chair_name,
            Session.status,
            Session.minutes_state,
            Session.invited_count,
            Session.present_count,
            Session.signed_count,
            Kind.activity_title,
            School.school_name,
        )
        .orderby(Session.session_date)
        .orderby(Session.start_time)
        .orderby(Session.name)
    )
    return restrict(_narrowed(query, Session, filters), SESSION).run(as_dict=True)


def _narrowed(query: Any, session: Any, filters: Filters) -> Any:
    query = narrow(query, session, filters)
    if filters.subject:
        query = query.where(session.name.isin(sessions_about(filters.subject)))
    if filters.status:
        query = query.where(session.status == filters.status)
    if filters.minutes_state:
        query = query.where(session.minutes_state == filters.minutes_state)
    return query


def _subjects(filters: Filters) -> dict[str, list[str]]:
    """session → titles of its subjects, in the order they were entered."""
    Session, Row = frappe.qb.DocType(SESSION), frappe.qb.DocType("Session Subject")
    Subject = frappe.qb.DocType("Teaching Subject")
    query = (
        frappe.qb.from_(Row)
        .join(Session)
        .on(Session.name == Row.parent)
        .join(Subject)
        .on(Subject.name == Row.subject)
        .select(Row.parent, Subject.subject_title)
        .where(Row.parenttype == SESSION)
        .orderby(Row.idx)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for session, title in restrict(_narrowed(query, Session, filters), SESSION).run():
        found[session].append(title)
    return found


def _line(row: Any, subjects: dict[str, list[str]]) -> dict:
    return {
        "session_date": getdate(row.session_date),
        "time": "–".join(get_time(t).strftime("%H:%M") for t in (row.start_time, row.end_time) if t),
        "session_title": row.session_title,
        "unit": row.unit_title or row.unit,
        "subjects": join_vi(subjects.get(row.name, ())),
        "activity_kind": row.activity_title,
        "venue": row.venue or row.school_name or "",
        "chair": row.chair_name or row.chair or "",
        "status": _(row.status, context=SESSION),
        "minutes_state": _(row.minutes_state, context=SESSION),
        "invited": row.invited_count,
        "present": row.present_count,
        "signed": row.signed_count,
        "words": {"status": row.status, "minutes_state": row.minutes_state},
        "links": {"session_title": link(SESSION, row.name), "unit": link(row.unit_type, row.unit)},
    }


def chart(rows: list[Any]) -> dict | None:
    """Sessions a month: held with locked minutes, held without, still to come, not held."""
    if not rows:
        return None
    months = sorted({_month(row) for row in rows})
    counts = Counter((_month(row), _standing(row)) for row in rows)
    series = (
        ("locked", _("Minutes Locked")),
        ("held", _("Minutes Open")),
        ("ahead", _("Not Held Yet")),
        ("off", _("Called Off")),
    )
    return {
        "data": {
            "labels": [f"{month[5:]}/{month[:4]}" for month in months],
            "datasets": [
                {"name": name, "values": [counts[month, key] for month in months]} for key, name in series
            ],
        },
        "type": "bar",
        "barOptions": {"stacked": 1},
        "colors": ["#29a35a", "#8fd3a6", "#b8c6d9", "#d9a5a5"],
    }


def _month(row: Any) -> str:
    return getdate(row.session_date).strftime("%Y-%m")


def _standing(row: Any) -> str:
    if row.minutes_state == MinutesState.LOCKED:
        return "locked"
    if row.status == SessionStatus.HELD:
        return "held"
    return "off" if row.status in NOT_HELD else "ahead"


def summary(rows: list[Any]) -> list[dict]:
    counts = Counter(_standing(row) for row in rows)
    present = sum(row.present_count or 0 for row in rows)
    return [
        {"label": _("Sessions"), "value": len(rows), "datatype": "Int"},
        {
            "label": _("Held"),
            "value": counts["locked"] + counts["held"],
            "datatype": "Int",
            "indicator": "Blue",
        },
        {"label": _("Minutes Locked"), "value": counts["locked"], "datatype": "Int", "indicator": "Green"},
        {"label": _("Minutes Open"), "value": counts["held"], "datatype": "Int", "indicator": "Orange"},
        {"label": _("People Present"), "value": present, "datatype": "Int"},
    ]
