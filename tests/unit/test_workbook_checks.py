"""Cross-checks of codes, dates, units and people: every mistake at its cell, with value and remedy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from cum_chuyen_mon.rules.words import DutyKind, Level, Position, UnitKind
from cum_chuyen_mon.workbook.rows import (
    AuthorityRow,
    HolidayRow,
    MemberRow,
    OfficerRow,
    PaperRow,
    TransferRow,
)
from tests.unit.books import (
    BOOK,
    CLUSTER,
    START,
    SUBJECT_GROUP,
    added,
    assert_one_problem,
    attended,
    changed,
    dropped,
    duty,
    edited,
    posting,
    problems_in,
    problems_of,
    subject_group,
    unit,
)


def test_the_small_book_is_right():
    assert problems_of(BOOK) == []


CASES = {
    # codes
    "unknown school": (
        changed("members", 3, school_code="TRUONG-C"),
        ("Thành viên", "B5", "TRUONG-C", "Không có mã này ở trang «Trường»"),
    ),
    "unknown subject, with the likely one": (
        changed("postings", 1, subject_code="TOANN"),
        ("Vị trí công tác", "D3", "TOANN", "Có phải «TOAN»?"),
    ),
    "unknown activity kind": (
        changed("sessions", 0, activity_kind="HOI-THAO"),
        ("Buổi sinh hoạt", "D2", "HOI-THAO", "Không có mã này ở trang «Loại hoạt động»"),
    ),
    "one of several subjects unknown": (
        changed("sessions", 0, subjects=("TOAN", "THIEN-VAN")),
        ("Buổi sinh hoạt", "E2", "THIEN-VAN", "trang «Môn học»"),
    ),
    "somebody who is not in the staff": (
        added("attendance", attended("BUOI-1", "B-TOAN-2", None)),
        ("Điểm danh", "B4", "B-TOAN-2", "Không có mã này ở trang «Cán bộ»"),
    ),
    "code in other letters": (
        changed("members", 0, school_code="TRUONG-Â"),
        ("Thành viên", "B2", "TRUONG-Â", "chữ hoa không dấu A-Z"),
    ),
    "the same code twice": (
        added("papers", BOOK.papers[0]),
        ("Văn bản", "A3", "BC-1", "bị lặp với dòng 2"),
    ),
    "one person twice in one session": (
        added("attendance", BOOK.attendance[1]),
        ("Điểm danh", "B4", "BUOI-1, B-TOAN", "bị lặp với dòng 3"),
    ),
    "the same day off twice": (
        replace(BOOK, holidays=(HolidayRow(holiday_date=date(2025, 1, 27)),) * 2),
        ("Ngày nghỉ", "A3", "27/01/2025", "bị lặp với dòng 2"),
    ),
    "a school with a unit's code": (
        added("schools", replace(BOOK.schools[0], school_code="NHOM")),
        ("Trường", "A4", "NHOM", "Mã này đã dùng cho một đơn vị"),
    ),
    # dates
    "dates the wrong way round": (
        changed("postings", 0, to_date=date(2024, 7, 1)),
        ("Vị trí công tác", "F2", "01/07/2024", "Phải sau «Từ ngày» (01/08/2024)"),
    ),
    "hours the wrong way round": (
        changed("sessions", 0, end_time=time(7, 30)),
        ("Buổi sinh hoạt", "H2", "07:30", "Phải sau «Bắt đầu» (07:30)"),
    ),
    "school year that ends before it starts": (
        changed("school_years", 0, end_date=date(2023, 5, 31)),
        ("Năm học", "D2", "31/05/2023", "Ngày kết thúc năm học phải sau ngày bắt đầu"),
    ),
    "a second school year": (
        added("school_years", replace(BOOK.school_years[0], school_year_code="2025-2026")),
        ("Năm học", "A3", "2025-2026", "Mỗi sổ chỉ mô tả một năm học"),
    ),
    "semesters that overlap": (
        changed("semesters", 1, start_date=date(2025, 1, 10)),
        ("Học kỳ", "C3", "10/01/2025 - 25/05/2025", "phải bắt đầu sau khi học kỳ 1 kết thúc"),
    ),
    "a semester outside the year": (
        changed("semesters", 1, end_date=date(2025, 6, 30)),
        ("Học kỳ", "C3", "20/01/2025 - 30/06/2025", "phải nằm trong năm học 2024-2025"),
    ),
    # authorities and units
    "an authority above itself": (
        changed("authorities", 1, parent="PHONG"),
        ("Cơ quan quản lý", "D3", "PHONG", "vòng lặp"),
    ),
    "a school among the units": (
        changed("units", 0, unit_kind=UnitKind.SCHOOL),
        ("Cụm và nhóm", "B2", "Trường thành viên", "Trường ghi ở trang «Trường»"),
    ),
    "a cluster without authority": (
        changed("units", 0, authority=""),
        ("Cụm và nhóm", "E2", "", "Cụm chuyên môn phải ghi cơ quan quản lý"),
    ),
    "a group without level": (
        changed("units", 1, levels=frozenset()),
        ("Cụm và nhóm", "D3", "", "Nhóm liên trường phải ghi cấp học"),
    ),
    "a cluster with a subject": (
        changed("units", 0, subject_code="TOAN"),
        ("Cụm và nhóm", "L2", "TOAN", "Chỉ tổ bộ môn liên trường mới ghi ô này"),
    ),
    "a subject group of nothing": (
        added("units", subject_group(parent_unit="")),
        ("Cụm và nhóm", "K4", "", "phải ghi thuộc cụm hay nhóm nào"),
    ),
    "a subject group in a subject group": (
        added("units", subject_group(), subject_group(unit_code="TO-2", parent_unit="TO-TOAN")),
        ("Cụm và nhóm", "K5", "TO-TOAN", "phải thuộc một cụm hoặc một nhóm"),
    ),
    "a subject group with an authority of its own": (
        added("units", subject_group(authority="PHONG")),
        ("Cụm và nhóm", "E4", "PHONG", "theo cơ quan quản lý của cụm hoặc nhóm"),
    ),
    "a transfer before the first authority": (
        added(
            "transfers",
            TransferRow(code="CUM", authority="SO", from_date=date(2024, 9, 1)),
            to=changed("units", 0, authority_from=date(2024, 9, 11)),
        ),
        ("Chuyển thẩm quyền", "C2", "01/09/2024", "Phải sau ngày bắt đầu thuộc cơ quan cũ (11/09/2024)"),
    ),
    # members
    "a unit without schools": (
        replace(BOOK, units=(*BOOK.units, unit("CUM-2", CLUSTER, "Cụm 02"))),
        ("Cụm và nhóm", "A4", "CUM-2", "Đơn vị chưa có trường thành viên"),
    ),
    "a group without lead": (
        changed("members", 2, is_lead=False),
        ("Thành viên", "C4", "", "chưa có trường nhóm trưởng"),
    ),
    "a group with two leads": (
        changed("members", 3, is_lead=True),
        ("Thành viên", "C5", "Có", "có hai trường nhóm trưởng cùng lúc"),
    ),
    "a school twice in a unit": (
        added("members", MemberRow(unit_code="CUM", school_code="TRUONG-A", from_date=date(2025, 1, 1))),
        ("Thành viên", "B6", "TRUONG-A", "trùng thời gian với dòng 2"),
    ),
    "a school of another level": (
        replace(
            BOOK,
            schools=(
                *BOOK.schools,
                replace(BOOK.schools[0], school_code="TH-C", levels=frozenset({Level.PRIMARY})),
            ),
            members=(*BOOK.members, MemberRow(unit_code="CUM", school_code="TH-C")),
        ),
        ("Thành viên", "B6", "TH-C", "Trường dạy cấp TH, đơn vị thuộc cấp THCS"),
    ),
    # people
    "an officer's days the wrong way round": (
        replace(
            changed("officers", 0, to_date=date(2024, 7, 1)),
            members=tuple(replace(row, from_date=None) for row in BOOK.members),
        ),
        ("Chức danh", "F2", "01/07/2024", "Phải sau «Từ ngày» (05/09/2024)"),
    ),
    "a unit's position at a school": (
        changed("postings", 0, position=Position.HEAD),
        ("Vị trí công tác", "C2", "Cụm trưởng", "Hãy chọn: Hiệu trưởng, Phó hiệu trưởng"),
    ),
    "the same posting twice": (
        added("postings", BOOK.postings[0]),
        ("Vị trí công tác", "A6", "A-HT", "trùng thời gian với dòng 2"),
    ),
    "a group lead in a cluster": (
        added("officers", OfficerRow(unit_code="CUM", position=Position.GROUP_LEAD, staff_code="B-HT")),
        ("Chức danh", "B4", "Nhóm trưởng", "Cụm chuyên môn không có chức danh này"),
    ),
    "two heads at once": (
        added(
            "officers",
            OfficerRow(unit_code="CUM", position=Position.HEAD, staff_code="B-HT", from_date=START),
        ),
        ("Chức danh", "C4", "B-HT", "có hai người giữ chức danh này cùng lúc (xem dòng 2)"),
    ),
    "a head from outside": (
        dropped("members", 0),
        ("Chức danh", "C2", "A-HT", "không công tác ở trường thành viên nào của CUM"),
    ),
    "a group lead from another school": (
        changed("officers", 1, staff_code="B-HT"),
        ("Chức danh", "C3", "B-HT", "Nhóm trưởng phải là người của trường nhóm trưởng"),
    ),
    "a head who is no principal where the regulation asks for one (N5.1)": (
        added(
            "duties",
            duty(
                "N5.1", DutyKind.TERM, position=Position.HEAD, max_years=3, must_attend=(Position.PRINCIPAL,)
            ),
            to=changed("officers", 0, staff_code="A-TOAN"),
        ),
        ("Chức danh", "C2", "A-TOAN", "Cụm trưởng phải là hiệu trưởng của trường thành viên"),
    ),
    "a subject lead who is no team lead where the regulation asks for one": (
        added(
            "duties",
            duty(
                "TO",
                DutyKind.TERM,
                SUBJECT_GROUP,
                levels=BOOK.units[1].levels,
                position=Position.SUBJECT_LEAD,
                max_years=3,
                must_attend=(Position.TEAM_LEAD,),
            ),
            to=replace(
                added("units", subject_group()),
                officers=(
                    *BOOK.officers,
                    OfficerRow(unit_code="TO-TOAN", position=Position.SUBJECT_LEAD, staff_code="A-HT"),
                ),
            ),
        ),
        ("Chức danh", "C4", "A-HT", "phải là tổ trưởng chuyên môn của trường thành viên"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_one_mistake_is_one_problem_at_its_cell(case):
    book, place_and_words = CASES[case]
    assert_one_problem(book, *place_and_words)


class TestWhatIsAllowed:
    @pytest.mark.parametrize(
        "book",
        [
            pytest.param(added("units", subject_group()), id="a subject group follows its parent"),
            pytest.param(
                added("officers", OfficerRow(unit_code="CUM", position=Position.DEPUTY, staff_code="B-HT")),
                id="a deputy beside the head",
            ),
            pytest.param(
                replace(
                    BOOK,
                    officers=(
                        replace(BOOK.officers[0], to_date=date(2024, 12, 31)),
                        BOOK.officers[1],
                        OfficerRow(
                            unit_code="CUM",
                            position=Position.HEAD,
                            staff_code="B-HT",
                            from_date=date(2025, 1, 1),
                        ),
                    ),
                ),
                id="a new head after the old one",
            ),
            pytest.param(
                replace(
                    BOOK,
                    officers=(
                        replace(BOOK.officers[0], level=Level.LOWER_SECONDARY),
                        BOOK.officers[1],
                        OfficerRow(
                            unit_code="CUM", position=Position.HEAD, staff_code="B-HT", level=Level.PRIMARY
                        ),
                    ),
                ),
                id="one head for each level",
            ),
            pytest.param(
                changed("papers", 0, received_on=date(2024, 8, 15)),
                id="a paper before the first day of school",
            ),
            pytest.param(
                added(
                    "postings",
                    posting("A-TOAN", "TRUONG-A", Position.TEACHER, "TIN-HOC"),
                    posting("B-HT", "TRUONG-A", Position.PRINCIPAL),
                ),
                id="several positions, several schools",
            ),
            pytest.param(
                added("attendance", attended("BUOI-1", "A-HT", date(2024, 10, 8))),
                id="a guest of another position",
            ),
            pytest.param(
                changed("sessions", 0, conclusion="", secretary="", venue=""),
                id="minutes that are not complete yet",
            ),
            pytest.param(
                added(
                    "papers",
                    PaperRow(
                        paper_code="TRR-A",
                        paper_kind="SELF-REVIEW",
                        unit_code="TRUONG-A",
                        title="Tự rà soát",
                        received_on=date(2025, 6, 20),
                    ),
                ),
                id="a school's paper",
            ),
        ],
    )
    def test_no_problem(self, book):
        assert problems_of(book) == []


class TestTogether:
    def test_all_mistakes_are_found_at_once(self):
        book = replace(
            changed("duties", 0, minimum=0),
            papers=(replace(BOOK.papers[0], semester_code=""),),
            members=(replace(BOOK.members[0], school_code="TRUONG-X"), *BOOK.members[1:]),
            authorities=(
                *BOOK.authorities,
                AuthorityRow(authority_code="XA", authority_name="Xã", parent="TINH"),
            ),
        )
        assert [(p.sheet, p.cell) for p in problems_of(book)] == [
            ("Cơ quan quản lý", "D4"),
            ("Thành viên", "B2"),
            ("Nghĩa vụ", "O2"),
            ("Văn bản", "E2"),
        ]

    def test_a_sheet_that_cannot_be_read_does_not_make_its_codes_unknown(self):
        def hide(workbook) -> None:
            workbook["Trường"].sheet_state = "hidden"

        assert [p.sheet for p in problems_in(edited(hide))] == ["Trường"]

    def test_a_lead_that_could_not_be_read_is_not_missing_as_well(self):
        book = replace(
            changed("officers", 1, staff_code="B-HT"),
            members=(
                *BOOK.members[:2],
                replace(BOOK.members[2], is_lead=False),
                replace(BOOK.members[3], is_lead=True),
            ),
        )
        assert problems_of(book) == []

        def spoil(workbook) -> None:
            workbook["Thành viên"]["C5"] = "chắc là có"

        assert [(p.sheet, p.cell) for p in problems_in(edited(spoil, book))] == [("Thành viên", "C5")]
