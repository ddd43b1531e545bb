"""The filters that figures share, read from what a client sent and applied to a query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.ledger.world import all_years
from cum_chuyen_mon.permissions.standing import standing_of
from cum_chuyen_mon.rules.levels import levels_with
from cum_chuyen_mon.rules.text import clean
from cum_chuyen_mon.rules.words import Level

OWN_COLUMN = ("school_year", "semester", "cluster", "school_group")
"""Filters that every figure's table has a column of the same name for."""


@dataclass(frozen=True)
class Filters:
    """What a person chose; "" means all. ``school_year`` is "" only where the site has no school year yet."""

    school_year: str = ""
    semester: str = ""
    authority: str = ""
    level: str = ""
    cluster: str = ""
    school_group: str = ""
    subject: str = ""
    school: str = ""
    status: str = ""
    minutes_state: str = ""
    duty_kind: str = ""
    state: str = ""


def parse(given: Mapping[str, Any] | None) -> Filters:
    """Read what a client sent. Unknown keys are left out; anything but text is refused.

    The school year defaults to the current one.
    """
    values = {}
    for field in fields(Filters):
        value = (given or {}).get(field.name)
        if value is None or value == "":
            continue
        if not isinstance(value, str):
            frappe.throw(f"Bộ lọc «{field.name}» không hợp lệ. Hãy chọn lại một giá trị.")
        values[field.name] = clean(value)
    if values.get("level") and values["level"] not in [level.value for level in Level]:
        frappe.throw(f"Không có cấp học «{values['level']}». Hãy chọn lại ô «Cấp học».")
    values.setdefault("school_year", current_school_year() or "")
    return Filters(**values)


def current_school_year(on: date | None = None) -> str | None:
    """The user's school year that holds a day (today when None), else the last that has begun, else the next.

    Where there are several, a calendar of his own authority goes before one for everybody; for whoever administers the
    site it is the other way round.
    """
    on = on or getdate()
    years = own_years()
    holding = [row for row in years if row.turn <= on < date(row.turn.year + 1, row.turn.month, 1)]
    begun = [row for row in years if row.turn <= on]
    chosen = (holding or begun)[-1:] or years[:1]
    return chosen[0].name if chosen else None


def own_years() -> list:
    """The school years that bind the user, in order of time and then of precedence."""
    standing = standing_of()
    rows = [
        row
        for row in all_years()
        if standing.everything or not row.authority or row.authority in standing.authorities
    ]
    return sorted(
        rows, key=lambda row: (getdate(row.start_date), bool(row.authority) != standing.everything, row.name)
    )


def narrow(query: Any, table: Any, filters: Filters) -> Any:
    """Apply the filters whose columns all figures' tables share; ``subject`` differs and is the figure's own.

    One more query where an authority is asked for: its subordinates' keys stand in the condition.
    """
    for name in OWN_COLUMN:
        if value := getattr(filters, name):
            query = query.where(table[name] == value)
    if filters.level:
        query = query.where(table.level.isin(levels_with(filters.level)))
    if filters.authority:
        query = query.where(table.authority.isin(authorities_under(filters.authority) or [""]))
    return query


def authorities_under(authority: str) -> list[str]:
    """An authority and all its subordinates."""
    Top, Sub = (
        frappe.qb.DocType("Education Authority").as_("top"),
        frappe.qb.DocType("Education Authority").as_("sub"),
    )
    query = (
        frappe.qb.from_(Top)
        .join(Sub)
        .on((Sub.lft >= Top.lft) & (Sub.rgt <= Top.rgt))
        .select(Sub.name)
        .where(Top.name == authority)
    )
    # allowed: codes for a condition only; the rows it picks are restricted by the figure
    return [row[0] for row in query.run()]


def sessions_about(subject: str) -> Any:
    """A subquery: the sessions about a subject, alone or with others."""
    Row = frappe.qb.DocType("Session Subject")
    return (
        frappe.qb.from_(Row)
        .select(Row.parent)
        .where(Row.parenttype == "Cluster Session")
        .where(Row.subject == subject)
    )
