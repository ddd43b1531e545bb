"""A founding decision and the site it meets, as the rules see them. Each reading is a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.controllers.standing import term_of
from cum_chuyen_mon.ledger.refresh import disabled_units
from cum_chuyen_mon.ledger.world import MEMBER_KINDS, day, load_tree, load_units
from cum_chuyen_mon.rules.founding import Decision, Held, MemberRow, OfficerRow, Site, UnitRow
from cum_chuyen_mon.rules.levels import parse_levels
from cum_chuyen_mon.rules.units import Posting, Term
from cum_chuyen_mon.rules.words import FoundingAction, Level, Position, UnitKind

FOUNDING, STAFF = "Cluster Founding", "Member School Staff"


def decision_of(doc: Any) -> Decision:
    """A Cluster Founding document, its members and officers sorted to their units."""
    members: dict[str, list[MemberRow]] = defaultdict(list)
    officers: dict[str, list[OfficerRow]] = defaultdict(list)
    for row in doc.members:
        members[row.unit_code].append(MemberRow(row.unit_code, row.school, bool(row.is_lead), row.idx))
    for row in doc.officers:
        level = Level(row.level) if row.level else None
        officers[row.unit_code].append(
            OfficerRow(row.unit_code, Position(row.position), row.staff, level, row.idx)
        )
    units = tuple(
        UnitRow(
            FoundingAction(row.action),
            UnitKind(row.unit_type),
            row.unit_code,
            row.unit_title or "",
            parse_levels(row.levels),
            row.area or "",
            tuple(members.get(row.unit_code, ())),
            tuple(officers.get(row.unit_code, ())),
            row.idx,
        )
        for row in doc.units
    )
    named = {unit.code for unit in units}
    loose = [row for rows in (members, officers) for code in rows if code not in named for row in rows[code]]
    return Decision(doc.authority, Term(getdate(doc.from_date), day(doc.to_date)), units, tuple(loose))


def site_for(people: Collection[str], authority: str, on: date) -> Site:
    """The units and schools of the site, with the posts of the people named.

    What is not under the authority has no title here: its leaders have no business with it.
    """
    tree = load_tree()
    units = {
        unit.code: unit if authority in tree.chain(unit.authority_on(on)) else replace(unit, title="")
        for unit in load_units()
    }
    names = frappe.get_all(
        STAFF,
        filters={"name": ("in", sorted(people) or [""])},
        fields=["name", "full_name"],
        limit_page_length=0,
    )
    areas = frappe.get_all(  # N5.1: a district is a cluster's
        UnitKind.CLUSTER.value,
        filters={"area": ("is", "set")},
        fields=["name", "area"],
        limit_page_length=0,
    )
    return Site(
        units,
        postings_of(people),
        tree,
        {row.name: row.full_name for row in names},
        {row.name: row.area for row in areas},
        frozenset(code for _kind, code in disabled_units()),
    )


def postings_of(people: Collection[str]) -> dict[str, list[Posting]]:
    """All posts of some people that work on, past ones too."""
    return _postings({"parent": ("in", sorted(people) or [""])})


def _postings(filters: dict) -> dict[str, list[Posting]]:
    rows = frappe.get_all(
        "Staff Posting",
        filters={"parenttype": STAFF, **filters},
        fields=["parent", "school", "position", "from_date", "to_date"],
        order_by="parent, idx",
        limit_page_length=0,
    )
    left = set(
        frappe.get_all(
            STAFF, filters={"disabled": 1, "name": ("in", [r.parent for r in rows] or [""])}, pluck="name"
        )
    )
    found: dict[str, list[Posting]] = defaultdict(list)
    for row in rows:
        if row.parent not in left:
            found[row.parent].append(Posting(row.school, Position(row.position), term_of(row)))
    return found


def principals_of(schools: Collection[str], on: date) -> dict[str, list[str]]:
    """School → its principals on a day."""
    found: dict[str, list[str]] = defaultdict(list)
    asked = {"school": ("in", sorted(schools) or [""]), "position": Position.PRINCIPAL.value}
    for person, posts in _postings(asked).items():
        for post in posts:
            if post.term.holds(on):
                found[post.school].append(person)
    return found


def held_by(codes: Collection[str]) -> tuple[dict[str, list[Held]], dict[str, list[Held]]]:
    """Unit code → its rows of members, and of officers, as they are stored."""
    return (
        _held("Unit Member", codes, ("school", "is_lead"), member_key),
        _held("Unit Officer", codes, ("position", "staff", "level"), officer_key),
    )


def _held(
    table: str, codes: Collection[str], columns: tuple[str, ...], key: Callable
) -> dict[str, list[Held]]:
    rows = frappe.get_all(
        table,
        filters={
            "parent": ("in", sorted(codes) or [""]),
            "parenttype": ("in", [kind.value for kind in MEMBER_KINDS]),
        },
        fields=["name", "parent", "from_date", "to_date", *columns],
        order_by="parent, idx",
        limit_page_length=0,
    )
    found: dict[str, list[Held]] = defaultdict(list)
    for row in rows:
        found[row.parent].append(held_row(row, key))
    return found


def held_row(row: Any, key: Callable) -> Held:
    return Held(row.name, key(row), term_of(row))


def member_key(row: Any) -> tuple[str, bool]:
    """What a row of a unit's members says, as ``MemberRow.key`` does."""
    return row.school, bool(row.is_lead)


def officer_key(row: Any) -> tuple[Position, str, Level | None]:
    """What a row of a unit's officers says, as ``OfficerRow.key`` does."""
    return Position(row.position), row.staff, Level(row.level) if row.level else None


def groups_of(codes: Collection[str], on: date) -> dict[str, list[tuple[str, str]]]:
    """Unit code → (code, title) of its subject groups that work on a day."""
    rows = frappe.get_all(
        UnitKind.SUBJECT_GROUP.value,
        filters={"disabled": 0, "parent_unit": ("in", sorted(codes) or [""])},
        fields=["name", "unit_title", "parent_unit", "from_date", "to_date"],
        order_by="name",
        limit_page_length=0,
    )
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        if term_of(row).holds(on):
            found[row.parent_unit].append((row.name, row.unit_title))
    return found
