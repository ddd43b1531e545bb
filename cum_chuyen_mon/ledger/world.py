"""The site's school years, units, regulations and calendars, as the dataclasses of ``rules``.

Each function reads whole tables with a fixed number of queries, however many units there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.rules.levels import parse_levels
from cum_chuyen_mon.rules.obligations import Subject, World, fits
from cum_chuyen_mon.rules.regulation import Duty, Regulation
from cum_chuyen_mon.rules.school_year import TURN_OF_YEAR, SchoolYear, Semester
from cum_chuyen_mon.rules.text import split_codes
from cum_chuyen_mon.rules.units import AuthorityTree, DatedLink, Officer, Term, Unit
from cum_chuyen_mon.rules.words import (
    Anchor,
    Bound,
    DayUnit,
    DutyKind,
    Level,
    PeriodKind,
    Position,
    Rotates,
    UnitKind,
    YearSide,
)
from cum_chuyen_mon.rules.working_days import WorkCalendar

MEMBER_KINDS = (UnitKind.CLUSTER, UnitKind.GROUP)


def day(value: object) -> date | None:
    return getdate(value) if value else None


def load_year(name: str) -> SchoolYear:
    return year_of(frappe.get_doc("Cluster School Year", name))


def year_of(doc) -> SchoolYear:
    """A Cluster School Year document as the rules see it."""
    semesters = tuple(
        Semester(row.semester_code, getdate(row.start_date), getdate(row.end_date)) for row in doc.semesters
    )
    return SchoolYear(doc.name, getdate(doc.start_date), getdate(doc.end_date), semesters)


def load_calendar(year_name: str) -> WorkCalendar:
    """Public holidays come from the rules; this adds the school year's own days off and the ERP's Holiday List."""
    doc = frappe.get_doc("Cluster School Year", year_name)
    off = {getdate(row.holiday_date) for row in doc.holidays if not row.is_worked}
    worked = {getdate(row.holiday_date) for row in doc.holidays if row.is_worked}
    holiday_list = doc.get("holiday_list")  # a custom field that exists where ERPNext is installed
    if holiday_list:
        rows = frappe.get_all(
            "Holiday", filters={"parent": holiday_list, "weekly_off": 0}, pluck="holiday_date"
        )
        off.update(getdate(row) for row in rows)
    return WorkCalendar(frozenset(off), frozenset(worked))


def load_tree() -> AuthorityTree:
    rows = frappe.get_all(
        "Education Authority", fields=["name", "parent_education_authority"], limit_page_length=0
    )
    return AuthorityTree({row.name: row.parent_education_authority for row in rows})


def load_subjects() -> tuple[Subject, ...]:
    rows = frappe.get_all(
        "Teaching Subject",
        filters={"disabled": 0},
        fields=["name", "subject_title", "levels"],
        order_by="name",
        limit_page_length=0,
    )
    return tuple(Subject(row.name, row.subject_title, parse_levels(row.levels)) for row in rows)


def school_names(codes: Collection[str]) -> list[str]:
    """What schools are called, in the order of their codes."""
    rows = frappe.get_all(
        "Member School",
        filters={"name": ("in", list(codes) or [""])},
        fields=["name", "school_name"],
        limit_page_length=0,
    )
    names = {row.name: row.school_name for row in rows}
    return [names.get(code, code) for code in codes]


def load_units(only: Collection[tuple[UnitKind, str]] | None = None) -> list[Unit]:
    """Units of all kinds, or only those named, with members, officers and authorities."""
    wanted: dict[UnitKind, list[str]] | None = None
    if only is not None:
        wanted = defaultdict(list)
        for kind, code in only:
            wanted[kind].append(code)
    units: list[Unit] = []
    for kind in MEMBER_KINDS:
        units += _load_member_units(kind, None if wanted is None else wanted.get(kind, []))
    units += _load_schools(None if wanted is None else wanted.get(UnitKind.SCHOOL, []))
    units += _load_subject_groups(None if wanted is None else wanted.get(UnitKind.SUBJECT_GROUP, []))
    return units


def load_unit(kind: UnitKind | str, code: str) -> Unit | None:
    return next(iter(load_units([(UnitKind(kind), code)])), None)


def _names(codes: Collection[str] | None) -> dict:
    return {} if codes is None else {"name": ("in", list(codes))}


def _children(table: str, parent_type: UnitKind, codes: Collection[str] | None, fields: list[str]) -> dict:
    filters = {"parenttype": parent_type.value}
    if codes is not None:
        filters["parent"] = ("in", list(codes))
    rows = frappe.get_all(
        table, filters=filters, fields=["parent", *fields], order_by="parent, idx", limit_page_length=0
    )
    found = defaultdict(list)
    for row in rows:
        found[row.parent].append(row)
    return found


def _load_member_units(kind: UnitKind, codes: Collection[str] | None) -> Iterable[Unit]:
    if codes is not None and not codes:
        return []
    rows = frappe.get_all(
        kind.value,
        filters={"disabled": 0, **_names(codes)},
        fields=["name", "unit_title", "levels", "from_date", "to_date"],
        order_by="name",
        limit_page_length=0,
    )
    authorities = _authorities(kind, codes)
    members = _children("Unit Member", kind, codes, ["school", "from_date", "to_date"])
    officers = _officers(kind, codes)
    return [
        Unit(
            kind=kind,
            code=row.name,
            title=row.unit_title,
            levels=parse_levels(row.levels),
            term=Term(day(row.from_date), day(row.to_date)),
            authorities=authorities.get(row.name, ()),
            members=tuple(
                DatedLink(m.school, Term(day(m.from_date), day(m.to_date))) for m in members[row.name]
            ),
            officers=officers.get(row.name, ()),
        )
        for row in rows
    ]


def _load_schools(codes: Collection[str] | None) -> Iterable[Unit]:
    if codes is not None and not codes:
        return []
    rows = frappe.get_all(
        "Member School",
        filters={"disabled": 0, **_names(codes)},
        fields=["name", "school_name", "levels"],
        order_by="name",
        limit_page_length=0,
    )
    authorities = _authorities(UnitKind.SCHOOL, codes)
    return [
        Unit(
            UnitKind.SCHOOL,
            row.name,
            row.school_name,
            parse_levels(row.levels),
            authorities=authorities.get(row.name, ()),
        )
        for row in rows
    ]


def _load_subject_groups(codes: Collection[str] | None) -> Iterable[Unit]:
    """Subject groups take level, authority and members from the cluster or group they work in."""
    if codes is not None and not codes:
        return []
    rows = frappe.get_all(
        "Subject Group",
        filters={"disabled": 0, **_names(codes)},
        fields=["name", "unit_title", "subject", "parent_type", "parent_unit", "from_date", "to_date"],
        order_by="name",
        limit_page_length=0,
    )
    keys = {(UnitKind(row.parent_type), row.parent_unit) for row in rows}
    parents = {unit.key: unit for unit in load_units(keys)} if keys else {}
    officers = _officers(UnitKind.SUBJECT_GROUP, codes)
    found = []
    for row in rows:
        parent = parents.get((UnitKind(row.parent_type), row.parent_unit))
        if parent:
            found.append(
                Unit(
                    kind=UnitKind.SUBJECT_GROUP,
                    code=row.name,
                    title=row.unit_title,
                    levels=parent.levels,
                    term=Term(day(row.from_date), day(row.to_date)),
                    authorities=parent.authorities,
                    members=parent.members,
                    officers=officers.get(row.name, ()),
                    parent_kind=parent.kind,
                    parent=parent.code,
                    subject=row.subject,
                )
            )
    return found


def _authorities(kind: UnitKind, codes: Collection[str] | None) -> dict[str, tuple[DatedLink, ...]]:
    rows = _children("Supervising Authority", kind, codes, ["authority", "from_date", "to_date"])
    return {
        parent: tuple(DatedLink(r.authority, Term(day(r.from_date), day(r.to_date))) for r in links)
        for parent, links in rows.items()
    }


def _officers(kind: UnitKind, codes: Collection[str] | None) -> dict[str, tuple[Officer, ...]]:
    rows = _children("Unit Officer", kind, codes, ["position", "staff", "level", "from_date", "to_date"])
    return {
        parent: tuple(
            Officer(
                r.staff,
                Position(r.position),
                Term(day(r.from_date), day(r.to_date)),
                Level(r.level) if r.level else None,
            )
            for r in people
        )
        for parent, people in rows.items()
    }


def load_world(year_name: str, only: Collection[tuple[UnitKind, str]] | None = None) -> World:
    """The world of one school year: the units whose authority uses that year's calendar, or those of them named."""
    year = load_year(year_name)
    tree = load_tree()
    years = _years_beside(year_name)
    units = [u for u in load_units(only) if _year_for(u.authorities, tree, years, year) == year_name]
    return World(year, units, load_subjects(), tree, load_calendar(year_name))


