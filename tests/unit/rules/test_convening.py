"""What people are to be told when a session changes, and by when (E4.2b)."""

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
CALENDAR = WorkCalendar()
TWO_WEEKS = Duty(
    "E4.2b-NOTICE",
    DutyKind.NOTICE,
    UnitKind.CLUSTER,
    activity_kinds=("THEME", "DEMONSTRATION"),
    offset=10,
    day_unit=DayUnit.WORKING,
)


@pytest.mark.clause("E4.2b")
@pytest.mark.parametrize(
    ("meeting", "last"),
    [
        (date(2024, 12, 16), date(2024, 12, 2)),  # two plain weeks
        (date(2025, 1, 8), date(2024, 12, 24)),  # 1 January between
        (
            date(2025, 5, 9),
            date(2025, 4, 23),
        ),  # 30 April, 1 May and the swapped 2 May; the 26th is worked for it
    ],
)
def test_two_working_weeks_are_ten_working_days(meeting, last):
    assert last_day_to_tell(TWO_WEEKS, meeting, CALENDAR) == last


@pytest.mark.parametrize(
    ("told", "first"),
    [
        (date(2024, 12, 2), date(2024, 12, 16)),
        (date(2024, 12, 25), date(2025, 1, 9)),
        (
            date(2024, 12, 1),
            date(2024, 12, 14),
        ),  # from a Sunday: Friday 13 would have to be told on 29 November
    ],
)
def test_the_first_day_that_is_far_enough(told, first):
    assert first_day_to_meet(TWO_WEEKS, told, CALENDAR) == first
    assert last_day_to_tell(TWO_WEEKS, first, CALENDAR) >= told


@pytest.mark.parametrize(
    ("old", "new", "moved", "what"),
    [
        (PLANNED, CONVENED, False, Telling.INVITATION),
        (None, CONVENED, True, Telling.INVITATION),
        (POSTPONED, CONVENED, True, Telling.INVITATION),
        (CONVENED, CONVENED, True, Telling.CHANGE),
        (CONVENED, CONVENED, False, None),
        (CONVENED, POSTPONED, False, Telling.POSTPONEMENT),
        (CONVENED, CANCELLED, True, Telling.CANCELLATION),
        (POSTPONED, CANCELLED, False, Telling.CANCELLATION),
        (POSTPONED, POSTPONED, True, None),
        (PLANNED, PLANNED, True, None),
        (PLANNED, CANCELLED, False, None),
        (CONVENED, HELD, True, None),
    ],
)
def test_what_people_are_told(old, new, moved, what):
    assert telling(old, new, moved) is what
    assert what is None or what.is_off is (new in (POSTPONED, CANCELLED))


def test_duties_speak_of_their_kinds_of_session_only():
    ring = Duty("R", DutyKind.ROTATION, UnitKind.CLUSTER, rotates=Rotates.VENUE)
    heads = Duty("H", DutyKind.ROTATION, UnitKind.CLUSTER, rotates=Rotates.HEADSHIP)
    document = Regulation("E", duties=(TWO_WEEKS, heads, ring))
    bound = [(document, duty) for duty in document.duties]
    assert notice_duties(bound, "THEME") == [(document, TWO_WEEKS)]
    assert notice_duties(bound, "PERIODIC-MEETING") == []
    assert venue_duty(bound, "PERIODIC-MEETING") == (document, ring)
    assert venue_duty(bound[:2], "THEME") is None


@given(st.dates(date(2017, 8, 1), date(2018, 7, 31)))
def test_a_notice_is_in_time_for_its_first_day_and_for_no_working_day_before(told):
    first = first_day_to_meet(TWO_WEEKS, told, CALENDAR)
    assert last_day_to_tell(TWO_WEEKS, first, CALENDAR) >= told
    assert last_day_to_tell(TWO_WEEKS, CALENDAR.shift(first, -1), CALENDAR) < told
