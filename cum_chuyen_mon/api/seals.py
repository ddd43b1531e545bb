"""Seals of schools and authorities on locked minutes."""

# No "from __future__ import annotations" here: Frappe checks only the types of annotations that are not text.

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.api.again import again_on_deadlock
from cum_chuyen_mon.printing import sealed, seals
from cum_chuyen_mon.printing.minutes import check_whole_roll


@frappe.whitelist(methods=["POST"])
def seal(minutes: str, holder_type: str, holder: str) -> dict:
    """Seal locked minutes for a school or an authority; ``{"name", "at"}`` of the seal.

    For the principal of the school or a leader of the authority, who may have the whole minutes.
    """
    doc = frappe.get_doc("Cluster Minutes", minutes)
    doc.check_permission("read")
    check_whole_roll(doc)
    whose = (holder_type, holder)
    if whose not in seals.holders_of(frappe.session.user, getdate()):
        frappe.throw(
            "Chỉ hiệu trưởng của trường, hoặc lãnh đạo của cơ quan quản lý, được đóng dấu số của đơn vị mình.",
            exc=frappe.PermissionError,
        )
    sealed.check_locked(doc)
    row = again_on_deadlock(lambda: sealed.seal(doc.name, whose))
    return {"name": row.holder_name, "at": str(row.sealed_at)}
