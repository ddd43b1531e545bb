"""Deadlines: papers and notices against their last good days (C5a, C5c, C5h, E4.2, N5.2, P5.1, L2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, cast

from ..rules.verdicts import Verdict
from ..rules.words import DutyKind, State
from .rows import (
    Figure,
    ObligationRow,
    ReportColumn,
    Translate,
    columns_named,
    in_vietnamese,
    row_of,
    state_chart,
    state_summary,
)

KINDS = (DutyKind.DEADLINE, DutyKind.NOTICE)
"""The kinds of duty this report is about."""

_SHOWN = (
    ("unit", "Unit", "Dynamic Link", 130, "unit_kind"),
    ("unit_title", "Unit Title", "Data", 180),
    ("duty_title", "Duty", "Data", 300),
    ("subject_title", "Subject", "Data", 160),
    ("semester", "Semester", "Data", 80),
    ("session", "Session", "Link", 140, "Cluster Session"),
    ("due_on", "Due On", "Date", 110),
    ("received_on", "Received On", "Date", 110),
    ("days_late", "Days Late", "Int", 90),
    ("state", "State", "Data", 110),
    ("reason", "Reason", "Data", 320),
    ("clause", "Clause", "Data", 80),
    ("legal_basis", "Legal Basis", "Data", 120),
    ("regulation", "Regulation", "Link", 160, "Cluster Regulation"),
)


class DeadlineRow(ObligationRow):
    """An obligation with the day the paper came (None while it has not) and the days it is late."""

    received_on: date | None
    days_late: int


def columns(translate: Translate = in_vietnamese) -> list[ReportColumn]:
    """The columns of the report, in order."""
    return columns_named(_SHOWN, translate)


def rows(verdicts: Iterable[Verdict], titles: Mapping[str, str], today: date) -> list[DeadlineRow]:
    """One row per deadline or notice obligation, in the order of the verdicts."""
    chosen = (verdict for verdict in verdicts if verdict.obligation.duty.kind in KINDS)
    return [with_days(row_of(verdict, titles), today) for verdict in chosen]


def with_days(row: Mapping[str, Any], today: date) -> DeadlineRow:
    """A row of the table of obligations with the day received and the calendar days late (0 when in time).

    What has not come is late by the days since its last good day; what was waived is never late.
    """
    received = row["met_on"]
    late = 0 if row["state"] == State.WAIVED else max(0, ((received or today) - row["due_on"]).days)
    return cast(DeadlineRow, {**row, "received_on": received, "days_late": late})


def summary(rows: Sequence[Mapping[str, Any]], translate: Translate = in_vietnamese) -> list[Figure]:
    """Numbers by state and the percentage met."""
    return state_summary(rows, translate)


def chart(rows: Sequence[Mapping[str, Any]], translate: Translate = in_vietnamese) -> dict[str, Any] | None:
    """States of deadlines by unit, as stacked bars."""
    return state_chart(rows, translate)
