"""Every paper as PDF, measured against Nghị định 30/2020/NĐ-CP, Phụ lục I; the figures are the decree's."""

from __future__ import annotations

import re
from functools import cache

import pytest
import zxingcpp

from cum_chuyen_mon.documents.contexts import (
    AttendanceSheet,
    CertificatePaper,
    DelegationPaper,
    InvitationPaper,
    MinutesExtract,
    MinutesPaper,
    PlanPaper,
    SubmissionPaper,
    texts,
)
from cum_chuyen_mon.documents.html import fragment
from cum_chuyen_mon.documents.notices import NoticePaper
from cum_chuyen_mon.documents.pdf import pdf_of
from cum_chuyen_mon.documents.reports import ReportPaper
from cum_chuyen_mon.documents.travel import TravelPaper
from cum_chuyen_mon.rules.words import MinutesForm

from .measured import MM, Measured, tight
from .specimens import (
    LINK,
    SIZES,
    Size,
    letter,
    minutes,
    motion,
    payment,
    postponement,
    programme,
    proof,
    report,
    school_extract,
    sheet,
    warrant,
)

PAPERS = {
    f"{form.value}, {name}": (lambda form=form, name=name: minutes(SIZES[name], form))
    for form in MinutesForm
    for name in SIZES
}
PAPERS |= {f"sheet, {name}": (lambda name=name: sheet(SIZES[name])) for name in SIZES}
PAPERS |= {f"extract, {name}": (lambda name=name: school_extract(SIZES[name])) for name in SIZES}
LETTERS = {
    "invitation": letter,
    "delegation": warrant,
    "certificate": proof,
    "plan": programme,
    "submission": motion,
    "report": report,
    "travel": payment,
    "notice": postponement,
}
PAPERS |= {
    f"{kind}, {name}": (lambda make=make, name=name: make(SIZES[name]))
    for kind, make in LETTERS.items()
    for name in SIZES
}
KIND = {
    MinutesPaper: "BIÊN BẢN",
    AttendanceSheet: "DANH SÁCH KÝ TÊN",
    MinutesExtract: "TRÍCH BIÊN BẢN",
    InvitationPaper: "GIẤY MỜI",
    DelegationPaper: "GIẤY ỦY QUYỀN",
    CertificatePaper: "GIẤY XÁC NHẬN",
    PlanPaper: "KẾ HOẠCH",
    SubmissionPaper: "TỜ TRÌNH",
    ReportPaper: "BÁO CÁO",
    TravelPaper: "DANH SÁCH",
    NoticePaper: "THÔNG BÁO",
}
FIRST = {
    MinutesPaper: ("Thời gian bắt đầu:", "Địa điểm:"),
    AttendanceSheet: ("Thời gian:", "Địa điểm:"),
    MinutesExtract: ("Thời gian:", "Địa điểm:"),
    InvitationPaper: ("Thời gian:", "Địa điểm:"),
    DelegationPaper: ("1. Người ủy quyền", "2. Người được ủy quyền"),
    CertificatePaper: ("Cụm chuyên môn số 1 xác nhận", "Đã tham gia"),
    PlanPaper: ("Đã lấy ý kiến", "Kế hoạch đã được"),
    SubmissionPaper: ("Bầu Cụm trưởng cấp THCS, vòng 1", "Phát ra 12 phiếu"),
    ReportPaper: ("I. TỔ CHỨC", "Cụm có 12 trường."),
    TravelPaper: ("Căn cứ quy chế chi tiêu", "Danh sách người dự sinh hoạt"),
    NoticePaper: ("Lịch đã thông báo", "Lịch mới"),
}
"""Two short paragraphs that follow each other."""
TABLES = {
    MinutesPaper: ("Họ và tên", lambda paper: paper.attendees[-1].name),
    AttendanceSheet: ("Họ và tên", lambda paper: paper.people[-1].name),
    MinutesExtract: ("Họ và tên", lambda paper: paper.people[-1].name),
    CertificatePaper: ("Biên bản số", lambda paper: paper.rows[-1].title),
    PlanPaper: ("Trường đăng cai", lambda paper: paper.items[-1].when),
    ReportPaper: ("Nội dung phải thực hiện", lambda paper: paper.duties[-1].due),
    TravelPaper: ("Ngày, nơi sinh hoạt", lambda paper: paper.people[-1].name),
}
"""The head of a paper's longest table, and what stands in its last row."""
GRIDS = {*TABLES, SubmissionPaper}
CLOSING = {
    MinutesPaper: "Biên bản kết thúc lúc",
    AttendanceSheet: "Danh sách có",
    MinutesExtract: "Trích từ biên bản số",
    InvitationPaper: "Rất mong Quý Thầy, Cô",
    DelegationPaper: "Người được ủy quyền chỉ làm",
    CertificatePaper: "Các buổi trên đều có biên bản",
    PlanPaper: "Các trường thành viên, cá nhân được phân công",
    SubmissionPaper: "Kính trình",
    ReportPaper: "Trên đây là báo cáo của",
    TravelPaper: "Danh sách có",
    NoticePaper: "Đề nghị các trường",
}
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
TOLERANCE = 0.2


