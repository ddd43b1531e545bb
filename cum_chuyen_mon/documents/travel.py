"""Who is to be paid for travelling to sessions (E4.3): one line for each person, with the days he attended.

What is paid is the school's own spending rules: amount and signature are left to be written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from cum_chuyen_mon.rules.text import date_vi

from .contexts import Head, Paper, Signer

DRAWN_UP = Signer(("NGƯỜI LẬP DANH SÁCH",))


@dataclass(frozen=True)
class Visit:
    """One session that somebody attended, with the number of the minutes that prove it."""

    day: date
    venue: str
    number: int | None = None


@dataclass(frozen=True)
class Traveller:
    name: str
    place: str
    """His position and school."""
    visits: Sequence[Visit]


@dataclass(frozen=True)
class TravelLine:
    no: str
    name: str
    place: str
    days: str
    count: str


@dataclass(frozen=True)
class TravelPaper(Paper):
    """Danh sách thanh toán công tác phí."""

    template: ClassVar[str] = "travel"

    about: str
    """Which sessions the list is about."""
    people: tuple[TravelLine, ...]
    visits: str
    closing: str
    left: Signer
    right: Signer


def travel_paper(head: Head, about: str, travellers: Sequence[Traveller], signer: Signer) -> TravelPaper:
    """The list of these people, in their order."""
    visits = sum(len(person.visits) for person in travellers)
    return TravelPaper(
        head=head,
        subject="Thanh toán công tác phí dự sinh hoạt chuyên môn",
        about=about,
        people=tuple(_line(number, person) for number, person in enumerate(travellers, start=1)),
        visits=str(visits),
        closing=f"Danh sách có {len(travellers)} người với {visits} lượt dự, theo biên bản đã khóa của các buổi sinh "
        "hoạt. Tổng số tiền: ............................ đồng (bằng chữ: ........................................)./.",
        left=DRAWN_UP,
        right=signer,
    )


def _line(number: int, person: Traveller) -> TravelLine:
    visits = sorted(person.visits, key=lambda visit: visit.day)
    return TravelLine(str(number), person.name, person.place, _days(visits), str(len(visits)))


def _days(visits: Sequence[Visit]) -> str:
    """ "Trường A: 05/01/2025 (BB 03), 12/01/2025 (BB 04); Trường B: …": a place is told once."""
    places: dict[str, list[str]] = {}
    for visit in visits:
        minutes = f" (BB {visit.number:02d})" if visit.number else ""
        places.setdefault(visit.venue, []).append(f"{date_vi(visit.day)}{minutes}")
    return "; ".join(
        f"{place}: {', '.join(days)}" if place else ", ".join(days) for place, days in places.items()
    )
