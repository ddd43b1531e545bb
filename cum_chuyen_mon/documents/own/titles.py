"""What each part that a template may name means, for whoever writes one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cum_chuyen_mon.documents.contexts import Paper

from .known import Known, Record, Row, Rows, parts_of

_EVERY_PAPER = {"head": "Phần đầu văn bản", "subject": "Trích yếu"}
_SIGNED = {"right": "Người ký, bên phải"}
_BOTH = {"left": "Người ký, bên trái", **_SIGNED}
_MEETING = {"venue": "Địa điểm", "chair": "Người chủ trì", "secretary": "Thư ký"}

TITLES: Mapping[str, Mapping[str, str]] = {
    "Head": {
        "superior": "Cơ quan chủ quản, chữ hoa",
        "issuer": "Đơn vị ban hành, chữ hoa",
        "number": "Số và ký hiệu",
        "dateline": "Địa danh, ngày tháng năm",
    },
    "Signer": {
        "capacity": "Các dòng quyền hạn, chức vụ (TM., KT. trước)",
        "name": "Họ và tên người ký",
        "note": "Cách ký, nếu không ký tay",
    },
    "Line": {
        "no": "Số thứ tự",
        "name": "Họ và tên",
        "place": "Đơn vị",
        "note": "Ghi chú",
        "answer": "Xác nhận lúc nào, hoặc lý do không xác nhận",
    },
    "TopicPart": {
        "no": "Số thứ tự",
        "title": "Tên nội dung",
        "presenter": "Người trình bày",
        "opinions": "Ý kiến",
        "differing": "Ý kiến khác",
        "vote": "Kết quả biểu quyết",
    },
    "ElectionPart": {
        "title": "Bầu chức danh nào, vòng mấy",
        "ballots": "Số phiếu phát ra, thu về, hợp lệ",
        "candidates": "Người được giới thiệu: tên, số phiếu, kết quả",
    },
    "LessonPart": {
        "lesson": "Bài dạy minh họa",
        "evidence": "Minh chứng về việc học của học sinh",
        "steps": "Các bước nghiên cứu bài học: tên bước, các dòng việc đã làm",
    },
    "FindingLine": {
        "no": "Số thứ tự",
        "content": "Nội dung kiểm tra",
        "finding": "Nhận xét",
        "rating": "Đánh giá",
        "remedy": "Cách khắc phục, người làm, hạn",
    },
    "InspectionPart": {
        "directive": "Căn cứ kiểm tra chéo",
        "schools": "Trường kiểm tra, trường được kiểm tra",
        "findings": "Các dòng nhận xét",
    },
    "TaskLine": {"no": "Số thứ tự", "description": "Việc", "person": "Người làm", "due": "Hạn"},
    "AttendedLine": {
        "no": "Số thứ tự",
        "day": "Ngày",
        "title": "Tên buổi",
        "length": "Thời gian",
        "minutes": "Số biên bản",
    },
    "PlanLine": {
        "no": "Số thứ tự",
        "when": "Thời gian",
        "content": "Nội dung",
        "host": "Trường đăng cai",
        "person": "Người phụ trách",
    },
    "Picture": {"key": "Ảnh: đặt thẻ này riêng một đoạn"},
    "Photo": {"picture": "Ảnh", "caption": "Chú thích ảnh"},
    "PhotoRow": {"first": "Ảnh thứ nhất của hàng", "second": "Ảnh thứ hai của hàng (có thể không có)"},
    "SchoolFigures": {
        "no": "Số thứ tự",
        "school": "Trường",
        "invited": "Lượt mời",
        "attended": "Lượt dự",
        "rate": "Tỷ lệ dự, phần trăm",
        "hours": "Số giờ dự",
    },
    "DutyLine": {
        "no": "Số thứ tự",
        "duty": "Nội dung phải thực hiện",
        "due": "Thời hạn",
        "required": "Số lượng yêu cầu",
        "counted": "Số lượng đã đạt",
        "state": "Kết quả",
    },
    "TravelLine": {
        "no": "Số thứ tự",
        "name": "Họ và tên",
        "place": "Chức vụ, trường",
        "days": "Các ngày dự, số biên bản",
        "count": "Số buổi",
    },
    "MinutesPaper": {
        **_EVERY_PAPER,
        "opened": "Giờ, ngày bắt đầu",
        "closed": "Giờ kết thúc",
        **_MEETING,
        "roll": "Có mặt trên tổng số được mời, ví dụ 11/12",
        "absent": "Người vắng và lý do",
        "guests": "Khách mời",
        "attendees": "Thành viên dự họp",
        "documents": "Văn bản đã triển khai",
        "work": "Công việc đã triển khai",
        "lesson": "Nghiên cứu bài học (chỉ có ở buổi nghiên cứu bài học)",
        "inspection": "Kiểm tra chéo (chỉ có ở buổi kiểm tra chéo)",
        "participation": "Số người tham gia: trường, học sinh, cán bộ giáo viên",
        "topics": "Nội dung trao đổi, thảo luận",
        "no_differing": "Câu ghi không có ý kiến khác, hoặc để trống",
        "elections": "Các vòng bầu",
        "tasks": "Phân công công việc",
        "conclusion": "Kết luận của chủ tọa",
        "way": "Câu ghi biên bản được xác nhận bằng cách nào",
        **_BOTH,
    },
    "AttendanceSheet": {
        **_EVERY_PAPER,
        "when": "Thời gian",
        "venue": "Địa điểm",
        "people": "Người ký tên",
        **_BOTH,
    },
    "MinutesExtract": {
        **_EVERY_PAPER,
        "kind": "Tên loại: TRÍCH BIÊN BẢN hoặc BẢN LƯU BIÊN BẢN",
        "when": "Thời gian",
        **_MEETING,
        "school": "Trường nhận bản trích",
        "people": "Người của trường đã dự",
        "attended": "Câu ghi trường có bao nhiêu người dự",
        "topics": "Nội dung trao đổi, thảo luận",
        "conclusion": "Kết luận của chủ tọa",
        "tasks": "Việc giao cho người của trường",
        "source": "Câu ghi trích từ biên bản nào",
        **_SIGNED,
    },
    "InvitationPaper": {
        **_EVERY_PAPER,
        "to": "Kính gửi",
        "host": "Đơn vị mời",
        "title": "Tên buổi",
        "when": "Thời gian",
        "venue": "Địa điểm",
        "chair": "Người chủ trì",
        "guests": "Khách mời",
        "agenda": "Nội dung buổi họp",
        "short_notice": "Lý do báo gấp, hoặc để trống",
        "recipients": "Nơi nhận",
        **_SIGNED,
    },
    "NoticePaper": {
        **_EVERY_PAPER,
        "to": "Kính gửi",
        "opening": "Câu mở đầu",
        "lines": "Nội dung thông báo",
        "closing": "Câu kết",
        "recipients": "Nơi nhận",
        **_SIGNED,
    },
    "DelegationPaper": {
        **_EVERY_PAPER,
        "grounds": "Căn cứ",
        "delegator": "Người ủy quyền",
        "delegate": "Người được ủy quyền",
        "acts": "Việc được ủy quyền",
        "scope": "Phạm vi",
        "term": "Thời hạn",
        **_BOTH,
    },
    "CertificatePaper": {
        **_EVERY_PAPER,
        "issuer": "Đơn vị xác nhận",
        "person": "Người được xác nhận, chức vụ, trường",
        "unit": "Đơn vị đã tham gia sinh hoạt",
        "period": "Từ ngày nào đến ngày nào",
        "count": "Số buổi",
        "total": "Tổng thời gian",
        "rows": "Các buổi đã dự",
        "recipients": "Nơi nhận",
        **_SIGNED,
    },
    "TravelPaper": {
        **_EVERY_PAPER,
        "about": "Câu ghi danh sách của buổi hoặc kỳ nào",
        "people": "Người được thanh toán",
        "visits": "Tổng số lượt dự",
        "closing": "Câu kết",
        **_BOTH,
    },
    "PlanPaper": {
        **_EVERY_PAPER,
        "kind": "Tên loại: KẾ HOẠCH hoặc QUY ĐỊNH",
        "amends": "Kế hoạch được điều chỉnh, hoặc để trống",
        "grounds": "Căn cứ",
        "goals": "Mục đích, yêu cầu",
        "items": "Các việc trong kế hoạch",
        "body": "Nội dung khác",
        "consulted": "Câu ghi đã lấy ý kiến các trường",
        "approved": "Câu ghi ai đã phê duyệt",
        "closing": "Câu kết",
        "recipients": "Nơi nhận",
        **_SIGNED,
    },
    "ReportPaper": {
        **_EVERY_PAPER,
        "kind": "Tên loại: BÁO CÁO, hoặc loại văn bản khác của báo cáo",
        "to": "Kính gửi",
        "grounds": "Căn cứ",
        "body": "Nội dung báo cáo",
        "figures": "Số liệu của kỳ: tên, số",
        "schools": "Mức độ tham gia của các trường",
        "without_schools": "Câu ghi vì sao không có bảng của các trường, hoặc để trống",
        "duties": "Việc thực hiện các nội dung theo quy định",
        "difficulties": "Khó khăn, kiến nghị chưa được giải quyết",
        "closing": "Câu kết",
        "recipients": "Nơi nhận",
        **_SIGNED,
        "annex_of": "Câu ghi phụ lục kèm theo báo cáo nào",
        "photos": "Các hàng ảnh của phụ lục",
        "left_out": "Câu ghi ảnh nào không in và vì sao",
    },
    "SubmissionPaper": {
        **_EVERY_PAPER,
        "to": "Kính gửi",
        "grounds": "Căn cứ",
        "how": "Câu ghi người được chọn bằng cách nào",
        "elections": "Các vòng bầu",
        "wish": "Câu đề nghị",
        "recipients": "Nơi nhận",
        **_SIGNED,
    },
}
"""Context → part → what it means. A test holds this against the contexts."""


@dataclass(frozen=True)
class Entry:
    """One line of the list of parts: how it is written in a template, and what it means."""

    tag: str
    meaning: str
    depth: int = 0


def entries(paper: type[Paper]) -> list[Entry]:
    """Everything that a template of a paper may name, as it is written there."""
    return [
        entry
        for name, part in parts_of(paper).parts
        for entry in _entries(paper.__name__, name, name, part, 0)
    ]


def _entries(owner: str, name: str, path: str, part: Known, depth: int) -> Iterator[Entry]:
    meaning = TITLES.get(owner, {}).get(name, name)
    if isinstance(part, Record):
        yield Entry(f"{{% if {path} %}} … {{% endif %}}" if part.optional else path, meaning, depth)
        for inner, known in part.parts:
            yield from _entries(part.name, inner, f"{path}.{inner}", known, depth + 1)
    elif isinstance(part, Rows):
        yield from _of_rows(path, part, meaning, depth)
    else:
        yield Entry(f"{{{{ {path} }}}}", meaning, depth)


def _of_rows(path: str, rows: Rows, meaning: str, depth: int) -> Iterator[Entry]:
    if isinstance(rows.item, Row):
        names = [f"phan_{number}" for number in range(1, len(rows.item.parts) + 1)]
        yield Entry(f"{{% for {', '.join(names)} in {path} %}} … {{% endfor %}}", meaning, depth)
        return
    row = "dong_con" if path.startswith("dong") else "dong"  # a loop gives no name twice
    yield Entry(f"{{% for {row} in {path} %}} … {{% endfor %}}", meaning, depth)
    if isinstance(rows.item, Record):
        for inner, known in rows.item.parts:
            yield from _entries(rows.item.name, inner, f"{row}.{inner}", known, depth + 1)
    else:
        yield Entry(f"{{{{ {row} }}}}", meaning, depth + 1)
