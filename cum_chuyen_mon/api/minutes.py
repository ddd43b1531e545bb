"""Confirmation of minutes by the people who attended."""

# No "from __future__ import annotations" here: Frappe checks only the types of annotations that are not text.

import frappe

from cum_chuyen_mon.api.again import again_on_deadlock
from cum_chuyen_mon.meetings import confirmation
from cum_chuyen_mon.permissions.standing import staff_of
from cum_chuyen_mon.rules.words import Answer

MINUTES = "Cluster Minutes"


@frappe.whitelist(methods=["POST"])
def ask_for_confirmation(minutes: str) -> dict:
    """Send complete minutes to everyone who attended; refused with the list of what is missing."""
    frappe.has_permission(MINUTES, "write", throw=True)

    def step() -> dict:
        doc = confirmation.lock(minutes)
        doc.check_permission("write")
        confirmation.ask(doc)
        return {"state": doc.state, "round": doc.round, "text_hash": doc.text_hash}

    return again_on_deadlock(step)


@frappe.whitelist(methods=["POST"])
def confirm(minutes: str, text_hash: str | None = None) -> dict:
    """Confirm minutes in one's own name. ``text_hash`` is the hash of the text that was shown."""
    me = _me(minutes)
    return again_on_deadlock(lambda: confirmation.answer(minutes, me, Answer.CONFIRMED, text_hash))


@frappe.whitelist(methods=["POST"])
def refuse(minutes: str, reason: str, text_hash: str | None = None) -> dict:
    """Refuse to confirm, with a reason that is printed in the minutes."""
    me = _me(minutes)
    return again_on_deadlock(lambda: confirmation.answer(minutes, me, Answer.REFUSED, text_hash, reason))


@frappe.whitelist(methods=["POST"])
def record_paper_signature(minutes: str, staff: str, answer: str = "Confirmed", reason: str = "") -> dict:
    """Enter a signature given on the printed sheet. For whoever may write the minutes; marked as given on paper."""
    frappe.has_permission(MINUTES, "write", throw=True)
    frappe.get_doc(MINUTES, minutes).check_permission("write")
    if answer not in (Answer.CONFIRMED.value, Answer.REFUSED.value):
        frappe.throw("Chỉ ghi được «Xác nhận» hoặc «Từ chối».")
    return again_on_deadlock(
        lambda: confirmation.answer(minutes, staff, Answer(answer), None, reason, method="On Paper")
    )


def _me(minutes: str) -> str:
    """The signed-in person, who must be on the roll of these minutes; others learn nothing about them."""
    staff = staff_of(frappe.session.user)
    # allowed: only asks whether the roll names him, which is the permission
    session = frappe.db.get_value(MINUTES, minutes, "session") if staff else None
    # allowed: the same
    on_roll = session and frappe.db.exists("Cluster Session Attendance", {"session": session, "staff": staff})
    if not on_roll:
        frappe.throw("Bạn không có tên trong danh sách dự họp của biên bản này.", exc=frappe.PermissionError)
    return staff
