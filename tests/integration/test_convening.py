"""Who may be called together, and by whom: what each document asks is asked before anybody is told."""

from __future__ import annotations

from datetime import date

import frappe
import pytest

from cum_chuyen_mon.api import convening
from cum_chuyen_mon.meetings.roll_call import ATTENDANCE

from . import factory
from .convened import (
    CU_CHI,
    DEPUTY,
    EA_HLEO,
    HEAD,
    MEETING_DAY,
    MONDAY,
    PHONG_DIEN,
    cluster_session,
    district,
    refused,
    stored,
)
from .documents import duty, set_clock
from .holders import as_user, authority_login, login


@pytest.fixture(autouse=True)
def on_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, MONDAY)


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
