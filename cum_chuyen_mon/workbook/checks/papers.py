"""Papers that name what the duties they answer look at."""

from __future__ import annotations

from datetime import timedelta

from ...rules.papers import particulars, question
from ...rules.school_year import SchoolYear, periods
from ...rules.text import date_vi
from ...rules.words import DutyKind, PeriodKind, UnitKind
from ..book import YearBook
from ..problems import Problems
from ..rows import DutyRow, PaperRow
from .codes import Codes

FAR_DAYS = 366
"""A paper received longer than this before or after its school year has a wrong date."""


def check_papers(book: YearBook, codes: Codes, problems: Problems) -> None:
    duties: dict[tuple[str, UnitKind | None], list[DutyRow]] = {}
    for duty in book.duties:
        if duty.kind is DutyKind.DEADLINE and not duty.unread:
            duties.setdefault((duty.paper_kind, duty.unit_kind), []).append(duty)
    for row in book.papers:
        unit = book.unit_by_code.get(row.unit_code)
        kind = unit.unit_kind if unit else UnitKind.SCHOOL
        _says_enough(row, duties.get((row.paper_kind, kind), []), problems)
        _semester_known(row, codes, problems)
        _period_known(book, row, problems)
        _session_of_unit(book, row, problems)
        _date_likely(book, row, problems)


def _says_enough(row: PaperRow, duties: list[DutyRow], problems: Problems) -> None:
    """A paper that every duty asks for by semester, subject or session must say which."""
    for particular in particulars(duties):
        field = f"{particular}_code"
        if not getattr(row, field):
            problems.at(row, field, question(particular))


def _semester_known(row: PaperRow, codes: Codes, problems: Problems) -> None:
    if row.semester_code and codes.semesters and row.semester_code not in codes.semesters:
        problems.at(row, "semester_code", "Không có học kỳ này ở trang «Học kỳ». Hãy sửa mã học kỳ.")


def _period_known(book: YearBook, row: PaperRow, problems: Problems) -> None:
    year = book.school_years[0] if book.school_years else None
    if not row.period_code or year is None or not (year.start_date and year.end_date):
        return
    span = SchoolYear(year.school_year_code, year.start_date, year.end_date)
    known = [p.code for kind in (PeriodKind.MONTH, PeriodKind.QUARTER) for p in periods(span, kind)]
    if row.period_code not in known:
        problems.at(row, "period_code", f"Năm học không có tháng hay quý này. Hãy ghi: {', '.join(known)}.")


def _session_of_unit(book: YearBook, row: PaperRow, problems: Problems) -> None:
    session = book.session_by_code.get(row.session_code)
    if session and row.unit_code in book.unit_by_code and session.unit_code != row.unit_code:
        problems.at(
            row, "session_code", f"Buổi này của đơn vị {session.unit_code}, không phải {row.unit_code}."
        )


def _date_likely(book: YearBook, row: PaperRow, problems: Problems) -> None:
    year = book.school_years[0] if book.school_years else None
    if year is None or not (year.start_date and year.end_date and row.received_on):
        return
    if year.end_date <= year.start_date:
        return
    far = timedelta(days=FAR_DAYS)
    if not year.start_date - far <= row.received_on <= year.end_date + far:
        span = f"{date_vi(year.start_date)} - {date_vi(year.end_date)}"
        problems.at(
            row, "received_on", f"Cách năm học {year.school_year_code} ({span}) quá xa. Hãy kiểm tra lại năm."
        )
