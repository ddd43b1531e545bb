"""Which person of the schools the signed-in user is."""

from __future__ import annotations

import frappe


def own_staff(user: str | None = None) -> str | None:
    """The staff code linked to a user, or None. Disabled staff are nobody."""
    user = user or frappe.session.user
    if user in ("Guest", "Administrator"):
        return None
    return frappe.db.get_value("Member School Staff", {"user": user, "disabled": 0}, "name")
