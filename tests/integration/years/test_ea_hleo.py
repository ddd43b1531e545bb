"""Ea H'leo, 2017-2018: a cluster whose head is elected in rotation, with subject groups of its own (E2.1 to E4.2e)."""

from __future__ import annotations

from datetime import date

import pytest

from . import place
from .acts import Meeting, compliance, elects, holds, plans, sends
from .life import Life

OFFICE, YEAR = "NAM-PGD", "NAM-2017-2018"
CLUSTER = ("School Cluster", "NAM-CUM")
TOAN, VAN = ("Subject Group", "NAM-CUM-TOAN"), ("Subject Group", "NAM-CUM-NGU-VAN")
SCHOOLS = ("NAM-A", "NAM-B", "NAM-C", "NAM-D")
OLD_HEAD, NEW_HEAD, WRITER = "NAM-D-HT", "NAM-A-HT", "NAM-B-HT"
THEME, LESSON = "Chuyên đề đổi mới đánh giá", "Giờ dạy rút kinh nghiệm"


def expected(theme: str, lesson: str) -> dict[tuple[str, ...], str]:
    """(duty, unit, semester or session) → state on 1 June 2018, after its two sessions."""
    return {
        # E3, E4.2e: before 18/8, so by the 17th; the plan for Ngữ văn came on the 18th
        ("E3-ELECTION", "NAM-CUM"): "Met",
        ("E4.2e-SUMMARY", "NAM-CUM"): "Met",
        ("E4.2e-PLAN", "NAM-CUM"): "Met",
        ("E4.2e-HEAD", "NAM-CUM"): "Met",
        ("E4.2e-PLAN-SUBJECT", TOAN[1]): "Met",
        ("E4.2e-PLAN-SUBJECT", VAN[1]): "Met Late",
        # E2.2: report and minutes after each session of the year; nobody sent those of the lesson
        ("E2.2-REPORT", "NAM-CUM", theme): "Met",
        ("E2.2-REPORT-SUBJECT", TOAN[1], lesson): "Overdue",
        # E4.2b: two working weeks ahead; the lesson was told of nine days before
        ("E4.2b-NOTICE", "NAM-CUM", theme): "Met",
        ("E4.2b-NOTICE-SUBJECT", TOAN[1], lesson): "Met Late",
        # E4.2c, E4.2d: before 2/1 and before 15/5
        ("E4.2c-SEMESTER-1", "NAM-CUM", "1"): "Met",
        ("E4.2c-YEAR", "NAM-CUM"): "Met",
        ("E4.2d-BDTX", "NAM-CUM"): "Met Late",
    }


@pytest.mark.clause("E2.1", "E2.2", "E3", "E4.2a", "E4.2b", "E4.2c", "E4.2d", "E4.2e")
def test_the_year_of_ea_hleo(life: Life) -> None:
    life.comes(date(2017, 8, 10))
    place.authority(life, OFFICE, "Phòng GDĐT")
    semesters = (date(2017, 8, 28), date(2018, 1, 6)), (date(2018, 1, 8), date(2018, 5, 26))
    place.school_year(life, YEAR, OFFICE, *semesters)
    place.schools(life, SCHOOLS, OFFICE, "THCS", ("TOAN", "NGU-VAN"))
    regulation = place.regulation_binds(life, "EAHLEO-313-2017", OFFICE)
    goes_on_from_last_year(life)
    elects_in_august(life)
    planned = sends_the_papers_of_august(life)
    appoints_subject_leads(life)
    theme = holds_the_theme(life, planned[THEME])
    reports_on_the_first_semester(life)
    lesson = demonstrates_the_lesson(life)
    reports_on_the_year(life)

    life.comes(date(2018, 6, 1))
    leader = life.at_authority(OFFICE, "Authority Leader")
    units = (CLUSTER[1], TOAN[1], VAN[1])
    assert compliance(leader, units, regulation) == expected(theme, lesson)


def goes_on_from_last_year(life: Life) -> None:
    """The cluster with its schools, headed for last school year by one of them; subject groups without leads."""
    life.inserted(
        CLUSTER[0],
        unit_code=CLUSTER[1],
        unit_title="Cụm 1",
        levels="THCS",
        members=[{"school": school} for school in SCHOOLS],
        authorities=[{"authority": OFFICE}],
        officers=[{"position": "Cluster Head", "staff": OLD_HEAD, "from_date": "2016-08-22"}],
    )
    for kind, code in (TOAN, VAN):
        life.inserted(
            kind,
            unit_code=code,
            unit_title=f"Cụm tổ {code}",
            subject=code.removeprefix("NAM-CUM-"),
            parent_type=CLUSTER[0],
            parent_unit=CLUSTER[1],
        )
    life.settled()


