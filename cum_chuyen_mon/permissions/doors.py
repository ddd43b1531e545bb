"""Where the table is asked: Frappe's hooks for lists and documents, and what figures and endpoints call."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from typing import Any

import frappe
from frappe.permissions import get_role_permissions

from .predicate import EVERYTHING, NOTHING, Predicate, either
from .relations import Place
from .standing import CLUSTER, GROUP, SUBJECT_GROUP, Standing, staff_of, standing_of
from .table import GRANTS, PLACES

READING = ("read", "select", "print", "email", "report", "export")
ACTIONS = {
    None: "r",  # opening a form asks for no kind in particular
    **dict.fromkeys(READING, "r"),
    "write": "w",
    "create": "c",
    "delete": "d",
    "cancel": "x",
    "amend": "a",
}
"""Frappe's kinds of permission → actions of the table. Sharing, submitting and importing are nobody's but an
administrator's: shares would outlive positions, and the last confirmation submits."""

OF_A_SESSION = ("Cluster Session Attendance", "Cluster Minutes", "Cluster Minutes Signature")


def condition(doctype: str, action: str, standing: Standing) -> Predicate:
    """Which rows of a DocType the table gives somebody for an action."""
    if standing.everything:
        return EVERYTHING
    place = PLACES.get(doctype, Place(cluster="", group="", unit=""))
    return either(
        relation(standing, place) for relation, actions in GRANTS[doctype].items() if action in actions
    )


def query_condition(user: str | None = None, doctype: str = "") -> str:
    """Hook ``permission_query_conditions``. Frappe takes an empty answer for no restriction."""
    allowed = condition(doctype, "r", standing_of(user))
    return "" if allowed == EVERYTHING else allowed.sql(doctype)


def child_query_condition(user: str | None = None, doctype: str = "") -> str:
    """The same for rows of child tables: those of parents that may be read. Frappe itself checks only the role."""
    standing = standing_of(user)
    if standing.everything:
        return ""
    parts = []
    for parent in parents_of(doctype):
        allowed = condition(parent, "r", standing)
        if allowed != NOTHING:
            names = f"select `tab{parent}`.`name` from `tab{parent}` where {allowed.sql(parent)}"
            same = f"`tab{doctype}`.`parenttype` = {frappe.db.escape(parent)}"
            parts.append(f"({same} and `tab{doctype}`.`parent` in ({names}))")
    return f"({' or '.join(parts)})" if parts else NOTHING.sql(doctype)


def parents_of(table: str) -> list[str]:
    """The app's DocTypes that hold a child table."""
    return [
        doctype
        for doctype in GRANTS
        if any(field.options == table for field in frappe.get_meta(doctype).get_table_fields())
    ]


def has_permission(doc: Any, ptype: str = "read", user: str | None = None, debug: bool = False) -> bool:
    """Hook ``has_permission``: an explicit yes or no, for the stored row as well as for the values sent.

    A document that a client built carries the name of one row and the values of another; and whoever saves could write
    his own unit into somebody else's document, or somebody else's into his own.
    """
    standing = standing_of(user)
    if standing.everything:
        return True
    action = _action(doc, ptype)
    if action is None:
        return False
    allowed = condition(doc.doctype, action, standing)
    if allowed in (EVERYTHING, NOTHING):
        return allowed == EVERYTHING
    stored = None if action == "c" else stored_row(doc)
    if stored is None and action == "w" and doc.is_new():
        # asked by Frappe 16 of an empty document before it takes a file for one that is not saved yet
        return condition(doc.doctype, "c", standing) != NOTHING
    if stored is None:
        return allowed.holds(as_it_will_be(doc))
    return allowed.holds(stored) and (action == "r" or allowed.holds(as_it_will_be(doc)))


def _action(doc: Any, ptype: str | None) -> str | None:
    """Frappe asks for "submit" when a locked document is saved too: whoever may cancel it writes his reason so."""
    if ptype == "submit" and frappe.db.get_value(doc.doctype, doc.name, "docstatus") == 1:
        return "x"
    return ACTIONS.get(ptype)


def as_it_will_be(doc: Any) -> Mapping[str, Any]:
    """A document with the scope columns that saving it will copy onto it: what a client sent there means nothing."""
    return ChainMap(_scope(doc), doc.__dict__)


def _scope(doc: Any) -> dict[str, Any]:
    if doc.doctype in OF_A_SESSION:
        columns = ["unit_type", "unit", "cluster", "school_group", "subject", "level"]
        row = (
            frappe.db.get_value("Cluster Session", doc.session, columns, as_dict=True)
            if doc.session
            else None
        )
        return row or dict.fromkeys(columns)
    if not doc.meta.has_field("cluster"):
        return {}
    kind, unit = doc.unit_type, doc.unit
    if kind == SUBJECT_GROUP:
        kind, unit = frappe.db.get_value(SUBJECT_GROUP, unit, ["parent_type", "parent_unit"]) or (None, None)
    scope = {"cluster": unit if kind == CLUSTER else None, "school_group": unit if kind == GROUP else None}
    if doc.doctype == "Cluster Session":
        subjects = {row.subject for row in doc.subjects}
        scope["subject"] = next(iter(subjects)) if len(subjects) == 1 else None
        scope["level"] = doc.level or standing_of().own_level(unit)
    if doc.doctype == "Cluster Difficulty" and doc.is_new():
        scope["raised_by"] = staff_of(frappe.session.user)
    return scope


def actions_on(doc: Any) -> str:
    """The letters of the table that a document's form may offer the user."""
    ptypes = {"r": "read", "w": "write", "d": "delete", "x": "cancel", "a": "amend"}
    by_role = get_role_permissions(doc.meta)
    return "".join(
        letter for letter, ptype in ptypes.items() if by_role.get(ptype) and has_permission(doc, ptype)
    )


def stored_row(doc: Any) -> Mapping[str, Any] | None:
    """The document's row as the database has it now; None before there is one."""
    return frappe.db.get_value(doc.doctype, doc.name, "*", as_dict=True) if doc.name else None
