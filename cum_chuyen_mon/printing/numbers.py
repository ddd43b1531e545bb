"""Numbers of papers: one row of them for each unit, kind and calendar year, without gaps.

Frappe's series is read and written under the lock of its row in the transaction that gives the number, so a number that
was not used is given again, and two papers at once get two.
"""

from __future__ import annotations

from datetime import date

from frappe.model.naming import getseries

PREFIX = "CCM-PAPER-"


def next_number(unit: str, kind: str, on: date) -> int:
    """The number of a unit's next paper of a kind ("BB") in the calendar year of its day."""
    return int(getseries(f"{PREFIX}{kind}-{on.year}-{unit}", 1))
