"""Official papers to download, as PDF or as DOCX ("pdf", "docx")."""

# No "from __future__ import annotations" here: Frappe checks only the types of annotations that are not text.

import frappe

from cum_chuyen_mon.documents.contexts import Paper
from cum_chuyen_mon.printing import extract, kept, letters, notices, plans, reports, sealed, sheet, travel
from cum_chuyen_mon.printing import minutes as of_the_minutes
from cum_chuyen_mon.printing.making import made


@frappe.whitelist(methods=["GET"])
def of_minutes(minutes: str, form: str = "pdf") -> None:
    """The minutes: of locked ones the kept PDF. For whoever may read them and everybody's line of the roll."""
    doc = frappe.get_doc("Cluster Minutes", minutes)
    doc.check_permission("read")
    _answer(kept.file_of(doc, form), f"bien-ban-{doc.name}", form)


@frappe.whitelist(methods=["GET"])
def sealed_minutes(minutes: str) -> None:
    """The PDF of the minutes with every seal on it. For whoever may have the minutes."""
    doc = frappe.get_doc("Cluster Minutes", minutes)
    doc.check_permission("read")
    of_the_minutes.check_whole_roll(doc)
    _answer(sealed.pdf_of(doc.name), f"bien-ban-{doc.name}-dau-so", "pdf")


@frappe.whitelist(methods=["GET"])
def of_session(session: str, form: str = "pdf") -> None:
    """The attendance sheet of a session, with the lines of the roll that the user may see."""
    doc = frappe.get_doc("Cluster Session", session)
    doc.check_permission("read")
    _send(sheet.paper_of(doc), f"danh-sach-{doc.name}", form)


@frappe.whitelist(methods=["GET"])
def of_copy(copy: str, form: str = "pdf") -> None:
    """The extract of locked minutes for a school."""
    doc = frappe.get_doc("Cluster Minutes Copy", copy)
    doc.check_permission("read")
    _send(extract.paper_of(doc), f"trich-bien-ban-{doc.name}", form)


@frappe.whitelist(methods=["GET"])
def invitation(session: str, form: str = "pdf") -> None:
    """The invitation to a session."""
    doc = frappe.get_doc("Cluster Session", session)
    doc.check_permission("read")
    _send(letters.invitation_of(doc), f"giay-moi-{doc.name}", form)


@frappe.whitelist(methods=["GET"])
def notice(session: str, form: str = "pdf") -> None:
    """The notice that a session is held, moved, postponed or called off."""
    doc = frappe.get_doc("Cluster Session", session)
    doc.check_permission("read")
    _send(notices.notice_of(doc), f"thong-bao-{doc.name}", form)


@frappe.whitelist(methods=["GET"])
def travel_of_session(session: str, form: str = "pdf") -> None:
    """Who is to be paid for travelling to a session, of those on the roll whom the user may see (E4.3)."""
    doc = frappe.get_doc("Cluster Session", session)
    doc.check_permission("read")
    _send(travel.list_of_session(doc), f"cong-tac-phi-{doc.name}", form)


@frappe.whitelist(methods=["GET"])
def travel_of_school(school: str, school_year: str, semester: str = "", form: str = "pdf") -> None:
    """Whom a school is to pay for travelling in a school year or semester, for whoever sees all of its roll (E4.3)."""
    doc = frappe.get_doc("Member School", school)
    doc.check_permission("read")
    _send(travel.list_of_school(doc, school_year, semester), f"cong-tac-phi-{doc.name}", form)


@frappe.whitelist(methods=["GET"])
def of_plan(plan: str, form: str = "pdf") -> None:
    """A unit's plan, or its own rules."""
    doc = frappe.get_doc("Cluster Activity Plan", plan)
    doc.check_permission("read")
    _send(plans.paper_of(doc), f"ke-hoach-{doc.name}", form)


@frappe.whitelist(methods=["GET"])
def of_report(report: str, form: str = "pdf") -> None:
    """A unit's report with the figures of its period, as far as the user may see them, and its photos."""
    doc = frappe.get_doc("Cluster Unit Report", report)
    doc.check_permission("read")
    _send(reports.paper_of(doc), f"bao-cao-{doc.name}", form)


@frappe.whitelist(methods=["GET"])
def of_delegation(delegation: str, form: str = "pdf") -> None:
    """The delegation as a paper to sign."""
    doc = frappe.get_doc("Cluster Delegation", delegation)
    doc.check_permission("read")
    _send(letters.delegation_of(doc), f"giay-uy-quyen-{doc.name}", form)


@frappe.whitelist(methods=["GET"])
def of_headship(headship: str, form: str = "pdf") -> None:
    """The submission that asks the authority to confirm an election, assignment or turn."""
    doc = frappe.get_doc("Cluster Headship", headship)
    doc.check_permission("read")
    _send(letters.submission_of(doc), f"to-trinh-{doc.name}", form)


@frappe.whitelist(methods=["GET"])
def certificate(staff: str, unit: str, school_year: str, form: str = "pdf") -> None:
    """What a person attended of a unit in a school year, with the lines of the roll that the user may see."""
    doc = frappe.get_doc("Member School Staff", staff)
    doc.check_permission("read")
    _send(letters.certificate_of(doc, unit, school_year), f"giay-xac-nhan-{doc.name}", form)


def _send(paper: Paper, name: str, form: str) -> None:
    """Answer the request with a file. Throws for a form there is none of, and where the typeface is missing."""
    _answer(made(paper, form), name, form)


def _answer(content: bytes, name: str, form: str) -> None:
    frappe.local.response.filename = f"{name}.{form}"
    frappe.local.response.filecontent = content
    frappe.local.response.type = "download"
