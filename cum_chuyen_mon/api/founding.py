"""Founding decisions and the subject groups of a unit, as the desk calls them."""

# No "from __future__ import annotations" here: Frappe checks only the types of annotations that are not text.

import frappe

from cum_chuyen_mon.api.again import again_on_deadlock
from cum_chuyen_mon.founding import carry, last_year, online_group, subject_groups
from cum_chuyen_mon.founding.paper import FOUNDING
from cum_chuyen_mon.rules.text import clean


@frappe.whitelist(methods=["POST"])
def preview(founding: str) -> dict:
    """What applying a founding decision would do, what bars it, and what should be known: ``plan.told``."""
    doc = frappe.get_doc(FOUNDING, founding)
    doc.check_permission("write")
    return carry.preview(doc)


@frappe.whitelist(methods=["POST"])
def apply(founding: str) -> dict:
    """Carry a founding decision out, all of it or nothing; what it did."""
    frappe.get_doc(FOUNDING, founding).check_permission("write")
    return again_on_deadlock(lambda: carry.apply(founding))


@frappe.whitelist(methods=["POST"])
def take_over(founding: str) -> dict:
    """Add the authority's units of last year to a draft: ``{"added", "left_out"}``."""
    frappe.get_doc(FOUNDING, founding).check_permission("write")
    return again_on_deadlock(lambda: last_year.take_over(founding))


@frappe.whitelist(methods=["GET", "POST"])
def subjects_of_unit(unit_type: str, unit: str) -> dict:
    """The subjects of a unit with their groups, and whom its head may name: ``subject_groups.overview``."""
    frappe.has_permission(subject_groups.GROUP, "create", throw=True)
    return subject_groups.overview(subject_groups.unit_for(unit_type, unit))


@frappe.whitelist(methods=["POST"])
def make_subject_groups(unit_type: str, unit: str, groups: str | list) -> dict:
    """Make the missing subject groups of a unit: ``{"made": [codes], "changed": [codes]}``.

    ``groups``: ``[{"subject", "lead", "overseer", "online_group_url"}]``, the last three as far as they are known.
    """
    frappe.has_permission(subject_groups.GROUP, "create", throw=True)
    doc = subject_groups.unit_for(unit_type, unit)
    wishes = _wishes(groups)
    return again_on_deadlock(lambda: subject_groups.make(doc, wishes))


@frappe.whitelist(methods=["POST"])
def set_online_group(unit_type: str, unit: str, url: str) -> dict:
    """Enter the address of a unit's online group (N5.7), for its head; what is kept: ``online_group.enter``."""
    frappe.has_permission(subject_groups.GROUP, "create", throw=True)
    doc = subject_groups.unit_for(unit_type, unit)
    return again_on_deadlock(lambda: online_group.enter(doc, url))


def _wishes(groups: str | list) -> list[subject_groups.Wish]:
    try:
        rows = frappe.parse_json(groups)
    except ValueError:
        rows = None
    if not isinstance(rows, list) or not all(isinstance(row, dict) and row.get("subject") for row in rows):
        frappe.throw("Danh sách tổ bộ môn không đọc được. Hãy tải lại trang rồi chọn lại các môn.")
    fields = ("subject", "lead", "overseer", "online_group_url")
    return [subject_groups.Wish(**{field: clean(row.get(field)) for field in fields}) for row in rows]
