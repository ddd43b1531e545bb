"""Columns that repeat which dated row holds today, for lists and links: filled on save, renewed every night."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import frappe
from frappe.utils import getdate

from .standing import standing_today, term_of


@dataclass(frozen=True)
class Standing:
    """The field of dated rows, their DocType, and the columns that the parent repeats."""

    field: str
    table: str
    columns: tuple[str, ...]


SUPERVISED = Standing("authorities", "Supervising Authority", ("authority",))
REPEATED: dict[str, Standing] = {
    "Member School": SUPERVISED,
    "School Cluster": SUPERVISED,
    "Inter-School Group": SUPERVISED,
    "Member School Staff": Standing("postings", "Staff Posting", ("school", "position")),
}


def fill(doc) -> None:
    """Repeat the row that holds today on the document itself; nothing where none does."""
    standing = REPEATED[doc.doctype]
    row = next(iter(standing_today(doc.get(standing.field))), None)
    for column in standing.columns:
        doc.set(column, row.get(column) if row else None)


def renew(today: date | None = None) -> int:
    """Scheduled daily: a row that begins or ends changes its document without anybody saving it.

    Returns how many documents were behind. Two queries for each DocType, and one for each new value.
    """
    return sum(_renew(doctype, today or getdate()) for doctype in REPEATED)


def _renew(doctype: str, today: date) -> int:
    standing = REPEATED[doctype]
    holds: dict[str, tuple] = {}
    for row in frappe.get_all(
        standing.table,
        filters={"parenttype": doctype},
        fields=["parent", "from_date", "to_date", *standing.columns],
        order_by="parent, idx",
        limit_page_length=0,
    ):
        if term_of(row).holds(today):
            holds.setdefault(row.parent, tuple(row[column] for column in standing.columns))
    nothing = (None,) * len(standing.columns)
    behind: dict[tuple, list[str]] = defaultdict(list)
    for doc in frappe.get_all(doctype, fields=["name", *standing.columns], limit_page_length=0):
        now = holds.get(doc.name, nothing)
        if now != tuple(doc[column] or None for column in standing.columns):
            behind[now].append(doc.name)
    table = frappe.qb.DocType(doctype)
    for values, names in behind.items():
        query = frappe.qb.update(table).where(table.name.isin(names))
        for column, value in zip(standing.columns, values, strict=True):
            query = query.set(table[column], value)
        query.run()
    return sum(map(len, behind.values()))
