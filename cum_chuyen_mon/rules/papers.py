"""What a paper must say about itself so that a duty can find it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from .words import Anchor, Bound, PeriodKind

BY_OCCASION = (Anchor.EACH_SESSION, Anchor.VACANCY)
"""Anchors by which a paper answers what happened, whichever period that was in."""


class AsksForPaper(Protocol):
    """The part of a duty that decides which paper answers it."""

    @property
    def period(self) -> PeriodKind: ...
    @property
    def anchor(self) -> Anchor: ...
    @property
    def per_subject(self) -> bool: ...


def particulars(duties: Collection[AsksForPaper]) -> list[str]:
    """Which of "semester", "subject" and "session" a paper must name: what every one of the duties tells papers
    apart by. One duty that asks for none of it is answered by a paper without it, so nothing is asked then."""
    asks = {
        "semester": lambda duty: duty.period == PeriodKind.SEMESTER and duty.anchor not in BY_OCCASION,
        "subject": lambda duty: duty.per_subject,
        "session": lambda duty: duty.anchor == Anchor.EACH_SESSION,
    }
    return [name for name, asked in asks.items() if duties and all(map(asked, duties))]


OF_WHICH = {"semester": "của học kỳ nào", "subject": "của môn nào", "session": "của buổi nào"}


def question(particular: str) -> str:
    """The sentence that asks for what ``particulars`` found missing."""
    return f"Quy chế tính loại văn bản này theo từng kỳ, môn hoặc buổi. Hãy ghi rõ {OF_WHICH[particular]}."


def comes_after_session(anchor: str, bound: str, offset: int) -> bool:
    """Whether a deadline asks for a paper about a session that was held, and so with its minutes (E2.2, N5.1, L3c).

    A themed session's plan is about one too, but is due ahead of it (E4.2b).
    """
    ahead = offset < 0 or (offset == 0 and bound == Bound.BEFORE)
    return anchor == Anchor.EACH_SESSION and not ahead
