"""Official papers to download."""

# No "from __future__ import annotations" here: Frappe checks only the types of annotations that are not text.

import frappe

from cum_chuyen_mon.documents.contexts import Paper
from cum_chuyen_mon.printing.minutes import check_whole_roll, paper_of

MINUTES = "Cluster Minutes"
FORMS = ("pdf", "docx")


@frappe.whitelist(methods=["GET"])
def of_minutes(minutes: str, form: str = "pdf") -> None:
    """The minutes as an official paper, as PDF or as DOCX ("pdf", "docx"): a file to download.

    For whoever may read them and the whole roll with them.
    """
    doc = frappe.get_doc(MINUTES, minutes)
    doc.check_permission("read")
    check_whole_roll(doc)
    send(paper_of(doc), f"bien-ban-{doc.name}", form)


def send(paper: Paper, name: str, form: str) -> None:
    """Answer the request with a paper. Throws for a form there is none of, and where the typeface is missing."""
    if form not in FORMS:
        frappe.throw("Chỉ tải được văn bản dạng PDF hoặc DOCX. Hãy chọn một trong hai.")
    frappe.local.response.filename = f"{name}.{form}"
    frappe.local.response.filecontent = made(paper, form)
    frappe.local.response.type = "download"


def made(paper: Paper, form: str) -> bytes:
    # Both libraries take a while to load: only whoever makes a paper waits for them.
    from cum_chuyen_mon.documents.docx import docx_of
    from cum_chuyen_mon.documents.pdf import pdf_of
    from cum_chuyen_mon.documents.typeface import NoTypeface

    try:
        return pdf_of(paper) if form == "pdf" else docx_of(paper)
    except NoTypeface as lacking:
        frappe.throw(str(lacking), title="Chưa in được văn bản")
