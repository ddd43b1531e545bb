"""What minutes hold by their form: votes, the four steps of lesson study, a cross-inspection, who took part."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
import pytest

from cum_chuyen_mon.ledger.refresh import refresh
from cum_chuyen_mon.meetings import confirmation
from cum_chuyen_mon.rules.words import Answer

from . import factory

DAY = date(2024, 10, 10)
LESSON = {
    "lesson_topic": "Phép cộng phân số",
    "lesson_class": "6A1",
    "lesson_teacher": "T-AN-TOAN-1",
    "lesson_evidence": "28/32 học sinh tự tìm được mẫu chung, bài làm kèm theo",
    "step_prepare": "Ba trường cùng soạn bài, chọn hoạt động nhóm",
    "step_teach": "Dạy tại lớp 6A1, người dự quan sát từng nhóm học sinh",
    "step_reflect": "Học sinh lúng túng khi quy đồng ba phân số",
    "step_apply": "Các trường dạy lại bài này với phiếu học tập mới",
}
INSPECTION = {
    "activity_kind": "CROSS-INSPECTION",
    "directive_number": "123/SGDĐT",
    "directive_date": "2024-09-10",
    "inspecting_school": "T-AN",
    "inspected_school": "T-BINH",
}
FINDING = {
    "content": "Hồ sơ tổ chuyên môn",
    "finding": "Thiếu biên bản tháng 9",
    "rating": "To Remedy",
    "remedy": "Bổ sung biên bản",
    "due_on": "2024-12-01",
    "person": "T-BINH-HT",
}


@pytest.fixture
def made() -> factory.District:
    return factory.build()


def draft(made: factory.District, session: dict | None = None, **values: Any) -> tuple[Any, list[str]]:
    meeting = factory.session(made, DAY, **(session or {}))
    people = factory.everyone_present(meeting)
    return factory.complete_minutes(meeting, **values), people


def voting(**counts: Any) -> list[dict]:
    topic = {
        "title": "Phân số",
        "presenter": "Tổ trưởng",
        "opinions": "Nhất trí",
        "differing_opinions": "Không",
    }
    return [{**topic, "vote": "Dạy bằng hình trước", **counts}]


@pytest.mark.clause("L3b")
class TestVotes:
    """L3b: the minutes show discussion with differing opinions; a vote is counted by topic."""

    def test_votes_of_those_present_are_part_of_what_is_signed(self, made):
        minutes, people = draft(made, topics=voting(votes_for=2, votes_against=0, votes_abstained=1))
        assert len(people) == 3
        confirmation.ask(minutes)
        confirmation.answer(minutes.name, people[0], Answer.CONFIRMED)
        minutes.reload()
        minutes.topics[0].votes_for, minutes.topics[0].votes_against = 1, 1
        minutes.save()
        assert minutes.state == "Draft", "another count of votes is another text"

    def test_more_votes_than_people_are_refused(self, made):
        minutes, _people = draft(made, topics=voting(votes_for=3, votes_against=1))
        with pytest.raises(frappe.ValidationError, match="nhiều hơn 3 người có mặt có quyền biểu quyết"):
            confirmation.ask(minutes)

    def test_a_guest_has_no_vote(self, made):
        minutes, _people = draft(made, topics=voting(votes_for=4))
        guest = {"guest_name": "Chuyên viên Phòng", "state": "Present"}
        factory.insert("Cluster Session Attendance", session=minutes.session, **guest)
        with pytest.raises(frappe.ValidationError, match="nhiều hơn 3 người"):
            confirmation.ask(minutes)

    def test_votes_say_on_what(self, made):
        minutes, _people = draft(made, topics=voting(votes_for=3, vote=""))
        with pytest.raises(frappe.ValidationError, match="chưa ghi biểu quyết về điều gì"):
            confirmation.ask(minutes)


@pytest.mark.clause("C4")
class TestLessonStudy:
    """C4: lesson study; its minutes have the four steps and the observed lesson."""

    KIND = {"activity_kind": "LESSON-STUDY"}  # noqa: RUF012

    def test_with_all_its_parts_it_locks(self, made):
        minutes, people = draft(made, self.KIND, **LESSON)
        assert minutes.form == "Lesson Study"
        confirmation.ask(minutes)
        answers = [confirmation.answer(minutes.name, p, Answer.CONFIRMED) for p in people]
        assert answers[-1]["locked"]
        assert confirmation.is_genuine(frappe.get_doc("Cluster Minutes", minutes.name))

    @pytest.mark.parametrize(
        ("field", "said"),
        [
            ("lesson_topic", "tên bài dạy"),
            ("lesson_class", "lớp dạy minh họa"),
            ("lesson_teacher", "giáo viên dạy minh họa"),
            ("lesson_evidence", "minh chứng về việc học của học sinh"),
            ("step_prepare", "bước 1"),
            ("step_teach", "bước 2"),
            ("step_reflect", "bước 3"),
            ("step_apply", "bước 4"),
        ],
    )
    def test_each_part_is_asked_for(self, made, field, said):
        minutes, _people = draft(made, self.KIND, **{**LESSON, field: None})
        with pytest.raises(frappe.ValidationError, match=f"nghiên cứu bài học: thiếu {said}"):
            confirmation.ask(minutes)

    def test_a_step_rewritten_after_it_was_sent_voids_the_answers(self, made):
        minutes, people = draft(made, self.KIND, **LESSON)
        confirmation.ask(minutes)
        confirmation.answer(minutes.name, people[0], Answer.CONFIRMED)
        minutes.reload()
        minutes.step_apply = "Không áp dụng"
        minutes.save()
        assert minutes.state == "Draft"

    def test_which_kinds_have_the_form_is_data(self, made):
        """A kind that an authority adds tomorrow says so itself; minutes that were sent keep their form."""
        kind = factory.insert(
            "Cluster Activity Kind",
            activity_code="T-NCBH",
            activity_title="Nghiên cứu bài học liên trường",
            minutes_form="Lesson Study",
        )
        minutes, _people = draft(made, {"activity_kind": kind.name}, **LESSON)
        confirmation.ask(minutes)
        kind.minutes_form = "Meeting"
        kind.save()
        minutes.reload()
        minutes.signing_way = "On Paper"
        minutes.save()
        assert (minutes.form, minutes.state) == ("Lesson Study", "Awaiting Confirmation")

    def test_a_meeting_needs_none_of_it(self, made):
        minutes, _people = draft(made)
        confirmation.ask(minutes)
        assert (minutes.form, minutes.state) == ("Meeting", "Awaiting Confirmation")

    def test_the_form_is_not_sent_by_a_client(self, made):
        minutes, _people = draft(made, self.KIND, form="Meeting")
        assert minutes.form == "Lesson Study"


@pytest.mark.clause("N4.3")
class TestCrossInspection:
    """N4.3: cross-inspection between member schools on the authority's directive: who inspects whom, findings."""

    def inspected(self, made, session: dict | None = None, **values: Any):
        return draft(made, {"unit": made.cluster, **INSPECTION, **(session or {})}, **values)

    def test_with_directive_schools_and_findings_it_locks_and_is_frozen(self, made):
        minutes, people = self.inspected(made, findings=[FINDING])
        confirmation.ask(minutes)
        for person in people:
            confirmation.answer(minutes.name, person, Answer.CONFIRMED)
        session = frappe.get_doc("Cluster Session", minutes.session)
        assert session.minutes_state == "Locked"
        session.inspected_school = "T-CUONG"
        with pytest.raises(frappe.ValidationError, match="đã khóa"):
            session.save()

    @pytest.mark.parametrize(
        ("field", "said"),
        [
            ("directive_number", "số văn bản chỉ đạo"),
            ("directive_date", "ngày văn bản chỉ đạo"),
            ("inspecting_school", "trường kiểm tra"),
            ("inspected_school", "trường được kiểm tra"),
        ],
    )
    def test_each_part_of_the_order_is_asked_for(self, made, field, said):
        minutes, _people = self.inspected(made, {field: None}, findings=[FINDING])
        with pytest.raises(frappe.ValidationError, match=f"Kiểm tra chéo: thiếu {said}"):
            confirmation.ask(minutes)

    def test_without_findings_it_is_no_inspection(self, made):
        minutes, _people = self.inspected(made)
        with pytest.raises(frappe.ValidationError, match="chưa có kết quả kiểm tra"):
            confirmation.ask(minutes)

    @pytest.mark.parametrize(
        ("field", "said"), [("remedy", "biện pháp"), ("due_on", "hạn khắc phục"), ("person", "người chịu")]
    )
    def test_what_is_to_be_remedied_says_how_when_and_by_whom(self, made, field, said):
        minutes, _people = self.inspected(made, findings=[{**FINDING, field: None}])
        with pytest.raises(frappe.ValidationError, match=f"Kết quả kiểm tra 1: thiếu {said}"):
            confirmation.ask(minutes)

    def test_a_school_does_not_inspect_itself(self, made):
        with pytest.raises(frappe.ValidationError, match=r"^Kiểm tra chéo: .*phải khác nhau"):
            self.inspected(made, {"inspected_school": "T-AN"})

    def test_both_are_member_schools(self, made):
        factory.add_school(made, "T-NGOAI")
        with pytest.raises(frappe.ValidationError, match="Trường được kiểm tra không phải trường thành viên"):
            self.inspected(made, {"inspected_school": "T-NGOAI"})


