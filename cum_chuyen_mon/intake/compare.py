"""What of a workbook is new on the site, different, or already there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import frappe
from frappe.utils import get_time, getdate

from cum_chuyen_mon.rules.text import clean_lines

from .wanted import Wanted

CREATE, UPDATE, SAME = "create", "update", "same"


@dataclass(frozen=True)
class Change:
    """What an import does to one document. ``details`` are (field label, old, new) for an update."""

    action: str
    doctype: str
    name: str
    title: str
    details: tuple[tuple[str, str, str], ...] = ()


def compare(want: Wanted) -> Change:
    """How the site's document differs from what the workbook states; fields it does not state are left alone."""
    title = _title(want)
    if not frappe.db.exists(want.doctype, want.name):
        return Change(CREATE, want.doctype, want.name, title)
    doc = frappe.get_doc(want.doctype, want.name)
    details = tuple(differences(doc, want.values))
    return Change(UPDATE if details else SAME, want.doctype, want.name, title, details)


def differences(doc, values: dict[str, Any]) -> list[tuple[str, str, str]]:
    found = []
    for field, new in values.items():
        old = doc.get(field)
        if isinstance(new, list):
            old_rows = [{k: same_form(row.get(k)) for k in new_row_keys(new)} for row in old or []]
            new_rows = [{k: same_form(v) for k, v in row.items()} for row in new]
            if old_rows != new_rows:
                found.append((_label(doc, field), _rows_text(old_rows), _rows_text(new_rows)))
        elif same_form(old) != same_form(new):
            found.append((_label(doc, field), same_form(old), same_form(new)))
    return found


def new_row_keys(rows: list[dict]) -> list[str]:
    return list(rows[0]) if rows else ["name"]


def same_form(value: object) -> str:
    """One text for equal values, whether they come from a cell or from the database."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return getdate(value).isoformat()
    if isinstance(value, (time, timedelta)):
        return get_time(value).strftime("%H:%M")
    text = clean_lines(value)
    return "" if text == "0" else text


def _rows_text(rows: list[dict]) -> str:
    return "; ".join(" ".join(filter(None, row.values())) for row in rows)[:400]


def _label(doc, field: str) -> str:
    meta = doc.meta.get_field(field)
    return frappe._(meta.label) if meta else field


def _title(want: Wanted) -> str:
    field = frappe.get_meta(want.doctype).title_field
    return str(want.values.get(field) or want.name) if field else want.name
