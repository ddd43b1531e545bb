"""By which day an obligation is due: fixed dates, months, anchors, notice, windows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cum_chuyen_mon.rules.facts import SessionIndex
from cum_chuyen_mon.rules.obligations import generate
from cum_chuyen_mon.rules.regulation import problems_of_duty
from cum_chuyen_mon.rules.school_year import SchoolYear
from cum_chuyen_mon.rules.words import Anchor, Bound, DayUnit, PeriodKind, SessionStatus
from cum_chuyen_mon.rules.working_days import WorkCalendar
from tests.unit.rules.builders import (
    YEAR,
    D,
    before,
    days_of_year,
    deadline,
    notice,
    only,
    owed,
    quota,
    regulation,
    session,
    sound_deadlines,
    world,
)

EARLY = SchoolYear("2024-2025", D("2024-08-01"), D("2025-05-31"), YEAR.semesters)
LONG = SchoolYear("2024-2025", D("2024-09-05"), D("2025-07-15"), YEAR.semesters)


def due(duty, **more) -> str:
    return only(owed(duty, **more)).due_on.isoformat()


@pytest.mark.clause("C5c", "C5h", "E3", "E4.1", "E4.2c", "E4.2d", "E4.2e", "L2")
@pytest.mark.parametrize(
    ("clause", "duty", "last_good_day"),
    [
        ("C5c semester I", before(20, 12, period=PeriodKind.SEMESTER, semester="1"), "2024-12-19"),
        ("C5c C5h year", before(16, 5), "2025-05-15"),
        ("E3 E4.2e", before(18, 8), "2024-08-17"),
        ("E4.2c semester I", before(2, 1, period=PeriodKind.SEMESTER, semester="1"), "2025-01-01"),
        ("E4.1 E4.2c E4.2d", before(15, 5), "2025-05-14"),
        ("L2 in June and July", deadline(day=31, month=7, opens_day=1, opens_month=6), "2025-07-31"),
        ("before the first of a month", before(1, 3), "2025-02-28"),
        ("by a day, included", deadline(day=20, month=12), "2024-12-20"),
    ],
)
@pytest.mark.parametrize("year", [YEAR, EARLY, LONG], ids=["from 5/9", "from 1/8", "to 15/7"])
def test_the_documents_deadlines_in_each_provinces_calendar(clause, duty, last_good_day, year):
    """ "Trước ngày 20/12" is exclusive, and 20/12, 18/8 … belong to their own calendar years."""
    assert due(duty, year=year) == last_good_day, clause


@pytest.mark.clause("C3")
def test_a_quota_is_due_on_the_last_day_of_its_period():
    """C3: 1 a semester."""
    assert [o.due_on for o in owed(quota(period=PeriodKind.SEMESTER))] == [D("2025-01-18"), D("2025-05-31")]


@pytest.mark.clause("P5.1")
def test_a_report_at_each_semesters_end_is_due_on_its_last_day():
    """P5.1: plan and results reported each semester's end."""
    duty = deadline(period=PeriodKind.SEMESTER, anchor=Anchor.PERIOD_END)
    assert [o.due_on for o in owed(duty)] == [D("2025-01-18"), D("2025-05-31")]


def test_offsets_count_from_the_periods_edge_forwards_and_backwards():
    end = deadline(period=PeriodKind.SEMESTER, anchor=Anchor.PERIOD_END, semester="1")
    assert due(replace(end, offset=7)) == "2025-01-25"
    assert due(replace(end, offset=-10)) == "2025-01-08"
    assert due(replace(end, offset=-10, bound=Bound.BEFORE)) == "2025-01-07"
    assert due(replace(end, offset=-5, day_unit=DayUnit.WORKING)) == "2025-01-13"
    assert due(replace(end, anchor=Anchor.PERIOD_START, offset=15)) == "2024-09-20"


def test_a_monthly_day_falls_in_each_month():
    found = owed(deadline(period=PeriodKind.MONTH, day=25))
    assert [o.due_on.isoformat() for o in found][:3] == ["2024-09-25", "2024-10-25", "2024-11-25"]
    assert len(found) == 9


def test_a_monthly_day_before_the_first_day_of_school_is_not_owed():
    """Day 3 of every month ("ngày 3 hằng tháng") where school starts on 5/9: nobody can report on 3/9."""
    found = owed(deadline(period=PeriodKind.MONTH, day=3))
    assert [o.due_on.isoformat() for o in found][:2] == ["2024-10-03", "2024-11-03"]
    assert len(found) == 8
    assert len(owed(deadline(period=PeriodKind.MONTH, day=3), year=EARLY)) == 10


def test_before_the_first_day_of_school_is_not_owed_either():
    """ "Trước ngày 5 hằng tháng" where school starts on 5/9: its last good day would be 4/9."""
    found = owed(deadline(period=PeriodKind.MONTH, day=5, bound=Bound.BEFORE))
    assert [o.due_on.isoformat() for o in found][:2] == ["2024-10-04", "2024-11-04"]
    first = owed(deadline(period=PeriodKind.MONTH, day=6, bound=Bound.BEFORE))[0]
    assert first.due_on == D("2024-09-05")


