"""What a column and a sheet of the workbook are. Sheets themselves are declared in ``rows.py``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Any

from ..rules.levels import COMBINATIONS
from ..rules.text import CODE_LENGTH
from ..rules.words import Word
from ..wording import label

TITLE_LENGTH = 140
LONG_LENGTH = 20_000


class Kind(Enum):
    """What a cell holds. The typed value is in brackets."""

    CODE = "mã"  # (str)
    CODES = "danh sách mã"  # (tuple of str)
    TEXT = "văn bản"  # (str)
    LONG_TEXT = "đoạn văn"  # (str, line breaks kept)
    EMAIL = "thư điện tử"  # (str)
    DATE = "ngày"  # (date or None)
    TIME = "giờ"  # (time or None)
    NUMBER = "số nguyên"  # (int)
    FLAG = "có hoặc không"  # (bool)
    CHOICE = "lựa chọn"  # (member of choices, or None)
    CHOICES = "danh sách lựa chọn"  # (tuple of members of choices)
    LEVELS = "cấp học"  # (frozenset of Level)


EMPTY: Mapping[Kind, Any] = MappingProxyType(
    {
        Kind.CODE: "",
        Kind.CODES: (),
        Kind.TEXT: "",
        Kind.LONG_TEXT: "",
        Kind.EMAIL: "",
        Kind.DATE: None,
        Kind.TIME: None,
        Kind.NUMBER: 0,
        Kind.FLAG: False,
        Kind.CHOICE: None,
        Kind.CHOICES: (),
        Kind.LEVELS: frozenset(),
    }
)
"""What a blank cell means, by kind."""


@dataclass(frozen=True)
class Column:
    """One column. ``refers`` names the sheets (by key) whose codes the cell must be one of."""

    field: str
    title: str
    kind: Kind
    required: bool = False
    choices: type[Word] | None = None
    refers: tuple[str, ...] = ()
    max_length: int = TITLE_LENGTH
    default: Any = None
    help: str = ""
    width: int = 16

    def options(self) -> tuple[str, ...]:
        """What may be picked from a list in this cell; empty where there is no list of its own."""
        if self.kind is Kind.LEVELS:
            return COMBINATIONS
        if self.kind is Kind.FLAG:
            return ("Có", "Không")
        if self.kind is Kind.CHOICE and self.choices:
            return tuple(label(word) for word in self.choices)
        return ()


def column(title: str, kind: Kind = Kind.TEXT, **options: Any) -> Any:
    """A dataclass field that is a column; its default is what a blank cell means."""
    default = options.get("default", EMPTY[kind])
    return field(default=default, metadata={"column": (title, kind, {**options, "default": default})})


def coded(title: str, *refers: str, **options: Any) -> Any:
    """A column with a code; ``refers`` are the keys of the sheets it is looked up in."""
    return column(title, Kind.CODE, **{"refers": refers, "max_length": CODE_LENGTH, "width": 22, **options})


@dataclass(frozen=True)
class Source:
    """Where a row stands: sheet title, row number from 1, and the letter of each field's column."""

    sheet: str = ""
    row: int = 0
    letters: Mapping[str, str] = field(default_factory=dict, hash=False)

    def cell(self, field_name: str) -> str:
        """ "B7"; "" where the row does not come from a file, or the file lacks the column."""
        letter = self.letters.get(field_name, "")
        return f"{letter}{self.row}" if letter else (f"A{self.row}" if self.row else "")


NOWHERE = Source()


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of a sheet. ``at`` is where it stands; rows with the same content are equal anyway."""

    at: Source = field(default=NOWHERE, compare=False, repr=False)
    unread: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    """Fields whose cell could not be understood; each has its problem already."""

    def shown(self, field_name: str) -> str:
        """The value of a field as a person wrote it."""
        from .cells import show

        return show(columns_of(type(self))[field_name], getattr(self, field_name, ""))


@cache
def columns_of(row_type: type[Row]) -> Mapping[str, Column]:
    """Field name → column, in the order of the sheet."""
    found = {}
    for item in fields(row_type):
        if "column" in item.metadata:
            title, kind, options = item.metadata["column"]
            found[item.name] = Column(item.name, title, kind, **options)
    return MappingProxyType(found)


@dataclass(frozen=True)
class Sheet:
    """One sheet. ``key`` names its rows in a YearBook; ``unique`` are the fields that together occur once."""

    key: str
    title: str
    row: type[Row]
    unique: tuple[str, ...] = ()
    required: bool = False

    @property
    def columns(self) -> Mapping[str, Column]:
        return columns_of(self.row)
