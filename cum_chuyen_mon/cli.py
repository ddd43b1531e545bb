"""The command line: check a workbook against its regulations, write the template, write the demo.

Exit status: 0 fine, 1 a duty is overdue, 2 a bad file or a command that cannot be carried out.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console

from .cli_export import as_json, problems_as_json, write_xlsx
from .cli_tables import print_report
from .reports import compliance, deadlines
from .reports.deadlines import DeadlineRow
from .reports.rows import ObligationRow
from .rules.verdicts import Verdict
from .rules.words import State
from .workbook.book import YearBook
from .workbook.cells import CellError, parse
from .workbook.facts import regulations, verdicts
from .workbook.locking import why_not_locked
from .workbook.problems import Problem
from .workbook.reading import read_workbook
from .workbook.schema import Column, Kind

FINE, OVERDUE, BAD_FILE = 0, 1, 2


@dataclass(frozen=True)
class Unlocked:
    """A session that was held, whose minutes are not locked, and why."""

    session: str
    unit_title: str
    title: str
    session_date: date
    reason: str


@dataclass(frozen=True)
class Report:
    """Everything a check finds out."""

    file: str
    school_year: str
    as_of: date
    compliance: list[ObligationRow]
    deadlines: list[DeadlineRow]
    unlocked: list[Unlocked]
    idle: list[str]
    """Duties that nobody owes, one sentence each."""

    @property
    def overdue(self) -> int:
        rows = [*self.compliance, *self.deadlines]
        return sum(row["state"] == State.OVERDUE for row in rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m cum_chuyen_mon",
        description="Nghĩa vụ của cụm chuyên môn và nhóm liên trường từ sổ Excel.",
    )
    commands = parser.add_subparsers(required=True, metavar="lệnh")
    check = commands.add_parser("check", help="đối chiếu một sổ với quy chế ghi trong sổ")
    check.add_argument("file", metavar="TỆP.xlsx")
    check.add_argument(
        "--as-of", type=_day, default=None, metavar="NGÀY", help="tính đến ngày (2025-06-15 hoặc 15/06/2025)"
    )
    check.add_argument("--json", action="store_true", help="in JSON thay cho bảng")
    check.add_argument("--xlsx", metavar="TỆP_RA.xlsx", help="ghi thêm kết quả ra tệp Excel")
    check.set_defaults(run=_check)
    for name, what, run in (
        ("template", "ghi sổ mẫu trống", _template),
        ("demo", "ghi sổ minh họa Củ Chi 2024-2025", _demo),
    ):
        command = commands.add_parser(name, help=what)
        command.add_argument("file", metavar="TỆP_RA.xlsx")
        command.add_argument("--force", action="store_true", help="ghi đè tệp đã có")
        command.set_defaults(run=run)
    return parser


def _day(text: str) -> date:
    try:
        return parse(Column("as_of", "Tính đến ngày", Kind.DATE, required=True), text)
    except CellError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _check(options: argparse.Namespace) -> int:
    book, problems = read_workbook(options.file)
    if book is None:
        return _refuse(problems, options.json, options.file)
    report = examine(book, options.as_of or date.today(), Path(options.file).name)
    if options.xlsx and (status := _save(options.xlsx, options.file, report)) != FINE:
        return status
    if options.json:
        sys.stdout.write(as_json(report) + "\n")
    else:
        print_report(Console(), report)
    return OVERDUE if report.overdue else FINE


def examine(book: YearBook, as_of: date, file: str = "") -> Report:
    """Where every obligation of a book stands on a day."""
    found = verdicts(book, as_of)
    return Report(
        file=file,
        school_year=book.school_year.school_year_code,
        as_of=as_of,
        compliance=compliance.rows(found, book.titles),
        deadlines=deadlines.rows(found, book.titles, as_of),
        unlocked=_unlocked(book, as_of),
        idle=_idle(book, found),
    )


def _idle(book: YearBook, found: list[Verdict]) -> list[str]:
    """Duties that should make obligations and make none: wrong authority, level, unit kind or validity."""
    owed = {(v.obligation.regulation, v.obligation.duty.code) for v in found}
    return [
        f"Nghĩa vụ {duty.code} không ràng buộc đơn vị nào trong năm học. "
        "Hãy kiểm tra loại đơn vị, cấp học, cơ quan ban hành và hiệu lực."
        for regulation in regulations(book)
        for duty in regulation.duties
        if duty.makes_obligations and not duty.waits and (regulation.code, duty.code) not in owed
    ]


def _unlocked(book: YearBook, as_of: date) -> list[Unlocked]:
    found = []
    for row in book.sessions:
        reason = why_not_locked(book, row, as_of)
        if reason and row.session_date and row.session_date <= as_of:
            unit = book.title_of(row.unit_code)
            found.append(Unlocked(row.session_code, unit, row.title, row.session_date, reason))
    return found


def _refuse(problems: list[Problem], json_wanted: bool, file: str) -> int:
    if json_wanted:
        sys.stdout.write(problems_as_json(problems, Path(file).name) + "\n")
    else:
        sys.stderr.write(f"Không dùng được tệp «{Path(file).name}»: {len(problems)} lỗi.\n")
        for problem in problems:
            sys.stderr.write(f"  {problem}\n")
    return BAD_FILE


def _save(target: str, source: str, report: Report) -> int:
    if Path(target).resolve() == Path(source).resolve():
        return _complain("Tệp kết quả trùng với sổ đang kiểm tra. Hãy chọn tên khác cho --xlsx.")
    return _write(lambda: write_xlsx(report, target), target)


def _template(options: argparse.Namespace) -> int:
    from .workbook.writing import write_template

    return _produce(options, lambda: write_template(options.file), "sổ mẫu")


def _demo(options: argparse.Namespace) -> int:
    from .demo.cu_chi import cu_chi_book
    from .workbook.writing import write_workbook

    return _produce(options, lambda: write_workbook(cu_chi_book(), options.file), "sổ minh họa")


def _produce(options: argparse.Namespace, write: Callable[[], object], what: str) -> int:
    if Path(options.file).exists() and not options.force:
        return _complain(f"Tệp «{options.file}» đã có. Hãy chọn tên khác, hoặc thêm --force để ghi đè.")
    status = _write(write, options.file)
    if status == FINE:
        sys.stdout.write(f"Đã ghi {what}: {options.file}\n")
    return status


def _write(write: Callable[[], object], target: str) -> int:
    try:
        write()
    except OSError as error:
        return _complain(f"Không ghi được tệp «{target}»: {error.strerror}.")
    return FINE


def _complain(message: str) -> int:
    sys.stderr.write(message + "\n")
    return BAD_FILE