def test_the_first_of_a_month_exclusive_is_the_last_of_the_month_before():
    found = owed(deadline(period=PeriodKind.MONTH, day=1, bound=Bound.BEFORE))
    assert [o.due_on.isoformat() for o in found][:2] == ["2024-09-30", "2024-10-31"]


def test_a_monthly_report_due_on_the_fifth_of_the_next_month():
    """Before day 6 of the next month ("trước ngày 6 tháng sau"): five days after the month's last."""
    found = owed(deadline(period=PeriodKind.MONTH, anchor=Anchor.PERIOD_END, offset=5))
    assert [o.due_on.isoformat() for o in found][4:7] == ["2025-02-05", "2025-03-05", "2025-04-05"]


@pytest.mark.clause("N5.2")
def test_a_plan_is_due_before_the_first_session_of_the_period():
    """N5.2: the yearly plan is reported before it starts."""
    plan = deadline(anchor=Anchor.FIRST_SESSION, bound=Bound.BEFORE)
    sessions = [
        session("2024-10-20", "S2"),
        session("2024-10-08", "S1", status=SessionStatus.PLANNED, locked_on=None),
        session("2024-09-20", "S3", status=SessionStatus.CANCELLED),
        session("2024-09-21", "S4", status=SessionStatus.POSTPONED),
        session("2024-08-20", "S5"),
    ]
    assert due(plan, sessions=sessions) == "2024-10-07"
    assert due(plan) == "2025-05-31", "nothing planned yet: there is time until the period ends"


def test_a_session_from_before_the_regulation_does_not_make_its_plan_due():
    """C5a: the guidance is of 13/9/2024; a session on 10/9 must not make the year's plan fall away."""
    plan = deadline(anchor=Anchor.FIRST_SESSION, bound=Bound.BEFORE)
    sessions = [session("2024-09-10", "S1"), session("2024-10-08", "S2")]
    assert due(plan, sessions=sessions, valid_from=D("2024-09-13")) == "2024-10-07"


@pytest.mark.clause("E4.2b")
def test_notice_of_two_working_weeks():
    """E4.2b: notified two working weeks ahead, ten working days."""
    assert due(notice(10), sessions=[session("2024-12-16")]) == "2024-12-02"


@pytest.mark.clause("E4.2b")
def test_notice_with_tet_in_between():
    """E4.2b: Tết from 27/1 to 31/1/2025 does not count."""
    office = world(calendar=WorkCalendar(extra={D("2025-01-27")}))
    found = generate([regulation(notice(10))], office, SessionIndex([session("2025-02-10")]))
    assert only(found).due_on == D("2025-01-20")


@pytest.mark.clause("E2.2")
def test_a_report_so_many_working_days_after_each_session():
    """E2.2: after each session; Thursday and Friday, then Monday."""
    duty = deadline(anchor=Anchor.EACH_SESSION, offset=3, day_unit=DayUnit.WORKING)
    assert due(duty, sessions=[session("2024-10-09")]) == "2024-10-14"


@pytest.mark.clause("L2")
@pytest.mark.parametrize(
    ("opens", "duty", "window"),
    [
        ((1, 6), deadline(day=31, month=7), ("2025-06-01", "2025-07-31")),
        ((15, 12), deadline(day=10, month=1), ("2024-12-15", "2025-01-10")),
        ((25, 7), before(18, 8), ("2024-07-25", "2024-08-17")),
        ((1, 5), deadline(anchor=Anchor.PERIOD_END), ("2025-05-01", "2025-05-31")),
    ],
    ids=["L2 June to July", "over New Year", "over the summer", "to the year's end"],
)
def test_a_window_opens_on_the_last_such_day_before_it_closes(opens, duty, window):
    """L2: reported in June and July; windows may cross the New Year or the summer between school years."""
    found = only(owed(replace(duty, opens_day=opens[0], opens_month=opens[1])))
    assert (found.opens_on, found.due_on) == (D(window[0]), D(window[1]))


@given(sound_deadlines())
def test_before_a_day_is_always_one_day_less_than_by_that_day(duty):
    assume(not problems_of_duty(duty) and duty.anchor not in (Anchor.FIRST_SESSION, Anchor.EACH_SESSION))
    by, earlier = (
        {(o.period.code, o.subject): o.due_on for o in owed(replace(duty, bound=bound))}
        for bound in (Bound.BY, Bound.BEFORE)
    )
    assert by.keys() == earlier.keys()
    assert all(earlier[key] == by[key] - timedelta(days=1) for key in by)


@given(days_of_year, st.integers(1, 15))
def test_longer_notice_is_never_due_later(held_on, number):
    assume(YEAR.start <= held_on <= YEAR.end)
    sessions = [session(held_on)]
    one, more = (only(owed(notice(n), sessions=sessions)).due_on for n in (number, number + 1))
    assert more < one < held_on
