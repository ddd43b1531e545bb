"""Sessions of a workbook with their roll, minutes and answers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.meetings import confirmation, roll_call
from cum_chuyen_mon.meetings.confirmation import Reply
from cum_chuyen_mon.rules.minutes import missing_parts
from cum_chuyen_mon.rules.words import ATTENDED, Answer, RollCall
from cum_chuyen_mon.workbook.book import YearBook
from cum_chuyen_mon.workbook.locking import minutes_of
from cum_chuyen_mon.workbook.rows import AttendanceRow, SessionRow

from .compare import CREATE, SAME, UPDATE, Change, compare, stated_values
from .wanted import Wanted, renamed, stored

SESSION, MINUTES = "Cluster Session", "Cluster Minutes"
CALLED_OFF = ("Postponed", "Cancelled")
STATUS_REASON = "Nhập từ sổ"
FINAL, AHEAD = ("Held", "Cancelled"), ("Planned", "Convened")


@dataclass(frozen=True)
class Meeting:
    """One session of the workbook as documents: itself, its roll, its minutes (None before anything was written)."""

    session: Wanted
    roll: list[Wanted]
    minutes: Wanted | None
    replies: list[Reply]
    removed: list[Any] = field(default_factory=list)
    """Attendance rows of the site (name, staff_name, state) of people whom the roll in the file no longer has."""

    def changes(self) -> list[Change]:
        """What an import does to the session and what belongs to it."""
        parts = [self.session, *self.roll, *([self.minutes] if self.minutes else [])]
        return [*(compare(part) for part in parts), *map(_removal, self.removed)]


def meeting_of(book: YearBook, row: SessionRow) -> Meeting:
    roll = book.attendance_of.get(row.session_code, [])
    meeting = Meeting(
        _session(book, row), [_attendance(book, a) for a in roll], _minutes(book, row), replies_of(book, row)
    )
    return _beside_the_site(meeting)


def _beside_the_site(meeting: Meeting) -> Meeting:
    """The meeting without what the site knows better: it may be further on than the file."""
    session = meeting.session
    site = frappe.db.get_value(
        SESSION, session.name, ("status", "minutes_state", "status_reason"), as_dict=True
    )
    if site is None:
        return meeting
    if not site.status_reason:
        session = replace(session, only_new=session.only_new - {"status_reason"})
    if site.status in FINAL and session.values["status"] in AHEAD:
        session = replace(session, only_new=session.only_new | {"status"})
        return Meeting(session, [], None, [])
    if site.minutes_state == "Locked":
        called = [want for want in meeting.roll if want.values["state"] != RollCall.INVITED.value]
        return replace(meeting, session=session, roll=called)
    minutes = _with_further_topics(meeting.minutes) if meeting.minutes else None
    return replace(meeting, session=session, minutes=minutes, removed=_removed(meeting))


def _with_further_topics(minutes: Wanted) -> Wanted:
    """A sheet holds one topic: where the site's minutes have more, the topics are left to the site."""
    if frappe.db.count("Cluster Minutes Topic", {"parent": minutes.name, "parenttype": MINUTES}) <= 1:
        return minutes
    return replace(minutes, only_new=minutes.only_new | {"topics"})


def _removed(meeting: Meeting) -> list[Any]:
    """The site's rows of people no longer in the roll; a session without any roll in the file says nothing of it."""
    if not meeting.roll or meeting.session.values["status"] in CALLED_OFF:
        return []
    named = {want.name for want in meeting.roll}
    rows = frappe.get_all(
        roll_call.ATTENDANCE,
        filters={"session": meeting.session.name, "staff": ("is", "set")},
        fields=["name", "staff_name", "state"],
        order_by="name",
    )
    return [row for row in rows if row.name not in named]


def _removal(row: Any) -> Change:
    """How the preview shows that a person leaves the roll."""
    details = (("Điểm danh", frappe._(row.state, context=roll_call.ATTENDANCE), "Xóa khỏi buổi"),)
    return Change(UPDATE, roll_call.ATTENDANCE, row.name, row.staff_name or row.name, details)


def _session(book: YearBook, row: SessionRow) -> Wanted:
    unit = book.unit_by_code[row.unit_code]
    subjects = row.subjects or ((unit.subject_code,) if unit.subject_code else ())
    values: dict[str, Any] = {
        "session_title": row.title,
        "unit_type": stored(unit.unit_kind),
        "unit": row.unit_code,
        "subjects": [{"subject": code} for code in subjects],
    }
    same_name = (
        "activity_kind", "session_date", "start_time", "end_time", "venue_school",
        "chair", "secretary", "status", "notified_on",
    )  # fmt: skip
    values |= {name: stored(getattr(row, name)) for name in same_name}
    values["venue"] = row.venue or (book.title_of(row.venue_school) if row.venue_school else "")
    if values["status"] in CALLED_OFF:
        values["status_reason"] = STATUS_REASON
    only_new = renamed(book.unstated("sessions"), {"title": ("session_title",)}) | {"status_reason"}
    return Wanted(SESSION, row.session_code, values, row, only_new)


