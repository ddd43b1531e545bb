"""Duties × units × periods → obligations: who owes what, for which subject."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cum_chuyen_mon.rules.facts import SessionIndex
from cum_chuyen_mon.rules.obligations import generate, subjects_of
from cum_chuyen_mon.rules.regulation import problems_of_duty
from cum_chuyen_mon.rules.units import DatedLink, Term
from cum_chuyen_mon.rules.words import Anchor, DutyKind, Level, PeriodKind, SessionStatus, UnitKind
from tests.unit.rules.builders import (
    COMMUNE,
    LITERATURE,
    LOWER,
    MATHS,
    MOVED,
    OFFICE,
    PROVINCE,
    READING,
    SCIENCE,
    SUBJECTS,
    D,
    any_duties,
    before,
    deadline,
    notice,
    only,
    owed,
    quota,
    regulation,
    school_years,
    session,
    session_lists,
    sound_deadlines,
    unit,
    world,
)

GROUP = unit(UnitKind.GROUP, "G1")
EVERY_KIND = [
    unit(UnitKind.CLUSTER, "U1", levels=frozenset(Level)),
    unit(UnitKind.GROUP, "U1"),
    unit(UnitKind.SUBJECT_GROUP, "T1", subject=MATHS, parent="U1"),
    unit(UnitKind.SCHOOL, "TR-A"),
]


@pytest.mark.clause("C3")
def test_a_quota_per_subject_and_semester_is_owed_for_each_subject_the_level_teaches():
    """C3: two a semester per subject; THCS teaches three of the four subjects here."""
    duty = quota(unit_kind=UnitKind.GROUP, minimum=2, period=PeriodKind.SEMESTER, per_subject=True)
    found = owed(duty, by=[GROUP])
    assert [(o.semester, o.subject, o.required) for o in found] == [
        (semester, subject, 2) for semester in "12" for subject in (MATHS, LITERATURE, SCIENCE)
    ]


def test_eight_groups_twelve_subjects_and_two_semesters_make_192_quotas():
    """Exactly 192 group × subject × semester rows (8 × 12 × 2)."""
    twelve = tuple(f"MON-{n}" for n in range(1, 13))
    duty = quota(
        unit_kind=UnitKind.GROUP, minimum=2, period=PeriodKind.SEMESTER, per_subject=True, subjects=twelve
    )
    found = owed(duty, by=[unit(UnitKind.GROUP, f"N{n}") for n in range(1, 9)])
    assert len(found) == len({o.key for o in found}) == 192


def test_a_listed_subject_that_the_unit_does_not_teach_is_not_owed():
    """A province lists subjects of both levels; a primary cluster cannot meet on Ngữ văn."""
    primary = unit(levels=frozenset({Level.PRIMARY}))
    duty = quota(minimum=1, per_subject=True, subjects=(READING, LITERATURE, "LOCAL"))
    assert subjects_of(duty, primary, SUBJECTS) == (READING, "LOCAL")
    assert subjects_of(duty, replace(primary, levels=frozenset()), SUBJECTS) == duty.subjects


def test_a_mixed_cluster_owes_a_levels_duty_for_that_levels_subjects():
    """Mixed levels (TH-THCS); C2.1 has TH-THCS Tân Trung in a THCS cluster."""
    mixed = unit(levels=frozenset({Level.PRIMARY, Level.LOWER_SECONDARY}))
    duty = quota(minimum=1, per_subject=True)
    assert subjects_of(duty, mixed, SUBJECTS) == (MATHS, LITERATURE, SCIENCE, READING)
    assert subjects_of(replace(duty, levels=LOWER), mixed, SUBJECTS) == (MATHS, LITERATURE, SCIENCE)
    assert owed(replace(duty, levels=frozenset({Level.UPPER_SECONDARY})), by=[mixed]) == []


def test_a_subject_group_owes_only_its_own_subject():
    team = unit(UnitKind.SUBJECT_GROUP, "T1", subject=MATHS, parent="G1")
    duty = quota(unit_kind=UnitKind.SUBJECT_GROUP, minimum=1, per_subject=True)
    assert [o.subject for o in owed(duty, by=[team])] == [MATHS]
    assert owed(replace(duty, subjects=(LITERATURE,)), by=[team]) == []
    assert owed(duty, by=[replace(team, subject=None)]) == []


def test_a_duty_that_lists_units_binds_only_those_and_not_one_that_left():
    duty = quota(minimum=1, units=("U1", "U2"))
    left = unit(code="U2", term=Term(None, D("2024-12-31")))
    assert [o.unit for o in owed(duty, by=[unit(), left, unit(code="U3")])] == ["U1"]


def test_a_duty_about_one_semester_is_owed_in_that_semester_only():
    duty = before(20, 12, period=PeriodKind.SEMESTER, semester="1")
    assert only(owed(duty)).semester == "1"


def test_monthly_and_quarterly_quotas_are_owed_in_each_month_and_quarter():
    assert len(owed(quota(period=PeriodKind.MONTH))) == 9
    assert [o.period.code for o in owed(quota(period=PeriodKind.QUARTER))] == ["Q1", "Q2", "Q3"]


def test_duties_about_terms_composition_and_rotation_make_no_obligations():
    kinds = (DutyKind.TERM, DutyKind.COMPOSITION, DutyKind.ROTATION)
    assert owed(*(replace(quota(code=kind.value), kind=kind) for kind in kinds)) == []


@pytest.mark.clause("N9")
def test_a_regulation_binds_units_under_its_authority_and_below_it_only():
    """It supervises units; N9: the province's rule reaches the district's clusters."""
    stranger = unit(code="U9", authorities=(DatedLink("OTHER"),))
    assert [o.unit for o in owed(quota(), by=[unit(), stranger], authority=PROVINCE)] == ["U1"]
    assert owed(quota(), by=[unit(authorities=(DatedLink(PROVINCE),))], authority=OFFICE) == []
    assert owed(quota(), authority=None) == []


def test_from_1_july_2025_the_commune_takes_over_and_the_offices_rules_end():
    """District offices ended on 1 July 2025; a unit's authority is dated."""
    in_may, in_july = before(16, 5, code="MAY"), before(16, 7, code="JULY")
    assert [o.duty.code for o in owed(in_may, in_july, by=[MOVED])] == ["MAY"]
    assert [o.duty.code for o in owed(in_may, in_july, by=[MOVED], authority=COMMUNE)] == ["JULY"]
    assert len(owed(in_may, in_july, by=[MOVED], authority=PROVINCE)) == 2


