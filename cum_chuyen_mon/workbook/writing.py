"""The template of the workbook, and a workbook filled from a YearBook.

Whatever people typed goes in as text: a text that begins with = + - @ can never become a formula.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from .book import YearBook
from .cells import store
from .rows import SHEET_BY_KEY, SHEETS
from .schema import Column, Kind, Sheet

LISTS = "Danh mục"
GUIDE = "Hướng dẫn"
DATE_FORMAT = "dd/mm/yyyy"
TIME_FORMAT = "hh:mm"
TEXT_FORMAT = "@"
SPARE_ROWS = 2000
"""How far below the last row the pick-lists reach."""

_HEAD = PatternFill("solid", fgColor="1F4E79")
_HEAD_REQUIRED = PatternFill("solid", fgColor="9C2A10")
_LINE = Border(bottom=Side(style="thin", color="BFBFBF"))
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

_GUIDE_LINES = (
    "Sổ này mô tả một năm học của các cụm chuyên môn và nhóm liên trường.",
    "Mỗi trang là một danh sách, dòng 1 là tiêu đề. Cột có nền đỏ là bắt buộc. "
    "Rê chuột vào tiêu đề để xem cách ghi.",
    "Mã (trường, cán bộ, đơn vị, buổi, văn bản …) dùng chữ hoa không dấu A-Z, chữ số và . _ -; "
    "mã ở trang này phải có ở trang kia, viết giống hệt.",
    "Ngày ghi dd/mm/yyyy, ví dụ 05/01/2025. Giờ ghi hh:mm, ví dụ 07:30.",
    "Nhiều mã trong một ô cách nhau bằng dấu phẩy.",
    "Không cần ghi biên bản đã khóa hay chưa: biên bản được coi là đã khóa khi buổi sinh hoạt đã tổ chức, "
    "biên bản đủ các phần và mọi người dự đều đã xác nhận (hoặc từ chối có lý do).",
    "Trang hoặc cột có tên bắt đầu bằng «Ghi chú» được bỏ qua.",
)


def write_workbook(book: YearBook, target: str | Path | None = None) -> bytes:
    """The book as an XLSX file; also saved to ``target`` where one is given."""
    workbook = Workbook()
    _write_guide(workbook.active)
    lists = _Lists(book)
    pages = [(sheet, workbook.create_sheet(sheet.title)) for sheet in SHEETS]
    for sheet, page in pages:
        rows = getattr(book, sheet.key)
        _write_rows(page, sheet, rows)
        _offer_choices(page, sheet, len(rows), lists)
    lists.write(workbook.create_sheet(LISTS))
    content = io.BytesIO()
    workbook.save(content)
    if target is not None:
        Path(target).write_bytes(content.getvalue())
    return content.getvalue()


def write_template(target: str | Path | None = None) -> bytes:
    """An empty workbook with all sheets, titles, notes and pick-lists."""
    return write_workbook(YearBook(), target)


def put(cell: Cell, value: object) -> None:
    """Set a cell's value; a text stays a text whatever it begins with, without characters XML cannot hold."""
    if isinstance(value, str):
        value = _UNFIT.sub("", value)
    cell.value = value  # type: ignore[assignment]
    if isinstance(value, str):
        cell.data_type = "s"
        if value.startswith(_FORMULA_STARTS):
            cell.quotePrefix = True
    elif isinstance(value, date):
        cell.number_format = DATE_FORMAT
    elif isinstance(value, time):
        cell.number_format = TIME_FORMAT