NAM_DINH = [
    {"code": "N5.4-STAFF", "min_subjects": 3, "activity_kinds": "SEMINAR, DEMONSTRATION, STAFF-CONTEST"},
    {"code": "N5.5-STUDENTS", "activity_kinds": "STUDENT-EXCHANGE, EXTRACURRICULAR"},
]


class TestYearlyDuties:
    """N5.4, N5.5: once a year for staff about at least three subjects, once a year for pupils."""

    @pytest.fixture
    def made(self) -> factory.District:
        duties = [
            factory.quota(duty.pop("code"), "School Cluster", 1, **duty) for duty in map(dict, NAM_DINH)
        ]
        return factory.build(duties=duties)

    def test_the_duties_are_those_of_the_document(self):
        """What this class builds is what the seeded regulation of Nam Định says."""
        seeded = frappe.get_doc("Cluster Regulation", "NAMDINH-QC-2024")
        for wanted in NAM_DINH:
            (duty,) = (d for d in seeded.duties if d.duty_code == wanted["code"])
            assert (duty.minimum, duty.min_subjects or 0) == (1, wanted.get("min_subjects", 0))
            assert duty.activity_kinds == wanted["activity_kinds"]

    def counted(self, made, duty: str) -> tuple[int, str]:
        refresh(made.year, today=date(2024, 11, 1))
        found = factory.obligation(made, duty)
        return found.counted, found.state

    def hold(self, made, kind: str, *subjects: str) -> None:
        rows = [{"subject": code} for code in subjects]
        factory.hold_and_lock(made, DAY, unit=made.cluster, activity_kind=kind, subjects=rows)

    @pytest.mark.clause("N5.4")
    @pytest.mark.parametrize("kind", ["SEMINAR", "DEMONSTRATION", "STAFF-CONTEST"])
    def test_three_subjects_count(self, made, kind):
        self.hold(made, kind, "TOAN", "NGU-VAN", "TIN-HOC")
        assert self.counted(made, "N5.4-STAFF")[1] == "Met"

    @pytest.mark.clause("N5.4")
    def test_two_subjects_do_not(self, made):
        self.hold(made, "SEMINAR", "TOAN", "NGU-VAN")
        assert self.counted(made, "N5.4-STAFF")[1] != "Met"

    @pytest.mark.clause("N5.4")
    def test_a_meeting_about_three_subjects_does_not(self, made):
        self.hold(made, "PERIODIC-MEETING", "TOAN", "NGU-VAN", "TIN-HOC")
        assert self.counted(made, "N5.4-STAFF")[1] != "Met"

    @pytest.mark.clause("N5.5")
    @pytest.mark.parametrize(
        ("kind", "met"),
        [("STUDENT-EXCHANGE", True), ("EXTRACURRICULAR", True), ("EXCHANGE", False), ("CLUB", False)],
    )
    def test_an_exchange_of_pupils_counts(self, made, kind, met):
        self.hold(made, kind)
        assert (self.counted(made, "N5.5-STUDENTS")[1] == "Met") is met

    @pytest.mark.clause("N4.2")
    def test_every_kind_of_the_document_is_there(self):
        """Training, contest, seminar, demonstration, exchange, club, extracurricular; for pupils or for staff."""
        rows = frappe.get_all("Cluster Activity Kind", fields=["name", "for_students"])
        kinds = {row.name: bool(row.for_students) for row in rows}
        assert {
            "TRAINING": False,
            "STAFF-CONTEST": False,
            "STUDENT-CONTEST": True,
            "SEMINAR": False,
            "DEMONSTRATION": False,
            "EXCHANGE": False,
            "STUDENT-EXCHANGE": True,
            "CLUB": True,
            "EXTRACURRICULAR": True,
            "CROSS-INSPECTION": False,
        }.items() <= kinds.items()


