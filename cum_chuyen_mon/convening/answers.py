"""What people answer to an invitation: will come, will not, asks to be excused. It never calls the roll."""

from __future__ import annotations

from datetime import datetime, time

import frappe
from frappe.query_builder.functions import Count
from frappe.utils import get_datetime, get_time, getdate

from cum_chuyen_mon.meetings.roll_call import ATTENDANCE, take_turn
from cum_chuyen_mon.rules.text import clean_lines
from cum_chuyen_mon.rules.words import Reply, SessionStatus

from .links import read_token

IN_WORDS = {Reply.YES: "Sẽ dự", Reply.NO: "Không dự", Reply.EXCUSED: "Xin vắng"}
LONGEST_REASON = 500
SAID = ("answer", "answer_reason", "answered_on")
KEPT = (*SAID, "told_sequence", "mailed_sequence")
"""Fields of an attendance row that only the app sets."""

NOT_OPEN = (
    "Liên kết không đúng hoặc không còn hiệu lực. Hãy mở thư mời mới nhất, hoặc báo cho đơn vị mời họp."
)
"""The one answer to a link that was made up, ran out, or belongs to a session that is off."""


def invitation_of(token: object) -> frappe._dict | None:
    """``{"row", "session", "title", "day", "start", "end", "venue", "host", "answer"}`` of a link that is open.

    None for one that this site did not sign, for an older notice's, and once the session has begun or is off.
    """
    read = read_token(token)
    if read is None:
        return None
    name, number = read
    Row, Session, School = (frappe.qb.DocType(n) for n in (ATTENDANCE, "Cluster Session", "Member School"))
    rows = (
        frappe.qb.from_(Row)
        .join(Session)
        .on(Session.name == Row.session)
        .left_join(School)
        .on(School.name == Session.venue_school)
        .select(
            Row.name.as_("row"),
            Row.answer,
            Session.name.as_("session"),
            Session.session_title.as_("title"),
            Session.session_date.as_("day"),
            Session.start_time.as_("start"),
            Session.end_time.as_("end"),
            Session.venue,
            Session.status,
            School.school_name.as_("host"),
        )
        .where(Row.name == name)
        .where(Row.mailed_sequence == number)
    ).run(as_dict=True)
    return rows[0] if rows and is_open(rows[0].status, rows[0].day, rows[0].start) else None


def clock(value: object) -> time | None:
    """An hour out of the database, where midnight counts as nothing in Python; None for none."""
    return None if value in (None, "") else get_time(value)


def is_open(status: str, day: object, start: object) -> bool:
    """Whether people may still answer: they were called, and the session has not begun. Without an hour it begins with
    its day's end."""
    hour = clock(start)
    begins = datetime.combine(getdate(day), time.max if hour is None else hour)
    return status == SessionStatus.CONVENED and get_datetime() < begins


def check_reply(answer: str, reason: str | None) -> tuple[Reply, str]:
    """The reply and its reason as they are stored. Throws for no reply, or for an excuse without a reason."""
    said = clean_lines(reason)
    try:
        reply = Reply(answer)
    except ValueError:
        frappe.throw("Hãy chọn một trong: sẽ dự, không dự, xin vắng.")
    if reply is Reply.EXCUSED and not said:
        frappe.throw("Xin vắng phải nêu lý do. Hãy ghi lý do rồi gửi lại.")
    if len(said) > LONGEST_REASON:
        frappe.throw(f"Lý do dài quá {LONGEST_REASON} ký tự. Hãy ghi ngắn hơn.")
    return reply, said


def store(session: str, row: str, reply: Reply, reason: str) -> dict:
    """Keep what somebody answered. Reads the session under its lock: nobody answers what begins meanwhile."""
    now = take_turn(session)
    start = frappe.db.get_value("Cluster Session", session, "start_time", for_update=True)
    if now is None or not is_open(now.status, now.session_date, start):
        frappe.throw("Buổi sinh hoạt đã bắt đầu, hoãn hoặc hủy nên không trả lời được nữa. Hãy báo thư ký.")
    said = {"answer": reply.value, "answer_reason": reason or None, "answered_on": get_datetime()}
    frappe.db.set_value(ATTENDANCE, row, said)
    return {"answer": reply.value, "answer_reason": reason}


def forget_answers(session: str) -> None:
    """An answer is about a day and an hour: when they move, everybody is asked anew."""
    row = frappe.qb.DocType(ATTENDANCE)
    query = frappe.qb.update(row).where(row.session == session).where(row.answer.isnotnull())
    for field in SAID:
        query = query.set(row[field], None)
    query.run()


def counts(session: str) -> dict[str, int]:
    """How many on a session's roll gave which answer; "" for those who have not answered."""
    row = frappe.qb.DocType(ATTENDANCE)
    query = frappe.qb.from_(row).select(row.answer, Count(row.name)).where(row.session == session)
    found = {word.value: 0 for word in Reply} | {"": 0}
    for answer, number in query.groupby(row.answer).run():
        found[answer or ""] += number
    return found
