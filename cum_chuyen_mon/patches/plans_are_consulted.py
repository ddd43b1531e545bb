"""Sites from before a plan had kinds, consultation and a Workflow get what a new site gets."""

import frappe

from cum_chuyen_mon.ledger.happened import PLAN
from cum_chuyen_mon.planning import PLAN_DOCTYPE, workflow
from cum_chuyen_mon.setup.install import insert_content_categories


def execute() -> None:
    """Regulations stay as they are: they are the customer's own."""
    frappe.db.set_value(
        PLAN_DOCTYPE, {"paper_kind": ("is", "not set")}, "paper_kind", PLAN, update_modified=False
    )
    insert_content_categories()
    workflow.insert()
