"""What the desk needs before its first page, and who sees the app among the apps."""

from __future__ import annotations

from collections.abc import Mapping

import frappe

from cum_chuyen_mon.permissions.doors import OF_A_SESSION, condition
from cum_chuyen_mon.permissions.predicate import NOTHING, either
from cum_chuyen_mon.permissions.standing import Standing, standing_of
from cum_chuyen_mon.permissions.table import GRANTS, PLACES
from cum_chuyen_mon.reports.filters import current_school_year, own_years

LISTS: Mapping[str, str | None] = {
    "can_create": "c",
    "can_write": "w",
    "can_delete": "d",
    "can_cancel": "x",
    "can_submit": None,
    "can_import": None,
    **dict.fromkeys(("can_read", "all_read", "can_select", "can_search", "can_get_report"), "r"),
    **dict.fromkeys(("can_export", "can_print", "can_email"), "r"),
}
"""Lists of DocTypes by which the desk offers buttons → actions of the table; None for an administrator's alone."""

SESSION = "Cluster Session"


def extend_bootinfo(bootinfo: dict) -> None:
    """Frappe calls this for every desk session."""
    standing = standing_of()
    if not standing.everything:
        bootinfo["user"].update(narrowed(bootinfo["user"], standing))
    if not may_use():
        return
    years = [row.name for row in own_years()]
    codes = frappe.get_all(
        "Cluster Semester",
        filters={"parent": ("in", years or [""])},
        pluck="semester_code",
        distinct=True,
        order_by="semester_code",
    )
    bootinfo["cum_chuyen_mon"] = {
        "school_year": current_school_year(),
        "semesters": codes,
        "staff": standing.staff,
    }


def may_use() -> bool:
    """Whether the app is among the user's apps: for administrators and whoever works anywhere today."""
    standing = standing_of()
    return standing.everything or bool(standing.works_at or standing.authorities)


def narrowed(lists: Mapping[str, list[str]], standing: Standing) -> dict[str, list[str]]:
    """The desk's lists without what no position of the user's can ever lead to. Roles alone promise too much."""
    return {
        key: [
            doctype
            for doctype in lists.get(key) or []
            if doctype not in GRANTS or (action and may_ever(doctype, action, standing))
        ]
        for key, action in LISTS.items()
    }


def may_ever(doctype: str, action: str, standing: Standing) -> bool:
    """Whether there can be a document to which somebody stands so that the action is his."""
    if condition(doctype, action, standing) == NOTHING:
        return False
    if action != "c" or doctype not in OF_A_SESSION:
        return True
    # what belongs to a session is made by people of a session: a teacher who is secretary of none makes no minutes
    given = [
        relation(standing, PLACES[SESSION])
        for relation, actions in GRANTS[doctype].items()
        if action in actions
    ]
    sessions = either(given).sql(SESSION)
    # allowed: a condition of the table, whose literals are escaped
    return bool(frappe.db.sql(f"select 1 from `tab{SESSION}` where {sessions} limit 1"))
