"""What only the calendar changes: an open obligation becomes due soon, then overdue.

The thresholds were computed by the rules and stored with the obligation, so a day's pass is two set-wise updates that
touch only the rows that move, and doing it twice changes nothing.
"""

from __future__ import annotations

from datetime import date

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.rules.words import State

from .table import TABLE


def run(today: date | None = None) -> None:
    """Scheduled daily: move open obligations to due soon and overdue."""
    today = today or getdate()
    row = frappe.qb.DocType(TABLE)
    for state, open_states, has_come in (
        (State.OVERDUE, (State.UPCOMING, State.DUE_SOON), row.due_on < today),
        (State.DUE_SOON, (State.UPCOMING,), row.due_soon_from <= today),
    ):
        (
            frappe.qb.update(row)
            .set(row.state, state.value)
            .where(row.state.isin([s.value for s in open_states]))
            .where(has_come)
        ).run()