@cache
def printed(name: str) -> Measured:
    """A specimen's PDF, made once for all tests."""
    return Measured(pdf_of(PAPERS[name]()))


@pytest.fixture(scope="module", params=PAPERS, ids=str)
def specimen(request):
    return PAPERS[request.param](), printed(request.param)


def test_pages_are_a4_with_text_inside_the_margins(specimen):
    _paper, read = specimen
    for page in read.pdf.pages:
        assert (round(float(page.width) * 25.4 / 72), round(float(page.height) * 25.4 / 72)) == (210, 297)
    for left, top, right, bottom in read.boxes():
        assert left >= 30 - TOLERANCE, "left 30 to 35 mm"
        assert right <= 210 - 15 + TOLERANCE, "right 15 to 20 mm"
        assert top >= 20 - TOLERANCE, "top 20 to 25 mm"
        assert bottom <= 297 - 20 + TOLERANCE, "bottom 20 to 25 mm"


def test_the_page_number_stands_in_the_middle_of_the_top_margin_from_page_2(specimen):
    _paper, read = specimen
    assert read.number_of(0) is None
    for page in range(1, read.pages):
        number = read.number_of(page)
        assert number.text == str(page + 1)
        assert set(number.sizes) <= {13.0, 14.0}
        assert abs(number.middle - (30 + 195) / 2) < 1


def test_the_national_name_and_the_motto_stand_top_right(specimen):
    _paper, read = specimen
    nation, motto = read.line(NATION), read.line(MOTTO)
    for line, sizes in ((nation, {12.0, 13.0}), (motto, {13.0, 14.0})):
        assert line.page == 0
        assert set(line.sizes) <= sizes
        assert line.is_bold
        assert not line.is_italic
        assert line.left > 95
    assert abs(nation.middle - motto.middle) < 0.5
    assert nation.top < motto.top < 35
    ((left, right, _height),) = [r for r in read.rules() if motto.top < r[2] < motto.top + 9 and r[0] > 95]
    assert abs(left - motto.left) < 1, "the line under the motto is as long as the motto"
    assert abs(right - motto.right) < 1


def test_the_issuing_body_stands_top_left_with_a_shorter_line_under_it(specimen):
    paper, read = specimen
    superior, issuer = read.line(paper.head.superior), read.line(paper.head.issuer)
    assert set(superior.sizes) | set(issuer.sizes) <= {12.0, 13.0}
    assert not superior.is_bold
    assert issuer.is_bold
    assert superior.top < issuer.top
    assert issuer.right < read.line(NATION).left
    ((left, right, _height),) = [r for r in read.rules() if issuer.top < r[2] < issuer.top + 9 and r[1] < 95]
    assert 1 / 3 <= (right - left) / (issuer.right - issuer.left) <= 1 / 2
    assert abs((left + right) / 2 - issuer.middle) < 0.5


def test_number_and_day_are_written_as_the_decree_says(specimen):
    _paper, read = specimen
    number, dateline = read.line("Số: 05/BB-CCM1"), read.line("Củ Chi, ngày 05 tháng 01 năm 2025")
    assert set(number.sizes) == {13.0}
    assert not number.is_italic
    assert set(dateline.sizes) <= {13.0, 14.0}
    assert dateline.is_italic


def test_kind_and_subject_stand_in_the_middle_in_bold(specimen):
    paper, read = specimen
    kind, subject = read.line(KIND[type(paper)]), read.line(paper.subject)
    for line in (kind, subject):
        assert set(line.sizes) <= {13.0, 14.0}
        assert line.is_bold
        assert abs(line.middle - (30 + 195) / 2) < 1
    ((left, right, _height),) = [r for r in read.rules() if subject.top < r[2] < subject.top + 9]
    assert 1 / 3 <= (right - left) / (subject.right - subject.left) <= 1 / 2


