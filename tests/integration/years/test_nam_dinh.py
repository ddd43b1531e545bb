"""Nam Định, 2024-2025: a cluster of upper secondary schools under the department, which elects its head twice in one
year because the first one leaves (N4.2 to N5.7)."""

from __future__ import annotations

from datetime import date

import pytest

from . import place
from .acts import Meeting, compliance, designates, elects, holds, plans, sends
from .life import Life, Person

DEPARTMENT, YEAR = "NAM-SO", "NAM-2024-2025"
CLUSTER = ("School Cluster", "NAM-CUM")
SCHOOLS = ("NAM-A", "NAM-B", "NAM-C")
FIRST_HEAD, DEPUTY, NEXT_HEAD = (f"{school}-HT" for school in SCHOOLS)
SUBJECTS = ("TOAN", "VAT-LI", "HOA-HOC")
AUTUMN, SEMINAR, PUPILS, SPRING = "Phiên đầu năm", "Hội thảo ba môn", "Giao lưu học sinh", "Phiên cuối năm"


def expected(first: str, second: str) -> dict[tuple[str, ...], str]:
    """(duty, unit, session) → state on 10 June 2025, after the two elections."""
    return {
        # N5.1: each election reported with its minutes, and a new one when the head left
        ("N5.1-ELECTION", "NAM-CUM", first): "Met",
        ("N5.1-ELECTION", "NAM-CUM", second): "Met",
        ("N5.1-VACANCY", "NAM-CUM"): "Met",
        # N5.2: rules and plan before work starts, two meetings, the year's report
        ("N5.2-RULES", "NAM-CUM"): "Met",
        ("N5.2-PLAN", "NAM-CUM"): "Met",
        ("N5.2-MEETINGS", "NAM-CUM"): "Met",
        ("N5.2-YEAR-REPORT", "NAM-CUM"): "Met",
        # N5.4: a seminar in three subjects; N5.5: the pupils' exchange was called off in a storm
        ("N5.4-STAFF", "NAM-CUM"): "Met",
        ("N5.5-STUDENTS", "NAM-CUM"): "Overdue",
        # N5.7: the cluster's own online group
        ("N5.7-ONLINE", "NAM-CUM"): "Met",
    }


@pytest.mark.clause("N4.2", "N5.1", "N5.2", "N5.3", "N5.4", "N5.5", "N5.6", "N5.7")
def test_the_year_of_nam_dinh(life: Life) -> None:
    life.comes(date(2024, 9, 2))
    place.authority(life, DEPARTMENT, "Sở GDĐT", kind="Department")
    semesters = (date(2024, 9, 5), date(2025, 1, 11)), (date(2025, 1, 13), date(2025, 5, 31))
    place.school_year(life, YEAR, DEPARTMENT, *semesters)
    place.schools(life, SCHOOLS, DEPARTMENT, "THPT", SUBJECTS, leads=False)
    regulation = place.regulation_binds(life, "NAMDINH-QC-2024", DEPARTMENT)
    founds(life)
    first = elects_its_head(life, date(2024, 9, 14), FIRST_HEAD)
    planned = makes_rules_and_plan(life)
    meets(life, life.at_school(FIRST_HEAD), FIRST_HEAD, date(2024, 10, 12), AUTUMN, planned)
    holds_the_seminar(life, planned[SEMINAR])
    the_head_leaves(life)
    second = elects_its_head(life, date(2025, 1, 18), NEXT_HEAD)
    calls_the_exchange_off(life, planned[PUPILS])
    meets(life, life.at_school(NEXT_HEAD), NEXT_HEAD, date(2025, 5, 10), SPRING, planned)
    life.comes(date(2025, 5, 30))
    sends(life.at_school(NEXT_HEAD), CLUSTER, "YEAR-REPORT", YEAR)

    life.comes(date(2025, 6, 10))
    leader = life.at_authority(DEPARTMENT, "Authority Leader")
    assert compliance(leader, (CLUSTER[1],), regulation) == expected(first, second)


def founds(life: Life) -> None:
    """One cluster for the district; it has deputies, and elects its head itself."""
    life.comes(date(2024, 9, 4))
    leader = life.at_authority(DEPARTMENT, "Authority Leader")
    cluster = {
        "unit_type": CLUSTER[0],
        "unit_code": CLUSTER[1],
        "levels": "THPT",
        "members": SCHOOLS,
        "officers": [("Cluster Deputy", DEPUTY)],
    }
    paper = {"authority": DEPARTMENT, "school_year": YEAR}
    designates(leader, "Thành lập cụm trường THPT", "500/QĐ-SGDĐT", [cluster], **paper)
    life.settled()


