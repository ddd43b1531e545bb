"""Offices that end because their holder lost the position they ask for: a principal who leaves his school (N5.1).

Ended is the dated row, through the unit's own controller: when the person's record is saved, when the unit is, and
nightly for what the calendar or a lost save left behind. A principal who moves to another member school keeps what the
rule asks for, and his office.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import frappe
from frappe.utils import escape_html, getdate

from cum_chuyen_mon.controllers.standing import term_of
from cum_chuyen_mon.ledger.refresh import refresh
from cum_chuyen_mon.ledger.world import (
    duties_among,
    load_regulations,
    load_tree,
    load_unit,
    load_units,
    school_year_on,
)
from cum_chuyen_mon.rules.headship import last_day_in_office, stretches
from cum_chuyen_mon.rules.levels import parse_levels
from cum_chuyen_mon.rules.text import date_vi, join_vi
from cum_chuyen_mon.rules.units import DatedLink, Officer, Posting, Unit
from cum_chuyen_mon.rules.words import Level, Position, UnitKind
from cum_chuyen_mon.wording import label as in_vietnamese

from .bound import Bound, Rule
from .people import lead_schools, posts_of, wanted_positions

OFFICES = (Position.HEAD, Position.DEPUTY, Position.GROUP_LEAD)
MEMBER_UNITS = (UnitKind.CLUSTER.value, UnitKind.GROUP.value)


@dataclass(frozen=True)
class Departure:
    """An officer who had what his office asks for, until a day; ``school`` is where."""

    officer: Officer
    last: date
    school: str
    positions: tuple[Position, ...]
    rule: Rule | None


def departures(units: Iterable[Unit], leads: dict[str, set[str]] | None = None) -> dict[str, list[Departure]]:
    """Unit → officers who have lost the position that their office asks for. A fixed number of queries.

    ``leads`` are the lead schools of groups, read from the database when not given.
    """
    today = getdate()
    open_offices = [
        (unit, officer)
        for unit in units
        for officer in unit.officers
        if officer.position in OFFICES and (officer.term.end is None or officer.term.end > today)
    ]
    if not open_offices:
        return {}
    leads = lead_schools({unit.code for unit, _o in open_offices}, today) if leads is None else leads
    posts, regulations, tree = posts_of(o.person for _u, o in open_offices), load_regulations(), load_tree()
    found: dict[str, list[Departure]] = {}
    for unit, officer in open_offices:
        rules = tuple(Rule(*pair) for pair in duties_among(regulations, tree, unit, today))
        seat = Bound(officer.position, officer.level, rules)
        departure = _departure(unit, officer, seat, posts.get(officer.person, []), leads)
        if departure:
            found.setdefault(unit.code, []).append(departure)
    return found


def _departure(
    unit: Unit, officer: Officer, seat: Bound, posts: list[Posting], leads: dict[str, set[str]]
) -> Departure | None:
    positions = wanted_positions(seat)
    leading = leads.get(unit.code) if officer.position is Position.GROUP_LEAD else None
    members = [(link.code, link.term) for link in unit.members if not leading or link.code in leading]
    last = last_day_in_office(officer.term, stretches(posts, members, positions), getdate())
    if last is None:
        return None
    school = next((p.school for p in posts if p.position in positions and p.term.holds(last)), "")
    return Departure(officer, last, school, positions, seat.required())


def end_offices(doc) -> None:
    """End the rows of a unit that is being saved whose holders have left; what was ended is told after the save."""
    if frappe.flags.cum_chuyen_mon_loading:
        return
    unit = _unit_being_saved(doc)
    today = getdate()
    leads = {doc.name: {r.school for r in doc.members if r.is_lead and term_of(r).holds(today)}}
    doc.flags.departures = departures([unit], leads).get(unit.code, [])
    for departure in doc.flags.departures:
        for row in doc.officers:
            if (row.staff, row.position, row.level or "") == _key(departure.officer) and (
                term_of(row) == departure.officer.term
            ):
                row.to_date = departure.last


def _key(officer: Officer) -> tuple[str, str, str]:
    return officer.person, officer.position.value, officer.level.value if officer.level else ""


def _unit_being_saved(doc) -> Unit:
    return Unit(
        UnitKind(doc.doctype),
        doc.name or doc.unit_code,
        title=doc.unit_title or "",
        levels=parse_levels(doc.levels),
        authorities=tuple(DatedLink(row.authority, term_of(row)) for row in doc.authorities),
        members=tuple(DatedLink(row.school, term_of(row)) for row in doc.members),
        officers=tuple(
            Officer(row.staff, Position(row.position), term_of(row), Level(row.level) if row.level else None)
            for row in doc.officers
        ),
    )


def tell(doc) -> None:
    """After a unit was saved: say on it who left and why, and open the obligation to choose anew at once."""
    for departure in doc.flags.pop("departures", None) or []:
        sentence = said(departure)
        doc.add_comment("Comment", escape_html(sentence))
        frappe.msgprint(escape_html(sentence), title="Khuyết chức danh", indicator="orange")
        unit = load_unit(doc.doctype, doc.name)
        year = school_year_on(unit, departure.last + timedelta(days=1)) if unit else None
        if year:
            refresh(year, only=[unit.key])


def said(departure: Departure) -> str:
    """In words. The person is called by position and school: a comment outlives what may be erased."""
    position, school = departure.officer.position, departure.school
    name = frappe.db.get_value("Member School", school, "school_name") if school else ""
    wanted = join_vi(in_vietnamese(p).lower() for p in departure.positions)
    where = "trường trưởng nhóm" if position is Position.GROUP_LEAD else "một trường thành viên"
    why = f", theo {departure.rule}" if departure.rule else ""
    return (
        f"{in_vietnamese(position)} ({name or departure.officer.person}) thôi giữ chức danh sau ngày "
        f"{date_vi(departure.last)}: người giữ chức danh phải là {wanted} của {where}{why}. "
        "Hãy tổ chức bầu, cử người mới."
    )


def after_staff_change(doc) -> None:
    """A person's record was saved: end his offices in units whose rule he does not meet any more."""
    if frappe.flags.cum_chuyen_mon_loading:
        return
    rows = frappe.get_all(
        "Unit Officer",
        filters={
            "staff": doc.name,
            "parenttype": ("in", MEMBER_UNITS),
            "position": ("in", [p.value for p in OFFICES]),
        },
        or_filters=[["to_date", "is", "not set"], ["to_date", ">", getdate()]],
        fields=["parent", "parenttype"],
        limit_page_length=0,
    )
    if rows:
        for doctype, code in _left({(UnitKind(row.parenttype), row.parent) for row in rows}):
            _end(doctype, code)


def heal() -> None:
    """Scheduled daily: postings and memberships that end by the calendar.

    A unit that cannot be saved stops no other.
    """
    for doctype, code in _left(None):
        frappe.db.savepoint("departure")
        try:
            _end(doctype, code)
        except Exception:
            frappe.db.rollback(save_point="departure")
            frappe.log_error(title="Cluster Headship departure")


def _left(keys: set[tuple[UnitKind, str]] | None) -> list[tuple[str, str]]:
    """Units, of all or those named, in which somebody's office is over: DocType and code."""
    units = {unit.code: unit for unit in load_units(keys) if unit.kind.value in MEMBER_UNITS}
    return [(units[code].kind.value, code) for code in departures(units.values())]


def _end(doctype: str, code: str) -> None:
    # the end follows from the person's record, whoever was allowed to change that
    frappe.get_doc(doctype, code, for_update=True).save(ignore_permissions=True)
