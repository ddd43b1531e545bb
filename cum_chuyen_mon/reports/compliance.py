"""Compliance: sessions held and locked against every quota (C3, N5.2, N5.4, N5.5, L3a, L3c)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..rules.verdicts import Verdict
from ..rules.words import DutyKind
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

KINDS = (DutyKind.QUOTA,)
"""The kinds of duty this report is about."""

_SHOWN = (
    ("unit", "Unit", "Dynamic Link", 130, "unit_kind"),
    ("unit_title", "Unit Title", "Data", 180),
    ("subject_title", "Subject", "Data", 160),
    ("semester", "Semester", "Data", 80),
    ("required", "Required", "Int", 90),
    ("held", "Held", "Int", 90),
    ("counted", "Counted", "Int", 110),
    ("state", "State", "Data", 110),
    ("met_on", "Met On", "Date", 110),
    ("due_on", "Due On", "Date", 110),
    ("reason", "Reason", "Data", 320),
    ("duty_title", "Duty", "Data", 260),
    ("clause", "Clause", "Data", 80),
    ("legal_basis", "Legal Basis", "Data", 120),
    ("regulation", "Regulation", "Link", 160, "Cluster Regulation"),
)


def columns(translate: Translate = in_vietnamese) -> list[ReportColumn]:
    """The columns of the report, in order."""
    return columns_named(_SHOWN, translate)


def rows(verdicts: Iterable[Verdict], titles: Mapping[str, str]) -> list[ObligationRow]:
    """One row per quota obligation, in the order of the verdicts."""
    return [row_of(verdict, titles) for verdict in verdicts if verdict.obligation.duty.kind in KINDS]


def summary(rows: Sequence[Mapping[str, Any]], translate: Translate = in_vietnamese) -> list[Figure]:
    """Numbers by state and the percentage met."""
    return state_summary(rows, translate)


def chart(rows: Sequence[Mapping[str, Any]], translate: Translate = in_vietnamese) -> dict[str, Any] | None:
    """States of quota obligations by unit, as stacked bars."""
    return state_chart(rows, translate)
