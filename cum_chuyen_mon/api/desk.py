"""What the desk's forms and calendar ask for besides documents: rolls, answers, evidence, events."""

# No "from __future__ import annotations" here: Frappe checks only the types of annotations that are not text.

import json
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import functions as fn
from frappe.utils import cint, get_time, getdate

from cum_chuyen_mon.ledger.world import load_unit
from cum_chuyen_mon.meetings.confirmation import SIGNATURE
from cum_chuyen_mon.meetings.roll_call import ATTENDANCE
from cum_chuyen_mon.meetings.text import clock, roll_of
from cum_chuyen_mon.reports.scope import restrict
from cum_chuyen_mon.rules.minutes import signers
from cum_chuyen_mon.rules.text import person_key, search_key
from cum_chuyen_mon.rules.words import Answer, MinutesState, UnitKind

SESSION, MINUTES, OBLIGATION = "Cluster Session", "Cluster Minutes", "Cluster Obligation"
ANSWER_FIELDS = ("answer", "reason", "method", "signed_at")
EVIDENCE = (
    (SESSION, "session_title", "session_date"),
    ("Cluster Unit Report", "title", "received_on"),
    ("Cluster Activity Plan", "title", "received_on"),
    ("Cluster Headship", "unit_title", "received_on"),
    ("School Cluster", "unit_title", "creation"),
    ("Inter-School Group", "unit_title", "creation"),
    ("Subject Group", "unit_title", "creation"),
)
"""Where evidence lives: DocType, title, day."""


@frappe.whitelist(methods=["GET", "POST"])
def roll(session: str) -> list[dict]:
    """The roll of a session in Vietnamese order, as far as the user may see it.

    ``{"key", "name", "place", "state", "reason", "substitute_for", "arrived_at", "left_at", "answer",
    "answer_reason", "is_guest"}``; ``key`` is the staff code, or a guest's own, as ``api.sessions.call_roll`` takes it;
    ``answer`` is what the person said to the invitation, which calls no roll.
    """
    frappe.get_doc(SESSION, session).check_permission("read")
    Row, School = frappe.qb.DocType(ATTENDANCE), frappe.qb.DocType("Member School")
    query = (
        frappe.qb.from_(Row)
        .left_join(School)
        .on(School.name == Row.school)
        .select(
            Row.name,
            Row.staff_name,
            Row.guest_name,
            Row.guest_organisation,
            Row.position,
            Row.state,
            Row.reason,
            Row.substitute_for,
            Row.arrived_at,
            Row.left_at,
            Row.answer,
            Row.answer_reason,
            School.school_name,
        )
        .where(Row.session == session)
    )
    rows = restrict(query, ATTENDANCE).run(as_dict=True)
    people = [
        {
            "key": row.name.removeprefix(f"{session}-"),
            "name": row.staff_name or row.guest_name or "",
            "place": _place(row),
            "state": row.state,
            "reason": row.reason or "",
            "substitute_for": row.substitute_for or "",
            "arrived_at": clock(row.arrived_at),
            "left_at": clock(row.left_at),
            "is_guest": bool(row.guest_name),
            "answer": row.answer or "",
            "answer_reason": row.answer_reason or "",
        }
        for row in rows
    ]
    return sorted(people, key=lambda person: person_key(person["name"]))


def _place(row: Any) -> str:
    """Position and school, or what a guest comes from."""
    position = _(row.position, context=ATTENDANCE) if row.position else ""
    return ", ".join(filter(None, [position, row.school_name or row.guest_organisation]))


@frappe.whitelist(methods=["GET", "POST"])
def confirmations(minutes: str) -> list[dict]:
    """Who must sign and what each answered in the current round, as far as the user may see the roll; ``answer`` is ""
    while waiting.

    ``{"staff", "name", "place", "answer", "reason", "method", "signed_at"}`` in Vietnamese order.
    """
    doc = frappe.get_doc(MINUTES, minutes)
    doc.check_permission("read")
    given = frappe.get_all(  # allowed: of minutes that may be read; cut below to the roll the user may see
        SIGNATURE,
        filters={"minutes": doc.name, "round": doc.round or 0, "answer": ("!=", Answer.VOID.value)},
        fields=["staff", *ANSWER_FIELDS],
        limit_page_length=0,
    )
    answers = {row.staff: row for row in given}
    places = {person["key"]: person["place"] for person in roll(doc.session)}
    attendees = roll_of(doc.session)
    signing = set(signers(attendees))
    return [
        {
            "staff": attendee.code,
            "name": attendee.name,
            "place": places.get(attendee.code, ""),
            **{field: answers.get(attendee.code, {}).get(field) or "" for field in ANSWER_FIELDS},
        }
        for attendee in attendees
        if attendee.code in signing and attendee.code in places
    ]


@frappe.whitelist(methods=["GET", "POST"])
def evidence(obligation: str) -> list[dict]:
    """What an obligation is met by: ``{"doctype", "name", "title", "day"}``, of what the user may read."""
    doc = frappe.get_doc(OBLIGATION, obligation)
    doc.check_permission("read")
    codes = json.loads(doc.evidence or "[]")
    found = []
    for doctype, title, day in EVIDENCE:
        if not codes or not frappe.has_permission(doctype, "read"):
            continue
        fields = ["name", f"{title} as title", f"{day} as day"]
        rows = frappe.get_list(doctype, filters={"name": ("in", codes)}, fields=fields, limit_page_length=0)
        found += [{"doctype": doctype, **row} for row in rows]
    return sorted(found, key=lambda row: str(row["day"] or ""))


