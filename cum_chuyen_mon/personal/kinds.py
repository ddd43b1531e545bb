"""The words in which personal data is declared: of what kind it is, what for, how long it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

STAFF, CONSENT = "Member School Staff", "Photo Consent"


class Kind(str, Enum):
    NAME = "Họ tên, mã cán bộ"
    CONTACT = "Thông tin liên lạc"
    LOGIN = "Tài khoản đăng nhập"
    SEARCH = "Khóa tìm kiếm suy ra từ họ tên"
    WORK = "Công tác, chức danh, nhiệm vụ được giao"
    PART = "Tham dự, xác nhận"
    WORDS = "Ý kiến, lý do do chính người đó nêu"
    IMAGE = "Đồng ý sử dụng hình ảnh"
    TRACE = "Dấu vết xử lý"


class Retention(str, Enum):
    """How long a field is kept; ``UNTIL_ASKED`` is erased on request, everything else says why it stays."""

    UNTIL_ASKED = "Xóa khi có yêu cầu hợp lệ hoặc khi hết mục đích sử dụng"
    MINUTES = (
        "Giữ nguyên: là nội dung của biên bản mà mọi người dự họp đã xác nhận; sửa đi thì biên bản và mã băm "
        "không còn giá trị, trong khi trường và cơ quan quản lý có nghĩa vụ lưu biên bản theo quy định về lưu trữ"
    )
    DECISION = (
        "Giữ nguyên: là nội dung của kế hoạch, quyết định, giấy ủy quyền đã ban hành, phải lưu theo quy định "
        "về lưu trữ"
    )
    CASE = "Giữ nguyên: là nội dung văn bản của đơn vị mà cơ quan quản lý đã hoặc phải trả lời, phải lưu cùng hồ sơ"
    PROOF = (
        "Giữ lại ngày, phiên bản và phạm vi: là chứng cứ rằng hình ảnh đã được sử dụng có sự đồng ý; "
        "tệp đính kèm bị xóa"
    )
    RECORD = "Giữ lại: là vết của việc xử lý dữ liệu, không chứa dữ liệu đã xóa"
    WHILE_NAMED = (
        "Giữ khi còn biên bản, quyết định hay văn bản phải lưu trữ nêu tên người này; nếu không còn thì thay "
        "bằng câu ghi chú"
    )


@dataclass(frozen=True)
class Personal:
    """One field that holds personal data."""

    kind: Kind
    purpose: str
    retention: Retention


@dataclass(frozen=True)
class Trace:
    """Fields that hold data of the person whom one column of the row names, and what makes them understood.

    The column links to Member School Staff, or to a login; "" is for people outside, of whom nothing else is held.
    """

    fields: Mapping[str, Personal]
    context: tuple[str, ...] = ()
