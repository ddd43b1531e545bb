"""Sessions in their school year, with people who were there, and answers only from those who attended."""

from __future__ import annotations

from datetime import date

from ...rules.school_year import TURN_OF_YEAR
from ...rules.text import date_vi
from ...rules.words import ATTENDED, Answer, RollCall, SessionStatus, UnitKind
from ..book import YearBook, term_of
from ..problems import Problems
from ..rows import AttendanceRow, SessionRow
from .codes import Codes


def check_sessions(book: YearBook, codes: Codes, problems: Problems) -> None:
    for row in book.sessions:
        if row.session_date is None:
            continue
        if span := outside_the_year(book, row.session_date):
            problems.at(row, "session_date", f"Nằm ngoài năm học {span}. Hãy kiểm tra lại năm.")
            continue
        _unit_exists(book, row, row.session_date, problems)
        if row.notified_on and row.notified_on > row.session_date:
            problems.at(
                row, "notified_on", f"Phải trước hoặc trong ngày sinh hoạt ({date_vi(row.session_date)})."
            )
        for field in ("chair", "secretary"):
            _at_work(book, row, field, row.session_date, codes, problems)
            _on_the_roll(book, row, field, codes, problems)


def outside_the_year(book: YearBook, day: date | None) -> str:
    """The school year and its span where a day lies outside it; "" where it lies inside.

    A school year's sessions fall between 1 August before it and 31 July after it.
    """
    year = book.school_years[0] if book.school_years else None
    if day is None or year is None or year.start_date is None or year.end_date is None:
        return ""
    first = date(year.start_date.year, min(TURN_OF_YEAR, year.start_date.month), 1)
    last = max(date(first.year + 1, 7, 31), year.end_date)
    return "" if first <= day <= last else f"{year.school_year_code} ({date_vi(first)} - {date_vi(last)})"


def _unit_exists(book: YearBook, row: SessionRow, day: date, problems: Problems) -> None:
    unit = book.unit_by_code.get(row.unit_code)
    if unit and not unit.unread and not term_of(unit).holds(day):
        since, until = date_vi(unit.from_date) or "đầu", date_vi(unit.to_date) or "nay"
        problems.at(row, "session_date", f"Đơn vị {row.unit_code} chỉ hoạt động từ {since} đến {until}.")
    if (
        unit
        and unit.unit_kind is UnitKind.SUBJECT_GROUP
        and row.subjects
        and unit.subject_code not in row.subjects
    ):
        problems.at(
            row, "subjects", f"Tổ bộ môn này dạy môn {unit.subject_code}. Hãy thêm môn đó hoặc để trống."
        )


def _at_work(
    book: YearBook, row: SessionRow, field: str, day: date, codes: Codes, problems: Problems
) -> None:
    person = getattr(row, field)
    if person in book.staff_by_code and codes.knows_all("postings") and not book.schools_on(person, day):
        problems.at(row, field, _not_at_work(day))


def _not_at_work(day: date) -> str:
    return f"Ngày {date_vi(day)} người này không công tác ở trường nào. Hãy kiểm tra trang «Vị trí công tác»."


def _on_the_roll(book: YearBook, row: SessionRow, field: str, codes: Codes, problems: Problems) -> None:
    """Whoever chaired or kept the minutes of a session that was held was in the room."""
    person, roll = getattr(row, field), book.attendance_of.get(row.session_code, [])
    if not person or not roll or row.status is not SessionStatus.HELD or not codes.knows_all("attendance"):
        return
    own = next((line for line in roll if line.staff_code == person), None)
    if own is None:
        problems.at(
            row, field, "Người này không có tên ở trang «Điểm danh» của buổi. Hãy thêm một dòng điểm danh."
        )
    elif own.state in (RollCall.EXCUSED, RollCall.ABSENT) and "state" not in own.unread:
        problems.at(row, field, f"Người này được điểm danh là vắng (trang «Điểm danh», dòng {own.at.row}).")


def check_attendance(book: YearBook, codes: Codes, problems: Problems) -> None:
    for row in book.attendance:
        session = book.session_by_code.get(row.session_code)
        if session is None or outside_the_year(book, session.session_date):
            continue
        day = session.session_date
        known = row.staff_code in book.staff_by_code and codes.knows_all("postings")
        if day and known and not book.schools_on(row.staff_code, day):
            problems.at(row, "staff_code", _not_at_work(day))
        if row.state is not RollCall.INVITED and session.status in (
            SessionStatus.POSTPONED,
            SessionStatus.CANCELLED,
        ):
            problems.at(row, "state", "Buổi này đã hoãn hoặc hủy nên không có điểm danh. Hãy để «Đã mời».")
        _answer_fits(row, session, problems)


def _answer_fits(row: AttendanceRow, session: SessionRow, problems: Problems) -> None:
    if row.answer is None:
        for field in ("answered_on", "answer_reason"):
            if getattr(row, field):
                problems.at(row, field, "Chưa ghi «Xác nhận biên bản». Hãy chọn đã xác nhận hay từ chối.")
        return
    if session.status is not SessionStatus.HELD:
        problems.at(row, "answer", "Buổi này chưa tổ chức nên chưa có biên bản để xác nhận. Hãy để trống.")
    elif row.state not in ATTENDED and "state" not in row.unread:
        problems.at(row, "answer", "Chỉ người dự mới xác nhận biên bản. Hãy để trống hoặc sửa điểm danh.")
    if row.answered_on is None:
        problems.at(row, "answered_on", "Thiếu ngày xác nhận. Hãy ghi ngày người này trả lời.")
    elif session.session_date and row.answered_on < session.session_date:
        problems.at(row, "answered_on", f"Không thể trước ngày sinh hoạt ({date_vi(session.session_date)}).")
    if row.answer is Answer.REFUSED and not row.answer_reason:
        problems.at(row, "answer_reason", "Từ chối xác nhận phải có lý do. Hãy ghi lý do.")
