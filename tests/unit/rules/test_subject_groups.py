"""Which subject groups a unit has, what they are called, who leads and oversees (E4.2a, C5d)."""

from __future__ import annotations

from datetime import date

import pytest

from cum_chuyen_mon.rules.obligations import Subject
from cum_chuyen_mon.rules.subject_groups import (
    Post,
    group_code,
    group_title,
    may_lead,
    may_oversee,
    offered_lead,
    subjects_taught,
)
from cum_chuyen_mon.rules.units import Term
from cum_chuyen_mon.rules.words import Level, Position, UnitKind

TODAY = date(2025, 10, 1)
POSTS = [
    Post("HT", "A", Position.PRINCIPAL),
    Post("PHT", "B", Position.VICE_PRINCIPAL, "TOAN"),
    Post("GV", "A", Position.TEACHER, "TOAN"),
    Post("TT", "B", Position.TEAM_LEAD, "TOAN"),
    Post("TT-VAN", "A", Position.TEAM_LEAD, "NGU-VAN"),
    Post("CU", "A", Position.TEAM_LEAD, "TOAN", Term(None, date(2025, 9, 30))),
    Post("NV", "A", Position.STAFF, "TOAN"),
]


@pytest.mark.clause("E4.2a", "C5d")
def test_who_may_lead_and_who_may_oversee():
    assert may_lead(POSTS, "TOAN", TODAY) == ["TT", "GV"]
    assert may_oversee(POSTS, TODAY) == ["HT", "PHT"]


@pytest.mark.clause("C5d")
def test_the_lead_schools_head_of_the_subject_is_offered():
    assert offered_lead(POSTS, "TOAN", "B", TODAY) == "TT"
    assert offered_lead(POSTS, "TOAN", "A", TODAY) == "", "a teacher is not offered, nor who was it yesterday"
    assert offered_lead([*POSTS, Post("TT2", "B", Position.TEAM_LEAD, "TOAN")], "TOAN", "B", TODAY) == ""


def test_subjects_of_the_units_levels():
    subjects = [
        Subject("TOAN", "Toán"),
        Subject("TV", "Tiếng Việt", frozenset({Level.PRIMARY})),
        Subject("KHTN", "Khoa học tự nhiên", frozenset({Level.LOWER_SECONDARY})),
    ]
    assert [s.code for s in subjects_taught(subjects, {Level.LOWER_SECONDARY})] == ["TOAN", "KHTN"]


def test_codes_and_titles():
    assert group_code("NHOM-1", "TOAN") == "NHOM-1-TOAN"
    assert group_code("N" * 60, "TOAN") == "N" * 55 + "-TOAN"
    assert group_title(UnitKind.GROUP, "Nhóm 1", "Toán") == "Tổ Toán liên trường, Nhóm 1"
    assert group_title(UnitKind.CLUSTER, "Cụm 01", "Toán") == "Cụm tổ bộ môn Toán, Cụm 01"
