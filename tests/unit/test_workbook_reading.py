"""Reading a file: how people lay a sheet out, and mistakes by sheet, cell, value and remedy."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from dataclasses import replace
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart

from cum_chuyen_mon.demo.cu_chi import cu_chi_book
from cum_chuyen_mon.workbook import reading
from cum_chuyen_mon.workbook.reading import read_workbook
from cum_chuyen_mon.workbook.rows import SHEETS
from cum_chuyen_mon.workbook.writing import write_template, write_workbook
from tests.unit.books import edited, problems_in, saved, small_book, with_cell

A_FORMULA = '="Cụm "&"01"'


def read(content: bytes):
    book, problems = read_workbook(content)
    assert problems == []
    return book


def only_problem(content: bytes):
    problems = problems_in(content)
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0]


class TestGoodFiles:
    @pytest.mark.parametrize("book", [small_book(), cu_chi_book()], ids=["small", "demo"])
    def test_what_is_written_is_read(self, book):
        assert read(write_workbook(book)) == book

    def test_every_row_knows_its_cell(self):
        book = read(write_workbook(small_book()))
        (row,) = book.sessions
        assert (row.at.sheet, row.at.row) == ("Buổi sinh hoạt", 2)
        assert row.at.cell("session_code") == "A2"
        assert row.at.cell("session_date") == "F2"
        assert book.attendance[1].at.cell("state") == "C3"

    def test_columns_in_another_order(self):
        def swap(workbook: Workbook) -> None:
            page = workbook["Cán bộ"]
            for row in page.iter_rows(min_col=1, max_col=2):
                row[0].value, row[1].value = row[1].value, row[0].value

        book = read(edited(swap))
        assert book == small_book()
        assert book.staff[0].at.cell("staff_code") == "B2"

    def test_field_names_and_stars_as_titles(self):
        def rename(workbook: Workbook) -> None:
            workbook["Cán bộ"]["A1"] = "staff_code"
            workbook["Cán bộ"]["B1"] = " họ và tên *"

        assert read(edited(rename)) == small_book()

    def test_a_title_above_the_header(self):
        def move_down(workbook: Workbook) -> None:
            page = workbook["Cán bộ"]
            page.insert_rows(1, 3)
            page["A1"] = "DANH SÁCH CÁN BỘ"

        book = read(edited(move_down))
        assert book == small_book()
        assert book.staff[0].at.row == 5

    def test_optional_columns_and_sheets_may_be_left_out(self):
        def drop(workbook: Workbook) -> None:
            workbook["Cán bộ"].delete_cols(3)
            for title in ("Ngày nghỉ", "Môn học", "Chuyển thẩm quyền", "Hướng dẫn", "Danh mục"):
                del workbook[title]

        book = read(edited(drop))
        assert [row.email for row in book.staff] == [""] * 4

    def test_blank_rows_between_and_after(self):
        def add(workbook: Workbook) -> None:
            page = workbook["Trường"]
            page.insert_rows(3, 2)
            page["A40"] = "   "
            page["B60"] = None
            page["C70"].number_format = "dd/mm/yyyy"

        assert read(edited(add)) == small_book()

    def test_words_in_vietnamese_or_as_stored_and_in_any_unicode_form(self):
        def rewrite(workbook: Workbook) -> None:
            workbook["Điểm danh"]["C2"] = "Present"
            workbook["Điểm danh"]["C3"] = unicodedata.normalize("NFD", "Có mặt")
            workbook["Cụm và nhóm"]["B2"] = "School Cluster"
            page = workbook["Cán bộ"]
            page["B2"] = unicodedata.normalize("NFD", page["B2"].value)
            page.title = unicodedata.normalize("NFD", page.title)

        assert read(edited(rewrite)) == small_book()

    def test_dates_as_text_and_numbers_as_text(self):
        def rewrite(workbook: Workbook) -> None:
            workbook["Năm học"]["C2"] = "05/09/2024"
            workbook["Năm học"]["D2"] = datetime(2025, 5, 31)
            workbook["Học kỳ"]["B2"] = 1
            workbook["Học kỳ"]["B3"] = 2.0
            workbook["Nghĩa vụ"]["O2"] = "1"

        assert read(edited(rewrite)) == small_book()

    def test_own_notes_are_not_read(self):
        def add(workbook: Workbook) -> None:
            workbook["Cán bộ"]["D1"] = "Ghi chú của trường"
            workbook["Cán bộ"]["D2"] = "hỏi lại"
            workbook.create_sheet("Ghi chú nháp")["A1"] = "gì cũng được"

        assert read(edited(add)) == small_book()

    def test_a_formula_counts_by_its_stored_value(self):
        """Excel stores the value beside the formula; nothing is evaluated here."""

        def formula(workbook: Workbook) -> None:
            workbook["Cụm và nhóm"]["C2"] = A_FORMULA

        content = edited(formula)
        assert b"Paste Values" not in content
        stored = _with_stored_value(content, "Cụm từ công thức")
        assert read(stored).units[0].unit_title == "Cụm từ công thức"


def _with_stored_value(content: bytes, value: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as archive:
        for part in source.infolist():
            data = source.read(part)
            if b"<f>" in data:
                data = data.replace(b"<v />", f"<v>{value}</v>".encode()).replace(
                    b"<v></v>", f"<v>{value}</v>".encode()
                )
                data = data.replace(b'<c r="C2"', b'<c t="str" r="C2"', 1)
            archive.writestr(part.filename, data)
    return target.getvalue()


class TestOneCell:
    @pytest.mark.parametrize(
        ("sheet", "cell", "written", "shown", "words"),
        [
            ("Trường", "C3", "Cấp 2", "Cấp 2", "ví dụ TH-THCS"),
            ("Trường", "B2", None, "", "Thiếu «Tên trường». Hãy điền ô này."),
            ("Cán bộ", "C2", "khong phai thu", "khong phai thu", "không phải địa chỉ thư"),
            ("Học kỳ", "C2", "31/02/2025", "31/02/2025", "không có trong lịch"),
            ("Điểm danh", "C2", "Có mặt muộn", "Có mặt muộn", "Hãy chọn một trong"),
            ("Điểm danh", "F2", True, "Có", "không phải ngày"),
            ("Buổi sinh hoạt", "G2", "sáng", "sáng", "Hãy ghi giờ:phút"),
            ("Buổi sinh hoạt", "C2", "a" * 141, "a" * 79 + "…", "dài 141 ký tự"),
            ("Nghĩa vụ", "O2", "hai", "hai", "phải là số nguyên"),
            ("Văn bản", "H2", "#REF!", "#REF!", "đang báo lỗi của Excel"),
            ("Văn bản", "D2", "=A1&B1", "=A1&B1", "dán lại dạng giá trị (Paste Values)"),
        ],
    )
    def test_sheet_cell_value_and_remedy(self, sheet, cell, written, shown, words):
        problem = only_problem(with_cell(sheet, cell, written))
        assert (problem.sheet, problem.cell, problem.value) == (sheet, cell, shown)
        assert words in problem.message
        assert f"Trang «{sheet}» {cell}" in str(problem)

    def test_the_cell_is_named_where_it_stands_in_this_file(self):
        def swap(workbook: Workbook) -> None:
            page = workbook["Trường"]
            page.move_range("A1:E3", cols=3)
            page.move_range("D1:E3", cols=0)
            page["F3"] = "Cấp 2"

        problem = only_problem(edited(swap))
        assert problem.cell == "F3"

    def test_all_problems_are_reported_in_the_order_of_the_file(self):
        def spoil(workbook: Workbook) -> None:
            workbook["Văn bản"]["H2"] = "hôm qua"
            workbook["Trường"]["C3"] = "Cấp 2"
            workbook["Trường"]["B2"] = None
            workbook["Thành viên"]["B2"] = "TRUONG-X"

        problems = problems_in(edited(spoil))
        assert [(p.sheet, p.cell) for p in problems] == [
            ("Trường", "B2"),
            ("Trường", "C3"),
            ("Thành viên", "B2"),
            ("Văn bản", "H2"),
        ]


class TestWholeSheets:
    def test_missing_sheet(self):
        problem = only_problem(edited(lambda workbook: workbook.remove(workbook["Trường"])))
        assert (problem.sheet, problem.cell) == ("Trường", "")
        assert "Thiếu trang này" in problem.message

    def test_unknown_sheet(self):
        problem = only_problem(edited(lambda workbook: workbook.create_sheet("Điểm danh 2")))
        assert problem.sheet == "Điểm danh 2"
        assert "Các trang của sổ: Cơ quan quản lý, Năm học" in problem.message

    def test_unknown_column(self):
        problem = only_problem(with_cell("Cán bộ", "D1", "Điện thọai"))
        assert (problem.cell, problem.value) == ("D1", "Điện thọai")
        assert "Các cột của trang: Mã cán bộ, Họ và tên, Thư điện tử" in problem.message

    def test_column_twice(self):
        problem = only_problem(with_cell("Cán bộ", "D1", "Họ và tên"))
        assert problem.cell == "D1"
        assert "lặp với B1" in problem.message

    def test_required_column_missing(self):
        problem = only_problem(edited(lambda workbook: workbook["Cán bộ"].delete_cols(2)))
        assert "Thiếu cột bắt buộc «Họ và tên»" in problem.message

    def test_no_header(self):
        problem = only_problem(edited(lambda workbook: workbook["Trường"].delete_rows(1)))
        assert (problem.sheet, problem.cell) == ("Trường", "A1")
        assert "Không thấy dòng tiêu đề" in problem.message

    @pytest.mark.parametrize("state", ["hidden", "veryHidden"])
    def test_hidden_sheet_with_rows(self, state):
        def hide(workbook: Workbook) -> None:
            workbook["Văn bản"].sheet_state = state

        problem = only_problem(edited(hide))
        assert problem.sheet == "Văn bản"
        assert "Hãy bỏ ẩn trang" in problem.message

    def test_hidden_sheet_without_rows_is_nobodys_business(self):
        def hide(workbook: Workbook) -> None:
            workbook["Ngày nghỉ"].sheet_state = "hidden"

        assert read(edited(hide)) == small_book()

    def test_merged_cells(self):
        problem = only_problem(edited(lambda workbook: workbook["Cán bộ"].merge_cells("C2:C3")))
        assert (problem.sheet, problem.cell) == ("Cán bộ", "C2:C3")
        assert "Hãy bỏ gộp" in problem.message

    def test_merged_cells_outside_the_table_do_not_matter(self):
        def merge(workbook: Workbook) -> None:
            page = workbook["Cán bộ"]
            page.insert_rows(1, 1)
            page["A1"] = "DANH SÁCH"
            page.merge_cells("A1:C1")
            page.merge_cells("A50:C51")

        assert read(edited(merge)) == small_book()

    def test_too_many_rows(self, monkeypatch):
        monkeypatch.setattr(reading, "MAX_ROWS", 3)
        problem = problems_in(write_workbook(small_book()))[0]
        assert (problem.sheet, problem.cell) == ("Cán bộ", "A4")
        assert "dài quá 3 dòng" in problem.message

    def test_too_many_problems_are_counted(self):
        staff = small_book().staff[0]
        rows = tuple(replace(staff, staff_code=f"X{n}", full_name="") for n in range(1200))
        problems = problems_in(write_workbook(small_book(staff=(*small_book().staff, *rows))))
        assert len(problems) == 1001
        assert problems[-1].message.startswith("Còn 200 lỗi khác chưa liệt kê")

    def test_an_empty_workbook_and_the_empty_template(self):
        problems = problems_in(saved(Workbook()))
        titles = [sheet.title for sheet in SHEETS if sheet.required]
        assert [p.sheet for p in problems if "Thiếu trang này" in p.message] == titles
        assert [(p.sheet, p.cell) for p in problems_in(write_template())] == [("Năm học", "A2")]

    def test_a_chart_sheet_is_no_data(self):
        def add(workbook: Workbook) -> None:
            workbook.create_chartsheet("Biểu đồ").add_chart(BarChart())

        assert read(edited(add)) == small_book()


def test_a_book_of_dates_holds_dates_not_moments():
    book = read(write_workbook(small_book()))
    assert type(book.sessions[0].session_date) is date
