"""A founding decision against what a unit has: rows begin, stay and end, and none is rewritten (P1, C2.1, C2.2)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cum_chuyen_mon.rules.founding import (
    Decision,
    Held,
    MemberRow,
    Move,
    OfficerRow,
    Site,
    Turn,
    UnitRow,
    as_unit,
    moves,
    offered_lead,
    problems_of,
)
from cum_chuyen_mon.rules.units import DatedLink, Posting, Term, Unit
from cum_chuyen_mon.rules.words import FoundingAction, Level, Position, UnitKind

FIRST, LAST = date(2025, 9, 5), date(2026, 5, 31)
EVE = date(2025, 9, 4)
THCS = frozenset({Level.LOWER_SECONDARY})


def held(start: date | None, end: date | None, key: str = "A") -> list[Held]:
    return [Held("row", key, Term(start, end))]


class TestMoves:
    @pytest.mark.parametrize(
        ("row", "until", "wanted"),
        [
            (held(None, None), None, [Move(Turn.STAYS, "A", Term(None, None), "row")]),
            (held(None, None), LAST, [Move(Turn.STAYS, "A", Term(None, LAST), "row")]),
            (held(FIRST, LAST), LAST, [Move(Turn.STAYS, "A", Term(FIRST, LAST), "row")]),
            ([], LAST, [Move(Turn.BEGINS, "A", Term(FIRST, LAST))]),
            (held(None, EVE), LAST, [Move(Turn.BEGINS, "A", Term(FIRST, LAST))]),
            (
                held(None, date(2025, 12, 31)),
                LAST,
                [
                    Move(Turn.STAYS, "A", Term(None, date(2025, 12, 31)), "row"),
                    Move(Turn.BEGINS, "A", Term(date(2026, 1, 1), LAST)),
                ],
            ),
            (held(None, date(2027, 5, 31)), LAST, [Move(Turn.STAYS, "A", Term(None, LAST), "row")]),
        ],
        ids=["open", "open, for a year", "the same", "new", "was there", "ends midway", "was to stay longer"],
    )
    def test_of_who_is_wanted(self, row, until, wanted):
        assert moves(row, ["A"], Term(FIRST, until)) == wanted

    def test_who_is_not_wanted_ends_the_day_before(self):
        assert moves(held(None, None), ["B"], Term(FIRST)) == [
            Move(Turn.BEGINS, "B", Term(FIRST)),
            Move(Turn.ENDS, "A", Term(None, EVE), "row"),
        ]

    def test_what_is_over_and_what_begins_later_is_left_alone(self):
        later = FIRST + timedelta(days=9)
        assert moves([*held(None, EVE), *held(later, None)], [], Term(FIRST)) == []

    days = st.dates(date(2025, 1, 1), date(2026, 12, 31)) | st.none()

    @given(
        st.lists(st.tuples(st.sampled_from("ABC"), days, days), max_size=4), st.sets(st.sampled_from("ABCD"))
    )
    def test_whoever_is_wanted_is_there_on_the_first_day_and_nobody_else(self, rows, wanted):
        stored = [Held(str(n), key, Term(start, end)) for n, (key, start, end) in enumerate(rows)]
        terms = {row.row: (row.key, row.term) for row in stored}
        for number, move in enumerate(moves(stored, sorted(wanted), Term(FIRST, LAST))):
            terms[move.row or f"new {number}"] = (move.key, move.term)
        # two rows of one school at a time are refused before; which of them would go on does not matter
        doubled = {
            row.key for row in stored if sum(r.key == row.key and r.term.holds(FIRST) for r in stored) > 1
        }
        there = {key for key, term in terms.values() if term.holds(FIRST)}
        assert there - doubled == wanted - doubled
        assert all(terms[row.row][1].start == row.term.start for row in stored), "no first day is rewritten"


def unit(
    code: str = "CUM", kind: UnitKind = UnitKind.CLUSTER, schools: str = "A B", lead: str = "", **values
):
    members = tuple(
        MemberRow(code, school, school == lead, row) for row, school in enumerate(schools.split(), start=1)
    )
    found = {"title": f"Cụm {code}", "levels": THCS, "row": 1, **values}
    return UnitRow(values.pop("action", FoundingAction.FOUND), kind, code, members=members, **found)


def site(**values) -> Site:
    link = (DatedLink("PHONG"),)
    units = {s: Unit(UnitKind.SCHOOL, s, f"THCS {s}", THCS, authorities=link) for s in "ABCD"}
    posts = {f"HT-{s}": [Posting(s, Position.PRINCIPAL)] for s in "ABCD"}
    return Site(**{"units": units, "postings": posts, **values})


def said(*units: UnitRow, on: Site | None = None) -> list[tuple[str, int]]:
    decision = Decision("PHONG", Term(FIRST), units)
    return [(p.field, p.row) for p in problems_of(decision, on or site())]


class TestProblems:
    @pytest.mark.clause("C2.1")
    def test_none_of_two_clusters_with_different_schools(self):
        assert said(unit("1"), unit("2", schools="C D")) == []

    @pytest.mark.clause("C2.1")
    def test_one_school_in_two_clusters_of_a_level(self):
        assert said(unit("1"), unit("2", schools="C B")) == [("members", 2)]

    @pytest.mark.clause("C2.1")
    def test_two_clusters_of_one_name_are_two(self):
        assert said(unit("1", title="Cụm"), unit("2", schools="C B", title="Cụm")) == [("members", 2)]

    @pytest.mark.clause("C2.2")
    def test_one_school_in_a_cluster_and_a_group(self):
        assert said(unit("1"), unit("2", UnitKind.GROUP, "B C", lead="C")) == []

    @pytest.mark.clause("C2.2")
    @pytest.mark.parametrize("lead", ["", "nobody"])
    def test_a_group_without_lead_school(self, lead):
        assert said(unit("1", UnitKind.GROUP, lead=lead)) == [("units", 1)]

    def test_a_unit_without_schools_and_one_named_twice(self):
        assert said(unit("1", schools="")) == [("units", 1)]
        assert ("units", 2) in said(unit("1"), unit("1", row=2))

    def test_a_school_twice_in_one_unit(self):
        assert said(unit("1", schools="A B A")) == [("members", 3)]

    def test_a_code_that_a_unit_has_or_had(self):
        assert said(unit("A", schools="B")) == [("units", 1)]
        assert said(unit("CU"), on=site(taken=frozenset({"CU"}))) == [("units", 1)]

    def test_a_school_of_another_authority(self):
        other = Unit(UnitKind.SCHOOL, "A", "THCS A", THCS, authorities=(DatedLink("KHAC"),))
        assert said(unit(), on=site(units={**site().units, "A": other})) == [("members", 1)]

    def test_an_officer_who_was_posted_until_the_eve(self):
        gone = {"HT-A": [Posting("A", Position.PRINCIPAL, Term(None, EVE))]}
        row = unit(officers=(OfficerRow("CUM", Position.HEAD, "HT-A", None, 7),))
        assert said(row) == []
        assert said(row, on=site(postings=gone)) == [("officers", 7)]

    def test_an_office_that_the_kind_of_unit_does_not_have(self):
        row = unit(officers=(OfficerRow("CUM", Position.GROUP_LEAD, "HT-A", None, 7),))
        assert said(row) == [("officers", 7)]

    def test_a_level_that_the_unit_does_not_have(self):
        row = unit(officers=(OfficerRow("CUM", Position.HEAD, "HT-A", Level.PRIMARY, 7),))
        assert said(row) == [("officers", 7)]

    @pytest.mark.clause("P3.2")
    def test_several_deputies_are_no_second_deputy(self):
        officers = tuple(OfficerRow("CUM", Position.DEPUTY, f"HT-{s}", None, n) for n, s in enumerate("AB"))
        assert said(unit(officers=officers)) == []


@pytest.mark.clause("C2.2")
def test_the_lead_schools_only_principal_is_offered():
    group = unit("N", UnitKind.GROUP, lead="B")
    assert offered_lead(group, {"B": ["HT-B"]}) == "HT-B"
    assert offered_lead(group, {"B": ["HT-B", "HT-B2"]}) is None
    assert offered_lead(group, {"A": ["HT-A"]}) is None
    named = unit("N", UnitKind.GROUP, lead="B", officers=(OfficerRow("N", Position.GROUP_LEAD, "PHT-B"),))
    assert offered_lead(named, {"B": ["HT-B"]}) is None
    assert offered_lead(unit(lead="B"), {"B": ["HT-B"]}) is None


def test_a_row_as_the_unit_that_it_makes():
    made = as_unit(unit(), Decision("PHONG", Term(FIRST, LAST), ()), site())
    assert (made.authority_on(FIRST), made.members_on(FIRST), made.levels) == ("PHONG", ("A", "B"), THCS)
    assert made.members_on(LAST + timedelta(days=1)) == ()
