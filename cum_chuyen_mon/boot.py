"""What the desk needs before its first page, and who sees the app among the apps."""

from __future__ import annotations

import frappe

from cum_chuyen_mon.reports.filters import current_school_year


def extend_bootinfo(bootinfo: dict) -> None:
    """Frappe calls this for every desk session."""
    if not may_use():
        return
    codes = frappe.get_all("Cluster Semester", pluck="semester_code", distinct=True, order_by="semester_code")
    bootinfo["cum_chuyen_mon"] = {"school_year": current_school_year(), "semesters": codes}


def may_use() -> bool:
    """Whether the app is among the user's apps."""
    return bool(frappe.has_permission("Cluster Session", "read"))