def _years_beside(year_name: str) -> list:
    """All school years that start within a year of this one: provinces may each have their own calendar."""
    rows = all_years()
    own = next(row for row in rows if row.name == year_name)
    return [row for row in rows if row.turn == own.turn]


def all_years() -> list:
    rows = frappe.get_all(
        "Cluster School Year",
        fields=["name", "authority", "start_date", "end_date"],
        order_by="start_date",
        limit_page_length=0,
    )
    for row in rows:
        row.turn = turn_of(getdate(row.start_date))
    return rows


def turn_of(start: date) -> date:
    """The first day on which papers and sessions belong to a school year: 1 August, or its first month."""
    return date(start.year, min(TURN_OF_YEAR, start.month), 1)


def _year_for(
    authorities: Iterable[DatedLink], tree: AuthorityTree, years: list, year: SchoolYear
) -> str | None:
    """Among calendars of the same year, the one of the nearest authority, else the one for everybody."""
    codes: list[str] = []
    for link in authorities:
        if link.term.overlaps(Term(turn_of(year.start), year.end)):
            codes += tree.chain(link.code)
    by_authority = {row.authority or "": row.name for row in reversed(years)}
    return next((by_authority[c] for c in [*codes, ""] if c in by_authority), None)


def school_year_on(unit: Unit, on: date) -> str | None:
    """The school year to which a day belongs for a unit; August before the first day of school counts already."""
    tree = load_tree()
    latest: dict[str, tuple[date, str]] = {}
    for row in all_years():
        if row.turn <= on < date(row.turn.year + 1, row.turn.month, 1):
            latest[row.authority or ""] = (row.turn, row.name)
    chain = tree.chain(unit.authority_on(on))
    return next((latest[code][1] for code in [*chain, ""] if code in latest), None)


