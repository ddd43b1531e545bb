"""As what a user stands where, on a day: the one place that turns dated rows into positions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.ledger.world import load_tree
from cum_chuyen_mon.rules.units import Term
from cum_chuyen_mon.rules.words import HEADS, Position, UnitKind

ADMINISTRATORS = ("System Manager", "Cluster Administrator")
"""Roles that see and do everything: they set the site up."""

STAFF, AUTHORITY_STAFF, DELEGATION = "Member School Staff", "Authority Staff", "Cluster Delegation"
CLUSTER, GROUP, SUBJECT_GROUP, SCHOOL = (
    kind.value for kind in (UnitKind.CLUSTER, UnitKind.GROUP, UnitKind.SUBJECT_GROUP, UnitKind.SCHOOL)
)
AUTHORITY_LEADER, AUTHORITY_OFFICER = "Authority Leader", "Authority Officer"
DATED = (STAFF, AUTHORITY_STAFF, DELEGATION, CLUSTER, GROUP, SUBJECT_GROUP, SCHOOL, "Education Authority")
"""DocTypes whose rows make positions."""

ACTS = ("convene", "plan", "report")
"""What a head may delegate, each by its own check on the delegation (P4.2)."""

CARETAKING = frozenset({"convene", "report"})
"""What a deputy does of himself while nobody heads the unit: call the election, and hand in its result (N5.1)."""


@dataclass(frozen=True)
class Units:
    """Clusters, inter-school groups and schools, by code."""

    clusters: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    schools: frozenset[str] = frozenset()
    are_all: bool = False
    """Whether the site has no others: whoever stands over all of them needs no condition on rows."""
    levels: frozenset[tuple[str, str]] = frozenset()
    """(unit, level) where an office is for one level of a mixed unit; for any other unit it is for the whole."""

    @property
    def codes(self) -> frozenset[str]:
        """Clusters and groups."""
        return self.clusters | self.groups

    @property
    def of_one_level(self) -> frozenset[str]:
        return frozenset(code for code, _level in self.levels)

    def levels_in(self, code: str | None) -> frozenset[str]:
        """The levels for which the office in a unit is; none for an office for the whole unit."""
        return frozenset(level for unit, level in self.levels if unit == code)

    def within(self, other: Units) -> Units:
        """Those that are among the others too."""
        return replace(
            self,
            clusters=self.clusters & other.clusters,
            groups=self.groups & other.groups,
            schools=self.schools & other.schools,
        )

    def has(self, kind: str, code: str) -> bool:
        return code in {CLUSTER: self.clusters, GROUP: self.groups, SCHOOL: self.schools}.get(kind, ())


NOWHERE = Units()


@dataclass(frozen=True)
class Seat:
    """A subject group in which a person leads or oversees: itself, the unit it is part of, its subject."""

    code: str
    parent_type: str
    parent: str
    subject: str


@dataclass(frozen=True)
class Warrant:
    """A delegation that holds: which one, of which acts, in which unit, for the level its head is there for.

    Without a name it is what a deputy does while the unit has no head.
    """

    name: str
    unit: str
    level: str
    acts: frozenset[str]

    @property
    def units(self) -> Units:
        code = frozenset({self.unit})
        return Units(code, code, levels=_only_levels([(self.unit, self.level)]))


@dataclass(frozen=True)
class Standing:
    """Everything that a user is on one day. Of somebody who stands nowhere all of it is empty."""

    user: str
    everything: bool = False
    staff: str | None = None
    works_at: frozenset[str] = frozenset()
    principal_of: frozenset[str] = frozenset()
    teaches: frozenset[str] = frozenset()
    belongs_to: Units = NOWHERE
    """Units of which a school where he works is a member."""
    principal_in: Units = NOWHERE
    """Units of which a school is a member whose principal he is."""
    heads: Units = NOWHERE
    """Clusters that he heads, groups that he leads."""
    deputy_of: Units = NOWHERE
    warrants: tuple[Warrant, ...] = ()
    """Delegations under which he acts for a head."""
    subject_lead_of: tuple[Seat, ...] = ()
    overseer_of: tuple[Seat, ...] = ()
    leader_over: Units = NOWHERE
    """Units under an authority of which he is a leader."""
    officer_over: Units = NOWHERE
    """Units under an authority of which he is an officer."""
    leads: frozenset[str] = frozenset()
    """Authorities of which he is a leader, with all below them."""
    serves: frozenset[str] = frozenset()
    """Authorities of which he is an officer, with all below them."""
    authorities: frozenset[str] = frozenset()
    """The authorities where he works, with all below them, and all above those that concern him."""

    def acts_for(self, act: str) -> Units:
        """Units for whose head he may act by delegation."""
        given = [warrant for warrant in self.warrants if act in warrant.acts]
        units = frozenset(warrant.unit for warrant in given)
        return Units(units, units, levels=_only_levels((warrant.unit, warrant.level) for warrant in given))

    def own_level(self, unit: str | None) -> str:
        """The one level for which he convenes in a unit; "" where he does so for all of it, for several or for none."""
        levels = self.heads.levels_in(unit) | self.acts_for("convene").levels_in(unit)
        return next(iter(levels)) if len(levels) == 1 else ""


def standing_of(user: str | None = None) -> Standing:
    """A user's standing today (the session's user when not given). Looked up once a request, by a fixed number of
    queries."""
    user = user or frappe.session.user
    known = frappe.flags.setdefault("cum_chuyen_mon_standings", {})
    key = (user, getdate())
    if key not in known:
        known[key] = _look_up(*key)
    return known[key]


def forget() -> None:
    """Look everybody up anew: a dated row, a delegation or a login was changed in this request."""
    frappe.flags.pop("cum_chuyen_mon_standings", None)


def staff_of(user: str) -> str | None:
    """The staff code linked to a user; None for nobody's and disabled staff's."""
    if user in ("Guest", "Administrator"):
        return None
    return frappe.db.get_value(STAFF, {"user": user, "disabled": 0}, "name")


def _look_up(user: str, on: date) -> Standing:
    if user == "Administrator" or set(ADMINISTRATORS) & set(frappe.get_roles(user)):
        return Standing(user, everything=True, staff=staff_of(user))
    if user == "Guest":
        return Standing(user)
    staff, posts = staff_of(user), _posts(user, on)
    of_school = _at_school(staff, on) if staff else {}
    of_authority = _at_authority(posts, on) if posts else {}
    authorities = of_school.pop("authorities", frozenset()) | of_authority.pop("authorities", frozenset())
    return Standing(user, staff=staff, authorities=authorities, **of_school, **of_authority)


def _at_school(staff: str, on: date) -> dict[str, Any]:
    """What a person's postings, offices and delegations make of him."""
    postings = holding(
        "Staff Posting", {"parent": staff, "parenttype": STAFF}, on, "school", "position", "subject"
    )
    posted = sorted({row.school for row in postings})
    closed = frappe.get_all(SCHOOL, {"name": ("in", posted or [""]), "disabled": 1}, pluck="name")
    postings = [row for row in postings if row.school not in closed]
    works_at = frozenset(row.school for row in postings)
    principal_of = frozenset(row.school for row in postings if row.position == Position.PRINCIPAL)
    belongs_to = _units_of(works_at, on)
    offices = holding("Unit Officer", {"staff": staff}, on, "position", "parent", "parenttype", "level")
    deputy_of = _seats_in_units(offices, Position.DEPUTY).within(belongs_to)
    return {
        "works_at": works_at,
        "principal_of": principal_of,
        "teaches": frozenset(row.subject for row in postings if row.subject),
        "belongs_to": belongs_to,
        "principal_in": _units_of(principal_of, on) if principal_of else NOWHERE,
        "heads": _seats_in_units(offices, *HEADS).within(belongs_to),
        "deputy_of": deputy_of,
        "warrants": _warrants(staff, deputy_of.codes, on),
        "subject_lead_of": _seats(offices, Position.SUBJECT_LEAD, belongs_to, on),
        "overseer_of": _seats(offices, Position.OVERSEEING_LEADER, belongs_to, on),
        "authorities": _authorities_of(belongs_to, works_at, on),
    }


