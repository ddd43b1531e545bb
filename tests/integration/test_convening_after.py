"""After people were called together: moving it, calling it off, what they answer."""

from __future__ import annotations

from datetime import date

import frappe
import pytest

from cum_chuyen_mon.api import convening
from cum_chuyen_mon.meetings.roll_call import ATTENDANCE

from . import factory
from .convened import DEPUTY, HEAD, MONDAY, cluster_session, district, stored
from .documents import set_clock
from .holders import as_user, login


@pytest.fixture(autouse=True)
def on_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, MONDAY)


class TestOff:
    def test_a_reason_is_required(self):
        meeting = cluster_session(district())
        for act in (convening.postpone, convening.cancel):
            with pytest.raises(frappe.ValidationError, match="lý do"):
                act(meeting.name, " ")
        meeting.status = "Cancelled"
        with pytest.raises(frappe.ValidationError, match="còn trống: hoãn hay hủy"):
            meeting.save()

    def test_a_session_nobody_was_called_to_is_called_off_in_silence(self):
        meeting = cluster_session(district())
        login(DEPUTY)
        assert convening.cancel(meeting.name, "Bão") == {}
        assert frappe.db.count("Notification Log", {"document_name": meeting.name}) == 0

    def test_what_was_held_or_called_off_is_not_moved(self):
        meeting = cluster_session(district())
        convening.cancel(meeting.name, "Bão")
        with pytest.raises(frappe.ValidationError, match="không hoãn được nữa"):
            convening.postpone(meeting.name, "Bão", "2024-12-27")

    def test_postponed_then_convened_anew(self):
        meeting, user = cluster_session(district()), login(DEPUTY)
        convening.convene(meeting.name)
        convening.postpone(meeting.name, "Bão số 9")
        assert stored(meeting).status == "Postponed"
        convening.postpone(meeting.name, "Bão số 9", "2024-12-27")
        now = stored(meeting)
        assert (now.status, now.session_date, now.notice_sequence) == ("Convened", date(2024, 12, 27), 3)
        logs = frappe.get_all(
            "Notification Log",
            {"for_user": user, "document_name": meeting.name},
            pluck="subject",
            order_by="creation, name",
        )
        assert sorted(log.split(":")[0] for log in logs) == ["Hoãn họp", "Mời họp", "Mời họp"]

    def test_who_was_never_told_hears_nothing_of_its_end(self):
        meeting, user = cluster_session(district()), login("T-CUONG-TOAN-1")
        convening.convene(meeting.name)
        factory.insert(ATTENDANCE, session=meeting.name, staff="T-CUONG-TOAN-1")
        convening.cancel(meeting.name, "Bão")
        assert frappe.db.count("Notification Log", {"for_user": user, "document_name": meeting.name}) == 0


class TestAnswers:
    def test_one_answers_for_oneself_and_the_form_counts(self):
        meeting = cluster_session(district())
        users = {code: login(code) for code in (HEAD, DEPUTY)}
        convening.convene(meeting.name)
        with as_user(users[HEAD]):
            convening.answer(meeting.name, "Yes")
        with as_user(users[DEPUTY]):
            with pytest.raises(frappe.ValidationError, match="Xin vắng phải nêu lý do"):
                convening.answer(meeting.name, "Excused")
            convening.answer(meeting.name, "Excused", "Họp ở huyện")
            doc = stored(meeting)
            doc.run_method("onload")
            assert doc.get("__onload").answers == {"Yes": 1, "No": 0, "Excused": 1, "": 1}
            assert doc.get("__onload").my_answer == "Excused"
        row = frappe.get_doc(ATTENDANCE, f"{meeting.name}-{DEPUTY}")
        assert (row.state, row.answer_reason, str(row.answered_on)) == (
            "Invited",
            "Họp ở huyện",
            "2024-12-02 08:00:00.000001",
        )

    def test_who_is_not_invited_answers_nothing(self):
        meeting = cluster_session(district())
        convening.convene(meeting.name)
        with as_user(login("T-AN-TOAN-1")), pytest.raises(frappe.PermissionError):
            convening.answer(meeting.name, "Yes")

    @pytest.mark.parametrize(("now", "open_"), [("2024-12-20 07:59", True), ("2024-12-20 08:00", False)])
    def test_until_the_session_begins(self, monkeypatch, now, open_):
        meeting, user = cluster_session(district()), login(HEAD)
        convening.convene(meeting.name)
        set_clock(monkeypatch, now)
        with as_user(user):
            if open_:
                assert convening.answer(meeting.name, "No")["answer"] == "No"
            else:
                with pytest.raises(frappe.ValidationError, match="đã bắt đầu"):
                    convening.answer(meeting.name, "No")

    def test_another_day_asks_anew(self):
        meeting, user = cluster_session(district()), login(HEAD)
        convening.convene(meeting.name)
        with as_user(user):
            convening.answer(meeting.name, "Yes")
        convening.postpone(meeting.name, "Trùng lịch", "2024-12-23")
        assert frappe.db.get_value(ATTENDANCE, f"{meeting.name}-{HEAD}", "answer") is None
