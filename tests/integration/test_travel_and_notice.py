"""Lists for the payment of travel, and notices about sessions."""

from __future__ import annotations

from datetime import date, timedelta

import frappe
import pytest
from frappe.utils import getdate

from cum_chuyen_mon.api import convening, papers
from cum_chuyen_mon.documents.contexts import day_in_words
from cum_chuyen_mon.printing.notices import notice_of
from cum_chuyen_mon.printing.travel import list_of_school, list_of_session

from . import factory, holders
from .holders import as_user

DAY = date(2025, 1, 6)


@pytest.fixture
def made() -> factory.District:
    return factory.build()


@pytest.mark.clause("E4.3")
class TestTheTravelListOfASession:
    def test_names_everybody_who_attended_by_school(self, made):
        paper = list_of_session(factory.hold_and_lock(made, DAY))
        assert [(line.name, line.place) for line in paper.people] == [
            ("Giáo viên TOAN 1 An", "Giáo viên THCS An"),
            ("Giáo viên TOAN 1 Binh", "Giáo viên THCS Binh"),
            ("Giáo viên TOAN 1 Cuong", "Giáo viên THCS Cuong"),
        ]
        assert {line.count for line in paper.people} == {"1"}
        assert paper.visits == "3"
        assert paper.people[0].days.startswith("Phòng họp THCS An: 06/01/2025 (BB ")
        assert paper.right.capacity == ("TM. NHÓM THỬ NGHIỆM", "NHÓM TRƯỞNG")
        assert paper.closing.startswith("Danh sách có 3 người với 3 lượt dự")

    def test_is_of_locked_minutes_only(self, made):
        meeting = factory.session(made, DAY)
        factory.everyone_present(meeting)
        with pytest.raises(frappe.ValidationError, match="biên bản buổi này chưa khóa"):
            list_of_session(frappe.get_doc("Cluster Session", meeting.name))

    def test_holds_what_the_reader_may_see_of_the_roll(self, made):
        meeting = factory.hold_and_lock(made, DAY)
        with as_user(holders.login(made.principal("T-CUONG"))):
            assert [line.name for line in list_of_session(meeting).people] == ["Giáo viên TOAN 1 Cuong"]

    def test_is_refused_to_who_may_not_read_the_session(self, made):
        meeting = factory.hold_and_lock(made, DAY)
        stranger = holders.login(made.teacher("T-CUONG", "NGU-VAN"))
        with as_user(stranger), pytest.raises(frappe.PermissionError):
            papers.travel_of_session(meeting.name)


@pytest.mark.clause("E4.3")
class TestTheTravelListOfASchool:
    def listed(self, made: factory.District, **values):
        return list_of_school(frappe.get_doc("Member School", "T-CUONG"), made.year, **values)

    def held(self, made: factory.District) -> None:
        factory.hold_and_lock(made, date(2024, 10, 8))
        factory.hold_and_lock(made, DAY, session_title="Buổi 2", venue="THCS Binh")
        factory.hold_and_lock(made, date(2025, 3, 4), session_title="Buổi 3")
        factory.hold_and_lock(made, date(2024, 11, 5), unit=made.cluster)
        factory.everyone_present(factory.session(made, date(2024, 12, 3), session_title="Chưa khóa"))

    def test_counts_each_persons_sessions_with_locked_minutes(self, made):
        self.held(made)
        paper = self.listed(made)
        assert [(line.name, line.count) for line in paper.people] == [
            ("Giáo viên TOAN 1 Cuong", "3"),
            ("Hiệu trưởng THCS Cuong", "1"),
        ]
        assert "03/12/2024" not in str(paper.people)
        assert paper.visits == "4"
        assert (paper.right.capacity, paper.right.name) == (("HIỆU TRƯỞNG",), "Hiệu trưởng THCS Cuong")
        assert paper.head.issuer == "THCS CUONG"

    def test_of_a_semester_holds_its_own_only(self, made):
        self.held(made)
        teacher = next(line for line in self.listed(made, semester="1").people if line.count == "2")
        first, second = teacher.days.split("; ")
        assert first.startswith("Phòng họp THCS An: 08/10/2024 (BB ")
        assert second.startswith("THCS Binh: 06/01/2025 (BB ")

    def test_is_for_whoever_sees_the_schools_whole_roll(self, made):
        self.held(made)
        with as_user(holders.login(made.principal("T-CUONG"))):
            papers.travel_of_school("T-CUONG", made.year, form="docx")
            assert frappe.local.response.filecontent.startswith(b"PK")
        for staff in (made.principal("T-BINH"), made.teacher("T-CUONG")):
            with as_user(holders.login(staff)), pytest.raises(frappe.PermissionError):
                papers.travel_of_school("T-CUONG", made.year)

    def test_of_nothing_is_refused(self, made):
        with pytest.raises(frappe.ValidationError, match="Không có ai để thanh toán công tác phí"):
            self.listed(made)


