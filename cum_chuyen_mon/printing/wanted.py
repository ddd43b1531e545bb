"""Which papers a request for many means, as far as the user may see them."""

from __future__ import annotations

from collections.abc import Collection

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.documents.contexts import (
    AttendanceSheet,
    CertificatePaper,
    InvitationPaper,
    MinutesExtract,
    MinutesPaper,
)
from cum_chuyen_mon.meetings.roll_call import ATTENDANCE
from cum_chuyen_mon.rules.text import date_vi, person_key
from cum_chuyen_mon.rules.words import ATTENDED, MinutesState, UnitKind

from .bundles import Wanted

SESSION, MINUTES, COPY = "Cluster Session", "Cluster Minutes", "Cluster Minutes Copy"
COLUMN = {UnitKind.CLUSTER.value: "cluster", UnitKind.GROUP.value: "school_group"}
"""Where a session says of which cluster or group it is, the sessions of their subject groups included."""
OF_SESSIONS = {AttendanceSheet.template: "Danh sách ký tên", InvitationPaper.template: "Giấy mời"}
"""Papers that are made for sessions chosen in the list → what they are called."""


def extracts_of(session: str) -> list[Wanted]:
    """The extract of every school to which a session's locked minutes went."""
    filters = {"session": session, "replaced_by": ("is", "not set")}
    rows = frappe.get_list(COPY, filters, ["name", "school"], order_by="school", limit_page_length=0)
    schools = {row.school for row in rows}
    titles = dict(
        frappe.get_all(  # of copies that the user may read
            "Member School", {"name": ("in", list(schools) or [""])}, ["name", "school_name"], as_list=True
        )
    )
    return [
        Wanted(MinutesExtract.template, row.name, f"Trích biên bản: {titles[row.school]}") for row in rows
    ]


def minutes_of(unit_type: str, unit: str, school_year: str, semester: str) -> list[Wanted]:
    """The locked minutes of a unit and its subject groups in a semester."""
    filters = {COLUMN.get(unit_type, "unit"): unit, "school_year": school_year, "semester": semester}
    sessions = frappe.get_list(
        SESSION, {**filters, "minutes_state": MinutesState.LOCKED.value}, pluck="name", limit_page_length=0
    )
    rows = frappe.get_list(
        MINUTES,
        {"session": ("in", sessions or [""]), "docstatus": 1},
        ["name", "session_title", "session_date"],
        order_by="session_date, name",
        limit_page_length=0,
    )
    return [Wanted(MinutesPaper.template, row.name, _of_day("Biên bản", row)) for row in rows]


def certificates_of(unit: str, school_year: str) -> list[Wanted]:
    """A certificate for everybody who attended a unit in a school year and whose roll the user may see."""
    states = [state.value for state in ATTENDED]
    filters = {"unit": unit, "school_year": school_year, "state": ("in", states), "staff": ("is", "set")}
    rows = frappe.get_list(ATTENDANCE, filters, ["staff", "staff_name"], limit_page_length=0)
    people = sorted({row.staff: row.staff_name for row in rows}.items(), key=lambda one: person_key(one[1]))
    return [
        Wanted(CertificatePaper.template, staff, f"Giấy xác nhận: {name}", (unit, school_year))
        for staff, name in people
    ]


def of_sessions(sessions: Collection[str], kind: str) -> list[Wanted]:
    """The attendance sheets of sessions, or their invitations."""
    if kind not in OF_SESSIONS:
        frappe.throw("Từ danh sách buổi chỉ làm được danh sách ký tên hoặc giấy mời.")
    rows = frappe.get_list(
        SESSION,
        {"name": ("in", list(sessions) or [""])},
        ["name", "session_title", "session_date"],
        order_by="session_date, name",
        limit_page_length=0,
    )
    return [Wanted(kind, row.name, _of_day(OF_SESSIONS[kind], row)) for row in rows]


def _of_day(what: str, row: frappe._dict) -> str:
    return f"{what}: {row.session_title}, {date_vi(getdate(row.session_date))}"
