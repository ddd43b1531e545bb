"""What is said about a founding decision and forbidden by nobody."""

from __future__ import annotations

import pytest

from cum_chuyen_mon.rules.founding import Decision, OfficerRow, Site, UnitRow
from cum_chuyen_mon.rules.founding_notes import notes_on
from cum_chuyen_mon.rules.units import DatedLink, Posting, Term, Unit
from cum_chuyen_mon.rules.words import Level, Position, UnitKind

from .test_founding import FIRST, THCS, site, unit


def notes(*units: UnitRow, on: Site | None = None) -> list[str]:
    return notes_on(Decision("PHONG", Term(FIRST), units), on or site())


def headed(code: str, schools: str, **values) -> UnitRow:
    return unit(
        code, schools=schools, officers=(OfficerRow(code, Position.HEAD, f"HT-{schools[0]}"),), **values
    )


def test_a_decision_that_leaves_nothing_open():
    assert notes(headed("1", "A B"), headed("2", "C D")) == []


def test_schools_without_cluster_and_clusters_without_head():
    assert notes(unit("1", schools="A B")) == [
        "Chưa thuộc cụm nào: THCS C và THCS D.",
        "Cụm 1 chưa có cụm trưởng.",
    ]


def test_schools_of_levels_without_any_cluster_are_not_missing():
    primary = Unit(
        UnitKind.SCHOOL, "TH", "TH E", frozenset({Level.PRIMARY}), authorities=(DatedLink("PHONG"),)
    )
    assert notes(headed("1", "A B C D"), on=site(units={**site().units, "TH": primary})) == []


@pytest.mark.clause("N5.1")
def test_one_cluster_per_district_is_a_fact_that_is_shown():
    both = (headed("1", "A B", area="TP Nam Định"), headed("2", "C D", area="tp  Nam Định"))
    assert notes(*both) == ["Địa bàn TP Nam Định có 2 cụm cấp THCS: Cụm 1 và Cụm 2."]
    assert notes(both[0], headed("2", "C D", area="huyện Vụ Bản")) == []


def test_a_school_that_a_cluster_outside_of_the_decision_has():
    other = Unit(
        UnitKind.CLUSTER,
        "CU",
        "Cụm cũ",
        THCS,
        authorities=(DatedLink("PHONG"),),
        members=(DatedLink("D"), DatedLink("A", Term(None, FIRST.replace(month=1)))),
    )
    assert notes(headed("1", "A B C D"), on=site(units={**site().units, "CU": other})) == [
        "THCS D: vừa thuộc Cụm 1, vừa thuộc Cụm cũ cùng cấp."
    ]


@pytest.mark.clause("C2.2")
def test_a_group_that_somebody_else_than_the_lead_schools_principal_leads():
    def group(person: str) -> UnitRow:
        lead = (OfficerRow("N", Position.GROUP_LEAD, person),)
        return unit("N", UnitKind.GROUP, "A B", lead="A", officers=lead)

    posts = {**site().postings, "PHT-A": [Posting("A", Position.VICE_PRINCIPAL)]}
    assert notes(group("HT-A")) == []
    assert notes(group("PHT-A"), on=site(postings=posts)) == [
        "Cụm N: nhóm trưởng không phải hiệu trưởng của trường nhóm trưởng."
    ]


def test_schools_of_another_level():
    assert notes(headed("1", "A B C D", levels=frozenset({Level.PRIMARY}))) == [
        "Cụm 1 cấp TH có trường không dạy cấp này: THCS A, THCS B, THCS C và THCS D."
    ]
