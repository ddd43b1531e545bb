"""The documents a YearBook describes, in the order in which they must exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from cum_chuyen_mon.rules.levels import level_text
from cum_chuyen_mon.rules.words import UnitKind, Word
from cum_chuyen_mon.workbook.book import YearBook
from cum_chuyen_mon.workbook.facts import authority_links
from cum_chuyen_mon.workbook.rows import DutyRow, PaperRow, UnitRow
from cum_chuyen_mon.workbook.schema import Row


@dataclass(frozen=True)
class Wanted:
    """One document: its DocType and name, its values as the workbook has them, and the row that states them.

    Of a document that the site has already, the fields in ``only_new`` are left alone, and so are the columns of
    its tables in ``kept`` (table field → columns): the file says nothing about them.
    """

    doctype: str
    name: str
    values: dict[str, Any]
    row: Row
    only_new: frozenset[str] = frozenset()
    kept: Mapping[str, frozenset[str]] = field(default_factory=dict)


def renamed(names: Iterable[str], into: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Fields of a sheet as the document calls them."""
    return frozenset(new for name in names for new in into.get(name, (name,)))


def missing_tables(book: YearBook, tables: Mapping[str, str]) -> frozenset[str]:
    """Of table field → sheet key, the tables whose sheet the file lacks."""
    return frozenset(table for table, key in tables.items() if not book.has_sheet(key))


def stored(value: object) -> object:
    """A typed cell as a field stores it: words as text, lists of codes as text, flags as 0 and 1."""
    if isinstance(value, frozenset):
        return level_text(value)
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    if isinstance(value, Word):
        return value.value
    return int(value) if isinstance(value, bool) else value


def plain(row: Row, *leave_out: str) -> dict[str, Any]:
    """All fields of a row as a document stores them, but for those named."""
    names = [f.name for f in fields(row) if f.name not in ("at", "unread", *leave_out)]
    return {name: stored(getattr(row, name)) for name in names}


def wanted_documents(book: YearBook) -> Iterator[Wanted]:
    """Everything but sessions, which come with a roll and minutes and are loaded by ``meetings``."""
    yield from _authorities(book)
    yield from _school_year(book)
    for row in book.subjects:
        yield Wanted("Teaching Subject", row.subject_code, plain(row), row, book.unstated("subjects"))
    for row in book.activity_kinds:
        yield Wanted(
            "Cluster Activity Kind", row.activity_code, plain(row), row, book.unstated("activity_kinds")
        )
    for row in book.paper_kinds:
        yield Wanted("Cluster Paper Kind", row.paper_code, plain(row), row, book.unstated("paper_kinds"))
    for row in book.schools:
        values = plain(row, "authority", "authority_from")
        values["authorities"] = _authority_rows(book, row.school_code, row.authority, row.authority_from)
        only_new = book.unstated("schools") | missing_tables(book, {"authorities": "transfers"})
        kept = {"authorities": _kept_since(book, "schools")}
        yield Wanted("Member School", row.school_code, values, row, only_new, kept)
    for row in book.staff:
        postings = [
            {
                "school": p.school_code,
                "subject": p.subject_code,
                **plain(p, "staff_code", "school_code", "subject_code"),
            }
            for p in book.postings_of.get(row.staff_code, ())
        ]
        only_new = book.unstated("staff") | missing_tables(book, {"postings": "postings"})
        kept = {"postings": renamed(book.unstated("postings"), {"subject_code": ("subject",)})}
        values = {**plain(row), "postings": postings}
        yield Wanted("Member School Staff", row.staff_code, values, row, only_new, kept)
    units = sorted(book.units, key=lambda u: u.unit_kind is UnitKind.SUBJECT_GROUP)
    yield from (_unit(book, row) for row in units)
    yield from _regulations(book)


def _authorities(book: YearBook) -> Iterator[Wanted]:
    """Superiors before their subordinates."""
    rows = {row.authority_code: row for row in book.authorities}
    superiors = {row.parent for row in book.authorities}

    def depth(code: str) -> int:
        steps = 0
        while code in rows and rows[code].parent and steps <= len(rows):
            code, steps = rows[code].parent, steps + 1
        return steps

    for code in sorted(rows, key=depth):
        row = rows[code]
        values = plain(row, "parent")
        values["parent_education_authority"] = row.parent
        values["is_group"] = int(code in superiors)
        parent = {"parent": ("parent_education_authority", "is_group")}
        only_new = renamed(book.unstated("authorities"), parent)
        yield Wanted("Education Authority", code, values, row, only_new)


