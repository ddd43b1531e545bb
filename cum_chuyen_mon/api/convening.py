"""Calling people to a session, moving it, calling it off; what they answer."""

# No "from __future__ import annotations" here: Frappe checks only the types of annotations that are not text.

import frappe
from frappe.rate_limiter import rate_limit
from frappe.utils import getdate

from cum_chuyen_mon.convening import answers, changes, guests
from cum_chuyen_mon.convening.venue import turn_of
from cum_chuyen_mon.meetings.roll_call import ATTENDANCE, row_name
from cum_chuyen_mon.permissions.standing import staff_of
from cum_chuyen_mon.rules.regulation import cited
from cum_chuyen_mon.rules.sessions import may_become
from cum_chuyen_mon.rules.text import date_vi
from cum_chuyen_mon.rules.words import SessionStatus

SESSION = "Cluster Session"
ANSWERS_AN_HOUR = 120
"""From one address: the teachers of a school share theirs."""


@frappe.whitelist(methods=["POST"])
def convene(session: str) -> dict:
    """Invite everyone whom the session concerns and send the notice. Of a session that is convened already, the notice
    goes to those who have not had it.

    ``{"mailed", "notified", "unreached": [name]}``. Throws ValidationError for whatever a regulation misses.
    """
    doc = _to_write(session)
    if doc.status == SessionStatus.CONVENED:
        return changes.tell_the_rest(doc).as_dict()
    doc.status = SessionStatus.CONVENED.value
    doc.save()
    return doc.flags.told.as_dict()


@frappe.whitelist(methods=["POST"])
def postpone(session: str, reason: str, new_date: str | None = None) -> dict:
    """Postpone a session: to a day not known yet, or to another day, of which everybody is told as of a change.

    Returns as :func:`convene` does. Throws without a reason, or when the new day is too near for a notice.
    """
    doc = _to_write(session)
    _require(reason)
    _refuse_final(doc)
    doc.status_reason = reason
    if new_date:
        _refuse_same_day(doc, new_date)
        doc.session_date = getdate(new_date)
        if doc.status == SessionStatus.POSTPONED:
            doc.status = SessionStatus.CONVENED.value
    else:
        doc.status = SessionStatus.POSTPONED.value
    doc.save()
    return doc.flags.told.as_dict() if doc.flags.told else {}


@frappe.whitelist(methods=["POST"])
def cancel(session: str, reason: str) -> dict:
    """Call a session off for good; whoever was called is told. Returns as :func:`convene` does."""
    doc = _to_write(session)
    _require(reason)
    doc.update({"status": SessionStatus.CANCELLED.value, "status_reason": reason})
    doc.save()
    return doc.flags.told.as_dict() if doc.flags.told else {}


@frappe.whitelist(methods=["POST"])
def invite_authority(session: str) -> dict:
    """Put the leaders of the unit's authority on the roll as guests (C5b)."""
    return {"invited": guests.invite_authority(_to_write(session))}


@frappe.whitelist(methods=["GET", "POST"])
def propose_venue(session: str) -> dict:
    """The school whose turn it is to be host: ``{"school", "school_name", "why", "duty"}``, or ``{}`` where the venue
    does not go round."""
    doc = frappe.get_doc(SESSION, session)
    doc.check_permission("read")
    turn = turn_of(doc)
    if turn is None:
        return {}
    duty = f"{turn.duty.title} ({cited(turn.regulation, turn.duty)})"
    return {"school": turn.school, "school_name": turn.school_name, "why": turn.why, "duty": duty}


@frappe.whitelist(methods=["POST"])
def answer(session: str, answer: str, reason: str | None = None) -> dict:
    """Answer one's own invitation: Yes, No or Excused. ``{"answer", "answer_reason"}``"""
    own = staff_of(frappe.session.user)
    # allowed: asks about the caller himself
    if not own or not frappe.db.exists(ATTENDANCE, f"{session}-{own}"):
        frappe.throw(
            "Bạn không có tên trong danh sách mời của buổi này. Hãy báo thư ký thêm tên bạn.",
            exc=frappe.PermissionError,
        )
    return answers.store(session, row_name(session, own), *answers.check_reply(answer, reason))


@frappe.whitelist(allow_guest=True, methods=["POST"])
@rate_limit(limit=ANSWERS_AN_HOUR, seconds=60 * 60)
def answer_by_link(token: str, answer: str, reason: str | None = None) -> dict:
    """Answer the invitation that a link stands for, without a login. ``{"answer", "answer_reason"}``

    The signed link is the permission: it opens its own attendance row and nothing else. The page sends no cookies, so
    there is no session that somebody else's page could ride on, and Frappe asks for no CSRF token.
    """
    invited = answers.invitation_of(token)  # allowed: a signature of this site is what permits
    if invited is None:
        frappe.throw(answers.NOT_OPEN, exc=frappe.PermissionError)
    return answers.store(
        invited.session, invited.row, *answers.check_reply(answer, reason), number=invited.number
    )


def _to_write(session: str):
    """The session, locked, for whoever may write it: as it is now, whoever else is saving it."""
    frappe.get_doc(SESSION, session).check_permission("write")
    return frappe.get_doc(SESSION, session, for_update=True)


def _require(reason: str) -> None:
    if not (reason or "").strip():
        frappe.throw("Hoãn hay hủy buổi sinh hoạt phải nêu lý do để báo cho mọi người. Hãy ghi lý do.")


def _refuse_final(doc) -> None:
    if not may_become(SessionStatus(doc.status), SessionStatus.POSTPONED):
        frappe.throw("Buổi đã tổ chức hoặc đã hủy thì không hoãn được nữa. Hãy tạo buổi mới.")


def _refuse_same_day(doc, new_date: str) -> None:
    day = getdate(new_date)
    if day == getdate(doc.session_date):
        frappe.throw(f"Ngày mới trùng ngày cũ ({date_vi(day)}). Hãy chọn ngày khác.")
