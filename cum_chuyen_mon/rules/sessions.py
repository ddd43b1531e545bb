"""A session: how its status may change, who must chair and attend, and what it collides with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from .regulation import Duty
from .words import DutyKind, Position, SessionStatus

NEXT_STATUS = {
    SessionStatus.PLANNED: {
        SessionStatus.CONVENED,
        SessionStatus.HELD,
        SessionStatus.POSTPONED,
        SessionStatus.CANCELLED,
    },
    SessionStatus.CONVENED: {SessionStatus.HELD, SessionStatus.POSTPONED, SessionStatus.CANCELLED},
    SessionStatus.POSTPONED: {SessionStatus.PLANNED, SessionStatus.CONVENED, SessionStatus.CANCELLED},
    SessionStatus.HELD: set(),
    SessionStatus.CANCELLED: set(),
}


def may_become(old: SessionStatus, new: SessionStatus) -> bool:
    """Whether a session may go from one status to another. A held or cancelled session stays what it is."""
    return old is new or new in NEXT_STATUS[old]


@dataclass(frozen=True)
class Slot:
    """When and where a session is, and who is expected there."""

    code: str
    title: str
    day: date
    start: time | None = None
    end: time | None = None
    venue: str = ""
    people: frozenset[str] = frozenset()

    def meets(self, other: Slot) -> bool:
        """Whether the two are on at the same time; a session without hours takes the whole day."""
        if self.day != other.day or self.code == other.code:
            return False
        latest_start = max(self.start or time.min, other.start or time.min)
        earliest_end = min(self.end or time.max, other.end or time.max)
        return latest_start < earliest_end


@dataclass(frozen=True)
class Overlap:
    """Another session at the same time at the same venue, or with the same people."""

    other: Slot
    same_venue: bool
    people: tuple[str, ...]


def overlaps(slot: Slot, others: Iterable[Slot]) -> list[Overlap]:
    """The sessions that collide with this one, in the order given."""
    found = []
    for other in others:
        if slot.meets(other):
            same_venue = bool(slot.venue) and slot.venue == other.venue
            people = tuple(sorted(slot.people & other.people))
            if same_venue or people:
                found.append(Overlap(other, same_venue, people))
    return found


def composition_duties(duties: Iterable[Duty], activity_kind: str) -> list[Duty]:
    """The composition duties that speak about sessions of a kind."""
    return [
        d
        for d in duties
        if d.kind is DutyKind.COMPOSITION and (not d.activity_kinds or activity_kind in d.activity_kinds)
    ]


def missing_from_composition(
    duty: Duty, chair_positions: Collection[Position], invited_positions: Collection[Position]
) -> Sequence[Position]:
    """Positions that a composition duty asks for and the session lacks: the chair's own first, then the invited.

    C3: a cluster session is chaired by the head. C5b: the authority's leaders are invited.
    """
    missing = []
    if duty.position and duty.position not in chair_positions:
        missing.append(duty.position)
    missing += [p for p in duty.must_attend if p not in invited_positions]
    return missing
