"""Reading what is committed by now, instead of what this request saw when it began."""

from __future__ import annotations

from typing import Any

import frappe


def read_now(query: Any) -> list[Any]:
    """The rows of a query as they are now, locked until this request ends."""
    if frappe.db.db_type != "sqlite":  # SQLite has one writer at a time anyway
        query = query.for_update()
    return query.run(as_dict=True)
