"""The site's obligations as rows of ``compliance`` and ``deadlines``, and those figures for the desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.rules.text import collation_key
from cum_chuyen_mon.rules.words import UnitKind

from . import compliance, deadlines
from .filters import Filters, narrow
from .rows import COLOURS, OBLIGATION
from .scope import restrict
from .sheet import Sheet, link, short_names

KIND_ORDER = {kind.value: place for place, kind in enumerate(UnitKind)}
WIDTHS = {
    "held": 110,
    "counted": 150,
    "days_late": 130,
    "state": 125,
    "due_on": 115,
    "met_on": 115,
    "received_on": 115,
}
"""Pixels that the Vietnamese titles of columns need."""


def compliance_sheet(filters: Filters) -> Sheet:
    """Sessions against quotas, one row per quota obligation. One query."""
    rows = _rows(filters, compliance.KINDS)
    return _sheet(compliance, rows)


def deadlines_sheet(filters: Filters) -> Sheet:
    """Papers and notices against their last days, one row per obligation. One query."""
    today = getdate()
    rows = [deadlines.with_days(row, today) for row in _rows(filters, deadlines.KINDS)]
    return _sheet(deadlines, rows)


def _sheet(figure: Any, rows: list[dict]) -> Sheet:
    columns = [_desk_column(column) for column in figure.columns(say) if column["fieldname"] != "unit"]
    shown = [_line(row) for row in rows]
    return Sheet(columns, shown, _desk_chart(figure.chart(rows, say)), figure.summary(rows, say))


def _desk_chart(chart: dict | None) -> dict | None:
    """The chart with short names under its bars, and all states, so that a state has its colour everywhere."""
    if chart is None:
        return None
    data = chart["data"]
    given = {series["name"]: series["values"] for series in data["datasets"]}
    nothing = [0] * len(data["labels"])
    series = [{"name": say(state.value), "values": given.get(say(state.value), nothing)} for state in COLOURS]
    labels = short_names(data["labels"])
    return {**chart, "data": {"labels": labels, "datasets": series}, "colors": list(COLOURS.values())}


def say(text: str) -> str:
    """A label or stored word in the reader's language, as obligations use it."""
    return frappe._(text, context=OBLIGATION)


def _desk_column(column: dict) -> dict:
    """A column of titles: the desk's link columns would show, filter and export codes."""
    width = max(column["width"], WIDTHS.get(column["fieldname"], 0))
    if column["fieldtype"] not in ("Data", "Link", "Dynamic Link"):
        return {**column, "width": width}
    return {
        "fieldname": column["fieldname"],
        "label": column["label"],
        "fieldtype": "Data",
        "width": width,
        "align": "left",
    }


def _rows(filters: Filters, kinds: Sequence[Any]) -> list[dict]:
    Row, Subject = frappe.qb.DocType(OBLIGATION), frappe.qb.DocType("Teaching Subject")
    Session, Regulation = frappe.qb.DocType("Cluster Session"), frappe.qb.DocType("Cluster Regulation")
    query = (
        frappe.qb.from_(Row)
        .left_join(Subject)
        .on(Subject.name == Row.subject)
        .left_join(Session)
        .on(Session.name == Row.session)
        .left_join(Regulation)
        .on(Regulation.name == Row.regulation)
        .select(
            Row.name,
            Row.regulation,
            Regulation.regulation_title,
            Row.duty_code,
            Row.clause,
            Row.duty_title,
            Row.legal_basis,
            Row.duty_kind,
            Row.unit_type.as_("unit_kind"),
            Row.unit,
            Row.unit_title,
            Row.subject,
            Subject.subject_title,
            Row.school_year,
            Row.semester,
            Row.period_code.as_("period"),
            Row.due_on,
            Row.required,
            Row.held,
            Row.counted,
            Row.state,
            Row.met_on,
            Row.reason,
            Row.session,
            Session.session_title,
        )
        .where(Row.duty_kind.isin(_words(filters.duty_kind, kinds)))
    )
    query = restrict(narrow(query, Row, filters), OBLIGATION)
    if filters.subject:
        query = query.where(Row.subject == filters.subject)
    if filters.state:
        query = query.where(Row.state == filters.state)
    rows = query.run(as_dict=True)
    for row in rows:  # days are text on SQLite
        row.due_on = getdate(row.due_on)
        row.met_on = getdate(row.met_on) if row.met_on else None
    return sorted(rows, key=_order)


def _words(chosen: str, kinds: Iterable[Any]) -> list[str]:
    words = [str(kind) for kind in kinds]
    return [word for word in words if word == chosen] or [""] if chosen else words


def _order(row: Any) -> tuple:
    """Clusters, groups, subject groups, schools; each by code, then by duty, subject and day."""
    kind = KIND_ORDER.get(row.unit_kind, len(KIND_ORDER))
    return kind, row.unit, row.duty_code, collation_key(row.subject_title), row.due_on, row.name


def _line(row: Any) -> dict:
    """A row with titles in place of codes and words in the reader's language; both kept beside the cells."""
    links = {
        "unit_title": link(row["unit_kind"], row["unit"]),
        "state": link(OBLIGATION, row["name"]),
        "regulation": link("Cluster Regulation", row["regulation"]),
    }
    if row["session"]:
        links["session"] = link("Cluster Session", row["session"])
    return {
        **row,
        "regulation": row["regulation_title"] or row["regulation"],
        "session": row["session_title"] or row["session"],
        "state": say(row["state"]),
        "words": {"state": row["state"]},
        "links": links,
    }
