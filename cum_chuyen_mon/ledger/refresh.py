"""Brings the stored obligations in step with duties, units and what happened. Doing it twice changes nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import partial

import frappe
from frappe.utils import cint, getdate

from cum_chuyen_mon.rules.facts import SessionIndex, Waiver
from cum_chuyen_mon.rules.obligations import generate
from cum_chuyen_mon.rules.regulation import Regulation
from cum_chuyen_mon.rules.verdicts import DUE_SOON_DAYS, Verdict, judge
from cum_chuyen_mon.rules.words import UnitKind

from . import table
from .happened import load_papers, load_sessions
from .world import all_years, load_regulations, load_world

UnitKey = tuple[UnitKind, str]


@dataclass(frozen=True)
class Outcome:
    """How many obligations a refresh found, wrote and took away."""

    found: int
    written: int
    removed: int


def refresh(year: str, only: Collection[UnitKey] | None = None, today: date | None = None) -> Outcome:
    """Generate and judge the obligations of a school year, of all units or only those named.

    Rows whose duty or unit no longer asks for them go, unless the authority waived them: a waiver is a decision.
    The number of queries depends on the number of changed rows only through the chunks they are written in.
    """
    today = today or getdate()
    soon = due_soon_days()
    world = load_world(year, only)
    units = {unit.key: unit for unit in world.units}
    regulations = load_regulations()
    schools_matter = any(d.unit_kind is UnitKind.SCHOOL for r in regulations for d in r.duties)
    sessions = load_sessions(year, only, with_schools=schools_matter)
    papers = load_papers(year, only)
    stored = _stored(year, only)
    wanted: dict[str, dict] = {}
    for obligation in generate(regulations, world, sessions):
        old = stored.get(obligation.key)
        waiver = Waiver(obligation.key, old.waiver_reason or "") if old and old.waived else None
        verdict: Verdict = judge(obligation, sessions, papers, today, waiver, soon)
        unit = units[obligation.unit_kind, obligation.unit]
        wanted[obligation.key] = table.row_of(verdict, unit, soon)
    changed = [row for key, row in wanted.items() if _differs(row, stored.get(key))]
    kept, dropped = disabled_units(), disabled_subjects()
    orphans = [
        name
        for name, row in stored.items()
        if name not in wanted
        and not row.waived
        and (row.unit_type, row.unit) not in kept
        and row.subject not in dropped
    ]
    return Outcome(len(wanted), table.upsert(changed), table.delete(orphans))


def disabled_units() -> set[tuple[str, str]]:
    """Units that work no more: what they owed stays as it was, it is history."""
    return {
        (kind.value, name)
        for kind in UnitKind
        for name in frappe.get_all(kind.value, filters={"disabled": 1}, pluck="name")
    }


def disabled_subjects() -> set[str]:
    """Subjects that are taught no more: what was owed in them stays too."""
    return set(frappe.get_all("Teaching Subject", filters={"disabled": 1}, pluck="name"))


def refresh_now_and_after_commit(year: str, only: Collection[UnitKey]) -> None:
    """Refresh in this transaction, and once more after it.

    Two people may lock two sessions of one unit at the same time; neither transaction sees the other's. The second
    refresh reads in a transaction of its own, one after the other, so the last of them sees everything.
    """
    refresh(year, only)
    frappe.db.after_commit.add(partial(_settle, year, frozenset(only)))


def _settle(year: str, only: Collection[UnitKey] | None) -> None:
    """The second refresh. What it cannot do now the nightly job does; the request itself has succeeded."""
    try:
        take_turn(year)
        refresh(year, only)
        frappe.db.commit()
    except Exception:
        frappe.db.rollback()
        frappe.log_error(title="Cluster Obligation refresh")


def take_turn(year: str) -> None:
    """Wait for whoever is refreshing the year. A locking read first: what is read after it is up to date."""
    frappe.db.get_value("Cluster School Year", year, "name", for_update=True)


def due_soon_days() -> int:
    return cint(frappe.db.get_single_value("Cluster Settings", "due_soon_days")) or DUE_SOON_DAYS


def refresh_all(today: date | None = None) -> dict[str, Outcome]:
    """Refresh every school year that is not over for more than a year (background job after a change of set-up)."""
    today = today or getdate()
    years = [row.name for row in all_years() if (today - getdate(row.end_date)).days <= 366]
    outcomes = {}
    for year in years:
        frappe.db.commit()  # each year in a transaction of its own, seeing what others have written by then
        take_turn(year)
        outcomes[year] = refresh(year, today=today)
        frappe.db.commit()
    return outcomes


def idle_duties(regulation: Regulation, today: date | None = None) -> list[str]:
    """Duties that bind nobody in the school years now running: a wrong semester code, level, unit or date.

    Duties of single sessions and vacancies are left out: they bind when one comes.
    """
    today = today or getdate()
    years = [row.name for row in all_years() if row.turn <= today <= getdate(row.end_date)]
    owed = {
        obligation.duty.code
        for year in years
        for obligation in generate([regulation], load_world(year), SessionIndex())
    }
    asked = [d.code for d in regulation.duties if d.makes_obligations and not d.waits]
    return [code for code in asked if years and code not in owed]


def refresh_later() -> None:
    """After a regulation, unit or calendar was changed: refresh in the background, once for many changes."""
    if frappe.flags.in_install or frappe.flags.in_uninstall or frappe.flags.cum_chuyen_mon_loading:
        return
    frappe.enqueue(
        refresh_all,
        queue="long",
        job_id="cum_chuyen_mon::refresh_all",
        deduplicate=True,
        enqueue_after_commit=True,
    )


def _stored(year: str, only: Collection[UnitKey] | None) -> dict:
    filters: dict = {"school_year": year}
    if only is not None:
        filters["unit"] = ("in", sorted({code for _kind, code in only}) or [""])
    rows = frappe.get_all(
        table.TABLE,
        filters=filters,
        fields=["name", "waived", "waiver_reason", *table.COLUMNS],
        limit_page_length=0,
    )
    keys = None if only is None else {(kind.value, code) for kind, code in only}
    return {row.name: row for row in rows if keys is None or (row.unit_type, row.unit) in keys}


def _differs(new: dict, old: dict | None) -> bool:
    """Whether a stored row lacks something; empty strings and None are the same emptiness to a database."""
    return old is None or any((new[c] or None) != (old[c] or None) for c in table.COLUMNS)
