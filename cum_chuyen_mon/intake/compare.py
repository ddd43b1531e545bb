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
    details = tuple(differences(doc, stated_values(want, doc)))
    return Change(UPDATE if details else SAME, want.doctype, want.name, title, details)


def stated_values(want: Wanted, doc) -> dict[str, Any]:
    """What the workbook states about a document that the site has: the rest stays as it is there."""
    return {
        name: _with_kept(value, doc.get(name) or [], want.kept[name]) if want.kept.get(name) else value
        for name, value in want.values.items()
        if name not in want.only_new
    }


def _with_kept(rows: list[dict], old: list, kept: frozenset[str]) -> list[dict]:
    """Rows of a table with the columns that the file lacks taken from the site's row about the same thing."""
    spare, found = list(old), []
    for row in rows:
        twin = _twin(row, spare, kept)
        if twin is not None:
            spare = [other for other in spare if other is not twin]
            row = row | {name: twin.get(name) for name in kept if name in row}
        found.append(row)
    return found


def _twin(row: dict, spare: list, kept: frozenset[str]):
    """The site's row about the same thing, which the first column names; of several the one most alike."""
    told = [name for name in row if name not in kept]

    def alike(other) -> int:
        return sum(same_form(other.get(name)) == same_form(row[name]) for name in told)

    same = [other for other in spare if same_form(other.get(told[0])) == same_form(row[told[0]])]
    return max(same, key=alike, default=None)


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
    return frappe._(meta.label, context=doc.doctype) if meta else field


def _title(want: Wanted) -> str:
    field = frappe.get_meta(want.doctype).title_field
    return str(want.values.get(field) or want.name) if field else want.name