def test_a_regulation_replaced_mid_year_hands_over_on_its_last_day():
    duty = quota(period=PeriodKind.MONTH)
    old = owed(duty, valid_to=D("2024-12-31"))
    new = owed(duty, code="R2", valid_from=D("2025-01-01"))
    assert [o.period.code for o in old] == ["2024-09", "2024-10", "2024-11", "2024-12"]
    assert [o.period.code for o in new] == ["2025-01", "2025-02", "2025-03", "2025-04", "2025-05"]
    assert owed(duty, in_force=False) == []


def test_a_unit_founded_or_dissolved_mid_year_owes_what_is_due_while_it_exists():
    duty = quota(period=PeriodKind.MONTH)
    founded = owed(duty, by=[unit(term=Term(D("2025-03-10")))])
    dissolved = owed(duty, by=[unit(term=Term(None, D("2024-10-31")))])
    assert [o.period.code for o in founded] == ["2025-03", "2025-04", "2025-05"]
    assert [o.period.code for o in dissolved] == ["2024-09", "2024-10"]


@pytest.mark.clause("N5.2")
def test_a_unit_designated_for_one_school_year_still_owes_the_report_due_after_it():
    """P1: designated each school year; N5.2: the year's report is due after the year has ended."""
    after = deadline(anchor=Anchor.PERIOD_END, offset=15)
    of_one_year = unit(
        term=Term(D("2024-09-05"), D("2025-05-31")),
        authorities=(DatedLink(OFFICE, Term(D("2024-09-05"), D("2025-05-31"))),),
    )
    assert only(owed(after, by=[of_one_year])).due_on == D("2025-06-15")
    dissolved_before = unit(term=Term(None, D("2025-05-30")))
    founded_after = unit(term=Term(D("2025-06-02")))
    assert owed(after, by=[dissolved_before, founded_after]) == []


def test_a_unit_dissolved_after_a_session_still_owes_that_sessions_report():
    """E2.2: report and minutes after each session."""
    duty = deadline(anchor=Anchor.EACH_SESSION, offset=5)
    gone = unit(term=Term(None, D("2024-10-10")))
    assert only(owed(duty, by=[gone], sessions=[session("2024-10-08")])).due_on == D("2024-10-13")


@pytest.mark.clause("L3a", "L3c")
def test_schools_owe_their_own_duties():
    """L3a, L3c: duties of each school, not of a cluster."""
    schools = [unit(UnitKind.SCHOOL, code) for code in ("TR-A", "TR-B")]
    duty = quota(unit_kind=UnitKind.SCHOOL, minimum=2)
    assert [o.unit for o in owed(duty, by=[*schools, unit()])] == ["TR-A", "TR-B"]


