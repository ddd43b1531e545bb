"""A district that is to be carried over to the next school year, and decisions that found units in it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import frappe
import pytest

from cum_chuyen_mon.founding import carry

from . import factory

CLUSTER, GROUP, FOUNDING = "School Cluster", "Inter-School Group", "Cluster Founding"
FIRST, LAST = date(2025, 9, 5), date(2026, 5, 31)
BEFORE = FIRST - timedelta(days=1)
LEADER, OFFICER = "Authority Leader", "Authority Officer"


def next_year() -> factory.District:
    """A district of 2024-2025 that is to be carried over to 2025-2026, with two more schools."""
    district = factory.build()
    for school in ("T-DUNG", "T-EM"):
        factory.add_school(district, school)
    semesters = [
        {"semester_code": "1", "start_date": FIRST, "end_date": date(2026, 1, 18)},
        {"semester_code": "2", "start_date": date(2026, 1, 19), "end_date": LAST},
    ]
    factory.insert(
        "Cluster School Year",
        school_year_code="T-2025-2026",
        authority="T-SO",
        start_date=FIRST,
        end_date=LAST,
        semesters=semesters,
    )
    return district


def unit(code: str, action: str = "Found", kind: str = CLUSTER, **values: Any) -> dict:
    found = {"unit_title": f"Đơn vị {code}", "levels": "THCS"} if action == "Found" else {}
    return {"action": action, "unit_type": kind, "unit_code": code, **found, **values}


def members(code: str, *schools: str, lead: str = "") -> list[dict]:
    return [{"unit_code": code, "school": school, "is_lead": int(school == lead)} for school in schools]


def officer(code: str, position: str, staff: str, **values: Any) -> dict:
    return {"unit_code": code, "position": position, "staff": staff, **values}


def founding(
    made: factory.District, units: list, members: list = (), officers: list = (), **values: Any
) -> Any:
    paper = {
        "title": "Thành lập cụm chuyên môn năm học 2025-2026",
        "authority": made.authority,
        "school_year": "T-2025-2026",
        "decision_no": "140/QĐ-PGDĐT",
        "decision_date": "2025-09-01",
        "from_date": FIRST,
        "units": units,
        "members": list(members),
        "officers": list(officers),
    }
    return factory.insert(FOUNDING, **{**paper, **values})


def rows(kind: str, code: str, table: str) -> list[tuple]:
    """(school or person, first day, last day), of a unit's rows as they are stored."""
    doc = frappe.get_doc(kind, code)
    return [(row.get("school") or row.staff, row.from_date, row.to_date) for row in doc.get(table)]


def refused(doc: Any, *words: str) -> str:
    """Applying is refused with these words, the preview says the same, and nothing is written."""
    before = picture()
    with pytest.raises(frappe.ValidationError) as error:
        carry.apply(doc.name)
    said = str(error.value)
    for word in words:
        assert word in said, said
    shown = " ".join(problem["message"] for problem in carry.preview(doc)["problems"])
    for word in words:
        assert frappe.utils.escape_html(word) in frappe.utils.escape_html(shown) or word in said, shown
    assert shown, "the preview says what applying refuses"
    assert picture() == before
    assert frappe.db.get_value(FOUNDING, doc.name, "status") == "Draft"
    return said


def picture() -> dict[str, list]:
    """Everything that founding may write."""
    tables = (CLUSTER, GROUP, "Subject Group", "Unit Member", "Unit Officer", "Supervising Authority")
    return {table: sorted(map(str, frappe.db.sql(f"select * from `tab{table}`"))) for table in tables}


def term_of_years(made: factory.District, years: int) -> None:
    regulation = frappe.get_doc("Cluster Regulation", made.regulation)
    regulation.append(
        "duties",
        {
            "duty_code": "E2.2-TERM",
            "kind": "Term",
            "unit_kind": CLUSTER,
            "title": "Cụm trưởng được bầu luân phiên một năm một lần",
            "clause": "E2.2",
            "position": "Cluster Head",
            "max_years": years,
        },
    )
    regulation.save()
