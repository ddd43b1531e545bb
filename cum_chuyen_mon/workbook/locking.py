"""When a session's minutes were locked: derived from what the workbook says, never stated in it."""

from __future__ import annotations

from datetime import date, time

from ..rules.minutes import Attendee, MinutesText, Missing, Topic, missing_parts
from ..rules.words import ATTENDED, Answer, SessionStatus
from .book import YearBook
from .rows import AttendanceRow, SessionRow


def minutes_of(book: YearBook, session: SessionRow) -> MinutesText:
    """The minutes of a session as the rules see them: one topic, the roll-call in the order of the file."""
    topic = Topic(session.topic, session.presenter, session.opinions, session.differing_opinions)
    has_topic = any((session.topic, session.presenter, session.opinions, session.differing_opinions))
    return MinutesText(
        session=session.session_code,
        title=session.title,
        held_on=session.session_date.isoformat() if session.session_date else "",
        opened_at=_clock(session.start_time),
        closed_at=_clock(session.end_time),
        venue=session.venue or book.title_of(session.venue_school),
        chair=session.chair,
        secretary=session.secretary,
        documents=session.documents,
        work=session.work,
        conclusion=session.conclusion,
        topics=(topic,) if has_topic else (),
        attendees=tuple(_attendee(book, row, session) for row in roll_call(book, session)),
    )


def roll_call(book: YearBook, session: SessionRow) -> list[AttendanceRow]:
    return book.attendance_of.get(session.session_code, [])


def missing(book: YearBook, session: SessionRow) -> list[Missing]:
    """What the minutes of a session still lack before anyone is asked to sign (L3b)."""
    return missing_parts(minutes_of(book, session))


def locked_on(book: YearBook, session: SessionRow, today: date | None = None) -> date | None:
    """The day the last attendee answered; None while the minutes are not locked (on ``today``, where given).

    They are when the session is held, the minutes are complete (L3b), and everyone who attended has
    confirmed, or refused with a reason (C5d).
    """
    if session.status is not SessionStatus.HELD or missing(book, session):
        return None
    answers = [_answered_on(row, today) for row in roll_call(book, session) if row.state in ATTENDED]
    days = [day for day in answers if day is not None]
    return max(days) if days and len(days) == len(answers) else None


def _answered_on(row: AttendanceRow, today: date | None) -> date | None:
    confirmed = row.answer is Answer.CONFIRMED
    refused = row.answer is Answer.REFUSED and bool(row.answer_reason)
    given = row.answered_on and (today is None or row.answered_on <= today)
    return row.answered_on if given and (confirmed or refused) else None


def _attendee(book: YearBook, row: AttendanceRow, session: SessionRow) -> Attendee:
    schools = book.schools_on(row.staff_code, session.session_date) if session.session_date else ()
    return Attendee(
        row.staff_code, book.title_of(row.staff_code), schools[0] if schools else "", row.state, row.reason
    )


def _clock(moment: time | None) -> str:
    return f"{moment:%H:%M}" if moment else ""


def why_not_locked(book: YearBook, session: SessionRow, today: date | None = None) -> str:
    """What keeps a held session's minutes from being locked, in one sentence; "" when nothing does."""
    if session.status is not SessionStatus.HELD or locked_on(book, session, today):
        return ""
    lacking = missing(book, session)
    if lacking:
        return " ".join(part.message for part in lacking)
    attended = [row for row in roll_call(book, session) if row.state in ATTENDED]
    waiting = [row.staff_code for row in attended if _answered_on(row, today) is None]
    names = ", ".join(book.title_of(code) for code in waiting[:3])
    more = f" và {len(waiting) - 3} người khác" if len(waiting) > 3 else ""
    return f"Chưa xác nhận: {names}{more}."
