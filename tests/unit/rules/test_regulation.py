"""A regulation and its duties as data: the impossible is refused by its field."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from cum_chuyen_mon.rules.regulation import (
    Duty,
    Regulation,
    cited,
    last_day_of,
    problems_of_duty,
    problems_of_regulation,
)
from cum_chuyen_mon.rules.words import (
    Anchor,
    Bound,
    DayUnit,
    DutyKind,
    PeriodKind,
    Position,
    Rotates,
    UnitKind,
    YearSide,
)
from tests.unit.rules.builders import (
    LITERATURE,
    MATHS,
    D,
    any_duties,
    before,
    deadline,
    notice,
    quota,
    regulation,
)


def fields(duty: Duty) -> list[str]:
    return [problem.field for problem in problems_of_duty(duty)]


def test_a_duty_is_cited_with_clause_place_and_document():
    duty = Duty("X", DutyKind.TERM, UnitKind.CLUSTER, clause="N5.1", legal_basis="Điều 5 khoản 1")
    assert cited(Regulation("R", number="12/QĐ"), duty) == "N5.1, Điều 5 khoản 1, văn bản 12/QĐ"
    bare = Duty("X", DutyKind.TERM, UnitKind.CLUSTER, title="Nhiệm kỳ")
    assert cited(Regulation("R", title="Quy chế cụm"), bare) == "Nhiệm kỳ, Quy chế cụm"


def test_truoc_ngay_is_exclusive_and_the_last_good_day_is_the_day_before():
    """ "Trước ngày 20/12" is exclusive; the last good day is the 19th."""
    assert last_day_of(Bound.BEFORE, D("2024-12-20")) == D("2024-12-19")
    assert last_day_of(Bound.BY, D("2024-12-20")) == D("2024-12-20")
    assert last_day_of(Bound.BEFORE, D("2025-01-01")) == D("2024-12-31")
    assert last_day_of(Bound.BEFORE, D("2024-03-01")) == D("2024-02-29")


@pytest.mark.parametrize(
    "duty",
    [
        quota(minimum=1),
        quota(minimum=2, period=PeriodKind.SEMESTER, per_subject=True),
        quota(minimum=1, min_subjects=3),
        quota(minimum=1, min_subjects=1, subjects=(MATHS,)),
        quota(minimum=1, period=PeriodKind.MONTH),
        before(20, 12),
        before(20, 12, period=PeriodKind.SEMESTER, semester="1"),
        before(18, 8, year_side=YearSide.END),
        deadline(period=PeriodKind.MONTH, day=25),
        deadline(period=PeriodKind.QUARTER, anchor=Anchor.PERIOD_END, offset=5),
        deadline(period=PeriodKind.SEMESTER, anchor=Anchor.PERIOD_END, offset=-10, day_unit=DayUnit.WORKING),
        deadline(anchor=Anchor.FIRST_SESSION, bound=Bound.BEFORE),
        deadline(anchor=Anchor.EACH_SESSION, offset=3),
        deadline(day=31, month=7, opens_day=1, opens_month=6),
        notice(10),
        Duty("T", DutyKind.TERM, UnitKind.CLUSTER, position=Position.HEAD, max_years=3),
        Duty("C", DutyKind.COMPOSITION, UnitKind.CLUSTER, position=Position.HEAD),
        Duty("C", DutyKind.COMPOSITION, UnitKind.CLUSTER, must_attend=(Position.AUTHORITY,)),
        Duty("X", DutyKind.ROTATION, UnitKind.CLUSTER, rotates=Rotates.VENUE),
    ],
)
def test_duties_that_documents_state_are_sound(duty):
    assert problems_of_duty(duty) == []


@pytest.mark.parametrize(
    ("field", "duty"),
    [
        ("minimum", quota(minimum=0)),
        ("minimum", quota(minimum=-1)),
        ("minimum", quota(minimum=32, period=PeriodKind.MONTH)),
        ("min_subjects", quota(minimum=1, min_subjects=-1)),
        ("min_subjects", quota(minimum=1, min_subjects=3, per_subject=True)),
        ("min_subjects", quota(minimum=1, min_subjects=3, subjects=(MATHS, LITERATURE))),
        ("subjects", quota(minimum=1, subjects=(MATHS,))),
        ("semester", quota(minimum=1, semester="1")),
        ("paper_kind", before(20, 12, paper="")),
        ("day", before(31, 2)),
        ("day", before(29, 2)),
        ("day", before(31, 4)),
        ("day", before(0, 12)),
        ("month", before(20, 13)),
        ("month", before(20, 0)),
        ("semester", before(20, 12, period=PeriodKind.SEMESTER)),
        ("semester", before(20, 12, period=PeriodKind.QUARTER)),
        ("day", deadline(period=PeriodKind.MONTH, day=30)),
        ("day", deadline(period=PeriodKind.MONTH, day=5, month=9)),
        ("day", deadline(anchor=Anchor.PERIOD_END, day=20, month=12)),
        ("offset", before(20, 12, offset=-5)),
        ("offset", deadline(period=PeriodKind.MONTH, day=25, offset=5)),
        ("opens_day", deadline(day=31, month=7, opens_day=31, opens_month=6)),
        ("opens_month", deadline(day=31, month=7, opens_day=1)),
        ("opens_day", deadline(day=31, month=7, opens_month=6)),
        ("offset", notice(0)),
        ("offset", notice(-10)),
        ("offset", notice(23, period=PeriodKind.MONTH)),
        ("offset", deadline(anchor=Anchor.PERIOD_END, period=PeriodKind.MONTH, offset=-40)),
        ("position", Duty("T", DutyKind.TERM, UnitKind.CLUSTER, max_years=3)),
        ("max_years", Duty("T", DutyKind.TERM, UnitKind.CLUSTER, position=Position.HEAD)),
        ("max_years", Duty("T", DutyKind.TERM, UnitKind.CLUSTER, position=Position.HEAD, max_years=11)),
        ("position", Duty("C", DutyKind.COMPOSITION, UnitKind.CLUSTER)),
        ("rotates", Duty("X", DutyKind.ROTATION, UnitKind.CLUSTER)),
        ("duty_code", quota(code="", minimum=1)),
    ],
)
def test_impossible_duties_are_refused_with_the_field_named(field, duty):
    """A minimum below 1, deadline 31/2, a notice longer than the period."""
    assert fields(duty) == [field]


def test_29_february_is_refused_with_the_last_day_that_every_february_has():
    (problem,) = problems_of_duty(before(29, 2))
    assert "29/2" in problem.message
    assert "từ 1 đến 28" in problem.message


def test_a_notice_may_be_as_long_as_the_period():
    """22 working days are 30.8 days: they fit a month of 31, one more does not."""
    assert fields(notice(22, period=PeriodKind.MONTH)) == []


@given(any_duties())
def test_every_form_a_person_may_fill_in_gets_an_answer_in_words(duty):
    for problem in problems_of_duty(duty):
        assert problem.message.endswith((".", ")"))
        assert problem.field


def test_problems_of_a_regulation_name_the_row():
    bad = regulation(quota("A"), quota("A"), before(31, 2))
    assert [(p.field, p.row) for p in problems_of_regulation(bad)] == [("duty_code", 2), ("day", 3)]


def test_a_regulation_must_not_end_before_it_begins():
    bad = regulation(quota(), valid_from=D("2025-01-01"), valid_to=D("2024-12-31"))
    assert [p.field for p in problems_of_regulation(bad)] == ["valid_to"]


def test_codes_are_checked_where_the_lists_are_known():
    duty = quota(
        per_subject=True, subjects=(MATHS, "XXX"), units=("U1", "GONE"), activity_kinds=("SEMINAR", "Y")
    )
    known = {
        "known_subjects": {MATHS},
        "known_units": {"U1"},
        "known_activities": {"SEMINAR"},
        "known_papers": set(),
    }
    found = problems_of_regulation(regulation(duty, before(20, 12)), **known)
    assert [(p.field, p.row) for p in found] == [
        ("subjects", 1),
        ("units", 1),
        ("activity_kinds", 1),
        ("paper_kind", 2),
    ]
    assert "XXX" in found[0].message
    assert problems_of_regulation(regulation(duty, before(20, 12))) == []


def test_a_regulation_binds_on_both_its_days_and_not_when_withdrawn():
    dated = regulation(valid_from=D("2024-09-01"), valid_to=D("2025-05-31"))
    assert [dated.binds_on(D(d)) for d in ("2024-08-31", "2024-09-01", "2025-05-31", "2025-06-01")] == [
        False,
        True,
        True,
        False,
    ]
    assert not replace(dated, in_force=False).binds_on(D("2024-12-01"))
    assert regulation().binds_on(D("1990-01-01"))


def test_what_kinds_of_duty_become_obligations():
    kinds = {kind for kind in DutyKind if Duty("X", kind, UnitKind.CLUSTER).makes_obligations}
    assert kinds == {DutyKind.QUOTA, DutyKind.DEADLINE, DutyKind.NOTICE}
    assert notice(10).per_session
    assert deadline(anchor=Anchor.EACH_SESSION).per_session
    assert not quota(anchor=Anchor.EACH_SESSION).per_session
