"""From an XLSX file to a YearBook, or to the list of everything that is wrong with the file."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from ..rules.text import clean
from .book import YearBook
from .cells import CellError, is_blank, parse, raw_text
from .checks import problems_of_book
from .package import Package, PackageError, open_package
from .problems import Problem, Problems
from .rows import SHEETS
from .schema import Column, Row, Sheet, Source
from .writing import GUIDE, LISTS

MAX_ROWS = 50_000
EXCEL_ROWS = 1_048_576
MAX_COLUMNS = 80
HEADER_WITHIN = 10
SKIPPED_PREFIX = "ghi chú"
"""Sheets and columns whose title begins so are the writer's own and are not read."""

_DAMAGED = (
    "Tệp bị hỏng hoặc không đúng cấu trúc Excel. "
    "Hãy mở bằng Excel hoặc LibreOffice, lưu lại dạng .xlsx rồi gửi lại."
)


def read_workbook(source: str | Path | bytes) -> tuple[YearBook | None, list[Problem]]:
    """The year a workbook describes, and everything that is wrong with it.

    ``source`` is a path or the content of the file. The book is None when there is any problem; problems come
    in the order of sheets and rows, each with sheet, cell, value and remedy. Never raises for what is in the
    file.
    """
    problems = Problems()
    try:
        package = open_package(source)
    except PackageError as error:
        problems.add("", "", "", str(error))
        return None, problems.listed()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library's remarks about features it does not keep
            book, unreadable = _read_package(package, problems)
    except Exception:  # whatever a damaged file makes the library raise
        problems.add("", "", "", _DAMAGED)
        return None, problems.listed()
    problems_of_book(book, problems, unreadable)
    return (book if not problems.found else None), problems.listed()


def _read_package(package: Package, problems: Problems) -> tuple[YearBook, frozenset[str]]:
    """The rows of all sheets, and the keys of the sheets that could not be read as a whole."""
    values = load_workbook(io.BytesIO(package.content), read_only=True, data_only=True, keep_links=False)
    formulas = None
    if package.has_formulas:
        formulas = load_workbook(
            io.BytesIO(package.content), read_only=True, data_only=False, keep_links=False
        )
    pages = {clean(page.title).casefold(): page for page in values.worksheets}
    _unknown_sheets(pages, problems)
    content: dict[str, Any] = {}
    stated: dict[str, frozenset[str]] = {}
    unreadable = set()
    for sheet in SHEETS:
        page = pages.get(sheet.title.casefold())
        if page is None:
            if sheet.required:
                unreadable.add(sheet.key)
                problems.add(sheet.title, "", "", "Thiếu trang này. Hãy chép trang từ tệp mẫu sang.")
            continue
        twin = formulas[page.title] if formulas else None
        reader = _PageReader(sheet, page, twin, package, problems)
        rows = reader.rows()
        if rows is None:
            unreadable.add(sheet.key)
        content[sheet.key] = rows or ()
        stated[sheet.key] = reader.stated
    return YearBook(**content, stated=stated), frozenset(unreadable)


def _unknown_sheets(pages: dict[str, Any], problems: Problems) -> None:
    known = {GUIDE.casefold(), LISTS.casefold()} | {sheet.title.casefold() for sheet in SHEETS}
    for key, page in pages.items():
        if key not in known and not key.startswith(SKIPPED_PREFIX):
            titles = ", ".join(sheet.title for sheet in SHEETS)
            problems.add(
                clean(page.title),
                "",
                "",
                f"Không biết trang này. Các trang của sổ: {titles}. "
                "Hãy đổi tên trang, hoặc đặt tên bắt đầu bằng «Ghi chú» để bỏ qua.",
            )


