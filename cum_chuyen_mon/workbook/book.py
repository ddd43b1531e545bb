"""A year as a workbook describes it: the typed rows of every sheet, and ways to look things up in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ..rules.obligations import Subject
from ..rules.units import AuthorityTree, Term
from ..setup.seeds import seeded_activity_kinds, seeded_paper_kinds, seeded_subjects
from .rows import (
    SHEET_BY_KEY,
    ActivityKindRow,
    AttendanceRow,
    AuthorityRow,
    DutyRow,
    HolidayRow,
    MemberRow,
    OfficerRow,
    PaperKindRow,
    PaperRow,
    PostingRow,
    RegulationRow,
    SchoolRow,
    SchoolYearRow,
    SemesterRow,
    SessionRow,
    StaffRow,
    SubjectRow,
    TransferRow,
    UnitRow,
)


@dataclass(frozen=True)
class YearBook:
    """The content of a workbook. Every field is the rows of one sheet, in the order of the file.

    A book that :func:`~cum_chuyen_mon.workbook.reading.read_workbook` returns has passed all checks.
    """

    authorities: tuple[AuthorityRow, ...] = ()
    school_years: tuple[SchoolYearRow, ...] = ()
    semesters: tuple[SemesterRow, ...] = ()
    holidays: tuple[HolidayRow, ...] = ()
    subjects: tuple[SubjectRow, ...] = ()
    activity_kinds: tuple[ActivityKindRow, ...] = ()
    paper_kinds: tuple[PaperKindRow, ...] = ()
    schools: tuple[SchoolRow, ...] = ()
    staff: tuple[StaffRow, ...] = ()
    postings: tuple[PostingRow, ...] = ()
    units: tuple[UnitRow, ...] = ()
    transfers: tuple[TransferRow, ...] = ()
    members: tuple[MemberRow, ...] = ()
    officers: tuple[OfficerRow, ...] = ()
    regulations: tuple[RegulationRow, ...] = ()
    duties: tuple[DutyRow, ...] = ()
    sessions: tuple[SessionRow, ...] = ()
    attendance: tuple[AttendanceRow, ...] = ()
    papers: tuple[PaperRow, ...] = ()
    stated: Mapping[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)
    """Sheet key → the fields whose column the file has. Empty for a book built in code, which states everything."""

    def unstated(self, key: str) -> frozenset[str]:
        """The fields of a sheet that the file has no column for; all of them where it lacks the sheet."""
        if not self.stated:
            return frozenset()
        return frozenset(SHEET_BY_KEY[key].columns) - self.stated.get(key, frozenset())

    def has_sheet(self, key: str) -> bool:
        """Whether the file has the sheet, with a header; an empty table is then meant to be empty."""
        return not self.stated or bool(self.stated.get(key))

    @property
    def school_year(self) -> SchoolYearRow:
        """The one school year of the book. Raises IndexError on an empty book."""
        return self.school_years[0]

    @cached_property
    def unit_by_code(self) -> Mapping[str, UnitRow]:
        return {row.unit_code: row for row in self.units}

    @cached_property
    def school_by_code(self) -> Mapping[str, SchoolRow]:
        return {row.school_code: row for row in self.schools}

    @cached_property
    def staff_by_code(self) -> Mapping[str, StaffRow]:
        return {row.staff_code: row for row in self.staff}

    @cached_property
    def session_by_code(self) -> Mapping[str, SessionRow]:
        return {row.session_code: row for row in self.sessions}

    @cached_property
    def attendance_of(self) -> Mapping[str, list[AttendanceRow]]:
        """Session code → its roll-call, in the order of the file."""
        return _grouped(self.attendance, "session_code")

    @cached_property
    def postings_of(self) -> Mapping[str, list[PostingRow]]:
        return _grouped(self.postings, "staff_code")

    @cached_property
    def members_of(self) -> Mapping[str, list[MemberRow]]:
        return _grouped(self.members, "unit_code")

    @cached_property
    def officers_of(self) -> Mapping[str, list[OfficerRow]]:
        return _grouped(self.officers, "unit_code")

    @cached_property
    def authority_tree(self) -> AuthorityTree:
        return AuthorityTree({row.authority_code: row.parent or None for row in self.authorities})

    @cached_property
    def subject_by_code(self) -> Mapping[str, Subject]:
        """The seeded subjects and those of the sheet, which wins where both have a code."""
        own = (Subject(row.subject_code, row.subject_title, row.levels) for row in self.subjects)
        return {subject.code: subject for subject in (*seeded_subjects(), *own)}

    @cached_property
    def activity_titles(self) -> Mapping[str, str]:
        """Code → title of the seeded activity kinds and those of the sheet."""
        seeded = {kind.code: kind.title for kind in seeded_activity_kinds()}
        return {**seeded, **{row.activity_code: row.activity_title for row in self.activity_kinds}}

    @cached_property
    def paper_titles(self) -> Mapping[str, str]:
        """Code → title of the seeded paper kinds and those of the sheet."""
        seeded = {kind.code: kind.title for kind in seeded_paper_kinds()}
        return {**seeded, **{row.paper_code: row.paper_title for row in self.paper_kinds}}

    def schools_on(self, staff_code: str, day: date) -> tuple[str, ...]:
        """The schools a person is posted at on a day."""
        return tuple(
            row.school_code for row in self.postings_of.get(staff_code, ()) if term_of(row).holds(day)
        )

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Code → title of every subject, person, school and unit."""
        return {
            **{code: subject.title for code, subject in self.subject_by_code.items()},
            **{row.staff_code: row.full_name for row in self.staff},
            **{row.school_code: row.school_name for row in self.schools},
            **{row.unit_code: row.unit_title for row in self.units},
        }

    def title_of(self, code: str) -> str:
        """The title of a unit, school, person or subject; the code itself where it is none of them."""
        return self.titles.get(code, code)


def term_of(row: UnitRow | PostingRow | MemberRow | OfficerRow) -> Term:
    """The stretch in which a dated row holds; both days inclusive.

    Of days that run the wrong way round, which a check refuses, only the first is taken.
    """
    backwards = row.from_date and row.to_date and row.to_date < row.from_date
    return Term(row.from_date, None if backwards else row.to_date)


def _grouped(rows: tuple, field_name: str) -> dict[str, list]:
    found: dict[str, list] = defaultdict(list)
    for row in rows:
        found[getattr(row, field_name)].append(row)
    return dict(found)
