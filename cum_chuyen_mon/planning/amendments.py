"""Numbered amendments: an approved plan is not rewritten, a new one takes its place once it is approved too."""

from __future__ import annotations

import re

import frappe

from cum_chuyen_mon.controllers.tidy import label
from cum_chuyen_mon.rules.plans import PlanState
from cum_chuyen_mon.rules.units import Unit

from . import PLAN_DOCTYPE, sessions
from .items import ITEM

SAME = ("unit_type", "unit", "school_year", "semester", "paper_kind")
COPIED = (*SAME, "goals", "body")
SUFFIX = re.compile(r"\s*\(điều chỉnh lần \d+\)$")


def number(doc) -> None:
    """Number a new amendment, one at a time for each plan: the plan's row is locked, and no second one is begun.

    Throws when the plan is not the approved one, is another unit's, or has an amendment already.
    """
    if not doc.amends or not doc.is_new():
        return
    fields = ["name", "status", "amendment_no", *SAME]
    amended = frappe.db.get_value(PLAN_DOCTYPE, doc.amends, fields, as_dict=True, for_update=True)
    where = f"Ô «{label(doc, 'amends')}»"
    if amended is None or amended.status != PlanState.APPROVED:
        frappe.throw(
            f"{where}: chỉ điều chỉnh văn bản đã duyệt và đang có hiệu lực. Hãy mở bản đang có hiệu lực rồi chọn "
            "«Lập bản điều chỉnh»."
        )
    differs = next((field for field in SAME if (amended[field] or "") != (doc.get(field) or "")), None)
    if differs:
        frappe.throw(
            f"Ô «{label(doc, differs)}»: bản điều chỉnh phải giống văn bản được điều chỉnh. Hãy sửa lại."
        )
    fields = ["amendment_no", "status"]  # locked: begun, perhaps, since this request first looked
    other = frappe.db.get_value(PLAN_DOCTYPE, {"amends": doc.amends}, fields, as_dict=True, for_update=True)
    if other:
        frappe.throw(
            f"{where}: đã có bản điều chỉnh lần {other.amendment_no} "
            f"({frappe._(other.status, context=PLAN_DOCTYPE)}). Hãy mở bản đó để sửa và trình tiếp."
        )
    doc.amendment_no = (amended.amendment_no or 0) + 1


def draft(plan) -> object:
    """A new draft with the text and items of an approved plan, not yet saved."""
    rows = [
        {field: row.get(field) for field in _columns()} | {"item_key": row.item_key} for row in plan.items
    ]
    title = f"{SUFFIX.sub('', plan.title)} (điều chỉnh lần {(plan.amendment_no or 0) + 1})"
    values = {field: plan.get(field) for field in COPIED}
    return frappe.get_doc(
        {"doctype": PLAN_DOCTYPE, "title": title[:140], "amends": plan.name, "items": rows, **values}
    )


def _columns() -> list[str]:
    return [
        f.fieldname
        for f in frappe.get_meta(ITEM).fields
        if f.fieldtype not in frappe.model.display_fieldtypes
    ]


def take_over(plan) -> None:
    """The approved amendment holds from now on; what it amends stays to be read. Throws when that was returned."""
    if not plan.amends:
        return
    status = frappe.db.get_value(PLAN_DOCTYPE, plan.amends, "status", for_update=True)
    if status not in (PlanState.APPROVED.value, PlanState.AMENDED.value):
        frappe.throw(
            f"Ô «{label(plan, 'amends')}»: văn bản được điều chỉnh không còn hiệu lực nên không duyệt bản điều chỉnh. "
            "Hãy duyệt lại văn bản đó trước."
        )
    _set(plan.amends, PlanState.AMENDED, plan.name)


def give_back(plan, unit: Unit) -> None:
    """The approval of an amendment was taken back: what it amended holds again, with its sessions."""
    if not plan.amends:
        return
    _set(plan.amends, PlanState.APPROVED, None)
    sessions.carry_out(frappe.get_doc(PLAN_DOCTYPE, plan.amends), unit, instead_of=plan.name)


def _set(name: str, state: PlanState, by: str | None) -> None:
    frappe.db.set_value(PLAN_DOCTYPE, name, {"status": state.value, "amended_by": by})
