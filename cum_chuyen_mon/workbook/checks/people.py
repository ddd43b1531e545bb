"""Where people work, and who holds which position in a unit."""

from __future__ import annotations

from datetime import date

from ...rules.units import Term
from ...rules.words import SCHOOL_POSITIONS, UNIT_POSITIONS, Position, UnitKind
from ...wording import label
from ..book import YearBook, term_of
from ..problems import Problems
from ..rows import OfficerRow, UnitRow
from .codes import Codes
from .units import no_overlap

POSITIONS_OF = {
    UnitKind.CLUSTER: (Position.HEAD, Position.DEPUTY, Position.SUBJECT_LEAD, Position.OVERSEEING_LEADER),
    UnitKind.GROUP: (Position.GROUP_LEAD, Position.DEPUTY, Position.SUBJECT_LEAD, Position.OVERSEEING_LEADER),
    UnitKind.SUBJECT_GROUP: (Position.SUBJECT_LEAD, Position.OVERSEEING_LEADER),
}
ONE_AT_A_TIME = (Position.HEAD, Position.GROUP_LEAD)


def check_postings(book: YearBook, codes: Codes, problems: Problems) -> None:
    key = ("staff_code", "school_code", "position", "subject_code")
    no_overlap(book.postings, key, "staff_code", "Vị trí công tác", problems)
    for row in book.postings:
        if row.position and row.position not in SCHOOL_POSITIONS:
            allowed = ", ".join(label(p) for p in SCHOOL_POSITIONS)
            problems.at(row, "position", f"Đây không phải vị trí ở trường. Hãy chọn: {allowed}.")


def check_officers(book: YearBook, codes: Codes, problems: Problems) -> None:
    no_overlap(
        book.officers, ("unit_code", "position", "staff_code", "level"), "staff_code", "Chức danh", problems
    )
    heads = [row for row in book.officers if row.position in ONE_AT_A_TIME]
    _one_head(heads, problems)
    for row in book.officers:
        unit = book.unit_by_code.get(row.unit_code)
        if unit and unit.unit_kind and row.position:
            _position_fits(row, unit, problems)
            _comes_from_a_member(book, row, unit, codes, problems)


def _one_head(rows: list[OfficerRow], problems: Problems) -> None:
    """One head at a time, or one for each level (one cluster may have a head each for TH, THCS and THPT)."""
    for number, row in enumerate(rows):
        for earlier in rows[:number]:
            same = (row.unit_code, row.position) == (earlier.unit_code, earlier.position)
            both = row.level is None or earlier.level is None or row.level is earlier.level
            other = row.staff_code != earlier.staff_code
            if same and both and other and term_of(row).overlaps(term_of(earlier)):
                problems.at(
                    row,
                    "staff_code",
                    f"Đơn vị {row.unit_code} có hai người giữ chức danh này cùng lúc "
                    f"(xem dòng {earlier.at.row}). Hãy ghi đến ngày cho người trước.",
                )
                break


def _position_fits(row: OfficerRow, unit: UnitRow, problems: Problems) -> None:
    allowed = POSITIONS_OF.get(unit.unit_kind, UNIT_POSITIONS) if unit.unit_kind else UNIT_POSITIONS
    if row.position not in allowed:
        names = ", ".join(label(p) for p in allowed)
        kind = label(unit.unit_kind) if unit.unit_kind else ""
        problems.at(row, "position", f"{kind} không có chức danh này. Hãy chọn: {names}.")


def _comes_from_a_member(
    book: YearBook, row: OfficerRow, unit: UnitRow, codes: Codes, problems: Problems
) -> None:
    """An officer works at a member school; a group lead at the lead school (C2.2)."""
    if row.staff_code not in book.staff_by_code or not codes.knows_all("members", "postings"):
        return
    owner = unit.parent_unit if unit.unit_kind is UnitKind.SUBJECT_GROUP else unit.unit_code
    term = term_of(row)
    members = [m for m in book.members_of.get(owner, []) if term_of(m).overlaps(term)]
    schools = {m.school_code for m in members}
    leads = {m.school_code for m in members if m.is_lead}
    own = _schools_during(book, row.staff_code, term)
    if not schools or not schools <= book.school_by_code.keys():
        return
    if not own & schools:
        problems.at(
            row,
            "staff_code",
            f"Người này không công tác ở trường thành viên nào của {owner} trong thời gian đó.",
        )
    elif row.position is Position.GROUP_LEAD and leads and not own & leads:
        problems.at(
            row,
            "staff_code",
            "Nhóm trưởng phải là người của trường nhóm trưởng. Hãy sửa mã cán bộ hoặc trường.",
        )


def _schools_during(book: YearBook, staff_code: str, term: Term) -> set[str]:
    return {p.school_code for p in book.postings_of.get(staff_code, []) if term_of(p).overlaps(term)}


def positions_on(book: YearBook, staff_code: str, day: date | None) -> set[Position]:
    """A person's positions at schools on a day; all ever held when no day is given."""
    rows = book.postings_of.get(staff_code, [])
    return {p.position for p in rows if p.position and (day is None or term_of(p).holds(day))}
