"""The five source documents as data, worked by hand; and a sixth that none of them resembles."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from cum_chuyen_mon.rules.regulation import problems_of_regulation
from cum_chuyen_mon.rules.words import Anchor, Bound, DutyKind, Level, PeriodKind, State, UnitKind
from tests.unit.rules.builders import (
    LITERATURE,
    LOWER,
    MATHS,
    SCIENCE,
    D,
    before,
    deadline,
    notice,
    owed,
    paper,
    quota,
    regulation,
    session,
    unit,
    verdict,
)

SEMESTER = PeriodKind.SEMESTER
GROUP, SCHOOL = UnitKind.GROUP, UnitKind.SCHOOL
LAST = {"period": SEMESTER, "anchor": Anchor.PERIOD_END}
FIRST = {"anchor": Anchor.FIRST_SESSION, "bound": Bound.BEFORE}
AFTER_EACH = {"anchor": Anchor.EACH_SESSION}

NAM_DINH = (
    deadline("N5.2 plan", paper="PLAN", **FIRST),
    quota("N5.2 meetings", minimum=2, activity_kinds=("MEETING",)),
    quota("N5.4", minimum=1, min_subjects=3, activity_kinds=("SEMINAR", "CONTEST")),
    quota("N5.5", minimum=1, activity_kinds=("EXCHANGE",)),
)
PHONG_DIEN = (deadline("P5.1 plan", paper="PLAN", **LAST), deadline("P5.1 report", **LAST))
EA_HLEO = (
    before(18, 8, code="E4.2e", paper="SUMMARY"),
    before(15, 5, code="E4.2d", paper="BDTX"),
    replace(notice(10), code="E4.2b", activity_kinds=("THEME",)),
    before(2, 1, code="E4.2c-1", period=SEMESTER, semester="1"),
    before(15, 5, code="E4.2c-2", paper="YEAR"),
    deadline("E2.2", paper="SESSION", **AFTER_EACH),
)
CU_CHI = (
    quota("C3 cluster", minimum=1, period=SEMESTER),
    quota("C3 group", GROUP, minimum=2, period=SEMESTER, per_subject=True),
    before(20, 12, code="C5c-1", period=SEMESTER, semester="1"),
    before(16, 5, code="C5c-2", paper="YEAR"),
    before(16, 5, code="C5h", unit_kind=GROUP, paper="YEAR"),
)
CHI_LANG = (
    deadline("L2", SCHOOL, paper="REVIEW", day=31, month=7, opens_day=1, opens_month=6),
    quota("L3a", SCHOOL, minimum=2, per_subject=True, activity_kinds=("THEME",)),
    quota("L3c", SCHOOL, minimum=2, activity_kinds=("EXCHANGE",)),
    deadline("L3c report", SCHOOL, paper="EVALUATION", activity_kinds=("EXCHANGE",), **AFTER_EACH),
)
UNITS = [unit(), unit(GROUP, "G1"), unit(SCHOOL, "TR-A")]


@pytest.mark.parametrize("duties", [NAM_DINH, PHONG_DIEN, EA_HLEO, CU_CHI, CHI_LANG])
def test_the_five_documents_are_sound_rules(duties):
    assert problems_of_regulation(regulation(*duties)) == []


@pytest.mark.parametrize(
    ("duties", "counts"),
    [
        (NAM_DINH, {"N5.2 plan": 1, "N5.2 meetings": 1, "N5.4": 1, "N5.5": 1}),
        (PHONG_DIEN, {"P5.1 plan": 2, "P5.1 report": 2}),
        (EA_HLEO, {"E4.2e": 1, "E4.2d": 1, "E4.2c-1": 1, "E4.2c-2": 1, "E4.2b": 1, "E2.2": 1}),
        (CU_CHI, {"C3 cluster": 2, "C3 group": 6, "C5c-1": 1, "C5c-2": 1, "C5h": 1}),
        (CHI_LANG, {"L2": 1, "L3a": 3, "L3c": 1}),
    ],
    ids=["N", "P", "E", "C", "L"],
)
def test_what_one_unit_of_each_kind_owes_in_a_year(duties, counts):
    """One cluster, group and school of THCS with three subjects; the cluster held one themed session."""
    found = owed(*duties, by=UNITS, sessions=[session("2024-12-16", activity_kind="THEME")])
    assert Counter(o.duty.code for o in found) == counts


@pytest.mark.clause("N5.2", "N5.4", "N5.5")
def test_a_nam_dinh_cluster_with_one_meeting_and_one_seminar():
    """N5.2, N5.4, N5.5, judged by hand on 1 June 2025."""
    sessions = [
        session("2024-09-20", "S1", activity_kind="MEETING"),
        session(
            "2024-11-15", "S2", activity_kind="SEMINAR", subjects=frozenset({MATHS, LITERATURE, SCIENCE})
        ),
    ]
    plan = paper("2024-09-19", kind="PLAN")
    states = {
        o.duty.code: verdict(o, sessions, [plan]).state for o in owed(*NAM_DINH, by=UNITS, sessions=sessions)
    }
    assert states == {
        "N5.2 plan": State.MET,
        "N5.2 meetings": State.OVERDUE,
        "N5.4": State.MET,
        "N5.5": State.OVERDUE,
    }


@pytest.mark.clause("L3c")
def test_a_chi_lang_school_owes_a_report_for_each_exchange():
    """L3c: at least twice a school year, each with minutes and an evaluation report."""
    joint = {"of": unit(GROUP, "G1"), "activity_kind": "EXCHANGE", "schools": frozenset({"TR-A"})}
    sessions = [session("2024-10-08", "S1", **joint), session("2025-03-04", "S2", **joint)]
    found = {(o.duty.code, o.session): o for o in owed(*CHI_LANG, by=UNITS, sessions=sessions)}
    assert verdict(found["L3c", ""], sessions).state is State.MET
    assert found["L3c report", "S1"].due_on == D("2025-05-31"), (
        "no number of days is named: by the year's end"
    )
    assert verdict(found["L3c report", "S2"], sessions).state is State.OVERDUE


SIXTH = (
    quota("monthly", minimum=1, period=PeriodKind.MONTH),
    quota("quarterly", minimum=1, period=PeriodKind.QUARTER, min_subjects=2),
    deadline("by subject early", day=10, month=1, per_subject=True, subjects=(MATHS,)),
    deadline("by subject late", day=10, month=4, per_subject=True, subjects=(LITERATURE, SCIENCE)),
    deadline("over New Year", paper="PLAN", day=15, month=1, opens_day=20, opens_month=12),
    deadline("monthly report", period=PeriodKind.MONTH, day=3),
    deadline("ten days ahead", paper="PLAN", offset=-10, **LAST),
    quota("THPT only", minimum=5, levels=frozenset({Level.UPPER_SECONDARY})),
    quota("one unit", minimum=1, units=("U2",)),
)


def test_a_sixth_document_with_other_numbers_needs_no_code():
    """Other numbers, subjects, periods, levels and deadlines are entered as data."""
    assert problems_of_regulation(regulation(*SIXTH)) == []
    mixed = unit(code="U3", levels=LOWER | {Level.UPPER_SECONDARY})
    found = Counter((o.unit, o.duty.code) for o in owed(*SIXTH, by=[unit(), unit(code="U2"), mixed]))
    for code, each in (("monthly", 9), ("quarterly", 3), ("monthly report", 8), ("ten days ahead", 2)):
        assert {found[u, code] for u in ("U1", "U2", "U3")} == {each}
    assert (found["U1", "by subject early"], found["U1", "by subject late"]) == (1, 2)
    assert [u for u in ("U1", "U2", "U3") if found[u, "THPT only"]] == ["U3"]
    assert [u for u in ("U1", "U2", "U3") if found[u, "one unit"]] == ["U2"]


def test_kinds_of_duty_are_the_only_thing_that_is_code():
    """ARCHITECTURE 1: duty kinds are code; their numbers, dates, subjects and units are rows."""
    assert {k.value for k in DutyKind} == {"Quota", "Deadline", "Notice", "Term", "Composition", "Rotation"}


@pytest.mark.clause("N5.1", "N5.2")
def test_the_head_is_elected_before_he_plans():
    """Sessions of kinds that the duty does not name carry no plan out: the first meeting after them is meant."""
    (due,) = owed(
        deadline("N5.2 plan", paper="PLAN", activity_kinds=("MEETING",), **FIRST),
        sessions=[
            session("2024-09-14", "S1", activity_kind="ELECTION"),
            session("2024-10-12", "S2", activity_kind="MEETING"),
        ],
    )
    assert due.due_on == D("2024-10-11")
