"""Cross-checks of regulations, sessions, roll-calls and papers: every mistake at its cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cum_chuyen_mon.rules.words import Answer, DayUnit, DutyKind, PeriodKind, RollCall, SessionStatus
from cum_chuyen_mon.workbook.rows import PaperRow
from tests.unit.books import (
    BOOK,
    added,
    assert_one_problem,
    attended,
    changed,
    duty,
    session,
    subject_group,
)

CASES = {
    # regulations
    "a minimum below 1": (
        changed("duties", 0, minimum=0),
        ("Nghĩa vụ", "O2", "", "Số buổi tối thiểu là 0; phải từ 1 trở lên"),
    ),
    "31 February": (
        changed("duties", 1, day=31, month=2),
        ("Nghĩa vụ", "U3", "31", "Ngày 31/2 không có"),
    ),
    "month 13": (changed("duties", 1, month=13), ("Nghĩa vụ", "T3", "13", "Tháng 13 không có")),
    "notice longer than the period": (
        added(
            "duties",
            duty("5.3", DutyKind.NOTICE, period=PeriodKind.MONTH, offset=30, day_unit=DayUnit.WORKING),
        ),
        ("Nghĩa vụ", "W4", "30", "dài hơn cả kỳ tính"),
    ),
    "a semester that is not": (
        changed("duties", 1, semester="3"),
        ("Nghĩa vụ", "K3", "3", "Không có học kỳ này ở trang «Học kỳ»"),
    ),
    "a duty's unknown subject": (
        changed("duties", 0, subjects=("TOAN", "LI-LUAN")),
        ("Nghĩa vụ", "M2", "LI-LUAN", "trang «Môn học»"),
    ),
    "a duty's unknown unit": (
        changed("duties", 0, units=("NHOM-9",)),
        ("Nghĩa vụ", "I2", "NHOM-9", "trang «Cụm và nhóm» hoặc «Trường»"),
    ),
    "the same duty twice": (
        added("duties", BOOK.duties[1]),
        ("Nghĩa vụ", "B4", "QC, 5.2", "bị lặp với dòng 3"),
    ),
    "a regulation without duties": (
        added("regulations", replace(BOOK.regulations[0], regulation_code="QC-2")),
        ("Quy chế", "A3", "QC-2", "Quy chế chưa có nghĩa vụ nào"),
    ),
    # sessions
    "a session in another year": (
        changed("sessions", 0, session_date=date(2025, 10, 8)),
        ("Buổi sinh hoạt", "F2", "08/10/2025", "Nằm ngoài năm học 2024-2025 (01/08/2024 - 31/07/2025)"),
    ),
    "a session before the unit exists": (
        changed("units", 1, from_date=date(2024, 11, 1)),
        ("Buổi sinh hoạt", "F2", "08/10/2024", "Đơn vị NHOM chỉ hoạt động từ 01/11/2024 đến nay"),
    ),
    "told after it was over": (
        changed("sessions", 0, notified_on=date(2024, 10, 9)),
        ("Buổi sinh hoạt", "N2", "09/10/2024", "Phải trước hoặc trong ngày sinh hoạt"),
    ),
    "a chair who was not there": (
        changed("sessions", 0, chair="A-HT"),
        ("Buổi sinh hoạt", "K2", "A-HT", "không có tên ở trang «Điểm danh» của buổi"),
    ),
    "a secretary who was absent": (
        changed("attendance", 1, state=RollCall.ABSENT, answer=None, answered_on=None),
        ("Buổi sinh hoạt", "L2", "B-TOAN", "được điểm danh là vắng"),
    ),
    "a subject group's session about something else": (
        added(
            "sessions",
            session("BUOI-2", unit_code="TO-TOAN", subjects=("KHTN",), session_date=date(2024, 11, 5)),
            to=added("units", subject_group()),
        ),
        ("Buổi sinh hoạt", "E3", "KHTN", "Tổ bộ môn này dạy môn TOAN"),
    ),
    # attendance
    "someone who no longer worked there": (
        replace(
            changed("postings", 2, to_date=date(2024, 9, 30)),
            attendance=(*BOOK.attendance, attended("BUOI-1", "B-HT", None)),
        ),
        ("Điểm danh", "B4", "B-HT", "Ngày 08/10/2024 người này không công tác ở trường nào"),
    ),
    "an answer from someone who was absent": (
        added(
            "attendance",
            attended("BUOI-1", "B-HT", date(2024, 10, 9), state=RollCall.EXCUSED, reason="Họp xã"),
        ),
        ("Điểm danh", "E4", "Đã xác nhận", "Chỉ người dự mới xác nhận biên bản"),
    ),
    "an answer without a day": (
        changed("attendance", 1, answered_on=None),
        ("Điểm danh", "F3", "", "Thiếu ngày xác nhận"),
    ),
    "an answer before the session": (
        changed("attendance", 1, answered_on=date(2024, 10, 7)),
        ("Điểm danh", "F3", "07/10/2024", "Không thể trước ngày sinh hoạt (08/10/2024)"),
    ),
    "a refusal without a reason": (
        changed("attendance", 1, answer=Answer.REFUSED),
        ("Điểm danh", "G3", "", "Từ chối xác nhận phải có lý do"),
    ),
    "a day without an answer": (
        changed("attendance", 1, answer=None),
        ("Điểm danh", "F3", "11/10/2024", "Chưa ghi «Xác nhận biên bản»"),
    ),
    "an answer to a session that was not held": (
        replace(
            changed("sessions", 0, status=SessionStatus.CONVENED),
            attendance=(BOOK.attendance[0], attended("BUOI-1", "B-TOAN", None)),
        ),
        ("Điểm danh", "E2", "Đã xác nhận", "Buổi này chưa tổ chức"),
    ),
    "a roll-call of a cancelled session": (
        replace(
            changed("sessions", 0, status=SessionStatus.CANCELLED),
            attendance=(attended("BUOI-1", "A-TOAN", None),),
        ),
        ("Điểm danh", "C2", "Có mặt", "Buổi này đã hoãn hoặc hủy"),
    ),
    # papers
    "a semester report without semester": (
        changed("papers", 0, semester_code=""),
        ("Văn bản", "E2", "", "Hãy ghi rõ của học kỳ nào"),
    ),
    "a semester that does not exist": (
        changed("papers", 0, semester_code="3"),
        ("Văn bản", "E2", "3", "Không có học kỳ này"),
    ),
    "a paper about another unit's session": (
        added(
            "papers",
            PaperRow(
                paper_code="BC-2",
                paper_kind="SESSION-REPORT",
                unit_code="CUM",
                title="Báo cáo",
                session_code="BUOI-1",
                received_on=date(2024, 10, 20),
            ),
        ),
        ("Văn bản", "G3", "BUOI-1", "Buổi này của đơn vị NHOM, không phải CUM"),
    ),
    "a month that the school year does not have": (
        changed("papers", 0, period_code="2023-09"),
        ("Văn bản", "I2", "2023-09", "Năm học không có tháng hay quý này. Hãy ghi: 2024-09, 2024-10"),
    ),
    "a paper of another century": (
        changed("papers", 0, received_on=date(2034, 12, 19)),
        ("Văn bản", "H2", "19/12/2034", "Cách năm học 2024-2025"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_one_mistake_is_one_problem_at_its_cell(case):
    book, place_and_words = CASES[case]
    assert_one_problem(book, *place_and_words)
