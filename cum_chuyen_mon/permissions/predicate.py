"""A condition that can be put to the database and to a document in memory, so that lists and documents agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.utils import getdate


class Predicate:
    """What a row of one DocType must fulfil."""

    def sql(self, doctype: str) -> str:
        """A bracketed condition on ``tab<doctype>``, with escaped literals."""
        raise NotImplementedError

    def holds(self, doc: Mapping[str, Any]) -> bool:
        """Whether a document, stored or about to be, fulfils it. May ask the database about other rows."""
        raise NotImplementedError


@dataclass(frozen=True)
class Always(Predicate):
    def sql(self, doctype: str) -> str:
        return "(1=1)"

    def holds(self, doc: Mapping[str, Any]) -> bool:
        return True


@dataclass(frozen=True)
class Never(Predicate):
    def sql(self, doctype: str) -> str:
        return "(1=0)"

    def holds(self, doc: Mapping[str, Any]) -> bool:
        return False


EVERYTHING, NOTHING = Always(), Never()


@dataclass(frozen=True)
class In(Predicate):
    """The column holds one of some codes or words. Titles have no place here: a database takes "Củ" for "Cụ"."""

    column: str
    values: frozenset[str]

    def sql(self, doctype: str) -> str:
        values = ", ".join(frappe.db.escape(value, percent=False) for value in sorted(self.values))
        return f"(`tab{doctype}`.`{self.column}` in ({values}))"

    def holds(self, doc: Mapping[str, Any]) -> bool:
        return doc.get(self.column) in self.values


@dataclass(frozen=True)
class Among(Predicate):
    """The column holds the ``key`` of some row of another DocType that fulfils ``where``."""

    column: str
    other: str
    key: str
    where: Predicate

    def sql(self, doctype: str) -> str:
        return f"(`tab{doctype}`.`{self.column}` in ({self._rows()}))"

    def holds(self, doc: Mapping[str, Any]) -> bool:
        value = doc.get(self.column)
        if not value:
            return False
        same = f"`tab{self.other}`.`{self.key}` = {frappe.db.escape(str(value), percent=False)}"
        return bool(frappe.db.sql(f"{self._rows()} and {same} limit 1"))

    def _rows(self) -> str:
        return (
            f"select `tab{self.other}`.`{self.key}` from `tab{self.other}` where {self.where.sql(self.other)}"
        )


@dataclass(frozen=True)
class Empty(Predicate):
    column: str

    def sql(self, doctype: str) -> str:
        return f"(ifnull(`tab{doctype}`.`{self.column}`, '') = '')"

    def holds(self, doc: Mapping[str, Any]) -> bool:
        return not doc.get(self.column)


@dataclass(frozen=True)
class Today(Predicate):
    """A dated row that holds today."""

    def sql(self, doctype: str) -> str:
        day, row = frappe.db.escape(str(getdate())), f"`tab{doctype}`"
        begun = f"({row}.`from_date` is null or {row}.`from_date` <= {day})"
        return f"({begun} and ({row}.`to_date` is null or {row}.`to_date` >= {day}))"

    def holds(self, doc: Mapping[str, Any]) -> bool:
        begun = not doc.get("from_date") or getdate(doc.get("from_date")) <= getdate()
        return begun and (not doc.get("to_date") or getdate(doc.get("to_date")) >= getdate())


@dataclass(frozen=True)
class Every(Predicate):
    parts: tuple[Predicate, ...]

    def sql(self, doctype: str) -> str:
        return f"({' and '.join(part.sql(doctype) for part in self.parts)})"

    def holds(self, doc: Mapping[str, Any]) -> bool:
        return all(part.holds(doc) for part in self.parts)


@dataclass(frozen=True)
class Some(Predicate):
    parts: tuple[Predicate, ...]

    def sql(self, doctype: str) -> str:
        return f"({' or '.join(part.sql(doctype) for part in self.parts)})"

    def holds(self, doc: Mapping[str, Any]) -> bool:
        return any(part.holds(doc) for part in self.parts)


def one_of(column: str, values: Iterable[str]) -> Predicate:
    """The column holds one of the values; nothing fulfils it where there are none."""
    found = frozenset(value for value in values if value)
    return In(column, found) if found else NOTHING


def both(*parts: Predicate) -> Predicate:
    if NOTHING in parts:
        return NOTHING
    rest = tuple(part for part in parts if part != EVERYTHING)
    return Every(rest) if len(rest) > 1 else rest[0] if rest else EVERYTHING


def either(parts: Iterable[Predicate]) -> Predicate:
    rest = tuple(dict.fromkeys(part for part in parts if part != NOTHING))
    if EVERYTHING in rest:
        return EVERYTHING
    return Some(rest) if len(rest) > 1 else rest[0] if rest else NOTHING


def among(column: str, other: str, key: str, where: Predicate) -> Predicate:
    return NOTHING if where == NOTHING else Among(column, other, key, where)
