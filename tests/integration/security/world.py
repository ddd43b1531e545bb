"""Two complete districts on the site that know nothing of each other, and how to take them away again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import frappe

from cum_chuyen_mon.permissions import standing

from .hung import build_chart, build_import, hang_on
from .papers import build_papers
from .people import POSITIONS, Side, build_people, build_units, move_outside
from .rows import Before, Guard

ADMINISTRATOR = "Administrator"
FEW = ("leader", "officer", "head", "secretary", "invited")
"""Positions of side B that have a login; nobody signs in there."""


@dataclass
class World:
    """Side A attacks, side B is what it must not see or touch."""

    a: Side
    b: Side
    before: Before
    rows_of_a: dict[str, set]
    rows_of_b: dict[str, set]

    @classmethod
    def build(cls) -> World:
        frappe.set_user(ADMINISTRATOR)
        before = Before.now()
        try:
            a, b = Side("A"), Side("B")
            rows_of_a = _built(a, POSITIONS, before)
            with_a = Before.now()
            rows_of_b = _built(b, FEW, with_a)
        except BaseException:
            before.bring_back()
            raise
        standing.forget()
        return cls(a, b, before, rows_of_a, rows_of_b)

    def drop(self) -> None:
        frappe.db.rollback()
        frappe.set_user(ADMINISTRATOR)
        self.before.bring_back()
        assert not (left := self.before.added()), f"left behind on the site: {left}"

    def guard(self) -> Guard:
        return Guard(self.rows_of_a, frozenset(self.names_of_b()))

    def names_of_b(self) -> Iterator[str]:
        """Names that only somebody of side B has a use for."""
        yield from (name for _doctype, name in self.b.docs.values())
        yield from self.b.users.values()
        yield from self.b.files.values()
        yield from self.rows_of_b["tabFile"]

    def secrets(self) -> re.Pattern[str]:
        """What an answer to somebody of side A must not contain: text, file, or name of anything on side B."""
        app = [
            name
            for table, names in self.rows_of_b.items()
            if table.startswith(("tabCluster", "tabFile", "tabComment", "tabToDo"))
            for name in names
            if len(str(name)) > 7
        ]
        words = [
            f"{self.b.canary}[tcnp]",
            r"z[b]\.cum\.example",
            r"\bZB-[A-Z]+",
            *map(re.escape, map(str, app)),
        ]
        return re.compile("|".join(words), re.IGNORECASE)


def _built(side: Side, logins: tuple[str, ...], before: Before) -> dict[str, set]:
    """Build a side and commit it; table → names of its rows."""
    build_people(side, logins)
    build_units(side)
    build_papers(side)
    move_outside(side)
    build_import(side)
    hang_on(side)
    build_chart(side)
    frappe.db.commit()
    return before.added()
