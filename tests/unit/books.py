"""A small year that is right in every respect, and ways to make files of it that are not."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from functools import lru_cache
from typing import Any

from openpyxl import Workbook, load_workbook

from cum_chuyen_mon.rules.words import (
    Anchor,
    Answer,
    Bound,
    DutyKind,
    Level,
    PeriodKind,
    Position,
    RollCall,
    SessionStatus,
    UnitKind,
)
from cum_chuyen_mon.workbook.book import YearBook
from cum_chuyen_mon.workbook.problems import Problem
from cum_chuyen_mon.workbook.reading import read_workbook
from cum_chuyen_mon.workbook.rows import (
    AttendanceRow,
    AuthorityKind,
    AuthorityRow,
    DutyRow,
    MemberRow,
    OfficerRow,
    PaperRow,
    PostingRow,
    RegulationRow,
    SchoolRow,
    SchoolYearRow,
    SemesterRow,
    SessionRow,
    StaffRow,
    UnitRow,
)
from cum_chuyen_mon.workbook.writing import write_workbook

THCS = frozenset({Level.LOWER_SECONDARY})
START = date(2024, 9, 5)


def small_book(**changes: Any) -> YearBook:
    """Two schools, one cluster, one group, a regulation with two duties, one locked session, one paper."""
    book = YearBook(
        authorities=(
            AuthorityRow(authority_code="SO", authority_name="Sở GDĐT"),
            AuthorityRow(
                authority_code="PHONG",
                authority_name="Phòng GDĐT",
                kind=AuthorityKind.DISTRICT_OFFICE,
                parent="SO",
            ),
        ),
        school_years=(
            SchoolYearRow(school_year_code="2024-2025", start_date=START, end_date=date(2025, 5, 31)),
        ),
        semesters=(
            SemesterRow(
                school_year_code="2024-2025", semester_code="1", start_date=START, end_date=date(2025, 1, 18)
            ),
            SemesterRow(
                school_year_code="2024-2025",
                semester_code="2",
                start_date=date(2025, 1, 20),
                end_date=date(2025, 5, 25),
            ),
        ),
        schools=(school("TRUONG-A", "THCS Tân Tiến"), school("TRUONG-B", "THCS Trung An")),
        staff=(
            StaffRow(staff_code="A-HT", full_name="Hiệu trưởng THCS Tân Tiến", email="a@truong.edu.vn"),
            StaffRow(staff_code="A-TOAN", full_name="Tổ trưởng Toán THCS Tân Tiến"),
            StaffRow(staff_code="B-HT", full_name="Hiệu trưởng THCS Trung An"),
            StaffRow(staff_code="B-TOAN", full_name="Tổ trưởng Toán THCS Trung An"),
        ),
        postings=(
            posting("A-HT", "TRUONG-A", Position.PRINCIPAL),
            posting("A-TOAN", "TRUONG-A", Position.TEAM_LEAD, "TOAN"),
            posting("B-HT", "TRUONG-B", Position.PRINCIPAL),
            posting("B-TOAN", "TRUONG-B", Position.TEAM_LEAD, "TOAN"),
        ),
        units=(unit("CUM", UnitKind.CLUSTER, "Cụm 01"), unit("NHOM", UnitKind.GROUP, "Nhóm 1")),
        members=(
            MemberRow(unit_code="CUM", school_code="TRUONG-A", from_date=START),
            MemberRow(unit_code="CUM", school_code="TRUONG-B", from_date=START),
            MemberRow(unit_code="NHOM", school_code="TRUONG-A", is_lead=True, from_date=START),
            MemberRow(unit_code="NHOM", school_code="TRUONG-B", from_date=START),
        ),
        officers=(
            OfficerRow(unit_code="CUM", position=Position.HEAD, staff_code="A-HT", from_date=START),
            OfficerRow(unit_code="NHOM", position=Position.GROUP_LEAD, staff_code="A-HT", from_date=START),
        ),
        regulations=(
            RegulationRow(
                regulation_code="QC",
                regulation_title="Quy chế cụm",
                number="12/QĐ-PGDĐT",
                authority="PHONG",
                valid_from=START,
            ),
        ),
        duties=(
            DutyRow(
                regulation_code="QC",
                duty_code="5.1",
                kind=DutyKind.QUOTA,
                unit_kind=UnitKind.GROUP,
                title="Sinh hoạt 1 lần mỗi học kỳ theo từng môn",
                legal_basis="Điều 5 khoản 1",
                levels=THCS,
                period=PeriodKind.SEMESTER,
                per_subject=True,
                subjects=("TOAN",),
                minimum=1,
            ),
            DutyRow(
                regulation_code="QC",
                duty_code="5.2",
                kind=DutyKind.DEADLINE,
                unit_kind=UnitKind.CLUSTER,
                title="Báo cáo sơ kết trước ngày 20/12",
                legal_basis="Điều 5 khoản 2",
                period=PeriodKind.SEMESTER,
                semester="1",
                paper_kind="SEMESTER-REPORT",
                anchor=Anchor.FIXED_DATE,
                bound=Bound.BEFORE,
                day=20,
                month=12,
            ),
        ),
        sessions=(session(),),
        attendance=(
            attended("BUOI-1", "A-TOAN", date(2024, 10, 9)),
            attended("BUOI-1", "B-TOAN", date(2024, 10, 11)),
        ),
        papers=(
            PaperRow(
                paper_code="BC-1",
                paper_kind="SEMESTER-REPORT",
                unit_code="CUM",
                title="Báo cáo sơ kết học kỳ I",
                semester_code="1",
                received_on=date(2024, 12, 19),
            ),
        ),
    )
    return replace(book, **changes)


def school(code: str, name: str) -> SchoolRow:
    return SchoolRow(school_code=code, school_name=name, levels=THCS, authority="PHONG")


def posting(staff: str, at: str, position: Position, subject: str = "", **changes: Any) -> PostingRow:
    row = PostingRow(
        staff_code=staff,
        school_code=at,
        position=position,
        subject_code=subject,
        from_date=date(2024, 8, 1),
    )
    return replace(row, **changes)


def unit(code: str, kind: UnitKind, title: str, **changes: Any) -> UnitRow:
    row = UnitRow(
        unit_code=code, unit_kind=kind, unit_title=title, levels=THCS, authority="PHONG", from_date=START
    )
    return replace(row, **changes)


def session(code: str = "BUOI-1", **changes: Any) -> SessionRow:
    """A maths session of the group with complete minutes."""
    row = SessionRow(
        session_code=code,
        unit_code="NHOM",
        title="Sinh hoạt chuyên môn Toán lần 1",
        activity_kind="LESSON-STUDY",
        subjects=("TOAN",),
        session_date=date(2024, 10, 8),
        start_time=time(7, 30),
        end_time=time(10, 0),
        venue="Phòng họp THCS Tân Tiến",
        venue_school="TRUONG-A",
        chair="A-TOAN",
        secretary="B-TOAN",
        status=SessionStatus.HELD,
        notified_on=date(2024, 9, 25),
        documents="Không có",
        work="Phân công soạn bài dạy minh họa",
        topic="Dạy hàm số bậc nhất",
        presenter="Tổ trưởng Toán THCS Tân Tiến",
        opinions="Nên chia phiếu học tập thành hai mức.\nCần thêm bài thực tế.",
        differing_opinions="Không có",
        conclusion="Thống nhất phiếu học tập hai mức.",
    )
    return replace(row, **changes)


def attended(code: str, staff: str, answered_on: date | None, **changes: Any) -> AttendanceRow:
    row = AttendanceRow(
        session_code=code,
        staff_code=staff,
        state=RollCall.PRESENT,
        answer=Answer.CONFIRMED if answered_on else None,
        answered_on=answered_on,
    )
    return replace(row, **changes)


def edited(edit: Callable[[Workbook], object], book: YearBook | None = None) -> bytes:
    """The small book's file, changed by a hand that knows no rules."""
    workbook = load_workbook(io.BytesIO(write_workbook(book) if book else _small_file()))
    edit(workbook)
    return saved(workbook)


