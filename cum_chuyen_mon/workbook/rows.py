# ruff: noqa: RUF009 (the functions return dataclass fields, one for each row type)
"""Every sheet of the workbook and every column, once: the typed rows are the declaration.

Field names are the field names on a site, so that a row can be stored as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from ..rules.words import (
    Anchor,
    Answer,
    Bound,
    DayUnit,
    DutyKind,
    Level,
    PeriodKind,
    Position,
    RollCall,
    Rotates,
    SessionStatus,
    UnitKind,
    Word,
    YearSide,
)
from .schema import LONG_LENGTH, Kind, Row, Sheet, coded, column


class AuthorityKind(Word):
    """Kinds of supervising authority."""

    DEPARTMENT = "Department"
    DISTRICT_OFFICE = "District Office"
    COMMUNE_COMMITTEE = "Commune Committee"
    OTHER = "Other"


def _date(title: str, **options: object) -> date | None:
    return column(title, Kind.DATE, width=13, **options)


def _from() -> date | None:
    return _date("Từ ngày", help="Để trống nếu có hiệu lực từ đầu.")


def _to() -> date | None:
    return _date("Đến ngày", help="Ngày cuối cùng còn hiệu lực. Để trống nếu chưa kết thúc.")


def _long(title: str, **options: object) -> str:
    return column(title, Kind.LONG_TEXT, max_length=LONG_LENGTH, width=40, **options)


def _choice(title: str, choices: type[Word], **options: object):
    return column(title, Kind.CHOICE, choices=choices, width=22, **options)


def _levels(**options: object) -> frozenset[Level]:
    return column("Cấp học", Kind.LEVELS, width=12, help="Ví dụ: THCS, TH-THCS.", **options)


@dataclass(frozen=True, kw_only=True)
class AuthorityRow(Row):
    authority_code: str = coded("Mã cơ quan", required=True)
    authority_name: str = column("Tên cơ quan", required=True, width=44)
    kind: AuthorityKind = _choice("Loại cơ quan", AuthorityKind, default=AuthorityKind.DEPARTMENT)
    parent: str = coded("Cơ quan cấp trên", "authorities", help="Mã cơ quan cấp trên trực tiếp.")
    valid_from: date | None = _from()
    valid_to: date | None = _to()
    paper_place: str = column(
        "Địa danh ghi trên văn bản", help="Ví dụ: Củ Chi, để văn bản ghi «Củ Chi, ngày …»."
    )


@dataclass(frozen=True, kw_only=True)
class SchoolYearRow(Row):
    school_year_code: str = coded("Năm học", required=True, max_length=40, help="Ví dụ: 2024-2025.")
    authority: str = coded(
        "Cơ quan ban hành lịch", "authorities", help="Để trống nếu dùng chung cho mọi cơ quan."
    )
    start_date: date | None = _date("Ngày bắt đầu", required=True)
    end_date: date | None = _date("Ngày kết thúc", required=True)


@dataclass(frozen=True, kw_only=True)
class SemesterRow(Row):
    school_year_code: str = coded("Năm học", "school_years", required=True, max_length=40)
    semester_code: str = coded("Học kỳ", required=True, max_length=10, width=10, help="1 hoặc 2.")
    start_date: date | None = _date("Ngày bắt đầu", required=True)
    end_date: date | None = _date("Ngày kết thúc", required=True)


@dataclass(frozen=True, kw_only=True)
class HolidayRow(Row):
    holiday_date: date | None = _date("Ngày", required=True)
    title: str = column("Lý do", width=40)
    is_worked: bool = column(
        "Là ngày làm bù", Kind.FLAG, help="Chọn «Có» cho ngày nghỉ được chuyển thành ngày làm việc."
    )


@dataclass(frozen=True, kw_only=True)
class SubjectRow(Row):
    subject_code: str = coded("Mã môn học", required=True)
    subject_title: str = column("Tên môn học", required=True, width=40)
    levels: frozenset[Level] = _levels()


@dataclass(frozen=True, kw_only=True)
class ActivityKindRow(Row):
    activity_code: str = coded("Mã loại hoạt động", required=True)
    activity_title: str = column("Tên loại hoạt động", required=True, width=40)
    for_students: bool = column("Dành cho học sinh", Kind.FLAG)
    needs_own_plan: bool = column("Cần kế hoạch riêng", Kind.FLAG)


@dataclass(frozen=True, kw_only=True)
class PaperKindRow(Row):
    paper_code: str = coded("Mã loại văn bản", required=True)
    paper_title: str = column("Tên loại văn bản", required=True, width=40)
    abbreviation: str = column("Viết tắt", max_length=10, width=10, help="BB, KH, BC, TTr, TB …")


@dataclass(frozen=True, kw_only=True)
class SchoolRow(Row):
    school_code: str = coded("Mã trường", required=True)
    school_name: str = column("Tên trường", required=True, width=34)
    levels: frozenset[Level] = _levels(required=True)
    authority: str = coded("Cơ quan quản lý", "authorities", required=True)
    authority_from: date | None = _date("Thuộc cơ quan từ ngày")


@dataclass(frozen=True, kw_only=True)
class StaffRow(Row):
    staff_code: str = coded("Mã cán bộ", required=True, width=34)
    full_name: str = column("Họ và tên", required=True, width=48)
    email: str = column("Thư điện tử", Kind.EMAIL, width=28)


@dataclass(frozen=True, kw_only=True)
class PostingRow(Row):
    staff_code: str = coded("Mã cán bộ", "staff", required=True, width=34)
    school_code: str = coded("Mã trường", "schools", required=True)
    position: Position | None = _choice("Vị trí", Position, required=True)
    subject_code: str = coded("Môn học", "subjects")
    from_date: date | None = _from()
    to_date: date | None = _to()


@dataclass(frozen=True, kw_only=True)
class UnitRow(Row):
    unit_code: str = coded("Mã đơn vị", required=True)
    unit_kind: UnitKind | None = _choice(
        "Loại đơn vị",
        UnitKind,
        required=True,
        help="Cụm chuyên môn, Nhóm liên trường hoặc Tổ bộ môn liên trường.",
    )
    unit_title: str = column("Tên đơn vị", required=True, width=34)
    levels: frozenset[Level] = _levels()
    authority: str = coded(
        "Cơ quan quản lý", "authorities", help="Tổ bộ môn liên trường để trống: theo cụm hoặc nhóm của tổ."
    )
    authority_from: date | None = _date("Thuộc cơ quan từ ngày")
    from_date: date | None = _from()
    to_date: date | None = _to()
    decision_no: str = column("Số quyết định", max_length=60)
    decision_date: date | None = _date("Ngày quyết định")
    parent_unit: str = coded("Thuộc cụm/nhóm", "units", help="Chỉ dùng cho tổ bộ môn liên trường.")
    subject_code: str = coded("Môn học", "subjects", help="Chỉ dùng cho tổ bộ môn liên trường.")


@dataclass(frozen=True, kw_only=True)
class TransferRow(Row):
    code: str = coded("Mã đơn vị hoặc trường", "units", "schools", required=True)
    authority: str = coded("Cơ quan quản lý mới", "authorities", required=True)
    from_date: date | None = _date(
        "Từ ngày", required=True, help="Cơ quan cũ quản lý đến hết ngày liền trước."
    )


@dataclass(frozen=True, kw_only=True)
class MemberRow(Row):
    unit_code: str = coded("Mã đơn vị", "units", required=True)
    school_code: str = coded("Mã trường", "schools", required=True)
    is_lead: bool = column("Là trường nhóm trưởng", Kind.FLAG)
    from_date: date | None = _from()
    to_date: date | None = _to()


@dataclass(frozen=True, kw_only=True)
class OfficerRow(Row):
    unit_code: str = coded("Mã đơn vị", "units", required=True)
    position: Position | None = _choice("Chức danh", Position, required=True)
    staff_code: str = coded("Mã cán bộ", "staff", required=True, width=34)
    level: Level | None = _choice("Cấp học", Level, help="Chỉ dùng khi mỗi cấp học có một cụm trưởng riêng.")
    from_date: date | None = _from()
    to_date: date | None = _to()
    decision_no: str = column("Số quyết định", max_length=60)


@dataclass(frozen=True, kw_only=True)
class RegulationRow(Row):
    regulation_code: str = coded("Mã quy chế", required=True, width=28)
    regulation_title: str = column("Tên quy chế, hướng dẫn", required=True, width=60)
    number: str = column("Số, ký hiệu", max_length=60, width=24)
    issued_on: date | None = _date("Ngày ban hành")
    authority: str = coded("Cơ quan ban hành", "authorities", required=True)
    valid_from: date | None = _date("Hiệu lực từ")
    valid_to: date | None = _date("Hiệu lực đến")


@dataclass(frozen=True, kw_only=True)
class DutyRow(Row):
    regulation_code: str = coded("Mã quy chế", "regulations", required=True, width=28)
    duty_code: str = column(
        "Mã nghĩa vụ", Kind.TEXT, required=True, max_length=40, help="Ví dụ: C3-GROUP, 5.1a."
    )
    kind: DutyKind | None = _choice("Loại nghĩa vụ", DutyKind, required=True)
    unit_kind: UnitKind | None = _choice("Loại đơn vị", UnitKind, required=True)
    title: str = column("Nội dung", required=True, width=60)
    clause: str = column("Điều khoản", max_length=40, width=12)
    legal_basis: str = column("Căn cứ", width=20, help="Ví dụ: Điều 5 khoản 2.")
    levels: frozenset[Level] = _levels()
    units: tuple[str, ...] = column(
        "Chỉ các đơn vị", Kind.CODES, refers=("units", "schools"), max_length=LONG_LENGTH,
        help="Mã các đơn vị, cách nhau bằng dấu phẩy. Để trống: mọi đơn vị.",
    )  # fmt: skip
    period: PeriodKind = _choice("Kỳ tính", PeriodKind, default=PeriodKind.SCHOOL_YEAR)
    semester: str = coded("Chỉ học kỳ", max_length=10, width=10, help="Để trống: mọi học kỳ.")
    per_subject: bool = column("Theo từng môn", Kind.FLAG)
    subjects: tuple[str, ...] = column(
        "Chỉ các môn", Kind.CODES, refers=("subjects",), max_length=LONG_LENGTH,
        help="Mã các môn, cách nhau bằng dấu phẩy. Để trống: mọi môn của cấp học.",
    )  # fmt: skip
    activity_kinds: tuple[str, ...] = column(
        "Chỉ các loại hoạt động", Kind.CODES, refers=("activity_kinds",), max_length=LONG_LENGTH,
        help="Mã các loại hoạt động, cách nhau bằng dấu phẩy. Để trống: mọi loại.",
    )  # fmt: skip
    minimum: int = column("Số buổi tối thiểu", Kind.NUMBER, width=10)
    min_subjects: int = column("Số môn tối thiểu", Kind.NUMBER, width=10)
    paper_kind: str = coded("Loại văn bản", "paper_kinds")
    anchor: Anchor = _choice("Mốc tính hạn", Anchor, default=Anchor.FIXED_DATE)
    bound: Bound = _choice(
        "Cách tính hạn",
        Bound,
        default=Bound.BY,
        help="«Trước ngày»: nộp đúng ngày ghi trong văn bản là muộn.",
    )
    month: int = column("Tháng", Kind.NUMBER, width=8)
    day: int = column("Ngày", Kind.NUMBER, width=8)
    year_side: YearSide = _choice("Năm của hạn", YearSide, default=YearSide.AUTO)
    offset: int = column(
        "Số ngày cộng thêm", Kind.NUMBER, width=10, help="Báo trước: số ngày phải báo trước."
    )
    day_unit: DayUnit = _choice("Loại ngày", DayUnit, default=DayUnit.CALENDAR)
    opens_month: int = column("Nhận từ tháng", Kind.NUMBER, width=8)
    opens_day: int = column("Nhận từ ngày", Kind.NUMBER, width=8)
    position: Position | None = _choice("Chức danh", Position)
    max_years: int = column("Nhiệm kỳ tối đa (năm học)", Kind.NUMBER, width=10)
    must_attend: tuple[Position, ...] = column(
        "Chức danh phải dự", Kind.CHOICES, choices=Position,
        help="«Thành phần»: các chức danh phải mời. «Nhiệm kỳ»: vị trí ở trường mà người giữ chức phải có.",
    )  # fmt: skip
    rotates: Rotates | None = _choice("Luân phiên", Rotates)
    consult_members: bool = column(
        "Thông qua các trường", Kind.FLAG, help="Văn bản được các trường thành viên góp ý trước khi trình."
    )


@dataclass(frozen=True, kw_only=True)
class SessionRow(Row):
    session_code: str = coded("Mã buổi", required=True, width=28)
    unit_code: str = coded("Mã đơn vị", "units", required=True)
    title: str = column("Tên buổi sinh hoạt", required=True, width=50)
    activity_kind: str = coded("Loại hoạt động", "activity_kinds", required=True)
    subjects: tuple[str, ...] = column(
        "Môn học", Kind.CODES, refers=("subjects",), max_length=LONG_LENGTH, width=20,
        help="Mã các môn, cách nhau bằng dấu phẩy.",
    )  # fmt: skip
    session_date: date | None = _date("Ngày", required=True)
    start_time: time | None = column("Bắt đầu", Kind.TIME, width=9)
    end_time: time | None = column("Kết thúc", Kind.TIME, width=9)
    venue: str = column("Địa điểm", width=36)
    venue_school: str = coded("Trường đăng cai", "schools")
    chair: str = coded("Chủ trì", "staff", required=True, width=34)
    secretary: str = coded("Thư ký", "staff", width=34)
    status: SessionStatus = _choice("Tình trạng", SessionStatus, default=SessionStatus.PLANNED)
    notified_on: date | None = _date("Ngày thông báo")
    documents: str = _long("Triển khai văn bản", help="Ghi «Không có» nếu không có văn bản nào.")
    work: str = _long("Triển khai công việc", help="Ghi «Không có» nếu không có.")
    topic: str = column("Nội dung thảo luận", width=40)
    presenter: str = column("Người trình bày", width=36)
    opinions: str = _long("Ý kiến trao đổi")
    differing_opinions: str = _long("Ý kiến khác", help="Ghi «Không có» nếu không có ý kiến khác.")
    conclusion: str = _long("Kết luận của chủ trì")


@dataclass(frozen=True, kw_only=True)
class AttendanceRow(Row):
    session_code: str = coded("Mã buổi", "sessions", required=True, width=28)
    staff_code: str = coded("Mã cán bộ", "staff", required=True, width=34)
    state: RollCall = _choice("Điểm danh", RollCall, default=RollCall.INVITED)
    reason: str = column("Lý do vắng", width=30)
    answer: Answer | None = _choice("Xác nhận biên bản", Answer)
    answered_on: date | None = _date("Ngày xác nhận")
    answer_reason: str = column("Lý do từ chối", width=40)


@dataclass(frozen=True, kw_only=True)
class PaperRow(Row):
    paper_code: str = coded("Mã văn bản", required=True, width=28)
    paper_kind: str = coded("Loại văn bản", "paper_kinds", required=True)
    unit_code: str = coded("Mã đơn vị", "units", "schools", required=True)
    title: str = column("Tên văn bản", required=True, width=60)
    semester_code: str = coded("Học kỳ", max_length=10, width=10)
    subject_code: str = coded("Môn học", "subjects")
    session_code: str = coded("Mã buổi", "sessions", width=28)
    received_on: date | None = _date("Ngày nhận", required=True)
    period_code: str = coded(
        "Tháng, quý", max_length=10, width=12, help="Văn bản hằng tháng hoặc hằng quý: 2024-09 hoặc Q1."
    )


SHEETS: tuple[Sheet, ...] = (
    Sheet("authorities", "Cơ quan quản lý", AuthorityRow, ("authority_code",), required=True),
    Sheet("school_years", "Năm học", SchoolYearRow, ("school_year_code",), required=True),
    Sheet("semesters", "Học kỳ", SemesterRow, ("school_year_code", "semester_code"), required=True),
    Sheet("holidays", "Ngày nghỉ", HolidayRow, ("holiday_date",)),
    Sheet("subjects", "Môn học", SubjectRow, ("subject_code",)),
    Sheet("activity_kinds", "Loại hoạt động", ActivityKindRow, ("activity_code",)),
    Sheet("paper_kinds", "Loại văn bản", PaperKindRow, ("paper_code",)),
    Sheet("schools", "Trường", SchoolRow, ("school_code",), required=True),
    Sheet("staff", "Cán bộ", StaffRow, ("staff_code",)),
    Sheet("postings", "Vị trí công tác", PostingRow),
    Sheet("units", "Cụm và nhóm", UnitRow, ("unit_code",), required=True),
    Sheet("transfers", "Chuyển thẩm quyền", TransferRow, ("code", "from_date")),
    Sheet("members", "Thành viên", MemberRow),
    Sheet("officers", "Chức danh", OfficerRow),
    Sheet("regulations", "Quy chế", RegulationRow, ("regulation_code",)),
    Sheet("duties", "Nghĩa vụ", DutyRow, ("regulation_code", "duty_code")),
    Sheet("sessions", "Buổi sinh hoạt", SessionRow, ("session_code",)),
    Sheet("attendance", "Điểm danh", AttendanceRow, ("session_code", "staff_code")),
    Sheet("papers", "Văn bản", PaperRow, ("paper_code",)),
)
SHEET_BY_KEY = {sheet.key: sheet for sheet in SHEETS}
