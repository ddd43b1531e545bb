"""Minutes that were locked before the app numbered them: in the order in which they locked.

Not those whose paper is kept: it was printed without a number, and the code on it speaks of minutes that have none.
"""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.printing.minutes import KIND
from cum_chuyen_mon.printing.numbers import next_number

MINUTES = "Cluster Minutes"


def execute() -> None:
    kept = set(frappe.get_all("Cluster Kept Paper", pluck="minutes", limit_page_length=0))
    rows = frappe.get_all(
        MINUTES,
        {"docstatus": 1, "paper_number": 0},
        ["name", "unit", "session_date"],
        order_by="locked_at, name",
        limit_page_length=0,
    )
    for row in rows:
        if row.name not in kept:
            number = next_number(row.unit, KIND, getdate(row.session_date))
            frappe.db.set_value(MINUTES, row.name, "paper_number", number, update_modified=False)
