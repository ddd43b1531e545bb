"""Once more after a deadlock: the database took this request back so that another could go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import frappe

ATTEMPTS = 4
T = TypeVar("T")


def again_on_deadlock(step: Callable[[], T]) -> T:
    """The result of ``step``, carried out anew when the database chose this request to give way.

    ``step`` must be the whole of what the request writes: everything is rolled back before another attempt.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return step()
        except frappe.QueryDeadlockError:
            frappe.db.rollback()
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable")
