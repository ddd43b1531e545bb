"""Papers in the desk's print view: the same HTML as the PDF's."""

from __future__ import annotations

import frappe

from cum_chuyen_mon.documents.html import fragment

from . import extract, letters, minutes, plans, reports, sheet
from .setting import layout

PAPERS = {
    "Cluster Minutes": minutes.paper_of,
    "Cluster Session": sheet.paper_of,
    "Cluster Minutes Copy": extract.paper_of,
    "Cluster Activity Plan": plans.paper_of,
    "Cluster Unit Report": reports.paper_of,
    "Cluster Delegation": letters.delegation_of,
    "Cluster Headship": letters.submission_of,
}
"""DocType → what makes its paper."""


def cluster_paper(doc) -> str:
    """For print formats: the paper of a stored document that the user may read.

    Frappe's preview prints whatever a client sends as the document; a paper says only what is stored.
    """
    stored = frappe.get_doc(doc.doctype, doc.name)
    stored.check_permission("read")
    return fragment(PAPERS[stored.doctype](stored), layout())
