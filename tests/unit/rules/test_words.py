"""The vocabulary: stored words are stable, and print as themselves on every Python version."""

from __future__ import annotations

import pytest

from cum_chuyen_mon.rules.words import ATTENDED, Level, RollCall, UnitKind, Word


@pytest.mark.parametrize("kind", Word.__subclasses__(), ids=lambda k: k.__name__)
def test_a_word_prints_as_its_stored_value(kind):
    for word in kind:
        assert str(word) == word.value == f"{word}"
        assert kind(word.value) is word


def test_levels_are_the_four_of_the_documents():
    """MN, TH, THCS, THPT."""
    assert [level.value for level in Level] == ["MN", "TH", "THCS", "THPT"]


def test_roll_call_has_the_six_states_of_the_documents_and_one_for_not_yet_called():
    """Present, late, left early, excused, absent, substitute."""
    named = {"Present", "Late", "Left Early", "Excused", "Absent", "Substitute"}
    assert {state.value for state in RollCall} == named | {"Invited"}


def test_only_those_who_were_in_the_room_count_as_attended():
    """Only those who attended sign."""
    assert {s.value for s in ATTENDED} == {"Present", "Late", "Left Early", "Substitute"}


def test_a_unit_is_a_cluster_a_group_a_subject_group_or_a_school():
    assert {k.name for k in UnitKind} == {"CLUSTER", "GROUP", "SUBJECT_GROUP", "SCHOOL"}
