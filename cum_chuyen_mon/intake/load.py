"""Preview and import of a workbook: everything or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

import frappe
from frappe.utils import strip_html

from cum_chuyen_mon.ledger.refresh import refresh
from cum_chuyen_mon.workbook.book import YearBook
from cum_chuyen_mon.workbook.problems import Problem
from cum_chuyen_mon.workbook.reading import read_workbook
from cum_chuyen_mon.workbook.schema import Row

from .compare import CREATE, SAME, UPDATE, Change, compare
from .meetings import load as load_meeting
from .meetings import meeting_of, write
from .wanted import Wanted, paper, wanted_documents

SAVEPOINT = "cum_chuyen_mon_intake"
MOST_SITE_PROBLEMS = 50


@dataclass
class Intake:
    """What a workbook does, or did, to the site. Nothing was written when there is any problem."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def count(self, action: str) -> int:
        return Counter(change.action for change in self.changes)[action]

    @property
    def created(self) -> int:
        return self.count(CREATE)

    @property
    def updated(self) -> int:
        return self.count(UPDATE)

    @property
    def unchanged(self) -> int:
        return self.count(SAME)


def preview(content: bytes) -> Intake:
    """What importing the file would do. The file is read and carried out, and everything is taken back."""
    return _carry_out(content, keep=False)


def bring_in(content: bytes, today: date | None = None) -> Intake:
    """Import the file. With any problem the site is left exactly as it was, and the problems name their cells."""
    return _carry_out(content, keep=True, today=today)


def _carry_out(content: bytes, keep: bool, today: date | None = None) -> Intake:
    book, problems = read_workbook(content)
    if book is None:
        return Intake(problems=problems)
    intake = Intake()
    frappe.db.savepoint(SAVEPOINT)
    with loading():
        load_book(book, intake)
        if not intake.problems and keep:
            if intake.created or intake.updated:
                refresh(book.school_year.school_year_code, today=today)
            return intake
    frappe.db.rollback(save_point=SAVEPOINT)
    frappe.clear_cache()
    return intake


def load_book(book: YearBook, intake: Intake) -> None:
    """Write every document of the book, gathering what the site refuses with the row it stands in."""
    for want in wanted_documents(book):
        _try(intake, want.row, lambda want=want: _one(want))
    for row in book.sessions:
        _try(intake, row, lambda row=row: _meeting(book, row))
    for row in book.papers:
        _try(intake, row, lambda row=row: _one(paper(book, row)))


def _one(want: Wanted) -> list[Change]:
    change = compare(want)
    write(want, change.action)
    return [change]


def _meeting(book: YearBook, row) -> list[Change]:
    meeting = meeting_of(book, row)
    changes = meeting.changes()
    load_meeting(meeting, changes)
    return changes


def _try(intake: Intake, row: Row, step: Callable[[], list[Change]]) -> None:
    """One step; what a controller refuses becomes a problem of the row. After many, further steps are pointless."""
    if len(intake.problems) >= MOST_SITE_PROBLEMS:
        return
    try:
        intake.changes += step()
    except (frappe.ValidationError, frappe.DuplicateEntryError) as error:
        said = strip_html(str(error).replace("<li>", " • ")).strip() or type(error).__name__
        first = next((name for name in row.at.letters), "")
        intake.problems.append(Problem(row.at.sheet, row.at.cell(first), "", said))
        frappe.local.message_log = []


@contextmanager
def loading() -> Iterator[None]:
    """No warnings to a convener and no refresh per document while a whole year is loaded."""
    muted, frappe.flags.mute_messages = frappe.flags.mute_messages, True
    frappe.flags.cum_chuyen_mon_loading = True
    try:
        yield
    finally:
        frappe.flags.mute_messages = muted
        frappe.flags.cum_chuyen_mon_loading = False
