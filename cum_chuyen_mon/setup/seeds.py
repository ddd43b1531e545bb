"""The masters and regulations that ship with the app, as the rules' own types.

The files under ``data/`` are inserted once on a site and are the customer's own from then on; without a site
they are what a workbook's codes are looked up in.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..rules.levels import parse_levels
from ..rules.obligations import Subject
from ..rules.regulation import Duty, Regulation
from ..rules.text import clean, clean_lines
from ..rules.words import (
    Anchor,
    Bound,
    DayUnit,
    DutyKind,
    MinutesForm,
    PeriodKind,
    Position,
    Rotates,
    UnitKind,
    YearSide,
)

DATA = Path(__file__).parent / "data"

_WORDS = {
    "kind": DutyKind,
    "unit_kind": UnitKind,
    "period": PeriodKind,
    "anchor": Anchor,
    "bound": Bound,
    "year_side": YearSide,
    "day_unit": DayUnit,
    "position": Position,
    "rotates": Rotates,
}
_CODES = ("units", "subjects", "activity_kinds")


@dataclass(frozen=True)
class ActivityKind:
    """A kind of session (N4.2, E2.2, C4). ``needs_own_plan``: notified with a plan of its own (E4.2b);
    ``minutes_form``: what its minutes must hold."""

    code: str
    title: str
    for_students: bool = False
    needs_own_plan: bool = False
    minutes_form: str = MinutesForm.MEETING.value


@dataclass(frozen=True)
class PaperKind:
    """A kind of paper a unit owes, with the abbreviation of its official number (BB, KH, BC, TTr …)."""

    code: str
    title: str
    abbreviation: str = ""


@dataclass(frozen=True)
class ContentCategory:
    """What professional work is about (E2.1)."""

    code: str
    title: str
    legal_basis: str = ""


def _rows(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def seeded_photo_consent() -> tuple[str, str]:
    """Version and words of a consent to photos, for whoever has none of his own."""
    seeded = _rows("photo_consent.json")
    return seeded["version"], clean_lines(seeded["text"])


@lru_cache(maxsize=1)
def seeded_subjects() -> tuple[Subject, ...]:
    """The compulsory subjects and activities of the 2018 programme, and the areas of early childhood."""
    return tuple(
        Subject(row["code"], clean(row["title"]), parse_levels(row["levels"]))
        for row in _rows("subjects.json")
    )


@lru_cache(maxsize=1)
def subject_abbreviations() -> dict[str, str]:
    """Subject code → the few letters that head a narrow column."""
    return {row["code"]: clean(row["abbreviation"]) for row in _rows("subjects.json")}


@lru_cache(maxsize=1)
def seeded_activity_kinds() -> tuple[ActivityKind, ...]:
    return tuple(ActivityKind(**row) for row in _rows("activity_kinds.json"))


@lru_cache(maxsize=1)
def seeded_paper_kinds() -> tuple[PaperKind, ...]:
    return tuple(PaperKind(**row) for row in _rows("paper_kinds.json"))


@lru_cache(maxsize=1)
def seeded_content_categories() -> tuple[ContentCategory, ...]:
    return tuple(ContentCategory(**row) for row in _rows("content_categories.json"))


@lru_cache(maxsize=1)
def seeded_regulations() -> tuple[Regulation, ...]:
    """The five source documents. They name no authority and so bind nobody until one is entered."""
    return tuple(_regulation(row) for _, row in _regulation_files())


@lru_cache(maxsize=1)
def seeded_issuers() -> dict[str, str]:
    """Regulation code → the body that issued the document."""
    return {row["code"]: clean(row["issued_by"]) for _, row in _regulation_files()}


def seeded_regulation(code: str) -> Regulation:
    """One of the five; KeyError when there is none with this code."""
    return {r.code: r for r in seeded_regulations()}[code]


def _regulation_files() -> list[tuple[str, dict[str, Any]]]:
    return [
        (path.name, _rows(f"regulations/{path.name}"))
        for path in sorted((DATA / "regulations").glob("*.json"))
    ]


def _regulation(row: dict[str, Any]) -> Regulation:
    return Regulation(
        code=row["code"],
        title=clean(row["title"]),
        number=clean(row["number"]),
        issued_on=_day(row["issued_on"]),
        authority=None,
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        duties=tuple(_duty(duty) for duty in row["duties"]),
    )


def _duty(row: dict[str, Any]) -> Duty:
    values: dict[str, Any] = {**row, "title": clean(row["title"])}
    values.update({field: words(row[field]) for field, words in _WORDS.items() if field in row})
    values.update({field: tuple(row[field]) for field in _CODES if field in row})
    values["levels"] = parse_levels(row.get("levels", ""))
    values["must_attend"] = tuple(Position(p) for p in row.get("must_attend", ()))
    return Duty(**values)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
