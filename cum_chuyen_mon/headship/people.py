"""Who may stand for a seat, who votes, and whose turn it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.controllers.standing import term_of
from cum_chuyen_mon.ledger.world import day
from cum_chuyen_mon.meetings.roll_call import ATTENDANCE, ATTENDED_WORDS
from cum_chuyen_mon.rules.eligibility import chosen_from
from cum_chuyen_mon.rules.headship import Candidate, Proposal, Turn, whose_turn
from cum_chuyen_mon.rules.levels import parse_levels
from cum_chuyen_mon.rules.units import Posting, Term, Unit
from cum_chuyen_mon.rules.words import Level, Position, RollCall, UnitKind

from .bound import Bound

STAFF = "Member School Staff"


def headship_years(session: str) -> list[str]:
    """School years for which somebody was elected in a session: its locked minutes count there too."""
    return frappe.get_all("Cluster Headship", filters={"session": session}, pluck="school_year")


def wanted_positions(seat: Bound) -> tuple[Position, ...]:
    """The school positions from which the seat is filled; empty where no rule says so.

    A group is led by the principal of its lead school.
    """
    rule = seat.required()
    if rule:
        return chosen_from(rule.duty)
    return (Position.PRINCIPAL,) if seat.position is Position.GROUP_LEAD else ()


def schools_of(unit: Unit, seat: Bound, on: date) -> dict[str, str]:
    """Code → name of the member schools on a day from which the seat is filled, in the founding decision's order:
    those of the level, and of a group its lead school where one is marked."""
    codes = unit.members_on(on)
    rows = {
        row.name: row
        for row in frappe.get_all(
            "Member School",
            filters={"name": ("in", list(codes) or [""]), "disabled": 0},
            fields=["name", "school_name", "levels"],
            limit_page_length=0,
        )
    }
    found = {
        code: rows[code].school_name
        for code in dict.fromkeys(codes)
        if code in rows and (not seat.level or seat.level in parse_levels(rows[code].levels))
    }
    leading = lead_schools([unit.code], on).get(unit.code) if seat.position is Position.GROUP_LEAD else None
    return {code: name for code, name in found.items() if code in leading} if leading else found


def lead_schools(units: Collection[str], on: date) -> dict[str, set[str]]:
    """Group → the schools that lead it on a day."""
    found: dict[str, set[str]] = {}
    for row in frappe.get_all(
        "Unit Member",
        filters={"parenttype": UnitKind.GROUP.value, "parent": ("in", list(units) or [""]), "is_lead": 1},
        fields=["parent", "school", "from_date", "to_date"],
        limit_page_length=0,
    ):
        if term_of(row).holds(on):
            found.setdefault(row.parent, set()).add(row.school)
    return found


def candidates(unit: Unit, seat: Bound, on: date, positions: Collection[Position] = ()) -> list[Candidate]:
    """Who may stand for a seat on a day, by the order of their schools: whoever has one of the positions that a rule
    asks for, else one of those given, else anybody at a member school."""
    schools = schools_of(unit, seat, on)
    positions = wanted_positions(seat) or positions
    found: dict[str, Candidate] = {}
    for row in _posted(schools, positions):
        if term_of(row).holds(on):
            found.setdefault(row.name, Candidate(row.name, row.full_name, row.school, schools[row.school]))
    order = {code: number for number, code in enumerate(schools)}
    return sorted(found.values(), key=lambda c: (order[c.school], c.person))


def _posted(schools: Collection[str], positions: Collection[Position]) -> list:
    Staff, Row = frappe.qb.DocType(STAFF), frappe.qb.DocType("Staff Posting")
    query = (
        frappe.qb.from_(Row)
        .join(Staff)
        .on(Staff.name == Row.parent)
        .select(Staff.name, Staff.full_name, Row.school, Row.from_date, Row.to_date)
        .where(Staff.disabled == 0)
        .where(Row.school.isin(list(schools) or [""]))
        .orderby(Row.idx)
    )
    if positions:
        query = query.where(Row.position.isin([p.value for p in positions]))
    return query.run(as_dict=True)


def posts_of(people: Iterable[str]) -> dict[str, list[Posting]]:
    """Person → his postings; whoever is disabled has none after today."""
    Staff, Row = frappe.qb.DocType(STAFF), frappe.qb.DocType("Staff Posting")
    rows = (
        frappe.qb.from_(Row)
        .join(Staff)
        .on(Staff.name == Row.parent)
        .select(Staff.name, Staff.disabled, Row.school, Row.position, Row.from_date, Row.to_date)
        .where(Staff.name.isin(sorted(set(people)) or [""]))
        .orderby(Row.idx)
    ).run(as_dict=True)
    found: dict[str, list[Posting]] = {}
    for row in rows:
        end = day(row.to_date)
        if row.disabled:
            end = min(end or getdate(), getdate())
        if row.school and row.position:
            term = Term(day(row.from_date), end)
            found.setdefault(row.name, []).append(Posting(row.school, Position(row.position), term))
    return found


def voters_present(session: str, unit: Unit, seat: Bound, on: date) -> int:
    """How many vote in a session: one for each member school (of the level) whose principal, or whoever the rules
    choose the head from, was there or sent a substitute (N5.1, P4.3)."""
    schools = unit.members_on(on)
    if seat.level:
        schools = tuple(schools_of(unit, seat, on)) if seat.position is not Position.GROUP_LEAD else schools
    voting = [p.value for p in wanted_positions(seat) or (Position.PRINCIPAL,)]
    rows = frappe.get_all(
        ATTENDANCE,
        filters={
            "session": session,
            "state": ("in", ATTENDED_WORDS),
            "school": ("in", list(schools) or [""]),
        },
        fields=["staff", "school", "position", "state", "substitute_for"],
        limit_page_length=0,
    )
    stood_for = {r.substitute_for for r in rows if r.state == RollCall.SUBSTITUTE and r.substitute_for}
    posts = posts_of(stood_for)
    replaced = {
        person
        for person in stood_for
        if any(p.position.value in voting and p.term.holds(on) for p in posts.get(person, ()))
    }
    return len({r.school for r in rows if r.staff and (r.position in voting or r.substitute_for in replaced)})


def proposal(unit: Unit, seat: Bound, on: date) -> Proposal | None:
    """Whose turn it is to take the seat on a day, and why (E2.2)."""
    found = candidates(unit, seat, on, (Position.PRINCIPAL,))
    schools = schools_of(unit, seat, on)
    able = {c.school for c in found}
    without = [name for code, name in schools.items() if code not in able]
    return whose_turn(found, turns(unit, seat.position, seat.level, on), without)


def turns(unit: Unit, position: Position, level: Level | None, before: date) -> list[Turn]:
    """The turns of schools at a seat before a day, oldest first: of the schools at which its holders were then."""
    held = [
        o
        for o in unit.officers
        if o.position is position
        and o.level in (level, None)
        and (o.term.start is None or o.term.start < before)
    ]
    held.sort(key=lambda officer: officer.term.start or date.min)
    posts = posts_of(o.person for o in held)
    members = unit.members
    found = []
    for officer in held:
        then = officer.term.start or officer.term.end or before
        schools = [p.school for p in posts.get(officer.person, ()) if p.term.holds(then)]
        ours = [code for code in schools if any(link.code == code for link in members)]
        found += [Turn(code, officer.term.start) for code in ours[:1] or schools[:1]]
    return found
