"""Chi Lăng, 2018-2019: what two schools of one group owe to keep their national standard (L2 to L3c)."""

from __future__ import annotations

from datetime import date

import pytest

from . import place
from .acts import MINUTES, Meeting, compliance, holds, sends
from .life import Life

OFFICE, YEAR = "NAM-PGD", "NAM-2018-2019"
GROUP = ("Inter-School Group", "NAM-NHOM")
GOOD, SLOW = SCHOOLS = ("NAM-A", "NAM-B")
TAUGHT = ("TOAN", "NGU-VAN")
IDLE = (
    "NGOAI-NGU-1", "GDCD", "LS-DL", "KHTN", "CONG-NGHE", "TIN-HOC", "GDTC", "NGHE-THUAT", "HDTN-HN", "GDDP",
)  # fmt: skip
"""Subjects in which nobody proposed a theme."""


def expected(first: str, second: str, third: str) -> dict[tuple[str, ...], str]:
    """(duty, school, subject or session) → state on 5 August 2019, after the three sessions."""
    both = {
        # L3a: two themes a year from each subject team; Ngữ văn had one
        "TOAN": "Met",
        **dict.fromkeys(("NGU-VAN", *IDLE), "Overdue"),
    }
    return {
        **{("L3a-SUBJECT", school, subject): state for school in SCHOOLS for subject, state in both.items()},
        # L3c: exchange with other schools twice a year, each with minutes and a report
        ("L3c-EXCHANGE", GOOD): "Met",
        ("L3c-EXCHANGE", SLOW): "Met",
        **{("L3c-REPORT", GOOD, session): "Met" for session in (first, second, third)},
        **{("L3c-REPORT", SLOW, session): "Met" for session in (first, second)},
        ("L3c-REPORT", SLOW, third): "Overdue",
        # L2: the self-review in June and July; what came in May does not count, what came in August is late
        ("L2-SELF-REVIEW", GOOD): "Met",
        ("L2-SELF-REVIEW", SLOW): "Met Late",
    }


@pytest.mark.clause("L2", "L3a", "L3b", "L3c")
def test_the_year_of_chi_lang(life: Life) -> None:
    life.comes(date(2018, 9, 1))
    place.authority(life, OFFICE, "Phòng GDĐT")
    semesters = (date(2018, 9, 5), date(2019, 1, 12)), (date(2019, 1, 14), date(2019, 5, 31))
    place.school_year(life, YEAR, OFFICE, *semesters)
    place.schools(life, SCHOOLS, OFFICE, "THCS", TAUGHT)
    regulation = place.regulation_binds(life, "CHILANG-KL-2018", OFFICE)
    life.inserted(
        GROUP[0],
        unit_code=GROUP[1],
        unit_title="Nhóm hai trường",
        levels="THCS",
        members=[{"school": school, "is_lead": int(school == GOOD)} for school in SCHOOLS],
        authorities=[{"authority": OFFICE}],
        officers=[{"position": "Group Lead", "staff": f"{GOOD}-HT"}],
    )
    sessions = [
        theme(life, "TOAN", date(2018, 10, 18)),
        theme(life, "NGU-VAN", date(2018, 11, 15)),
        theme(life, "TOAN", date(2019, 3, 14)),
    ]
    reports(life, sessions)
    reviews(life)

    life.comes(date(2019, 8, 5))
    leader = life.at_authority(OFFICE, "Authority Leader")
    assert compliance(leader, SCHOOLS, regulation) == expected(*sessions)


def theme(life: Life, subject: str, day: date) -> str:
    """A theme in which both schools take part; its minutes are refused while the chair has concluded nothing."""
    lead, writer = life.at_school(f"{GOOD}-HT"), life.at_school(f"{SLOW}-TT-{subject}")
    meeting = Meeting(
        *GROUP,
        lead,
        day,
        chair=f"{GOOD}-TT-{subject}",
        secretary=f"{SLOW}-TT-{subject}",
        title=f"Chuyên đề {subject}",
        kind="THEME",
        subjects=(subject,),
        more={"plan_text": "Dạy minh họa, dự giờ, trao đổi."},
    )

    def incomplete(minutes: str) -> None:
        said = writer.reads(MINUTES, minutes)["conclusion"]
        writer.changes(MINUTES, minutes, conclusion="")
        refused = writer.is_refused("does", "minutes.ask_for_confirmation", minutes=minutes)
        assert "kết luận của chủ tọa" in refused
        writer.changes(MINUTES, minutes, conclusion=said)

    return holds(life, meeting, before_asking=incomplete)


def reports(life: Life, sessions: list[str]) -> None:
    """Each school sends its own report on each; the slow one forgets the last."""
    life.comes(date(2019, 5, 20))
    for school, owed in ((GOOD, sessions), (SLOW, sessions[:2])):
        for session in owed:
            sends(
                life.at_school(f"{school}-HT"),
                ("Member School", school),
                "EVALUATION-REPORT",
                YEAR,
                session=session,
            )


def reviews(life: Life) -> None:
    for school, day in ((SLOW, date(2019, 5, 28)), (GOOD, date(2019, 6, 20)), (SLOW, date(2019, 8, 1))):
        life.comes(day)
        sends(life.at_school(f"{school}-HT"), ("Member School", school), "SELF-REVIEW", YEAR)
