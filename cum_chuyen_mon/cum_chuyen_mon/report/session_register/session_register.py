"""Sổ theo dõi: every session with its counts and the state of its minutes."""

from __future__ import annotations

from cum_chuyen_mon.reports import register
from cum_chuyen_mon.reports.sheet import answer


def execute(filters: dict | None = None) -> tuple:
    """Columns, rows, message, chart and summary for the desk."""
    return answer("Cluster Session", filters, register.figure)
