"""Times of day in SQL, the same on MariaDB and SQLite."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.query_builder import CustomFunction
from frappe.query_builder import functions as fn


def minutes_between(start: Any, end: Any) -> Any:
    """Minutes from one time column to another of the same day; 0 where either is empty."""
    return fn.Coalesce(_minute_of_day(end) - _minute_of_day(start), 0)


def _minute_of_day(column: Any) -> Any:
    if frappe.db.db_type == "sqlite":  # times are text there: "8:05:00" or "08:05:00"
        rest = CustomFunction("substr", ["text", "start"])
        place = CustomFunction("instr", ["text", "part"])
        return fn.Cast(column, "INTEGER") * 60 + fn.Cast(rest(column, place(column, ":") + 1), "INTEGER")
    return CustomFunction("TIME_TO_SEC", ["time"])(column) / 60
