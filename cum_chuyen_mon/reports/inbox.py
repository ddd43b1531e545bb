"""Hộp chờ xử lý: what lies with the authority today, oldest first, with its last good day and its age.

A further kind of paper joins by one row of ``KINDS``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Coalesce
from frappe.utils import get_datetime, getdate

from cum_chuyen_mon.permissions.decisions import DECISIONS
from cum_chuyen_mon.rules.words import DutyKind, State, UnitKind

from .filters import Filters, authorities_under
from .scope import restrict
from .sheet import Sheet, column, link

OBLIGATION = "Cluster Obligation"
REPORT = "Cluster Unit Report"
PLAN = "Cluster Activity Plan"
HEADSHIP = "Cluster Headship"
LATE_COLOUR, IN_TIME_COLOUR = State.OVERDUE.value, State.MET.value


@dataclass(frozen=True)
class Waits:
    """A kind of document that the authority works through: when it waits, and which columns tell about it."""

    doctype: str
    statuses: frozenset[str]
    day: str
    hour: str = ""
    """The column with the moment of arrival; "" where only the day is kept."""
    paper_kind: str = ""
    """The column that links to a kind of paper; "" for what is one kind by itself."""
    title: str = "title"


KINDS = (
    Waits(PLAN, DECISIONS[PLAN].sent, "received_on", "received_at"),
    Waits(REPORT, DECISIONS[REPORT].sent, "received_on", "received_at", "paper_kind"),
    Waits(HEADSHIP, DECISIONS[HEADSHIP].sent, "received_on", title="person_name"),
    Waits("Cluster Difficulty", frozenset({"Open"}), "raised_on"),
)


def figure(filters: Filters) -> Sheet:
    """One row for each paper. A query for each kind, and one for the days on which they were due."""
    waiting = [row for kind in KINDS for row in _rows(kind, filters)]
    due = _due_days(waiting)
    today = getdate()
    lines = [_line(row, due.get(row.name), today) for row in waiting]
    lines.sort(key=lambda line: (-line["age_days"], line["title"]))
    return Sheet(columns(), lines, None, summary(lines))


def columns() -> list[dict]:
    return [
        column("kind", _("Kind of Paper"), width=200),
        column("title", _("Title", context=REPORT), width=280),
        column("unit", _("Unit", context=REPORT), width=190),
        column("authority", _("Authority", context=REPORT), width=160),
        column("received", _("Arrived At", context=REPORT), "Data", width=150),
        column("due_on", _("Due On", context=OBLIGATION), "Date", width=115),
        column("lateness", _("In Time or Late"), width=120),
        column("days_late", _("Days Late", context=OBLIGATION), "Int", width=110),
        column("age_days", _("Days Waiting"), "Int", width=110),
    ]


def summary(lines: list[dict]) -> list[dict]:
    """How much waits, how much of it came late, and for how long the oldest has waited."""
    late = sum(line["days_late"] > 0 for line in lines)
    oldest = max((line["age_days"] for line in lines), default=0)
    figures = (
        (_("Waiting for the Authority"), len(lines), "Blue"),
        (_("Came Late"), late, "Red" if late else "Green"),
        (_("Longest Wait in Days"), oldest, "Orange" if oldest else "Green"),
    )
    return [
        {"label": label, "value": value, "datatype": "Int", "indicator": colour}
        for label, value, colour in figures
    ]


def _rows(kind: Waits, filters: Filters) -> list[Any]:
    Paper, Authority = frappe.qb.DocType(kind.doctype), frappe.qb.DocType("Education Authority")
    query = (
        frappe.qb.from_(Paper)
        .left_join(Authority)
        .on(Authority.name == Paper.authority)
        .select(
            Paper.name,
            Paper[kind.title].as_("title"),
            Paper.unit_type,
            Paper.unit,
            Paper[kind.day].as_("day"),
            Authority.authority_name,
        )
        .where(Paper.status.isin(sorted(kind.statuses)))
    )
    if kind.hour:
        query = query.select(Paper[kind.hour].as_("hour"))
    if frappe.get_meta(kind.doctype).has_field("unit_title"):
        query = query.select(Paper.unit_title)
    else:
        query = _with_title(query, Paper)
    if kind.paper_kind:
        Kind = frappe.qb.DocType("Cluster Paper Kind")
        query = query.left_join(Kind).on(Kind.name == Paper[kind.paper_kind]).select(Kind.paper_title)
    if filters.authority:
        query = query.where(Paper.authority.isin(authorities_under(filters.authority) or [""]))
    for name in ("cluster", "school_group"):
        if value := getattr(filters, name):
            query = query.where(Paper[name] == value)
    rows = restrict(query, kind.doctype).run(as_dict=True)
    for row in rows:
        row.doctype = kind.doctype
    return rows


def _with_title(query: Any, Paper: Any) -> Any:
    """The unit's title for a paper that does not carry it."""
    titles = []
    for kind in (UnitKind.CLUSTER, UnitKind.GROUP, UnitKind.SUBJECT_GROUP):
        Unit = frappe.qb.DocType(kind.value)
        query = query.left_join(Unit).on((Paper.unit_type == kind.value) & (Unit.name == Paper.unit))
        titles.append(Unit.unit_title)
    return query.select(Coalesce(*titles).as_("unit_title"))


def _due_days(waiting: Iterable[Any]) -> dict[str, date]:
    """paper → the last good day of the duty that it meets. The ledger has judged that already."""
    units = sorted({row.unit for row in waiting})
    if not units:
        return {}
    Row = frappe.qb.DocType(OBLIGATION)
    query = (
        frappe.qb.from_(Row)
        .select(Row.evidence, Row.due_on)
        .where(Row.unit.isin(units))
        .where(Row.duty_kind == DutyKind.DEADLINE.value)
        .where(Row.evidence != "")
        .orderby(Row.due_on)
    )
    found: dict[str, date] = {}
    for evidence, due_on in restrict(query, OBLIGATION).run():
        for paper in json.loads(evidence):
            found.setdefault(paper, getdate(due_on))
    return found


def _line(row: Any, due_on: date | None, today: date) -> dict:
    arrived: date = getdate(row.day or today)
    late = max(0, (arrived - due_on).days) if due_on else 0
    word = LATE_COLOUR if late else IN_TIME_COLOUR
    return {
        "kind": row.get("paper_title") or _(row.doctype),
        "title": row.title or row.name,
        "unit": row.get("unit_title") or row.unit,
        "authority": row.authority_name or "",
        "received": _moment(row),
        "due_on": due_on,
        "lateness": (_("Late Paper") if late else _("In Time")) if due_on else "",
        "days_late": late,
        "age_days": max(0, (today - arrived).days),
        "words": {"lateness": word} if due_on else {},
        "links": {"title": link(row.doctype, row.name), "unit": link(row.unit_type, row.unit)},
    }


def _moment(row: Mapping[str, Any]) -> str:
    """The day and, where it is known, the hour: 05/01/2025 08:30."""
    if row.get("hour"):
        moment: datetime = get_datetime(row["hour"])
        return f"{moment:%d/%m/%Y %H:%M}"
    return f"{getdate(row['day']):%d/%m/%Y}" if row.get("day") else ""
