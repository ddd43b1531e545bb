"""What saving a session means for those who are called to it. Whatever way a session is saved comes through here."""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.controllers.protected import put_back
from cum_chuyen_mon.controllers.tidy import label
from cum_chuyen_mon.meetings import roll_call
from cum_chuyen_mon.permissions.standing import standing_of
from cum_chuyen_mon.rules.convening import Telling, telling
from cum_chuyen_mon.rules.units import Unit
from cum_chuyen_mon.rules.words import OFF, SessionStatus

from . import checks, numbering
from .answers import forget_answers
from .telling import Told, show, tell

WHEN = ("session_date", "start_time")
WHERE = ("venue", "venue_school")
DETAILS = (*WHEN, "end_time", *WHERE)
"""What people have to know to come; a change of it is told."""


def prepare(session, unit: Unit) -> None:
    """Before a session is saved: refuse what may not be told, and number the notice that saving it will send."""
    if frappe.flags.cum_chuyen_mon_loading:
        return
    _drop_old_reason(session)
    what = _telling(session)
    _check_reason(session)
    _keep_told_reason(session)
    if what is Telling.INVITATION:
        checks.refuse_invitation(session, unit)
    elif session.status == SessionStatus.CONVENED and not _is_over(session):
        day, venue, chair = map(session.something_changed, (("session_date",), WHERE, ("chair",)))
        checks.refuse_change(session, unit, day=day, venue=venue, chair=chair)
    _date_notice(session, what)
    _keep_former_day(session)
    session.flags.telling = what
    numbering.drop_old_notice(session)
    if what:
        session.notice_sequence = (session.notice_sequence or 0) + 1
        numbering.number_papers(session, what)


def carry_out(session) -> None:
    """After a session was saved: invite whom it concerns, and tell everybody."""
    what, before = session.flags.pop("telling", None), session.get_doc_before_save()
    if what is None:
        return
    if what is Telling.INVITATION:
        if before:  # a session that is entered as convened gets its roll by hand
            roll_call.invite(session)
        forget_answers(session.name)
    elif what is Telling.CHANGE and session.something_changed(WHEN):
        forget_answers(session.name)
    session.flags.told = tell(session, what, before)
    show(session.flags.told)


def tell_the_rest(session) -> Told:
    """Send the present invitation to those on the roll who have not had it: people added, mail that was not set up."""
    roll_call.take_turn(session.name)
    if session.status != SessionStatus.CONVENED or getdate(session.session_date) < getdate():
        frappe.throw(
            "Chỉ gửi thông báo cho buổi đã triệu tập và chưa diễn ra. Hãy bấm «Triệu tập» trước, hoặc sửa ngày họp."
        )
    if not session.notice_sequence:  # convened before the app sent notices
        session.db_set("notice_sequence", 1, update_modified=False)
    if not session.invitation_number:
        numbering.number_late(session)
    told = tell(session, Telling.INVITATION)
    show(told)
    return told


def _telling(session) -> Telling | None:
    before = session.get_doc_before_save()
    old = SessionStatus(before.status) if before else None
    what = telling(old, SessionStatus(session.status), session.something_changed(DETAILS))
    return None if what is not Telling.INVITATION and _is_over(session) else what


def _is_over(session) -> bool:
    """Whether both the day that people know and the one that this save gives are past: only the record is mended."""
    before = session.get_doc_before_save()
    days = {getdate(d.session_date) for d in (before, session) if d}
    return max(days) < getdate()


def _drop_old_reason(session) -> None:
    """A reason for short notice is about one day: when the day moves it has to be given anew."""
    before = session.get_doc_before_save()
    same = before and before.notice_reason == session.notice_reason
    if same and session.something_changed(("session_date",)):
        session.notice_reason = None


def _check_reason(session) -> None:
    is_off = SessionStatus(session.status) in OFF
    if is_off and session.something_changed(("status",)) and not session.status_reason:
        frappe.throw(
            f"Ô «{label(session, 'status_reason')}» còn trống: hoãn hay hủy buổi sinh hoạt phải nêu lý do để báo cho "
            "mọi người. Hãy ghi lý do."
        )


def _keep_told_reason(session) -> None:
    """Everybody was told one reason, and hears of no other: nothing is sent when only the reason changes."""
    stays_off = SessionStatus(session.status) in OFF and not session.something_changed(("status",))
    if stays_off and session.notice_sequence and session.something_changed(("status_reason",)):
        frappe.throw(
            f"Ô «{label(session, 'status_reason')}»: buổi đã "
            f"{frappe._(session.status, context=session.doctype).lower()} và lý do đã báo cho mọi người nên "
            "không sửa. Hãy tạo buổi mới, hoặc triệu tập lại buổi đã hoãn."
        )


def _keep_former_day(session) -> None:
    """The day that people knew, for the notice of another one."""
    before = session.get_doc_before_save()
    if before and before.notice_sequence and getdate(before.session_date) != getdate(session.session_date):
        session.former_date = before.session_date


def _date_notice(session, what: Telling | None) -> None:
    """The day of the notice is the server's, once the app sends it. An administrator enters old papers himself."""
    by_hand = standing_of().everything and session.notified_on and session.something_changed(("notified_on",))
    if by_hand:
        return
    if what is Telling.INVITATION or (what is Telling.CHANGE and not session.notified_on):
        session.notified_on = getdate()
    elif what is None and session.status == SessionStatus.CONVENED:
        put_back(session, ("notified_on",))
