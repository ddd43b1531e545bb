"""Many official papers at once: each request makes a bundle in the background and answers with its name.

``form`` is "pdf" (one file), "zip" (an archive of PDFs) or "docx" (an archive of Word files).
"""

# No "from __future__ import annotations" here: Frappe checks only the types of annotations that are not text.

import frappe

from cum_chuyen_mon.permissions.standing import CLUSTER, GROUP, SUBJECT_GROUP
from cum_chuyen_mon.printing import bundles, wanted

UNITS = (CLUSTER, GROUP, SUBJECT_GROUP)


@frappe.whitelist(methods=["POST"])
def make_extracts(session: str, form: str = "pdf") -> str:
    """The extracts of a session for all schools that the user may see."""
    doc = frappe.get_doc("Cluster Session", session)
    doc.check_permission("read")
    return bundles.start(f"Trích biên bản: {doc.session_title}", wanted.extracts_of(doc.name), form)


@frappe.whitelist(methods=["POST"])
def make_minutes(unit_type: str, unit: str, school_year: str, semester: str, form: str = "pdf") -> str:
    """The locked minutes of a unit in a semester."""
    doc = _unit(unit_type, unit)
    title = f"Biên bản học kỳ {semester}, {school_year}: {doc.unit_title}"
    return bundles.start(title, wanted.minutes_of(unit_type, doc.name, school_year, semester), form)


@frappe.whitelist(methods=["POST"])
def make_certificates(unit_type: str, unit: str, school_year: str, form: str = "pdf") -> str:
    """The certificates of attendance of a unit in a school year."""
    doc = _unit(unit_type, unit)
    title = f"Giấy xác nhận {school_year}: {doc.unit_title}"
    return bundles.start(title, wanted.certificates_of(doc.name, school_year), form)


@frappe.whitelist(methods=["POST"])
def make_for_sessions(sessions: list | str, paper_form: str, form: str = "pdf") -> str:
    """The attendance sheets, or the invitations, of sessions that were chosen in the list."""
    frappe.has_permission("Cluster Session", "read", throw=True)
    names = _names(sessions)
    if len(names) > bundles.MOST:
        frappe.throw(f"Mỗi lần làm được nhiều nhất {bundles.MOST} văn bản. Hãy chọn ít buổi hơn.")
    papers = wanted.of_sessions(names, paper_form)
    return bundles.start(f"{wanted.OF_SESSIONS[paper_form]}: {len(papers)} buổi", papers, form)


def _names(sessions: list | str) -> list[str]:
    """Names as they came: a list, or as the desk sends one."""
    try:
        found = frappe.parse_json(sessions)
    except ValueError:
        found = None
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        frappe.throw("Danh sách buổi không đọc được. Hãy tải lại trang rồi chọn lại các buổi.")
    return found


def _unit(unit_type: str, unit: str):
    if unit_type not in UNITS:
        frappe.throw("Ô «Loại đơn vị»: hãy chọn cụm, nhóm liên trường hoặc tổ bộ môn.")
    doc = frappe.get_doc(unit_type, unit)
    doc.check_permission("read")
    return doc
