"""Terms of office, whose turn it is to head a unit, and when an office ends by itself (N5.1, E2.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .regulation import Duty
from .school_year import TURN_OF_YEAR
from .terms import next_in_rotation, school_year_of, school_years_in_office
from .text import date_vi, join_vi
from .units import Posting, Term
from .words import Level, Position

ONE_DAY = timedelta(days=1)


def concerns(duty: Duty, level: Level | None) -> bool:
    """Whether a duty of a unit is about the head of this level; one for the whole unit is concerned by all."""
    return not (level and duty.levels) or level in duty.levels


def last_day_of_term(start: date, years: int) -> date:
    """The last day of a term of so many school years: August still closes the last of them."""
    return date(school_year_of(start) + years, TURN_OF_YEAR, 31)


def length_of_term(term: Term) -> int:
    """How many school years a term reaches over, the one in which it starts included."""
    return school_years_in_office([term], term.end or term.start) if term.start else 0


@dataclass(frozen=True)
class Candidate:
    """Somebody who may stand: a person in a position at a member school."""

    person: str
    name: str
    school: str
    school_name: str


@dataclass(frozen=True)
class Turn:
    """A turn of a school at the headship: the day on which somebody of it took office, None for long ago."""

    school: str
    since: date | None


@dataclass(frozen=True)
class Proposal:
    """Whose turn it is, with the reason in words."""

    candidate: Candidate
    why: str


def whose_turn(
    candidates: Sequence[Candidate], turns: Sequence[Turn], without: Sequence[str] = ()
) -> Proposal | None:
    """Who is next to head a unit in rotation (E2.2), and why; None when nobody may stand.

    ``candidates`` are in the order of the founding decision, ``turns`` oldest first; ``without`` are names of member
    schools where nobody may stand.
    """
    code = next_in_rotation([c.school for c in candidates], [turn.school for turn in turns])
    found = next((c for c in candidates if c.school == code), None)
    if found is None:
        return None
    had = [turn for turn in turns if turn.school == code]
    others = {c.school for c in candidates} - {code} - {turn.school for turn in turns}
    if not had:
        why = f"{found.school_name} chưa có lần nào giữ chức danh này"
        why += " và đứng trước theo thứ tự trong quyết định thành lập." if others else "."
    else:
        last = f"từ ngày {date_vi(had[-1].since)}" if had[-1].since else "từ khi thành lập"
        why = f"Lần gần nhất của {found.school_name} là {last}, lâu nhất trong các trường thành viên."
    if without:
        why += f" Không xét {join_vi(without)}: không có người đủ điều kiện."
    return Proposal(found, why)


def last_day_in_office(office: Term, held: Iterable[Term], today: date) -> date | None:
    """The day on which an office ended because its holder lost the position that it asks for (N5.1).

    ``held`` are the stretches in which he had the position at a member school. None as long as he has it, where the
    office ended by then anyway, and for somebody who never had it in that office: he has not left anything.
    """
    for term in _joined(held):
        if term.overlaps(office):
            end = term.end
            is_over = end is not None and end <= today and (office.end is None or end < office.end)
            return end if is_over else None
    return None


def _joined(terms: Iterable[Term]) -> list[Term]:
    """Stretches that overlap or follow one another without a day between, as one; oldest first."""
    found: list[Term] = []
    for term in sorted(terms, key=lambda t: t.start or date.min):
        last = found[-1] if found else None
        if last and (last.end is None or term.start is None or term.start <= last.end + ONE_DAY):
            end = None if last.end is None or term.end is None else max(last.end, term.end)
            found[-1] = Term(last.start, end)
        else:
            found.append(term)
    return found


def both_hold(one: Term, other: Term) -> Term | None:
    """The stretch in which both hold; None where they never do together."""
    if not one.overlaps(other):
        return None
    starts = [t.start for t in (one, other) if t.start]
    ends = [t.end for t in (one, other) if t.end]
    return Term(max(starts, default=None), min(ends, default=None))


def stretches(
    posts: Iterable[Posting], members: Iterable[tuple[str, Term]], wanted: Iterable[Position]
) -> list[Term]:
    """When somebody had one of the wanted positions at a school that was a member of the unit."""
    positions, rows = set(wanted), list(members)
    return [
        both
        for post in posts
        if post.position in positions
        for school, term in rows
        if school == post.school and (both := both_hold(post.term, term))
    ]
