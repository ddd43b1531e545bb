"""The demo on a site: created through the same import a school uses, cleared by the codes of its workbook."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import frappe

from cum_chuyen_mon.intake.load import bring_in
from cum_chuyen_mon.intake.wanted import wanted_documents
from cum_chuyen_mon.printing import kept, numbers, sealed
from cum_chuyen_mon.setup.site_settings import VIETNAMESE, prefer
from cum_chuyen_mon.workbook.reading import read_workbook

WORKBOOK = Path(__file__).with_name("cu_chi_2024_2025.xlsx")

OF_SESSIONS = (
    "Cluster Minutes Copy",
    "Cluster Minutes Signature",
    "Cluster Session Attendance",
    "Cluster Task",
)
OF_UNITS = (
    "Cluster Unit Report",
    "Cluster Plan Comment",
    "Cluster Activity Plan",
    "Cluster Headship",
    "Cluster Difficulty",
    "Cluster Delegation",
    "Cluster Obligation",
)

CATALOGUES = ("Teaching Subject", "Cluster Activity Kind", "Cluster Paper Kind")
"""Came with the app, not with the demo: they stay."""


def create() -> None:
    """Import the demo workbook and commit; a site that still has Frappe's first settings gets Vietnamese ones."""
    intake = bring_in(WORKBOOK.read_bytes())
    if intake.problems:
        frappe.throw("<br>".join(str(problem) for problem in intake.problems))
    prefer(VIETNAMESE)
    frappe.db.commit()
    print(f"Củ Chi 2024-2025: thêm {intake.created}, sửa {intake.updated}, giữ nguyên {intake.unchanged}.")


def clear() -> None:
    """Delete the demo's documents and everything that was recorded for its units; nothing else is touched.

    Throws, with everything left as it was, when a document of somebody's own names one of the demo's.
    """
    book, problems = read_workbook(WORKBOOK)
    if book is None:
        frappe.throw("<br>".join(str(problem) for problem in problems))
    units = [row.unit_code for row in book.units] + [row.school_code for row in book.schools]
    sessions = frappe.get_all("Cluster Session", filters={"unit": ("in", units)}, pluck="name")
    minutes = frappe.get_all("Cluster Minutes", filters={"session": ("in", sessions or [""])}, pluck="name")
    for doctype in OF_SESSIONS:
        frappe.db.delete(doctype, {"session": ("in", sessions or [""])})
    sealed.drop(minutes)
    kept.drop(minutes)
    _delete("Cluster Minutes", minutes)
    _delete("Cluster Session", sessions)
    for doctype in OF_UNITS:
        names = frappe.get_all(doctype, filters={"unit": ("in", units)}, pluck="name")
        frappe.db.delete("Cluster Paper Version", {"reference_name": ("in", names or [""])})
        _delete(doctype, names)
    numbers.forget(units)
    for want in reversed(list(wanted_documents(book))):
        if want.doctype not in CATALOGUES:
            _delete_checked(want.doctype, want.name)
    frappe.db.commit()


def _delete_checked(doctype: str, name: str) -> None:
    try:
        frappe.delete_doc_if_exists(doctype, name)
    except frappe.LinkExistsError as error:
        frappe.db.rollback()
        frappe.throw(
            f"Chưa xóa dữ liệu mẫu: «{name}» còn được dùng trong văn bản khác ({frappe.utils.strip_html(str(error))}). "
            "Hãy sửa văn bản đó rồi xóa lại.",
            exc=frappe.LinkExistsError,
        )


def _delete(doctype: str, names: Iterable[str]) -> None:
    """Rows and their child rows, past controllers that protect locked minutes: the demo is nobody's record."""
    names = list(names) or [""]
    for field in frappe.get_meta(doctype).get_table_fields():
        frappe.db.delete(field.options, {"parenttype": doctype, "parent": ("in", names)})
    frappe.db.delete("Version", {"ref_doctype": doctype, "docname": ("in", names)})
    frappe.db.delete(doctype, {"name": ("in", names)})
