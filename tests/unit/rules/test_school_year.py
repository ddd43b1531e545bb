"""School years, semesters, periods, and where a month and day fall in a school year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cum_chuyen_mon.rules.school_year import (
    SchoolYear,
    Semester,
    date_in_year,
    periods,
    problems_of_semester_dates,
    problems_of_year,
)
from cum_chuyen_mon.rules.words import PeriodKind, YearSide
from tests.unit.rules.builders import YEAR, D, school_years

EARLY = SchoolYear("2020-2021", D("2020-08-01"), D("2021-05-31"))
LATE = SchoolYear("2019-2020", D("2019-09-05"), D("2020-07-15"))  # the pandemic year ended on 15 July
OLD = SchoolYear("2017-2018", D("2017-08-21"), D("2018-05-25"))


@pytest.mark.parametrize(
    ("clause", "year", "month", "day", "expected"),
    [
        ("C5c 20/12", YEAR, 12, 20, "2024-12-20"),
        ("C5c C5h 16/5", YEAR, 5, 16, "2025-05-16"),
        ("E3 18/8 is before the first day of school", YEAR, 8, 18, "2024-08-18"),
        ("E3 18/8", OLD, 8, 18, "2017-08-18"),
        ("E4.2c 2/1", YEAR, 1, 2, "2025-01-02"),
        ("E4.1 E4.2c 15/5", YEAR, 5, 15, "2025-05-15"),
        ("L2 June", YEAR, 6, 1, "2025-06-01"),
        ("L2 July, after the last day of school", YEAR, 7, 31, "2025-07-31"),
        ("18/8 where school starts on 1/8", EARLY, 8, 18, "2020-08-18"),
        ("31/7 where school starts on 1/8", EARLY, 7, 31, "2021-07-31"),
        ("10/7 where school ends on 15/7", LATE, 7, 10, "2020-07-10"),
        ("2/1 in any other year", LATE, 1, 2, "2020-01-02"),
    ],
)
def test_a_month_and_day_belongs_to_the_calendar_year_of_its_school_year(clause, year, month, day, expected):
    """20/12 and 18/8 in the year it starts; 2/1, 15/5 and 16/5 in the year it ends."""
    assert date_in_year(year, month, day) == D(expected), clause


def test_a_regulation_may_name_the_side_of_the_school_year_itself():
    assert date_in_year(YEAR, 8, 18, YearSide.END) == D("2025-08-18")
    assert date_in_year(YEAR, 7, 10, YearSide.START) == D("2024-07-10")


def test_29_february_falls_in_leap_years_only():
    assert date_in_year(LATE, 2, 29) == D("2020-02-29")
    with pytest.raises(ValueError, match="day"):
        date_in_year(YEAR, 2, 29)


@given(school_years(), st.integers(1, 12), st.integers(1, 28))
def test_every_month_and_day_falls_between_the_august_and_the_july_of_the_school_year(year, month, day):
    found = date_in_year(year, month, day)
    assert (found.month, found.day) == (month, day)
    assert date(year.start.year, 8, 1) <= found <= date(year.start.year + 1, 7, 31)


@given(school_years(), st.data())
def test_every_day_of_a_school_year_is_found_again_by_its_month_and_day(year, data):
    on = data.draw(st.dates(year.start, year.end))
    assert date_in_year(year, on.month, on.day) == on


def test_a_semester_is_found_by_a_day_and_a_gap_belongs_to_none():
    assert YEAR.semester_on(D("2025-01-18")).code == "1"
    assert YEAR.semester_on(D("2025-01-19")) is None
    assert YEAR.semester_on(D("2025-01-20")).code == "2"
    assert YEAR.semester_on(D("2025-06-01")) is None


def test_the_whole_year_and_its_semesters_are_periods_with_both_days_inside():
    (whole,) = periods(YEAR, PeriodKind.SCHOOL_YEAR)
    assert whole.holds(D("2024-09-05"))
    assert whole.holds(D("2025-05-31"))
    assert not whole.holds(D("2024-09-04"))
    assert not whole.holds(D("2025-06-01"))
    assert [(p.code, p.start, p.end) for p in periods(YEAR, PeriodKind.SEMESTER)] == [
        ("1", D("2024-09-05"), D("2025-01-18")),
        ("2", D("2025-01-20"), D("2025-05-31")),
    ]


def test_months_are_cut_to_the_school_year():
    months = periods(YEAR, PeriodKind.MONTH)
    assert [p.code for p in months] == [
        *(f"2024-{m:02}" for m in (9, 10, 11, 12)),
        *(f"2025-{m:02}" for m in (1, 2, 3, 4, 5)),
    ]
    assert (months[0].start, months[0].end) == (D("2024-09-05"), D("2024-09-30"))
    assert months[5].end == D("2025-02-28")
    late = periods(LATE, PeriodKind.MONTH)
    assert (late[-1].start, late[-1].end) == (D("2020-07-01"), D("2020-07-15"))
    assert late[5].end == D("2020-02-29")


def test_quarters_are_three_months_from_the_first_day_of_school():
    quarters = periods(YEAR, PeriodKind.QUARTER)
    assert [(p.code, p.start, p.end) for p in quarters] == [
        ("Q1", D("2024-09-05"), D("2024-11-30")),
        ("Q2", D("2024-12-01"), D("2025-02-28")),
        ("Q3", D("2025-03-01"), D("2025-05-31")),
    ]


@given(school_years(), st.sampled_from([PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.SCHOOL_YEAR]))
def test_months_and_quarters_cover_each_day_of_the_year_exactly_once(year, kind):
    found = periods(year, kind)
    assert len({p.code for p in found}) == len(found)
    assert found[0].start == year.start
    assert found[-1].end == year.end
    for one, following in pairwise(found):
        assert one.end + timedelta(days=1) == following.start


@given(school_years())
def test_the_years_that_provinces_set_have_no_problems(year):
    assert problems_of_year(year) == []


@pytest.mark.parametrize(
    ("year", "field"),
    [
        (replace(YEAR, end=D("2024-09-05")), "end_date"),
        (replace(YEAR, end=D("2026-05-31")), "end_date"),
        (replace(YEAR, semesters=(Semester("1", D("2024-08-01"), D("2025-01-18")),)), "semesters"),
        (replace(YEAR, semesters=(Semester("1", D("2025-01-18"), D("2024-09-05")),)), "semesters"),
        (replace(YEAR, semesters=(YEAR.semesters[0], replace(YEAR.semesters[1], code="1"))), "semesters"),
        (
            replace(YEAR, semesters=(YEAR.semesters[0], replace(YEAR.semesters[1], start=D("2025-01-18")))),
            "semesters",
        ),
    ],
)
def test_impossible_school_years_are_refused_with_the_field_named(year, field):
    assert field in [name for name, _sentence in problems_of_year(year)]


def test_a_semester_with_impossible_days_is_named_by_its_number():
    early, late = YEAR.semesters
    overlapping = replace(late, start=D("2025-01-18"), end=D("2025-06-30"))
    found = problems_of_semester_dates(replace(YEAR, semesters=(early, overlapping)))
    assert [number for number, _sentence in found] == [2, 2]
    assert problems_of_semester_dates(YEAR) == []
