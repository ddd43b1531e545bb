"""Participation and hours of each person."""

from __future__ import annotations

from cum_chuyen_mon.reports import attendance
from cum_chuyen_mon.reports.sheet import answer


def execute(filters: dict | None = None) -> tuple:
    """Columns, rows, message, chart and summary for the desk."""
    return answer("Cluster Session Attendance", filters, attendance.by_person)