def elects_its_head(life: Life, day: date, winner: str) -> str:
    """While there is no head, a deputy calls the schools together. The principals elect one of them; the department
    confirms what they report. He who was elected heads the cluster from then on, and nobody before."""
    deputy, leader = life.at_school(DEPUTY), life.at_authority(DEPARTMENT, "Authority Leader")
    secretary = NEXT_HEAD if winner == FIRST_HEAD else "NAM-A-PHT"
    meeting = Meeting(
        *CLUSTER, deputy, day, chair=DEPUTY, secretary=secretary, title="Chọn cử cụm trưởng", kind="ELECTION"
    )
    begins = date(day.year, day.month, day.day + 6)
    votes = {winner: 2, DEPUTY: 1} if winner == FIRST_HEAD else {winner: 2}
    session, headship = elects(life, meeting, YEAR, votes, from_date=begins.isoformat())
    deputy.changes("Cluster Headship", headship, status="Submitted")
    leader.changes(
        "Cluster Headship",
        headship,
        status="Confirmed",
        decision_no=f"{day:%d%m}/QĐ",
        decision_date=day.isoformat(),
    )
    life.comes(begins)
    deputy.is_refused("makes", "Cluster Session", unit_type=CLUSTER[0], unit=CLUSTER[1], **meeting.values())
    return session


def makes_rules_and_plan(life: Life) -> dict[str, str]:
    """Both go through the member schools (N5.3) to the department; the online group is told (N5.7)."""
    head, leader = life.at_school(FIRST_HEAD), life.at_authority(DEPARTMENT, "Authority Leader")
    members = {DEPUTY: "Bổ sung hội thảo liên môn", NEXT_HEAD: ""}
    plans(life, head, leader, CLUSTER, YEAR, members=members, paper_kind="RULES", body="<p>Điều 1. …</p>")
    items = [
        {"title": AUTUMN, "activity_kind": "PERIODIC-MEETING", "planned_on": "2024-10-12"},
        {"title": SEMINAR, "activity_kind": "SEMINAR", "planned_on": "2024-11-16"},
        {"title": PUPILS, "activity_kind": "STUDENT-EXCHANGE", "planned_on": "2025-03-22"},
        {"title": SPRING, "activity_kind": "PERIODIC-MEETING", "planned_on": "2025-05-10"},
    ]
    planned = plans(life, head, leader, CLUSTER, YEAR, items, members)
    assert len(planned) == len(items)
    unit = {"unit_type": CLUSTER[0], "unit": CLUSTER[1]}
    head.is_refused("does", "founding.set_online_group", **unit, url="http://zalo.example/cum")
    head.does("founding.set_online_group", **unit, url="https://zalo.example/cum")
    return planned


def meets(life: Life, head: Person, chair: str, day: date, title: str, planned: dict[str, str]) -> None:
    meeting = Meeting(*CLUSTER, head, day, chair=chair, secretary=DEPUTY, title=title, planned=planned[title])
    session = holds(life, meeting)
    leader = life.at_authority(DEPARTMENT, "Authority Leader")
    kept = {row["school"] for row in leader.finds("Cluster Minutes Copy", "school", session=session)}
    assert kept == set(SCHOOLS), f"every member school keeps the minutes: {kept}"


def holds_the_seminar(life: Life, planned: str) -> None:
    """Three subjects (N5.4), and delegates of another cluster among the guests (N5.6)."""
    head = life.at_school(FIRST_HEAD)
    seminar = Meeting(
        *CLUSTER,
        head,
        date(2024, 11, 16),
        chair=FIRST_HEAD,
        secretary=DEPUTY,
        title=SEMINAR,
        kind="SEMINAR",
        subjects=SUBJECTS,
        planned=planned,
    )

    def guests(session: str) -> None:
        head.makes(
            "Cluster Session Attendance",
            session=session,
            guest_name="Đại biểu cụm trường số 2",
            guest_organisation="Cụm trường THPT số 2",
            state="Invited",
        )

    holds(life, seminar, before_convening=guests)


def the_head_leaves(life: Life) -> None:
    """He takes another post: his headship ends with his principalship, and an election is owed (N5.1)."""
    life.comes(date(2025, 1, 6))
    with life.here():
        import frappe

        staff = frappe.get_doc("Member School Staff", FIRST_HEAD)
        staff.postings[0].to_date = "2025-01-05"
        staff.save()
    life.comes(date(2025, 1, 7))
    leader = life.at_authority(DEPARTMENT, "Authority Leader")
    (row,) = [row for row in leader.reads(*CLUSTER)["officers"] if row["position"] == "Cluster Head"]
    assert (row["staff"], row["to_date"]) == (FIRST_HEAD, "2025-01-05")
    (owed,) = leader.finds("Cluster Obligation", "state", duty_code="N5.1-VACANCY", unit=CLUSTER[1])
    assert owed["state"] in ("Upcoming", "Due Soon")


def calls_the_exchange_off(life: Life, planned: str) -> None:
    life.comes(date(2025, 3, 20))
    head = life.at_school(NEXT_HEAD)
    assert "lý do" in head.is_refused("does", "convening.cancel", session=planned, reason="")
    head.does("convening.cancel", session=planned, reason="Bão")
