"""Dated rows of schools, staff and units: which hold today, and which contradict each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.controllers.tidy import label
from cum_chuyen_mon.rules.units import Term, problems_of_terms


def term_of(row) -> Term:
    """The validity of a dated row."""
    return Term(
        getdate(row.from_date) if row.from_date else None, getdate(row.to_date) if row.to_date else None
    )


def standing_today(rows: Iterable) -> list:
    """The rows that hold today."""
    today = getdate()
    return [row for row in rows if term_of(row).holds(today)]


def check_terms(doc, table: str, key: Callable[[object], str], what: str) -> None:
    """Throw when dated rows end before they start, or overlap for the same ``key``; all problems in one message."""
    rows = doc.get(table)
    problems = problems_of_terms([(key(row), term_of(row)) for row in rows], what)
    if problems:
        lines = "".join(f"<li>Dòng {n}: {frappe.utils.escape_html(text)}</li>" for n, text in problems)
        frappe.throw(f"Bảng «{label(doc, table)}»:<ul>{lines}</ul>", title="Thời gian không hợp lệ")
