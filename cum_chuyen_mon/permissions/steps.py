"""Frappe's Workflow asks roles only: it would offer every principal the steps of every unit's plan. And it takes a
step with whatever text is stored by then."""

# No "from __future__ import annotations" here: Frappe checks only the types of annotations that are not text.

from typing import Any

import frappe
from frappe.model import workflow as frappe_workflow

from cum_chuyen_mon.controllers.one_writer import begin_to_write

from .decisions import DECISIONS, may_decide, may_write
from .table import GRANTS


@frappe.whitelist(methods=["GET", "POST"])
def get_transitions(
    doc: str | dict, workflow: str | None = None, raise_exception: bool = False
) -> list[dict]:
    """The steps that the user may take with a document, each once. Of other apps' documents Frappe's own answer.

    Of ours only the stored document is asked about, whatever the client sent with it.
    """
    sent = _read(doc)
    if sent["doctype"] not in GRANTS:
        return frappe_workflow.get_transitions(sent)
    if not isinstance(sent.get("name"), str) or not frappe_workflow.get_workflow_name(sent["doctype"]):
        return []
    stored = frappe.get_doc(sent["doctype"], sent["name"])
    stored.check_permission("read")
    return list({row["action"]: row for row in _own(stored)}.values())


@frappe.whitelist(methods=["POST"])
def apply_workflow(doc: str | dict, action: str) -> Any:
    """Frappe's own step, which is taken with whatever is stored by now: of ours only with what the client has seen.

    Who approves a text approves the one that he read, not the one that was put in its place meanwhile.
    """
    sent = _read(doc)
    if sent["doctype"] in GRANTS and isinstance(sent.get("name"), str):
        begin_to_write()
        stored = frappe.get_doc(sent["doctype"], sent["name"])
        stored.check_permission("read")
        if sent.get("modified") and str(sent["modified"]) != str(stored.modified):
            frappe.throw(
                "Văn bản đã được sửa sau khi bạn mở. Hãy tải lại trang, đọc bản mới rồi thực hiện lại.",
                exc=frappe.TimestampMismatchError,
            )
    return frappe_workflow.apply_workflow(sent, action)


def _read(doc: str | dict) -> dict:
    """The document that a client sent. Throws for what is none."""
    try:
        sent = frappe.parse_json(doc)
    except ValueError:
        sent = None
    if not isinstance(sent, dict) or not isinstance(sent.get("doctype"), str):
        frappe.throw("Không đọc được văn bản cần hỏi. Hãy tải lại trang.")
    return sent


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
