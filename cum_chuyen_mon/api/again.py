"""Once more after a deadlock: the database took this request back so that another could go on. Where a database has no
locks on rows, two may also read the same document and the second finds it saved by the first; he is asked again too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import frappe

from cum_chuyen_mon.controllers.one_writer import begin_to_write

ATTEMPTS = 4
T = TypeVar("T")


def again_on_deadlock(step: Callable[[], T]) -> T:
    """The result of ``step``, carried out anew when this request has to give way to another.

    ``step`` must be the whole of what the request writes: everything is rolled back before another attempt.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            begin_to_write()
            return step()
        except (frappe.QueryDeadlockError, frappe.TimestampMismatchError):
            frappe.db.rollback()
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable")
