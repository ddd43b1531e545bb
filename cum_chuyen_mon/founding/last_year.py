"""Carrying units over: the rows of a new decision, from the units that held at the end of the last school year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.ledger.world import all_years, duties_among, load_regulations, load_tree, turn_of
from cum_chuyen_mon.rules.founding import OFFICES, Held, Site
from cum_chuyen_mon.rules.levels import level_text
from cum_chuyen_mon.rules.regulation import Duty, Regulation, cited
from cum_chuyen_mon.rules.units import Unit
from cum_chuyen_mon.rules.words import DutyKind, FoundingAction
from cum_chuyen_mon.wording import label

from .carry import DRAFT
from .paper import FOUNDING, held_by, site_for
from .plan import years_in_office


@dataclass
class Old:
    """A unit as it stood on the last day before."""

    unit: Unit
    members: list[Held]
    officers: list[Held]


def take_over(name: str) -> dict:
    """Add the authority's units of last year to a draft, those that it does not name yet.

    ``{"added": number of units, "left_out": [{"unit_title", "name", "position", "why"}]}``: who is over his term or
    gone needs an election or an assignment, and a school that is closed is not carried over.
    """
    doc = frappe.get_doc(FOUNDING, name, for_update=True)
    doc.check_permission("write")
    if doc.status != DRAFT:
        frappe.throw("Quyết định này đã áp dụng. Hãy lập quyết định mới cho năm học sau.")
    first, last = getdate(doc.from_date), last_day_before(doc)
    old = _units_on(doc, last, first)
    people = {held.key[1] for one in old for held in one.officers}
    site = site_for(people, doc.authority, first)
    regulations = load_regulations()
    left_out: list[dict] = []
    for one in old:
        _add_unit(doc, one, site)
        schools = list(_add_members(doc, one, site, left_out))
        terms = _terms(regulations, site, one, first)
        for held in (held for held in one.officers if held.term.holds(last)):
            why = _why_not(held, one, schools, terms, site, first)
            if why:
                position, person, _level = held.key
                left_out.append(_left(one, site.person(person), why, label(position)))
            else:
                _add_officer(doc, one, held)
    if old:
        doc.save()
    return {"added": len(old), "left_out": left_out}


def last_day_before(doc: Any) -> date:
    """The last day of the school year before the decision's, by the calendar of its authority; the eve of the new
    year where the site has no year before."""
    chain = [*load_tree().chain(doc.authority), ""]
    years = [row for row in all_years() if (row.authority or "") in chain]
    start = getdate(frappe.db.get_value("Cluster School Year", doc.school_year, "start_date"))
    before = [getdate(row.end_date) for row in years if getdate(row.end_date) < start]
    return max(before, default=turn_of(start) - timedelta(days=1))


def _units_on(doc: Any, on: date, first: date) -> list[Old]:
    """Clusters and groups that were there on a day and are the authority's on the first day of the decision, but
    those that it names already."""
    named = {row.unit_code for row in doc.units}
    units = [
        unit
        for unit in site_for((), doc.authority, first).units.values()
        if unit.kind in OFFICES
        and unit.code not in named
        and unit.authority_on(first) == doc.authority
        and unit.term.holds(on)
    ]
    members, officers = held_by([unit.code for unit in units])
    return [
        Old(
            unit,
            [held for held in members.get(unit.code, ()) if held.term.holds(on)],
            [held for held in officers.get(unit.code, ()) if held.key[0] in OFFICES[unit.kind]],
        )
        for unit in units
    ]


def _add_unit(doc: Any, old: Old, site: Site) -> None:
    unit = old.unit
    doc.append(
        "units",
        {
            "action": FoundingAction.CARRY_OVER.value,
            "unit_type": unit.kind.value,
            "unit_code": unit.code,
            "unit_title": unit.title,
            "levels": level_text(unit.levels),
            "area": site.areas.get(unit.code),
        },
    )


def _add_members(doc: Any, old: Old, site: Site, left_out: list[dict]) -> Iterator[str]:
    for held in old.members:
        school, is_lead = held.key
        if site.school(school) is None:
            left_out.append(_left(old, school, "Trường không còn hoạt động."))
            continue
        doc.append("members", {"unit_code": old.unit.code, "school": school, "is_lead": int(is_lead)})
        yield school


def _add_officer(doc: Any, old: Old, held: Held) -> None:
    position, person, level = held.key
    doc.append(
        "officers",
        {
            "unit_code": old.unit.code,
            "position": position.value,
            "staff": person,
            "level": level.value if level else None,
        },
    )


def _terms(regulations: list[Regulation], site: Site, old: Old, first: date) -> list[tuple[Regulation, Duty]]:
    duties = duties_among(regulations, site.tree, old.unit, first)
    return [pair for pair in duties if pair[1].kind is DutyKind.TERM]


def _why_not(
    held: Held,
    old: Old,
    schools: list[str],
    terms: list[tuple[Regulation, Duty]],
    site: Site,
    first: date,
) -> str:
    """Why an officer is not carried over; "" where he is."""
    position, person, _level = held.key
    if not site.posts(person, schools, first):
        return "Không còn công tác ở trường thành viên; cần bầu hoặc phân công người mới."
    for regulation, duty in terms:
        years = years_in_office(old.officers, held.key, first)
        if duty.position is position and years > duty.max_years:
            return (
                f"Hết nhiệm kỳ: sẽ là {years} năm học liên tục, quá {duty.max_years} năm học theo "
                f"{cited(regulation, duty)}; cần bầu hoặc phân công lại."
            )
    return ""


def _left(old: Old, name: str, why: str, position: str = "") -> dict:
    return {"unit_title": old.unit.title, "name": name, "position": position, "why": why}