def _posts(user: str, on: date) -> list:
    """What somebody is at authorities that exist on the day: a post ends with its authority."""
    posts = holding(AUTHORITY_STAFF, {"user": user, "disabled": 0}, on, "authority", "position")
    if not posts:
        return []
    named = {"name": ("in", sorted({row.authority for row in posts}))}
    rows = frappe.get_all("Education Authority", named, ["name", "valid_from", "valid_to"])
    standing = {row.name for row in rows if Term(row.valid_from, row.valid_to).holds(on)}
    return [row for row in posts if row.authority in standing]


def _at_authority(posts: list, on: date) -> dict[str, Any]:
    """What a user's posts at authories make of him: everything below them is under him."""
    tree = load_tree()
    below = {
        row.authority: [code for code in tree.superiors if row.authority in tree.chain(code)] for row in posts
    }

    def at(position: str) -> frozenset[str]:
        return frozenset(code for row in posts if row.position == position for code in below[row.authority])

    def under(codes: frozenset[str]) -> Units:
        return _units_under(codes, on) if codes else NOWHERE

    leads, serves = at(AUTHORITY_LEADER), at(AUTHORITY_OFFICER)
    return {
        "leads": leads,
        "serves": serves,
        "leader_over": under(leads),
        "officer_over": under(serves),
        "authorities": frozenset().union(*below.values(), *(tree.chain(row.authority) for row in posts)),
    }


