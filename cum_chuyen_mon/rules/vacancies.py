"""When a unit was without a head: an office that ended before a successor began (N5.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .school_year import Period
from .units import Unit
from .words import Level, Position


def seat_of(position: Position, level: Level | None = None) -> str:
    """One name for a position, or for a position of one level where headship is per level."""
    return f"{position} {level}" if level else str(position)


@dataclass(frozen=True)
class Vacancy:
    """A seat that nobody holds from a day on; ``since`` is the first day without anybody."""

    position: Position
    since: date
    level: Level | None = None

    @property
    def seat(self) -> str:
        return seat_of(self.position, self.level)


def vacancies(unit: Unit, position: Position, period: Period) -> list[Vacancy]:
    """Vacancies of a position that began in a period, or were still open when it began; oldest first.

    A seat that was never held is not vacant: the founding decision names the first head.
    """
    found = {
        Vacancy(position, since, level)
        for level in {o.level for o in unit.officers if o.position is position}
        for since in _first_days_without(unit, position, level)
        if unit.term.holds(since) and _concerns(unit, position, level, since, period)
    }
    return sorted(found, key=lambda vacancy: (vacancy.since, vacancy.seat))


def _first_days_without(unit: Unit, position: Position, level: Level | None) -> Iterator[date]:
    for officer in unit.officers:
        if officer.position is position and officer.level is level and officer.term.end:
            since = officer.term.end + timedelta(days=1)
            if not is_held(unit, position, level, since):
                yield since


def _concerns(unit: Unit, position: Position, level: Level | None, since: date, period: Period) -> bool:
    """What was filled before the period began is the business of the period before."""
    if since >= period.start:
        return since <= period.end
    starts = [o.term.start for o in unit.officers if o.position is position and o.term.start]
    return not any(since < day <= period.start and is_held(unit, position, level, day) for day in starts)


def is_held(unit: Unit, position: Position, level: Level | None, day: date) -> bool:
    """Whether somebody holds a seat on a day: for its level, for the whole unit, or one for each of its levels."""
    levels = {o.level for o in unit.officers_on(day, position)}
    if None in levels or (level and level in levels):
        return True
    return level is None and bool(unit.levels) and unit.levels <= levels
