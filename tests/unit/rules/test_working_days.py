"""Ten working days: weekends, Vietnam's public holidays and the ERP's Holiday List do not count (E4.2b)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cum_chuyen_mon.rules.words import DayUnit
from cum_chuyen_mon.rules.working_days import WorkCalendar
from tests.unit.rules.builders import D

PLAIN = WorkCalendar()
TET_2025 = [D(f"2025-01-{n}") for n in (28, 29, 30, 31)]

days = st.dates(D("2016-01-01"), D("2034-12-31"))
near = st.dates(D("2025-01-01"), D("2025-06-30"))
calendars = st.builds(
    WorkCalendar, extra=st.frozensets(near, max_size=8), worked=st.frozensets(near, max_size=8)
)


def working_days_between(calendar: WorkCalendar, one, other) -> int:
    """Counted one by one, without the code under test: days after the earlier, up to and with the later."""
    first, last = sorted((one, other))
    if other < one:  # going back, the day started from is not counted, the day reached is
        first, last = first - timedelta(days=1), last - timedelta(days=1)
    steps = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(calendar.is_working(day) for day in steps)


@pytest.mark.clause("E4.2b")
def test_two_working_weeks_are_ten_working_days():
    """E4.2b "trước 2 tuần làm việc": for Monday 16/12/2024 it is Monday 2/12, two plain weeks earlier."""
    assert PLAIN.shift(D("2024-12-16"), -10) == D("2024-12-02")


@pytest.mark.clause("E4.2b")
def test_tet_in_between_does_not_count():
    """E4.2b: back from Monday 10/2/2025: five days of February, Tết from 27/1 to 31/1, five of January."""
    office = WorkCalendar(extra={D("2025-01-27")})
    assert not any(office.is_working(day) for day in TET_2025)
    assert office.shift(D("2025-02-10"), -10) == D("2025-01-20")


@pytest.mark.parametrize("name", ["2024-04-30", "2024-05-01", "2024-09-02", "2025-01-01", "2025-04-07"])
def test_fixed_and_lunar_public_holidays_are_known(name):
    """The holidays package knows Vietnam's, lunar ones too (7/4/2025 is Hùng Kings' day)."""
    assert not PLAIN.is_working(D(name))


def test_a_holiday_list_of_the_erp_is_taken_off():
    """ "And the ERP's Holiday List do not count"."""
    teachers_day = WorkCalendar(extra={D("2024-11-20")})
    assert PLAIN.is_working(D("2024-11-20"))
    assert not teachers_day.is_working(D("2024-11-20"))
    assert PLAIN.shift(D("2024-11-22"), -3) == D("2024-11-19")
    assert teachers_day.shift(D("2024-11-22"), -3) == D("2024-11-18")


def test_swapped_days_count_on_the_saturday_and_not_on_the_friday():
    """Friday 2/5/2025 was off for Saturday 26/4: back from Tuesday 6/5 come 5/5, 29/4, 28/4, 26/4, 25/4."""
    swapped = WorkCalendar(extra={D("2025-05-02")}, worked={D("2025-04-26")})
    assert swapped.shift(D("2025-05-06"), -4) == D("2025-04-26")
    assert swapped.shift(D("2025-05-06"), -5) == D("2025-04-25")


@pytest.mark.parametrize(("off", "instead"), [("2024-04-29", "2024-05-04"), ("2025-05-02", "2025-04-26")])
def test_a_swap_known_to_the_holidays_package_counts_on_both_sides(off, instead):
    """A swap gives a day off and takes a Saturday; half a swap would shift every notice by a day."""
    assert PLAIN.is_working(D(off)) is not PLAIN.is_working(D(instead))


def test_a_school_that_does_not_work_on_the_swapped_saturday_says_so_in_its_list():
    assert not WorkCalendar(extra={D("2025-04-26")}).is_working(D("2025-04-26"))


def test_calendar_days_count_every_day():
    assert PLAIN.shift(D("2025-02-10"), -14, DayUnit.CALENDAR) == D("2025-01-27")


def test_nothing_shifted_is_the_day_itself_even_on_a_sunday():
    assert PLAIN.shift(D("2024-12-15"), 0) == D("2024-12-15")


def test_from_a_sunday_the_first_working_day_back_is_friday():
    assert PLAIN.shift(D("2024-12-15"), -1) == D("2024-12-13")
    assert PLAIN.shift(D("2024-12-15"), 1) == D("2024-12-16")


@given(days)
def test_weekends_never_count_but_for_swapped_days(day):
    assume(day.weekday() >= 5)
    assert not WorkCalendar(extra={day}).is_working(day)
    assert WorkCalendar(worked={day}).is_working(day)


@given(near, st.integers(-30, 30), calendars)
def test_counting_the_working_days_of_a_shift_gives_the_shift(day, count, calendar):
    reached = calendar.shift(day, count)
    assert working_days_between(calendar, day, reached) == abs(count)
    assert count == 0 or calendar.is_working(reached)


@given(near, st.integers(1, 20), calendars)
def test_shifting_there_and_back_returns_to_a_working_day(day, count, calendar):
    assume(calendar.is_working(day))
    assert calendar.shift(calendar.shift(day, count), -count) == day


@given(near, st.integers(1, 20), near)
def test_a_further_day_off_never_shortens_the_notice(day, count, off):
    assert WorkCalendar(extra={off}).shift(day, -count) <= PLAIN.shift(day, -count)
