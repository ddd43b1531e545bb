"""Who may see which rows of a figure. Frappe does not scope Script Reports, so every query passes here."""

from __future__ import annotations

from typing import Any

import frappe

SEES_EVERYTHING = ("System Manager", "Cluster Administrator")


def restrict(query: Any, table: Any) -> Any:
    """The query, narrowed to what the user may see of a table with the columns of a unit.

    Today whoever administers the clusters sees all of it and everybody else nothing: PermissionError.
    """
    if not set(SEES_EVERYTHING) & set(frappe.get_roles()):
        frappe.throw(frappe._("You are not allowed to see these figures."), exc=frappe.PermissionError)
    return query
