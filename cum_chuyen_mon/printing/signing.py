"""Who signs a unit's paper: its head, a deputy for him, or whoever holds his warrant."""

from __future__ import annotations

from datetime import date

from cum_chuyen_mon.documents.contexts import Signer
from cum_chuyen_mon.documents.letters import capacity
from cum_chuyen_mon.meetings.people import postings
from cum_chuyen_mon.rules.units import Officer, Unit
from cum_chuyen_mon.rules.words import HEADS, Position, UnitKind
from cum_chuyen_mon.wording import vi

from .names import names_of


def head_of_unit(unit: Unit, on: date) -> Officer | None:
    """Who heads a unit on a day; of a cluster with a head per level the first."""
    leads = (Position.SUBJECT_LEAD,) if unit.kind is UnitKind.SUBJECT_GROUP else HEADS
    return next((officer for officer in unit.officers_on(on) if officer.position in leads), None)


def office_of(unit: Unit, person: str, on: date) -> Position | None:
    """A person's own office in a unit on a day, the highest first; None for none."""
    held = {officer.position for officer in unit.officers_on(on) if officer.person == person}
    return next((position for position in Position if position in held), None)


def signer(unit: Unit, person: str, on: date, by_warrant: bool = False) -> Signer:
    """The signature of a person for a unit on a day; ``by_warrant``: under a delegation."""
    head = head_of_unit(unit, on)
    highest = head.position if head else Position.HEAD
    return Signer(
        capacity(unit.title, office_of(unit, person, on), highest, by_warrant),
        names_of([person], [], on).person(person),
    )


def signer_of_head(unit: Unit, on: date) -> Signer:
    """The head's signature, the name left open while there is none. A school's principal signs in his own right."""
    if unit.kind is UnitKind.SCHOOL:
        return Signer((vi(Position.PRINCIPAL).upper(),), _principal(unit.code, on))
    head = head_of_unit(unit, on)
    return (
        signer(unit, head.person, on) if head else Signer(capacity(unit.title, Position.HEAD, Position.HEAD))
    )


def _principal(school: str, on: date) -> str:
    return next((post.name for post in postings(on, schools=[school])), "")
