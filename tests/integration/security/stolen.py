"""Child rows of the other side, to be stolen by name."""

from __future__ import annotations

from functools import cache
from typing import Any

import frappe

from .people import Side

CHILDREN = {
    "Cluster Minutes Topic": ("minutes_draft", "topics"),
    "Cluster Minutes Task": ("minutes_draft", "tasks"),
    "Cluster Activity Plan Item": ("plan_cluster", "items"),
    "Cluster Headship Round": ("headship", "rounds"),
    "Cluster Headship Vote": ("headship", "votes"),
    "Session Subject": ("session_draft", "subjects"),
    "Unit Officer": ("subject_group", "officers"),
    "Unit Member": ("group", "members"),
    "Staff Posting": ("staff_invited", "postings"),
    "Supervising Authority": ("group", "authorities"),
    "Cluster Paper Recipient": ("group", "paper_recipients"),
    "Cluster Regulation Duty": ("regulation", "duties"),
    "Cluster Semester": ("year", "semesters"),
    "Cluster Holiday": ("year", "holidays"),
}
"""child table → the document, and its field, whose first row is stolen."""


def child_row(side: Side, table: str) -> Any:
    """The first row: its own name and its place."""
    return _row(side.name(CHILDREN[table][0]), table, CHILDREN[table][1])


@cache
def _row(parent: str, table: str, field: str) -> Any:
    where = {"parent": parent, "parentfield": field}
    return frappe.db.get_value(table, where, "*", as_dict=True, order_by="idx")
