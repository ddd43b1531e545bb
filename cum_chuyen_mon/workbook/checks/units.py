"""Authorities, units, who supervises them, and their member schools."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ...rules.levels import level_text
from ...rules.text import date_vi
from ...rules.units import Term
from ...rules.words import UnitKind
from ...wording import label
from ..book import YearBook, term_of
from ..problems import Problems
from ..rows import MemberRow, UnitRow
from .codes import Codes

MEMBER_KINDS = (UnitKind.CLUSTER, UnitKind.GROUP)


def check_authorities(book: YearBook, codes: Codes, problems: Problems) -> None:
    """No authority stands above itself."""
    for row in book.authorities:
        if row.parent and row.authority_code in book.authority_tree.chain(row.parent):
            problems.at(
                row, "parent", "Cơ quan cấp trên bị vòng lặp: cơ quan này lại là cấp trên của chính nó."
            )


def check_units(book: YearBook, codes: Codes, problems: Problems) -> None:
    for row in book.units:
        if row.unit_kind is UnitKind.SCHOOL:
            problems.at(row, "unit_kind", "Trường ghi ở trang «Trường», không ghi ở đây.")
        elif row.unit_kind is UnitKind.SUBJECT_GROUP:
            _subject_group(book, row, problems)
        elif row.unit_kind is not None:
            _cluster_or_group(row, problems)


def _cluster_or_group(row: UnitRow, problems: Problems) -> None:
    kind = label(row.unit_kind) if row.unit_kind else ""
    for field, what in (("levels", "cấp học"), ("authority", "cơ quan quản lý")):
        if not getattr(row, field):
            problems.at(row, field, f"{kind} phải ghi {what}. Hãy điền ô này.")
    for field in ("parent_unit", "subject_code"):
        if getattr(row, field):
            problems.at(
                row, field, "Chỉ tổ bộ môn liên trường mới ghi ô này. Hãy để trống hoặc đổi loại đơn vị."
            )


def _subject_group(book: YearBook, row: UnitRow, problems: Problems) -> None:
    for field, what in (("parent_unit", "thuộc cụm hay nhóm nào"), ("subject_code", "môn học")):
        if not getattr(row, field):
            problems.at(row, field, f"Tổ bộ môn liên trường phải ghi {what}. Hãy điền ô này.")
    parent = book.unit_by_code.get(row.parent_unit)
    if parent and parent.unit_kind not in MEMBER_KINDS:
        problems.at(row, "parent_unit", "Tổ bộ môn liên trường phải thuộc một cụm hoặc một nhóm. Hãy sửa mã.")
    for field, what in (("levels", "cấp học"), ("authority", "cơ quan quản lý")):
        if getattr(row, field):
            problems.at(
                row, field, f"Tổ bộ môn liên trường theo {what} của cụm hoặc nhóm. Hãy để trống ô này."
            )


def check_transfers(book: YearBook, codes: Codes, problems: Problems) -> None:
    """A transfer comes after the unit's first authority began, and changes something."""
    for row in book.transfers:
        owner = book.unit_by_code.get(row.code) or book.school_by_code.get(row.code)
        if owner is None:
            continue
        if isinstance(owner, UnitRow) and owner.unit_kind is UnitKind.SUBJECT_GROUP:
            problems.at(
                row, "code", "Tổ bộ môn liên trường theo cụm hoặc nhóm của tổ; hãy chuyển cụm hoặc nhóm đó."
            )
        elif row.from_date and owner.authority_from and row.from_date <= owner.authority_from:
            since = date_vi(owner.authority_from)
            problems.at(row, "from_date", f"Phải sau ngày bắt đầu thuộc cơ quan cũ ({since}).")


def check_members(book: YearBook, codes: Codes, problems: Problems) -> None:
    no_overlap(book.members, ("unit_code", "school_code"), "school_code", "Trường", problems)
    for unit in book.units:
        rows = book.members_of.get(unit.unit_code, [])
        if unit.unit_kind is UnitKind.GROUP:
            _one_lead(unit, rows, codes, problems)
        if unit.unit_kind is UnitKind.SUBJECT_GROUP:
            for row in rows:
                problems.at(
                    row,
                    "unit_code",
                    "Tổ bộ môn liên trường gồm các trường của cụm hoặc nhóm. Hãy bỏ dòng này.",
                )
        elif unit.unit_kind in MEMBER_KINDS:
            _members_fit(book, unit, rows, codes, problems)


def _members_fit(
    book: YearBook, unit: UnitRow, rows: list[MemberRow], codes: Codes, problems: Problems
) -> None:
    if not rows and codes.knows_all("members"):
        problems.at(unit, "unit_code", "Đơn vị chưa có trường thành viên. Hãy ghi ở trang «Thành viên».")
    for row in rows:
        school = book.school_by_code.get(row.school_code)
        if school and unit.levels and school.levels and not unit.levels & school.levels:
            problems.at(
                row,
                "school_code",
                f"Trường dạy cấp {level_text(school.levels)}, đơn vị thuộc cấp {level_text(unit.levels)}. "
                "Hãy sửa trường hoặc cấp học.",
            )


def _one_lead(unit: UnitRow, rows: list[MemberRow], codes: Codes, problems: Problems) -> None:
    leads = [row for row in rows if row.is_lead]
    if rows and not leads and not any("is_lead" in row.unread for row in rows):
        problems.at(
            rows[0],
            "is_lead",
            f"Nhóm {unit.unit_code} chưa có trường nhóm trưởng. Hãy ghi «Có» ở một trường.",
        )
    for number, row in enumerate(leads):
        if any(term_of(row).overlaps(term_of(earlier)) for earlier in leads[:number]):
            problems.at(
                row,
                "is_lead",
                f"Nhóm {unit.unit_code} có hai trường nhóm trưởng cùng lúc. "
                "Hãy để một, hoặc ghi từ ngày, đến ngày.",
            )


def no_overlap(
    rows: Iterable, key: tuple[str, ...], shown: str, what: str, problems: Problems
) -> None:  # rows with from_date and to_date
    """Two rows for the same thing must not hold at the same time."""
    seen: dict[tuple, list[tuple[Term, int]]] = defaultdict(list)
    for row in rows:
        if row.unread:
            continue
        before = seen[tuple(getattr(row, name) for name in key)]
        clash = next((number for term, number in before if term.overlaps(term_of(row))), None)
        if clash is not None:
            problems.at(
                row,
                shown,
                f"{what} này trùng thời gian với dòng {clash}. "
                "Hãy ghi đến ngày cho dòng cũ, hoặc xóa một dòng.",
            )
        before.append((term_of(row), row.at.row))
