"""Obligations + facts → state: quotas, waivers, and what only the calendar changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cum_chuyen_mon.rules.facts import Waiver
from cum_chuyen_mon.rules.verdicts import due_soon_from, open_state
from cum_chuyen_mon.rules.words import PeriodKind, SessionStatus, State, UnitKind
from tests.unit.rules.builders import (
    LITERATURE,
    MATHS,
    SCIENCE,
    YEAR,
    D,
    before,
    days_of_year,
    only,
    owed,
    paper,
    quota,
    session,
    session_lists,
    unit,
    verdict,
)

TWO_MEETINGS = only(owed(quota(minimum=2)))
"""N5.2: at least two periodic meetings a school year."""
THREE_SUBJECTS = only(owed(quota(minimum=1, min_subjects=3)))
"""N5.4: at least once a year, covering at least three subjects."""
RANK = {
    State.OVERDUE: 0,
    State.DUE_SOON: 1,
    State.UPCOMING: 2,
    State.MET_LATE: 3,
    State.MET: 4,
    State.WAIVED: 5,
}
SETTLED = {State.MET, State.MET_LATE, State.WAIVED}
"""States that no passing of time changes."""


def about(*subjects: str) -> frozenset[str]:
    return frozenset(subjects)


@pytest.mark.clause("N5.2")
def test_enough_locked_sessions_meet_a_quota_on_the_day_of_the_last_one_needed():
    """N5.2: two meetings; a third is evidence too and changes nothing."""
    meetings = [session("2025-03-04", "S2"), session("2024-10-08", "S1"), session("2025-05-06", "S3")]
    found = verdict(TWO_MEETINGS, meetings)
    assert (found.state, found.counted, found.met_on) == (State.MET, 3, D("2025-03-04"))
    assert found.evidence == ("S1", "S2", "S3")
    assert found.reason == "Đủ 3/2 buổi đã khóa biên bản; đạt ngày 04/03/2025."


@pytest.mark.parametrize("spoilt", ["postponed", "cancelled", "unsigned", "outside", "other unit"])
def test_one_good_session_and_one_that_counts_for_nothing_leave_a_quota_open(spoilt):
    """A postponed, cancelled or unsigned session counts for nothing."""
    bad = session("2025-03-04", "S2")
    bad = {
        "postponed": replace(bad, status=SessionStatus.POSTPONED),
        "cancelled": replace(bad, status=SessionStatus.CANCELLED),
        "unsigned": replace(bad, locked_on=None),
        "outside": replace(bad, held_on=D("2025-06-01")),
        "other unit": replace(bad, unit="U2"),
    }[spoilt]
    found = verdict(TWO_MEETINGS, [session("2024-10-08"), bad], today="2025-06-01")
    assert (found.state, found.counted, found.met_on) == (State.OVERDUE, 1, None)
    assert found.held == (2 if spoilt == "unsigned" else 1)


def test_the_reason_names_sessions_that_only_lack_their_signatures():
    found = verdict(TWO_MEETINGS, [session("2024-10-08", locked_on=None)], today="2025-01-10")
    assert "0/2 buổi đã khóa biên bản" in found.reason
    assert "1 buổi đã tổ chức nhưng biên bản chưa khóa" in found.reason
    assert "31/05/2025" in found.reason


@pytest.mark.clause("N5.4")
def test_three_subjects_may_be_covered_by_several_sessions_over_the_year():
    """N5.4: at least three subjects over the year."""
    one = [session("2024-10-08", "S1", subjects=about(MATHS, LITERATURE))]
    found = verdict(THREE_SUBJECTS, one)
    assert (found.state, found.counted) == (State.OVERDUE, 1)
    assert "2/3 môn" in found.reason
    two = [*one, session("2025-04-01", "S2", subjects=about(LITERATURE, SCIENCE))]
    assert (verdict(THREE_SUBJECTS, two).state, verdict(THREE_SUBJECTS, two).met_on) == (
        State.MET,
        D("2025-04-01"),
    )


@pytest.mark.clause("N5.4")
def test_the_same_subject_three_times_is_one_subject():
    """N5.4: three different subjects."""
    again = [session(f"2024-1{n}-08", f"S{n}", subjects=about(MATHS)) for n in range(3)]
    assert verdict(THREE_SUBJECTS, again).state is State.OVERDUE


def test_three_subjects_of_subject_groups_count_for_their_cluster():
    teams = [
        session(
            "2024-10-08",
            code,
            unit(UnitKind.SUBJECT_GROUP, code),
            subjects=about(code),
            parent_kind=UnitKind.CLUSTER,
            parent="U1",
        )
        for code in (MATHS, LITERATURE, SCIENCE)
    ]
    assert verdict(THREE_SUBJECTS, teams).state is State.MET


def test_subjects_outside_a_given_list_are_not_among_the_three():
    duty = quota(minimum=1, min_subjects=2, subjects=(MATHS, SCIENCE))
    mixed = session("2024-10-08", subjects=about(MATHS, LITERATURE))
    assert verdict(only(owed(duty)), [mixed]).state is State.OVERDUE


@pytest.mark.clause("L3c")
def test_a_school_is_not_credited_twice_for_one_exchange():
    """L3c: at least twice a school year."""
    school = unit(UnitKind.SCHOOL, "TR-A")
    duty = only(owed(quota(unit_kind=UnitKind.SCHOOL, minimum=2), by=[school]))
    own = session("2024-10-08", of=school, schools=frozenset({"TR-A", "TR-B"}))
    assert (verdict(duty, [own]).counted, verdict(duty, [own]).state) == (1, State.OVERDUE)


def test_minutes_locked_after_the_period_mend_an_overdue_quota():
    """Held inside the period, and its minutes are locked: the day of the session decides."""
    held = [session("2024-10-08", "S1"), session("2025-05-30", "S2", locked_on=None)]
    assert verdict(TWO_MEETINGS, held, today="2025-06-10").state is State.OVERDUE
    signed = [held[0], replace(held[1], locked_on=D("2025-06-09"))]
    assert verdict(TWO_MEETINGS, signed, today="2025-06-10").state is State.MET


@pytest.mark.clause("C5c")
@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2024-12-04", State.UPCOMING),
        ("2024-12-05", State.DUE_SOON),
        ("2024-12-19", State.DUE_SOON),
        ("2024-12-20", State.OVERDUE),
    ],
)
def test_an_open_deadline_moves_with_the_calendar_only(today, state):
    """C5c "trước ngày 20/12": on the 19th there is time yet, on the 20th it is late; soon is 14 days."""
    assert verdict(only(owed(before(20, 12))), today=today).state is state


def test_a_waived_obligation_says_why_and_keeps_its_figures():
    waived = verdict(TWO_MEETINGS, [session("2024-10-08")], waiver=Waiver(TWO_MEETINGS.key, "Bão số 3"))
    assert (waived.state, waived.counted) == (State.WAIVED, 1)
    assert waived.reason == "Được miễn: Bão số 3"


def test_a_waiver_is_a_decision_that_later_facts_do_not_take_back():
    meetings = [session("2024-10-08", "S1"), session("2025-03-04", "S2")]
    assert verdict(TWO_MEETINGS, meetings, waiver=Waiver(TWO_MEETINGS.key, "Bão số 3")).state is State.WAIVED


@given(days_of_year, days_of_year, st.integers(0, 60))
def test_the_state_of_a_stored_obligation_can_be_told_from_its_two_days(due_on, today, soon):
    """The daily pass compares stored days; it must say what the rule says."""
    told = State.UPCOMING if today < due_soon_from(due_on, soon) else State.DUE_SOON
    assert open_state(due_on, today, soon) is (State.OVERDUE if today > due_on else told)


@given(days_of_year, days_of_year, st.integers(0, 120), st.integers(0, 60))
def test_an_open_obligation_never_gets_better_by_waiting(due_on, today, later, soon):
    one, then = (open_state(due_on, day, soon) for day in (today, today + timedelta(days=later)))
    assert RANK[then] <= RANK[one]
    assert one not in SETTLED


@given(session_lists(), days_of_year, days_of_year)
def test_waiting_never_mends_a_quota_and_never_undoes_a_met_one(sessions, one_day, other_day):
    first, last = sorted((one_day, other_day))
    early, late = (verdict(TWO_MEETINGS, sessions, today=day) for day in (first, last))
    assert RANK[late.state] <= RANK[early.state]
    assert (early.state in SETTLED) == (late.state in SETTLED)


@given(session_lists(), days_of_year, st.dates(YEAR.start, YEAR.end), st.sampled_from([MATHS, SCIENCE]))
def test_one_more_locked_session_in_the_period_never_makes_a_state_worse(sessions, today, held_on, subject):
    more = [*sessions, session(held_on, "NEW", subjects=about(subject))]
    per_subject = owed(quota(minimum=2, per_subject=True, period=PeriodKind.SEMESTER))
    for obligation in [TWO_MEETINGS, THREE_SUBJECTS, *per_subject]:
        was, now = (verdict(obligation, facts, today=today) for facts in (sessions, more))
        assert RANK[now.state] >= RANK[was.state]
        assert now.counted - was.counted in (0, 1)


@given(session_lists(), days_of_year, st.randoms(use_true_random=False))
def test_permuting_the_facts_changes_nothing(sessions, today, random):
    papers = [paper("2024-12-19", code="P1"), paper("2024-12-01", code="P2"), paper("2024-12-19", code="P0")]
    for obligation in [TWO_MEETINGS, THREE_SUBJECTS, only(owed(before(20, 12)))]:
        told = verdict(obligation, sessions, papers, today=today)
        random.shuffle(sessions)
        random.shuffle(papers)
        assert verdict(obligation, sessions, papers, today=today) == told


@given(session_lists(), days_of_year)
def test_waived_stays_waived_whatever_happens_and_whenever(sessions, today):
    for obligation in [TWO_MEETINGS, only(owed(before(20, 12)))]:
        found = verdict(obligation, sessions, [paper("2025-01-02")], today, Waiver(obligation.key, "lý do"))
        assert found.state is State.WAIVED


@given(session_lists(), days_of_year)
def test_a_quota_is_met_exactly_when_enough_counted(sessions, today):
    found = verdict(TWO_MEETINGS, sessions, today=today)
    assert (found.state is State.MET) == (found.counted >= 2) == (found.met_on is not None)
    assert len(found.evidence) == found.counted <= found.held
