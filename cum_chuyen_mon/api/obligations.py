"""Generation of obligations on request."""

from dataclasses import asdict

import frappe

from cum_chuyen_mon.ledger.refresh import refresh


@frappe.whitelist(methods=["POST"])
def generate(school_year: str) -> dict:
    """Generate or refresh a school year's obligations now; ``{"found", "written", "removed"}``."""
    frappe.get_doc("Cluster School Year", school_year).check_permission("write")
    return asdict(refresh(school_year))
