"""Who may be called together, when and where: what each document asks is asked before anybody is told."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
import pytest

from cum_chuyen_mon.api import convening
from cum_chuyen_mon.controllers.tidy import label
from cum_chuyen_mon.meetings.roll_call import ATTENDANCE

from . import factory
from .documents import duty, set_clock
from .holders import as_user, authority_login, login

SESSION = "Cluster Session"
EA_HLEO, CU_CHI, PHONG_DIEN = "eahleo-313-2017", "cuchi-1671-2024", "phongdien-349-2019"
MONDAY = "2024-12-02 08:00"
MEETING_DAY = date(2024, 12, 20)
HEAD, DEPUTY = "T-AN-HT", "T-BINH-HT"


@pytest.fixture(autouse=True)
def on_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, MONDAY)


def district(*duties: dict) -> factory.District:
    return factory.build(duties=list(duties))


def cluster_session(made: factory.District, on: date = MEETING_DAY, **values: Any) -> Any:
    return factory.session(made, on, unit=made.cluster, **values)


def stored(meeting: Any) -> Any:
    return frappe.get_doc(SESSION, meeting.name)


def refused(meeting: Any, *said: str) -> None:
    """Convening is refused with all these words, and leaves nothing: no status, no roll, no mail, no notification."""
    counts = {name: frappe.db.count(name) for name in (ATTENDANCE, "Email Queue", "Notification Log")}
    frappe.db.savepoint("before_refusal")
    with pytest.raises(frappe.ValidationError) as refusal:
        convening.convene(meeting.name)
    frappe.db.rollback(save_point="before_refusal")
    missing = [words for words in said if words not in str(refusal.value)]
    assert not missing, f"{missing} not in: {refusal.value}"
    now = stored(meeting)
    assert (now.status, now.notified_on, now.notice_sequence) == ("Planned", None, 0)
    assert counts == {name: frappe.db.count(name) for name in counts}


class TestTheAction:
    def test_invites_whom_it_concerns_and_dates_the_notice(self):
        meeting = cluster_session(district())
        with as_user(login(HEAD)):
            convening.convene(meeting.name)
        now = stored(meeting)
        assert (now.status, now.notified_on, now.notice_sequence) == ("Convened", date(2024, 12, 2), 1)
        roll = frappe.get_all(ATTENDANCE, {"session": meeting.name}, pluck="staff")
        assert sorted(roll) == ["T-AN-HT", "T-BINH-HT", "T-CUONG-HT"]
        assert now.invited_count == 3

    def test_notifies_whoever_has_a_login_once(self):
        meeting, user = cluster_session(district()), login(DEPUTY)
        told = [convening.convene(meeting.name)["notified"] for _ in range(2)]
        of_meeting = {"for_user": user, "document_name": meeting.name}
        assert (told, frappe.db.count("Notification Log", of_meeting)) == ([1, 0], 1)

    def test_a_day_that_has_passed_is_not_convened(self):
        refused(cluster_session(district(), date(2024, 11, 29)), "29/11/2024 đã qua", "Hãy chọn ngày khác")

    def test_the_status_alone_is_checked_alike(self):
        """A form or REST may set the status without the button."""
        meeting = cluster_session(district(duty(CU_CHI, "C5b-INVITE")))
        meeting.status = "Convened"
        with pytest.raises(frappe.ValidationError, match="C5b"):
            meeting.save()

    def test_a_new_session_is_not_entered_as_convened_past_the_checks(self):
        made = district(duty(CU_CHI, "C3-CHAIR"))
        with pytest.raises(frappe.ValidationError, match="C3"):
            cluster_session(made, status="Convened", chair="T-CUONG-HT")

    def test_the_day_of_the_notice_is_the_servers(self):
        meeting = cluster_session(district())
        with as_user(login(HEAD)):
            convening.convene(meeting.name)
            now = stored(meeting)
            now.update({"notified_on": "2024-11-01", "notice_sequence": 9})
            now.save()
        now = stored(meeting)
        assert (now.notified_on, now.notice_sequence) == (date(2024, 12, 2), 1)

    def test_who_may_only_read_does_not_convene(self):
        meeting = cluster_session(district())
        with as_user(login("T-CUONG-HT")):
            for act in (
                lambda: convening.convene(meeting.name),
                lambda: convening.postpone(meeting.name, "Bão"),
                lambda: convening.cancel(meeting.name, "Bão"),
                lambda: convening.invite_authority(meeting.name),
            ):
                with pytest.raises(frappe.PermissionError):
                    act()
        assert stored(meeting).status == "Planned"


class TestTheChair:
    @pytest.mark.clause("C3", "P4.1", "E2.2")
    @pytest.mark.parametrize(
        ("document", "code", "clause"),
        [
            (CU_CHI, "C3-CHAIR", "Mục 3"),
            (PHONG_DIEN, "P4.1-CHAIR", "Điều 4 khoản 1 điểm b"),
            (EA_HLEO, "E2.2-CHAIR", "Mục II.2"),
        ],
    )
    def test_of_a_cluster_is_its_head(self, document, code, clause):
        made = district(duty(document, code))
        refused(cluster_session(made, chair="T-CUONG-HT"), clause, "không phải Cụm trưởng", "Hãy chọn lại")
        meeting = cluster_session(made)
        convening.convene(meeting.name)
        assert stored(meeting).status == "Convened"

    @pytest.mark.clause("C3")
    def test_stays_one_after_people_were_called(self):
        meeting = cluster_session(district(duty(CU_CHI, "C3-CHAIR")))
        convening.convene(meeting.name)
        now = stored(meeting)
        now.chair = "T-CUONG-HT"
        with pytest.raises(frappe.ValidationError, match="không phải Cụm trưởng"):
            now.save()

    @pytest.mark.clause("P4.2")
    def test_is_a_deputy_only_when_authorised_for_that_day(self):
        made = district(duty(PHONG_DIEN, "P4.1-CHAIR"))
        meeting = cluster_session(made, chair=DEPUTY, secretary="T-CUONG-HT")
        given = {
            "unit_type": "School Cluster",
            "unit": made.cluster,
            "delegator": HEAD,
            "delegate": DEPUTY,
            "from_date": "2024-12-02",
            "to_date": "2024-12-19",
            "scope": "Chủ trì họp cụm",
            "convene": 1,
        }
        refused(meeting, "P4.1", "giấy ủy quyền")
        paper = factory.insert("Cluster Delegation", **given)
        refused(meeting, "P4.1")  # the meeting is on the 20th
        paper.update({"to_date": "2024-12-20"}).save()
        convening.convene(meeting.name)
        assert stored(meeting).status == "Convened"

    @pytest.mark.clause("C5d")
    def test_of_a_group_is_the_subjects_team_lead_at_the_lead_school(self):
        made = district(duty(CU_CHI, "C5d-CHAIR"))
        for school in ("T-AN", "T-BINH"):
            for subject in factory.SUBJECTS:
                name = f"{school}-TT-{subject}"
                factory.add_staff(made, name, f"Tổ trưởng {name}", school, "Subject Team Lead", subject)
        for wrong in ("T-AN-TOAN-1", "T-BINH-TT-TOAN", "T-AN-TT-NGU-VAN", "T-AN-HT"):
            refused(factory.session(made, MEETING_DAY, chair=wrong), "Mục 5", "Tổ trưởng chuyên môn")
        meeting = factory.session(made, MEETING_DAY, chair="T-AN-TT-TOAN")
        with as_user(login("T-AN-TT-TOAN")):
            convening.convene(meeting.name)
        assert stored(meeting).status == "Convened"

    @pytest.mark.clause("C5d")
    def test_of_a_group_is_of_the_school_that_leads_on_the_day(self):
        made = district(duty(CU_CHI, "C5d-CHAIR"))
        for school in ("T-AN", "T-BINH"):
            factory.add_staff(
                made, f"{school}-TT", f"Tổ trưởng {school}", school, "Subject Team Lead", "TOAN"
            )
        group = frappe.get_doc("Inter-School Group", made.group)
        for row in group.members:
            if row.is_lead:
                row.to_date = "2024-12-01"
        group.set("members", [row for row in group.members if row.school != "T-BINH"])
        group.append("members", {"school": "T-AN", "from_date": "2024-12-02"})
        group.append("members", {"school": "T-BINH", "is_lead": 1, "from_date": "2024-12-02"})
        group.save()
        refused(factory.session(made, MEETING_DAY, chair="T-AN-TT"), "Mục 5", "Tổ trưởng chuyên môn")
        meeting = factory.session(made, MEETING_DAY, chair="T-BINH-TT")
        convening.convene(meeting.name)
        assert stored(meeting).status == "Convened"


class TestGuests:
    @pytest.mark.clause("C5b")
    def test_the_authoritys_leaders_are_invited_to_every_session_of_a_cluster(self):
        made = district(duty(CU_CHI, "C5b-INVITE"))
        meeting = cluster_session(made)
        refused(meeting, "Mục 5", "chưa mời Đại diện cơ quan quản lý", "Mời cơ quan quản lý")
        user = authority_login(made.authority, "Authority Leader")
        authority_login(made.authority, "Authority Officer")
        with as_user(login(HEAD)):
            assert convening.invite_authority(meeting.name) == {"invited": 1}
            assert convening.invite_authority(meeting.name) == {"invited": 0}
            convening.convene(meeting.name)
        (guest,) = frappe.get_all(
            ATTENDANCE,
            {"session": meeting.name, "staff": ("is", "not set")},
            ["guest_name", "guest_organisation", "guest_email", "position"],
        )
        assert list(guest.values()) == ["Cán bộ", "Phòng thử nghiệm", user, "Authority Representative"]

    @pytest.mark.clause("C5b")
    def test_an_authority_without_logins_is_invited_on_paper(self):
        made = district(duty(CU_CHI, "C5b-INVITE"))
        meeting = cluster_session(made)
        convening.invite_authority(meeting.name)
        assert "Lãnh đạo Phòng thử nghiệm" in convening.convene(meeting.name)["unreached"]
        assert stored(meeting).status == "Convened"

    @pytest.mark.clause("N5.6")
    def test_delegates_of_other_clusters_are_guests_with_an_address_or_none(self):
        meeting = cluster_session(district())
        for name, mail in (("Đại biểu cụm 2", "dai.bieu@cum2.example"), ("Đại biểu cụm 3", None)):
            factory.insert(
                ATTENDANCE,
                session=meeting.name,
                guest_name=name,
                guest_organisation="Cụm khác",
                guest_email=mail,
                position="Principal",
            )
        unreached = convening.convene(meeting.name)["unreached"]
        assert "Đại biểu cụm 3" in unreached
        guests = frappe.get_all(
            ATTENDANCE, {"session": meeting.name, "guest_name": ("is", "set")}, ["position"]
        )
        assert [g.position for g in guests] == [None, None]

    @pytest.mark.parametrize("mail", ["khong-phai-thu", "a@b.example, c@d.example", "Tên <a@b.example>"])
    def test_an_address_that_is_none_is_refused(self, mail):
        meeting = cluster_session(district())
        with pytest.raises(frappe.ValidationError, match=r"không phải một địa chỉ thư.*giấy mời"):
            factory.insert(ATTENDANCE, session=meeting.name, guest_name="Khách", guest_email=mail)

    def test_what_was_sent_and_answered_is_not_said_by_hand(self):
        meeting = cluster_session(district())
        said = {
            "answer": "Yes",
            "answered_on": "2024-12-02 08:00:00",
            "told_sequence": 5,
            "mailed_sequence": 5,
        }
        row = factory.insert(ATTENDANCE, session=meeting.name, staff=HEAD, **said)
        row.update(said).save()
        row.reload()
        assert [row.get(name) for name in said] == [None, None, 0, 0]


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