def load_regulations(only_in_force: bool = True) -> list[Regulation]:
    """Regulations that an authority has put in force, with their duties."""
    filters = {"status": "In Force"} if only_in_force else {}
    rows = frappe.get_all(
        "Cluster Regulation",
        filters=filters,
        fields=["name", "regulation_title", "number", "issued_on", "authority", "valid_from", "valid_to"],
        order_by="valid_from, name",
        limit_page_length=0,
    )
    duties = defaultdict(list)
    if rows:
        for row in frappe.get_all(
            "Cluster Regulation Duty",
            filters={"parent": ("in", [r.name for r in rows])},
            fields=["*"],
            order_by="parent, idx",
            limit_page_length=0,
        ):
            duties[row.parent].append(duty_of(row))
    return [
        Regulation(
            code=row.name,
            title=row.regulation_title,
            number=row.number or "",
            issued_on=day(row.issued_on),
            authority=row.authority,
            valid_from=day(row.valid_from),
            valid_to=day(row.valid_to),
            duties=tuple(duties[row.name]),
        )
        for row in rows
    ]


def duties_binding(unit: Unit, on: date) -> list[tuple[Regulation, Duty]]:
    """The duties that bind a unit on a day, by regulations in force of its authority or one above."""
    return duties_among(load_regulations(), load_tree(), unit, on)


def duties_among(
    regulations: Iterable[Regulation], tree: AuthorityTree, unit: Unit, on: date
) -> list[tuple[Regulation, Duty]]:
    """The same of regulations that were read before, for many units with one reading."""
    chain = tree.chain(unit.authority_on(on))
    return [
        (regulation, duty)
        for regulation in regulations
        if regulation.authority in chain and regulation.binds_on(on)
        for duty in regulation.duties
        if fits(duty, unit)
    ]


def duty_of(row) -> Duty:
    """A duty row of the desk as the rules see it. Raises ValueError for a word that is not in the vocabulary."""
    return Duty(
        code=row.duty_code or "",
        kind=DutyKind(row.kind),
        unit_kind=UnitKind(row.unit_kind),
        title=row.title or "",
        clause=row.clause or "",
        legal_basis=row.legal_basis or "",
        levels=parse_levels(row.levels),
        units=split_codes(row.units),
        period=PeriodKind(row.period or PeriodKind.SCHOOL_YEAR),
        semester=row.semester or "",
        per_subject=bool(row.per_subject),
        subjects=split_codes(row.subjects),
        activity_kinds=split_codes(row.activity_kinds),
        minimum=row.minimum or 0,
        min_subjects=row.min_subjects or 0,
        paper_kind=row.paper_kind or "",
        consult_members=bool(row.consult_members),
        anchor=Anchor(row.anchor or Anchor.FIXED_DATE),
        bound=Bound(row.bound or Bound.BY),
        month=row.month or 0,
        day=row.day or 0,
        year_side=YearSide(row.year_side or YearSide.AUTO),
        offset=row.offset or 0,
        day_unit=DayUnit(row.day_unit or DayUnit.CALENDAR),
        opens_month=row.opens_month or 0,
        opens_day=row.opens_day or 0,
        position=Position(row.position) if row.position else None,
        max_years=row.max_years or 0,
        must_attend=tuple(Position(p) for p in split_codes(row.must_attend)),
        rotates=Rotates(row.rotates) if row.rotates else None,
    )
