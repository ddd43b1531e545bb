"""Sessions and papers, indexed by every unit they can count for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cum_chuyen_mon.rules.facts import PaperIndex, SessionIndex
from cum_chuyen_mon.rules.words import UnitKind
from tests.unit.rules.builders import paper, session, session_lists, unit

GROUP = unit(UnitKind.GROUP, "G1")
TEAM = unit(UnitKind.SUBJECT_GROUP, "G1-TOAN")
SCHOOL = unit(UnitKind.SCHOOL, "TR-A")


def test_a_session_is_found_by_its_unit_its_parent_and_the_schools_that_took_part():
    meeting = session(
        "2024-10-01", of=TEAM, parent_kind=UnitKind.GROUP, parent="G1", schools=frozenset({"TR-A"})
    )
    index = SessionIndex([meeting])
    for kind, code in (TEAM.key, GROUP.key, SCHOOL.key):
        assert index.of(kind, code) == [meeting]
    assert index.of(UnitKind.CLUSTER, "G1") == []
    assert index.get("S1") is meeting
    assert index.get("none") is None


def test_a_schools_own_session_that_lists_the_school_is_one_session():
    """L3c: the host is among those that took part; its one exchange must not count as two."""
    meeting = session("2024-10-01", of=SCHOOL, schools=frozenset({"TR-A", "TR-B"}))
    assert SessionIndex([meeting]).of(UnitKind.SCHOOL, "TR-A") == [meeting]


@given(session_lists(), st.randoms(use_true_random=False))
def test_the_order_in_which_sessions_are_told_does_not_matter(sessions, random):
    shuffled = sessions[:]
    random.shuffle(shuffled)
    assert SessionIndex(shuffled).of(*unit().key) == SessionIndex(sessions).of(*unit().key)


def test_papers_are_found_earliest_first():
    late, early = paper("2025-01-03", code="P1"), paper("2024-12-19", code="P2")
    assert PaperIndex([late, early]).of(*unit().key) == [early, late]
    assert PaperIndex([late]).of(*GROUP.key) == []
