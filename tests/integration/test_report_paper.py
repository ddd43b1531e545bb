"""A unit's report as an official paper: its figures, its photos, who may have it."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import frappe
import pytest
from frappe.www.printview import get_html_and_style
from PIL import Image

from cum_chuyen_mon.api import papers
from cum_chuyen_mon.documents.contexts import pictures
from cum_chuyen_mon.printing.photos import MOST_PHOTOS
from cum_chuyen_mon.printing.reports import paper_of
from cum_chuyen_mon.printing.setting import photo_pixels

from . import factory, holders
from .holders import as_user
from .reported_year import build_year

REPORT = "Cluster Unit Report"
GPS = 0x8825


@pytest.fixture
def made() -> factory.District:
    return factory.build()


def photo(name: str, size: tuple[int, int] = (400, 300), colour: str = "teal", **values) -> str:
    """A file on the site with a photo taken somewhere; its address."""
    tags = Image.Exif()
    tags.get_ifd(GPS)[2] = (10.0, 58.0, 30.0)
    stream = BytesIO()
    Image.new("RGB", size, colour).save(stream, "JPEG", exif=tags)
    return file(name, stream.getvalue(), **values)


def file(name: str, content: bytes, **values) -> str:
    return factory.insert("File", file_name=name, content=content, is_private=1, **values).file_url


def report(made: factory.District, **values):
    return factory.insert(
        REPORT,
        **{
            "title": "Báo cáo tổng kết năm học",
            "paper_kind": "YEAR-REPORT",
            "unit_type": "School Cluster",
            "unit": made.cluster,
            "school_year": made.year,
            "body": "<p>Cụm đã thực hiện kế hoạch.</p>",
            **values,
        },
    )


def with_photos(made: factory.District, *urls: str, people: dict[int, str] | None = None, **values):
    return report(
        made,
        photos=[{"image": url, "caption": f"Hoạt động {n}"} for n, url in enumerate(urls, start=1)],
        photo_people=[{"photo": number, "staff": staff} for number, staff in (people or {}).items()],
        **values,
    )


def captions(doc) -> list[str]:
    rows = paper_of(doc).photos
    return [one.caption for row in rows for one in (row.first, row.second) if one]


@pytest.mark.clause("C5c", "E4.2c", "P5.1")
class TestTheFigures:
    """Against the year that is worked out by hand in ``reported_year``."""

    def test_of_the_year_are_those_of_the_apps_reports(self):
        made = build_year()
        paper = paper_of(report(made, unit_type="Inter-School Group", unit=made.group))
        assert paper.figures[:3] == (("Buổi sinh hoạt", "4"), ("Đã tổ chức", "2"), ("Đã khóa biên bản", "1"))
        first, _second, third = paper.schools
        assert (first.school, first.invited, first.attended, first.rate, first.hours) == (
            "THCS An",
            "2",
            "2",
            "100",
            "5",
        )
        assert (third.school, third.attended, third.rate) == ("THCS Cuong", "1", "50")
        said = [(line.due, line.required, line.counted, line.state) for line in paper.duties]
        assert said == [
            ("18/01/2025", "4", "1", "Quá hạn"),
            ("31/05/2025", "4", "0", "Quá hạn"),
            ("15/05/2025", "", "", "Quá hạn"),
        ], "Toán and Ngữ văn on one line"

    def test_of_a_semester_are_its_own(self):
        made = build_year()
        paper = paper_of(frappe.get_doc(REPORT, {"unit": made.cluster}))
        assert paper.figures[2] == ("Đã khóa biên bản", "1")
        assert [row.hours for row in paper.schools] == ["1,5"] * 3
        assert [(line.due, line.counted, line.state) for line in paper.duties] == [
            ("18/01/2025", "1", "Đạt"),
            ("19/12/2024", "", "Đạt muộn"),
        ]

    def test_a_report_about_one_session_has_none(self, made):
        meeting = factory.hold_and_lock(made, date(2025, 1, 6), unit=made.cluster)
        paper = paper_of(report(made, paper_kind="SESSION-REPORT", session=meeting.name))
        assert (paper.figures, paper.schools, paper.duties) == ((), (), ())
        assert paper.body == ("Cụm đã thực hiện kế hoạch.",)

    def test_what_is_open_is_listed(self, made):
        for title, status in (("Thiếu phòng máy", "Open"), ("Đã xong", "Closed")):
            factory.insert(
                "Cluster Difficulty",
                title=title,
                kind="Difficulty",
                unit_type="School Cluster",
                unit=made.cluster,
                raised_by="T-AN-HT",
                body=title,
                status=status,
                answer="Đã bổ sung" if status == "Closed" else None,
            )
        assert paper_of(report(made)).difficulties == ("Thiếu phòng máy",)

    def test_who_does_not_see_the_whole_roll_reads_why_the_table_is_missing(self):
        made = build_year()
        doc = report(made)
        head, principal = (holders.login(made.principal(school)) for school in ("T-AN", "T-CUONG"))
        with as_user(head):
            assert len(paper_of(doc).schools) == 3
        with as_user(principal):
            paper = paper_of(doc)
        assert paper.schools == ()
        assert "chỉ in cho người được xem danh sách điểm danh của cả đơn vị" in paper.without_schools
        assert paper.figures


class TestWhoSigns:
    def test_a_cluster_by_its_head_to_the_authority(self, made):
        paper = paper_of(report(made))
        assert (paper.kind, paper.subject, paper.to) == ("BÁO CÁO", "Tổng kết năm học", "Phòng thử nghiệm")
        assert paper.right.capacity == ("TM. CỤM THỬ NGHIỆM", "CỤM TRƯỞNG")
        assert paper.head.number.endswith("/BC-T-CUM")
        assert paper.recipients == ("Như kính gửi;", "Các trường thành viên;", "Lưu: hồ sơ của đơn vị.")

    def test_a_school_by_its_principal(self, made):
        paper = paper_of(report(made, unit_type="Member School", unit="T-AN", paper_kind="SELF-REVIEW"))
        assert (paper.right.capacity, paper.right.name) == (("HIỆU TRƯỞNG",), "Hiệu trưởng THCS An")
        assert "Các trường thành viên;" not in paper.recipients

    def test_a_subject_group_by_its_lead(self, made):
        factory.insert(
            "Subject Group",
            unit_code="T-TO",
            unit_title="Tổ Toán",
            subject="TOAN",
            parent_type="Inter-School Group",
            parent_unit=made.group,
            officers=[{"position": "Subject Lead", "staff": made.teacher("T-AN")}],
        )
        paper = paper_of(report(made, unit_type="Subject Group", unit="T-TO"))
        assert paper.right.capacity == ("TM. TỔ TOÁN", "TỔ TRƯỞNG BỘ MÔN LIÊN TRƯỜNG")


@pytest.mark.clause("C5h")
class TestThePhotos:
    def test_are_an_annex_with_their_captions_in_order(self, made):
        doc = with_photos(made, photo("a.jpg"), photo("b.jpg", (300, 400), "red"))
        assert captions(doc) == ["Ảnh 1. Hoạt động 1", "Ảnh 2. Hoạt động 2"]
        assert paper_of(doc).annex_of.startswith("(Kèm theo Báo cáo số ")

    def test_carry_no_place_and_are_as_large_as_the_site_says(self, made):
        doc = with_photos(made, photo("a.jpg", (3000, 2000)))
        frappe.get_doc("Cluster Settings").update({"photo_pixels": 700}).save()
        (picture,) = pictures(paper_of(doc))
        made_of = Image.open(BytesIO(picture.jpeg))
        assert made_of.size == (700, 467)
        assert not made_of.getexif()

    def test_usually_have_1600_pixels_at_most(self, made):
        frappe.get_doc("Cluster Settings").update({"photo_pixels": 0}).save()
        assert photo_pixels() == 1600
        for pixels in (599, 4001):
            with pytest.raises(frappe.ValidationError, match="từ 600 đến 4000"):
                frappe.get_doc("Cluster Settings").update({"photo_pixels": pixels}).save()

    def test_hang_on_the_report_and_stay_with_the_version_that_was_sent(self, made):
        doc = with_photos(made, photo("a.jpg"))
        (row,) = doc.photos
        hanging = {"attached_to_doctype": REPORT, "attached_to_name": doc.name, "file_url": row.image}
        assert frappe.db.count("File", hanging) == 1
        doc.update({"status": "Sent"}).save()
        kept = {"attached_to_doctype": "Cluster Paper Version", "file_url": row.image}
        assert frappe.db.count("File", kept) == 1

    def test_uploaded_before_the_first_save_are_taken_over(self, made):
        head = holders.login("T-AN-HT")
        with as_user(head):
            new = {"attached_to_doctype": REPORT, "attached_to_name": "new-cluster-unit-report-abc"}
            url = photo("a.jpg", **new)
            doc = with_photos(made, url)
        assert frappe.get_all("File", {"file_url": url}, pluck="attached_to_name") == [doc.name]

    @pytest.mark.parametrize(
        ("content", "why"),
        [(b"khong phai anh", "không phải là ảnh"), (b"\xff\xd8\xff\xe0 gay", "không phải là ảnh")],
    )
    def test_that_cannot_be_printed_are_refused_by_name(self, made, content, why):
        with pytest.raises(frappe.ValidationError, match=rf"Bảng «Ảnh», dòng 1, tệp «hong.*png».*{why}"):
            with_photos(made, file("hong.png", content))

    @pytest.mark.parametrize("url", ["https://o-noi.khac/anh.jpg", "/private/files/khong-co.jpg", "../../x"])
    def test_of_no_file_of_the_site_are_refused(self, made, url):
        with pytest.raises(frappe.ValidationError, match="không có tệp này"):
            with_photos(made, url)

    def test_of_somebody_elses_document_are_refused(self, made):
        theirs = photo(
            "kin.jpg",
            colour="navy",
            attached_to_doctype="Cluster Settings",
            attached_to_name="Cluster Settings",
        )
        with as_user(holders.login("T-AN-HT")), pytest.raises(frappe.ValidationError, match="không có quyền"):
            with_photos(made, theirs)

    def test_a_file_that_a_row_names_but_that_does_not_hang_there_is_never_opened(self, made):
        doc = with_photos(made, photo("a.jpg"))
        theirs = photo(
            "kin.jpg",
            colour="navy",
            attached_to_doctype="Cluster Settings",
            attached_to_name="Cluster Settings",
        )
        frappe.db.set_value("Cluster Report Photo", doc.photos[0].name, "image", theirs)
        paper = paper_of(frappe.get_doc(REPORT, doc.name))
        assert paper.photos == ()
        assert paper.left_out[0].startswith("Không in được ảnh «kin")

    def test_whose_file_is_lost_are_named_on_the_paper(self, made):
        doc = with_photos(made, photo("mat.jpg"), photo("con.jpg", colour="red"))
        lost = frappe.get_doc("File", {"file_url": doc.photos[0].image})
        Path(lost.get_full_path()).unlink()
        paper = paper_of(doc)
        assert [row.first.caption for row in paper.photos] == ["Ảnh 1. Hoạt động 2"]
        assert "Hãy tải lại ảnh" in paper.left_out[0]

    def test_are_no_more_than_people_read(self, made):
        urls = [photo("a.jpg")] * (MOST_PHOTOS + 1)
        with pytest.raises(frappe.ValidationError, match=f"nhiều nhất {MOST_PHOTOS} ảnh"):
            with_photos(made, *urls)


class TestConsent:
    def consent(self, staff: str, **values):
        return factory.insert(
            "Photo Consent", staff=staff, consent_version="x", given_on="2024-09-10", **values
        )

    def test_a_photo_is_printed_while_everybody_in_it_agrees(self, made):
        doc = with_photos(made, photo("a.jpg"), people={1: "T-AN-HT"})
        paper = paper_of(doc)
        assert paper.photos == ()
        assert paper.left_out == (
            "1 ảnh không in vì chưa có, hoặc đã rút, sự đồng ý sử dụng hình ảnh của người trong ảnh.",
        )
        given = self.consent("T-AN-HT")
        assert captions(doc) == ["Ảnh 1. Hoạt động 1"]
        given.update({"withdrawn_on": frappe.utils.getdate()}).save()
        assert captions(doc) == []

    def test_one_of_two_people_is_enough_to_leave_it_out(self, made):
        self.consent("T-AN-HT")
        rows = [{"photo": 1, "staff": "T-AN-HT"}, {"photo": 1, "staff": "T-BINH-HT"}]
        doc = report(made, photos=[{"image": photo("a.jpg")}], photo_people=rows)
        assert captions(doc) == []

    def test_for_another_purpose_is_none(self, made):
        self.consent("T-AN-HT", scope="Public Website")
        assert captions(with_photos(made, photo("a.jpg"), people={1: "T-AN-HT"})) == []

    def test_who_saves_is_told_whose_is_missing(self, made):
        frappe.clear_messages()
        with_photos(made, photo("a.jpg"), people={1: "T-AN-HT"})
        said = " ".join(str(message) for message in frappe.get_message_log())
        assert "Ảnh số 1 chưa in được" in said
        assert "Hiệu trưởng THCS An" in said

    def test_of_a_photo_that_is_not_there_is_refused(self, made):
        with pytest.raises(frappe.ValidationError, match="không có ảnh số 2"):
            with_photos(made, photo("a.jpg"), people={2: "T-AN-HT"})


class TestTheEndpoint:
    def test_gives_both_files_to_whoever_reads_the_report(self, made):
        doc = with_photos(made, photo("a.jpg"))
        with as_user(holders.login(made.principal("T-CUONG"))):
            for form, magic in (("pdf", b"%PDF"), ("docx", b"PK")):
                papers.of_report(doc.name, form)
                assert frappe.local.response.filecontent.startswith(magic)
                assert frappe.local.response.filename == f"bao-cao-{doc.name}.{form}"

    def test_refuses_who_may_not_read_it(self, made):
        doc = report(made)
        with as_user(holders.login(made.teacher("T-CUONG"))), pytest.raises(frappe.PermissionError):
            papers.of_report(doc.name)

    def test_prints_on_the_desk_as_well(self, made):
        doc = with_photos(made, photo("a.jpg"))
        page = get_html_and_style(doc.as_json(), print_format="Report Paper")["html"]
        assert "Cụm đã thực hiện kế hoạch." in page
        assert "data:image/jpeg;base64," in page
