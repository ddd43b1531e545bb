"""Tasks that minutes gave, and findings to remedy: done, and open again."""

# No "from __future__ import annotations" here: Frappe checks only the types of annotations that are not text.

import frappe

from cum_chuyen_mon.api.again import again_on_deadlock
from cum_chuyen_mon.meetings.tasks import TASK
from cum_chuyen_mon.rules.words import TaskState


@frappe.whitelist(methods=["POST"])
def done(task: str, evidence: str = "") -> dict:
    """Say that a task is done, and what was done; its ToDo closes. For its person, the unit's head, the session's
    chair and secretary, the subject's lead. Returns ``{"state", "done_on", "done_by"}``."""
    frappe.has_permission(TASK, "write", throw=True)
    return again_on_deadlock(lambda: _change(task, TaskState.DONE, evidence))


@frappe.whitelist(methods=["POST"])
def reopen(task: str) -> dict:
    """Open a task again that was closed too early; its ToDo opens too. For the same people."""
    frappe.has_permission(TASK, "write", throw=True)
    return again_on_deadlock(lambda: _change(task, TaskState.OPEN))


def _change(name: str, state: TaskState, evidence: str = "") -> dict:
    doc = frappe.get_doc(TASK, name, for_update=True)
    doc.check_permission("write")
    if doc.state != state:
        doc.state = state.value
        doc.evidence = evidence or doc.evidence
        doc.save()
    return {field: doc.get(field) for field in ("state", "done_on", "done_by")}
