"""Who signs a unit's paper: its head, a deputy for him, or whoever holds his warrant."""

from __future__ import annotations

from datetime import date

import frappe

from cum_chuyen_mon.documents.contexts import Signer
from cum_chuyen_mon.documents.letters import capacity, of_school
from cum_chuyen_mon.meetings.people import leaders
from cum_chuyen_mon.rules.units import Officer, Unit
from cum_chuyen_mon.rules.words import HEADS, Position, UnitKind

from .names import names_of

HIGHEST = {UnitKind.GROUP: Position.GROUP_LEAD, UnitKind.SUBJECT_GROUP: Position.SUBJECT_LEAD}
"""The office of who heads a unit, of another kind than a cluster."""


def head_of_unit(unit: Unit, on: date) -> Officer | None:
    """Who heads a unit on a day; of a cluster with a head per level the first."""
    leads = (Position.SUBJECT_LEAD,) if unit.kind is UnitKind.SUBJECT_GROUP else HEADS
    return next((officer for officer in unit.officers_on(on) if officer.position in leads), None)


def office_of(unit: Unit, person: str, on: date) -> Position | None:
    """A person's own office in a unit on a day, the highest first; None for none."""
    held = {officer.position for officer in unit.officers_on(on) if officer.person == person}
    return next((position for position in Position if position in held), None)


def signer(unit: Unit, person: str, on: date, delegation: str | None = None) -> Signer:
    """The signature of a person for a unit on a day; ``delegation``: under which the paper was made, by him or by
    somebody else."""
    names = names_of([person], [], on)
    return Signer(
        capacity(
            unit.title,
            office_of(unit, person, on),
            _highest(unit, on),
            by_warrant=bool(person) and person == delegate_of(delegation),
            at_school=names.offices.get(person, ""),
        ),
        names.person(person),
    )


def signer_of(unit: Unit, on: date, delegation: str | None) -> Signer:
    """The signature under a paper of a unit: of whoever made it for the head by a delegation, else the head's."""
    delegate = delegate_of(delegation)
    return signer(unit, delegate, on, delegation) if delegate else signer_of_head(unit, on)


def signer_of_head(unit: Unit, on: date) -> Signer:
    """The head's signature; while there is none that of a deputy, who then is in charge (mục II.7, điểm b), the name
    left open where there is none or several. A school's principal signs in his own right."""
    if unit.kind is UnitKind.SCHOOL:
        return _of_school(unit.code, on)
    head, highest = head_of_unit(unit, on), _highest(unit, on)
    deputies = [] if head else unit.officers_on(on, Position.DEPUTY)
    people = [head.person] if head else [deputy.person for deputy in deputies]
    if len(people) == 1:
        return signer(unit, people[0], on)
    return Signer(capacity(unit.title, Position.DEPUTY if deputies else highest, highest))


def delegate_of(delegation: str | None) -> str:
    """To whom a delegation gives the right to act."""
    return (frappe.db.get_value("Cluster Delegation", delegation, "delegate") if delegation else "") or ""


def _highest(unit: Unit, on: date) -> Position:
    head = head_of_unit(unit, on)
    return head.position if head else HIGHEST.get(unit.kind, Position.HEAD)


def _of_school(school: str, on: date) -> Signer:
    """The principal; while a school has none, its deputy, whose name is left open where there are several."""
    principals = leaders(school, on, Position.PRINCIPAL)
    deputies = [] if principals else leaders(school, on, Position.VICE_PRINCIPAL)
    if deputies:
        return Signer(of_school(Position.VICE_PRINCIPAL), deputies[0] if len(deputies) == 1 else "")
    return Signer(of_school(Position.PRINCIPAL), principals[0] if principals else "")
