"""Three lengths of each paper, as figures of fictional schools: one page, several, very many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from io import BytesIO

from PIL import Image

from cum_chuyen_mon.documents.contexts import Check, Head, Paper, Signer, dateline, paper_number
from cum_chuyen_mon.documents.extracts import attendance_sheet, extract_paper
from cum_chuyen_mon.documents.letters import (
    Attended,
    Called,
    Choice,
    capacity,
    certificate,
    delegation,
    invitation,
    submission,
)
from cum_chuyen_mon.documents.minutes import CHECK, Names, election_parts, minutes_paper
from cum_chuyen_mon.documents.notices import About, Announced, notice_paper
from cum_chuyen_mon.documents.pictures import picture_of
from cum_chuyen_mon.documents.plans import Item, Standing, plan_paper
from cum_chuyen_mon.documents.qr import code_of
from cum_chuyen_mon.documents.reports import Album, Attendance, Duty, Figures, report_paper
from cum_chuyen_mon.documents.travel import Traveller, Visit, travel_paper
from cum_chuyen_mon.documents.typeface import vietnamese_letters
from cum_chuyen_mon.rules.extracts import extract
from cum_chuyen_mon.rules.minutes import Attendee, ElectionLine, MinutesText, Signature, Task, Topic
from cum_chuyen_mon.rules.minutes_forms import Finding, Inspection, LessonStudy, Participation
from cum_chuyen_mon.rules.words import Answer, MinutesForm, Position, RollCall, SigningWay

ALPHABET = "".join(chr(code) for code in sorted(vietnamese_letters()))
SENTENCE = (
    "Đề nghị thống nhất ma trận đề kiểm tra giữa kỳ cho toàn nhóm; mỗi trường nộp bốn câu vận dụng, gửi tổ trưởng "
    "trước ngày họp ba ngày làm việc để các trường góp ý."
)
LINK = f"https://truong-hoa-sen.example/kiem-tra?v={'Ab9-_' * 18}"
"""As long as the links of a site are."""
NAMES = Names(
    people={"NV-001": "Nguyễn Văn An", "NV-002": "Trần Thị Bình"},
    offices={
        "NV-001": "Tổ trưởng bộ môn Toán Trường THCS Hoa Sen",
        "NV-002": "Giáo viên Trường THCS Hoa Mai",
    },
    schools={"HS": "Trường THCS Hoa Sen", "HM": "Trường THCS Hoa Mai"},
)

MIDDLE = ("Thị", "Văn", "Ngọc", "Minh", "Thu", "Quốc", "Hồng", "Đức", "Kim", "Hữu")
GIVEN = (
    "Hường",
    "Dũng",
    "Nguyệt",
    "Khoa",
    "Lý",
    "Phước",
    "Quyên",
    "Sỹ",
    "Thúy",
    "Uyên",
    "Vũ",
    "Xuyến",
    "Yến",
)


@dataclass(frozen=True)
class Size:
    people: int
    topics: int
    opinions: int


SIZES = {"short": Size(3, 1, 1), "long": Size(30, 3, 6), "very long": Size(120, 12, 30)}


def head(number: int | None = 5) -> Head:
    return Head(
        "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",
        "CỤM CHUYÊN MÔN SỐ 1",
        paper_number(number, "BB", "CCM1"),
        dateline("Củ Chi", date(2025, 1, 5)),
    )


def minutes(size: Size, form: MinutesForm = MinutesForm.MEETING) -> Paper:
    check = Check(LINK, code_of(LINK), CHECK)
    return minutes_paper(text(size, form), head(), NAMES, signatures(size), SigningWay.IN_APP, check=check)


def sheet(size: Size) -> Paper:
    people = [
        (_attendee(number).name, "Giáo viên, Trường THCS Hoa Sen", "") for number in range(1, size.people + 1)
    ]
    title, when = "Sinh hoạt chuyên môn liên trường môn Toán", "08 giờ 00, ngày 05 tháng 01 năm 2025"
    return attendance_sheet(
        head(), title, when, "Trường THCS Hoa Sen", people, "Nguyễn Văn An", "Trần Thị Bình"
    )


def school_extract(size: Size) -> Paper:
    found = extract(text(size), signatures(size), "HS", ())
    source = "Trích từ biên bản số 05/BB-CCM1 ngày 05/01/2025."
    return extract_paper(found, head(), NAMES, "TRÍCH BIÊN BẢN", source)


def programme(size: Size) -> Paper:
    items = [
        Item(
            f"Chuyên đề {number}",
            date(2025, 1, 1) + timedelta(days=number),
            0,
            "Hội thảo",
            "Đổi mới",
            "Toán",
            "Trường THCS Hoa Sen",
            "Trần Thị Bình",
        )
        for number in range(1, size.people + 1)
    ]
    goals = "".join(f"<p>{SENTENCE}</p>" for _ in range(size.opinions))
    standing = Standing(
        "", 0, date(2025, 1, 2), date(2025, 1, 10), "15/QĐ-PGDĐT", "Phòng Giáo dục và Đào tạo"
    )
    grounds = ["Hướng dẫn sinh hoạt cụm chuyên môn, văn bản số 15/HD-PGDĐT"]
    return plan_paper(
        head(), "Kế hoạch hoạt động năm học 2024-2025", False, grounds, goals, items, "", standing, signer()
    )


UNIT = "Cụm chuyên môn số 1"


def signer(office: Position = Position.HEAD) -> Signer:
    return Signer(capacity(UNIT, office, Position.HEAD), "Nguyễn Văn An")


def letter(size: Size) -> Paper:
    agenda = "\n".join(f"{number}. {SENTENCE}" for number in range(1, size.topics * size.opinions + 1))
    called = Called(
        "Sinh hoạt chuyên đề đổi mới kiểm tra đánh giá",
        date(2025, 1, 5),
        time(8),
        time(10, 30),
        "Trường THCS Hoa Sen",
        "Nguyễn Văn An",
        agenda,
        "lịch của báo cáo viên thay đổi",
    )
    guests = [f"Khách mời {number}, Phòng Giáo dục và Đào tạo" for number in range(size.topics)]
    return invitation(head(), UNIT, called, ["Trường THCS Hoa Sen", "Trường THCS Hoa Mai"], guests, signer())


def warrant(size: Size) -> Paper:
    return delegation(
        head(),
        ["khoản 2 Điều 5 Quy chế hoạt động của các cụm chuyên môn"],
        "Nguyễn Văn An, Cụm trưởng",
        "Trần Thị Bình, Phó cụm trưởng",
        ["Triệu tập và chủ trì các buổi sinh hoạt", "Lập báo cáo"],
        "\n".join([SENTENCE] * size.opinions),
        (date(2025, 1, 5), date(2025, 2, 28)),
        (Signer(("NGƯỜI ĐƯỢC ỦY QUYỀN",), "Trần Thị Bình"), signer()),
    )


def motion(size: Size) -> Paper:
    lines = [
        ElectionLine("Cluster Head", "THCS", number, 12, 12, 11, "NV-002", 9, "elected")
        for number in range(1, size.topics + 1)
    ]
    choice = Choice(
        "Trần Thị Bình, Hiệu trưởng Trường THCS Hoa Mai",
        "Cụm trưởng",
        date(2025, 1, 5),
        None,
        date(2025, 1, 2),
    )
    to, grounds = "Phòng Giáo dục và Đào tạo", ["Quy chế hoạt động của các cụm chuyên môn"] * size.opinions
    return submission(head(), UNIT, to, grounds, choice, election_parts(lines, NAMES), signer())


def proof(size: Size) -> Paper:
    attended = [
        Attended(
            date(2024, 9, 1) + timedelta(days=number),
            f"Buổi {number}: ma trận đề",
            timedelta(hours=2.5),
            number,
        )
        for number in range(1, size.people + 1)
    ]
    return certificate(head(), UNIT, "Trần Thị Bình, Giáo viên", "năm học 2024-2025", attended, signer())


def report(size: Size) -> Paper:
    """Its captions are long, and of five photos two stand upright, two lie, one is square."""
    shapes = ((400, 300), (300, 400), (300, 400), (300, 300), (640, 300))
    captions = ("Hiệu trưởng Trường THCS Hoa Sen khai mạc", f"Thảo luận nhóm: {SENTENCE}")
    photos = [
        (picture_of(camera(*shapes[number % 5], number)), captions[number % 2])
        for number in range(min(size.people, 36))
    ]
    rows = range(1, size.topics * 2 + 1)
    figures = Figures(
        [("Số buổi sinh hoạt", 12), ("Đã tổ chức", 11), ("Tỷ lệ dự (%)", 95.5)],
        [Attendance(f"Trường THCS Hoa Sen {row}", 40 + row, 38, 92.7, 120.5) for row in rows],
        "",
        [
            *(
                Duty(f"Sinh hoạt lần {row}", subject, "C3", date(2025, 1, 18), 2, done, state)
                for row in rows
                for subject, done, state in (("Toán", 2, "Đạt"), ("Tin", 2, "Đạt"), ("Ngữ văn", 1, "Quá hạn"))
            ),
            Duty("Báo cáo sơ kết học kỳ I", "", "C5c", date(2024, 12, 19), None, None, "Đã đạt"),
        ],
        [SENTENCE] * size.topics,
    )
    left_out = ["Một ảnh không in vì người trong ảnh chưa đồng ý cho sử dụng hình ảnh."]
    return report_paper(
        head(),
        UNIT,
        "Báo cáo",
        "Báo cáo sơ kết học kỳ I",
        "Phòng Giáo dục và Đào tạo",
        True,
        [],
        "<p>I. TỔ CHỨC</p><p>Cụm có 12 trường.</p>" + f"<p>{SENTENCE}</p>" * size.opinions,
        figures,
        Album(photos, left_out),
        signer(),
    )


def payment(size: Size) -> Paper:
    visits = [
        Visit(date(2024, 9, 1) + timedelta(days=7 * row), f"Trường THCS Hoa Sen {row % 3}", row + 1)
        for row in range(size.opinions)
    ]
    people = [
        Traveller(_attendee(number).name, "Giáo viên Trường THCS Hoa Sen", visits)
        for number in range(1, size.people + 1)
    ]
    return travel_paper(head(), "Danh sách người dự sinh hoạt trong năm học 2024-2025:", people, signer())


def postponement(size: Size) -> Paper:
    session = Announced(
        "Sinh hoạt chuyên đề đổi mới kiểm tra đánh giá",
        date(2025, 1, 5),
        time(8),
        time(10, 30),
        "Trường THCS Hoa Sen",
        "Nguyễn Văn An",
        reason=" ".join([SENTENCE] * size.opinions),
    )
    schools = [f"Trường THCS Hoa Sen {number}" for number in range(size.topics)]
    return notice_paper(head(), UNIT, About.POSTPONED, session, schools, signer())


@cache
def camera(width: int, height: int, number: int = 0) -> bytes:
    """A photo as a file: a gradient, so that it is not the same as another one."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    image.paste((number * 40 % 256, 120, 200), (10, 10, 60, 60))
    stream = BytesIO()
    image.save(stream, "JPEG")
    return stream.getvalue()


