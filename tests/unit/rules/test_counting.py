"""Which session counts toward which obligation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cum_chuyen_mon.rules.counting import counts_for
from cum_chuyen_mon.rules.words import PeriodKind, SessionStatus, UnitKind
from tests.unit.rules.builders import LITERATURE, MATHS, SCIENCE, only, owed, quota, session, unit

GROUP = unit(UnitKind.GROUP, "G1")
TEAM = unit(UnitKind.SUBJECT_GROUP, "G1-TOAN", subject=MATHS, parent="G1")
SCHOOL = unit(UnitKind.SCHOOL, "TR-A")

TWICE_A_SEMESTER = quota(
    unit_kind=UnitKind.GROUP, minimum=2, period=PeriodKind.SEMESTER, semester="1", per_subject=True
)
MATHS_OF_SEMESTER_1 = next(o for o in owed(TWICE_A_SEMESTER, by=[GROUP]) if o.subject == MATHS)
"""C3: a group meets twice a semester per subject."""
GOOD = session("2024-10-08", of=GROUP, subjects=frozenset({MATHS}))


def test_a_session_held_inside_the_period_by_the_unit_for_the_subject_and_locked_counts():
    assert counts_for(MATHS_OF_SEMESTER_1, GOOD)


@pytest.mark.parametrize("status", [s for s in SessionStatus if s is not SessionStatus.HELD])
def test_a_session_that_was_not_held_counts_for_nothing(status):
    """A postponed or cancelled session counts for nothing; nor does one that is only planned."""
    assert not counts_for(MATHS_OF_SEMESTER_1, replace(GOOD, status=status))


def test_an_unsigned_session_counts_for_nothing():
    """Its minutes are locked."""
    assert not counts_for(MATHS_OF_SEMESTER_1, replace(GOOD, locked_on=None))


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        ("2024-09-04", False),
        ("2024-09-05", True),
        ("2025-01-18", True),
        ("2025-01-19", False),
        ("2025-01-20", False),
    ],
)
def test_only_sessions_inside_the_period_count_both_days_included(day, counts):
    """Held inside the period; 19/1/2025 lies between the semesters."""
    moved = session(day, of=GROUP, subjects=frozenset({MATHS}))
    assert counts_for(MATHS_OF_SEMESTER_1, moved) is counts


def test_minutes_locked_after_the_period_still_count_for_the_day_the_session_was_held():
    assert counts_for(MATHS_OF_SEMESTER_1, replace(GOOD, locked_on=GOOD.held_on.replace(year=2025)))


def test_another_subject_does_not_count():
    """For that subject where the duty is per subject."""
    assert not counts_for(MATHS_OF_SEMESTER_1, replace(GOOD, subjects=frozenset({LITERATURE})))
    assert not counts_for(MATHS_OF_SEMESTER_1, replace(GOOD, subjects=frozenset()))
    assert counts_for(MATHS_OF_SEMESTER_1, replace(GOOD, subjects=frozenset({LITERATURE, MATHS})))


def test_another_unit_does_not_count_even_with_the_same_code():
    """By the unit; clusters and groups may both be called 01."""
    assert not counts_for(MATHS_OF_SEMESTER_1, replace(GOOD, unit="G2"))
    assert not counts_for(MATHS_OF_SEMESTER_1, replace(GOOD, unit_kind=UnitKind.CLUSTER))


def test_a_subject_groups_session_counts_for_its_group_where_subjects_matter():
    """C4: the group's sessions are held subject by subject."""
    of_team = session(
        "2024-10-08", of=TEAM, subjects=frozenset({MATHS}), parent_kind=UnitKind.GROUP, parent="G1"
    )
    assert counts_for(MATHS_OF_SEMESTER_1, of_team)
    assert not counts_for(MATHS_OF_SEMESTER_1, replace(of_team, parent_kind=UnitKind.CLUSTER))
    assert not counts_for(MATHS_OF_SEMESTER_1, replace(of_team, parent="G2"))


@pytest.mark.clause("C3", "N5.2")
def test_a_subject_groups_session_is_no_meeting_of_the_whole_cluster():
    """N5.2, C3: the cluster's own periodic meetings are not made up for by its subject groups."""
    meetings = only(owed(quota(minimum=2)))
    of_team = session("2024-10-08", of=TEAM, parent_kind=UnitKind.CLUSTER, parent="U1")
    assert not counts_for(meetings, of_team)
    assert counts_for(meetings, session("2024-10-08"))


@pytest.mark.clause("N5.5")
def test_a_listed_activity_kind_is_the_only_one_that_counts():
    """N5.5: an exchange for students is not made up for by a meeting."""
    exchange = only(owed(quota(activity_kinds=("EXCHANGE", "CONTEST"))))
    assert counts_for(exchange, session("2024-10-08", activity_kind="CONTEST"))
    assert not counts_for(exchange, session("2024-10-08", activity_kind="MEETING"))
    assert not counts_for(exchange, session("2024-10-08"))


def test_listed_subjects_are_the_only_ones_that_count_toward_a_number_of_subjects():
    """N5.4 with a list: a session about none of the listed subjects is no session of that kind."""
    seminar = only(owed(quota(minimum=1, min_subjects=2, subjects=(MATHS, SCIENCE))))
    assert counts_for(seminar, session("2024-10-08", subjects=frozenset({SCIENCE, LITERATURE})))
    assert not counts_for(seminar, session("2024-10-08", subjects=frozenset({LITERATURE})))


@pytest.mark.clause("L3c")
def test_a_school_is_credited_with_sessions_it_took_part_in():
    """L3c: exchange with other schools at least twice a school year."""
    exchanges = only(owed(quota(unit_kind=UnitKind.SCHOOL, minimum=2), by=[SCHOOL]))
    joint = session("2024-10-08", of=GROUP, schools=frozenset({"TR-A", "TR-B"}))
    assert counts_for(exchanges, joint)
    assert not counts_for(exchanges, replace(joint, schools=frozenset({"TR-B"})))


@pytest.mark.clause("L3a")
def test_a_school_is_credited_with_its_own_sessions_before_anyone_called_the_roll_by_school():
    """L3a: a school's own subject team holds its themes; nobody lists the school among its own guests."""
    themes = only(owed(quota(unit_kind=UnitKind.SCHOOL, minimum=2), by=[SCHOOL]))
    assert counts_for(themes, session("2024-10-08", of=SCHOOL))
    assert not counts_for(themes, session("2024-10-08", of=unit(UnitKind.SCHOOL, "TR-B")))


def test_before_the_lock_a_session_can_be_asked_about_without_its_minutes():
    planned = replace(GOOD, status=SessionStatus.PLANNED, locked_on=None)
    assert counts_for(MATHS_OF_SEMESTER_1, planned, only_locked=False)
