"""What happened in Củ Chi's demo year apart from the usual: the tables that make some duties late or missed.

The usual year: each of the eight groups holds two sessions per subject and semester; their minutes are
complete and everyone who attended confirms them within three days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class What(Enum):
    """How a session differs from the usual."""

    UNSIGNED = "một người dự chưa xác nhận biên bản"
    INCOMPLETE = "biên bản thiếu kết luận, chưa ai xác nhận"
    NOT_REPORTED = "đã triệu tập, quá ngày mà chưa cập nhật"
    POSTPONED = "hoãn"
    CANCELLED = "hủy"
    DROPPED = "không tổ chức"
    MOVED = "tổ chức vào ngày khác"
    SIGNED_LATE = "người cuối cùng xác nhận muộn"
    REFUSED = "một người từ chối xác nhận, có lý do"
    JOINT = "sinh hoạt chung với môn khác"


@dataclass(frozen=True)
class Change:
    what: What
    day: date | None = None  # MOVED: the day held; SIGNED_LATE: the last confirmation
    also_for: tuple[str, ...] = ()  # JOINT: further subjects of the same session
    text: str = ""


EXCEPTIONS: dict[tuple[int, str, int, int], Change] = {
    # group, subject, semester, which of the two
    (1, "TOAN", 1, 2): Change(What.UNSIGNED),
    (1, "NGOAI-NGU-1", 2, 2): Change(What.NOT_REPORTED),
    (2, "KHTN", 1, 2): Change(What.POSTPONED),
    (2, "LS-DL", 2, 1): Change(What.JOINT, also_for=("GDCD",)),
    (2, "GDCD", 2, 1): Change(What.DROPPED),  # held together with LS-DL
    (3, "GDTC", 1, 1): Change(What.CANCELLED),
    (3, "NGU-VAN", 1, 2): Change(What.SIGNED_LATE, date(2025, 2, 12)),  # after the semester: still counts
    (4, "NGU-VAN", 2, 1): Change(What.POSTPONED),  # made up for below
    (4, "TIN-HOC", 2, 2): Change(What.MOVED, date(2025, 5, 28)),  # after the semester: does not count
    (5, "CONG-NGHE", 1, 2): Change(What.MOVED, date(2025, 1, 20)),  # first day of semester 2: counts there
    (5, "NGHE-THUAT", 2, 2): Change(What.DROPPED),
    (6, "GDCD", 1, 2): Change(What.MOVED, date(2025, 1, 18)),  # last day of semester 1: counts
    (6, "TOAN", 2, 2): Change(What.INCOMPLETE),
    (6, "HDTN-HN", 1, 1): Change(What.DROPPED),
    (6, "HDTN-HN", 1, 2): Change(What.DROPPED),
    (7, "NGU-VAN", 1, 1): Change(
        What.REFUSED, text="Chưa nhất trí lịch dạy thử vì trùng tuần kiểm tra giữa kỳ của trường."
    ),
    (8, "KHTN", 1, 1): Change(What.UNSIGNED),
    (8, "KHTN", 1, 2): Change(What.UNSIGNED),
    (8, "GDDP", 2, 1): Change(What.DROPPED),
    (8, "GDDP", 2, 2): Change(What.DROPPED),
}

EXTRA_SESSIONS: dict[tuple[int, str, int, int], date] = {
    (3, "TOAN", 1, 3): date(2024, 12, 12),  # a third session
    (4, "NGU-VAN", 2, 3): date(2025, 4, 22),  # makes up for the postponed one
}


@dataclass(frozen=True)
class ClusterSession:
    """A session of a whole cluster; ``held`` is False for one that was postponed and never held."""

    cluster: int
    semester: int
    day: date
    kind: str
    host: str
    title: str
    topic: str
    opinions: str
    differing: str
    conclusion: str
    held: bool = True


CLUSTER_SESSIONS = (
    ClusterSession(
        1, 1, date(2024, 10, 18), "SEMINAR", "Thị Trấn 2",
        "Hội thảo quản lý sinh hoạt chuyên môn theo nghiên cứu bài học",
        "Vai trò của hiệu trưởng trong sinh hoạt chuyên môn theo nghiên cứu bài học",
        "Các trường báo cáo cách xếp thời khóa biểu để giáo viên dự giờ nhau; "
        "đề nghị Phòng góp ý mẫu biên bản liên trường.",
        "Một trường đề nghị giảm số buổi liên trường với môn có ít giáo viên.",
        "Giữ đủ số buổi theo Hướng dẫn 1671; "
        "môn ít giáo viên sinh hoạt ghép trong cùng một buổi và ghi rõ từng môn.",
    ),
    ClusterSession(
        2, 1, date(2024, 10, 25), "THEME", "Tân Trung",
        "Chuyên đề đổi mới kiểm tra, đánh giá theo Chương trình giáo dục phổ thông 2018",
        "Ma trận đề kiểm tra và đánh giá thường xuyên bằng sản phẩm học tập",
        "Các trường chia sẻ ma trận đề đã dùng; đề nghị thống nhất mức vận dụng giữa các trường trong cụm.",
        "Không có",
        "Thống nhất khung ma trận chung của cụm, áp dụng từ kiểm tra cuối học kỳ I.",
    ),
    ClusterSession(
        1, 2, date(2025, 3, 14), "EXCHANGE", "Tân Thạnh Đông",
        "Giao lưu kinh nghiệm ôn tập cho học sinh lớp 9",
        "Tổ chức ôn tập thi tuyển sinh lớp 10 và phụ đạo học sinh yếu",
        "Cần phân loại học sinh từ tháng 3; nên chia sẻ giáo viên giỏi giữa các trường gần nhau.",
        "Có ý kiến không nên ôn tập ngoài giờ quá hai buổi mỗi tuần.",
        "Mỗi trường ôn không quá hai buổi mỗi tuần; ba trường gần nhau dùng chung lịch và đề thi thử.",
    ),
    ClusterSession(
        2, 2, date(2025, 3, 28), "DISCUSSION", "Phú Hòa Đông",
        "Tọa đàm ứng dụng công nghệ thông tin trong quản lý và dạy học", "", "", "", "",
        held=False,
    ),
)  # fmt: skip

PAPERS: tuple[tuple[str, str, str, date], ...] = (
    # unit, kind, semester, received on. What is not here never came.
    ("CC-CUM-01", "PLAN", "", date(2024, 10, 4)),
    ("CC-CUM-02", "PLAN", "", date(2024, 10, 25)),  # on the day of the first session: one day late
    ("CC-CUM-01", "SEMESTER-REPORT", "1", date(2024, 12, 19)),  # the last good day
    ("CC-CUM-02", "SEMESTER-REPORT", "1", date(2024, 12, 20)),  # exactly the named day: late
    ("CC-CUM-01", "YEAR-REPORT", "", date(2025, 5, 15)),
    ("CC-NHOM-1", "PLAN", "", date(2024, 9, 25)),
    ("CC-NHOM-2", "PLAN", "", date(2024, 9, 26)),
    ("CC-NHOM-3", "PLAN", "", date(2024, 9, 30)),  # the eve of the first session
    ("CC-NHOM-4", "PLAN", "", date(2024, 9, 27)),
    ("CC-NHOM-5", "PLAN", "", date(2024, 10, 8)),  # after the first session
    ("CC-NHOM-6", "PLAN", "", date(2024, 9, 24)),
    ("CC-NHOM-7", "PLAN", "", date(2024, 9, 27)),
    ("CC-NHOM-1", "YEAR-REPORT", "", date(2025, 5, 12)),
    ("CC-NHOM-2", "YEAR-REPORT", "", date(2025, 5, 14)),
    ("CC-NHOM-3", "YEAR-REPORT", "", date(2025, 5, 15)),  # the last good day
    ("CC-NHOM-4", "YEAR-REPORT", "", date(2025, 5, 16)),  # exactly the named day: late
    ("CC-NHOM-5", "YEAR-REPORT", "", date(2025, 5, 9)),
    ("CC-NHOM-7", "YEAR-REPORT", "", date(2025, 5, 20)),
    ("CC-NHOM-8", "YEAR-REPORT", "", date(2025, 5, 13)),
)

ONLINE_GROUPS_DEFAULT = date(2024, 10, 11)
ONLINE_GROUPS_EXCEPTIONS: dict[tuple[int, str], date | None] = {
    (4, "GDDP"): None,
    (6, "TIN-HOC"): date(2025, 6, 5),  # after the school year
    (8, "GDDP"): None,
}
"""When the Zalo group of a subject was reported, by group and subject; None where it never was (C5e)."""

TERM_BREAK = (date(2025, 1, 23), date(2025, 2, 2))
"""The Tết holidays of Ho Chi Minh City's schools, both days inclusive."""

DAYS_OFF = frozenset(
    {date(2024, 11, 20), date(2025, 4, 7), date(2025, 4, 30), date(2025, 5, 1), date(2025, 5, 2)}
)
"""Days on which no session is put: Teachers' Day and public holidays."""
