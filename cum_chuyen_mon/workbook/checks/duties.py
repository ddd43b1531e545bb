"""Regulations that cannot be carried out, and officers whom a regulation bars."""

from __future__ import annotations

from dataclasses import replace

from ...rules.eligibility import chosen_from, not_eligible
from ...rules.obligations import fits
from ...rules.regulation import Duty, problems_of_regulation
from ...rules.text import join_vi
from ...rules.units import Unit
from ...wording import label
from ..book import YearBook
from ..facts import duty_of, officer_of, regulation_of, units_of
from ..problems import Problems
from ..rows import DutyRow, RegulationRow
from .codes import Codes
from .people import positions_on

CHECKED_ELSEWHERE = frozenset({"subjects", "units", "activity_kinds", "paper_kind", "valid_to"})
"""Unknown codes and reversed dates are reported by the checks of codes and dates."""


def check_duties(book: YearBook, codes: Codes, problems: Problems) -> None:
    units = units_of(book)
    for row in book.regulations:
        duties = [duty for duty in book.duties if duty.regulation_code == row.regulation_code]
        _possible(row, duties, codes, problems)
        if not duties and not row.unread and codes.knows_all("duties"):
            problems.at(row, "regulation_code", "Quy chế chưa có nghĩa vụ nào. Hãy ghi ở trang «Nghĩa vụ».")
        for duty in duties:
            if not duty.unread:
                _bars_nobody(book, row, duty_of(duty), units, problems)


def _possible(row: RegulationRow, duties: list[DutyRow], codes: Codes, problems: Problems) -> None:
    sound = [duty for duty in duties if not {"kind", "unit_kind"} & duty.unread]
    facts = regulation_of(row, sound)
    distinct = replace(
        facts, duties=tuple(replace(d, code=f"{n}:{d.code}") for n, d in enumerate(facts.duties))
    )
    for problem in problems_of_regulation(distinct):
        if problem.row:
            problems.at(sound[problem.row - 1], problem.field, problem.message)
        elif problem.field not in CHECKED_ELSEWHERE:
            problems.at(row, problem.field, problem.message)
    for duty in sound:
        if duty.semester and codes.semesters and duty.semester not in codes.semesters:
            problems.at(duty, "semester", "Không có học kỳ này ở trang «Học kỳ». Hãy sửa hoặc để trống.")


def _bars_nobody(
    book: YearBook, regulation: RegulationRow, duty: Duty, units: list[Unit], problems: Problems
) -> None:
    """N5.1: the head is a principal of a member school."""
    if not chosen_from(duty):
        return
    wanted = join_vi(label(position).lower() for position in chosen_from(duty))
    for unit in units:
        if fits(duty, unit) and _supervises(book, regulation, unit):
            own = book.officers_of.get(unit.code, [])
            rows = {officer_of(row): row for row in own if row.position and not row.unread}
            for officer in not_eligible(duty, rows, lambda person, day: positions_on(book, person, day)):
                problems.at(
                    rows[officer],
                    "staff_code",
                    f"{label(officer.position)} phải là {wanted} của trường thành viên "
                    f"({regulation.number or regulation.regulation_code}, {duty.legal_basis or duty.code}). "
                    "Hãy sửa mã cán bộ hoặc vị trí công tác.",
                )


def _supervises(book: YearBook, regulation: RegulationRow, unit: Unit) -> bool:
    return any(regulation.authority in book.authority_tree.chain(link.code) for link in unit.authorities)
