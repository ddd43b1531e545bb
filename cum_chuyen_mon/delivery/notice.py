"""In-app notices (Notification Log), and telling them in the background once what they tell of is committed."""

from __future__ import annotations

from collections.abc import Collection

import frappe
from frappe.desk.doctype.notification_log.notification_log import make_notification_logs
from frappe.utils import getdate

from cum_chuyen_mon.permissions.standing import holding
from cum_chuyen_mon.rules.words import HEADS

STAFF = "Member School Staff"


def tell_later(method: str, **arguments: object) -> None:
    """Run ``delivery.<method>`` in the background once this transaction is committed.

    Nothing is told of what an import brings in: it is history.
    """
    if frappe.flags.in_install or frappe.flags.cum_chuyen_mon_loading:
        return
    frappe.enqueue(f"cum_chuyen_mon.delivery.{method}", enqueue_after_commit=True, **arguments)


def tell(users: Collection[str], subject: str, doctype: str, name: str) -> None:
    """One notice for each of the users who have a login in use; the subject is plain text."""
    if users:
        make_notification_logs(
            frappe._dict(
                type="Alert",
                subject=frappe.utils.escape_html(subject),
                document_type=doctype,
                document_name=name,
                from_user=frappe.session.user,
            ),
            sorted(set(users)),
        )


def users_of(staff: Collection[str]) -> dict[str, str]:
    """staff → login, of those who have one."""
    filters = {"name": ("in", sorted(staff) or [""]), "disabled": 0, "user": ("is", "set")}
    rows = frappe.get_all(STAFF, filters=filters, fields=["name", "user"], limit_page_length=0)
    return {row.name: row.user for row in rows}


def heads_of(unit: str) -> list[str]:
    """Staff who head a cluster or lead a group today."""
    officers = holding("Unit Officer", {"parent": unit}, getdate(), "staff", "position")
    return [row.staff for row in officers if row.position in HEADS]
