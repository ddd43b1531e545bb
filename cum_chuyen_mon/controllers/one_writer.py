"""SQLite has one writer at a time, and Frappe begins no transaction there by itself."""

from __future__ import annotations

import frappe


def begin_to_write() -> None:
    """Wait for one's turn to write before anything is read, so that what is read still holds then. Elsewhere locks on
    rows do that."""
    if frappe.db.db_type != "sqlite":
        return
    try:
        frappe.db.sql("begin immediate")
    except frappe.db.OperationalError as error:
        if not frappe.db.is_nested_transaction_error(error):
            raise
