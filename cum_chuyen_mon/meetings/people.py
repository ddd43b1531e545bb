"""Who is invited to a session: the people of the unit's member schools whom it concerns, on its day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import frappe

from cum_chuyen_mon.ledger.world import day as as_day
from cum_chuyen_mon.ledger.world import load_unit
from cum_chuyen_mon.rules.text import person_key
from cum_chuyen_mon.rules.units import Term, Unit
from cum_chuyen_mon.rules.words import Position, UnitKind

LEADERS = (Position.PRINCIPAL,)
SUBJECT_STAFF = (Position.TEAM_LEAD, Position.TEACHER)


@dataclass(frozen=True)
class Person:
    """A staff member in the posting that brings him to a session."""

    staff: str
    name: str
    school: str
    position: str
    subject: str = ""


def people_of(session) -> list[Person]:
    """Whom a session concerns, in Vietnamese order of names.

    A session about subjects concerns the member schools' teachers of those subjects; one that is not concerns the
    principals. The unit's officers, the chair and the secretary always belong to it.
    """
    unit = load_unit(session.unit_type, session.unit)
    if unit is None:
        return []
    on = as_day(session.session_date)
    subjects = [row.subject for row in session.subjects]
    if unit.subject and not subjects:
        subjects = [unit.subject]
    named = {session.chair, session.secretary} - {None, ""}
    named |= {o.person for o in officers_for(unit, on, bool(subjects))}
    found = postings(on, schools=unit.members_on(on), subjects=subjects)
    found += postings(on, staff=named - {p.staff for p in found})
    unique = {person.staff: person for person in reversed(found)}
    return sorted(unique.values(), key=lambda p: person_key(p.name))


def officers_for(unit: Unit, on: date, about_subjects: bool) -> list:
    """Officers who belong to a session: all of a cluster's; of a subject's session those of the subject group."""
    if about_subjects and unit.kind is UnitKind.GROUP:
        return []
    return list(unit.officers_on(on))


def person_at(session, staff: str, school: str | None = None) -> Person | None:
    """A person as he takes part in a session; None for one who works nowhere on its day.

    Somebody posted at several schools comes from the one named, else from one that belongs to the unit.
    """
    on = as_day(session.session_date)
    found = postings(on, staff=[staff])
    unit = load_unit(session.unit_type, session.unit) if len(found) > 1 else None
    members = unit.members_on(on) if unit else ()
    return max(found, key=lambda p: (p.school == school, p.school in members), default=None)


def postings(
    on: date,
    schools: Collection[str] = (),
    subjects: Collection[str] = (),
    staff: Collection[str] = (),
) -> list[Person]:
    """People by posting on a day: named ones, or those of schools (teachers of the subjects, else principals)."""
    if not schools and not staff:
        return []
    Staff, Posting = frappe.qb.DocType("Member School Staff"), frappe.qb.DocType("Staff Posting")
    query = (
        frappe.qb.from_(Posting)
        .join(Staff)
        .on(Staff.name == Posting.parent)
        .select(
            Staff.name,
            Staff.full_name,
            Posting.school,
            Posting.position,
            Posting.subject,
            Posting.from_date,
            Posting.to_date,
        )
        .where(Staff.disabled == 0)
        .orderby(Posting.idx)
    )
    if staff:
        query = query.where(Staff.name.isin(list(staff)))
    else:
        query = query.where(Posting.school.isin(list(schools)))
        if subjects:
            query = query.where(Posting.subject.isin(list(subjects)))
            query = query.where(Posting.position.isin([p.value for p in SUBJECT_STAFF]))
        else:
            query = query.where(Posting.position.isin([p.value for p in LEADERS]))
    return [
        Person(row.name, row.full_name, row.school, row.position, row.subject or "")
        for row in query.run(as_dict=True)
        if Term(as_day(row.from_date), as_day(row.to_date)).holds(on)
    ]


def leaders(school: str, on: date, position: Position) -> list[str]:
    """What those are called who hold a position at a school on a day."""
    Staff, Posting = frappe.qb.DocType("Member School Staff"), frappe.qb.DocType("Staff Posting")
    rows = (
        frappe.qb.from_(Posting)
        .join(Staff)
        .on(Staff.name == Posting.parent)
        .select(Staff.full_name, Posting.from_date, Posting.to_date)
        .where((Staff.disabled == 0) & (Posting.school == school) & (Posting.position == position.value))
        .orderby(Staff.name)
    ).run(as_dict=True)
    return [row.full_name for row in rows if Term(as_day(row.from_date), as_day(row.to_date)).holds(on)]
