"""Củ Chi, 2024-2025: a cluster and an inter-school group of three schools, from founding to summer (C2.1 to C5h)."""

from __future__ import annotations

from datetime import date

import pytest

from . import place
from .acts import Meeting, compliance, designates, holds, plans, sends
from .life import Life

OFFICE, YEAR = "NAM-PGD", "NAM-2024-2025"
CLUSTER, GROUP = ("School Cluster", "NAM-CUM"), ("Inter-School Group", "NAM-NHOM")
SCHOOLS = ("NAM-A", "NAM-B", "NAM-C")
TAUGHT = ("TOAN", "NGU-VAN")
"""Subjects with teachers here; the other ten lie idle, and the table says so."""

FIRST, SECOND = "Phiên họp học kỳ 1", "Phiên họp học kỳ 2"
LESSONS = (
    ("TOAN", "2024-10-17"),
    ("NGU-VAN", "2024-10-24"),
    ("TOAN", "2024-11-14"),
    ("NGU-VAN", "2024-11-21"),
    ("TOAN", "2025-03-20"),
    ("NGU-VAN", "2025-03-27"),
    ("TOAN", "2025-04-17"),
    ("NGU-VAN", "2025-04-24"),
)
"""What the group plans, by subject."""

LESSON = {
    "lesson_topic": "Bài 12",
    "lesson_class": "8A1",
    "lesson_evidence": "Phiếu học tập của 38 học sinh",
    "step_prepare": "Cùng soạn bài",
    "step_teach": "Dạy và dự giờ",
    "step_reflect": "Suy ngẫm về việc học của học sinh",
    "step_apply": "Vận dụng ở ba trường",
}
"""The four steps of a lesson study (C4)."""

UNSIGNED = ("NGU-VAN", date(2025, 4, 24))

IDLE = (
    "NGOAI-NGU-1", "GDCD", "LS-DL", "KHTN", "CONG-NGHE", "TIN-HOC", "GDTC", "NGHE-THUAT", "HDTN-HN", "GDDP",
)  # fmt: skip

EXPECTED = {
    # C3: the cluster once a semester
    ("C3-CLUSTER", "NAM-CUM", "1"): "Met",
    ("C3-CLUSTER", "NAM-CUM", "2"): "Met",
    # C3: the group twice a semester and subject; of Ngữ văn's last session one person never signed
    ("C3-GROUP", "NAM-NHOM", "1", "TOAN"): "Met",
    ("C3-GROUP", "NAM-NHOM", "2", "TOAN"): "Met",
    ("C3-GROUP", "NAM-NHOM", "1", "NGU-VAN"): "Met",
    ("C3-GROUP", "NAM-NHOM", "2", "NGU-VAN"): "Overdue",
    **{("C3-GROUP", "NAM-NHOM", semester, subject): "Overdue" for semester in "12" for subject in IDLE},
    # C5a, C5d: both plans before the first session
    ("C5a-PLAN", "NAM-CUM"): "Met",
    ("C5d-PLAN", "NAM-NHOM"): "Met",
    # C5c: the cluster's reports came on 19/12, in time, and on 16/5, a day late
    ("C5c-SEMESTER-1", "NAM-CUM", "1"): "Met",
    ("C5c-YEAR", "NAM-CUM"): "Met Late",
    # C5e: an online group for each of the two subjects
    ("C5e-ONLINE", "NAM-NHOM", "TOAN"): "Met",
    ("C5e-ONLINE", "NAM-NHOM", "NGU-VAN"): "Met",
    **{("C5e-ONLINE", "NAM-NHOM", subject): "Overdue" for subject in IDLE},
    # C5h: the group's year report came on 15/5, the last good day
    ("C5h-YEAR", "NAM-NHOM"): "Met",
}
"""(duty, unit, semester, subject) → state on 1 June 2025."""


@pytest.mark.clause("C2.1", "C2.2", "C3", "C4", "C5a", "C5b", "C5c", "C5d", "C5e", "C5h")
def test_the_year_of_cu_chi(life: Life) -> None:
    life.comes(date(2024, 9, 1))
    place.authority(life, OFFICE, "Phòng GDĐT")
    semesters = (date(2024, 9, 5), date(2025, 1, 18)), (date(2025, 1, 20), date(2025, 5, 31))
    place.school_year(life, YEAR, OFFICE, *semesters)
    place.schools(life, SCHOOLS, OFFICE, "THCS", TAUGHT)
    regulation = place.regulation_binds(life, "CUCHI-1671-2024", OFFICE)
    founds(life)
    planned = makes_plans(life)
    meets(life, planned, until=date(2024, 12, 19))
    reports_on_the_first_semester(life)
    meets(life, planned, until=date(2025, 5, 15))
    reports_on_the_year(life)

    life.comes(date(2025, 6, 1))
    leader = life.at_authority(OFFICE, "Authority Leader")
    assert compliance(leader, (CLUSTER[1], GROUP[1]), regulation) == EXPECTED


