"""The columns that lists, figures and permissions filter by, copied from the unit onto each of its documents."""

from __future__ import annotations

from datetime import date

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.controllers.tidy import label
from cum_chuyen_mon.ledger.world import (
    duties_binding,
    load_unit,
    load_units,
    load_year,
    school_year_on,
)
from cum_chuyen_mon.rules.papers import particulars, question
from cum_chuyen_mon.rules.school_year import SchoolYear, periods
from cum_chuyen_mon.rules.text import date_vi
from cum_chuyen_mon.rules.units import Unit
from cum_chuyen_mon.rules.words import DutyKind, PeriodKind, UnitKind


def unit_of(doc) -> Unit:
    """The document's unit. Throws when there is none or it is disabled."""
    unit = load_unit(doc.unit_type, doc.unit) if doc.unit_type and doc.unit else None
    if unit is None:
        frappe.throw(f"Không có đơn vị «{doc.unit or ''}» đang hoạt động. Hãy chọn lại ô «Đơn vị».")
    return unit


def place(doc, unit: Unit, on: date) -> None:
    """Copy cluster, group and the authority of that day onto a document."""
    home = (unit.parent_kind, unit.parent) if unit.kind is UnitKind.SUBJECT_GROUP else unit.key
    values = {
        "unit_title": unit.title,
        "authority": unit.authority_on(on),
        "cluster": home[1] if home[0] is UnitKind.CLUSTER else None,
        "school_group": home[1] if home[0] is UnitKind.GROUP else None,
    }
    for field, value in values.items():
        if doc.meta.has_field(field):
            doc.set(field, value)


def place_in_year(doc, unit: Unit, on: date) -> None:
    """Copy school year and semester of a day onto a document. Throws when no school year covers the day."""
    year = school_year_on(unit, on)
    if year is None:
        frappe.throw(
            f"Không có năm học nào bao gồm ngày {date_vi(on)} cho đơn vị này. "
            "Hãy sửa ngày, hoặc tạo năm học trước."
        )
    doc.school_year = year
    semester = load_year(year).semester_on(on)
    doc.semester = semester.code if semester else ""


def place_again(start: date, end: date) -> int:
    """Give sessions of a stretch of days the school year and semester they belong to now; returns how many moved.

    For a school year that is entered, or whose dates move, after sessions were.
    """
    rows = frappe.get_all(
        "Cluster Session",
        filters={"session_date": ("between", [start, end])},
        fields=["name", "unit_type", "unit", "session_date", "school_year", "semester"],
        limit_page_length=0,
    )
    units = (
        {unit.key: unit for unit in load_units({(UnitKind(r.unit_type), r.unit) for r in rows})}
        if rows
        else {}
    )
    years: dict[str, SchoolYear] = {}
    moved: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        unit = units.get((UnitKind(row.unit_type), row.unit))
        year = school_year_on(unit, getdate(row.session_date)) if unit else None
        if year:
            if year not in years:
                years[year] = load_year(year)
            semester = years[year].semester_on(getdate(row.session_date))
            home = (year, semester.code if semester else "")
            if home != (row.school_year, row.semester or ""):
                moved.setdefault(home, []).append(row.name)
    for (year, semester), names in moved.items():
        for doctype, column in (("Cluster Session", "name"), ("Cluster Session Attendance", "session")):
            table = frappe.qb.DocType(doctype)
            query = frappe.qb.update(table).set(table.school_year, year).set(table.semester, semester)
            query.where(table[column].isin(names)).run()
    return sum(map(len, moved.values()))


def check_semester(doc) -> None:
    """Throw when a paper names a semester that its school year does not have."""
    if doc.semester:
        codes = [s.code for s in load_year(doc.school_year).semesters]
        if doc.semester not in codes:
            frappe.throw(
                f"Năm học {doc.school_year} không có học kỳ «{doc.semester}». Hãy chọn một trong: {', '.join(codes)}."
            )


def check_particulars(doc, unit: Unit, paper_kind: str, on: date) -> None:
    """Throw when a paper that is handed in leaves out what the duties it answers tell papers apart by.

    Otherwise it would be received and count for nothing.
    """
    duties = [
        duty
        for _regulation, duty in duties_binding(unit, on)
        if duty.kind is DutyKind.DEADLINE and duty.paper_kind == paper_kind
    ]
    for particular in particulars(duties):
        if not doc.get(particular):
            frappe.throw(f"Ô «{label(doc, particular)}» còn trống. {question(particular)}")


def check_period_code(doc) -> None:
    """Throw when a paper names a month or quarter that its school year does not have."""
    if doc.period_code:
        year = load_year(doc.school_year)
        codes = [p.code for kind in (PeriodKind.MONTH, PeriodKind.QUARTER) for p in periods(year, kind)]
        if doc.period_code not in codes:
            frappe.throw(
                f"Năm học {doc.school_year} không có tháng hay quý «{doc.period_code}». "
                f"Hãy ghi một trong: {', '.join(codes)}."
            )


def affected_units(unit: Unit, on: date) -> list[tuple[UnitKind, str]]:
    """The units whose obligations a session or paper of ``unit`` can change: itself, its parent, its schools."""
    keys = [unit.key]
    if unit.parent and unit.parent_kind:
        keys.append((unit.parent_kind, unit.parent))
    return keys + [(UnitKind.SCHOOL, school) for school in unit.members_on(on)]


def day_of(doc, fieldname: str) -> date:
    return getdate(doc.get(fieldname))
