"""Attendance rows: invitation, roll-call and check-in, with the session's own counts kept beside them.

One row per person and session: its name is made of both, so the database itself refuses a second one.
"""

from __future__ import annotations

import frappe
from frappe.query_builder.functions import Count
from frappe.utils import nowtime

from cum_chuyen_mon.rules.words import ATTENDED, OFF, RollCall

from .people import Person, people_of, person_at

ATTENDANCE = "Cluster Session Attendance"
ATTENDED_WORDS = tuple(state.value for state in ATTENDED)

OF_THE_SESSION = (
    "session_date",
    "unit_type",
    "unit",
    "school_year",
    "semester",
    "authority",
    "level",
    "cluster",
    "school_group",
    "subject",
)
"""Columns copied from the session, so that lists and figures need no join."""


def row_name(session: str, staff: str) -> str:
    return f"{session}-{staff}"


def new_row(session, person: Person, state: RollCall = RollCall.INVITED):
    """An attendance document of one person, not yet inserted."""
    return frappe.get_doc(
        {
            "doctype": ATTENDANCE,
            "session": session.name,
            "staff": person.staff,
            "staff_name": person.name,
            "school": person.school,
            "position": person.position,
            "state": state.value,
        }
    )


def invite(session) -> int:
    """Give everyone whom the session concerns an attendance row; returns how many are new.

    People who were invited by hand, or already called, keep their row.
    """
    known = set(frappe.get_all(ATTENDANCE, filters={"session": session.name}, pluck="staff"))
    new = [person for person in people_of(session) if person.staff not in known]
    added = 0
    for person in new:
        try:
            new_row(session, person).insert()
            added += 1
        except frappe.DuplicateEntryError:  # somebody else invited, or the person checked in, meanwhile
            frappe.clear_last_message()
    return added


def check_in(session, staff: str) -> dict:
    """Mark one person present. Safe to repeat, and safe for many requests at once.

    Returns ``{"name", "state", "already"}``; ``already`` tells that the person had been called before.
    """
    name = row_name(session.name, staff)
    current = take_turn(session.name)
    refuse_if_closed(current)
    if frappe.db.exists(ATTENDANCE, name):
        return _arrive(name, session.name)
    person = person_at(current, staff)
    if person is None:
        frappe.throw(
            f"{staff} không công tác ở trường nào vào ngày họp. Hãy cập nhật vị trí công tác của người này."
        )
    try:
        row = new_row(session, person, RollCall.PRESENT)
        row.arrived_at = nowtime()
        # The caller has been checked by the endpoint; a walk-in need not hold a role on attendance.
        row.insert(ignore_permissions=True)
        return {"name": row.name, "state": row.state, "already": False}
    except frappe.DuplicateEntryError:
        frappe.clear_last_message()
        return _arrive(name, session.name)


def take_turn(session: str, wait: bool = True):
    """Lock the session's row, and read what the roll depends on.

    Whoever changes the roll changes the session's counts too; taking that lock first, always, keeps parallel
    requests from locking each other out.
    """
    columns = ("name", "status", "minutes_state", *OF_THE_SESSION)
    return frappe.db.get_value("Cluster Session", session, columns, as_dict=True, for_update=True, wait=wait)


def _arrive(name: str, session: str) -> dict:
    """Move an invited person to present with one statement: of two requests only one finds the old state."""
    row = frappe.qb.DocType(ATTENDANCE)
    (
        frappe.qb.update(row)
        .set(row.state, RollCall.PRESENT.value)
        .set(row.arrived_at, nowtime())
        .where(row.name == name)
        .where(row.state == RollCall.INVITED.value)
    ).run()
    moved = frappe.db._cursor.rowcount > 0
    if moved:
        add_to_counts(session, present=1)
    state = frappe.db.get_value(ATTENDANCE, name, "state", for_update=True)
    return {"name": name, "state": state, "already": not moved}


def refuse_if_closed(session) -> None:
    """The roll is not called for a session that does not take place, or whose minutes are locked."""
    if session.status in OFF:
        frappe.throw("Buổi sinh hoạt đã hoãn hoặc hủy nên không điểm danh. Hãy đổi trạng thái buổi trước.")
    if session.minutes_state == "Locked":
        frappe.throw("Biên bản đã khóa nên không sửa điểm danh được. Hãy hủy biên bản và lập bản sửa đổi.")


def add_to_counts(session: str, invited: int = 0, present: int = 0, signed: int = 0) -> None:
    """Move the session's own counts by a difference, in the transaction that made it."""
    if not (invited or present or signed):
        return
    row = frappe.qb.DocType("Cluster Session")
    (
        frappe.qb.update(row)
        .set(row.invited_count, row.invited_count + invited)
        .set(row.present_count, row.present_count + present)
        .set(row.signed_count, row.signed_count + signed)
        .where(row.name == session)
    ).run()


def is_present(state: str | None) -> int:
    return int(state in ATTENDED_WORDS)


def schools_of(session: str) -> list[str]:
    """The schools on a session's roll, those outside the unit too."""
    return frappe.get_all(
        ATTENDANCE, filters={"session": session, "school": ("is", "set")}, pluck="school", distinct=True
    )


def rebuild_counts(session: str | None = None) -> None:
    """Count invited, present and signed again from the rows, for one session or all (a repair command)."""
    Session = frappe.qb.DocType("Cluster Session")
    names = [session] if session else frappe.get_all("Cluster Session", pluck="name", limit_page_length=0)
    Row = frappe.qb.DocType(ATTENDANCE)
    Answer, Minutes = frappe.qb.DocType("Cluster Minutes Signature"), frappe.qb.DocType("Cluster Minutes")
    invited = _grouped(frappe.qb.from_(Row), Row, session)
    present = _grouped(frappe.qb.from_(Row).where(Row.state.isin(ATTENDED_WORDS)), Row, session)
    # What was answered to cancelled minutes, or in an earlier round, is history.
    confirmed = (
        frappe.qb.from_(Answer)
        .join(Minutes)
        .on(Minutes.name == Answer.minutes)
        .where(Answer.answer == "Confirmed")
        .where(Answer.round == Minutes.round)
        .where(Minutes.docstatus < 2)
    )
    signed = _grouped(confirmed, Answer, session)
    for name in names:
        (
            frappe.qb.update(Session)
            .set(Session.invited_count, invited.get(name, 0))
            .set(Session.present_count, present.get(name, 0))
            .set(Session.signed_count, signed.get(name, 0))
            .where(Session.name == name)
        ).run()


def _grouped(query, row, session: str | None) -> dict[str, int]:
    """session → number of rows of ``row`` that the query finds, for one session or all."""
    if session:
        query = query.where(row.session == session)
    return dict(query.select(row.session, Count(row.name)).groupby(row.session).run())
