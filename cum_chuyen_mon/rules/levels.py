"""Levels as schools write them: "TH-THCS" for a school that teaches both."""

from __future__ import annotations

from collections.abc import Collection

from .text import clean
from .words import Level

ORDER = tuple(Level)
COMBINATIONS = tuple(
    "-".join(ORDER[first : last + 1]) for last in range(len(ORDER)) for first in range(last, -1, -1)
)
"""Every way to write levels: one alone, or several that follow one another."""


def levels_with(level: str) -> list[str]:
    """Every way to write levels that include this one: a unit of TH-THCS is one of THCS."""
    return [text for text in COMBINATIONS if level in text.split("-")]


def parse_levels(text: object) -> frozenset[Level]:
    """ "TH-THCS" → {TH, THCS}; empty for a blank.

    Raises ValueError for an unknown level, a wrong order, and levels that do not follow one another.
    """
    written = "-".join(part.strip() for part in clean(text).upper().replace("–", "-").split("-"))
    if not written:
        return frozenset()
    if written not in COMBINATIONS:
        raise ValueError(written)
    return frozenset(Level(part) for part in written.split("-"))


def level_text(levels: Collection[Level]) -> str:
    """{TH, THCS} → "TH-THCS", in the order of schooling."""
    return "-".join(level.value for level in ORDER if level in levels)