@pytest.mark.clause("E2.2")
def test_a_report_is_owed_after_each_session_held_and_for_no_other():
    """E2.2: report and minutes to the authority after each session."""
    sessions = [session(f"2024-10-{n:02}", f"S{n}", status=s) for n, s in enumerate(SessionStatus, start=1)]
    found = owed(deadline(anchor=Anchor.EACH_SESSION, offset=3), sessions=sessions)
    held = next(s for s in sessions if s.status is SessionStatus.HELD)
    assert [o.session for o in found] == [held.code]


@pytest.mark.clause("E4.2b")
@pytest.mark.parametrize(
    "duty", [notice(10), deadline(anchor=Anchor.EACH_SESSION, offset=-10)], ids=["notice", "plan"]
)
def test_what_is_due_ahead_of_a_session_is_owed_as_soon_as_it_is_planned(duty):
    """E4.2b: a themed session has its own plan, sent two working weeks ahead; afterwards it is too late."""
    sessions = [session(f"2024-11-{n:02}", s.value, status=s) for n, s in enumerate(SessionStatus, start=1)]
    assert {o.session for o in owed(duty, sessions=sessions)} == {"Planned", "Convened", "Held"}


@pytest.mark.clause("E4.2b")
def test_notice_is_owed_only_for_the_listed_kinds_of_session():
    """E4.2b: a themed session or demonstration lesson."""
    duty = replace(notice(10), activity_kinds=("THEME",))
    sessions = [session("2024-11-01", "S1", activity_kind="THEME"), session("2024-11-02", "S2")]
    assert [o.session for o in owed(duty, sessions=sessions)] == ["S1"]


def test_one_regulation_twice_is_one_set_of_obligations():
    rules = regulation(quota(), before(20, 12))
    found = generate([rules, rules], world(), SessionIndex())
    assert len(found) == 2


def test_keys_tell_apart_what_a_database_would_take_for_the_same():
    """Names are not keys; "Củ", "Cụ" and "Cu" are three."""
    found = owed(quota(), by=[unit(code=c) for c in ("Củ", "Cụ", "Cu", "cu")])
    assert len({o.key for o in found}) == 4


def test_keys_stay_the_same_from_release_to_release():
    """Obligations are stored under their keys; a waiver must find its obligation again."""
    assert only(owed(quota())).key == "6697ec26c5c2cf56fdbe"


@given(st.lists(any_duties(), max_size=4), session_lists())
def test_generating_twice_changes_nothing_and_keys_are_unique(duties, sessions):
    """ARCHITECTURE 3: generating twice changes nothing."""
    sound = [d for d in duties if not problems_of_duty(d)]
    args = ([regulation(*sound)], world(*EVERY_KIND), SessionIndex(sessions))
    once = generate(*args)
    assert generate(*args) == once
    assert len({o.key for o in once}) == len(once)


@given(any_duties() | sound_deadlines(), school_years(), session_lists())
def test_every_sound_duty_can_be_carried_out_in_any_school_year(duty, year, sessions):
    assume(not problems_of_duty(duty))
    for obligation in owed(duty, by=EVERY_KIND, sessions=sessions, year=year):
        assert obligation.required >= 1
        assert obligation.opens_on is None or obligation.opens_on <= obligation.due_on


@given(st.lists(any_duties(), max_size=4), session_lists(), st.randoms(use_true_random=False))
def test_permuting_units_and_sessions_changes_nothing(duties, sessions, random):
    rules = [regulation(*(d for d in duties if not problems_of_duty(d)))]
    units, told = EVERY_KIND[:], sessions[:]
    random.shuffle(units)
    random.shuffle(told)
    one = generate(rules, world(*EVERY_KIND), SessionIndex(sessions))
    other = generate(rules, world(*units), SessionIndex(told))
    assert {o.key: o for o in one} == {o.key: o for o in other}


def test_after_each_session_without_a_number_of_days_is_due_by_the_end_of_the_period():
    """E2.2: "sau buổi SHCM cụm" names no number of days, so none is invented."""
    found = owed(
        deadline(anchor=Anchor.EACH_SESSION, period=PeriodKind.SEMESTER),
        sessions=[session("2024-10-07", "S1")],
    )
    assert [(o.session, str(o.due_on)) for o in found] == [("S1", "2025-01-18")]
