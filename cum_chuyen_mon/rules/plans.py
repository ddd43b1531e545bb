"""A unit's plan, or its own rules, from the first draft to the authority's word: the steps, and the days of items."""

from __future__ import annotations

import calendar
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from .school_year import SchoolYear, date_in_year
from .words import Word


class PlanState(Word):
    DRAFT = "Draft"
    CONSULTATION = "Consultation"
    SUBMITTED = "Submitted"
    APPROVED = "Approved"
    RETURNED = "Returned"
    AMENDED = "Amended"


@dataclass(frozen=True)
class Step:
    """From one state to another by an action; ``decides``: the authority's word, not the unit's work."""

    state: PlanState
    action: str
    becomes: PlanState
    decides: bool = False


CONSULT, SUBMIT, TAKE_BACK = "Consult Member Schools", "Submit Plan", "Take Plan Back"
APPROVE, RETURN = "Approve Plan", "Return Plan"

STEPS = (
    Step(PlanState.DRAFT, CONSULT, PlanState.CONSULTATION),
    Step(PlanState.DRAFT, SUBMIT, PlanState.SUBMITTED),
    Step(PlanState.CONSULTATION, SUBMIT, PlanState.SUBMITTED),
    Step(PlanState.CONSULTATION, TAKE_BACK, PlanState.DRAFT),
    Step(PlanState.SUBMITTED, TAKE_BACK, PlanState.DRAFT),
    Step(PlanState.SUBMITTED, APPROVE, PlanState.APPROVED, decides=True),
    Step(PlanState.SUBMITTED, RETURN, PlanState.RETURNED, decides=True),
    Step(PlanState.RETURNED, CONSULT, PlanState.CONSULTATION),
    Step(PlanState.RETURNED, SUBMIT, PlanState.SUBMITTED),
    Step(PlanState.APPROVED, RETURN, PlanState.RETURNED, decides=True),
)
"""All there are (N5.2, N5.3, C5a). An approved plan becomes ``AMENDED`` by its approved amendment only."""


def may_become(old: PlanState | None, new: PlanState) -> bool:
    """Whether a plan may go from one state to another; a new one (None) begins as a draft."""
    if old is None:
        return new is PlanState.DRAFT
    return old is new or any((step.state, step.becomes) == (old, new) for step in STEPS)


def states_after(state: PlanState) -> tuple[PlanState, ...]:
    return tuple(step.becomes for step in STEPS if step.state is state)


def silent(asked: Collection[str], answered: Collection[str]) -> list[str]:
    """Of the schools that were asked, those that have not answered, in their order."""
    return [school for school in asked if school not in answered]


def is_round_over(until: date, today: date, asked: Collection[str], answered: Collection[str]) -> bool:
    """Whether every school asked has answered or has let the date pass (N5.3). The named day is still theirs."""
    return today > until or not silent(asked, answered)


@dataclass(frozen=True)
class PlannedDay:
    """When an item is to happen; ``is_provisional``: only the month is known, ``day`` is its last one."""

    day: date
    is_provisional: bool


def planned_day(year: SchoolYear, on: date | None, month: int) -> PlannedDay | None:
    """The day of an item that names a day or a month (1-12) of the school year; None where it names neither.

    A month is the one that falls in the school year: 10 in the calendar year in which it starts, 3 in the other.
    """
    if on:
        return PlannedDay(on, is_provisional=False)
    if not month:
        return None
    first = date_in_year(year, month, 1)
    return PlannedDay(first.replace(day=calendar.monthrange(first.year, first.month)[1]), is_provisional=True)


def belongs_to_year(year: SchoolYear, turn: date, day: date) -> bool:
    """Whether a day is in the twelve months that belong to a school year, its summer included."""
    return turn <= day < date(turn.year + 1, turn.month, 1) or year.start <= day <= year.end
