"""A unit's report as an official paper, with the figures that the app's own reports give for its period."""

from __future__ import annotations

import frappe
from frappe.translate import print_language
from frappe.utils import getdate

from cum_chuyen_mon.documents.reports import KINDS, Attendance, Duty, Figures, ReportPaper, report_paper
from cum_chuyen_mon.ledger.world import load_unit
from cum_chuyen_mon.meetings.roll_call import ATTENDANCE
from cum_chuyen_mon.reports import attendance, register, stored
from cum_chuyen_mon.reports.filters import Filters
from cum_chuyen_mon.rules.units import Unit
from cum_chuyen_mon.rules.words import UnitKind

from .head import head_of
from .letters import grounds_of
from .minutes import KIND as MINUTES
from .names import titles
from .numbers import given
from .photos import album_of
from .recipients import recipients_of
from .sheet import LANGUAGE
from .signing import signer_of

DIFFICULTY = "Cluster Difficulty"
CODE = "BC"
ISSUED = ("Sent", "Received")
"""States of a report whose text is fixed: it lies with the authority."""


def paper_of(report) -> ReportPaper:
    """The paper of a report, of the day on which it came to the authority; of today before that."""
    number, day = given(report, ISSUED)
    unit, on = load_unit(report.unit_type, report.unit), day or getdate(report.received_on or None)
    code, kind = code_of(report), frappe.db.get_value("Cluster Paper Kind", report.paper_kind, "paper_title")
    authority = unit.authority_on(on) if unit else None
    head = head_of(report.unit_type, report.unit, on, code, number)
    return report_paper(
        head,
        unit.title,
        KINDS.get(code, kind),
        report.title,
        titles("Education Authority", "authority_name", [authority]).get(authority, ""),
        unit.kind is not UnitKind.SCHOOL,
        grounds_of(unit, on),
        report.body or "",
        _figures(report, unit),
        album_of(report),
        signer_of(unit, on, report.delegation),
        recipients_of(unit, on, ReportPaper),
    )


def code_of(report) -> str:
    """The abbreviation under which a report is numbered."""
    return frappe.db.get_value("Cluster Paper Kind", report.paper_kind, "abbreviation") or CODE


def is_numbered(report) -> bool:
    """Whether the app numbers a report: a school numbers its papers in its own register, and minutes that are sent in
    bear their own number."""
    return report.unit_type != UnitKind.SCHOOL.value and code_of(report) != MINUTES


def _figures(report, unit: Unit) -> Figures:
    """The figures of a report's semester or year. A report about one session, month or quarter has no such period."""
    if report.session or report.period_code:
        return Figures()
    chosen = _filters(report, unit)
    with print_language(LANGUAGE):
        counts = [] if unit.kind is UnitKind.SCHOOL else register.figure(chosen).summary
        schools = attendance.by_school(chosen)
        seen = _sees_whole_roll(chosen)
        return Figures(
            counts=[(figure["label"], figure["value"]) for figure in counts],
            schools=[_attendance(row) for row in schools.rows] if seen else [],
            without_schools="" if seen else WITHOUT_SCHOOLS,
            duties=[_duty(row) for row in _duties(chosen, unit)],
            difficulties=_open_difficulties(unit),
        )


WITHOUT_SCHOOLS = (
    "(Bảng mức độ tham gia của các trường chỉ in cho người được xem danh sách điểm danh của cả đơn vị.)"
)


def _filters(report, unit: Unit) -> Filters:
    """The unit and its period, as the reports of the desk know them."""
    home = (unit.parent_kind, unit.parent) if unit.kind is UnitKind.SUBJECT_GROUP else unit.key
    return Filters(
        school_year=report.school_year,
        semester=report.semester or "",
        cluster=home[1] if home[0] is UnitKind.CLUSTER else "",
        school_group=home[1] if home[0] is UnitKind.GROUP else "",
        subject=unit.subject or report.subject or "",
        school=unit.code if unit.kind is UnitKind.SCHOOL else "",
    )


def _sees_whole_roll(chosen: Filters) -> bool:
    """Whether the user may see everybody whom the table of schools counts: it would be another one for others."""
    names = ("school_year", "semester", "cluster", "school_group", "school", "subject")
    where = {name: getattr(chosen, name) for name in names if getattr(chosen, name)}
    seen = frappe.get_list(ATTENDANCE, where, pluck="name", limit_page_length=0)
    return len(seen) == frappe.db.count(ATTENDANCE, where)


def _attendance(row: dict) -> Attendance:
    return Attendance(row["school"], row["invited"], row["attended"], row["rate"], row["hours"])


def _duties(chosen: Filters, unit: Unit) -> list[dict]:
    """The unit's own obligations: quotas, then papers and notices."""
    sheets = (stored.compliance_sheet(chosen), stored.deadlines_sheet(chosen))
    return [row for sheet in sheets for row in sheet.rows if row["unit"] == unit.code]


def _duty(row: dict) -> Duty:
    is_quota = row["duty_kind"] == "Quota"
    return Duty(
        row["duty_title"],
        row["subject_title"] or "",
        row["clause"] or "",
        row["due_on"],
        row["required"] if is_quota else None,
        row["counted"] if is_quota else None,
        row["state"],
    )


def _open_difficulties(unit: Unit) -> list[str]:
    """What was raised in the unit and not answered yet, as far as the user may read it."""
    where = {"unit_type": unit.kind.value, "unit": unit.code, "status": "Open"}
    return frappe.get_list(
        DIFFICULTY, where, pluck="title", order_by="raised_on, creation", limit_page_length=0
    )
