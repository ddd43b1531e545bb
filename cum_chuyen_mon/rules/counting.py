"""Which session counts toward which obligation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .facts import SessionFact
from .words import SessionStatus, UnitKind

if TYPE_CHECKING:
    from .obligations import Obligation


def counts_for(obligation: Obligation, session: SessionFact, *, only_locked: bool = True) -> bool:
    """Whether a session counts: held inside the period, by the unit, of the right kind, for the subject where the
    duty is per subject, and with locked minutes. Postponed, cancelled and unsigned sessions count for nothing."""
    duty = obligation.duty
    if only_locked and not (session.status is SessionStatus.HELD and session.locked_on):
        return False
    return (
        obligation.period.holds(session.held_on)
        and (not duty.activity_kinds or session.activity_kind in duty.activity_kinds)
        and _by_the_unit(obligation, session)
        and (not obligation.subject or obligation.subject in session.subjects)
        and (not duty.subjects or bool(session.subjects.intersection(duty.subjects)))
    )


def _by_the_unit(obligation: Obligation, session: SessionFact) -> bool:
    """The unit's own session; for a school also those it took part in; where the duty looks at subjects also
    those of the unit's subject groups."""
    if (session.unit_kind, session.unit) == (obligation.unit_kind, obligation.unit):
        return True
    if obligation.unit_kind is UnitKind.SCHOOL:
        return obligation.unit in session.schools
    is_parent = (session.parent_kind, session.parent) == (obligation.unit_kind, obligation.unit)
    return is_parent and obligation.duty.looks_at_subjects
