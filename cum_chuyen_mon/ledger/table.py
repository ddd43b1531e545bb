"""Rows of Cluster Obligation, written set-wise: one statement for many rows, whatever the database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

import frappe
from frappe.utils import now

from cum_chuyen_mon.rules.levels import level_text
from cum_chuyen_mon.rules.units import Unit
from cum_chuyen_mon.rules.verdicts import Verdict, due_soon_from
from cum_chuyen_mon.rules.words import UnitKind

TABLE = "Cluster Obligation"
CHUNK = 500

FACTS = ("state", "held", "counted", "met_on", "reason", "evidence")
"""What judging changes; all other columns come with the obligation itself."""

COLUMNS = (
    "unit_type",
    "unit",
    "unit_title",
    "authority",
    "level",
    "cluster",
    "school_group",
    "regulation",
    "duty_code",
    "duty_title",
    "duty_kind",
    "clause",
    "legal_basis",
    "school_year",
    "semester",
    "period_kind",
    "period_code",
    "subject",
    "session",
    "required",
    "due_on",
    "opens_on",
    "due_soon_from",
    *FACTS,
)


def row_of(verdict: Verdict, unit: Unit, due_soon_days: int) -> dict:
    """The columns of one obligation's row."""
    o, duty = verdict.obligation, verdict.obligation.duty
    parent = (unit.parent_kind, unit.parent) if unit.kind is UnitKind.SUBJECT_GROUP else unit.key
    return {
        "name": o.key,
        "unit_type": o.unit_kind.value,
        "unit": o.unit,
        "unit_title": unit.title,
        "authority": unit.authority_on(o.due_on) or unit.authority_on(o.period.end),
        "level": level_text(unit.levels),
        "cluster": parent[1] if parent[0] is UnitKind.CLUSTER else None,
        "school_group": parent[1] if parent[0] is UnitKind.GROUP else None,
        "regulation": o.regulation,
        "duty_code": duty.code,
        "duty_title": duty.title,
        "duty_kind": duty.kind.value,
        "clause": duty.clause,
        "legal_basis": duty.legal_basis,
        "school_year": o.school_year,
        "semester": o.semester,
        "period_kind": o.period.kind.value,
        "period_code": o.period.code,
        "subject": o.subject or None,
        "session": o.session or None,
        "required": o.required,
        "due_on": o.due_on,
        "opens_on": o.opens_on,
        "due_soon_from": due_soon_from(o.due_on, due_soon_days),
        "state": verdict.state.value,
        "held": verdict.held,
        "counted": verdict.counted,
        "met_on": verdict.met_on,
        "reason": verdict.reason,
        "evidence": json.dumps(list(verdict.evidence)) if verdict.evidence else "",
    }


def upsert(rows: Iterable[Mapping]) -> int:
    """Insert rows or bring existing ones up to date, in chunks; returns how many were written."""
    stamp, user = now(), frappe.session.user
    head = ("name", "creation", "modified", "owner", "modified_by", "docstatus", "idx")
    columns = (*head, *COLUMNS)
    updated = ("modified", "modified_by", *COLUMNS)
    one = "(" + ", ".join(["%s"] * len(columns)) + ")"
    written, rest = 0, iter(rows)
    while chunk := list(islice(rest, CHUNK)):
        values: list = []
        for row in chunk:
            values += [row["name"], stamp, stamp, user, user, 0, 0, *(row[c] for c in COLUMNS)]
        # Only constants of this module go into the text; every value travels as a parameter.
        statement = f"INSERT INTO `tab{TABLE}` ({_names(columns)}) VALUES {', '.join([one] * len(chunk))} "
        frappe.db.sql(statement + _on_conflict(updated), values)
        written += len(chunk)
    return written


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f"`{c}`" for c in columns)


def _on_conflict(columns: Sequence[str]) -> str:
    if frappe.db.db_type == "mariadb":
        return "ON DUPLICATE KEY UPDATE " + ", ".join(f"`{c}` = VALUES(`{c}`)" for c in columns)
    return "ON CONFLICT (`name`) DO UPDATE SET " + ", ".join(f"`{c}` = excluded.`{c}`" for c in columns)


def delete(names: Iterable[str]) -> int:
    """Take away obligations that no duty asks for any more; returns how many."""
    rest, gone = iter(names), 0
    while chunk := list(islice(rest, CHUNK)):
        frappe.db.delete(TABLE, {"name": ("in", chunk)})
        gone += len(chunk)
    return gone
