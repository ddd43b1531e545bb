"""A session: how its status may change, who must chair and attend, what it collides with."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cum_chuyen_mon.rules.regulation import Duty
from cum_chuyen_mon.rules.sessions import (
    Slot,
    composition_duties,
    may_become,
    missing_from_composition,
    overlaps,
)
from cum_chuyen_mon.rules.words import DutyKind, Position, SessionStatus, UnitKind
from tests.unit.rules.builders import D, quota

S = SessionStatus
DAY = D("2024-10-08")


def slot(code: str, start: int | None, end: int | None, venue: str = "", people: str = "", day=DAY) -> Slot:
    hours = [time(h) if h is not None else None for h in (start, end)]
    return Slot(code, f"Buổi {code}", day, *hours, venue=venue, people=frozenset(people))


@pytest.mark.parametrize(
    ("old", "new", "may"),
    [
        (S.PLANNED, S.CONVENED, True),
        (S.PLANNED, S.HELD, True),
        (S.CONVENED, S.POSTPONED, True),
        (S.POSTPONED, S.CONVENED, True),
        (S.POSTPONED, S.HELD, False),
        (S.HELD, S.CANCELLED, False),
        (S.HELD, S.PLANNED, False),
        (S.CANCELLED, S.PLANNED, False),
        (S.CANCELLED, S.HELD, False),
    ],
)
def test_a_held_or_cancelled_session_stays_what_it_is(old, new, may):
    assert may_become(old, new) is may


@pytest.mark.parametrize("status", S)
def test_saving_without_a_change_is_always_allowed(status):
    assert may_become(status, status)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ((8, 10), (9, 11), True),
        ((8, 10), (10, 11), False),
        ((8, 12), (9, 10), True),
        ((None, None), (9, 10), True),
        ((8, None), (9, 10), True),
        ((10, None), (8, 10), False),
    ],
)
def test_sessions_meet_when_they_share_time(one, other, meet):
    """An overlapping session is a warning; a session without hours takes the whole day."""
    assert slot("A", *one).meets(slot("B", *other)) is meet
    assert slot("B", *other).meets(slot("A", *one)) is meet


def test_a_session_does_not_collide_with_itself_nor_on_another_day():
    assert not slot("A", 8, 10).meets(slot("A", 8, 10))
    assert not slot("A", 8, 10).meets(slot("B", 8, 10, day=D("2024-10-09")))


def test_collisions_name_the_venue_and_the_people():
    mine = slot("A", 8, 10, "P1", "xyz")
    others = [
        slot("B", 9, 11, "P1", "w"),
        slot("C", 9, 11, "P2", "zyw"),
        slot("D", 9, 11, "P2", "w"),
        slot("E", 14, 16, "P1", "x"),
    ]
    assert [(o.other.code, o.same_venue, o.people) for o in overlaps(mine, others)] == [
        ("B", True, ()),
        ("C", False, ("y", "z")),
    ]


def test_two_sessions_without_a_venue_are_not_at_the_same_venue():
    assert overlaps(slot("A", 8, 10), [slot("B", 8, 10)]) == []


hours = st.none() | st.integers(0, 23)


@given(hours, hours, hours, hours)
def test_colliding_is_mutual(a, b, c, d):
    one, other = slot("A", a, b, "P1", "x"), slot("B", c, d, "P1", "x")
    assert bool(overlaps(one, [other])) == bool(overlaps(other, [one]))


CHAIR = Duty("C3", DutyKind.COMPOSITION, UnitKind.CLUSTER, position=Position.HEAD)
INVITE = Duty("C5b", DutyKind.COMPOSITION, UnitKind.CLUSTER, must_attend=(Position.AUTHORITY,))


@pytest.mark.clause("C3")
def test_a_cluster_session_is_chaired_by_its_head():
    """C3: chaired by the head."""
    assert missing_from_composition(CHAIR, {Position.HEAD, Position.PRINCIPAL}, set()) == []
    assert missing_from_composition(CHAIR, {Position.DEPUTY}, {Position.HEAD}) == [Position.HEAD]


@pytest.mark.clause("C5b")
def test_the_authoritys_leaders_are_invited_to_every_cluster_session():
    """C5b."""
    assert missing_from_composition(INVITE, set(), {Position.AUTHORITY}) == []
    assert missing_from_composition(INVITE, {Position.HEAD}, set()) == [Position.AUTHORITY]


def test_composition_duties_speak_about_their_kinds_of_session_only():
    themed = Duty(
        "X", DutyKind.COMPOSITION, UnitKind.CLUSTER, activity_kinds=("THEME",), position=Position.HEAD
    )
    duties = [CHAIR, themed, quota()]
    assert composition_duties(duties, "THEME") == [CHAIR, themed]
    assert composition_duties(duties, "MEETING") == [CHAIR]
