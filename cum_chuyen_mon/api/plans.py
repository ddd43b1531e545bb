"""What a plan's form asks for: the schools' answers, proposals as items, amendments."""

# No "from __future__ import annotations" here: Frappe checks only the types of annotations that are not text.

import frappe

from cum_chuyen_mon.api.again import again_on_deadlock
from cum_chuyen_mon.ledger.world import load_unit
from cum_chuyen_mon.planning import DIFFICULTY, PLAN_DOCTYPE, amendments, consultation, proposals


@frappe.whitelist(methods=["POST"])
def answer_plan(plan: str, answer: str, comment: str = "") -> str:
    """Answer a plan for one's own school in the round that is open (N5.3); the name of the answer.

    ``answer`` is Agree or Comment. An answer of the same round is replaced as long as the date has not passed.
    """
    doc = frappe.get_doc(PLAN_DOCTYPE, plan)
    doc.check_permission("read")
    unit = load_unit(doc.unit_type, doc.unit)
    school = consultation.own_school(unit) if unit else None
    if not school:
        frappe.throw(
            "Bạn không phải hiệu trưởng một trường được lấy ý kiến về văn bản này. Hãy nhờ hiệu trưởng trường bạn.",
            exc=frappe.PermissionError,
        )
    said = {"answer": answer, "comment": comment}
    return again_on_deadlock(lambda: consultation.answer(doc.name, school, said))


@frappe.whitelist(methods=["GET", "POST"])
def open_proposals(plan: str) -> list[dict]:
    """Proposals and open difficulties that could be items of a plan: ``{"name", "title", "kind", "school",
    "raised_on"}``, of what the user may read (E2.2)."""
    doc = frappe.get_doc(PLAN_DOCTYPE, plan)
    doc.check_permission("write")
    return proposals.offered(doc) if frappe.has_permission(DIFFICULTY, "read") else []


@frappe.whitelist(methods=["POST"])
def add_proposals(plan: str, difficulties: list | str) -> int:
    """Add proposals to a plan as items; how many items it has then. A form sends their names as JSON text."""
    doc = frappe.get_doc(PLAN_DOCTYPE, plan)
    doc.check_permission("write")
    try:
        names = frappe.parse_json(difficulties)
    except ValueError:
        names = None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        frappe.throw("Danh sách đề xuất không hợp lệ. Hãy tải lại trang rồi chọn lại.")
    frappe.has_permission(DIFFICULTY, "read", throw=True)
    proposals.append(doc, names)
    return len(doc.save().items)


@frappe.whitelist(methods=["POST"])
def amend_plan(plan: str) -> str:
    """Begin the amendment of an approved plan as a new draft; its name."""
    doc = frappe.get_doc(PLAN_DOCTYPE, plan)
    doc.check_permission("write")
    return again_on_deadlock(lambda: amendments.draft(doc).insert().name)