def write_table(page: Worksheet, titles: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """A plain table: a styled header that stays in sight, then the rows."""
    for place, title in enumerate(titles, start=1):
        style_header(page.cell(1, place), title)
    page.freeze_panes = "A2"
    for number, row in enumerate(rows, start=2):
        for place, value in enumerate(row, start=1):
            if value not in (None, ""):
                put(page.cell(number, place), value)


def style_header(cell: Cell, title: str, required: bool = False) -> None:
    put(cell, title)
    cell.font = Font(name="Calibri", size=11, bold=True, color="FFFFFF")
    cell.fill = _HEAD_REQUIRED if required else _HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    cell.border = _LINE


def _write_guide(page: Worksheet) -> None:
    page.title = GUIDE
    page.column_dimensions["A"].width = 120
    for number, line in enumerate(_GUIDE_LINES, start=1):
        put(page.cell(number, 1), line)
        page.cell(number, 1).alignment = Alignment(wrap_text=True, vertical="top")
    page["A1"].font = Font(name="Calibri", size=13, bold=True)


def _write_rows(page: Worksheet, sheet: Sheet, rows: Iterable[Any]) -> None:
    columns = list(sheet.columns.values())
    for place, column in enumerate(columns, start=1):
        head = page.cell(1, place)
        style_header(head, column.title, column.required)
        head.comment = Comment(_note(column), "cum_chuyen_mon", height=120, width=300)
        page.column_dimensions[get_column_letter(place)].width = column.width
    page.row_dimensions[1].height = 48
    page.freeze_panes = "B2"
    for number, row in enumerate(rows, start=2):
        for place, column in enumerate(columns, start=1):
            value = store(column, getattr(row, column.field))
            if value is not None:
                _write_cell(page.cell(number, place), column, value)


def _write_cell(cell: Cell, column: Column, value: object) -> None:
    put(cell, value)
    if column.kind in (Kind.CODE, Kind.CODES):
        cell.number_format = TEXT_FORMAT


def _note(column: Column) -> str:
    """What the comment on a header says."""
    parts = [f"{column.title}: {column.kind.value}{', bắt buộc' if column.required else ''}."]
    if column.help:
        parts.append(column.help)
    if column.refers:
        parts.append(
            "Mã lấy từ trang " + " hoặc ".join(f"«{SHEET_BY_KEY[k].title}»" for k in column.refers) + "."
        )
    options = column.options()
    if options and column.kind is not Kind.LEVELS:
        parts.append("Chọn: " + "; ".join(options) + ".")
    return "\n".join(parts)


class _Lists:
    """The pick-lists, kept on a sheet of their own: a list inside a rule holds 255 characters at most.

    A list is a column of options; a list of codes has the titles in the column beside it.
    """

    def __init__(self, book: YearBook) -> None:
        self._places: dict[tuple[str, ...], int] = {}
        self._titles: dict[tuple[str, ...], Mapping[str, str]] = {}
        self._width = 0
        self._filled = {sheet.key: len(getattr(book, sheet.key)) for sheet in SHEETS}
        self._seeded: Mapping[str, Mapping[str, str]] = {
            "activity_kinds": book.activity_titles,
            "paper_kinds": book.paper_titles,
            "subjects": {code: subject.title for code, subject in book.subject_by_code.items()},
        }

    def formula(self, options: tuple[str, ...], titles: Mapping[str, str] | None = None) -> str:
        """The range of a list, which gets its place when it is first asked for."""
        if options not in self._places:
            self._places[options] = self._width + 1
            self._titles[options] = titles or {}
            self._width += 2 if titles else 1
        letter = get_column_letter(self._places[options])
        return f"{quote_sheetname(LISTS)}!${letter}$2:${letter}${len(options) + 1}"

    def codes_of(self, key: str) -> str:
        """The range that holds a sheet's codes: the list of seeded ones, or the first column of the sheet."""
        if key in self._seeded:
            return self.formula(tuple(self._seeded[key]), self._seeded[key])
        return f"{quote_sheetname(SHEET_BY_KEY[key].title)}!$A$2:$A${self._filled[key] + SPARE_ROWS}"

    def write(self, page: Worksheet) -> None:
        for options, place in self._places.items():
            titles = self._titles[options]
            self._write_column(page, place, "Danh sách chọn (không sửa)", options)
            if titles:
                self._write_column(page, place + 1, "Tên", [titles[code] for code in options])

    @staticmethod
    def _write_column(page: Worksheet, place: int, title: str, values: Iterable[str]) -> None:
        style_header(page.cell(1, place), title)
        page.column_dimensions[get_column_letter(place)].width = 28
        for number, value in enumerate(values, start=2):
            put(page.cell(number, place), value)


def _offer_choices(page: Worksheet, sheet: Sheet, filled: int, lists: _Lists) -> None:
    last = filled + SPARE_ROWS
    for place, column in enumerate(sheet.columns.values(), start=1):
        rule = _rule(column, lists)
        if rule is not None:
            letter = get_column_letter(place)
            rule.add(f"{letter}2:{letter}{last}")
            page.add_data_validation(rule)


def _rule(column: Column, lists: _Lists) -> DataValidation | None:
    """What a cell of this column offers or accepts in Excel; the import checks again, whatever was typed."""
    strict: dict[str, Any] = {"allow_blank": True, "showErrorMessage": True, "errorTitle": "Chưa đúng"}
    if options := column.options():
        error = f"Hãy chọn «{column.title}» từ danh sách."
        return DataValidation("list", lists.formula(options), error=error, **strict)
    if column.kind is Kind.DATE:
        error = "Hãy ghi ngày dạng dd/mm/yyyy, ví dụ 05/01/2025."
        return DataValidation("date", "32874", operator="greaterThan", error=error, **strict)
    if column.kind is Kind.NUMBER:
        error = "Hãy ghi một số nguyên."
        return DataValidation("whole", "-400", "400", operator="between", error=error, **strict)
    if column.kind is Kind.CODE and len(column.refers) == 1:
        codes = lists.codes_of(column.refers[0])
        return DataValidation("list", codes, allow_blank=True, showErrorMessage=False)
    return None