@lru_cache(maxsize=1)
def _small_file() -> bytes:
    return write_workbook(small_book())


def saved(workbook: Workbook) -> bytes:
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def with_cell(sheet: str, cell: str, value: object) -> bytes:
    """The small book's file with one cell changed."""

    def change(workbook: Workbook) -> None:
        workbook[sheet][cell] = value

    return edited(change)


def problems_in(content: bytes) -> list[Problem]:
    """What reading finds wrong; the book must be withheld exactly when something is."""
    book, problems = read_workbook(content)
    assert (book is None) == bool(problems)
    return problems


def problems_of(book: YearBook) -> list[Problem]:
    """What is wrong with a book, read back from a file so that every problem has its cell."""
    return problems_in(write_workbook(book))


def assert_one_problem(book: YearBook, sheet: str, cell: str, value: str, words: str) -> None:
    """One mistake is one problem, at its cell, with what stands there and some words of the sentence."""
    problems = problems_of(book)
    assert [(p.sheet, p.cell, p.value) for p in problems] == [(sheet, cell, value)], list(map(str, problems))
    assert words in problems[0].message


CLUSTER, SUBJECT_GROUP = UnitKind.CLUSTER, UnitKind.SUBJECT_GROUP
BOOK = small_book()


def changed(key: str, number: int, **values: Any) -> YearBook:
    """The small book with some fields of one row changed."""
    rows = list(getattr(BOOK, key))
    rows[number] = replace(rows[number], **values)
    return replace(BOOK, **{key: tuple(rows)})


def added(key: str, *rows: Any, to: YearBook = BOOK) -> YearBook:
    """A book with further rows."""
    return replace(to, **{key: (*getattr(to, key), *rows)})


def dropped(key: str, number: int) -> YearBook:
    """The small book without one row."""
    rows = list(getattr(BOOK, key))
    del rows[number]
    return replace(BOOK, **{key: tuple(rows)})


def duty(code: str, kind: DutyKind, unit_kind: UnitKind = CLUSTER, **values: Any) -> DutyRow:
    """One more duty of the small book's regulation."""
    return DutyRow(
        regulation_code="QC", duty_code=code, kind=kind, unit_kind=unit_kind, title="Nghĩa vụ thử", **values
    )


def subject_group(**values: Any) -> UnitRow:
    """A subject group for maths in the group of the small book."""
    row = unit("TO-TOAN", SUBJECT_GROUP, "Tổ Toán", levels=frozenset(), authority="")
    return replace(row, **{"parent_unit": "NHOM", "subject_code": "TOAN", **values})
