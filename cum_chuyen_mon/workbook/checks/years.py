"""Dates that run the wrong way, and the school year with its semesters."""

from __future__ import annotations

from dataclasses import replace

from ...rules.school_year import SchoolYear, Semester, problems_of_semester_dates, problems_of_year
from ...rules.text import date_vi
from ..book import YearBook
from ..problems import Problems
from ..rows import SHEETS, SchoolYearRow
from ..schema import Row
from .codes import Codes

PAIRS = (("from_date", "to_date"), ("valid_from", "valid_to"), ("start_time", "end_time"))
"""Fields of which the second must not be before the first."""


def check_dates(book: YearBook, codes: Codes, problems: Problems) -> None:
    for sheet in SHEETS:
        for first, last in PAIRS:
            if first in sheet.columns and last in sheet.columns:
                for row in getattr(book, sheet.key):
                    _in_order(row, first, last, sheet.columns[first].title, problems)


def _in_order(row: Row, first: str, last: str, title: str, problems: Problems) -> None:
    start, end = getattr(row, first), getattr(row, last)
    late = start and end and (end <= start if first == "start_time" else end < start)
    if late and first not in row.unread:
        shown = row.shown(first)
        problems.at(row, last, f"Phải sau «{title}» ({shown}). Hãy sửa một trong hai ô.")


def check_year(book: YearBook, codes: Codes, problems: Problems) -> None:
    """Exactly one school year, possible, with its own semesters."""
    if not codes.knows_all("school_years", "semesters"):
        return
    if not book.school_years:
        problems.add(
            "Năm học", "A2", "", "Thiếu năm học. Hãy ghi một dòng: năm học, ngày bắt đầu, ngày kết thúc."
        )
        return
    for row in book.school_years[1:]:
        problems.at(row, "school_year_code", "Mỗi sổ chỉ mô tả một năm học. Hãy tách năm này sang tệp khác.")
    _possible(book, book.school_year, problems)


def _possible(book: YearBook, year: SchoolYearRow, problems: Problems) -> None:
    own = [s for s in book.semesters if s.school_year_code == year.school_year_code and not s.unread]
    if not own and not any(s.unread for s in book.semesters):
        problems.add(
            "Học kỳ", "A2", "", f"Năm học {year.school_year_code} chưa có học kỳ nào. Hãy ghi các học kỳ."
        )
    if year.unread or not (year.start_date and year.end_date):
        return
    span = SchoolYear(year.school_year_code, year.start_date, year.end_date)
    if of_year := problems_of_year(span):
        for field, message in of_year:
            problems.at(year, field, message)
        return
    rows = sorted(own, key=lambda s: (s.start_date, s.semester_code))
    semesters = tuple(
        Semester(s.semester_code, s.start_date, s.end_date) for s in rows if s.start_date and s.end_date
    )
    for number, message in problems_of_semester_dates(replace(span, semesters=semesters)):
        row = rows[number - 1]
        problems.at(row, "start_date", message, f"{date_vi(row.start_date)} - {date_vi(row.end_date)}")
