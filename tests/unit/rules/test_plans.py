"""The steps of a plan, rounds of consultation, and the days of items."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cum_chuyen_mon.rules.plans import (
    STEPS,
    PlannedDay,
    PlanState,
    belongs_to_year,
    is_round_over,
    may_become,
    planned_day,
    silent,
    states_after,
)
from cum_chuyen_mon.rules.school_year import SchoolYear

YEAR = SchoolYear("2024-2025", date(2024, 9, 5), date(2025, 5, 31))
UNTIL = date(2024, 10, 10)


class TestSteps:
    def test_a_new_plan_is_a_draft(self):
        assert [state for state in PlanState if may_become(None, state)] == [PlanState.DRAFT]

    @pytest.mark.parametrize("state", PlanState)
    def test_a_save_that_changes_no_state_is_no_step(self, state):
        assert may_become(state, state)

    @pytest.mark.clause("C5a")
    def test_nothing_is_decided_that_was_not_submitted(self):
        assert {step.state for step in STEPS if step.becomes is PlanState.APPROVED} == {PlanState.SUBMITTED}
        assert {step.state for step in STEPS if step.decides} == {PlanState.SUBMITTED, PlanState.APPROVED}

    def test_what_was_amended_stays_so_and_nobody_says_it_by_hand(self):
        assert states_after(PlanState.AMENDED) == ()
        assert not any(step.becomes is PlanState.AMENDED for step in STEPS)

    def test_an_action_leads_from_a_state_to_one_other(self):
        pairs = [(step.state, step.action) for step in STEPS]
        assert len(pairs) == len(set(pairs))


class TestARound:
    ASKED = ("T-AN", "T-BINH")

    @pytest.mark.clause("N5.3")
    def test_is_over_when_all_have_answered_or_the_day_is_past(self):
        assert not is_round_over(UNTIL, UNTIL, self.ASKED, {"T-AN"}), "the named day is still theirs"
        assert is_round_over(UNTIL, UNTIL + timedelta(days=1), self.ASKED, ())
        assert is_round_over(UNTIL, UNTIL, self.ASKED, {"T-AN", "T-BINH", "T-CUONG"})

    def test_names_the_silent_in_order(self):
        assert silent(self.ASKED, {"T-AN"}) == ["T-BINH"]


class TestDays:
    @pytest.mark.parametrize(
        ("month", "last"), [(10, date(2024, 10, 31)), (2, date(2025, 2, 28)), (7, date(2025, 7, 31))]
    )
    def test_a_month_is_the_one_of_the_school_year(self, month, last):
        assert planned_day(YEAR, None, month) == PlannedDay(last, is_provisional=True)

    def test_a_day_says_more_than_its_month(self):
        day = date(2024, 10, 3)
        assert planned_day(YEAR, day, 10) == PlannedDay(day, is_provisional=False)
        assert planned_day(YEAR, None, 0) is None

    def test_the_summer_belongs_to_the_year_before_and_august_to_the_next(self):
        turn = date(2024, 8, 1)
        days = (date(2024, 7, 31), turn, date(2025, 7, 31), date(2025, 8, 1))
        assert [belongs_to_year(YEAR, turn, day) for day in days] == [False, True, True, False]
