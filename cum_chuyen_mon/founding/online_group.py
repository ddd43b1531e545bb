"""The online group of a cluster or inter-school group (N5.7): what its head enters about the unit himself."""

from __future__ import annotations

from typing import Any

import frappe

from cum_chuyen_mon.rules.text import clean


def enter(unit: Any, url: str) -> dict:
    """Keep the address, or take it away with an empty one: ``{"online_group_url", "online_group_since"}``.

    Throws for what is no https address. Whoever calls this has seen that the user heads the unit.
    """
    doc = frappe.get_doc(unit.doctype, unit.name, for_update=True)
    doc.online_group_url = clean(url)
    doc.save(ignore_permissions=True)  # the unit itself is the authority's to write
    return {field: doc.get(field) for field in ("online_group_url", "online_group_since")}
