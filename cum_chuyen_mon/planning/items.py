"""What an item of a plan says, and how it is known again: in the plan as it changes, and in its amendments."""

from __future__ import annotations

import hashlib
import json

import frappe
from frappe.utils import cint, getdate

from cum_chuyen_mon.controllers.tidy import label
from cum_chuyen_mon.ledger.world import load_year, turn_of
from cum_chuyen_mon.rules.plans import PlannedDay, belongs_to_year, planned_day
from cum_chuyen_mon.rules.school_year import SchoolYear
from cum_chuyen_mon.rules.text import date_vi
from cum_chuyen_mon.rules.units import Unit

from . import PLAN_DOCTYPE

ITEM = "Cluster Activity Plan Item"
OF_SESSION = ("title", "activity_kind", "subject", "planned_on", "planned_month", "host_school")
"""Fields of an item that its session repeats."""


def day_of(row, year: SchoolYear) -> PlannedDay | None:
    on = getdate(row.planned_on) if row.planned_on else None
    return planned_day(year, on, cint(row.planned_month))


def facts_of(row) -> str:
    """A short key of what an item says about its session: it changes when the session has to."""
    told = [
        str(getdate(row.planned_on)) if f == "planned_on" and row.planned_on else str(row.get(f) or "")
        for f in OF_SESSION
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:20]


def fill(doc) -> None:
    """Month and semester follow a day; every item gets a key of its own that no client chooses."""
    year = load_year(doc.school_year) if doc.items else None
    for row in doc.items:
        if row.planned_on:
            row.planned_month = str(getdate(row.planned_on).month)
        day = day_of(row, year)
        semester = year.semester_on(day.day) if day else None
        row.semester = semester.code if semester else row.semester
    _set_keys(doc)


def _set_keys(doc) -> None:
    """An item keeps its key while its subject stays: another subject may be another unit's session."""
    before = doc.get_doc_before_save()
    stored = {row.name: row for row in before.items} if before else {}
    inherited = _of_amended(doc) if doc.amends and doc.is_new() else {}
    taken: set[str] = set()
    for row in doc.items:
        old = stored.get(row.name) or inherited.get(row.item_key)
        same = (
            old and old.item_key and (old.subject or "") == (row.subject or "") and old.item_key not in taken
        )
        row.item_key = old.item_key if same else frappe.generate_hash(length=12)
        row.carried_as = old.carried_as if same else None
        taken.add(row.item_key)


def _of_amended(doc) -> dict:
    rows = frappe.get_all(
        ITEM,
        filters={"parent": doc.amends, "parenttype": PLAN_DOCTYPE},
        fields=["item_key", "subject", "carried_as"],
    )
    return {row.item_key: row for row in rows if row.item_key}


def check_semesters(doc) -> None:
    """Throw for an item in a semester that the school year does not have, or in one the plan is not for."""
    codes = [s.code for s in load_year(doc.school_year).semesters] if doc.items else []
    for row in doc.items:
        if row.semester and row.semester not in codes:
            _refuse(
                row,
                "semester",
                f"năm học {doc.school_year} không có học kỳ «{row.semester}». Hãy chọn một trong: {', '.join(codes)}.",
            )


def check_complete(doc, unit: Unit) -> None:
    """Throw when an item of a plan that is submitted could not become a session."""
    if not doc.items:
        return
    year = load_year(doc.school_year)
    turn = turn_of(year.start)
    for row in doc.items:
        day = day_of(row, year)
        if day is None:
            continue
        if not row.activity_kind:
            _refuse(
                row,
                "activity_kind",
                "còn trống. Hãy chọn loại hoạt động để khi duyệt lập được buổi sinh hoạt.",
            )
        if not belongs_to_year(year, turn, day.day):
            _refuse(
                row,
                "planned_on",
                f"{date_vi(day.day)} không thuộc năm học {doc.school_year}. Hãy sửa ngày dự kiến.",
            )
        if not unit.term.holds(day.day):
            _refuse(
                row,
                "planned_on",
                f"đơn vị «{unit.title}» không hoạt động vào ngày {date_vi(day.day)}. Hãy sửa ngày dự kiến.",
            )


def _refuse(row, fieldname: str, why: str) -> None:
    frappe.throw(f"Dòng {row.idx}, ô «{label(row, fieldname)}»: {why}")
