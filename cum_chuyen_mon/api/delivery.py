"""After a session: the schools' copies and extracts, sending report and minutes, versions of a paper."""

# No "from __future__ import annotations" here: Frappe checks only the types of annotations that are not text.

from dataclasses import asdict

import frappe

from cum_chuyen_mon.api.again import again_on_deadlock
from cum_chuyen_mon.delivery import copies, submission, versions
from cum_chuyen_mon.permissions.table import VERSIONED

COPY, SESSION = "Cluster Minutes Copy", "Cluster Session"


@frappe.whitelist(methods=["GET", "POST"])
def extract(copy: str) -> dict:
    """What locked minutes say for the school of a copy: see ``delivery.extract.as_values``."""
    doc = frappe.get_doc(COPY, copy)
    doc.check_permission("read")
    return doc.extract()


@frappe.whitelist(methods=["POST"])
def open_copy(copy: str) -> dict:
    """Note that the school's principal has opened its copy; ``{"noted"}``, once."""
    frappe.get_doc(COPY, copy).check_permission("read")
    return {"noted": copies.acknowledge(copy)}


@frappe.whitelist(methods=["GET", "POST"])
def owed_papers(session: str) -> list[dict]:
    """The papers that duties ask for with the minutes of a session, and that the user may send:
    ``{"unit", "unit_title", "paper_kind", "paper_title", "clause", "asked_by", "due_on", "state", "open"}``."""
    doc = frappe.get_doc(SESSION, session)
    doc.check_permission("read")
    return [
        {
            "unit": owed.unit,
            "unit_title": owed.unit_title,
            "paper_kind": owed.paper_kind,
            "paper_title": owed.paper_title,
            "clause": owed.clause,
            "asked_by": owed.asked_by,
            "due_on": str(owed.due_on),
            "state": owed.state,
            "open": owed.is_open,
        }
        for owed in submission.owed_for(doc.name)
        if submission.may_send(owed)
    ]


@frappe.whitelist(methods=["POST"])
def submit_minutes(session: str, body: str = "") -> list[str]:
    """Send the authority every paper that is still owed about a session, with its locked minutes; the papers' names.

    For whoever may write the papers of the unit that owes them. All or nothing.
    """
    doc = frappe.get_doc(SESSION, session)
    doc.check_permission("read")
    return again_on_deadlock(lambda: submission.submit_all(doc, body))


@frappe.whitelist(methods=["GET", "POST"])
def paper_versions(paper_type: str, paper: str) -> list[dict]:
    """The sends of a plan or report, newest first, with what became of each and the files that went with it."""
    _readable(paper_type, paper)
    return versions.listed(paper_type, paper)


@frappe.whitelist(methods=["GET", "POST"])
def compare_versions(paper_type: str, paper: str, older: int, newer: int) -> list[dict]:
    """What changed between two sends: ``{"label", "old", "new", "row"}``; ``row`` is 0 outside tables."""
    doc = _readable(paper_type, paper)
    return [
        {**asdict(found), "label": versions.label_of(doc, found.field)}
        for found in versions.compare(paper_type, paper, older, newer)
    ]


def _readable(paper_type: str, paper: str):
    if paper_type not in VERSIONED:
        frappe.throw("Loại văn bản này không lưu các lần gửi. Hãy chọn kế hoạch hoặc báo cáo.")
    doc = frappe.get_doc(paper_type, paper)
    doc.check_permission("read")
    return doc
