"""One cell: what people type, and what is refused with which words."""

from __future__ import annotations

import contextlib
import unicodedata
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cum_chuyen_mon.rules.words import Level, Position, RollCall
from cum_chuyen_mon.workbook.cells import CellError, parse, show, store
from cum_chuyen_mon.workbook.schema import EMPTY, Column, Kind


def column(kind: Kind, **options) -> Column:
    return Column("field", "Cột", kind, default=EMPTY[kind], **options)


DATE, TIME, NUMBER, FLAG = (column(kind) for kind in (Kind.DATE, Kind.TIME, Kind.NUMBER, Kind.FLAG))
CODE, CODES, TEXT, LEVELS = (column(kind) for kind in (Kind.CODE, Kind.CODES, Kind.TEXT, Kind.LEVELS))
STATE = column(Kind.CHOICE, choices=RollCall)
POSITIONS = column(Kind.CHOICES, choices=Position)


@pytest.mark.parametrize(
    ("col", "raw", "value"),
    [
        (DATE, datetime(2025, 1, 5), date(2025, 1, 5)),
        (DATE, date(2025, 1, 5), date(2025, 1, 5)),
        (DATE, "05/01/2025", date(2025, 1, 5)),
        (DATE, "5/1/2025", date(2025, 1, 5)),
        (DATE, " 05-01-2025 ", date(2025, 1, 5)),
        (DATE, "5.1.2025", date(2025, 1, 5)),
        (DATE, "2025-01-05", date(2025, 1, 5)),
        (DATE, "2025-01-05 00:00:00", date(2025, 1, 5)),
        (DATE, "29/02/2024", date(2024, 2, 29)),
        (DATE, None, None),
        (DATE, "  ", None),
        (TIME, time(7, 30), time(7, 30)),
        (TIME, "7:30", time(7, 30)),
        (TIME, "07:30:00", time(7, 30)),
        (TIME, "7h30", time(7, 30)),
        (TIME, "7h", time(7)),
        (TIME, "7g30", time(7, 30)),
        (TIME, 0.3125, time(7, 30)),
        (TIME, timedelta(hours=7, minutes=30), time(7, 30)),
        (TIME, datetime(1899, 12, 30, 7, 30), time(7, 30)),
        (NUMBER, 2, 2),
        (NUMBER, 2.0, 2),
        (NUMBER, "2", 2),
        (NUMBER, " -10 ", -10),
        (FLAG, "Có", True),
        (FLAG, "có", True),
        (FLAG, "x", True),
        (FLAG, True, True),
        (FLAG, 1, True),
        (FLAG, "Không", False),
        (FLAG, 0, False),
        (FLAG, None, False),
        (CODE, "CC-NHOM-1", "CC-NHOM-1"),
        (CODE, " CC-NHOM-1 ", "CC-NHOM-1"),
        (CODE, 1, "1"),
        (CODE, 79712456.0, "79712456"),
        (CODES, "TOAN, NGU-VAN;KHTN\nTOAN", ("TOAN", "NGU-VAN", "KHTN")),
        (TEXT, 12.0, "12"),
        (TEXT, "  hai   chữ ", "hai chữ"),
        (TEXT, date(2025, 1, 5), "05/01/2025"),
        (LEVELS, "TH-THCS", {Level.PRIMARY, Level.LOWER_SECONDARY}),
        (LEVELS, "th – thcs", {Level.PRIMARY, Level.LOWER_SECONDARY}),
        (LEVELS, "MN", {Level.PRESCHOOL}),
        (STATE, "Vắng có phép", RollCall.EXCUSED),
        (STATE, "vắng có phép", RollCall.EXCUSED),
        (STATE, "Excused", RollCall.EXCUSED),
        (STATE, unicodedata.normalize("NFD", "Vắng có phép"), RollCall.EXCUSED),
        (POSITIONS, "Hiệu trưởng, Principal, Teacher", (Position.PRINCIPAL,) * 2 + (Position.TEACHER,)),
    ],
)
def test_understood(col, raw, value):
    found = parse(col, raw)
    assert found == value
    assert type(found) is not datetime


