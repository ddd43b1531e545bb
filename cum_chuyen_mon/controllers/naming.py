"""Names of documents that have no code of their own."""

from __future__ import annotations

import frappe


def random_name() -> str:
    """Ten characters, the first a letter that no number has: Frappe's client reads «12345e6789» as a number."""
    return f"s{frappe.generate_hash(length=9)}"
