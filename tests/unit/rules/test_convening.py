"""Calling a session together: what people are told, and by when they have to be (E4.2b, E2.2)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cum_chuyen_mon.rules.convening import (
    Telling,
    first_day_to_meet,
    last_day_to_tell,
    notice_duties,
    telling,
    venue_duty,
)
from cum_chuyen_mon.rules.regulation import Duty, Regulation
from cum_chuyen_mon.rules.words import DayUnit, DutyKind, Rotates, SessionStatus, UnitKind
from cum_chuyen_mon.rules.working_days import WorkCalendar

PLANNED, CONVENED, HELD, POSTPONED, CANCELLED = SessionStatus
EA_HLEO = Regulation("EA-HLEO", number="313/PGDĐT")
TWO_WEEKS = Duty(
    "E4.2b",
    DutyKind.NOTICE,
    UnitKind.CLUSTER,
    activity_kinds=("THEME", "DEMONSTRATION"),
    offset=10,
    day_unit=DayUnit.WORKING,
)
VENUE = Duty("E2.2", DutyKind.ROTATION, UnitKind.CLUSTER, rotates=Rotates.VENUE)
HEADSHIP = Duty("E2.2-H", DutyKind.ROTATION, UnitKind.CLUSTER, rotates=Rotates.HEADSHIP)


@pytest.mark.parametrize(
    ("old", "new", "moved", "told"),
    [
        (PLANNED, CONVENED, False, Telling.INVITATION),
        (POSTPONED, CONVENED, True, Telling.INVITATION),
        (None, CONVENED, False, Telling.INVITATION),
        (CONVENED, CONVENED, True, Telling.CHANGE),
        (CONVENED, CONVENED, False, None),
        (CONVENED, POSTPONED, False, Telling.POSTPONEMENT),
        (CONVENED, CANCELLED, False, Telling.CANCELLATION),
        (POSTPONED, CANCELLED, False, Telling.CANCELLATION),
        # nobody was called to it, so nobody is told that it is off
        (PLANNED, CANCELLED, False, None),
        (PLANNED, PLANNED, True, None),
        (CONVENED, HELD, False, None),
    ],
)
def test_what_people_are_told(old, new, moved, told):
    assert telling(old, new, moved) is told


def test_a_session_that_is_off_leaves_calendars():
    assert [what for what in Telling if what.is_off] == [Telling.POSTPONEMENT, Telling.CANCELLATION]


@pytest.mark.clause("E4.2b")
def test_two_working_weeks_are_ten_working_days():
    """Wednesday 15 November 2017 is told of by Wednesday the 1st; a public holiday between takes one day more."""
    meeting = date(2017, 11, 15)
    assert last_day_to_tell(TWO_WEEKS, meeting, WorkCalendar()) == date(2017, 11, 1)
    off = WorkCalendar(frozenset({date(2017, 11, 8)}))
    assert last_day_to_tell(TWO_WEEKS, meeting, off) == date(2017, 10, 31)


def test_the_first_day_for_which_a_notice_is_in_time():
    assert first_day_to_meet(TWO_WEEKS, date(2017, 11, 1), WorkCalendar()) == date(2017, 11, 15)


@given(st.dates(date(2017, 8, 1), date(2018, 7, 31)))
def test_a_notice_is_in_time_for_its_first_day_and_for_no_working_day_before(told):
    calendar = WorkCalendar()
    first = first_day_to_meet(TWO_WEEKS, told, calendar)
    assert last_day_to_tell(TWO_WEEKS, first, calendar) >= told
    assert last_day_to_tell(TWO_WEEKS, calendar.shift(first, -1), calendar) < told


def test_notice_is_asked_of_the_kinds_that_the_duty_names():
    duties = [(EA_HLEO, TWO_WEEKS), (EA_HLEO, VENUE)]
    assert notice_duties(duties, "THEME") == [(EA_HLEO, TWO_WEEKS)]
    assert notice_duties(duties, "PERIODIC-MEETING") == []


@pytest.mark.clause("E2.2")
def test_the_venue_goes_round_where_a_duty_says_the_venue():
    assert venue_duty([(EA_HLEO, HEADSHIP), (EA_HLEO, VENUE)], "THEME") == (EA_HLEO, VENUE)
    assert venue_duty([(EA_HLEO, HEADSHIP)], "THEME") is None
