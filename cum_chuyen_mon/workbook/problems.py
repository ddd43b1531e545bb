"""What is wrong with a workbook: where, what stands there, and what to do about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .rows import SHEETS
from .schema import Row

MOST_PROBLEMS = 1000
"""A file with more mistakes than this is reported up to here; nobody reads further."""


@dataclass(frozen=True)
class Problem:
    """One mistake. ``sheet`` is the Vietnamese sheet title, ``cell`` reads "B7" ("" for a whole sheet)."""

    sheet: str
    cell: str
    value: str
    message: str

    def __str__(self) -> str:
        where = " ".join(part for part in (f"Trang «{self.sheet}»" if self.sheet else "", self.cell) if part)
        shown = f" (đang ghi «{self.value}»)" if self.value else ""
        return f"{where}{shown}: {self.message}" if where else self.message


@dataclass
class Problems:
    """Problems as they are found, up to a limit."""

    found: list[Problem] = field(default_factory=list)
    left_out: int = 0

    def add(self, sheet: str, cell: str, value: object, message: str) -> None:
        if len(self.found) >= MOST_PROBLEMS:
            self.left_out += 1
            return
        shown = "" if value is None else str(value)
        self.found.append(Problem(sheet, cell, shown if len(shown) <= 80 else shown[:79] + "…", message))

    def at(self, row: Row, field_name: str, message: str, value: object = None) -> None:
        """A problem of one field of one row; silent where the cell itself has been reported already."""
        if field_name in row.unread:
            return
        shown = row.shown(field_name) if value is None else value
        self.add(row.at.sheet, row.at.cell(field_name), shown, message)

    def listed(self) -> list[Problem]:
        """All problems in the order of sheets, rows and columns, ending with how many were left out."""
        found = sorted(self.found, key=_place)
        if not self.left_out:
            return found
        rest = f"Còn {self.left_out} lỗi khác chưa liệt kê. Hãy sửa các lỗi trên rồi kiểm tra lại."
        return [*found, Problem("", "", "", rest)]


_ORDER = {sheet.title: number for number, sheet in enumerate(SHEETS)}
_CELL = re.compile(r"([A-Z]*)([0-9]*)")


def _place(problem: Problem) -> tuple[int, int, int, str]:
    match = _CELL.match(problem.cell)
    letters, digits = match.groups() if match else ("", "")
    return _ORDER.get(problem.sheet, -1), int(digits or 0), len(letters), letters
