"""Phong Điền, 2019-2020: a cluster designated for one school year (P1 to P5.3)."""

from __future__ import annotations

from datetime import date

import pytest

from . import place
from .acts import Meeting, compliance, designates, holds, plans, sends
from .life import Life

OFFICE, YEAR = "NAM-PGD", "NAM-2019-2020"
CLUSTER = ("School Cluster", "NAM-CUM")
SCHOOLS = ("NAM-A", "NAM-B", "NAM-C")
HEAD, DEPUTY, MEMBER = (f"{school}-HT" for school in SCHOOLS)

EXPECTED = {
    # P4.1 e: the cluster sums up each semester; the first time under its deputy, who was authorised
    ("P4.1-REVIEW", "NAM-CUM", "1"): "Met",
    ("P4.1-REVIEW", "NAM-CUM", "2"): "Met",
    # P5.1: plan and results by each semester's end; no second plan came, and the second report two days late
    ("P5.1-PLAN", "NAM-CUM", "1"): "Met",
    ("P5.1-PLAN", "NAM-CUM", "2"): "Overdue",
    ("P5.1-REPORT", "NAM-CUM", "1"): "Met",
    ("P5.1-REPORT", "NAM-CUM", "2"): "Met Late",
}
"""(duty, unit, semester) → state on 15 June 2020."""


@pytest.mark.clause("P1", "P3.2", "P4.1", "P4.2", "P5.1", "P5.3")
def test_the_year_of_phong_dien(life: Life) -> None:
    life.comes(date(2019, 9, 3))
    place.authority(life, OFFICE, "Phòng GDĐT")
    semesters = (date(2019, 9, 5), date(2020, 1, 11)), (date(2020, 1, 13), date(2020, 5, 30))
    place.school_year(life, YEAR, OFFICE, *semesters)
    place.schools(life, SCHOOLS, OFFICE, "THCS")
    regulation = place.regulation_binds(life, "PHONGDIEN-349-2019", OFFICE)
    founds(life)
    makes_a_plan(life)
    sums_up_the_first_semester(life)
    asks_the_office(life)
    sums_up_the_second_semester(life)

    life.comes(date(2020, 6, 15))
    leader = life.at_authority(OFFICE, "Authority Leader")
    assert compliance(leader, (CLUSTER[1],), regulation) == EXPECTED


def founds(life: Life) -> None:
    """At the start of the year, for the year (P1): head, deputy, members (P3.2)."""
    cluster = {
        "unit_type": CLUSTER[0],
        "unit_code": CLUSTER[1],
        "levels": "THCS",
        "members": SCHOOLS,
        "officers": [("Cluster Head", HEAD), ("Cluster Deputy", DEPUTY)],
    }
    leader = life.at_authority(OFFICE, "Authority Leader")
    paper = {"authority": OFFICE, "school_year": YEAR, "to_date": "2020-08-31"}
    designates(leader, "Chỉ định cụm chuyên môn", "300/QĐ-PGDĐT", [cluster], **paper)
    life.settled()


def makes_a_plan(life: Life) -> None:
    """For the first semester; for the second one nobody makes any."""
    life.comes(date(2019, 11, 20))
    head, leader = life.at_school(HEAD), life.at_authority(OFFICE, "Authority Leader")
    review = {"title": "Sơ kết học kỳ 1", "activity_kind": "REVIEW", "planned_on": "2020-01-08"}
    plans(life, head, leader, CLUSTER, YEAR, [review], semester="1")


def sums_up_the_first_semester(life: Life) -> None:
    """The head is away; his deputy convenes and chairs, which he could not before he was authorised (P4.2)."""
    head, deputy = life.at_school(HEAD), life.at_school(DEPUTY)
    review = Meeting(
        *CLUSTER,
        deputy,
        date(2020, 1, 8),
        chair=DEPUTY,
        secretary=MEMBER,
        title="Sơ kết học kỳ 1",
        kind="REVIEW",
        excused={HEAD: "Đi công tác"},
    )
    life.comes(date(2020, 1, 2))
    deputy.is_refused("makes", "Cluster Session", **review.values())
    given = head.makes(
        "Cluster Delegation",
        unit_type=CLUSTER[0],
        unit=CLUSTER[1],
        delegator=HEAD,
        delegate=DEPUTY,
        from_date="2020-01-02",
        to_date="2020-01-10",
        number="01/GUQ",
        scope="Triệu tập và chủ trì phiên sơ kết học kỳ 1",
        convene=1,
    )
    session = holds(life, review)
    assert deputy.reads("Cluster Session", session)["delegation"] == given["name"]
    life.comes(date(2020, 1, 11))
    deputy.is_refused("makes", "Cluster Session", **{**review.values(), "session_date": "2020-01-11"})
    sends(head, CLUSTER, "SEMESTER-REPORT", YEAR, semester="1")


def asks_the_office(life: Life) -> None:
    """A member school's difficulty goes to the office and is answered (P5.3)."""
    life.comes(date(2020, 3, 2))
    raised = life.at_school(MEMBER).makes(
        "Cluster Difficulty",
        title="Thiếu giáo viên dạy minh họa",
        kind="Difficulty",
        unit_type=CLUSTER[0],
        unit=CLUSTER[1],
        school=SCHOOLS[2],
        body="Đề nghị Phòng cử giáo viên cốt cán hỗ trợ.",
    )["name"]
    officer = life.at_authority(OFFICE, "Authority Officer")
    officer.changes("Cluster Difficulty", raised, status="Answered", answer="Phòng cử hai giáo viên cốt cán.")
    assert life.at_school(MEMBER).reads("Cluster Difficulty", raised)["answer"].startswith("Phòng cử hai")


def sums_up_the_second_semester(life: Life) -> None:
    head = life.at_school(HEAD)
    review = Meeting(
        *CLUSTER,
        head,
        date(2020, 5, 20),
        chair=HEAD,
        secretary=MEMBER,
        title="Tổng kết năm học",
        kind="REVIEW",
    )
    holds(life, review)
    life.comes(date(2020, 6, 1))
    sends(head, CLUSTER, "SEMESTER-REPORT", YEAR, semester="2")
