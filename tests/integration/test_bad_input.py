"""Bad input in the desk: a sentence in Vietnamese that names the field and the remedy; nothing half-written."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import frappe
import pytest
from frappe.utils import getdate

from cum_chuyen_mon.meetings import roll_call
from cum_chuyen_mon.meetings.people import people_of

from . import factory

DAY = date(2024, 10, 10)


@pytest.fixture
def made() -> factory.District:
    return factory.build()


def refused(step, *words: str) -> str:
    with pytest.raises(frappe.ValidationError) as error:
        step()
    said = str(error.value)
    for word in words:
        assert word in said, said
    return said


@pytest.mark.parametrize(
    ("duty", "words"),
    [
        (factory.quota("Q", "School Cluster", 0), ("Số buổi tối thiểu", "từ 1")),
        (factory.quota("Q", "School Cluster", -2), ("tối thiểu",)),
        (factory.deadline("D", "School Cluster", "YEAR-REPORT", 31, 2), ("31/2", "Ngày")),
        (factory.deadline("D", "School Cluster", "YEAR-REPORT", 10, 13), ("13",)),
        (
            {
                "duty_code": "N",
                "kind": "Notice",
                "unit_kind": "School Cluster",
                "title": "Báo trước",
                "offset": 400,
            },
            ("400 ngày",),
        ),
        (
            factory.quota("Q", "School Cluster", 1, subjects="KHONG-CO", per_subject=1),
            ("KHONG-CO", "môn học"),
        ),
        (factory.quota("Q", "School Cluster", 1, units="CUM-LA"), ("CUM-LA",)),
        (factory.quota("Q", "School Cluster", 1, activity_kinds="KHONG-CO"), ("KHONG-CO",)),
        (
            {"duty_code": "T", "kind": "Term", "unit_kind": "School Cluster", "title": "Nhiệm kỳ"},
            ("chức danh",),
        ),
    ],
    ids=[
        "minimum 0",
        "minimum negative",
        "31/2",
        "month 13",
        "notice",
        "subject",
        "unit",
        "activity",
        "term",
    ],
)
def test_an_impossible_duty_is_refused_with_row_and_field(made, duty, words):
    def step():
        factory.insert(
            "Cluster Regulation", regulation_code="T-XAU", regulation_title="Quy chế hỏng", duties=[duty]
        )

    assert "Dòng 1" in refused(step, *words)
    assert not frappe.db.exists("Cluster Regulation", "T-XAU")


def test_all_impossible_duties_are_told_at_once(made):
    duties = [factory.quota("A", "School Cluster", 0), factory.quota("A", "School Cluster", 1)]
    refused(
        lambda: factory.insert(
            "Cluster Regulation", regulation_code="T-XAU", regulation_title="Quy chế hỏng", duties=duties
        ),
        "Dòng 1",
        "Dòng 2",
        "đã dùng ở dòng 1",
    )


def test_a_regulation_in_force_needs_its_authority(made):
    refused(
        lambda: factory.insert(
            "Cluster Regulation", regulation_code="T-XAU", regulation_title="Quy chế", status="In Force"
        ),
        "cơ quan",
    )


@pytest.mark.parametrize("code", ["cụm 1", "CUM 1", "../CUM", "CUM/1", "", "X" * 61])
def test_a_code_that_cannot_be_a_key_is_refused(made, code):
    refused(
        lambda: factory.insert("School Cluster", unit_code=code, unit_title="Cụm", levels="THCS"), "hợp lệ"
    )


def test_one_code_names_one_unit_whatever_its_kind(made):
    refused(
        lambda: factory.insert(
            "Inter-School Group", unit_code=made.cluster, unit_title="Nhóm", levels="THCS"
        ),
        made.cluster,
        "chọn mã khác",
    )


def test_two_heads_at_a_time_are_refused_and_one_after_the_other_is_fine(made):
    cluster = frappe.get_doc("School Cluster", made.cluster)
    cluster.append("officers", {"position": "Cluster Head", "staff": "T-BINH-HT"})
    refused(cluster.save, "trùng thời gian")
    cluster.reload()
    cluster.officers[0].to_date = "2024-12-31"
    cluster.append("officers", {"position": "Cluster Head", "staff": "T-BINH-HT", "from_date": "2025-01-01"})
    cluster.save()


def test_headship_may_be_per_level(made):
    """One head each for TH, THCS, THPT in one cluster."""
    cluster = frappe.get_doc("School Cluster", made.cluster)
    cluster.officers[0].level = "THCS"
    cluster.append("officers", {"position": "Cluster Head", "staff": "T-BINH-HT", "level": "THPT"})
    cluster.save()


def test_a_school_is_a_member_once_at_a_time(made):
    group = frappe.get_doc("Inter-School Group", made.group)
    group.append("members", {"school": "T-AN"})
    refused(group.save, "T-AN", "trùng thời gian")


def test_overlapping_semesters_are_refused(made):
    year = frappe.get_doc("Cluster School Year", made.year)
    year.semesters[1].start_date = "2025-01-10"
    refused(year.save, "không chồng nhau")


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"end_time": "07:00:00"}, "Giờ kết thúc"),
        ({"secretary": "T-AN-TOAN-1"}, "hai người khác nhau"),
        ({"session_date": "2031-01-01"}, "năm học"),
        ({"notified_on": "2024-11-01"}, "Ngày thông báo"),
        ({"unit": "KHONG-CO"}, "KHONG-CO"),
        ({"session_date": "0000-00-00"}, "Còn trống: ô «"),
        ({"start_time": "-1:00"}, "ghi «-1:00». Hãy nhập giờ và phút"),
        ({"end_time": "25:00"}, "ghi «25:00»"),
        ({"start_time": "<b>"}, "Sai giờ: ô «"),
        ({"chair": {"phone": ("like", "09%")}}, "chỉ nhận một giá trị"),
        ({"venue": ["Phòng họp"]}, "chỉ nhận một giá trị"),
    ],
)
def test_an_impossible_session_is_refused(made, values, word):
    refused(lambda: factory.session(made, DAY, **values), word)


def test_nobody_is_found_by_what_is_known_of_him(made):
    """A link that is sent as a mapping would be looked up as a filter: who has this telephone number?"""
    asked = {"full_name": ("like", "Hiệu trưởng%")}
    meeting = factory.session(made, DAY)
    for changed in ({"secretary": asked}, {"subjects": [{"subject": {"subject_title": ("like", "N%")}}]}):
        refused(lambda values=changed: meeting.update(values).save(), "chỉ nhận một giá trị")
        meeting.reload()
    row = {"doctype": "Cluster Session Attendance", "session": meeting.name, "staff": asked}
    refused(lambda: frappe.get_doc(row).insert(), "chỉ nhận một giá trị")


def test_a_session_of_tomorrow_was_not_held():
    today = frappe.utils.getdate()
    made = factory.build(year="T-NOW", around=today)
    refused(lambda: factory.session(made, today + timedelta(days=1), status="Held"), "chưa diễn ra")


def test_a_held_session_stays_held(made):
    meeting = factory.session(made, DAY, status="Held")
    meeting.status = "Cancelled"
    meeting.status_reason = "Nhầm"
    refused(meeting.save, "Không chuyển được")


def test_the_unit_of_a_session_is_not_changed_afterwards(made):
    meeting = factory.session(made, DAY)
    meeting.unit_type, meeting.unit = "School Cluster", made.cluster
    with pytest.raises(frappe.CannotChangeConstantError):
        meeting.save()


def test_an_excused_absence_needs_a_reason(made):
    meeting = factory.session(made, DAY)
    roll_call.invite(meeting)
    row = frappe.get_doc("Cluster Session Attendance", {"session": meeting.name})
    row.state = "Excused"
    refused(row.save, "ghi lý do")


def test_a_paper_of_an_unknown_semester_or_month_is_refused(made):
    paper = {
        "title": "Báo cáo",
        "paper_kind": "SEMESTER-REPORT",
        "unit_type": "School Cluster",
        "unit": made.cluster,
        "school_year": made.year,
    }
    refused(lambda: factory.insert("Cluster Unit Report", **paper, semester="HK1"), "HK1", "1, 2")
    refused(lambda: factory.insert("Cluster Unit Report", **paper, period_code="2023-01"), "2023-01")


def test_obligations_are_not_made_or_changed_by_hand(made):
    from cum_chuyen_mon.ledger.refresh import refresh

    refused(
        lambda: factory.insert("Cluster Obligation", unit_type="School Cluster", unit=made.cluster),
        "không tạo bằng tay",
    )
    refresh(made.year)
    row = factory.obligation(made, "BC-HK1")
    row.update({"state": "Met", "counted": 5, "due_on": "2030-01-01"}).save()
    row.reload()
    assert (row.state, row.counted, str(row.due_on)) == ("Overdue", 0, "2024-12-19")


def test_signatures_are_never_edited_or_deleted(made):
    meeting = factory.hold_and_lock(made, DAY)
    row = frappe.get_doc("Cluster Minutes Signature", {"session": meeting.name})
    row.answer = "Refused"
    refused(row.save, "không sửa được")
    refused(lambda: frappe.delete_doc("Cluster Minutes Signature", row.name), "không xóa được")


def test_a_session_with_locked_minutes_is_not_deleted(made):
    meeting = factory.hold_and_lock(made, DAY)
    with pytest.raises((frappe.ValidationError, frappe.LinkExistsError)):
        frappe.delete_doc("Cluster Session", meeting.name)
    assert frappe.db.exists("Cluster Session", meeting.name)


def test_text_is_stored_in_nfc_and_found_without_marks(made):
    decomposed = unicodedata.normalize("NFD", "THCS Đa Phước")
    school = factory.insert("Member School", school_code="T-DA-PHUOC", school_name=decomposed, levels="THCS")
    stored = frappe.db.get_value("Member School", school.name, ["school_name", "search_name"])
    assert stored == ("THCS Đa Phước", "thcs da phuoc")
    assert unicodedata.is_normalized("NFC", stored[0])


def test_people_are_listed_by_given_name_in_vietnamese_order(made):
    for number, name in enumerate(("Trần Thị Ân", "Lê Văn Ánh", "Phạm Đức An", "Đỗ Thị Đào", "Võ Thị Dung")):
        factory.add_staff(made, f"T-AN-X{number}", name, "T-AN", "Teacher", "TOAN")
    meeting = factory.session(made, DAY, chair="T-AN-X0", secretary="T-AN-X1")
    names = [p.name for p in people_of(meeting) if p.staff.startswith("T-AN-X")]
    assert names == ["Phạm Đức An", "Lê Văn Ánh", "Trần Thị Ân", "Võ Thị Dung", "Đỗ Thị Đào"]


def test_an_overlap_of_venue_or_people_is_a_warning_that_names_them(made):
    first = factory.session(made, DAY, session_title="Buổi thứ nhất")
    roll_call.invite(first)
    frappe.local.message_log = []
    factory.session(made, DAY, session_title="Buổi thứ hai", start_time="09:00:00", end_time="11:00:00")
    said = str(frappe.local.message_log)
    assert "Buổi thứ nhất" in said
    assert "Phòng họp THCS An" in said
    assert "Giáo viên TOAN 1 An" in said


def test_sessions_after_one_another_do_not_overlap(made):
    factory.session(made, DAY)
    frappe.local.message_log = []
    factory.session(made, DAY, start_time="10:30:00", end_time="11:30:00")
    assert "Trùng giờ" not in str(frappe.local.message_log)


@pytest.mark.clause("C3")
def test_the_chair_a_regulation_requires_is_missed_aloud():
    """C3: a cluster session is chaired by the head."""
    duty = {
        "duty_code": "CT",
        "kind": "Composition",
        "unit_kind": "School Cluster",
        "title": "Cụm trưởng chủ trì",
        "position": "Cluster Head",
        "legal_basis": "Mục 3",
    }
    made = factory.build(duties=[duty])
    frappe.local.message_log = []
    factory.session(made, DAY, unit=made.cluster, chair="T-BINH-HT", secretary="T-CUONG-HT")
    assert "Cụm trưởng" in str(frappe.local.message_log)
    assert "Mục 3" in str(frappe.local.message_log)
    frappe.local.message_log = []
    factory.session(made, date(2024, 10, 11), unit=made.cluster, secretary="T-CUONG-HT")
    assert "Mục 3" not in str(frappe.local.message_log)


def test_a_moved_session_has_to_be_notified_again(made):
    meeting = factory.session(made, DAY, notified_on="2024-09-25")
    meeting.session_date = "2024-10-17"
    meeting.save()
    assert meeting.notified_on is None


def test_a_time_that_nobody_entered_stays_empty(made):
    """Frappe enters the present time of day into empty time fields."""
    meeting = factory.session(made, DAY, start_time=None, end_time=None)
    roll_call.invite(meeting)
    meeting.reload()
    assert (meeting.start_time, meeting.end_time) == (None, None)
    rows = frappe.get_all(
        "Cluster Session Attendance", filters={"session": meeting.name}, fields=["arrived_at", "left_at"]
    )
    assert {(row.arrived_at, row.left_at) for row in rows} == {(None, None)}


@pytest.mark.clause("C5c")
@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"semester": ""}, "Học kỳ"),
        ({"semester": "", "status": "Draft"}, None),
    ],
)
def test_a_report_that_would_count_for_nothing_is_not_received(made, values, said):
    """C5c: the report of semester I has to say that it is of semester I."""
    paper = {
        "title": "Báo cáo",
        "paper_kind": "SEMESTER-REPORT",
        "unit_type": "School Cluster",
        "unit": made.cluster,
        "school_year": made.year,
        "status": "Sent",
    }
    if said is None:
        assert factory.insert("Cluster Unit Report", **paper | values).name
        return
    with pytest.raises(frappe.ValidationError, match=r"Ô «.*» còn trống.*học kỳ nào"):
        factory.insert("Cluster Unit Report", **paper | values)


def test_nobody_was_told_in_the_future(made):
    later = getdate() + timedelta(days=30)
    factory.year_around(later)
    with pytest.raises(frappe.ValidationError, match="Ngày thông báo không thể ở tương lai"):
        factory.session(made, later, notified_on=getdate() + timedelta(days=1))
    assert factory.session(made, later, notified_on=getdate()).name


@pytest.mark.parametrize(
    ("doctype", "values", "said"),
    [
        ("Cluster Session", {"status": "Lạ"}, "Lạ"),
        ("Cluster Session", {"unit_type": "Lạ"}, "Lạ"),
        ("Cluster Session", {"session_title": ""}, "Còn trống: ô «.*»"),
        ("Cluster Session", {"session_date": None, "unit": None}, "Còn trống: ô «.*», ô «.*»"),
        ("Member School Staff", {"postings": [{"school": "T-AN"}]}, "Còn trống: dòng 1, ô «.*»"),
    ],
)
def test_an_unknown_word_or_an_empty_field_is_named_before_anything_relies_on_it(made, doctype, values, said):
    sound = {
        "Cluster Session": {
            "session_title": "Buổi",
            "unit_type": "School Cluster",
            "unit": made.cluster,
            "activity_kind": "PERIODIC-MEETING",
            "session_date": date(2024, 10, 10),
            "chair": "T-AN-HT",
        },
        "Member School Staff": {"staff_code": "T-MOI", "full_name": "Giáo viên mới"},
    }
    with pytest.raises(frappe.ValidationError, match=said):
        factory.insert(doctype, **{**sound[doctype], **values})
