"""Who may be chosen: N5.1 asks that the head of a cluster is a principal."""

from __future__ import annotations

import pytest

from cum_chuyen_mon.rules.eligibility import chosen_from, not_eligible
from cum_chuyen_mon.rules.regulation import Duty
from cum_chuyen_mon.rules.units import Officer, Term
from cum_chuyen_mon.rules.words import DutyKind, Position, UnitKind
from tests.unit.rules.builders import D, quota

TERM = Duty(
    "N5.1",
    DutyKind.TERM,
    UnitKind.CLUSTER,
    position=Position.HEAD,
    max_years=3,
    must_attend=(Position.PRINCIPAL,),
)
PRINCIPAL_FROM = {"HT-A": D("2020-09-01"), "HT-B": D("2025-01-01")}


def held(person, day):
    since = PRINCIPAL_FROM.get(person)
    return {Position.PRINCIPAL} if since and (day is None or since <= day) else {Position.TEACHER}


def head(person: str, start: str | None = "2024-09-15", position: Position = Position.HEAD) -> Officer:
    return Officer(person, position, Term(D(start) if start else None))


@pytest.mark.clause("N5.1")
def test_the_head_is_chosen_from_the_principals():
    """N5.1: the cluster meets and elects a principal as head."""
    rows = [head("HT-A"), head("GV-C")]
    assert not_eligible(TERM, rows, held) == [rows[1]]


def test_who_becomes_a_principal_later_was_not_one_when_chosen():
    """ARCHITECTURE 6: positions are dated rows."""
    assert not_eligible(TERM, [head("HT-B")], held) == [head("HT-B")]
    assert not_eligible(TERM, [head("HT-B", "2025-01-01"), head("HT-B", None)], held) == []


def test_other_offices_may_be_held_by_anyone():
    assert not_eligible(TERM, [head("GV-C", position=Position.DEPUTY)], held) == []


def test_a_rule_that_does_not_say_lets_everyone_be_chosen():
    """E2.2: elected in rotation; the document does not say from whom."""
    silent = Duty("E2.2", DutyKind.TERM, UnitKind.CLUSTER, position=Position.HEAD, max_years=1)
    assert chosen_from(silent) == ()
    assert not_eligible(silent, [head("GV-C")], held) == []
    assert chosen_from(quota(must_attend=(Position.PRINCIPAL,))) == ()