@frappe.whitelist(methods=["GET", "POST"])
def bound_units(regulation: str) -> list[dict]:
    """Units that owe something by a regulation: ``{"unit_type", "unit", "unit_title", "obligations"}``."""
    frappe.get_doc("Cluster Regulation", regulation).check_permission("read")
    frappe.has_permission(OBLIGATION, "read", throw=True)
    Row = frappe.qb.DocType(OBLIGATION)
    query = (
        frappe.qb.from_(Row)
        .select(Row.unit_type, Row.unit, Row.unit_title, fn.Count(Row.name).as_("obligations"))
        .where(Row.regulation == regulation)
        .groupby(Row.unit_type, Row.unit, Row.unit_title)
        .orderby(Row.unit_type)
        .orderby(Row.unit)
    )
    return restrict(query, OBLIGATION).run(as_dict=True)


@frappe.whitelist(methods=["GET", "POST"])
@frappe.validate_and_sanitize_search_inputs
def people_of_unit(
    doctype: str, txt: str, searchfield: str, start: int, page_len: int, filters: dict
) -> list:
    """Staff of the unit's member schools on a day, for a link field: by name, with or without marks."""
    frappe.has_permission("Member School Staff", "read", throw=True)
    of_roll = _session_whose_roll_is_called(filters)
    schools = _schools_of(of_roll or filters)
    Staff, School = frappe.qb.DocType("Member School Staff"), frappe.qb.DocType("Member School")
    query = (
        frappe.qb.from_(Staff)
        .left_join(School)
        .on(School.name == Staff.school)
        .select(Staff.name, Staff.full_name, School.school_name)
        .where(Staff.disabled == 0)
        .orderby(Staff.given_name)
        .orderby(Staff.full_name)
        .limit(cint(page_len) or 20)
        .offset(cint(start))
    )
    if schools is not None:
        query = query.where(Staff.school.isin(schools or [""]))
    if txt:
        like = f"%{search_key(txt)}%"
        query = query.where(Staff.search_name.like(like) | Staff.name.like(f"%{txt}%"))
    return (query if of_roll else restrict(query, "Member School Staff")).run()


def _session_whose_roll_is_called(filters: dict) -> dict | None:
    """Unit and day of a session, for whoever may add to its roll: he may name all people of its unit."""
    name = filters.get("session")
    if not name or not frappe.get_doc({"doctype": ATTENDANCE, "session": name}).has_permission("create"):
        return None
    session = frappe.get_doc(SESSION, name)
    return {"unit_type": session.unit_type, "unit": session.unit, "on": session.session_date}


def _schools_of(filters: dict) -> list[str] | None:
    """Member schools of the unit that is named, on its day; None where no unit is chosen yet."""
    if filters.get("unit_type") not in [kind.value for kind in UnitKind] or not filters.get("unit"):
        return None
    unit = load_unit(filters["unit_type"], filters["unit"])
    return list(unit.members_on(getdate(filters.get("on") or None))) if unit else []


@frappe.whitelist(methods=["GET", "POST"])
def session_events(start: str, end: str, filters: str | list | None = None, **_ignored: Any) -> list[dict]:
    """Sessions between two days for the calendar, of what the user may read."""
    frappe.has_permission(SESSION, "read", throw=True)
    conditions = [
        [SESSION, "session_date", ">=", getdate(start)],
        [SESSION, "session_date", "<=", getdate(end)],
        *_plain_filters(filters),
    ]
    fields = [
        "name",
        "session_title",
        "unit",
        "unit_title",
        "session_date",
        "start_time",
        "end_time",
        "status",
        "minutes_state",
    ]
    rows = frappe.get_list(SESSION, filters=conditions, fields=fields, limit_page_length=0)
    return [_event(row) for row in rows]


def _plain_filters(filters: str | list | None) -> list:
    """The list's own filters, on fields of the session only."""
    fields = frappe.get_meta(SESSION).get_valid_columns()
    try:
        given = frappe.parse_json(filters or "[]")
    except ValueError:
        given = []
    rows = [row for row in given if isinstance(row, list)] if isinstance(given, list) else []
    return [row[:4] for row in rows if len(row) >= 4 and row[0] == SESSION and row[1] in fields]


def _event(row: Any) -> dict:
    whole_day = not row.start_time
    begin = _moment(row.session_date, row.start_time)
    return {
        "name": row.name,
        "title": f"{row.unit_title or row.unit}: {row.session_title}",
        "tooltip": f"{row.unit_title or row.unit}: {row.session_title}",
        "start": begin,
        "end": begin if whole_day else _moment(row.session_date, row.end_time or row.start_time),
        "all_day": int(whole_day),
        "status": "Locked" if row.minutes_state == MinutesState.LOCKED else row.status,
    }


def _moment(day: Any, time: Any) -> str:
    return f"{getdate(day)} {get_time(time).strftime('%H:%M:%S') if time else '00:00:00'}"
