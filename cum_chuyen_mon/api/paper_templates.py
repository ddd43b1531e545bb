"""For whoever writes an authority's own Word template: one to begin with, what it may name, and a look at it filled."""

# No "from __future__ import annotations" here: Frappe checks only the types of annotations that are not text.

from dataclasses import asdict

import frappe

from cum_chuyen_mon.documents.contexts import Paper
from cum_chuyen_mon.documents.own.known import kinds
from cum_chuyen_mon.printing.kinds import PRINTED
from cum_chuyen_mon.printing.own_templates import TEMPLATE, filled
from cum_chuyen_mon.printing.setting import layout


@frappe.whitelist(methods=["GET"])
def sample(paper_form: str) -> None:
    """Download the app's own template of a kind of paper, to begin one's own with."""
    from cum_chuyen_mon.documents.docx import template  # loads libraries that only makers of papers wait for

    frappe.has_permission(TEMPLATE, "read", throw=True)
    _send(f"mau-{_known(paper_form).template}", template(paper_form, layout()))


@frappe.whitelist(methods=["GET", "POST"])
def known_parts(paper_form: str) -> list[dict]:
    """What a template of a kind of paper may name: how it is written, and what it means."""
    from cum_chuyen_mon.documents.own.titles import entries

    frappe.has_permission(TEMPLATE, "read", throw=True)
    return [asdict(entry) for entry in entries(_known(paper_form))]


@frappe.whitelist(methods=["GET", "POST"])
def preview_with(paper_form: str) -> dict:
    """Of which DocType a document is asked for to try a template with, and what besides."""
    frappe.has_permission(TEMPLATE, "read", throw=True)
    printed = PRINTED[_known(paper_form).template]
    return {"doctype": printed.doctype, "also": printed.also}


@frappe.whitelist(methods=["GET"])
def preview(template: str, document: str, unit: str | None = None, school_year: str | None = None) -> None:
    """Download a document's paper as the template sets it. For whoever may read both."""
    own = frappe.get_doc(TEMPLATE, template)
    own.check_permission("read")
    printed = PRINTED[own.paper]
    doc = frappe.get_doc(printed.doctype, document)
    doc.check_permission("read")
    besides = {"unit": unit or "", "school_year": school_year or ""}
    missing = [name for name in printed.also if not besides[name]]
    if missing:
        frappe.throw("Hãy chọn đơn vị và năm học của giấy xác nhận để xem thử.")
    paper = printed.paper_of(doc, *(besides[name] for name in printed.also))
    _send(f"xem-thu-{own.paper}", filled(own.name, paper))


def _known(paper_form: str) -> type[Paper]:
    if paper_form not in kinds():
        frappe.throw("Không có loại văn bản này. Hãy chọn loại văn bản ở ô «Loại văn bản».")
    return kinds()[paper_form]


def _send(name: str, content: bytes) -> None:
    frappe.local.response.filename = f"{name}.docx"
    frappe.local.response.filecontent = content
    frappe.local.response.type = "download"