def _school_year(book: YearBook) -> Iterator[Wanted]:
    for row in book.school_years:
        semesters = [
            plain(s, "school_year_code") for s in book.semesters if s.school_year_code == row.school_year_code
        ]
        values = {**plain(row), "semesters": semesters, "holidays": [plain(h) for h in book.holidays]}
        only_new = book.unstated("school_years") | missing_tables(book, {"holidays": "holidays"})
        kept = {"holidays": book.unstated("holidays")}
        yield Wanted("Cluster School Year", row.school_year_code, values, row, only_new, kept)


def _kept_since(book: YearBook, key: str) -> frozenset[str]:
    """The column of the authorities table that a file without «Thuộc cơ quan từ ngày» leaves alone."""
    return renamed({"authority_from"} & book.unstated(key), {"authority_from": ("from_date",)})


def _authority_rows(book: YearBook, code: str, first: str, since: Any) -> list[dict]:
    return [
        {"authority": link.code, "from_date": link.term.start, "to_date": link.term.end}
        for link in authority_links(book, code, first, since)
    ]


def _unit(book: YearBook, row: UnitRow) -> Wanted:
    shared = ("unit_code", "unit_title", "from_date", "to_date", "decision_no", "decision_date")
    values = {name: stored(getattr(row, name)) for name in shared}
    values["officers"] = [
        {"staff": o.staff_code, **plain(o, "unit_code", "staff_code")}
        for o in book.officers_of.get(row.unit_code, ())
    ]
    if row.unit_kind is UnitKind.SUBJECT_GROUP:
        parent = book.unit_by_code[row.parent_unit]
        values |= {
            "parent_type": stored(parent.unit_kind),
            "parent_unit": row.parent_unit,
            "subject": row.subject_code,
        }
    else:
        values["levels"] = stored(row.levels)
        values["authorities"] = _authority_rows(book, row.unit_code, row.authority, row.authority_from)
        values["members"] = [
            {"school": m.school_code, **plain(m, "unit_code", "school_code")}
            for m in book.members_of.get(row.unit_code, ())
        ]
    into = {
        "parent_unit": ("parent_type", "parent_unit"),
        "subject_code": ("subject",),
        "authority": ("authorities",),
    }
    tables = {"officers": "officers", "members": "members", "authorities": "transfers"}
    only_new = renamed(book.unstated("units"), into) | missing_tables(book, tables)
    kept = {
        "officers": book.unstated("officers"),
        "members": book.unstated("members"),
        "authorities": _kept_since(book, "units"),
    }
    return Wanted(str(row.unit_kind), row.unit_code, values, row, only_new, kept)


def _regulations(book: YearBook) -> Iterator[Wanted]:
    for row in book.regulations:
        duties = [duty_values(d) for d in book.duties if d.regulation_code == row.regulation_code]
        values = {**plain(row), "status": "In Force", "duties": duties}
        missing = missing_tables(book, {"duties": "duties"})
        only_new = book.unstated("regulations") | missing | {"status"}
        kept = {"duties": book.unstated("duties")}
        yield Wanted("Cluster Regulation", row.regulation_code, values, row, only_new, kept)


def duty_values(row: DutyRow) -> dict[str, Any]:
    return plain(row, "regulation_code")


def paper(book: YearBook, row: PaperRow) -> Wanted:
    """A paper that reached the authority."""
    unit = book.unit_by_code.get(row.unit_code)
    values = {
        "title": row.title,
        "paper_kind": row.paper_kind,
        "unit_type": stored(unit.unit_kind) if unit else UnitKind.SCHOOL.value,
        "unit": row.unit_code,
        "school_year": book.school_year.school_year_code,
        "semester": row.semester_code,
        "period_code": row.period_code,
        "subject": row.subject_code,
        "session": row.session_code,
        "status": "Received",
        "received_on": row.received_on,
    }
    into = {"semester_code": ("semester",), "subject_code": ("subject",), "session_code": ("session",)}
    only_new = renamed(book.unstated("papers"), into) | {"status"}
    return Wanted("Cluster Unit Report", row.paper_code, values, row, only_new)
