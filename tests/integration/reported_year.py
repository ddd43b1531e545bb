"""A small school year to report on, worked out by hand, and how to run a report."""

from __future__ import annotations

from datetime import date

import frappe

from cum_chuyen_mon.ledger.refresh import refresh
from cum_chuyen_mon.meetings import roll_call

from . import factory

REPORTS = (
    "Cluster Compliance",
    "Cluster Deadlines",
    "Session Register",
    "Attendance by School",
    "Attendance by Person",
)
DUTIES = [*factory.default_duties(), factory.deadline("BC-NAM", "Inter-School Group", "YEAR-REPORT", 16, 5)]


def run(report: str, **filters) -> tuple:
    """Columns, rows, message, chart, summary."""
    return frappe.get_doc("Report", report).execute_script_report(filters)


def rows(report: str, **filters) -> list[dict]:
    return run(report, **filters)[1]


def build_year() -> factory.District:
    """A district with five sessions in 2024-2025, worked out by hand below.

    Group, Toán:      10/10 held, locked (2,5 h, 3 present) · 24/10 held, roll called, minutes not written
                      12/3 planned, nobody invited · 20/3 cancelled after 3 had been invited
    Cluster:          5/11 held, locked (1,5 h, 3 principals present)
    Papers:           the cluster's semester report came on 23/12, four days after the 19th
    """
    district = factory.build(duties=DUTIES)
    refresh(district.year, today=date(2024, 9, 10))
    factory.hold_and_lock(district, date(2024, 10, 10))
    second = factory.session(district, date(2024, 10, 24), status="Held")
    call(second, late="T-AN", excused="T-BINH", absent="T-CUONG")
    factory.hold_and_lock(district, date(2024, 11, 5), unit=district.cluster, end_time="09:30:00")
    factory.session(district, date(2025, 3, 12))
    cancelled = factory.session(district, date(2025, 3, 20))
    roll_call.invite(cancelled)
    cancelled.reload()
    cancelled.update({"status": "Cancelled", "status_reason": "Bão"}).save()
    factory.insert(
        "Cluster Unit Report",
        title="Báo cáo sơ kết",
        paper_kind="SEMESTER-REPORT",
        unit_type="School Cluster",
        unit=district.cluster,
        school_year=district.year,
        semester="1",
        status="Received",
        received_on="2024-12-23",
    )
    refresh(district.year, today=date(2025, 1, 25))
    return district


def call(meeting, late: str, excused: str, absent: str) -> None:
    """Call the roll of a group's session: the Toán teachers of three schools."""
    roll_call.invite(meeting)
    for school, state in ((late, "Late"), (excused, "Excused"), (absent, "Absent")):
        row = frappe.get_doc("Cluster Session Attendance", f"{meeting.name}-{school}-TOAN-1")
        row.update({"state": state, "reason": "Ốm" if state == "Excused" else ""}).save()
