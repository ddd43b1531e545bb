"""Terms counted in school years (N5.1), rotation of headship and venue (E2.2)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cum_chuyen_mon.rules.terms import (
    next_in_rotation,
    over_term,
    school_year_of,
    school_years_in_office,
)
from cum_chuyen_mon.rules.units import Officer, Term
from cum_chuyen_mon.rules.words import Level, Position
from tests.unit.rules.builders import D


def head(start: str, end: str | None = None, person: str = "HT-A", level: Level | None = None) -> Officer:
    return Officer(person, Position.HEAD, Term(D(start), D(end) if end else None), level)


def served(*terms: tuple[str, str | None], until: str) -> int:
    return school_years_in_office([Term(D(s), D(e) if e else None) for s, e in terms], D(until))


@pytest.mark.parametrize(
    ("day", "year"), [("2025-03-15", 2024), ("2024-09-05", 2024), ("2024-08-01", 2024), ("2024-07-31", 2023)]
)
def test_a_day_belongs_to_the_school_year_that_begins_in_august(day, year):
    assert school_year_of(D(day)) == year


@pytest.mark.clause("N5.1")
def test_three_school_years_are_counted_in_school_years_not_days():
    """N5.1: a head elected on 15/9/2024 serves 2024-2025, 2025-2026 and 2026-2027, less than 1,096 days."""
    assert served(("2024-09-15", None), until="2027-05-31") == 3


@pytest.mark.clause("N5.1")
def test_a_head_elected_in_march_has_used_the_school_year_of_that_march():
    """N5.1: the school year in which the term starts is its first, however little of it is left."""
    assert served(("2025-03-15", None), until="2025-07-31") == 1
    assert served(("2025-03-15", None), until="2026-05-31") == 2


def test_a_term_from_september_to_august_three_years_on_is_three_school_years():
    """N5.1 in force from 1/9/2024: a term written 1/9/2024 to 31/8/2027 serves nothing of 2027-2028."""
    assert over_term([head("2024-09-01", "2027-08-31")], Position.HEAD, 3) == []


@pytest.mark.clause("N5.1")
def test_a_term_one_week_into_the_fourth_school_year_is_too_long():
    """N5.1: at most three school years."""
    late = head("2024-09-01", "2027-09-08")
    assert over_term([late], Position.HEAD, 3) == [(late, 4)]


@pytest.mark.clause("N5.1")
def test_terms_in_a_row_add_up_and_a_break_starts_anew():
    """N5.1: re-election without a break goes on counting."""
    assert served(("2021-09-01", "2023-05-31"), ("2023-09-15", None), until="2024-10-01") == 4
    assert served(("2021-09-01", "2022-05-31"), ("2023-09-15", None), until="2024-10-01") == 2


def test_in_the_summer_a_head_has_served_the_year_that_is_closing():
    assert served(("2024-09-15", None), until="2025-08-10") == 1
    assert served(("2024-08-05", None), until="2024-08-20") == 1
    assert served(("2024-09-15", "2025-05-31"), until="2026-08-10") == 0


def test_only_the_same_person_position_and_level_add_up():
    """Headship may be per level."""
    rows = [
        head("2021-09-01", "2024-05-31", level=Level.PRIMARY),
        head("2024-09-01", "2025-05-31", level=Level.LOWER_SECONDARY),
        head("2024-09-01", "2025-05-31", person="HT-B", level=Level.PRIMARY),
        Officer("HT-A", Position.DEPUTY, Term(D("2015-09-01"), D("2021-05-31"))),
    ]
    assert over_term(rows, Position.HEAD, 3) == []
    assert [n for _officer, n in over_term(rows, Position.DEPUTY, 3)] == [6]


def test_an_open_ended_term_is_counted_by_its_beginning():
    rows = [head("2021-09-01", "2024-05-31"), head("2024-09-10")]
    assert over_term(rows, Position.HEAD, 3) == [(rows[1], 4)]
    assert over_term([head("2015-09-01")], Position.HEAD, 3) == []


@given(st.dates(D("2015-01-01"), D("2035-12-31")), st.integers(1, 10))
def test_a_term_to_its_last_day_is_exactly_the_years_allowed_and_september_is_one_more(start, years):
    last = date(school_year_of(start) + years, 7, 31)
    assert school_years_in_office([Term(start, last)], last) == years
    over = last.replace(month=9, day=1)
    assert school_years_in_office([Term(start, over)], over) == years + 1


@pytest.mark.clause("E2.2")
def test_headship_rotates_to_the_school_whose_turn_is_longest_ago():
    """E2.2: elected in rotation, one year; the venue rotates among the schools."""
    assert next_in_rotation(["A", "B", "C"], ["A", "B"]) == "C"
    assert next_in_rotation(["A", "B", "C"], ["A", "B", "C", "A"]) == "B"
    assert next_in_rotation(["A", "B", "C"], []) == "A"
    assert next_in_rotation([], ["A"]) is None


def test_schools_that_left_do_not_disturb_the_rotation():
    assert next_in_rotation(["B", "C"], ["C", "GONE", "B"]) == "C"


@given(st.lists(st.sampled_from("ABCDE"), min_size=1, unique=True), st.integers(1, 4))
def test_following_the_rotation_gives_everyone_the_same_number_of_turns(members, rounds):
    history: list[str] = []
    for _ in range(rounds * len(members)):
        history.append(next_in_rotation(members, history))
    assert {history.count(m) for m in members} == {rounds}
    assert history[: len(members)] == members
