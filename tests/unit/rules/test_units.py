"""Units with dated members, officers and authorities: nothing is overwritten when something changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cum_chuyen_mon.rules.units import AuthorityTree, DatedLink, Officer, Term, problems_of_terms
from cum_chuyen_mon.rules.words import Level, Position
from tests.unit.rules.builders import COMMUNE, MOVED, OFFICE, PROVINCE, TREE, D, unit

days = st.none() | st.dates(D("2020-01-01"), D("2026-12-31"))
terms = st.builds(Term, days, days)


def test_both_days_of_a_term_hold_and_open_ends_never_end():
    term = Term(D("2024-09-01"), D("2025-05-31"))
    assert [term.holds(D(d)) for d in ("2024-08-31", "2024-09-01", "2025-05-31", "2025-06-01")] == [
        False,
        True,
        True,
        False,
    ]
    assert Term().holds(D("1990-01-01"))


@given(terms, terms, st.dates(D("2019-06-01"), D("2027-06-01")))
def test_terms_that_share_a_day_overlap_both_ways(one, other, day):
    assert one.overlaps(other) == other.overlaps(one)
    if one.holds(day) and other.holds(day):
        assert one.overlaps(other)


def test_an_authority_changes_on_a_day_and_the_past_keeps_the_old_one():
    """District offices ended on 1 July 2025; old papers keep their old authority."""
    assert MOVED.authority_on(D("2025-06-30")) == OFFICE
    assert MOVED.authority_on(D("2025-07-01")) == COMMUNE
    assert unit(authorities=()).authority_on(D("2025-01-01")) is None


def test_members_are_those_of_the_day():
    group = unit(members=(DatedLink("A"), DatedLink("B", Term(None, D("2025-01-31")))))
    assert group.members_on(D("2025-01-31")) == ("A", "B")
    assert group.members_on(D("2025-02-01")) == ("A",)


def test_officers_are_those_of_the_day_and_headship_may_be_per_level():
    """One head each for TH, THCS, THPT in one cluster."""
    heads = (
        Officer("HT-A", Position.HEAD, Term(), Level.PRIMARY),
        Officer("HT-B", Position.HEAD, Term(None, D("2024-12-31")), Level.LOWER_SECONDARY),
        Officer("HT-C", Position.HEAD, Term(D("2025-01-01")), Level.LOWER_SECONDARY),
        Officer("HT-D", Position.DEPUTY),
    )
    cluster = unit(officers=heads)
    assert [o.person for o in cluster.officers_on(D("2025-01-01"), Position.HEAD)] == ["HT-A", "HT-C"]
    assert len(cluster.officers_on(D("2024-12-31"))) == 3


def test_the_chain_goes_up_to_the_province_and_survives_a_loop():
    assert TREE.chain(OFFICE) == (OFFICE, PROVINCE)
    assert TREE.chain(None) == ()
    assert AuthorityTree({"A": "B", "B": "A"}).chain("A") == ("A", "B")


def test_dated_rows_that_clash_are_named_by_their_row():
    rows = [
        ("A", Term(D("2024-09-01"), None)),
        ("B", Term(D("2024-09-01"), D("2024-08-01"))),
        ("A", Term(D("2025-09-01"), None)),
    ]
    problems = problems_of_terms(rows, "Trường")
    assert [row for row, _sentence in problems] == [2, 3]
    assert "dòng 1" in problems[1][1]


def test_a_school_may_leave_and_come_back():
    rows = [("A", Term(None, D("2023-05-31"))), ("A", Term(D("2024-09-01"), None))]
    assert problems_of_terms(rows, "Trường") == []