class TestTheNotice:
    @pytest.fixture
    def made(self) -> factory.District:
        return holders.district()

    def convened(self, made: factory.District):
        meeting = factory.session(made, getdate() + timedelta(days=20))
        convening.convene(meeting.name)
        return meeting

    def notice(self, meeting):
        return notice_of(frappe.get_doc("Cluster Session", meeting.name))

    def test_of_a_session_that_is_held(self, made):
        paper = self.notice(self.convened(made))
        assert paper.subject == "Về việc tổ chức sinh hoạt chuyên môn"
        when = day_in_words(getdate() + timedelta(days=20))
        assert paper.lines[1] == f"Thời gian: 08 giờ 00 đến 10 giờ 30, {when}."
        assert paper.to == "Thành viên Nhóm thử nghiệm thuộc THCS An, THCS Binh, THCS Cuong"
        assert paper.head.number.endswith("/TB-T-NHOM")

    def test_of_a_postponed_one_says_why_and_the_day_that_was_told(self, made):
        meeting = self.convened(made)
        convening.postpone(meeting.name, "Trường thi học kỳ.")
        paper = self.notice(meeting)
        assert paper.opening.endswith("thông báo hoãn buổi sinh hoạt sau:")
        assert paper.lines[1].startswith("Lịch đã thông báo: 08 giờ 00 đến 10 giờ 30, ngày ")
        assert paper.lines[2] == "Lịch mới: sẽ được thông báo sau."
        assert paper.lines[-1] == "Lý do: Trường thi học kỳ."

    @pytest.mark.parametrize("first_postponed", [False, True])
    def test_of_a_moved_one_names_the_old_day_and_the_new(self, made, first_postponed):
        meeting = self.convened(made)
        old, new = getdate(meeting.session_date), getdate() + timedelta(days=30)
        if first_postponed:
            convening.postpone(meeting.name, "Bão.")
        convening.postpone(meeting.name, "Báo cáo viên bận.", str(new))
        paper = self.notice(meeting)
        assert paper.subject.startswith("Về việc thay đổi lịch ")
        assert f"Lịch cũ: {day_in_words(old)}." in paper.lines
        assert f"Lịch mới: 08 giờ 00 đến 10 giờ 30, {day_in_words(new)}." in paper.lines
        assert paper.lines[-1] == "Lý do: Báo cáo viên bận."

    def test_of_a_cancelled_one_promises_no_other_day(self, made):
        meeting = self.convened(made)
        convening.cancel(meeting.name, "Trùng lịch.")
        paper = self.notice(meeting)
        assert "hủy, không tổ chức" in paper.opening
        assert not any(line.startswith("Lịch mới") for line in paper.lines)

    def test_of_a_session_that_nobody_was_told_of_is_refused(self, made):
        meeting = factory.session(made, getdate() + timedelta(days=20))
        with pytest.raises(frappe.ValidationError, match="Hãy bấm «Triệu tập» trước"):
            self.notice(meeting)

    def test_the_former_day_is_the_servers_to_say(self, made):
        meeting = frappe.get_doc("Cluster Session", self.convened(made).name)
        meeting.update({"former_date": "2020-01-01"}).save()
        assert not meeting.former_date

    def test_is_given_to_who_reads_the_session_and_to_nobody_else(self, made):
        meeting = self.convened(made)
        with as_user(holders.login(made.teacher("T-CUONG"))):
            papers.notice(meeting.name)
            assert frappe.local.response.filecontent.startswith(b"%PDF")
        with (
            as_user(holders.login(made.teacher("T-CUONG", "NGU-VAN"))),
            pytest.raises(frappe.PermissionError),
        ):
            papers.notice(meeting.name)
