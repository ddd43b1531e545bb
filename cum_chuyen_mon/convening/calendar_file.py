"""The calendar entry that goes with a notice of a session: an iCalendar file (RFC 5545) as an invitation (RFC 5546).

A changed session is invited to again under the same ``uid`` with a higher ``sequence``: calendars replace the entry.
Imports nothing from frappe.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vCalAddress

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
PRODUCT = "-//cum_chuyen_mon//VI"
REQUEST, CANCEL = "REQUEST", "CANCEL"


@dataclass(frozen=True)
class Guest:
    """Somebody who is invited, by name and mail address."""

    name: str
    mail: str


@dataclass(frozen=True)
class Notice:
    """What a session's entry says. Without a start it takes the whole day; without an end two hours."""

    uid: str
    sequence: int
    title: str
    day: date
    start: time | None = None
    end: time | None = None
    venue: str = ""
    text: str = ""
    link: str = ""
    organiser: Guest | None = None
    guests: Sequence[Guest] = ()
    is_off: bool = False
    """Postponed or cancelled: the entry is taken out of calendars."""

    @property
    def method(self) -> str:
        return CANCEL if self.is_off else REQUEST


USUAL_LENGTH = timedelta(hours=2)


def calendar_file(notice: Notice, made_at: datetime) -> bytes:
    """The file, in UTF-8. ``made_at`` is an aware time."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", notice.method)
    if notice.start:
        calendar.add_component(_time_zone())
    calendar.add_component(_event(notice, made_at))
    return calendar.to_ical()


@lru_cache(maxsize=1)
def _time_zone() -> Timezone:
    """Vietnam's time: seven hours ahead, no summer time. Deriving it from the tables takes longer than a mail."""
    found, standard = Timezone(), TimezoneStandard()
    found.add("tzid", HERE.key)
    standard.add("dtstart", datetime(1975, 6, 13))
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    found.add_component(standard)
    return found


def _event(notice: Notice, made_at: datetime) -> Event:
    event = Event()
    event.add("uid", notice.uid)
    event.add("sequence", notice.sequence)
    event.add("dtstamp", made_at)
    event.add("summary", notice.title)
    event.add("status", "CANCELLED" if notice.is_off else "CONFIRMED")
    first, last = _span(notice)
    event.add("dtstart", first)
    event.add("dtend", last)
    for name, value in (("location", notice.venue), ("description", notice.text), ("url", notice.link)):
        if value:
            event.add(name, value)
    if notice.organiser:
        event.add("organizer", _address(notice.organiser))
    for guest in notice.guests:
        address = _address(guest)
        address.params["rsvp"] = "FALSE" if notice.is_off else "TRUE"
        event.add("attendee", address, encode=0)
    return event


def _span(notice: Notice) -> tuple[date, date] | tuple[datetime, datetime]:
    if notice.start is None:
        return notice.day, notice.day + timedelta(days=1)  # the end of a whole-day entry is the day after
    start = datetime.combine(notice.day, notice.start, HERE)
    end = datetime.combine(notice.day, notice.end, HERE) if notice.end else start + USUAL_LENGTH
    return start, end


def _address(guest: Guest) -> vCalAddress:
    address = vCalAddress(f"mailto:{guest.mail}")
    address.params["cn"] = guest.name
    return address
