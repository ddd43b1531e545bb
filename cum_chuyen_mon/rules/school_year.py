"""School years, semesters and other periods, and where a month and day fall in a school year."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .words import PeriodKind, YearSide

TURN_OF_YEAR = 8
"""A school year's papers begin in August: a deadline such as 18/8 is before the first day of school and yet
belongs to the year that is about to start, while June and July close the year that has ended."""


@dataclass(frozen=True)
class Semester:
    """One semester; both days inclusive. ``code`` is short, "1" or "2"."""

    code: str
    start: date
    end: date


@dataclass(frozen=True)
class SchoolYear:
    """A school year by one province's calendar; both days inclusive. ``code`` reads "2024-2025"."""

    code: str
    start: date
    end: date
    semesters: tuple[Semester, ...] = ()

    def semester_on(self, day: date) -> Semester | None:
        return next((s for s in self.semesters if s.start <= day <= s.end), None)


@dataclass(frozen=True)
class Period:
    """A stretch of a school year in which a quota or a deadline is due; both days inclusive.

    ``code`` is "" for the whole year, the semester's code, "Q1"… or "2024-09".
    """

    kind: PeriodKind
    code: str
    start: date
    end: date

    def holds(self, day: date) -> bool:
        return self.start <= day <= self.end


def periods(year: SchoolYear, kind: PeriodKind) -> tuple[Period, ...]:
    """All periods of a kind, in order. Months and quarters at either end are cut to the school year."""
    if kind is PeriodKind.SCHOOL_YEAR:
        return (Period(kind, "", year.start, year.end),)
    if kind is PeriodKind.SEMESTER:
        return tuple(Period(kind, s.code, s.start, s.end) for s in year.semesters)
    months = tuple(_months(year))
    if kind is PeriodKind.MONTH:
        return months
    quarters = (months[i : i + 3] for i in range(0, len(months), 3))
    return tuple(Period(kind, f"Q{n}", q[0].start, q[-1].end) for n, q in enumerate(quarters, start=1))


def _months(year: SchoolYear) -> Iterator[Period]:
    first = year.start
    while first <= year.end:
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        yield Period(PeriodKind.MONTH, f"{first:%Y-%m}", first, min(last, year.end))
        first = last + timedelta(days=1)


def date_in_year(year: SchoolYear, month: int, day: int, side: YearSide = YearSide.AUTO) -> date:
    """The calendar date of a month and day that a regulation names for a school year.

    20/12 and 18/8 belong to the calendar year in which the school year starts; 2/1, 15/5 and 31/7 to the one in
    which it ends (C5c, E3, E4.2c, L2).

    Raises ValueError when the month and day do not exist in that calendar year.
    """
    if side is YearSide.START:
        return date(year.start.year, month, day)
    if side is YearSide.END:
        return date(year.end.year, month, day)
    turn = min(TURN_OF_YEAR, year.start.month)
    return date(year.start.year if month >= turn else year.start.year + 1, month, day)


def problems_of_year(year: SchoolYear) -> list[tuple[str, str]]:
    """What is impossible about a school year, as (field, sentence) pairs."""
    found: list[tuple[str, str]] = []
    if year.end <= year.start:
        found.append(("end_date", "Ngày kết thúc năm học phải sau ngày bắt đầu."))
    elif (year.end - year.start).days > 400:
        found.append(("end_date", "Năm học dài quá 400 ngày. Hãy kiểm tra lại năm của ngày kết thúc."))
    found += [("semesters", sentence) for _, sentence in problems_of_semester_dates(year)]
    codes = [s.code for s in year.semesters]
    if len(set(codes)) != len(codes):
        found.append(("semesters", "Mã học kỳ bị trùng. Mỗi học kỳ cần một mã riêng."))
    return found


def problems_of_semester_dates(year: SchoolYear) -> list[tuple[int, str]]:
    """What is impossible about the semesters' days: (number of the semester from 1, sentence)."""
    found: list[tuple[int, str]] = []
    previous: Semester | None = None
    for number, semester in enumerate(year.semesters, start=1):
        where = f"Học kỳ {semester.code}"
        if semester.end <= semester.start:
            found.append((number, f"{where}: ngày kết thúc phải sau ngày bắt đầu."))
        if semester.start < year.start or semester.end > year.end:
            found.append((number, f"{where}: phải nằm trong năm học {year.code}."))
        if previous and semester.start <= previous.end:
            sentence = f"{where}: phải bắt đầu sau khi học kỳ {previous.code} kết thúc, không chồng nhau."
            found.append((number, sentence))
        previous = semester
    return found
