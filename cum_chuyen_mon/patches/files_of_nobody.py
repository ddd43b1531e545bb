"""Files that the app hung on documents which nobody writes were owned by whoever made it do so, and an owner reads."""

from __future__ import annotations

import frappe

HUNG_ON = ("Cluster Kept Paper", "Cluster Sealed Paper", "Cluster Paper Version", "Cluster Paper Bundle")


def execute() -> None:
    file = frappe.qb.DocType("File")
    frappe.qb.update(file).set(file.owner, "Administrator").where(
        file.attached_to_doctype.isin(HUNG_ON)
    ).run()
