"""Calling a session together: what people are to be told, and by when they have to be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import Enum

from .regulation import Duty, Regulation
from .words import OFF, DutyKind, Rotates, SessionStatus
from .working_days import WorkCalendar


class Telling(Enum):
    """What a notice says."""

    INVITATION = "invitation"
    CHANGE = "change"
    POSTPONEMENT = "postponement"
    CANCELLATION = "cancellation"

    @property
    def is_off(self) -> bool:
        """Whether the session leaves people's calendars."""
        return self in (Telling.POSTPONEMENT, Telling.CANCELLATION)


def telling(old: SessionStatus | None, new: SessionStatus, details_changed: bool) -> Telling | None:
    """What people have to be told when a session goes from one status to another, or changes day, hour or place.

    None for nothing: a session that nobody was called to may change in silence.
    """
    if new is SessionStatus.CONVENED:
        if old is not SessionStatus.CONVENED:
            return Telling.INVITATION
        return Telling.CHANGE if details_changed else None
    if new in OFF and old is not new and old in (SessionStatus.CONVENED, SessionStatus.POSTPONED):
        return Telling.POSTPONEMENT if new is SessionStatus.POSTPONED else Telling.CANCELLATION
    return None


def speaks_of(duty: Duty, activity_kind: str) -> bool:
    """Whether a duty is about sessions of a kind."""
    return not duty.activity_kinds or activity_kind in duty.activity_kinds


def last_day_to_tell(duty: Duty, day: date, calendar: WorkCalendar) -> date:
    """The last day on which a notice of a session is in time: ten working days ahead of it, say (E4.2b)."""
    return calendar.shift(day, -duty.offset, duty.day_unit)


def first_day_to_meet(duty: Duty, told: date, calendar: WorkCalendar) -> date:
    """The first day for which a notice of ``told`` is in time: on a day off it is as early as on the one before."""
    day = calendar.shift(told, duty.offset, duty.day_unit)
    while last_day_to_tell(duty, day, calendar) < told:
        day += timedelta(days=1)
    return day


def notice_duties(
    duties: Iterable[tuple[Regulation, Duty]], activity_kind: str
) -> Sequence[tuple[Regulation, Duty]]:
    """The duties of notice that speak of a kind of session."""
    return [
        (regulation, duty)
        for regulation, duty in duties
        if duty.kind is DutyKind.NOTICE and speaks_of(duty, activity_kind)
    ]


def venue_duty(
    duties: Iterable[tuple[Regulation, Duty]], activity_kind: str
) -> tuple[Regulation, Duty] | None:
    """The duty by which sessions of a kind go round the member schools (E2.2); None where there is none."""
    return next(
        (
            (regulation, duty)
            for regulation, duty in duties
            if duty.kind is DutyKind.ROTATION
            and duty.rotates is Rotates.VENUE
            and speaks_of(duty, activity_kind)
        ),
        None,
    )