def founds(life: Life) -> None:
    """Decision 140 designates the cluster, head and deputies all principals; the guidance of two days later the
    group, whose first-named school leads it. The lead's head makes the subject groups with their online groups."""
    leader, head = life.at_authority(OFFICE, "Authority Leader"), life.at_school("NAM-A-HT")
    paper = {"authority": OFFICE, "school_year": YEAR}
    cluster = {"unit_type": CLUSTER[0], "unit_code": CLUSTER[1], "levels": "THCS", "members": SCHOOLS}
    officers = [("Cluster Head", "NAM-A-HT"), ("Cluster Deputy", "NAM-B-HT"), ("Cluster Deputy", "NAM-C-HT")]
    life.comes(date(2024, 9, 11))
    designates(leader, "Thành lập cụm", "140/QĐ-PGDĐT", [{**cluster, "officers": officers}], **paper)
    life.comes(date(2024, 9, 13))
    group = {
        "unit_type": GROUP[0],
        "unit_code": GROUP[1],
        "levels": "THCS",
        "members": SCHOOLS,
        "officers": [],
    }
    designates(leader, "Phân nhóm liên trường", "1671/HD-PGDĐT-THCS", [group], **paper)
    life.settled()
    (lead,) = [row for row in leader.reads(*GROUP)["officers"] if row["position"] == "Group Lead"]
    assert lead["staff"] == "NAM-A-HT", "the first-named school leads (C2.2)"

    groups = [
        {
            "subject": subject,
            "lead": f"NAM-A-TT-{subject}",
            "online_group_url": f"https://zalo.example/{subject}",
        }
        for subject in TAUGHT
    ]
    made = head.does("founding.make_subject_groups", unit_type=GROUP[0], unit=GROUP[1], groups=groups)
    assert len(made["made"]) == len(TAUGHT), made
    life.settled()


def makes_plans(life: Life) -> dict[str, str]:
    """Both plans go through the member schools to the office before anybody meets (C5a, C5d); their sessions."""
    head, leader = life.at_school("NAM-A-HT"), life.at_authority(OFFICE, "Authority Leader")
    members = {"NAM-B-HT": "", "NAM-C-HT": "Đề nghị lùi phiên học kỳ 2 sang tháng 3"}
    meetings = [
        {"title": title, "activity_kind": "PERIODIC-MEETING", "planned_on": day}
        for title, day in ((FIRST, "2024-10-10"), (SECOND, "2025-03-12"))
    ]
    lessons = [
        {"title": f"{subject} {day}", "activity_kind": "LESSON-STUDY", "subject": subject, "planned_on": day}
        for subject, day in LESSONS
    ]
    life.comes(date(2024, 9, 20))
    of_cluster = plans(life, head, leader, CLUSTER, YEAR, meetings, members)
    of_group = plans(life, head, leader, GROUP, YEAR, lessons, members)
    assert len(of_cluster) == 2
    assert len(of_group) == len(LESSONS)
    return of_cluster | of_group


def meets(life: Life, planned: dict[str, str], until: date) -> None:
    """What the plans have from today on."""
    days = [(date(2024, 10, 10), FIRST, ""), (date(2025, 3, 12), SECOND, "")]
    days += [(date.fromisoformat(day), f"{subject} {day}", subject) for subject, day in LESSONS]
    for day, title, subject in sorted(days):
        if life.today <= day < until:
            if subject:
                subject_meets(life, subject, day, planned[title])
            else:
                cluster_meets(life, day, planned[title])


def cluster_meets(life: Life, day: date, planned: str) -> None:
    """Under its head (C3), with the office's leaders invited: without them it is not convened (C5b)."""
    head = life.at_school("NAM-A-HT")
    assert "C5b" in head.is_refused("does", "convening.convene", session=planned)
    meeting = Meeting(
        *CLUSTER,
        head,
        day,
        chair="NAM-A-HT",
        secretary="NAM-B-HT",
        with_authority=True,
        planned=planned,
    )
    holds(life, meeting)


def subject_meets(life: Life, subject: str, day: date, planned: str) -> None:
    """The lead school's subject head convenes and chairs, and names a secretary (C5d). Of Ngữ văn's last session one
    person never signs."""
    lead = f"NAM-A-TT-{subject}"
    meeting = Meeting(
        "Subject Group",
        f"{GROUP[1]}-{subject}",
        life.at_school(lead),
        day,
        chair=lead,
        secretary=f"NAM-B-TT-{subject}",
        title=f"Sinh hoạt {subject}",
        kind="LESSON-STUDY",
        subjects=(subject,),
        excused={f"NAM-B-GV-{subject}": "Ốm"},
        planned=planned,
        minutes={**LESSON, "lesson_teacher": f"NAM-A-GV-{subject}"},
    )
    holds(life, meeting, unsigned=("NAM-C-GV-NGU-VAN",) if (subject, day) == UNSIGNED else ())


def reports_on_the_first_semester(life: Life) -> None:
    life.comes(date(2024, 12, 19))
    sends(life.at_school("NAM-A-HT"), CLUSTER, "SEMESTER-REPORT", YEAR, semester="1")


def reports_on_the_year(life: Life) -> None:
    head = life.at_school("NAM-A-HT")
    life.comes(date(2025, 5, 15))
    sends(head, GROUP, "YEAR-REPORT", YEAR)
    life.comes(date(2025, 5, 16))
    sends(head, CLUSTER, "YEAR-REPORT", YEAR)
