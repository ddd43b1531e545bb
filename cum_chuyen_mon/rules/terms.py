"""Terms of office counted in school years, and rotation of headship and venue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from .school_year import TURN_OF_YEAR
from .units import Officer, Term
from .words import Position


def school_year_of(day: date) -> int:
    """The calendar year in which the school year around a day starts: 15/3/2025 → 2024."""
    return day.year if day.month >= TURN_OF_YEAR else day.year - 1


def school_year_closed(day: date) -> int:
    """Like :func:`school_year_of`, but August still closes the year before: a term that ends on 31/8/2027
    served 2026-2027 to its end and nothing of 2027-2028."""
    return school_year_of(day) - (1 if day.month == TURN_OF_YEAR else 0)


def school_years_in_office(terms: Iterable[Term], until: date) -> int:
    """School years without a break, up to the one of ``until``, in which a person held a position on any day.

    The school year in which a term starts is the first, however little of it is left (N5.1).
    """
    held: set[int] = set()
    for term in terms:
        if term.start and term.start <= until:
            first, last = school_year_of(term.start), school_year_closed(min(term.end or until, until))
            held.update(range(first, max(first, last) + 1))
    year, count = school_year_of(until), 0
    if year not in held:
        year = school_year_closed(until)
    while year in held:
        count, year = count + 1, year - 1
    return count


def over_term(officers: Iterable[Officer], position: Position, max_years: int) -> list[tuple[Officer, int]]:
    """Officers whose stay in a position reaches more school years in a row than allowed, with that number.

    An open-ended term reaches as far as it has begun: it is counted by its first day only.
    """
    rows = [o for o in officers if o.position is position]
    found = []
    for officer in rows:
        reach = officer.term.end or officer.term.start
        if reach is None:
            continue
        own = [o.term for o in rows if (o.person, o.level) == (officer.person, officer.level)]
        served = school_years_in_office(own, reach)
        if served > max_years:
            found.append((officer, served))
    return found


def next_in_rotation(members: Sequence[str], history: Sequence[str]) -> str | None:
    """Whose turn it is: the member that never had a turn, else the one whose last turn is longest ago (E2.2).

    ``members`` are in the order of the founding decision, which breaks ties; ``history`` is oldest first and may
    name schools that have left.
    """
    last_turn = {code: turn for turn, code in enumerate(history)}
    return min(members, key=lambda code: last_turn.get(code, -1), default=None)
