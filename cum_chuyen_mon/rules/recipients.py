"""Nơi nhận: who a paper goes to, line by line, as Nghị định 30/2020/NĐ-CP writes them (Phụ lục I, mục II.9)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .text import clean

LONGEST = 120
"""Letters of one line: it stands in half the page's width."""
FILED = re.compile(r"lưu(?::\s*|\s+(?=(?:vt|hs|hồ sơ)\b))", re.IGNORECASE)
"""How the line on who keeps the paper begins. "Lưu" alone is also a family name."""


@dataclass(frozen=True)
class Recipient:
    """A line that somebody set; ``paper`` is the kind of paper it is for, "" for every kind."""

    said: str
    paper: str = ""


def set_lines(levels: Iterable[Sequence[Recipient]], paper: str) -> tuple[str, ...]:
    """What is set for a kind of paper by a unit and its superiors, nearest first.

    Whoever is nearest of those that name anybody says who; the same goes for the line on who keeps it.
    """
    named: list[str] = []
    filed: list[str] = []
    for rows in levels:
        said = [row.said for row in rows if row.paper in ("", paper)]
        named = named or [line for line in said if not is_filing(line)]
        filed = filed or [line for line in said if is_filing(line)][:1]
    return (*named, *filed)


def lines(addressed: Sequence[str], usual: Sequence[str], told: Sequence[str] = ()) -> tuple[str, ...]:
    """The lines of a paper: whom it is addressed to, then what is set, or what is usual where nothing is.

    Who keeps it comes last. Each ends in a semicolon, the last in a full stop; nobody is named twice.
    """
    found = list(_once([*addressed, *_of(told, usual, filing=False), *_of(told, usual, filing=True)[:1]]))
    return tuple(f"{line};" for line in found[:-1]) + tuple(f"{line}." for line in found[-1:])


def is_filing(line: str) -> bool:
    """Whether a line says who keeps the paper ("Lưu: VT.")."""
    return bool(FILED.match(bare(line)))


def bare(line: str) -> str:
    """A line without the dash before it and the mark after it."""
    return clean(line).lstrip("-–—•+ ").rstrip(";.,: ")


def problems(rows: Sequence[Recipient]) -> list[tuple[int, str]]:
    """(row number from 1, sentence) of lines that no paper can print."""
    found = []
    keepers: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        if not bare(row.said):
            found.append((number, "chưa ghi nơi nhận. Hãy ghi tên cơ quan, đơn vị hoặc xóa dòng này."))
        elif len(row.said) > LONGEST:
            length = len(row.said)
            why = (
                f"nơi nhận dài {length} ký tự, nhiều hơn {LONGEST}. Hãy viết gọn hoặc tách thành nhiều dòng."
            )
            found.append((number, why))
        elif is_filing(row.said) and keepers.setdefault(row.paper, number) != number:
            first = keepers[row.paper]
            found.append(
                (number, f"mỗi loại văn bản chỉ có một dòng «Lưu», đã có ở dòng {first}. Hãy gộp hai dòng.")
            )
    return found


def _of(told: Sequence[str], usual: Sequence[str], filing: bool) -> list[str]:
    """What is set of one sort of line, otherwise what is usual."""
    chosen, standard = ([line for line in said if is_filing(line) is filing] for said in (told, usual))
    return chosen or standard


def _once(said: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for line in map(bare, said):
        written = FILED.sub("Lưu: ", line) if is_filing(line) else line
        if written and written.casefold() not in seen:
            seen.add(written.casefold())
            yield written
