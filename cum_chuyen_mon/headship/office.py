"""Taking office: the dated rows of a unit that a confirmed headship writes."""

from __future__ import annotations

from datetime import timedelta

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.controllers.standing import term_of
from cum_chuyen_mon.rules.words import Position

ONE_DAY = timedelta(days=1)


def same_seat(row, headship) -> bool:
    """Whether an officer's row is of the seat of a headship."""
    return row.position == headship.position and (row.level or "") == (headship.level or "")


def before_him(officers: list, headship) -> list:
    """Rows of a unit that end when the person takes office: the seat's holder, of several deputies the one whom he
    follows and his own."""
    start = getdate(headship.from_date)
    rows = [row for row in officers if same_seat(row, headship) and term_of(row).holds(start)]
    if headship.position == Position.DEPUTY:
        rows = [row for row in rows if row.staff in (headship.predecessor, headship.person)]
    return rows


def in_the_way(officers: list, headship) -> list:
    """Rows of the seat that begin on the person's first day or later, within his term."""
    start = getdate(headship.from_date)
    end = getdate(headship.to_date) if headship.to_date else None
    rows = [row for row in officers if same_seat(row, headship) and row.from_date]
    if headship.position == Position.DEPUTY:
        rows = [row for row in rows if row.staff in (headship.predecessor, headship.person)]
    return [
        row for row in rows if getdate(row.from_date) >= start and (not end or getdate(row.from_date) <= end)
    ]


def take(headship) -> None:
    """Write the officer's row and end his predecessor's the day before, through the unit's own checks.

    The unit and its rows are read with a lock: of two leaders who confirm for one seat at once the second sees what
    the first has written.
    """
    unit = frappe.get_doc(headship.unit_type, headship.unit, for_update=True)
    for row in before_him(unit.officers, headship):
        row.to_date = getdate(headship.from_date) - ONE_DAY
    unit.append(
        "officers",
        {
            "position": headship.position,
            "staff": headship.person,
            "level": headship.level,
            "from_date": headship.from_date,
            "to_date": headship.to_date,
            "decision_no": headship.decision_no,
        },
    )
    # the row follows from the decision of a leader, who need not be allowed to write the unit itself
    unit.save(ignore_permissions=True)
