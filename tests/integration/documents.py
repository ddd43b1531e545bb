"""Duties as the five documents state them, and the clock: what tests of clauses set up."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cum_chuyen_mon.setup import seeds

CALLED = {"code": "duty_code"}
"""Where the seeded file and the desk's row name a field differently."""


def duty(regulation: str, code: str) -> dict[str, Any]:
    """A duty of a seeded document as a row of the desk: ``duty("eahleo-313-2017", "E4.2b-NOTICE")``."""
    path = Path(seeds.DATA) / "regulations" / f"{regulation}.json"
    rows = json.loads(path.read_text(encoding="utf-8"))["duties"]
    row = next(row for row in rows if row["code"] == code)
    return {
        CALLED.get(name, name): ", ".join(value) if isinstance(value, list) else value
        for name, value in row.items()
    }


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """Make it that moment for everything that asks Frappe what day it is: "2024-12-24 08:00".

    A moment later, in fact: Frappe takes a time without microseconds for another one than the database has.
    """
    now = datetime.fromisoformat(moment).replace(microsecond=1)
    monkeypatch.setattr("frappe.utils.data.now_datetime", lambda: now)