def text(size: Size, form: MinutesForm = MinutesForm.MEETING) -> MinutesText:
    people = [_attendee(number) for number in range(1, size.people + 1)]
    return MinutesText(
        session="S-1",
        title="Sinh hoạt chuyên môn liên trường môn Toán lần 1, học kỳ II",
        held_on="2025-01-05",
        opened_at="08:00",
        closed_at="10:30",
        venue="Trường THCS Hoa Sen",
        chair="NV-001",
        secretary="NV-002",
        documents=f"Công văn số 12 ngày 02/01/2025.\n{ALPHABET[:89]} {ALPHABET[89:]}",
        work="Thống nhất lịch kiểm tra cuối kỳ.\nPhân công ra đề <chung> & phản biện.",
        conclusion="\n".join([SENTENCE] * size.opinions),
        topics=[_topic(number, size) for number in range(1, size.topics + 1)],
        tasks=[Task("Soạn ma trận đề kiểm tra giữa kỳ", "NV-002", "2025-01-20")],
        attendees=[
            *people,
            Attendee("NV-998", "Lê Văn Cường", "HM", RollCall.EXCUSED, "đi công tác"),
            Attendee("K-1", "Phạm Thị Dung", "Phòng Giáo dục và Đào tạo", RollCall.PRESENT, is_guest=True),
        ],
        elections=[
            ElectionLine("Cluster Head", "THCS", 1, 12, 12, 11, "NV-001", 9, "elected"),
            ElectionLine("Cluster Head", "THCS", 1, 12, 12, 11, "NV-002", 2),
        ],
        form=form.value,
        lesson=LessonStudy("Phân số", "6A1", "NV-002", SENTENCE, *[SENTENCE] * 4),
        inspection=Inspection(
            "15/KH-PGDĐT",
            "2024-12-20",
            "HS",
            "HM",
            [Finding("Hồ sơ tổ", SENTENCE, "To Remedy", SENTENCE, "2025-02-01", "NV-002")],
        ),
        participation=[Participation("HS", 40, 3), Participation("HM", 35, 2)],
    )


def signatures(size: Size) -> list[Signature]:
    return [
        Signature(f"NV-{number:03d}", Answer.CONFIRMED, f"2025-01-06T10:{number % 60:02d}:00", "")
        for number in range(1, size.people + 1)
    ]


def _attendee(number: int) -> Attendee:
    name = NAMES.people.get(f"NV-{number:03d}") or f"Lê {MIDDLE[number % 10]} {GIVEN[number // 10]}"
    state = RollCall.LATE if number % 7 == 0 else RollCall.PRESENT
    return Attendee(
        f"NV-{number:03d}",
        name,
        "HS" if number % 2 else "HM",
        state,
        arrived_at="08:15" if number % 7 == 0 else "",
    )


def _topic(number: int, size: Size) -> Topic:
    opinions = "\n".join(f"Ý kiến {row}: {SENTENCE}" for row in range(1, size.opinions + 1))
    return Topic(
        f"Ma trận đề kiểm tra số {number}",
        "Nguyễn Văn An",
        opinions,
        "Nên giữ tỉ lệ cũ.",
        "Tỉ lệ mới",
        9,
        2,
        0,
    )