@pytest.mark.parametrize(
    ("col", "raw", "words"),
    [
        (DATE, "31/02/2025", "Ngày 31/2/2025 không có trong lịch"),
        (DATE, "29/02/2025", "không có trong lịch"),
        (DATE, "13/13/2025", "không có trong lịch"),
        (DATE, "hôm qua", "Không hiểu «Cột». Hãy ghi ngày/tháng/năm, ví dụ 05/01/2025."),
        (DATE, "05/01/25", "Hãy ghi ngày/tháng/năm"),
        (DATE, 45678, "không phải ngày"),
        (DATE, True, "không phải ngày"),
        (DATE, "05/01/0205", "Năm 205 của «Cột» không hợp lý"),
        (DATE, date(3024, 9, 5), "Năm 3024"),
        (TIME, "25:00", "Hãy ghi giờ:phút, ví dụ 07:30"),
        (TIME, "7:75", "Hãy ghi giờ:phút"),
        (TIME, "sáng", "Hãy ghi giờ:phút"),
        (TIME, "7 giờ", "Hãy ghi giờ:phút"),
        (TIME, 7, "Hãy ghi giờ:phút"),
        (NUMBER, "hai", "phải là số nguyên"),
        (NUMBER, 1.5, "phải là số nguyên"),
        (NUMBER, True, "phải là số nguyên"),
        (NUMBER, "99999999999999999999", "phải là số nguyên"),
        (NUMBER, "²", "phải là số nguyên"),
        (FLAG, "chắc là có", "chỉ nhận «Có» hoặc «Không»"),
        (CODE, "nhóm 1", "chữ hoa không dấu A-Z"),
        (CODE, "cc-nhom-1", "chữ hoa không dấu A-Z"),
        (CODE, "-A", "bắt đầu bằng chữ hoặc số"),
        (CODE, "12/QĐ", "chữ số và . _ - (không có khoảng trắng)"),
        (CODE, date(2024, 9, 1), "Excel đã đổi «Cột» thành ngày giờ"),
        (CODE, "A" * 141, "quá giới hạn 140"),
        (CODES, "TOAN, ngữ văn", "chữ hoa không dấu A-Z"),
        (TEXT, "a" * 141, "dài 141 ký tự"),
        (LEVELS, "THCS-TH", "các cấp liền nhau"),
        (LEVELS, "MN-THCS", "các cấp liền nhau"),
        (LEVELS, "Cấp 2", "các cấp liền nhau"),
        (STATE, "Đến muộn quá", "Hãy chọn một trong: Đã mời, Có mặt, Đi muộn"),
        (column(Kind.EMAIL), "khong-phai-thu", "không phải địa chỉ thư"),
        (column(Kind.TEXT, required=True), " ", "Thiếu «Cột». Hãy điền ô này."),
    ],
)
def test_refused_with_the_remedy(col, raw, words):
    with pytest.raises(CellError) as error:
        parse(col, raw)
    assert words in str(error.value)


def test_text_is_stored_composed():
    assert parse(TEXT, unicodedata.normalize("NFD", "Củ Chi")) == unicodedata.normalize("NFC", "Củ Chi")


def test_long_text_keeps_its_lines():
    assert parse(column(Kind.LONG_TEXT), "một\r\nhai \n ba") == "một\nhai\nba"


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_a_date_means_the_same_however_it_is_written(day):
    assert parse(DATE, f"{day:%d/%m/%Y}") == parse(DATE, day.isoformat()) == parse(DATE, day) == day


@given(st.sampled_from([DATE, TIME, NUMBER, FLAG, CODE, CODES, TEXT, LEVELS, STATE, POSITIONS]), st.text())
def test_whatever_is_typed_is_understood_or_refused_in_words(col, raw):
    with contextlib.suppress(CellError):
        value = parse(col, raw)
        assert parse(col, store(col, value)) == value
        assert isinstance(show(col, value), str)
