"""Củ Chi 2024-2025 as a YearBook: the units of the document, a year of sessions, and the papers that came in.

Everything runs as it should except what stands in the tables of ``cu_chi_story.py``; the figures that
follow from them are worked out by hand in ``tests/data/cu_chi_expected.py``.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta

from ..rules.regulation import Duty
from ..setup.seeds import seeded_regulation
from ..workbook.book import YearBook
from ..workbook.rows import (
    DutyRow,
    HolidayRow,
    PaperRow,
    RegulationRow,
    SchoolYearRow,
    SemesterRow,
    SubjectRow,
)
from .cu_chi_places import (
    GROUP_SCHOOLS,
    OFFICE,
    SUBJECTS,
    authorities,
    group_code,
    members,
    officers,
    people,
    schools,
    units,
)
from .cu_chi_sessions import cluster_sessions, group_sessions
from .cu_chi_story import ONLINE_GROUPS_DEFAULT, ONLINE_GROUPS_EXCEPTIONS, PAPERS, TERM_BREAK

REGULATION = "DEMO-CUCHI-1671-2024"
SEED = "CUCHI-1671-2024"
YEAR = "CC-2024-2025"


def cu_chi_book() -> YearBook:
    """The whole year; the same rows every time."""
    staff = tuple(people())
    sessions = (*cluster_sessions(), *group_sessions())
    return YearBook(
        authorities=authorities(),
        school_years=(
            SchoolYearRow(school_year_code=YEAR, start_date=date(2024, 9, 5), end_date=date(2025, 5, 31)),
        ),
        semesters=(
            SemesterRow(
                school_year_code=YEAR,
                semester_code="1",
                start_date=date(2024, 9, 5),
                end_date=date(2025, 1, 18),
            ),
            SemesterRow(
                school_year_code=YEAR,
                semester_code="2",
                start_date=date(2025, 1, 20),
                end_date=date(2025, 5, 25),
            ),
        ),
        holidays=_holidays(),
        subjects=tuple(
            SubjectRow(subject_code=s.code, subject_title=s.title, levels=s.levels) for s in SUBJECTS
        ),
        schools=schools(),
        staff=tuple(person for person, _ in staff),
        postings=tuple(posting for _, posting in staff),
        units=units(),
        members=members(),
        officers=officers(),
        regulations=(_regulation(),),
        duties=_duties(),
        sessions=tuple(session for session, _ in sessions),
        attendance=tuple(line for _, lines in sessions for line in lines),
        papers=(*_papers(), *_online_groups()),
    )


def _holidays() -> tuple[HolidayRow, ...]:
    first, last = TERM_BREAK
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(HolidayRow(holiday_date=day, title="Nghỉ Tết Nguyên đán Ất Tỵ của học sinh") for day in days)


def _regulation() -> RegulationRow:
    seed = seeded_regulation(SEED)
    return RegulationRow(
        regulation_code=REGULATION,
        regulation_title=seed.title,
        number=seed.number,
        issued_on=seed.issued_on,
        authority=OFFICE,
        valid_from=seed.valid_from,
        valid_to=seed.valid_to,
    )


def _duties() -> tuple[DutyRow, ...]:
    names = [item.name for item in fields(Duty) if item.name != "code"]
    return tuple(
        DutyRow(
            regulation_code=REGULATION, duty_code=duty.code, **{name: getattr(duty, name) for name in names}
        )
        for duty in seeded_regulation(SEED).duties
    )


_PAPER_NAMES = {
    "PLAN": ("KH", "Kế hoạch sinh hoạt chuyên môn năm học 2024-2025 của {}"),
    "SEMESTER-REPORT": ("BC-HK1", "Báo cáo sơ kết học kỳ I năm học 2024-2025 của {}"),
    "YEAR-REPORT": ("BC-NAM", "Báo cáo tổng kết năm học 2024-2025 của {}"),
}


def _papers() -> list[PaperRow]:
    titles = {unit.unit_code: unit.unit_title for unit in units()}
    found = []
    for unit, kind, semester, received in PAPERS:
        short, title = _PAPER_NAMES[kind]
        found.append(
            PaperRow(
                paper_code=f"{unit}-{short}",
                paper_kind=kind,
                unit_code=unit,
                title=title.format(titles[unit]),
                semester_code=semester,
                received_on=received,
            )
        )
    return found


def _online_groups() -> list[PaperRow]:
    """The Zalo group of each subject in each group of schools (C5e)."""
    found = []
    for number in GROUP_SCHOOLS:
        for subject in SUBJECTS:
            received = ONLINE_GROUPS_EXCEPTIONS.get((number, subject.code), ONLINE_GROUPS_DEFAULT)
            if received is not None:
                found.append(
                    PaperRow(
                        paper_code=f"{group_code(number)}-TB-{subject.code}",
                        paper_kind="ONLINE-GROUP",
                        unit_code=group_code(number),
                        title=f"Thông báo lập nhóm Zalo môn {subject.title}, Nhóm liên trường {number}",
                        subject_code=subject.code,
                        received_on=received,
                    )
                )
    return found