def holding(doctype: str, filters: dict, on: date, *columns: str) -> list:
    """Dated rows that hold on a day."""
    row = frappe.qb.DocType(doctype)
    query = frappe.qb.from_(row).select(*(row[column] for column in columns))
    for column, value in filters.items():
        query = query.where(
            row[column].isin(sorted(value)) if isinstance(value, frozenset) else row[column] == value
        )
    query = query.where(row.from_date.isnull() | (row.from_date <= on))
    return query.where(row.to_date.isnull() | (row.to_date >= on)).run(as_dict=True)


def _working(doctype: str, codes: Iterable[str], on: date, *columns: str) -> list:
    """Units among those named that work on a day."""
    codes = frozenset(codes)
    return holding(doctype, {"name": codes, "disabled": 0}, on, "name", *columns) if codes else []


def _units_of(schools: frozenset[str], on: date) -> Units:
    """Units of which one of the schools is a member, and the schools themselves."""
    if not schools:
        return NOWHERE
    rows = holding("Unit Member", {"school": schools}, on, "parent", "parenttype")
    clusters, groups = (
        frozenset(unit.name for unit in _working(kind, (r.parent for r in rows if r.parenttype == kind), on))
        for kind in (CLUSTER, GROUP)
    )
    return Units(clusters, groups, schools)


def _units_under(authorities: frozenset[str], on: date) -> Units:
    rows = holding("Supervising Authority", {"authority": authorities}, on, "parent", "parenttype")
    found = [frozenset(r.parent for r in rows if r.parenttype == kind) for kind in (CLUSTER, GROUP, SCHOOL)]
    counts = [frappe.db.count(kind) for kind in (CLUSTER, GROUP, SCHOOL)]
    return Units(*found, are_all=[len(codes) for codes in found] == counts)


def _authorities_of(units: Units, schools: frozenset[str], on: date) -> frozenset[str]:
    """The authorities of units and schools, and all above them."""
    codes = units.codes | schools
    if not codes:
        return frozenset()
    tree = load_tree()
    rows = holding("Supervising Authority", {"parent": codes}, on, "authority")
    return frozenset(code for row in rows for code in tree.chain(row.authority))


def _seats_in_units(offices: list, *positions: Position) -> Units:
    """Clusters and groups in which a person holds one of the positions."""
    held = [row for row in offices if row.position in positions]
    clusters, groups = (
        frozenset(row.parent for row in held if row.parenttype == kind) for kind in (CLUSTER, GROUP)
    )
    return Units(clusters, groups, levels=_only_levels((row.parent, row.level) for row in held))


def _only_levels(offices: Iterable[tuple[str, str | None]]) -> frozenset[tuple[str, str]]:
    """(unit, level) of units in which no office is for the whole."""
    offices = list(offices)
    whole = {unit for unit, level in offices if not level}
    return frozenset((unit, level) for unit, level in offices if level and unit not in whole)


def _seats(offices: list, position: Position, belongs_to: Units, on: date) -> tuple[Seat, ...]:
    codes = [row.parent for row in offices if row.parenttype == SUBJECT_GROUP and row.position == position]
    rows = _working(SUBJECT_GROUP, codes, on, "parent_type", "parent_unit", "subject")
    return tuple(
        Seat(row.name, row.parent_type, row.parent_unit, row.subject)
        for row in rows
        if belongs_to.has(row.parent_type, row.parent_unit)
    )


def _warrants(staff: str, units: frozenset[str], on: date) -> tuple[Warrant, ...]:
    """On what grounds a deputy acts for the head: delegations that hold, in time, not revoked, by somebody who heads
    the unit himself today; and the want of any head."""
    if not units:
        return ()
    rows = holding(
        DELEGATION, {"delegate": staff, "unit": units}, on, "name", "unit", "delegator", "revoked_on", *ACTS
    )
    offices = holding("Unit Officer", {"parent": units}, on, "parent", "staff", "position", "level")
    heads = [row for row in offices if row.position in HEADS]
    given = tuple(
        Warrant(row.name, row.unit, head.level or "", frozenset(act for act in ACTS if row[act]))
        for row in rows
        if not (row.revoked_on and getdate(row.revoked_on) <= on)
        for head in heads
        if (head.parent, head.staff) == (row.unit, row.delegator)
    )
    without_head = units - {row.parent for row in heads}
    return given + tuple(Warrant("", unit, "", CARETAKING) for unit in sorted(without_head))
