"""A regulation (quy chế, hướng dẫn) and its duties as data, and what makes a duty impossible."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .text import date_vi
from .words import (
    UNIT_POSITIONS,
    Anchor,
    Bound,
    DayUnit,
    DutyKind,
    Level,
    PeriodKind,
    Position,
    Rotates,
    UnitKind,
    YearSide,
)

LONGEST_PERIOD_DAYS = {
    PeriodKind.MONTH: 31,
    PeriodKind.QUARTER: 92,
    PeriodKind.SEMESTER: 155,
    PeriodKind.SCHOOL_YEAR: 366,
}
MAX_SESSIONS_PER_DAY = 1
MAX_TERM_YEARS = 10
SEATS = UNIT_POSITIONS
"""Positions that a unit can be without."""


@dataclass(frozen=True)
class Duty:
    """One duty of a regulation. Which fields matter depends on ``kind``; the others stay at their defaults.

    ``code`` is unique in its regulation; ``clause`` and ``legal_basis`` say where it is written. Empty ``levels``,
    ``units``, ``subjects`` and ``activity_kinds`` mean "all". ``month`` and ``day`` name a day of every school year;
    with a monthly period ``day`` alone names a day of every month.
    """

    code: str
    kind: DutyKind
    unit_kind: UnitKind
    title: str = ""
    clause: str = ""
    legal_basis: str = ""
    levels: frozenset[Level] = frozenset()
    units: tuple[str, ...] = ()
    period: PeriodKind = PeriodKind.SCHOOL_YEAR
    semester: str = ""
    per_subject: bool = False
    subjects: tuple[str, ...] = ()
    activity_kinds: tuple[str, ...] = ()
    # quota
    minimum: int = 0
    min_subjects: int = 0
    # deadline: a paper of a kind, or notice of a session
    paper_kind: str = ""
    consult_members: bool = False
    """Whether the paper goes to the member schools before it goes to the authority (C5a, N5.3)."""
    anchor: Anchor = Anchor.FIXED_DATE
    bound: Bound = Bound.BY
    month: int = 0
    day: int = 0
    year_side: YearSide = YearSide.AUTO
    offset: int = 0
    day_unit: DayUnit = DayUnit.CALENDAR
    opens_month: int = 0
    opens_day: int = 0
    # term, composition, rotation; a deadline counted from a vacancy names the position too
    position: Position | None = None
    max_years: int = 0
    must_attend: tuple[Position, ...] = ()
    rotates: Rotates | None = None

    @property
    def per_session(self) -> bool:
        """True where every session has an obligation of its own (E2.2 after each session, E4.2b notice)."""
        return self.kind is DutyKind.NOTICE or (
            self.kind is DutyKind.DEADLINE and self.anchor is Anchor.EACH_SESSION
        )

    @property
    def per_vacancy(self) -> bool:
        """True where every vacancy of a position has an obligation of its own (N5.1, a head has left)."""
        return self.kind is DutyKind.DEADLINE and self.anchor is Anchor.VACANCY

    @property
    def waits(self) -> bool:
        """True where nothing is owed before something happens: a session, a head who leaves."""
        return self.per_session or self.per_vacancy

    @property
    def makes_obligations(self) -> bool:
        return self.kind in (DutyKind.QUOTA, DutyKind.DEADLINE, DutyKind.NOTICE)

    @property
    def looks_at_subjects(self) -> bool:
        return self.per_subject or self.min_subjects > 0


@dataclass(frozen=True)
class Regulation:
    """A dated rule set of one authority. It binds the units under that authority and under its subordinates."""

    code: str
    title: str = ""
    number: str = ""
    issued_on: date | None = None
    authority: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    in_force: bool = True
    duties: tuple[Duty, ...] = ()

    def binds_on(self, day: date) -> bool:
        return (
            self.in_force
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_to is None or day <= self.valid_to)
        )


def cited(regulation: Regulation, duty: Duty) -> str:
    """Where a duty is written, as a refusal says it: "E4.2b, Mục IV.2, văn bản 313/PGDĐT"."""
    return citation(duty.clause or duty.title, duty.legal_basis, regulation.number, regulation.title)


def citation(clause: str, legal_basis: str, number: str, title: str) -> str:
    """The same of what was stored about a duty and its document."""
    return ", ".join(filter(None, (clause, legal_basis, f"văn bản {number}" if number else title)))


@dataclass(frozen=True)
class Problem:
    """Something impossible: the field (of the duty where ``row`` is set, counted from 1), why, and the remedy."""

    field: str
    message: str
    row: int = 0


def problems_of_regulation(
    regulation: Regulation,
    known_subjects: Collection[str] | None = None,
    known_units: Collection[str] | None = None,
    known_activities: Collection[str] | None = None,
    known_papers: Collection[str] | None = None,
) -> list[Problem]:
    """Everything about a regulation that cannot be carried out; empty when it is sound.

    The known codes are checked where they are given.
    """
    found: list[Problem] = []
    if regulation.valid_from and regulation.valid_to and regulation.valid_to < regulation.valid_from:
        found.append(
            Problem(
                "valid_to",
                f"Ngày hết hiệu lực {date_vi(regulation.valid_to)} phải sau ngày có hiệu lực "
                f"{date_vi(regulation.valid_from)}.",
            )
        )
    seen: dict[str, int] = {}
    for row, duty in enumerate(regulation.duties, start=1):
        if duty.code in seen:
            found.append(
                Problem(
                    "duty_code",
                    f"Mã nghĩa vụ «{duty.code}» đã dùng ở dòng {seen[duty.code]}; hãy đổi mã.",
                    row,
                )
            )
        seen.setdefault(duty.code, row)
        found += [Problem(p.field, p.message, row) for p in problems_of_duty(duty)]
        for field, codes, known, what in (
            ("subjects", duty.subjects, known_subjects, "môn học"),
            ("units", duty.units, known_units, "đơn vị"),
            ("activity_kinds", duty.activity_kinds, known_activities, "loại hoạt động"),
            ("paper_kind", (duty.paper_kind,) if duty.paper_kind else (), known_papers, "loại văn bản"),
        ):
            if known is not None:
                found += [
                    Problem(field, f"Không có {what} mang mã «{code}». Hãy dùng mã trong danh mục.", row)
                    for code in codes
                    if code not in known
                ]
    return found


def problems_of_duty(duty: Duty) -> list[Problem]:
    """What is impossible about one duty: a minimum below 1, 31/2, a notice longer than the period, …"""
    checks = {
        DutyKind.QUOTA: _quota,
        DutyKind.DEADLINE: _deadline,
        DutyKind.NOTICE: _notice,
        DutyKind.TERM: _term,
        DutyKind.COMPOSITION: _composition,
        DutyKind.ROTATION: _rotation,
    }
    found = list(checks[duty.kind](duty))
    if not duty.code:
        found.insert(0, Problem("duty_code", "Thiếu mã nghĩa vụ. Hãy đặt một mã ngắn, ví dụ «C3a»."))
    if duty.semester and duty.period is not PeriodKind.SEMESTER:
        found.append(
            Problem(
                "semester", "Chỉ chọn học kỳ khi kỳ tính là «Học kỳ». Hãy đổi kỳ tính hoặc để trống học kỳ."
            )
        )
    if duty.subjects and not duty.looks_at_subjects:
        found.append(
            Problem(
                "subjects", "Có danh sách môn nhưng nghĩa vụ không tính theo môn. Hãy chọn «Theo từng môn»."
            )
        )
    return found


def _quota(duty: Duty) -> Iterator[Problem]:
    if duty.minimum < 1:
        yield Problem("minimum", f"Số buổi tối thiểu là {duty.minimum}; phải từ 1 trở lên.")
    if duty.minimum > LONGEST_PERIOD_DAYS[duty.period] * MAX_SESSIONS_PER_DAY:
        yield Problem(
            "minimum",
            f"Số buổi tối thiểu {duty.minimum} nhiều hơn số ngày của kỳ tính. Hãy giảm số buổi hoặc đổi kỳ tính.",
        )
    if duty.min_subjects < 0:
        yield Problem("min_subjects", "Số môn tối thiểu không được âm.")
    if duty.min_subjects and duty.per_subject:
        yield Problem(
            "min_subjects",
            "Đã tính theo từng môn thì không đặt thêm số môn tối thiểu. Hãy bỏ một trong hai.",
        )
    if duty.subjects and duty.min_subjects > len(duty.subjects):
        yield Problem(
            "min_subjects",
            f"Đòi {duty.min_subjects} môn nhưng danh sách chỉ có {len(duty.subjects)} môn.",
        )


def _deadline(duty: Duty) -> Iterator[Problem]:
    if not duty.paper_kind:
        yield Problem("paper_kind", "Thời hạn phải nói rõ loại văn bản phải nộp. Hãy chọn loại văn bản.")
    if duty.anchor is Anchor.FIXED_DATE:
        if duty.period is PeriodKind.MONTH:
            if duty.month or not 1 <= duty.day <= 28:
                yield Problem(
                    "day",
                    "Hạn hằng tháng chỉ ghi ngày, từ 1 đến 28, và để trống tháng. "
                    "Hạn cuối tháng thì chọn mốc «Cuối kỳ».",
                )
        else:
            yield from _month_and_day("day", duty.month, duty.day)
            if duty.period is PeriodKind.QUARTER or (
                duty.period is PeriodKind.SEMESTER and not duty.semester
            ):
                yield Problem(
                    "semester",
                    "Một ngày cố định chỉ rơi vào một kỳ. Hãy chọn học kỳ, hoặc đổi mốc sang «Cuối kỳ».",
                )
        if duty.offset:
            yield Problem(
                "offset", "Mốc «Ngày cố định» không cộng trừ số ngày. Hãy để trống số ngày hoặc đổi mốc."
            )
    elif duty.month or duty.day:
        yield Problem("day", "Chỉ ghi ngày và tháng khi mốc là «Ngày cố định». Hãy để trống hoặc đổi mốc.")
    if duty.opens_month or duty.opens_day:
        yield from _month_and_day("opens_day", duty.opens_month, duty.opens_day)
    if duty.per_vacancy:
        yield from _vacancy(duty)
    yield from _offset_fits(duty)


def _vacancy(duty: Duty) -> Iterator[Problem]:
    if duty.position not in SEATS:
        yield Problem(
            "position",
            "Mốc «Khuyết người đứng đầu» phải nói rõ chức danh nào bị khuyết. Hãy chọn chức danh của đơn vị.",
        )
    if duty.offset < 0:
        yield Problem("offset", "Hạn không thể trước ngày chức danh bị khuyết. Hãy ghi số ngày từ 0 trở lên.")
    if duty.per_subject:
        yield Problem("per_subject", "Chức danh bị khuyết không tính theo môn. Hãy bỏ «Theo từng môn».")


def _notice(duty: Duty) -> Iterator[Problem]:
    if duty.offset < 1:
        yield Problem("offset", "Số ngày báo trước phải từ 1 trở lên.")
    yield from _offset_fits(duty)


def _offset_fits(duty: Duty) -> Iterator[Problem]:
    calendar_days = abs(duty.offset) * 7 / 5 if duty.day_unit is DayUnit.WORKING else abs(duty.offset)
    if calendar_days > LONGEST_PERIOD_DAYS[duty.period]:
        yield Problem(
            "offset",
            f"{abs(duty.offset)} ngày dài hơn cả kỳ tính ({LONGEST_PERIOD_DAYS[duty.period]} ngày). "
            "Hãy giảm số ngày hoặc đổi kỳ tính.",
        )


def _term(duty: Duty) -> Iterator[Problem]:
    if duty.position is None:
        yield Problem("position", "Nhiệm kỳ phải nói rõ của chức danh nào. Hãy chọn chức danh.")
    if not 1 <= duty.max_years <= MAX_TERM_YEARS:
        yield Problem("max_years", f"Nhiệm kỳ tính bằng năm học, từ 1 đến {MAX_TERM_YEARS}.")


def _composition(duty: Duty) -> Iterator[Problem]:
    if duty.position is None and not duty.must_attend:
        yield Problem("position", "Hãy chọn chức danh chủ trì hoặc các chức danh phải mời dự.")


def _rotation(duty: Duty) -> Iterator[Problem]:
    if duty.rotates is None:
        yield Problem("rotates", "Hãy chọn điều luân phiên: địa điểm hay cụm trưởng.")


def _month_and_day(field: str, month: int, day: int) -> Iterator[Problem]:
    if not 1 <= month <= 12:
        yield Problem(field.replace("day", "month"), f"Tháng {month} không có. Hãy ghi tháng từ 1 đến 12.")
    elif not 1 <= day <= calendar.monthrange(2023, month)[1]:  # a common year: 29/2 is not in every year
        last = calendar.monthrange(2023, month)[1]
        yield Problem(
            field, f"Ngày {day}/{month} không có hằng năm. Tháng {month} hãy ghi ngày từ 1 đến {last}."
        )


def last_day_of(bound: Bound, named: date) -> date:
    """The last day that is in time: the named day itself, or the day before it for "trước ngày"."""
    return named - timedelta(days=1) if bound is Bound.BEFORE else named
