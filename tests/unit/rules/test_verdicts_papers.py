"""Obligations + facts → state: reports, plans and notice, in time or late."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cum_chuyen_mon.rules.words import Anchor, Bound, PeriodKind, SessionStatus, State, UnitKind
from tests.unit.rules.builders import (
    LITERATURE,
    MATHS,
    YEAR,
    D,
    before,
    deadline,
    notice,
    only,
    owed,
    paper,
    session,
    unit,
    verdict,
)

SEMESTER_1 = only(owed(before(20, 12, period=PeriodKind.SEMESTER, semester="1")))
YEARS_END = only(owed(before(16, 5)))


@pytest.mark.parametrize(
    ("received", "state"),
    [("2024-12-18", State.MET), ("2024-12-19", State.MET), ("2024-12-20", State.MET_LATE)],
)
def test_what_arrives_on_20_december_is_late(received, state):
    """ "Trước ngày 20/12" is exclusive: late on 20 December; the last good day is the 19th."""
    found = verdict(SEMESTER_1, papers=[paper(received, semester="1")])
    assert (found.state, found.met_on, found.evidence) == (state, D(received), ("P1",))


def test_the_reason_says_how_late():
    found = verdict(SEMESTER_1, papers=[paper("2024-12-22", semester="1")])
    assert found.reason == "Đã nhận ngày 22/12/2024, muộn 3 ngày (hạn cuối 19/12/2024)."
    assert verdict(SEMESTER_1).reason == "Chưa nộp; hạn cuối là ngày 19/12/2024."


@pytest.mark.parametrize(
    "other",
    [
        paper("2024-12-01", kind="PLAN", semester="1"),
        paper("2024-12-01", semester="2"),
        paper("2024-12-01"),
        replace(paper("2024-12-01", semester="1"), school_year="2023-2024"),
        paper("2024-12-01", of=unit(code="U2"), semester="1"),
        paper("2024-12-01", of=unit(UnitKind.GROUP), semester="1"),
    ],
    ids=["kind", "semester", "no semester", "year", "unit", "kind of unit"],
)
def test_another_paper_does_not_meet_a_deadline(other):
    assert verdict(SEMESTER_1, papers=[other]).state is State.OVERDUE


def test_the_first_paper_that_fits_decides():
    papers = [paper("2024-12-22", code="P2", semester="1"), paper("2024-12-10", code="P1", semester="1")]
    found = verdict(SEMESTER_1, papers=papers)
    assert (found.state, found.evidence) == (State.MET, ("P1",))


def test_a_report_per_subject_is_met_subject_by_subject():
    maths, literature = owed(before(16, 5, per_subject=True, subjects=(MATHS, LITERATURE)))
    papers = [paper("2025-05-10", subject=MATHS)]
    assert verdict(maths, papers=papers).state is State.MET
    assert verdict(literature, papers=papers).state is State.OVERDUE


@pytest.mark.clause("L2")
def test_a_paper_sent_before_the_window_opens_does_not_count():
    """L2: reported in June and July."""
    review = only(owed(deadline(day=31, month=7, opens_day=1, opens_month=6)))
    early = paper("2025-05-31", code="P1")
    assert verdict(review, papers=[early], today="2025-08-01").state is State.OVERDUE
    found = verdict(review, papers=[early, paper("2025-06-01", code="P2")])
    assert (found.state, found.evidence) == (State.MET, ("P2",))


def test_a_window_over_new_year_takes_papers_on_both_sides():
    window = only(owed(deadline(day=10, month=1, opens_day=15, opens_month=12)))
    for received in ("2024-12-15", "2025-01-10"):
        assert verdict(window, papers=[paper(received)]).state is State.MET
    assert verdict(window, papers=[paper("2024-12-14")]).state is State.OVERDUE
    assert verdict(window, papers=[paper("2025-01-11")]).state is State.MET_LATE


def test_a_monthly_report_that_names_its_month_may_be_late():
    """September's report, due on 25/9, comes on 2/10: September is met late and October is still owed."""
    months = owed(deadline(period=PeriodKind.MONTH, day=25))
    papers = [paper("2024-10-02", period="2024-09")]
    assert verdict(months[0], papers=papers).state is State.MET_LATE
    assert verdict(months[1], papers=papers).state is State.OVERDUE


def test_a_monthly_report_that_names_no_month_counts_for_the_month_it_came_in():
    months = owed(deadline(period=PeriodKind.MONTH, day=25))
    states = [verdict(m, papers=[paper("2024-10-20")]).state for m in months[:3]]
    assert states == [State.OVERDUE, State.MET, State.OVERDUE]