def _attendance(book: YearBook, row: AttendanceRow) -> Wanted:
    name = roll_call.row_name(row.session_code, row.staff_code)
    values = {
        "session": row.session_code,
        "staff": row.staff_code,
        "state": row.state.value,
        "reason": row.reason,
    }
    return Wanted(roll_call.ATTENDANCE, name, values, row, book.unstated("attendance"))


def _minutes(book: YearBook, row: SessionRow) -> Wanted | None:
    """The minutes as far as they are written; none when the workbook says nothing of the discussion."""
    text = minutes_of(book, row)
    if row.status.value in CALLED_OFF or not (text.topics or text.conclusion or text.documents):
        return None
    topics = [
        {
            "title": t.title,
            "presenter": t.presenter,
            "opinions": t.opinions,
            "differing_opinions": t.differing_opinions,
        }
        for t in text.topics
    ]
    values = {
        "session": row.session_code,
        "opened_at": row.start_time,
        "closed_at": row.end_time,
        "documents": text.documents,
        "work": text.work,
        "topics": topics,
        "conclusion": text.conclusion,
    }
    unstated = book.unstated("sessions")
    into = {"start_time": ("opened_at",), "end_time": ("closed_at",), "topic": ("topics",)}
    kept = {"topics": unstated & {"presenter", "opinions", "differing_opinions"}}
    return Wanted(MINUTES, f"{row.session_code}-BB", values, row, renamed(unstated, into), kept)


def replies_of(book: YearBook, row: SessionRow) -> list[Reply]:
    """The answers of those who attended, dated as the workbook says; one dated ahead has not been given yet."""
    today = getdate()
    return [
        Reply(a.staff_code, a.answer, a.answer_reason, datetime.combine(a.answered_on, time.min))
        for a in book.attendance_of.get(row.session_code, [])
        if a.state in ATTENDED
        and a.answered_on
        and a.answered_on <= today
        and (a.answer is Answer.CONFIRMED or (a.answer is Answer.REFUSED and a.answer_reason))
    ]


def load(meeting: Meeting, changes: list[Change]) -> None:
    """Bring one session, its roll and its minutes onto the site; documents that are the same are left alone."""
    action = {(change.doctype, change.name): change.action for change in changes}
    called_off = meeting.session.values["status"] in CALLED_OFF
    new = action[SESSION, meeting.session.name] == CREATE
    if called_off and new:  # people were invited before it was called off
        planned = {**meeting.session.values, "status": "Planned"}
        write(replace(meeting.session, values=planned), CREATE)
    else:
        write(meeting.session, action[SESSION, meeting.session.name])
    for want in meeting.roll:
        write(want, action[want.doctype, want.name])
    for row in meeting.removed:
        frappe.delete_doc(roll_call.ATTENDANCE, row.name)
    if called_off and new:
        write(replace(meeting.session, only_new=frozenset()), UPDATE)
    if meeting.minutes:
        write(meeting.minutes, action[meeting.minutes.doctype, meeting.minutes.name])
        _collect_answers(meeting)


def write(want: Wanted, action: str) -> None:
    """Create or update one document through its controller, so that every rule of the desk holds here too."""
    if action == SAME:
        return
    if frappe.db.exists(want.doctype, want.name):
        doc = frappe.get_doc(want.doctype, want.name)
        if doc.docstatus.is_submitted():
            frappe.throw(
                "Biên bản của buổi này đã khóa trên hệ thống nên sổ không sửa được. Hãy hủy biên bản trước."
            )
        doc.update(stated_values(want, doc))
        quick(doc).save()
    else:
        quick(frappe.get_doc({"doctype": want.doctype, **want.values})).insert(set_name=want.name)


def quick(doc):
    """Without telling every open browser of each row, and without asking the database again for codes that the
    workbook's own checks have found."""
    doc.flags.notify_update = False
    doc.flags.ignore_links = doc.doctype == roll_call.ATTENDANCE
    return doc


def _collect_answers(meeting: Meeting) -> None:
    """Ask for confirmation and enter the answers, where the minutes are complete and any were given."""
    assert meeting.minutes
    minutes = frappe.get_doc(MINUTES, meeting.minutes.name)
    if minutes.docstatus != 0 or not meeting.replies:
        return
    if minutes.state == "Draft":
        if missing_parts(confirmation.text_of(minutes)):
            return
        confirmation.ask(minutes)
    known = confirmation.answers_of(minutes)
    new = [reply for reply in meeting.replies if reply.person not in known]
    if new:
        confirmation.record(minutes, new, method="On Paper")
