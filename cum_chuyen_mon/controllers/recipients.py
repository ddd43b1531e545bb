"""The table of who papers go to, on units, schools and authorities."""

from __future__ import annotations

import frappe

from cum_chuyen_mon.controllers.tidy import label
from cum_chuyen_mon.rules.recipients import Recipient, problems

TABLE = "paper_recipients"


def check_recipients(doc) -> None:
    """Throw for a line that no paper can print."""
    rows = [Recipient(row.recipient or "", row.paper or "") for row in doc.get(TABLE)]
    for number, why in problems(rows):
        frappe.throw(f"Bảng «{label(doc, TABLE)}», dòng {number}: {why}")
