"""Compliance by unit: sessions held and locked against every quota, by subject and semester."""

from __future__ import annotations

from cum_chuyen_mon.reports import stored
from cum_chuyen_mon.reports.sheet import answer


def execute(filters: dict | None = None) -> tuple:
    """Columns, rows, message, chart and summary for the desk."""
    return answer("Cluster Obligation", filters, stored.compliance_sheet)
