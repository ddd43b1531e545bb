"""The steps of a plan as Frappe's Workflow: it gives the buttons, ``steps.py`` stays the rule."""

from __future__ import annotations

from collections.abc import Iterator

import frappe

from cum_chuyen_mon.rules.plans import STEPS, PlanState

from . import PLAN_DOCTYPE

UNIT, AUTHORITY, ADMINISTRATOR = "School Principal", "Authority Leader", "Cluster Administrator"
EDITED_BY = {
    PlanState.DRAFT: (UNIT,),
    PlanState.CONSULTATION: (UNIT,),
    PlanState.SUBMITTED: (AUTHORITY, UNIT),
    PlanState.APPROVED: (AUTHORITY, UNIT),
    PlanState.RETURNED: (UNIT, AUTHORITY),
    PlanState.AMENDED: (),
}
"""Whose forms are open in a state; what they may change there the server decides."""


def insert() -> None:
    """Insert the Workflow with its states and actions once; a site that has one for plans keeps its own."""
    if frappe.db.exists("Workflow", {"document_type": PLAN_DOCTYPE}):
        return
    for state in PlanState:
        _insert_if_absent("Workflow State", "workflow_state_name", state.value)
    for action in dict.fromkeys(step.action for step in STEPS):
        _insert_if_absent("Workflow Action Master", "workflow_action_name", action)
    frappe.get_doc(
        {
            "doctype": "Workflow",
            "workflow_name": PLAN_DOCTYPE,
            "document_type": PLAN_DOCTYPE,
            "workflow_state_field": "status",
            "is_active": 1,
            "override_status": 1,
            "send_email_alert": 0,
            "states": list(_states()),
            "transitions": list(_transitions()),
        }
    ).insert(ignore_permissions=True)


def _insert_if_absent(doctype: str, field: str, name: str) -> None:
    if not frappe.db.exists(doctype, name):
        frappe.get_doc({"doctype": doctype, field: name}).insert(ignore_permissions=True)


def delete_words() -> None:
    """At uninstall, after the Workflow: its states and actions go, but for Frappe's own and those that are used."""
    states = {state.value for state in PlanState} - {"Approved"}
    _delete_unused("Workflow State", states, "Workflow Document State", "state")
    _delete_unused("Workflow Action Master", {step.action for step in STEPS}, "Workflow Transition", "action")


def _delete_unused(doctype: str, names: set[str], table: str, column: str) -> None:
    used = set(frappe.get_all(table, filters={column: ("in", sorted(names))}, pluck=column))
    frappe.db.delete(doctype, {"name": ("in", sorted(names - used) or [""])})


def _states() -> Iterator[dict]:
    for state in PlanState:
        for role in (*EDITED_BY[state], ADMINISTRATOR):
            yield {"state": state.value, "doc_status": "0", "allow_edit": role, "avoid_status_override": 1}


def _transitions() -> Iterator[dict]:
    for step in STEPS:
        for role in (AUTHORITY if step.decides else UNIT, ADMINISTRATOR):
            yield {
                "state": step.state.value,
                "action": step.action,
                "next_state": step.becomes.value,
                "allowed": role,
                "allow_self_approval": 1,
            }
