"""A paper as the bytes of a file."""

from __future__ import annotations

import frappe

from cum_chuyen_mon.documents.contexts import Paper

from .own_templates import filled, template_for
from .setting import layout

FORMS = ("pdf", "docx")


def made(paper: Paper, form: str) -> bytes:
    """The paper as PDF or DOCX, set as this site sets them; a DOCX by its authority's own template, where it has one.

    Throws for a form there is none of, and where the typeface is missing.
    """
    # Both libraries take a while to load: only whoever makes a paper waits for them.
    from cum_chuyen_mon.documents.docx import docx_of
    from cum_chuyen_mon.documents.pdf import pdf_of
    from cum_chuyen_mon.documents.typeface import NoTypeface

    if form not in FORMS:
        frappe.throw("Chỉ tải được văn bản dạng PDF hoặc DOCX. Hãy chọn một trong hai.")
    own = template_for(paper) if form == "docx" else None
    if own:
        return filled(own, paper)
    try:
        return (pdf_of if form == "pdf" else docx_of)(paper, layout())
    except NoTypeface as lacking:
        frappe.throw(str(lacking), title="Chưa in được văn bản")
