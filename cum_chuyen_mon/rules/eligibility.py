"""Who may be chosen: a regulation can ask that whoever holds a position holds another one at a school."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date

from .regulation import Duty
from .units import Officer
from .words import DutyKind, Position


def chosen_from(duty: Duty) -> tuple[Position, ...]:
    """The school positions from which the duty's office-holder is chosen; empty when it does not say.

    A term duty names them in ``must_attend``: N5.1, "chọn cử một Hiệu trưởng làm Cụm trưởng".
    """
    return duty.must_attend if duty.kind is DutyKind.TERM else ()


def not_eligible(
    duty: Duty, officers: Iterable[Officer], held: Callable[[str, date | None], Collection[Position]]
) -> list[Officer]:
    """Officers in the duty's position who on their first day held none of the positions it asks for.

    ``held`` gives a person's positions at member schools on a day (None: ever).
    """
    wanted = chosen_from(duty)
    if not wanted:
        return []
    return [
        officer
        for officer in officers
        if officer.position is duty.position
        and not set(wanted) & set(held(officer.person, officer.term.start))
    ]
