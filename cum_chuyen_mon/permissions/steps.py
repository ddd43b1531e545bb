"""Frappe's Workflow asks roles only: it would offer every principal the steps of every unit's plan."""

# No "from __future__ import annotations" here: Frappe checks only the types of annotations that are not text.

import frappe
from frappe.model import workflow as frappe_workflow

from .decisions import DECISIONS, may_decide, may_write
from .table import GRANTS


@frappe.whitelist(methods=["GET", "POST"])
def get_transitions(
    doc: str | dict, workflow: str | None = None, raise_exception: bool = False
) -> list[dict]:
    """The steps that the user may take with a document, each once. Of other apps' documents Frappe's own answer.

    Of ours only the stored document is asked about, whatever the client sent with it.
    """
    try:
        sent = frappe.parse_json(doc)
    except ValueError:
        sent = None
    if not isinstance(sent, dict) or not isinstance(sent.get("doctype"), str):
        frappe.throw("Không đọc được văn bản cần hỏi. Hãy tải lại trang.")
    if sent["doctype"] not in GRANTS:
        return frappe_workflow.get_transitions(sent)
    if not isinstance(sent.get("name"), str) or not frappe_workflow.get_workflow_name(sent["doctype"]):
        return []
    stored = frappe.get_doc(sent["doctype"], sent["name"])
    stored.check_permission("read")
    return list({row["action"]: row for row in _own(stored)}.values())


def _own(doc) -> list[dict]:
    decision = DECISIONS.get(doc.doctype)
    if decision is None:
        return frappe_workflow.get_transitions(doc) if doc.has_permission("write") else []
    given = {True: may_decide(doc), False: may_write(doc)}
    return [
        row
        for row in frappe_workflow.get_transitions(doc)
        if given[decision.is_said(row["state"], row["next_state"])]
    ]