def elects_in_august(life: Life) -> None:
    """At the summary of the year the head is elected, in rotation (E2.2, E3): it is the turn of the first school, whose
    principal is confirmed on a submission (E4.2e). Nobody of the cluster can do that."""
    life.comes(date(2017, 8, 12))
    old, leader = life.at_school(OLD_HEAD), life.at_authority(OFFICE, "Authority Leader")
    election = Meeting(
        *CLUSTER,
        old,
        date(2017, 8, 14),
        chair=OLD_HEAD,
        secretary=WRITER,
        title="Bầu cụm trưởng",
        kind="ELECTION",
    )
    _session, headship = elects(
        life,
        election,
        YEAR,
        {NEW_HEAD: 3, WRITER: 1},
        from_date="2017-08-21",
        submission_no="02/TTr",
        submission_date="2017-08-14",
    )
    assert old.reads("Cluster Headship", headship)["proposed"] == NEW_HEAD
    life.comes(date(2017, 8, 17))
    old.changes("Cluster Headship", headship, status="Submitted")
    decision = {"status": "Confirmed", "decision_no": "99/QĐ-PGDĐT", "decision_date": "2017-08-17"}
    old.is_refused("changes", "Cluster Headship", headship, **decision)
    leader.changes("Cluster Headship", headship, **decision)
    officers = leader.reads(*CLUSTER)["officers"]
    heads = [(row["staff"], row["from_date"], row["to_date"]) for row in officers]
    assert heads == [(OLD_HEAD, "2016-08-22", "2017-08-20"), (NEW_HEAD, "2017-08-21", "2018-08-31")]


def sends_the_papers_of_august(life: Life) -> dict[str, str]:
    """Plans and summary, by the head who goes; the sessions that the cluster's plan makes."""
    old, leader = life.at_school(OLD_HEAD), life.at_authority(OFFICE, "Authority Leader")
    sends(old, CLUSTER, "YEAR-SUMMARY", YEAR)
    category = old.finds("Cluster Content Category")
    assert len(category) >= 8, category
    theme = {
        "title": THEME,
        "activity_kind": "THEME",
        "planned_on": "2017-11-15",
        "content_category": category[0]["name"],
    }
    planned = plans(life, old, leader, CLUSTER, YEAR, [theme])
    plans(life, old, leader, TOAN, YEAR)
    life.comes(date(2017, 8, 18))
    plans(life, old, leader, VAN, YEAR)
    return planned


def appoints_subject_leads(life: Life) -> None:
    """The new head appoints the leads and the leaders who oversee them (E4.2a); he who was head cannot any more."""
    life.comes(date(2017, 8, 22))
    groups = [
        {"subject": subject, "lead": f"NAM-A-TT-{subject}", "overseer": overseer}
        for subject, overseer in (("TOAN", "NAM-B-PHT"), ("NGU-VAN", "NAM-C-PHT"))
    ]
    asked = {"unit_type": CLUSTER[0], "unit": CLUSTER[1], "groups": groups}
    life.at_school(OLD_HEAD).is_refused("does", "founding.make_subject_groups", **asked)
    changed = life.at_school(NEW_HEAD).does("founding.make_subject_groups", **asked)
    assert sorted(changed["changed"]) == sorted([TOAN[1], VAN[1]]), changed


def holds_the_theme(life: Life, planned: str) -> str:
    """Ten working days ahead, with a plan of its own, where it is the next school's turn to be host."""
    theme = Meeting(
        *CLUSTER,
        life.at_school(NEW_HEAD),
        date(2017, 11, 15),
        chair=NEW_HEAD,
        secretary=WRITER,
        title=THEME,
        kind="THEME",
        told=date(2017, 11, 1),
        planned=planned,
        more={"plan_text": "Dạy minh họa, thảo luận, kết luận."},
    )
    session = holds(life, theme)
    life.at_school(NEW_HEAD).does("delivery.submit_minutes", session=session)
    return session


def demonstrates_the_lesson(life: Life) -> str:
    """A subject group's, told of too late: refused until its lead says why."""
    lead = life.at_school("NAM-A-TT-TOAN")
    lesson = Meeting(
        *TOAN,
        lead,
        date(2018, 3, 14),
        chair="NAM-A-TT-TOAN",
        secretary="NAM-B-TT-TOAN",
        title=LESSON,
        kind="DEMONSTRATION",
        subjects=("TOAN",),
        told=date(2018, 3, 5),
        more={"plan_text": "Bài 12, lớp 8A1."},
    )

    def too_late(session: str) -> None:
        assert "E4.2b" in lead.is_refused("does", "convening.convene", session=session)
        lead.changes("Cluster Session", session, notice_reason="Giáo viên dạy minh họa vừa đi công tác về")

    return holds(life, lesson, before_convening=too_late)


def reports_on_the_first_semester(life: Life) -> None:
    life.comes(date(2018, 1, 1))
    sends(life.at_school(NEW_HEAD), CLUSTER, "SEMESTER-REPORT", YEAR, semester="1")


def reports_on_the_year(life: Life) -> None:
    life.comes(date(2018, 5, 14))
    sends(life.at_school(NEW_HEAD), CLUSTER, "YEAR-REPORT", YEAR)
    life.comes(date(2018, 5, 15))
    sends(life.at_school(NEW_HEAD), CLUSTER, "BDTX-REPORT", YEAR)
