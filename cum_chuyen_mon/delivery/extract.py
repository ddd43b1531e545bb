"""The extract of locked minutes for one school, read from the locked rows."""

from __future__ import annotations

from dataclasses import asdict

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.meetings.confirmation import signatures_of
from cum_chuyen_mon.meetings.text import text_of
from cum_chuyen_mon.permissions.standing import holding
from cum_chuyen_mon.rules.extracts import Extract, extract

STAFF = "Member School Staff"


def extract_of(minutes: str, school: str) -> Extract:
    """The extract of locked minutes for a school (C4).

    Throws for minutes that are not locked, or were cancelled: session and roll may say something else by now.
    """
    doc = frappe.get_doc("Cluster Minutes", minutes)
    if doc.docstatus == 2:
        frappe.throw("Biên bản này đã hủy nên không trích được nữa. Hãy mở bản trích của biên bản sửa đổi.")
    if doc.docstatus != 1:
        frappe.throw("Chỉ trích được biên bản đã khóa. Hãy chờ mọi người xác nhận xong.")
    posted = holding(
        "Staff Posting", {"school": school, "parenttype": STAFF}, getdate(doc.session_date), "parent"
    )
    return extract(text_of(doc), signatures_of(doc, locked=False), school, {row.parent for row in posted})


def as_values(found: Extract) -> dict:
    """The extract as a client or a print takes it: plain values, with names for the codes of people and subjects."""
    text = found.text
    named = {text.chair, text.secretary, *(task.name for task in found.tasks)}
    names = _titles(STAFF, "full_name", named)
    subjects = _titles("Teaching Subject", "subject_title", text.subjects)
    return {
        "session": text.session,
        "title": text.title,
        "held_on": text.held_on,
        "opened_at": text.opened_at,
        "closed_at": text.closed_at,
        "venue": text.venue,
        "chair": names.get(text.chair, text.chair),
        "secretary": names.get(text.secretary, text.secretary),
        "subjects": [subjects.get(code, code) for code in text.subjects],
        "topics": [asdict(topic) for topic in text.topics],
        "conclusion": text.conclusion,
        "school": found.school,
        "school_title": _titles("Member School", "school_name", [found.school]).get(
            found.school, found.school
        ),
        "people": [{**asdict(p), "state": p.state.value} for p in found.people],
        "tasks": [{**asdict(task), "name": names.get(task.name, task.name)} for task in found.tasks],
        "attended": found.attended,
    }


def _titles(doctype: str, field: str, codes) -> dict[str, str]:
    rows = frappe.get_all(
        doctype, {"name": ("in", list(codes) or [""])}, ["name", field], limit_page_length=0
    )
    return {row.name: row[field] for row in rows}
