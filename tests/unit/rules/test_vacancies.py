"""N5.1: «trong trường hợp có sự thay đổi, biến động đối với Hiệu trưởng làm Cụm Trưởng» a new one is chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cum_chuyen_mon.rules.regulation import problems_of_duty
from cum_chuyen_mon.rules.school_year import PeriodKind, periods
from cum_chuyen_mon.rules.units import Officer, Term
from cum_chuyen_mon.rules.vacancies import Vacancy, is_held, seat_of, vacancies
from cum_chuyen_mon.rules.words import Anchor, Bound, DayUnit, Level, Position, State
from tests.unit.rules.builders import YEAR, D, deadline, only, owed, paper, unit, verdict

HEAD = Position.HEAD
WHOLE = periods(YEAR, PeriodKind.SCHOOL_YEAR)[0]
PRIMARY, LOWER = Level.PRIMARY, Level.LOWER_SECONDARY
DUTY = deadline(anchor=Anchor.VACANCY, position=HEAD, paper="BB")


def term(start: str | None, end: str | None = None) -> Term:
    return Term(D(start) if start else None, D(end) if end else None)


def head(person: str, start: str | None, end: str | None = None, level: Level | None = None) -> Officer:
    return Officer(person, HEAD, term(start, end), level)


def led(*officers: Officer, **more):
    return unit(officers=officers, **more)


def found(*officers: Officer, period=WHOLE, **more) -> list[tuple[str, str]]:
    return [(v.seat, v.since.isoformat()) for v in vacancies(led(*officers, **more), HEAD, period)]


def test_a_head_in_office_leaves_no_vacancy():
    assert found(head("A", None)) == []
    assert found() == [], "the founding decision names the first head"


def test_a_head_who_left_in_march_leaves_one_from_the_next_day():
    assert found(head("A", None, "2025-03-15")) == [("Cluster Head", "2025-03-16")]


def test_a_successor_from_the_next_day_leaves_none():
    assert found(head("A", None, "2025-03-15"), head("B", "2025-03-16")) == []


def test_a_later_successor_leaves_one_that_is_history():
    assert found(head("A", None, "2025-03-15"), head("B", "2025-04-01")) == [("Cluster Head", "2025-03-16")]


def test_two_in_one_year():
    rows = (head("A", None, "2024-10-01"), head("B", "2024-11-01", "2025-02-01"), head("C", "2025-03-01"))
    assert [since for _seat, since in found(*rows)] == ["2024-10-02", "2025-02-02"]


def test_a_summer_without_a_head_is_the_next_years_business_when_it_begins_without_one():
    left = head("A", None, "2024-07-10")
    assert found(left) == [("Cluster Head", "2024-07-11")]
    assert found(left, head("B", "2024-08-20")) == []


def test_what_comes_after_the_year_is_not_its_business():
    assert found(head("A", None, "2025-06-20")) == []


def test_a_unit_that_is_dissolved_needs_no_head():
    assert found(head("A", None, "2025-03-15"), term=term(None, "2025-03-15")) == []


def test_each_level_has_its_own_seat():
    levels = frozenset({PRIMARY, LOWER})
    rows = (head("A", None, "2025-03-15", PRIMARY), head("B", None, None, LOWER))
    assert found(*rows, levels=levels) == [("Cluster Head TH", "2025-03-16")]


def test_heads_by_level_fill_the_whole_units_seat_together():
    levels = frozenset({PRIMARY, LOWER})
    left, first = head("A", None, "2025-03-15"), head("B", "2025-03-16", None, PRIMARY)
    assert found(left, first, levels=levels) == [("Cluster Head", "2025-03-16")]
    assert found(left, first, head("C", "2025-03-16", None, LOWER), levels=levels) == []


def test_one_head_for_all_fills_a_levels_seat():
    levels = frozenset({PRIMARY, LOWER})
    assert found(head("A", None, "2025-03-15", PRIMARY), head("B", "2025-03-16"), levels=levels) == []


class TestTheObligation:
    LEFT = head("A", None, "2025-03-15")

    def test_is_one_for_each_vacancy_until_the_years_end(self):
        """The document names no number of days."""
        obligation = only(owed(DUTY, by=[led(self.LEFT)]))
        assert (obligation.due_on, obligation.opens_on) == (YEAR.end, D("2025-03-16"))
        assert obligation.vacancy == Vacancy(HEAD, D("2025-03-16"))

    def test_is_due_after_the_offset_where_there_is_one(self):
        assert only(owed(replace(DUTY, offset=30), by=[led(self.LEFT)])).due_on == D("2025-04-15")
        working = replace(DUTY, offset=5, day_unit=DayUnit.WORKING)
        assert only(owed(working, by=[led(self.LEFT)])).due_on == D("2025-03-21"), "16/3/2025 is a Sunday"
        before = replace(DUTY, offset=30, bound=Bound.BEFORE)
        assert only(owed(before, by=[led(self.LEFT)])).due_on == D("2025-04-14")

    def test_of_a_summer_is_counted_from_the_years_beginning(self):
        left = led(head("A", None, "2024-07-10"))
        assert only(owed(replace(DUTY, offset=10), by=[left])).due_on == D("2024-09-15")

    def test_has_a_name_of_its_own_that_stays(self):
        twice = led(head("A", None, "2024-10-01"), head("B", "2024-11-01", "2025-02-01"))
        keys = [o.key for o in owed(DUTY, by=[twice])]
        assert len(set(keys)) == 2
        filled = led(*twice.officers, head("C", "2025-03-01"))
        assert [o.key for o in owed(DUTY, by=[filled])] == keys

    def test_is_met_by_the_paper_that_comes_after_it(self):
        obligation = only(owed(DUTY, by=[led(self.LEFT)]))
        early = paper("2024-09-20", "BB")
        assert verdict(obligation, papers=[early]).state is State.OVERDUE
        late = verdict(obligation, papers=[early, paper("2025-03-30", "BB", code="P2")])
        assert (late.state, late.evidence) == (State.MET, ("P2",))

    def test_of_one_level_is_not_met_by_anothers_election(self):
        levels = frozenset({PRIMARY, LOWER})
        cluster = led(head("A", None, "2025-03-15", PRIMARY), head("B", None, None, LOWER), levels=levels)
        obligation = only(owed(DUTY, by=[cluster]))
        other = paper("2025-03-30", "BB", seat=seat_of(HEAD, LOWER))
        assert verdict(obligation, papers=[other]).state is State.OVERDUE
        assert verdict(obligation, papers=[replace(other, seat=seat_of(HEAD, PRIMARY))]).state is State.MET
        assert verdict(obligation, papers=[replace(other, seat="")]).state is State.MET

    def test_of_a_level_that_the_duty_is_not_about_is_not_owed(self):
        levels = frozenset({PRIMARY, LOWER})
        cluster = led(head("A", None, "2025-03-15", PRIMARY), levels=levels)
        assert owed(replace(DUTY, levels=frozenset({LOWER})), by=[cluster]) == []

    def test_says_since_when(self):
        obligation = only(owed(DUTY, by=[led(self.LEFT)]))
        assert verdict(obligation).reason.startswith("Chức danh khuyết từ ngày 16/03/2025. Chưa nộp")

    def test_of_a_semester_takes_a_paper_that_names_none(self):
        duty = replace(DUTY, period=PeriodKind.SEMESTER)
        obligation = only(owed(duty, by=[led(self.LEFT)]))
        assert obligation.due_on == D("2025-05-31")
        assert verdict(obligation, papers=[paper("2025-03-30", "BB")]).state is State.MET


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"position": None}, "position"),
        ({"position": Position.PRINCIPAL}, "position"),
        ({"offset": -3}, "offset"),
        ({"per_subject": True}, "per_subject"),
    ],
)
def test_an_impossible_duty_is_told(changes, field):
    assert problems_of_duty(DUTY) == []
    assert DUTY.waits
    assert [p.field for p in problems_of_duty(replace(DUTY, **changes))] == [field]


days = st.dates(YEAR.start - timedelta(days=90), YEAR.end + timedelta(days=30))


@st.composite
def histories(draw) -> list[Officer]:
    """Heads one after the other, with gaps between some of them."""
    edges = sorted(draw(st.sets(days, min_size=2, max_size=8)))
    pairs = [(edges[i], edges[i + 1]) for i in range(0, len(edges) - 1, 2)]
    return [Officer(f"P{n}", HEAD, Term(start, end)) for n, (start, end) in enumerate(pairs)]


@given(histories())
def test_nobody_is_in_office_on_the_day_a_vacancy_begins(officers):
    cluster = led(*officers)
    for vacancy in vacancies(cluster, HEAD, WHOLE):
        assert not is_held(cluster, HEAD, None, vacancy.since)
        assert is_held(cluster, HEAD, None, vacancy.since - timedelta(days=1))


@given(histories())
def test_a_day_without_a_head_in_the_year_lies_in_a_vacancy(officers):
    cluster = led(*officers)
    first = min(o.term.start for o in officers)
    sinces = [v.since for v in vacancies(cluster, HEAD, WHOLE)]
    for number in range((YEAR.end - YEAR.start).days + 1):
        day = YEAR.start + timedelta(days=number)
        if day > first and not is_held(cluster, HEAD, None, day):
            assert any(since <= day for since in sinces), day
