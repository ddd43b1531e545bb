"""What lies with the authority and waits for it."""

from __future__ import annotations

from cum_chuyen_mon.reports import inbox
from cum_chuyen_mon.reports.sheet import answer


def execute(filters: dict | None = None) -> tuple:
    """Columns, rows, message, chart and summary for the desk."""
    return answer("Cluster Unit Report", filters, inbox.figure)
