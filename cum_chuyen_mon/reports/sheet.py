"""What every figure hands to the desk, and the one place where cells are made safe for a spreadsheet."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

import frappe
from frappe.core.doctype.report.report import enable_prepared_report

from cum_chuyen_mon.rules.words import Level

from .filters import Filters, parse

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
ON_SCREEN = "frappe.desk.query_report.run"
LEVEL_WORDS = [level.value for level in Level]
NOT_CELLS = ("words", "links")
"""Keys of a row that no column shows: stored words (for colours) and addresses, by column."""


@dataclass(frozen=True)
class Sheet:
    """Columns and rows by fieldname, a chart, and the figures above it, as the desk wants them."""

    columns: list[dict]
    rows: list[dict]
    chart: dict | None = None
    summary: list[dict] = field(default_factory=list)


def column(fieldname: str, label: str, fieldtype: str = "Data", width: int = 120, **more: Any) -> dict:
    """A column as the desk takes it; it guesses the side of text by the first row unless told."""
    if fieldtype == "Data":
        more.setdefault("align", "left")
    return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "width": width, **more}


def link(doctype: str, name: str) -> list[str]:
    """Where a cell leads on the desk; the cell itself shows (and exports) the title."""
    return [doctype, name]


def answer(doctype: str, given: Mapping[str, Any] | None, figure: Callable[[Filters], Sheet]) -> tuple:
    """Run a figure for the desk: ``(columns, rows, message, chart, summary)``. Throws PermissionError."""
    try:
        return _answer(doctype, given, figure)
    except Exception:
        _call_off_watchers()
        raise


def _answer(doctype: str, given: Mapping[str, Any] | None, figure: Callable[[Filters], Sheet]) -> tuple:
    frappe.has_permission(doctype, "report", throw=True)
    filters = parse(given)
    if not filters.school_year:
        return [], [], frappe._("There is no school year yet. Create one first."), None, []
    sheet = figure(filters)
    rows = sheet.rows if _is_on_screen() else [safe_row(row) for row in sheet.rows]
    return sheet.columns, rows, None, sheet.chart, sheet.summary


def _call_off_watchers() -> None:
    """Frappe watches a running report and makes a slow one a prepared report for everybody. It forgets to stop
    watching one that refuses: whoever asks with a wrong filter would change the report for all."""
    for thread in threading.enumerate():
        watches = isinstance(thread, threading.Timer) and thread.function is enable_prepared_report
        if watches and thread.kwargs.get("site") == frappe.local.site:
            thread.cancel()


def _is_on_screen() -> bool:
    """Whether the desk shows the rows. Exports, mails and everything else may end in a spreadsheet."""
    return frappe.local.form_dict.get("cmd") == ON_SCREEN


def safe_row(row: dict) -> dict:
    return {key: value if key in NOT_CELLS else safe_cell(value) for key, value in row.items()}


def safe_cell(value: object) -> object:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front; everything else stays."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def short_names(names: Sequence[str]) -> list[str]:
    """Names for the bars of a chart, which have room for some ten letters.

    Names that begin alike keep their first word and where they differ: "Nhóm liên trường 1" is "Nhóm 1" beside
    "Nhóm liên trường 2". A school is known without its level: "THCS Tân Tiến" is "Tân Tiến".
    """
    words = [name.split() for name in names]
    return [
        _short(own, [other for other in words if other and other[0] == own[0]]) if own else ""
        for own in words
    ]


def _short(own: list[str], alike: list[list[str]]) -> str:
    if own[0].split("-")[0] in LEVEL_WORDS and len(own) > 1:
        return " ".join(own[1:])
    same = 0
    if len(alike) > 1:
        same = sum(1 for _ in takewhile(lambda words: len(set(words)) == 1, zip(*alike, strict=False)))
    return " ".join([own[0], *own[max(1, same) :]]) if same < len(own) else " ".join(own)