@dataclass
class _PageReader:
    """Reads one sheet of a file."""

    sheet: Sheet
    page: Any
    twin: Any
    package: Package
    problems: Problems
    stated: frozenset[str] = field(default=frozenset(), init=False)
    """The fields that the sheet has a column for, once it has been read."""

    def rows(self) -> tuple[Row, ...] | None:
        """The rows; None when the sheet as a whole cannot be read."""
        lines = list(self._lines())
        header = _find_header(lines, self.sheet)
        if header is None:
            return self._without_header(lines)
        number, places = header
        self.stated = frozenset(column.field for column in places.values())
        titles = next(held for row, held, _ in lines if row == number)
        if not self._header_is_sound(titles, number, places):
            return None
        letters = {column.field: get_column_letter(place + 1) for place, column in places.items()}
        data = [line for line in lines if line[0] > number and self._has_content(line, places)]
        if data and self.page.sheet_state != "visible":
            self._add(
                "", "", "Trang đang bị ẩn nhưng có dữ liệu. Hãy bỏ ẩn trang (Unhide) để kiểm tra rồi gửi lại."
            )
            return None
        self._merged(number, data[-1][0] if data else number)
        return tuple(self._row(line, places, letters) for line in data)

    def _add(self, cell: str, value: object, message: str) -> None:
        self.problems.add(self.sheet.title, cell, value, message)

    def _lines(self) -> Iterator[tuple[int, tuple[Any, ...], tuple[Any, ...]]]:
        """(row number, values, formulas) of rows that hold anything, up to the row limit."""
        self.page.reset_dimensions()
        if self.twin is not None:
            self.twin.reset_dimensions()
        twins = self.twin.iter_rows(max_col=MAX_COLUMNS) if self.twin is not None else ()
        pairs = zip_longest(self.page.iter_rows(max_col=MAX_COLUMNS), twins, fillvalue=())
        gap: Any = None
        for number, (cells, twin_cells) in enumerate(pairs, start=1):
            if number > EXCEL_ROWS:
                raise ValueError("a row number that no spreadsheet has")
            if cells is gap and not twin_cells:  # rows that are not in the file share one blank row
                continue
            held = tuple(cell.value for cell in cells)
            written = tuple(cell.value if cell.data_type == "f" else None for cell in twin_cells)
            if all(map(is_blank, held)) and not any(written):
                gap = cells
                continue
            if number > MAX_ROWS:
                self._add(
                    f"A{number}", "", f"Trang dài quá {MAX_ROWS} dòng. Hãy chia dữ liệu thành nhiều tệp."
                )
                return
            yield number, held, written

    def _without_header(self, lines: Sequence[Any]) -> tuple[Row, ...] | None:
        if lines or self.sheet.required:
            titles = ", ".join(column.title for column in self.sheet.columns.values() if column.required)
            self._add("A1", "", f"Không thấy dòng tiêu đề. Dòng đầu phải có các cột: {titles}.")
            return None
        return ()

    def _header_is_sound(self, cells: Sequence[Any], number: int, places: dict[int, Column]) -> bool:
        before = len(self.problems.found)
        seen: dict[str, int] = {}
        for place, raw in enumerate(cells):
            cell, text = f"{get_column_letter(place + 1)}{number}", raw_text(raw)
            if not text or text.casefold().startswith(SKIPPED_PREFIX):
                continue
            column = places.get(place)
            if column is None:
                known = ", ".join(c.title for c in self.sheet.columns.values())
                self._add(cell, text, f"Không biết cột này. Các cột của trang: {known}.")
            elif column.field in seen:
                first = f"{get_column_letter(seen[column.field] + 1)}{number}"
                self._add(cell, text, f"Cột bị lặp với {first}. Hãy xóa một trong hai cột.")
            else:
                seen[column.field] = place
        for column in self.sheet.columns.values():
            if column.required and column.field not in seen:
                self._add(
                    f"A{number}", "", f"Thiếu cột bắt buộc «{column.title}». Hãy thêm cột này như tệp mẫu."
                )
        return len(self.problems.found) == before

    def _has_content(
        self, line: tuple[int, tuple[Any, ...], tuple[Any, ...]], places: dict[int, Column]
    ) -> bool:
        _, held, written = line
        return any(not is_blank(_at(held, p)) or _at(written, p) is not None for p in places)

    def _merged(self, header: int, last: int) -> None:
        for text in self.package.merged.get(self.page.title, ()):
            _, first_row, _, last_row = range_boundaries(text)
            if (last_row or last) >= header and (first_row or header) <= last:
                self._add(text, "", "Các ô bị gộp (merge). Hãy bỏ gộp và điền đủ từng ô.")

    def _row(self, line: Any, places: dict[int, Column], letters: dict[str, str]) -> Row:
        number, held, written = line
        values: dict[str, Any] = {"at": Source(self.sheet.title, number, letters)}
        unread = set()
        for place, column in places.items():
            raw = _at(held, place)
            try:
                values[column.field] = self._value(column, raw, _at(written, place))
            except CellError as error:
                unread.add(column.field)
                shown = raw_text(raw) or raw_text(_at(written, place))
                self._add(f"{letters[column.field]}{number}", shown, str(error))
        return self.sheet.row(**values, unread=frozenset(unread))

    def _value(self, column: Column, raw: object, formula: object) -> Any:
        if formula is not None and is_blank(raw):
            raise CellError(
                "Ô chứa công thức nhưng tệp không lưu kết quả. "
                "Hãy chép ô rồi dán lại dạng giá trị (Paste Values)."
            )
        if isinstance(raw, str) and raw in _ERRORS:
            raise CellError("Ô đang báo lỗi của Excel. Hãy sửa công thức hoặc gõ thẳng giá trị.")
        return parse(column, raw)


_ERRORS = frozenset({"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"})


def _at(values: Sequence[Any], place: int) -> Any:
    return values[place] if place < len(values) else None


def _title_key(text: object) -> str:
    return raw_text(text).rstrip("* ").casefold()


def _find_header(lines: Sequence[Any], sheet: Sheet) -> tuple[int, dict[int, Column]] | None:
    """The row with the most known titles among the first ones: (row number, place → column)."""
    by_title = {_title_key(c.title): c for c in sheet.columns.values()}
    by_title |= {c.field.casefold(): c for c in sheet.columns.values()}
    best: tuple[int, dict[int, Column]] | None = None
    for number, held, _ in lines:
        if number > HEADER_WITHIN:
            break
        places = {p: by_title[k] for p, raw in enumerate(held) if (k := _title_key(raw)) in by_title}
        if places and (best is None or len(places) > len(best[1])):
            best = number, places
    return best
