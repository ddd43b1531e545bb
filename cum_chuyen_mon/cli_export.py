"""The findings of a check for other programs: JSON, and an XLSX file that cannot carry formulas."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from .reports import compliance, deadlines
from .reports.rows import ReportColumn
from .wording import vi
from .workbook.problems import Problem
from .workbook.writing import write_table

if TYPE_CHECKING:
    from .cli import Report


def as_json(report: Report) -> str:
    """Rows with the field names of the table of obligations, days as ISO dates, words as stored."""
    return _dump(
        {
            "file": report.file,
            "school_year": report.school_year,
            "as_of": report.as_of,
            "overdue": report.overdue,
            "compliance": {"summary": compliance.summary(report.compliance), "rows": report.compliance},
            "deadlines": {"summary": deadlines.summary(report.deadlines), "rows": report.deadlines},
            "unlocked": [asdict(item) for item in report.unlocked],
            "idle": report.idle,
        }
    )


def problems_as_json(problems: Iterable[Problem], file: str) -> str:
    """What is wrong with a file: sheet, cell, value and message of each problem."""
    return _dump({"file": file, "problems": [asdict(problem) for problem in problems]})


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def write_xlsx(report: Report, target: str | Path) -> None:
    """The rows of both reports as an XLSX file. Raises OSError when it cannot be written."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    _add(workbook, "Số buổi", compliance.columns(), report.compliance)
    _add(workbook, "Thời hạn", deadlines.columns(), report.deadlines)
    page = workbook.create_sheet("Biên bản chưa khóa")
    titles = ("Mã buổi", "Đơn vị", "Buổi sinh hoạt", "Ngày", "Vì sao chưa khóa")
    write_table(page, titles, (asdict(item).values() for item in report.unlocked))
    _widths(page, (30, 24, 60, 12, 80))
    workbook.save(target)


def _add(
    workbook: Workbook, title: str, columns: Sequence[ReportColumn], rows: Sequence[Mapping[str, Any]]
) -> None:
    page = workbook.create_sheet(title)
    content = ([_cell(column["fieldname"], row) for column in columns] for row in rows)
    write_table(page, (column["label"] for column in columns), content)
    _widths(page, [column["width"] // 7 for column in columns])
    page.auto_filter.ref = page.dimensions


def _cell(fieldname: str, row: Mapping[str, Any]) -> object:
    value = row[fieldname]
    return vi(value) if fieldname == "state" else value


def _widths(page: Any, widths: Sequence[int]) -> None:
    for number, width in enumerate(widths, start=1):
        page.column_dimensions[page.cell(1, number).column_letter].width = width