def test_the_body_is_set_in_13_or_14_points_with_an_indented_first_line(specimen):
    paper, read = specimen
    first, second = (read.line(text) for text in FIRST[type(paper)])
    assert set(first.sizes) <= {13.0, 14.0}
    assert abs(first.left - 30 - 12.7) < TOLERANCE, "the first line is in by 10 or 12.7 mm"
    gap = (second.top - first.top) / 25.4 * 72
    assert 13 * 1.15 + 6 - 0.2 <= gap <= 13 * 1.15 * 1.5 + 6.2, (
        "lines single to 1.5, 6 points between paragraphs"
    )


def test_the_text_is_that_of_the_paper_letter_for_letter(specimen):
    paper, read = specimen
    written = read.letters()
    for text in texts(paper):
        assert tight(text) in written


def test_one_typeface_is_embedded(specimen):
    _paper, read = specimen
    assert len(read.fonts) == 1
    assert read.fonts <= {"Times-New-Roman", "Liberation-Serif", "Tinos"}


@pytest.mark.parametrize(
    "name",
    [name for name in PAPERS if not name.startswith(("invitation", "delegation", "notice", "submission"))],
)
def test_a_table_over_several_pages_repeats_its_head(name):
    paper, read = PAPERS[name](), printed(name)
    head, last_row = TABLES[type(paper)]
    heads = [page for page in range(read.pages) if tight(head) in read.letters(page)]
    assert heads == list(range(heads[0], read.line(last_row(paper)).page + 1))


def last_page(read: Measured) -> int:
    """Of the paper itself, before its annex."""
    annex = [page for page in range(read.pages) if read.letters(page).startswith("PhụlụcẢNHHOẠTĐỘNG")]
    return annex[0] - 1 if annex else read.pages - 1


def test_signatures_are_never_alone_on_a_page(specimen):
    paper, read = specimen
    closing, last = read.line(CLOSING[type(paper)]), read.line(paper.right.capacity[-1])
    assert closing.page == last.page == last_page(read)
    assert last.left > 110
    assert last.is_bold


@pytest.mark.clause("C5h")
@pytest.mark.parametrize("size", SIZES)
def test_every_photo_stands_above_its_caption_on_the_same_page(size):
    paper, read = PAPERS[f"report, {size}"](), printed(f"report, {size}")
    photos = [photo for row in paper.photos for photo in (row.first, row.second) if photo]
    shown = [(page, image) for page in range(read.pages) for image in read.pdf.pages[page].images]
    assert len(shown) == len(photos) == min(SIZES[size].people, 36)
    for number, (photo, (page, image)) in enumerate(zip(photos, shown, strict=True), start=1):
        caption = read.line(f"Ảnh {number}. {photo.caption.partition('. ')[2][:18]}")
        assert caption.page == page
        assert 0 <= caption.top - image["bottom"] * MM < 4
        assert (image["x1"] - image["x0"]) * MM == pytest.approx(photo.picture.width, abs=0.2)
        assert image["x0"] * MM >= 30
        assert image["x1"] * MM <= 195
        assert image["bottom"] * MM <= 277


@pytest.mark.parametrize("size", SIZES)
def test_a_phone_reads_the_code_from_the_printed_page(size):
    last = printed(f"Meeting, {size}").pdf.pages[-1]
    (read,) = zxingcpp.read_barcodes(last.to_image(resolution=150).original)
    assert read.text == LINK


def test_long_papers_are_long():
    pages = [printed(f"Meeting, {size}").pages for size in SIZES]
    assert pages[0] <= 2 < pages[1] < 10 < pages[2]


def test_the_same_paper_gives_the_same_bytes():
    for make in (minutes, report):
        assert pdf_of(make(SIZES["short"])) == pdf_of(make(SIZES["short"]))


@pytest.mark.parametrize("opinions", range(1, 24, 2))
def test_signatures_stay_with_the_end_of_the_text_wherever_the_page_ends(opinions):
    read = Measured(pdf_of(minutes(Size(2, 1, opinions))))
    last = read.pages - 1
    assert read.line("CHỦ TRÌ").page == last
    assert read.line("Biên bản kết thúc lúc").page == last


def test_in_the_desks_print_every_declaration_insists():
    """Frappe's own style gives cells paddings and colours that it insists on."""
    style = fragment(minutes(SIZES["short"])).split("</style>")[0]
    declarations = [part for part in re.split(r"[;{}\n]", style) if re.match(r"\s*[a-z-]+: ", part)]
    assert len(declarations) > 100
    assert [part for part in declarations if not part.rstrip().endswith("!important")] == []
