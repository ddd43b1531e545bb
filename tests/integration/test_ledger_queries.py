"""What the stored obligations cost: the number of statements does not follow the number of units, sessions or papers.

What is written goes in chunks, so the sizes here stay within one chunk; that more rows take more chunks is stated too.
"""

from __future__ import annotations

from datetime import date, timedelta

import frappe
import pytest

from cum_chuyen_mon.ledger import daily, table
from cum_chuyen_mon.ledger.refresh import Outcome, refresh
from cum_chuyen_mon.rules.words import UnitKind

from . import factory
from .test_reports_desk import counted

TODAY = date(2024, 12, 1)
FEW, MANY = 2, 6
GROUP_URL = "https://zalo.me/g/thu-nghiem"

DUTIES = [
    *factory.default_duties(),
    factory.quota("Q-TRUONG", "Member School", 1),
    factory.quota("Q-TO", "Subject Group", 1, period="Semester"),
    factory.deadline("BC-NAM", "Inter-School Group", "YEAR-REPORT", 16, 5),
]
"""Duties of all four kinds of unit, met by sessions and by papers, so that everything is read."""

Keys = set[tuple[UnitKind, str]]


@pytest.fixture
def made() -> factory.District:
    return factory.build(duties=DUTIES)


def add_unit(made: factory.District, number: int) -> Keys:
    """A school, a group with a subject group, and a cluster; with sessions, papers and online groups of theirs."""
    school, group, team, cluster = (f"T-{kind}-{number}" for kind in ("TRUONG", "NHOM", "TO", "CUM"))
    factory.add_school(made, school)
    common = {
        "levels": "THCS",
        "members": [{"school": "T-AN", "is_lead": 1}, {"school": school}],
        "authorities": [{"authority": made.authority}],
        "online_group_url": GROUP_URL,
    }
    factory.insert("Inter-School Group", unit_code=group, unit_title=f"Nhóm {number}", **common)
    factory.insert("School Cluster", unit_code=cluster, unit_title=f"Cụm {number}", **common)
    factory.insert(
        "Subject Group",
        unit_code=team,
        unit_title=f"Tổ {number}",
        subject="TOAN",
        parent_type="Inter-School Group",
        parent_unit=group,
        online_group_url=GROUP_URL,
    )
    on = date(2024, 10, 1) + timedelta(days=number)
    factory.hold_and_lock(made, on, unit=group, secretary=made.teacher(school))
    factory.session(made, on, unit=team, unit_type="Subject Group", secretary=made.teacher(school))
    paper = {
        "title": f"Báo cáo {number}",
        "school_year": made.year,
        "status": "Received",
        "received_on": on,
    }
    for unit_type, unit, kind in (
        ("Inter-School Group", group, "YEAR-REPORT"),
        ("School Cluster", cluster, "SEMESTER-REPORT"),
    ):
        semester = "1" if kind == "SEMESTER-REPORT" else None
        factory.insert(
            "Cluster Unit Report", paper_kind=kind, unit_type=unit_type, unit=unit, semester=semester, **paper
        )
    factory.insert(
        "Cluster Activity Plan",
        title=f"Kế hoạch {number}",
        unit_type="School Cluster",
        unit=cluster,
        school_year=made.year,
        status="Submitted",
        received_on=on,
    )
    return {
        (UnitKind.SCHOOL, school),
        (UnitKind.GROUP, group),
        (UnitKind.SUBJECT_GROUP, team),
        (UnitKind.CLUSTER, cluster),
    }


def add_units(made: factory.District, numbers: range) -> Keys:
    return set().union(*(add_unit(made, number) for number in numbers))


def cost(made: factory.District, only: Keys | None = None) -> tuple[int, Outcome]:
    """How many statements a refresh takes, and what it did."""
    with counted() as statements:
        outcome = refresh(made.year, only, today=TODAY)
    return len(statements), outcome


def cost_of_the_first(made: factory.District, only: Keys | None = None) -> tuple[int, Outcome]:
    """The same for obligations that are made for the first time."""
    frappe.db.delete(table.TABLE, {"school_year": made.year})
    return cost(made, only)


def test_a_refresh_that_changes_nothing_takes_as_many_queries_for_three_times_as_much(made):
    add_units(made, range(FEW))
    refresh(made.year, today=TODAY)
    few, before = cost(made)
    add_units(made, range(FEW, MANY))
    refresh(made.year, today=TODAY)
    many, after = cost(made)
    assert (before.written, after.written, before.removed, after.removed) == (0, 0, 0, 0)
    assert after.found > 2 * before.found
    assert many == few


def test_a_first_generation_takes_as_many_queries_for_three_times_as_much(made):
    add_units(made, range(FEW))
    refresh(made.year, today=TODAY)  # what is cached is cached now
    few, before = cost_of_the_first(made)
    add_units(made, range(FEW, MANY))
    many, after = cost_of_the_first(made)
    assert before.written == before.found
    assert after.written == after.found > 2 * before.found
    assert after.written <= table.CHUNK, "one chunk, or the writing would be counted too"
    assert many == few


def test_a_refresh_of_some_units_follows_neither_their_number_nor_the_years_size(made):
    first = add_units(made, range(FEW))
    refresh(made.year, today=TODAY)
    few, before = cost(made, first)
    few_made, _outcome = cost_of_the_first(made, first)
    more = add_units(made, range(FEW, MANY))
    refresh(made.year, today=TODAY)
    beside, same = cost(made, first)
    many, after = cost(made, first | more)
    many_made, written = cost_of_the_first(made, first | more)
    assert (before.written, same.written, after.written) == (0, 0, 0)
    assert (same.found, after.found) == (before.found, 3 * before.found)
    assert written.written == after.found <= table.CHUNK
    assert beside == few, "units that were not named are beside"
    assert (many, many_made) == (few, few_made)


def test_more_rows_than_a_chunk_take_one_statement_a_chunk(made, monkeypatch):
    add_units(made, range(FEW))
    refresh(made.year, today=TODAY)
    whole, outcome = cost_of_the_first(made)
    monkeypatch.setattr(table, "CHUNK", 10)
    chunked, again = cost_of_the_first(made)
    chunks = -(-outcome.written // 10)
    assert again == outcome
    assert chunks > 1
    assert chunked - whole == chunks - 1


def test_the_daily_pass_is_two_statements_however_many_obligations_there_are(made):
    """One for what is overdue and one for what is due soon; the second pass of a day is the same two and moves none."""
    for numbers, day in ((range(FEW), date(2024, 12, 30)), (range(FEW, MANY), date(2025, 1, 30))):
        add_units(made, numbers)
        refresh(made.year, today=date(2024, 10, 1))
        before = states(made)
        for moves in (True, False):
            with counted() as statements:
                daily.run(today=day)
            assert [s.split()[0].upper() for s in statements] == ["UPDATE", "UPDATE"]
            after = states(made)
            assert (after != before) is moves
            before = after


def states(made: factory.District) -> dict[str, str]:
    """obligation → state, as stored."""
    rows = frappe.get_all(
        table.TABLE, filters={"school_year": made.year}, fields=["name", "state"], limit_page_length=0
    )
    return {row.name: row.state for row in rows}
