"""When and where people may be called together: working days of notice, a plan of its own, the venue in turn."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
import pytest

from cum_chuyen_mon.api import convening
from cum_chuyen_mon.controllers.tidy import label
from cum_chuyen_mon.meetings.warnings import regulation_warnings

from . import factory
from .convened import DEPUTY, EA_HLEO, MONDAY, cluster_session, district, refused, stored
from .documents import duty, set_clock
from .holders import login


@pytest.fixture(autouse=True)
def on_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, MONDAY)


class TestNotice:
    """E4.2b: a theme or demonstration lesson has a plan of its own, notified two working weeks ahead."""

    WEDNESDAY = date(2025, 1, 8)
    """Ten working days back, without the 1 January in between: Tuesday 24 December."""

    @pytest.fixture
    def made(self) -> factory.District:
        return district(duty(EA_HLEO, "E4.2b-NOTICE"))

    def theme(self, made, **values) -> Any:
        plan = {"plan_text": "<p>Mục đích, nội dung, phân công</p>"}
        return cluster_session(made, self.WEDNESDAY, **{"activity_kind": "THEME", **plan, **values})

    @pytest.mark.clause("E4.2b")
    def test_in_time_on_the_tenth_working_day_before(self, made, monkeypatch):
        set_clock(monkeypatch, "2024-12-24 16:00")
        meeting = self.theme(made)
        convening.convene(meeting.name)
        assert stored(meeting).notified_on == date(2024, 12, 24)

    @pytest.mark.clause("E4.2b")
    @pytest.mark.parametrize("today", ["2024-12-25", "2025-01-01", "2025-01-08"])
    def test_too_short_the_day_after(self, made, monkeypatch, today):
        set_clock(monkeypatch, f"{today} 07:00")
        refused(self.theme(made), "E4.2b", "Mục IV.2", "24/12/2024, đã qua", "ghi lý do")

    @pytest.mark.clause("E4.2b")
    def test_the_refusal_names_the_first_day_that_is_far_enough(self, made, monkeypatch):
        set_clock(monkeypatch, "2024-12-25 07:00")
        refused(self.theme(made), "Hãy dời ngày họp đến 09/01/2025")

    @pytest.mark.clause("E4.2b")
    def test_a_reason_lets_a_short_notice_pass_and_is_kept(self, made, monkeypatch):
        set_clock(monkeypatch, "2025-01-06 07:00")
        meeting = self.theme(made, notice_reason="Phòng đổi lịch kiểm tra")
        login(DEPUTY)
        convening.convene(meeting.name)
        now = stored(meeting)
        assert (now.status, now.notice_reason) == ("Convened", "Phòng đổi lịch kiểm tra")
        (text,) = frappe.get_all("Notification Log", {"document_name": meeting.name}, pluck="email_content")
        assert "Lý do thông báo gấp" in text
        assert "Phòng đổi lịch kiểm tra" in text

    @pytest.mark.clause("E4.2b")
    def test_a_moved_session_is_notified_in_time_again(self, made, monkeypatch):
        set_clock(monkeypatch, "2024-12-10 07:00")
        meeting = self.theme(made)
        convening.convene(meeting.name)
        frappe.db.savepoint("convened")
        with pytest.raises(frappe.ValidationError, match=r"E4\.2b.*đã qua"):
            convening.postpone(meeting.name, "Trùng lịch thi", "2024-12-20")
        frappe.db.rollback(save_point="convened")
        assert stored(meeting).session_date == self.WEDNESDAY
        convening.postpone(meeting.name, "Trùng lịch thi", "2025-01-09")
        assert stored(meeting).notice_sequence == 2

    @pytest.mark.clause("E4.2b")
    def test_a_theme_carries_a_plan_of_its_own(self, made):
        meeting = self.theme(made, plan_text=None)
        refused(meeting, label(meeting, "plan_text"), "E4.2b", "kế hoạch riêng", "Hãy soạn")

    @pytest.mark.clause("E4.2b")
    @pytest.mark.parametrize(
        ("today", "said"),
        [
            ("2024-12-24", "phải thông báo chậm nhất ngày 24/12/2024"),
            ("2024-12-25", "hạn thông báo là ngày 24/12/2024, đã trễ"),
        ],
    )
    def test_who_plans_one_is_told_when_to_tell(self, made, monkeypatch, today, said):
        set_clock(monkeypatch, f"{today} 07:00")
        (warning,) = regulation_warnings(self.theme(made))
        assert warning.endswith(f"(E4.2b, Mục IV.2, Quy chế thử nghiệm): {said}."), warning

    def test_other_kinds_need_neither(self, made, monkeypatch):
        set_clock(monkeypatch, "2025-01-08 06:00")
        meeting = cluster_session(made, self.WEDNESDAY)
        convening.convene(meeting.name)
        assert stored(meeting).status == "Convened"


class TestVenue:
    """E2.2: the venue goes round the schools of the cluster."""

    @pytest.fixture
    def made(self) -> factory.District:
        made = district(duty(EA_HLEO, "E2.2-ROTATE-VENUE"))
        for on, host, status in (
            ("2024-10-04", "T-AN", "Held"),
            ("2024-11-01", "T-CUONG", "Held"),
            ("2024-11-15", "T-BINH", "Cancelled"),
        ):
            values = {"status": status, "status_reason": "Bão" if status == "Cancelled" else None}
            cluster_session(made, date.fromisoformat(on), venue_school=host, **values)
        return made

    @pytest.mark.clause("E2.2")
    def test_the_app_says_whose_turn_it_is_and_why(self, made):
        turn = convening.propose_venue(cluster_session(made).name)
        assert (turn["school"], turn["school_name"]) == ("T-BINH", "THCS Binh")
        assert "chưa tổ chức lần nào" in turn["why"]
        assert "E2.2" in turn["duty"]
        cluster_session(made, date(2024, 12, 6), venue_school="T-BINH")
        turn = convening.propose_venue(cluster_session(made).name)
        assert turn["school"] == "T-AN"
        assert "04/10/2024" in turn["why"]

    @pytest.mark.clause("E2.2")
    @pytest.mark.parametrize("host", ["T-AN", None])
    def test_another_school_needs_a_reason(self, made, host):
        meeting = cluster_session(made, venue_school=host)
        refused(meeting, "E2.2", "Mục II.2", "đến lượt THCS Binh", label(meeting, "venue_reason"))
        meeting.update({"venue_reason": "THCS Binh đang sửa hội trường"}).save()
        convening.convene(meeting.name)
        assert stored(meeting).status == "Convened"

    @pytest.mark.clause("E2.2")
    def test_the_school_whose_turn_it_is_needs_none(self, made):
        meeting = cluster_session(made, venue_school="T-BINH")
        convening.convene(meeting.name)
        now = stored(meeting)
        now.venue_school = "T-AN"
        with pytest.raises(frappe.ValidationError, match="đến lượt THCS Binh"):
            now.save()

    def test_nothing_goes_round_where_no_document_says_so(self):
        assert convening.propose_venue(cluster_session(district()).name) == {}