def test_a_report_due_in_the_next_month_counts_for_the_month_before():
    """Due on the fifth of the next month: what comes on 3/10 is September's and not October's."""
    months = owed(deadline(period=PeriodKind.MONTH, anchor=Anchor.PERIOD_END, offset=5))
    states = [verdict(m, papers=[paper("2024-10-03")]).state for m in months[:2]]
    assert states == [State.MET, State.OVERDUE]


def test_a_plan_due_before_its_month_counts_for_that_month():
    """Due before the first of the month: what comes on 28/9 is October's plan."""
    months = owed(deadline(period=PeriodKind.MONTH, anchor=Anchor.PERIOD_START, bound=Bound.BEFORE))
    states = [verdict(m, papers=[paper("2024-09-28")]).state for m in months[:3]]
    assert states == [State.OVERDUE, State.MET, State.OVERDUE]


def test_a_monthly_day_after_the_last_day_of_school_takes_the_whole_month():
    """Day 28 of every month where school ends on 25/5: May's report may come on 1/5 as well as on 28/5."""
    year = replace(YEAR, end=D("2025-05-25"))
    april, may = owed(deadline(period=PeriodKind.MONTH, day=28), year=year)[-2:]
    for received, met in (("2025-04-30", [april]), ("2025-05-01", [may]), ("2025-05-28", [may])):
        assert [o for o in (april, may) if verdict(o, papers=[paper(received)]).counted] == met, received


def test_each_unnamed_monthly_report_meets_one_month_only():
    for duty in (
        deadline(period=PeriodKind.MONTH, day=25),
        deadline(period=PeriodKind.MONTH, anchor=Anchor.PERIOD_END, offset=5),
    ):
        for received in ("2024-10-01", "2024-10-06", "2024-11-05", "2025-03-31"):
            met = [o for o in owed(duty) if verdict(o, papers=[paper(received)]).counted]
            assert len(met) == 1, (duty.anchor, received)


@pytest.mark.clause("E2.2")
def test_the_report_of_a_session_names_the_session_whatever_its_semester():
    """E2.2: report and minutes after each session; the session says all there is to say about the time."""
    sessions = [session("2024-10-08", "S1"), session("2024-11-12", "S2")]
    duty = deadline(anchor=Anchor.EACH_SESSION, offset=3, period=PeriodKind.SEMESTER)
    one, two = owed(duty, sessions=sessions)
    papers = [paper("2024-10-10", session="S1"), paper("2024-10-11", code="P2")]
    assert verdict(one, sessions, papers).state is State.MET
    assert verdict(two, sessions, papers).state is State.OVERDUE


@pytest.mark.clause("E4.2b")
def test_the_plan_of_a_themed_session_is_judged_before_the_session_is_held():
    """E4.2b: its own plan, two working weeks ahead."""
    planned = session("2024-12-16", status=SessionStatus.CONVENED, locked_on=None)
    duty = replace(notice(-10), kind=deadline().kind, paper_kind="BC", anchor=Anchor.EACH_SESSION)
    plan = only(owed(duty, sessions=[planned]))
    assert verdict(plan, [planned], today="2024-12-03").state is State.OVERDUE
    assert verdict(plan, [planned], [paper("2024-12-02", session="S1")]).state is State.MET


@pytest.mark.clause("E4.2b")
@pytest.mark.parametrize(
    ("told", "today", "state"),
    [
        ("2024-12-02", "2024-12-10", State.MET),
        ("2024-12-03", "2024-12-10", State.MET_LATE),
        (None, "2024-12-02", State.DUE_SOON),
        (None, "2024-12-03", State.OVERDUE),
        (None, "2024-11-01", State.UPCOMING),
    ],
)
def test_notice_is_met_when_everyone_was_told_ten_working_days_ahead(told, today, state):
    """E4.2b: for Monday 16/12/2024 the last good day is Monday 2/12."""
    planned = session(
        "2024-12-16", status=SessionStatus.CONVENED, locked_on=None, notified_on=D(told) if told else None
    )
    owed_notice = only(owed(notice(10), sessions=[planned]))
    assert verdict(owed_notice, [planned], today=today).state is state


def test_time_does_not_touch_what_has_arrived():
    for today in ("2024-12-01", "2026-01-01"):
        assert verdict(YEARS_END, papers=[paper("2025-05-15")], today=today).state is State.MET
