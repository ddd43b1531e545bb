"""The roles that open the desk's forms follow from positions: whoever gets a position gets its roles.

A role alone gives nothing, so none is taken away when a position ends.
"""

from __future__ import annotations

from collections.abc import Iterable

import frappe

from .standing import AUTHORITY_STAFF, NOWHERE, STAFF, Standing, forget, standing_of
from .table import ROLE_OF

EVERYBODYS = frozenset({"All", "Guest", "Desk User"})
"""Roles that Frappe gives without anybody's decision."""


def wanted(standing: Standing) -> set[str]:
    """The roles of somebody who stands like this."""
    roles = set()
    if standing.leader_over != NOWHERE:
        roles.add("Authority Leader")
    if standing.officer_over != NOWHERE:
        roles.add("Authority Officer")
    if standing.staff:
        roles.add("Cluster Teacher")
    if standing.principal_of or standing.heads != NOWHERE or standing.deputy_of != NOWHERE:
        roles.add("School Principal")
    if standing.subject_lead_of or standing.overseer_of:
        roles.add("Subject Group Lead")
    return roles


def others(roles: Iterable[str]) -> set[str]:
    """The roles that no position gives: what a login is there for besides."""
    return set(roles) - EVERYBODYS - set(ROLE_OF)


def give(user: str | None) -> None:
    """Give a user the roles of his positions."""
    if not user or user in ("Administrator", "Guest"):
        return
    missing = [
        role
        for role in wanted(standing_of(user)) - set(frappe.get_roles(user))
        if frappe.db.exists("Role", role)
    ]
    if missing:
        # Whoever enters positions need not be allowed to edit users; the roles follow from the positions.
        doc = frappe.get_doc("User", user)
        doc.flags.ignore_permissions = True
        doc.add_roles(*sorted(missing))


def give_all() -> None:
    """Scheduled daily: positions that begin by themselves."""
    users = set(frappe.get_all(STAFF, filters={"user": ("is", "set"), "disabled": 0}, pluck="user"))
    users |= set(frappe.get_all(AUTHORITY_STAFF, filters={"disabled": 0}, pluck="user"))
    for user in sorted(users):
        give(user)


def after_change(doc, _method: str | None = None) -> None:
    """Hook: a dated row, a delegation or a login changed. Standings are looked up anew, and roles follow."""
    forget()
    if doc.doctype in (STAFF, AUTHORITY_STAFF):
        give(doc.user)
    staff = {row.staff for row in doc.get("officers") or []}
    if staff:
        users = frappe.get_all(
            STAFF, filters={"name": ("in", sorted(staff)), "user": ("is", "set")}, pluck="user"
        )
        for user in users:
            give(user)
