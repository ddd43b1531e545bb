"""What people read: the Vietnamese label of a stored word, and the way back.

``translations/vi.csv`` is the one home of Vietnamese labels. Frappe reads it on a site; this module reads the
same file where there is none. Rows are ``source, translation`` and, where a word means something else
elsewhere in the desk (Department), a third cell with the DocType that the row is for.
"""

from __future__ import annotations

import csv
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from .rules.text import clean
from .rules.words import Level

PATH = Path(__file__).parent / "translations" / "vi.csv"

AnyWord = TypeVar("AnyWord", bound=Enum)

HOMES = {"Answer": "Cluster Minutes Signature"}
"""Words that mean something else in other DocTypes → where theirs is translated."""


@lru_cache(maxsize=1)
def _rows() -> dict[tuple[str, str], str]:
    """(source, context) → translation; rows with a context also stand in for a missing plain row."""
    found: dict[tuple[str, str], str] = {}
    with PATH.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) >= 2]
    for row in rows:
        found[row[0], row[2] if len(row) > 2 else ""] = clean(row[1])
    for row in rows:
        found.setdefault((row[0], ""), clean(row[1]))
    return found


def vi(word: object, context: str = "") -> str:
    """The Vietnamese of a stored word or an English label; the word itself where the file has none."""
    source = str(word)
    context = context or HOMES.get(type(word).__name__, "")
    rows = _rows()
    return rows.get((source, context)) or rows.get((source, ""), source)


def label(word: Enum) -> str:
    """How a word is written in a cell: levels by their code ("THCS"), the rest in Vietnamese."""
    return str(word) if isinstance(word, Level) else vi(word)


def find_word(words: type[AnyWord], text: object) -> AnyWord | None:
    """The member whose stored word or Vietnamese label this is, whatever the case; None for none."""
    wanted = clean(text).casefold()
    for word in words:
        if wanted in (str(word).casefold(), vi(word).casefold()):
            return word
    return None
