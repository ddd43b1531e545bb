"""Numbers of papers: one row of them for each unit, kind and calendar year, without gaps.

The row of Frappe's series is written, and so locked, in the transaction that gives the number: a number that was not
used is given again, and two papers at once get two. Whoever takes a number holds the paper's own document already.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

import frappe
from frappe.utils import cint, getdate

PREFIX = "CCM-PAPER-"
_SERIES = re.compile(rf"{PREFIX}[^-]*-\d{{4}}-(?P<unit>.*)")
FIELDS = ("paper_number", "paper_date")
"""Where a document keeps its paper's number, and the day of the paper that bears it."""


def next_number(unit: str, kind: str, on: date) -> int:
    """The number of a unit's next paper of a kind ("BB") in the calendar year of its day.

    Written before it is read: of two who give a row's first number at once, both reading first, one would be turned
    away by the database.
    """
    series = f"{PREFIX}{kind}-{on.year}-{unit}"
    if frappe.db.db_type == "mariadb":
        frappe.db.sql(
            "INSERT INTO `tabSeries` (`name`, `current`) VALUES (%s, 1) "
            "ON DUPLICATE KEY UPDATE `current` = `current` + 1",
            (series,),
        )
    else:
        frappe.db.sql(
            "INSERT INTO `tabSeries` (`name`, `current`) VALUES (%s, 1) "
            "ON CONFLICT (`name`) DO UPDATE SET `current` = `tabSeries`.`current` + 1",
            (series,),
        )
    row = frappe.qb.DocType("Series")
    return cint(frappe.qb.from_(row).select(row.current).where(row.name == series).run()[0][0])


def forget(units: Collection[str]) -> None:
    """Begin anew with units whose papers nobody needs a record of: the demo's."""
    row = frappe.qb.DocType("Series")
    known = frappe.qb.from_(row).select(row.name).where(row.name.like(f"{PREFIX}%")).run(pluck=True)
    theirs = [name for name in known if (found := _SERIES.fullmatch(name)) and found["unit"] in units]
    frappe.db.delete("Series", {"name": ("in", [*theirs, ""])})


def give(doc, kind: str, on: date, fields: tuple[str, str] = FIELDS) -> None:
    """Give a document's paper of a day its number. One that is issued again keeps it within the same calendar year;
    a paper of another year takes one of that year."""
    number, day = fields
    if not doc.get(number) or getdate(doc.get(day)).year != on.year:
        doc.set(number, next_number(doc.unit, kind, on))
    doc.set(day, on)


def is_to_number(doc, issued: Collection[str]) -> bool:
    """Whether a save brings a document into one of these states, or mends one there that the app numbered: its day may
    be written late. A workbook tells of papers that were issued elsewhere."""
    before = doc.get_doc_before_save()
    if doc.status not in issued:
        return False
    if before and before.status in issued:
        return bool(before.paper_number)
    return not frappe.flags.cum_chuyen_mon_loading


def given(doc, issued: Collection[str]) -> tuple[int | None, date | None]:
    """The number and day of a document's paper, none while it is not issued, though it may have been."""
    if doc.status not in issued or not doc.paper_number:
        return None, None
    return doc.paper_number, getdate(doc.paper_date)
