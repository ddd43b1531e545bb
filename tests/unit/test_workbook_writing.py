"""The template and filled workbooks: what a person sees in Excel, and text that stays text."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from cum_chuyen_mon.rules.text import clean
from cum_chuyen_mon.rules.words import RollCall
from cum_chuyen_mon.workbook.reading import read_workbook
from cum_chuyen_mon.workbook.rows import SHEETS
from cum_chuyen_mon.workbook.schema import Kind
from cum_chuyen_mon.workbook.writing import GUIDE, LISTS, SPARE_ROWS, put, write_template, write_workbook
from tests.unit.books import attended, session, small_book

DANGEROUS = ["=1+1", "+84 28", "-5", "@SUM(A1)", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0", "'=1"]


@pytest.fixture(scope="module")
def template():
    return load_workbook(io.BytesIO(write_template()))


@pytest.fixture(scope="module")
def filled():
    return load_workbook(io.BytesIO(write_workbook(small_book())))


def unfit(text: str) -> str:
    """The text without the two code points that no XML file can hold."""
    return text.replace("\ufffe", "").replace("\uffff", "")


def offered(workbook, sheet: str, letter: str) -> list[str]:
    """What the pick-list of a column offers."""
    page = workbook[sheet]
    for rule in page.data_validations.dataValidation:
        if rule.type == "list" and f"{letter}2" in rule.sqref:
            title, cells = rule.formula1.split("!")
            source = workbook[title.strip("'")]
            return [row[0].value for row in source[cells.replace("$", "")] if row[0].value]
    return []


class TestTemplate:
    def test_all_sheets_with_a_guide_before_and_the_lists_behind(self, template):
        assert template.sheetnames == [GUIDE, *(sheet.title for sheet in SHEETS), LISTS]

    @pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
    def test_header_is_titled_styled_explained_and_frozen(self, template, sheet):
        page = template[sheet.title]
        assert page.freeze_panes == "B2"
        assert page.max_row == 1
        for cell, column in zip(page[1], sheet.columns.values(), strict=True):
            assert cell.value == column.title
            assert cell.font.bold
            assert column.title in cell.comment.text
            assert page.column_dimensions[cell.column_letter].width == column.width
            assert ("bắt buộc" in cell.comment.text) == column.required

    def test_pick_lists_are_in_vietnamese(self, template):
        assert offered(template, "Điểm danh", "C") == [
            "Đã mời", "Có mặt", "Đi muộn", "Về sớm", "Dự thay", "Vắng có phép", "Vắng không phép",
        ]  # fmt: skip
        assert "TH-THCS" in offered(template, "Trường", "C")
        assert "UBND xã, phường" in offered(template, "Cơ quan quản lý", "C")  # the comma is no separator
        assert "LESSON-STUDY" in offered(template, "Buổi sinh hoạt", "D")
        assert "SEMESTER-REPORT" in offered(template, "Văn bản", "B")

    def test_codes_are_offered_from_the_sheet_they_live_on(self, filled):
        assert offered(filled, "Thành viên", "B") == ["TRUONG-A", "TRUONG-B"]
        assert offered(filled, "Vị trí công tác", "A") == ["A-HT", "A-TOAN", "B-HT", "B-TOAN"]

    @pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
    def test_titles_and_fields_are_unique_in_a_sheet(self, sheet):
        titles = [column.title.casefold() for column in sheet.columns.values()]
        assert len(set(titles)) == len(titles)

    def test_first_column_is_the_key_that_others_refer_to(self):
        keys = {sheet.key: next(iter(sheet.columns)) for sheet in SHEETS}
        referred = {key for s in SHEETS for column in s.columns.values() for key in column.refers}
        assert {keys[key] for key in referred} == {
            "authority_code", "school_year_code", "subject_code", "activity_code", "paper_code",
            "school_code",
            "staff_code", "unit_code", "regulation_code", "session_code",
        }  # fmt: skip

    def test_long_fields_fit_the_columns_of_a_site(self):
        for sheet in SHEETS:
            for column in sheet.columns.values():
                if column.kind in (Kind.CODE, Kind.TEXT, Kind.EMAIL):
                    assert column.max_length <= 140

    def test_codes_are_offered_to_the_last_row_of_a_long_sheet(self):
        staff = tuple(replace(small_book().staff[0], staff_code=f"X{n}") for n in range(SPARE_ROWS))
        workbook = load_workbook(io.BytesIO(write_workbook(small_book(staff=staff))))
        assert offered(workbook, "Vị trí công tác", "A")[-1] == f"X{SPARE_ROWS - 1}"


class TestFilled:
    def test_dates_and_times_are_real(self, filled):
        page = filled["Buổi sinh hoạt"]
        assert page["F2"].value == datetime(2024, 10, 8)
        assert page["F2"].number_format == "dd/mm/yyyy"
        assert page["G2"].value == time(7, 30)

    def test_words_are_vietnamese(self, filled):
        assert filled["Điểm danh"]["C2"].value == "Có mặt"
        assert filled["Cụm và nhóm"]["B2"].value == "Cụm chuyên môn"
        assert filled["Trường"]["C2"].value == "THCS"

    @pytest.mark.parametrize("text", DANGEROUS)
    def test_text_never_becomes_a_formula(self, text):
        book = small_book(sessions=(session(title=text, conclusion=text),))
        content = write_workbook(book)
        page = load_workbook(io.BytesIO(content))["Buổi sinh hoạt"]
        assert page["C2"].data_type == "s"
        assert page["C2"].value == text
        assert page["C2"].quotePrefix == (text[0] in "=+-@")
        assert b"<f>" not in content
        assert read_workbook(content) == (book, [])

    def test_what_a_file_cannot_hold_does_not_hide_a_formula(self):
        cell = Workbook().active["A1"]
        put(cell, "\x01=1+1")
        assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)

    @settings(max_examples=15, deadline=None)
    @given(st.text(min_size=1, max_size=100), st.text(min_size=1, max_size=400))
    def test_any_text_can_be_written_and_read(self, title, conclusion):
        row = session(title=clean(f"Buổi {title}"), conclusion=clean(f"Kết luận {conclusion}"))
        read, problems = read_workbook(write_workbook(small_book(sessions=(row,))))
        assert problems == []
        assert read is not None
        assert clean(read.sessions[0].title) == clean(unfit(row.title))

    def test_a_book_written_twice_reads_the_same(self):
        first, _ = read_workbook(write_workbook(small_book()))
        assert first is not None
        assert read_workbook(write_workbook(first))[0] == first

    def test_saved_to_a_path(self, tmp_path):
        target = tmp_path / "so.xlsx"
        content = write_workbook(small_book(), target)
        assert target.read_bytes() == content

    def test_every_choice_survives_the_round_trip(self):
        for state in RollCall:
            line = attended("BUOI-1", "A-HT", None, state=state)
            book = small_book(attendance=(*small_book().attendance, line))
            assert read_workbook(write_workbook(book)) == (book, [])