@pytest.mark.clause("N5.5")
class TestParticipation:
    """N5.5: how many pupils of each school took part."""

    def event(self, made, **values: Any):
        rows = [{"school": "T-AN", "pupils": 40, "staff_count": 3}, {"school": "T-BINH", "pupils": 35}]
        return factory.session(
            made,
            DAY,
            unit=made.cluster,
            **{"activity_kind": "STUDENT-EXCHANGE", "participation": rows, **values},
        )

    def test_the_numbers_are_part_of_what_is_signed(self, made):
        session = self.event(made)
        people = factory.everyone_present(session)
        minutes = factory.complete_minutes(session)
        confirmation.ask(minutes)
        confirmation.answer(minutes.name, people[0], Answer.CONFIRMED)
        session.reload()
        session.participation[0].pupils = 45
        session.save()
        assert frappe.db.get_value("Cluster Minutes", minutes.name, "state") == "Draft"
        minutes.reload()
        confirmation.ask(minutes)
        for person in people:
            confirmation.answer(minutes.name, person, Answer.CONFIRMED)
        session.reload()
        session.participation[0].pupils = 50
        with pytest.raises(frappe.ValidationError, match="đã khóa"):
            session.save()

    @pytest.mark.parametrize(
        ("rows", "said"),
        [
            ([{"school": "T-AN", "pupils": 1}] * 2, "hai dòng"),
            ([{"school": "T-AN", "pupils": -1}], "không thể âm"),
        ],
    )
    def test_wrong_numbers_are_refused(self, made, rows, said):
        with pytest.raises(frappe.ValidationError, match=said):
            self.event(made, participation=[dict(row) for row in rows])
