"""A person's own figures for the cards of his workspace: what awaits his answer, where he is expected, where he was."""

# No "from __future__ import annotations" here: Frappe checks only the types of annotations that are not text.

from typing import Any

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.permissions.standing import standing_of
from cum_chuyen_mon.reports.filters import current_school_year
from cum_chuyen_mon.rules.words import ATTENDED, Answer, MinutesState, SessionStatus

SESSION, ATTENDANCE, MINUTES = "Cluster Session", "Cluster Session Attendance", "Cluster Minutes"
SIGNATURE, DIFFICULTY = "Cluster Minutes Signature", "Cluster Difficulty"
WAS_THERE = sorted(state.value for state in ATTENDED)
AHEAD = (SessionStatus.PLANNED.value, SessionStatus.CONVENED.value)


@frappe.whitelist(methods=["GET", "POST"])
def minutes_to_confirm(filters: Any = None) -> dict:
    """Minutes that await the caller's own answer."""
    frappe.has_permission(MINUTES, "read", throw=True)
    me = standing_of().staff
    names = _awaiting(me) if me else []
    return _card(MINUTES, len(names), {"name": ["in", names]} if names else _of_state(MinutesState.AWAITING))


def _awaiting(staff: str) -> list[str]:
    sent = _list(MINUTES, {"docstatus": 0, **_of_state(MinutesState.AWAITING)}, ["name", "session", "round"])
    of_these = {"staff": staff, "session": ("in", [row.session for row in sent] or [""])}
    there = {row.session for row in _list(ATTENDANCE, {**of_these, "state": ("in", WAS_THERE)}, ["session"])}
    answers = _list(SIGNATURE, {**of_these, "answer": ("!=", Answer.VOID.value)}, ["minutes", "round"])
    answered = {(row.minutes, row.round) for row in answers}
    return [row.name for row in sent if row.session in there and (row.name, row.round) not in answered]


@frappe.whitelist(methods=["GET", "POST"])
def sessions_ahead(filters: Any = None) -> dict:
    """Sessions from today on to which the caller is invited, or which he chairs or records."""
    frappe.has_permission(SESSION, "read", throw=True)
    me = standing_of().staff
    names = _ahead(me) if me else []
    return _card(SESSION, len(names), {"name": ["in", names]} if names else {"status": ["in", list(AHEAD)]})


def _ahead(staff: str) -> list[str]:
    from_today = {"session_date": (">=", getdate())}
    invited = [row.session for row in _list(ATTENDANCE, {"staff": staff, **from_today}, ["session"])]
    rows = frappe.get_list(
        SESSION,
        filters={"status": ("in", AHEAD), **from_today},
        or_filters={"name": ("in", invited or [""]), "chair": staff, "secretary": staff},
        pluck="name",
        limit_page_length=0,
    )
    return sorted(rows)


@frappe.whitelist(methods=["GET", "POST"])
def sessions_attended(filters: Any = None) -> dict:
    """Sessions of the current school year that the caller attended."""
    frappe.has_permission(ATTENDANCE, "read", throw=True)
    own = {
        "staff": standing_of().staff or "-",
        "school_year": current_school_year() or "-",
        "state": ["in", WAS_THERE],
    }
    return _card(ATTENDANCE, len(_list(ATTENDANCE, own, ["name"])), own)


@frappe.whitelist(methods=["GET", "POST"])
def difficulties_open(filters: Any = None) -> dict:
    """What the caller raised and nobody has answered yet."""
    frappe.has_permission(DIFFICULTY, "read", throw=True)
    own = {"raised_by": standing_of().staff or "-", "status": "Open"}
    return _card(DIFFICULTY, len(_list(DIFFICULTY, own, ["name"])), own)


def _list(doctype: str, filters: dict, fields: list[str]) -> list:
    """What the caller may read of a DocType; nothing for whoever has no role for it."""
    if not frappe.has_permission(doctype, "read"):
        return []
    return frappe.get_list(doctype, filters=filters, fields=fields, limit_page_length=0)


def _of_state(state: MinutesState) -> dict:
    return {"state": state.value}


def _card(doctype: str, number: int, shown: dict) -> dict:
    """A figure, and the list that a click on it opens."""
    return {"value": number, "fieldtype": "Int", "route": ["List", doctype], "route_options": shown}
