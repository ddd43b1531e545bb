"""Proposals of schools and open difficulties as items of a plan (E2.2): from which it came, where it went."""

from __future__ import annotations

import frappe

from cum_chuyen_mon.controllers.tidy import label

from . import DIFFICULTY

SHOWN = ("name", "title", "kind", "school", "raised_on")


def offered(plan) -> list[dict]:
    """Open proposals and difficulties of the plan's unit and its subject groups that no plan has taken up, as far as
    the user may read them: ``{"name", "title", "kind", "school", "raised_on"}``, the oldest first."""
    rows = frappe.get_list(
        DIFFICULTY,
        filters={"status": "Open", "plan": ("is", "not set")},
        or_filters={"unit": plan.unit, "cluster": plan.unit, "school_group": plan.unit},
        fields=list(SHOWN),
        order_by="raised_on, creation",
        limit_page_length=0,
    )
    inside = {row.difficulty for row in plan.items}
    return [row for row in rows if row.name not in inside]


def append(plan, names: list[str]) -> None:
    """Add an item for each of the proposals named, of those that are offered. Throws for any other."""
    by_name = {row.name: row for row in offered(plan)}
    for name in names:
        row = by_name.pop(name, None)
        if row is None:
            frappe.throw(
                "Có đề xuất không còn mở, đã vào kế hoạch, hoặc không thuộc đơn vị này. "
                "Hãy mở lại danh sách rồi chọn."
            )
        plan.append("items", {"title": row.title, "difficulty": row.name, "proposed_by": row.school})


def check(plan) -> None:
    """Throw when an item newly names a proposal that is not the unit's, or that its writer may not read."""
    before = plan.get_doc_before_save()
    known = {row.difficulty for row in before.items} if before else set()
    for row in plan.items:
        if not row.difficulty or row.difficulty in known:
            continue
        columns = ("school", "unit", "cluster", "school_group")
        of = frappe.db.get_value(DIFFICULTY, row.difficulty, columns, as_dict=True) or frappe._dict()
        readable = of and frappe.has_permission(DIFFICULTY, "read", doc=row.difficulty)
        if not readable or plan.unit not in (of.unit, of.cluster, of.school_group):
            frappe.throw(
                f"Dòng {row.idx}, ô «{label(row, 'difficulty')}»: không phải đề xuất, khó khăn của đơn vị này. "
                "Hãy chọn từ danh sách đề xuất của đơn vị.",
                exc=frappe.PermissionError,
            )
        row.proposed_by = row.proposed_by or of.school


def mark(plan) -> None:
    """Note on each proposal in which plan it went, and on those taken out again that they are open to any."""
    inside = sorted({row.difficulty for row in plan.items if row.difficulty})
    frappe.db.set_value(
        DIFFICULTY,
        {"plan": plan.name, "name": ("not in", inside or [""])},
        "plan",
        None,
        update_modified=False,
    )
    if inside:
        frappe.db.set_value(DIFFICULTY, {"name": ("in", inside)}, "plan", plan.name, update_modified=False)


def release(plan) -> None:
    """The plan is being deleted."""
    frappe.db.set_value(DIFFICULTY, {"plan": plan.name}, "plan", None, update_modified=False)
