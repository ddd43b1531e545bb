"""Terms of office, turns and departures (N5.1, E2.2)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cum_chuyen_mon.rules.headship import (
    Candidate,
    Turn,
    both_hold,
    concerns,
    last_day_in_office,
    last_day_of_term,
    length_of_term,
    stretches,
    whose_turn,
)
from cum_chuyen_mon.rules.regulation import Duty
from cum_chuyen_mon.rules.units import Posting, Term
from cum_chuyen_mon.rules.words import DutyKind, Level, Position, UnitKind

D = date.fromisoformat
TODAY = D("2025-03-20")
TERM = Duty("NK", DutyKind.TERM, UnitKind.CLUSTER, clause="N5.1", legal_basis="Điều 5 khoản 1")


def term(start: str | None = None, end: str | None = None) -> Term:
    return Term(D(start) if start else None, D(end) if end else None)


def test_a_duty_of_a_level_concerns_its_head_and_one_for_all():
    duty = Duty("X", DutyKind.TERM, UnitKind.CLUSTER, levels=frozenset({Level.PRIMARY}))
    assert concerns(duty, Level.PRIMARY)
    assert concerns(duty, None)
    assert not concerns(duty, Level.LOWER_SECONDARY)
    assert concerns(TERM, Level.LOWER_SECONDARY)


@pytest.mark.parametrize(
    ("start", "years", "last"),
    [
        ("2024-09-05", 3, "2027-08-31"),
        ("2024-08-16", 1, "2025-08-31"),
        ("2025-05-20", 1, "2025-08-31"),
    ],
)
def test_a_term_ends_with_the_last_august_of_its_school_years(start, years, last):
    assert last_day_of_term(D(start), years) == D(last)


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2024-09-05", "2027-08-31", 3),
        ("2024-09-05", "2027-09-01", 4),
        ("2024-09-05", "2024-12-31", 1),
        ("2024-09-05", None, 1),
        (None, "2027-08-31", 0),
    ],
)
def test_a_term_is_as_long_as_the_school_years_it_touches(start, end, years):
    assert length_of_term(term(start, end)) == years


@given(st.dates(D("2015-01-01"), D("2040-12-31")), st.integers(1, 10))
def test_the_longest_term_is_just_as_long_and_a_day_more_is_too_long(start, years):
    last = last_day_of_term(start, years)
    assert length_of_term(Term(start, last)) == years
    assert length_of_term(Term(start, last + timedelta(days=1))) == years + 1


class TestWhoseTurn:
    AN, BINH, CUONG = (Candidate(f"P-{c}", f"HT {c}", c, f"THCS {c}") for c in ("An", "Bình", "Cường"))
    ALL = (AN, BINH, CUONG)

    def test_is_the_first_in_the_founding_decision_who_never_was(self):
        found = whose_turn(self.ALL, [Turn("An", None)])
        assert found.candidate == self.BINH
        assert found.why == (
            "THCS Bình chưa có lần nào giữ chức danh này và đứng trước theo thứ tự trong quyết định thành lập."
        )

    def test_then_who_was_longest_ago(self):
        turns = [Turn("An", None), Turn("Bình", D("2022-09-01")), Turn("Cường", D("2023-09-01"))]
        found = whose_turn(self.ALL, turns)
        assert (found.candidate, found.why) == (
            self.AN,
            "Lần gần nhất của THCS An là từ khi thành lập, lâu nhất trong các trường thành viên.",
        )
        again = whose_turn(self.ALL, [*turns, Turn("An", D("2024-09-01"))])
        assert again.candidate == self.BINH
        assert "từ ngày 01/09/2022" in again.why

    def test_the_last_who_never_was_has_nobody_behind_him(self):
        found = whose_turn(self.ALL, [Turn("An", None), Turn("Bình", None)])
        assert found.why == "THCS Cường chưa có lần nào giữ chức danh này."

    def test_schools_that_have_left_and_schools_without_a_principal_have_no_turn(self):
        found = whose_turn((self.BINH,), [Turn("Cũ", None)], ["THCS An", "THCS Cường"])
        assert found.candidate == self.BINH
        assert found.why.endswith("Không xét THCS An và THCS Cường: không có người đủ điều kiện.")

    def test_is_nobodys_where_nobody_may_stand(self):
        assert whose_turn((), [Turn("An", None)]) is None

    @given(st.lists(st.sampled_from(["An", "Bình", "Cường"]), max_size=12))
    def test_goes_round_whatever_came_before(self, history):
        """Three times the proposed one takes office: each of the three has had a turn."""
        turns = [Turn(code, None) for code in history]
        seen = set()
        for _ in range(3):
            found = whose_turn(self.ALL, turns)
            seen.add(found.candidate.school)
            turns.append(Turn(found.candidate.school, None))
        assert seen == {"An", "Bình", "Cường"}


class TestLeaving:
    OFFICE = term("2023-09-01")

    def test_a_posting_that_ended_ends_the_office_that_day(self):
        assert last_day_in_office(self.OFFICE, [term(None, "2025-03-15")], TODAY) == D("2025-03-15")

    def test_today_is_still_in_office(self):
        assert last_day_in_office(self.OFFICE, [term(None, "2025-03-20")], TODAY) == TODAY
        assert last_day_in_office(self.OFFICE, [term(None, "2025-03-21")], TODAY) is None

    def test_nobody_leaves_who_still_has_the_position(self):
        assert last_day_in_office(self.OFFICE, [term("2020-09-01")], TODAY) is None

    def test_another_member_school_from_the_next_day_is_no_leaving(self):
        held = [term("2025-03-16"), term(None, "2025-03-15")]
        assert last_day_in_office(self.OFFICE, held, TODAY) is None

    def test_one_day_between_is(self):
        held = [term(None, "2025-03-15"), term("2025-03-17")]
        assert last_day_in_office(self.OFFICE, held, TODAY) == D("2025-03-15")

    def test_who_never_had_it_in_that_office_has_left_nothing(self):
        assert last_day_in_office(self.OFFICE, [term(None, "2023-08-31")], TODAY) is None
        assert last_day_in_office(self.OFFICE, [], TODAY) is None

    def test_an_office_that_ended_first_stays_as_it_is(self):
        assert last_day_in_office(term(None, "2025-01-01"), [term(None, "2025-03-15")], TODAY) is None
        assert last_day_in_office(term(None, "2025-03-15"), [term(None, "2025-03-15")], TODAY) is None

    def test_only_wanted_positions_at_member_schools_count_while_they_are_members(self):
        posts = [
            Posting("A", Position.PRINCIPAL, term(None, "2025-03-15")),
            Posting("A", Position.TEACHER, term("2025-03-16")),
            Posting("X", Position.PRINCIPAL, term("2025-03-16")),
        ]
        members = [("A", term(None, "2024-12-31")), ("B", term())]
        assert stretches(posts, members, [Position.PRINCIPAL]) == [term(None, "2024-12-31")]

    def test_two_terms_hold_together_where_they_overlap(self):
        assert both_hold(term("2024-01-01"), term(None, "2024-06-01")) == term("2024-01-01", "2024-06-01")
        assert both_hold(term("2024-07-01"), term(None, "2024-06-01")) is None

    @given(
        st.lists(st.tuples(st.integers(0, 300), st.integers(0, 80)), max_size=5),
        st.integers(0, 100),
        st.integers(100, 400),
    )
    def test_he_has_it_on_his_last_day_and_not_on_the_next(self, spans, began, now):
        zero = D("2024-06-01")
        held = [Term(zero + timedelta(days=a), zero + timedelta(days=a + n)) for a, n in spans]
        office, today = Term(zero + timedelta(days=began)), zero + timedelta(days=now)
        last = last_day_in_office(office, held, today)
        if last is not None:
            assert last <= today
            assert any(t.holds(last) for t in held)
            assert not any(t.holds(last + timedelta(days=1)) for t in held)
            assert office.start <= last
