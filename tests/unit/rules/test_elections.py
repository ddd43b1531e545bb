"""N5.1: the cluster meets and elects a principal as head; ballots, a second round, a tie."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cum_chuyen_mon.rules.elections import (
    Round,
    problems_of_round,
    problems_of_rounds,
    result_of,
    result_of_round,
)

A, B, C = "HT-A", "HT-B", "HT-C"
PRINCIPALS = (A, B, C)


def count(voters: int = 12, **votes: int) -> Round:
    given_ = {f"HT-{name}": number for name, number in votes.items()}
    return Round(voters, voters, voters, voters, given_)


def test_more_than_half_of_the_valid_ballots_elects():
    assert result_of_round(count(A=7, B=5)).elected == A
    assert result_of_round(count(A=6, B=5)).elected == ""


def test_without_a_majority_the_two_with_most_votes_go_on():
    assert result_of_round(count(A=5, B=4, C=3)).runoff == (A, B)


def test_whoever_is_level_with_the_second_goes_on_too():
    assert result_of_round(count(A=6, B=3, C=3)).runoff == (A, B, C)


def test_a_tie_goes_to_a_second_round_and_then_to_the_authority():
    tie = count(A=6, B=6)
    assert result_of([tie]).runoff == (A, B)
    assert result_of([tie, tie]).is_undecided
    assert result_of([tie, count(A=5, B=4)]).elected == A


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (Round(12, 13, 12, 12, {A: 12}), "issued"),
        (Round(12, 12, 13, 12, {A: 12}), "returned"),
        (Round(12, 12, 11, 12, {A: 11}), "valid"),
        (Round(12, 12, 12, 10, {A: 6, B: 5}), "votes"),
        (Round(12, 12, 12, 12, {"GV-D": 12}), "votes"),
        (Round(12, 12, 12, 12, {A: -1, B: 12}), "votes"),
        (Round(12, 12, 12, 12), "votes"),
    ],
)
def test_a_count_that_cannot_be_is_refused_with_its_field(wrong, field):
    assert field in {problem.field for problem in problems_of_round(wrong, PRINCIPALS)}


def test_a_second_round_is_between_those_of_the_first():
    first, second = count(A=5, B=4, C=3), count(A=5, C=7)
    assert [p.row for p in problems_of_rounds([first, second], PRINCIPALS)] == [2]
    assert problems_of_rounds([first, count(A=5, B=7)], PRINCIPALS) == []


def test_after_somebody_is_elected_there_is_no_next_round():
    assert problems_of_rounds([count(A=12), count(B=12)], PRINCIPALS)


@given(st.integers(1, 60), st.lists(st.integers(0, 60), min_size=1, max_size=5))
def test_nobody_wins_with_fewer_votes_than_another(voters, numbers):
    votes = {f"HT-{n}": number for n, number in enumerate(numbers)}
    for is_last in (False, True):
        result = result_of_round(Round(voters, voters, voters, max(voters, sum(numbers)), votes), is_last)
        if result.elected:
            assert all(
                votes[result.elected] > number for who, number in votes.items() if who != result.elected
            )
        if result.runoff:
            assert max(votes, key=votes.get) in {w for w in votes if votes[w] == votes[result.runoff[0]]}
