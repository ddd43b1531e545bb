"""Codes: each once on its own sheet, and known on the sheet they are taken from."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cached_property

from ..book import YearBook
from ..problems import Problems
from ..rows import SHEET_BY_KEY, SHEETS
from ..schema import Column, Kind, Row, Sheet

_KEYS = {
    "authorities": "authority_code",
    "school_years": "school_year_code",
    "schools": "school_code",
    "staff": "staff_code",
    "units": "unit_code",
    "regulations": "regulation_code",
    "sessions": "session_code",
}
MOST_SUGGESTIONS = 40
"""Looking for a similar code is slow: only the first unknown ones get a suggestion."""


class Codes:
    """The codes each sheet knows."""

    def __init__(self, book: YearBook, unreadable: frozenset[str] = frozenset()) -> None:
        self._book = book
        self._unreadable = unreadable
        self._known: dict[str, frozenset[str]] = {}
        self._suggested = 0

    def of(self, key: str) -> frozenset[str]:
        """The codes of a sheet, with the seeded ones where the app ships some."""
        if key not in self._known:
            self._known[key] = self._collect(key)
        return self._known[key]

    def _collect(self, key: str) -> frozenset[str]:
        if key == "subjects":
            return frozenset(self._book.subject_by_code)
        if key == "activity_kinds":
            return frozenset(self._book.activity_titles)
        if key == "paper_kinds":
            return frozenset(self._book.paper_titles)
        return frozenset(getattr(row, _KEYS[key]) for row in getattr(self._book, key))

    @cached_property
    def semesters(self) -> frozenset[str]:
        return frozenset(row.semester_code for row in self._book.semesters)

    def knows_all(self, *keys: str) -> bool:
        """Whether the sheets were read, so that a missing code is really missing."""
        return not self._unreadable.intersection(keys)

    def remedy(self, code: str, keys: tuple[str, ...]) -> str:
        """What to do about an unknown code."""
        sheets = " hoặc ".join(f"«{SHEET_BY_KEY[key].title}»" for key in keys)
        text = f"Không có mã này ở trang {sheets}. Hãy sửa mã, hoặc thêm vào trang đó."
        self._suggested += 1
        if self._suggested <= MOST_SUGGESTIONS:
            known = sorted(code for key in keys for code in self.of(key))
            similar = get_close_matches(code, known, n=1, cutoff=0.8)
            text += f" Có phải «{similar[0]}»?" if similar else ""
        return text


def check_unique(book: YearBook, codes: Codes, problems: Problems) -> None:
    for sheet in SHEETS:
        if sheet.unique:
            _unique_rows(sheet, getattr(book, sheet.key), problems)
    for row in book.schools:
        if row.school_code in book.unit_by_code:
            problems.at(
                row, "school_code", "Mã này đã dùng cho một đơn vị ở trang «Cụm và nhóm». Hãy đổi một mã."
            )


def _unique_rows(sheet: Sheet, rows: tuple[Row, ...], problems: Problems) -> None:
    first: dict[tuple, Row] = {}
    for row in rows:
        if row.unread.intersection(sheet.unique):
            continue
        key = tuple(getattr(row, name) for name in sheet.unique)
        if key in first:
            names = " + ".join(sheet.columns[name].title for name in sheet.unique)
            shown = ", ".join(row.shown(name) for name in sheet.unique)
            problems.at(
                row,
                sheet.unique[-1],
                f"{names} bị lặp với dòng {first[key].at.row}. Hãy xóa hoặc sửa một dòng.",
                shown,
            )
        first.setdefault(key, row)


def check_codes(book: YearBook, codes: Codes, problems: Problems) -> None:
    """Every code that is taken from another sheet is there."""
    for sheet in SHEETS:
        for column in sheet.columns.values():
            if column.refers and codes.knows_all(*column.refers):
                for row in getattr(book, sheet.key):
                    _known_codes(row, column, codes, problems)


def _known_codes(row: Row, column: Column, codes: Codes, problems: Problems) -> None:
    value = getattr(row, column.field)
    for code in value if column.kind is Kind.CODES else (value,):
        if code and not any(code in codes.of(key) for key in column.refers):
            problems.at(row, column.field, codes.remedy(code, column.refers), code)
