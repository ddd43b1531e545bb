"""Report and minutes of a session go to the authority together, where a duty asks for them (E2.2, N5.1)."""

from __future__ import annotations

import json
from typing import Any

import frappe
import pytest
from frappe.utils import getdate
from frappe.utils.password import update_password

from cum_chuyen_mon.api import delivery as api

from . import factory
from .holders import as_user, authority_login, delegation, login
from .security.rows import Before
from .test_concurrency import PASSWORD, at_once
from .test_paper_versions import DEPUTY, HEAD, OFFICER, REPORT, kept, save, year_report

MEMBER = "T-CUONG-HT"


def after_each_session(code: str, unit_kind: str, paper: str = "SESSION-REPORT", **values: Any) -> dict:
    return {
        "duty_code": code,
        "kind": "Deadline",
        "unit_kind": unit_kind,
        "title": "Nộp báo cáo và biên bản về Phòng sau buổi sinh hoạt cụm",
        "clause": "E2.2",
        "legal_basis": "Mục II.2",
        "paper_kind": paper,
        "anchor": "Each Session",
        "bound": "By",
        **values,
    }


@pytest.fixture
def made() -> factory.District:
    """A district whose regulation wants report and minutes after each session of the cluster, as E2.2 does."""
    return factory.build(
        year="T-NAY", around=getdate(), duties=[after_each_session("E2.2-REPORT", "School Cluster")]
    )


def cluster_session(made: factory.District, locked: bool = True) -> Any:
    values = {"unit": made.cluster, "unit_type": "School Cluster", "session_title": "Sinh hoạt cụm tháng này"}
    if locked:
        return factory.hold_and_lock(made, getdate(), **values)
    return factory.session(made, getdate(), status="Held", **values)


class TestReportAndMinutesTogether:
    @pytest.mark.clause("E2.2")
    def test_one_press_sends_both_and_meets_the_duty(self, made):
        meeting = cluster_session(made)
        assert factory.obligation(made, "E2.2-REPORT", session=meeting.name).state in (
            "Upcoming",
            "Due Soon",
            "Overdue",
        )
        with as_user(login(HEAD)):
            names = api.submit_minutes(meeting.name, "Ba trường dự, thống nhất hai việc.")
        sent = frappe.get_doc(REPORT, names[0])
        assert (len(names), sent.paper_kind, sent.status, sent.session) == (
            1,
            "SESSION-REPORT",
            "Sent",
            meeting.name,
        )
        assert sent.minutes == frappe.db.get_value("Cluster Minutes", {"session": meeting.name})
        assert sent.title.startswith("Báo cáo và biên bản của buổi sinh hoạt: Sinh hoạt cụm tháng này")
        assert "Ba trường dự" in sent.body
        owed = factory.obligation(made, "E2.2-REPORT", session=meeting.name)
        assert (owed.state, owed.met_on, json.loads(owed.evidence)) == ("Met", getdate(), names)
        with as_user(authority_login("T-PHONG", OFFICER)):
            assert frappe.has_permission("Cluster Minutes", "read", doc=sent.minutes)

    @pytest.mark.clause("E2.2")
    def test_without_locked_minutes_it_is_refused_with_clause_and_remedy(self, made):
        meeting = cluster_session(made, locked=False)
        with as_user(login(HEAD)), pytest.raises(frappe.ValidationError) as refused:
            api.submit_minutes(meeting.name)
        for words in (
            "chưa có biên bản đã khóa",
            "Mục II.2",
            "Quy chế thử nghiệm",
            "Hãy hoàn thành biên bản",
        ):
            assert words in str(refused.value), str(refused.value)
        assert frappe.db.count(REPORT, {"session": meeting.name}) == 0

    @pytest.mark.clause("E2.2")
    def test_nor_is_it_sent_by_hand_without_them(self, made):
        meeting = cluster_session(made, locked=False)
        with as_user(login(HEAD)):
            draft = year_report(made, paper_kind="SESSION-REPORT", session=meeting.name)
            with pytest.raises(
                frappe.ValidationError, match=r"chưa có biên bản đã khóa.*Mục II.2.*Hãy hoàn thành"
            ):
                save(draft, status="Sent")
        assert frappe.db.get_value(REPORT, draft.name, "status") == "Draft"

    @pytest.mark.clause("E2.2")
    def test_by_hand_the_minutes_come_by_themselves(self, made):
        meeting = cluster_session(made)
        with as_user(login(HEAD)):
            sent = year_report(made, paper_kind="SESSION-REPORT", session=meeting.name, status="Sent")
        assert sent.minutes == f"{meeting.name}-BB"

    def test_the_minutes_are_of_the_very_session_and_locked(self, made):
        first, second = cluster_session(made), cluster_session(made)
        with (
            as_user(login(HEAD)),
            pytest.raises(frappe.ValidationError, match=r"Ô «Biên bản».*chính buổi sinh hoạt"),
        ):
            year_report(made, paper_kind="SESSION-REPORT", session=first.name, minutes=f"{second.name}-BB")

    def test_nor_are_they_left_behind_when_the_session_is_changed(self, made):
        first, second = cluster_session(made), cluster_session(made, locked=False)
        values = {"paper_kind": "SESSION-REPORT", "session": first.name, "minutes": f"{first.name}-BB"}
        with as_user(login(HEAD)):
            draft = year_report(made, **values)
            with pytest.raises(frappe.ValidationError, match=r"Ô «Biên bản».*chính buổi sinh hoạt"):
                save(draft, session=second.name)

    def test_nor_cancelled_before_it_is_sent(self, made):
        meeting = cluster_session(made)
        values = {"paper_kind": "SESSION-REPORT", "session": meeting.name, "minutes": f"{meeting.name}-BB"}
        draft = year_report(made, **values)
        frappe.db.set_value("Cluster Minutes", f"{meeting.name}-BB", "docstatus", 2)
        with as_user(login(HEAD)), pytest.raises(frappe.ValidationError, match=r"phải là biên bản đã khóa"):
            save(draft, status="Sent")

    @pytest.mark.clause("E2.2")
    def test_it_is_sent_once_and_a_returned_one_is_sent_anew(self, made):
        meeting = cluster_session(made)
        user = login(HEAD)
        with as_user(user):
            (name,) = api.submit_minutes(meeting.name)
            with pytest.raises(frappe.ValidationError, match=r"đã gửi.*trả lại"):
                api.submit_minutes(meeting.name)
        sent = frappe.get_doc(REPORT, name)
        with as_user(authority_login("T-PHONG", OFFICER)):
            save(sent, status="Returned", return_reason="Thiếu số liệu")
        with as_user(user):
            assert api.submit_minutes(meeting.name, "Có số liệu") == [name]
        assert kept(sent) == [(1, "Returned", "Thiếu số liệu"), (2, "Waiting", "")]

    def test_a_duty_that_asks_for_none_makes_no_paper(self, made):
        meeting = factory.hold_and_lock(made, getdate())  # of the group
        with as_user(login(HEAD)):
            assert api.owed_papers(meeting.name) == []
            with pytest.raises(frappe.ValidationError, match=r"Không quy chế nào.*Báo cáo của đơn vị"):
                api.submit_minutes(meeting.name)

    @pytest.mark.clause("P4.2", "E2.2")
    def test_only_who_may_write_the_units_reports_sends(self, made):
        meeting = cluster_session(made)
        deputy = login(DEPUTY)
        for user in (deputy, login(MEMBER)):
            with as_user(user):
                assert api.owed_papers(meeting.name) == []
                with pytest.raises(frappe.PermissionError, match="cụm trưởng"):
                    api.submit_minutes(meeting.name)
        given = delegation(made, plan=0, report=1)
        with as_user(deputy):
            assert [owed["paper_kind"] for owed in api.owed_papers(meeting.name)] == ["SESSION-REPORT"]
            (name,) = api.submit_minutes(meeting.name)
        assert frappe.db.get_value(REPORT, name, "delegation") == given.name

    @pytest.mark.clause("N5.1")
    def test_a_paper_due_before_the_session_needs_no_minutes(self, made):
        regulation = frappe.get_doc("Cluster Regulation", made.regulation)
        regulation.append("duties", after_each_session("E4.2b", "School Cluster", "PLAN", offset=-10))
        regulation.save()
        meeting = cluster_session(made)
        with as_user(login(HEAD)):
            assert [owed["paper_kind"] for owed in api.owed_papers(meeting.name)] == ["SESSION-REPORT"]


PRESSES = 4


@pytest.fixture
def seen_by_requests(connection):
    """The district, committed, with a locked session and a head who signs in; taken away after the test."""
    before = Before.now()
    made = factory.build(
        year="T-NOW", around=getdate(), duties=[after_each_session("E2.2-REPORT", "School Cluster")]
    )
    meeting = cluster_session(made)
    user = login(HEAD)
    frappe.db.set_value("User", user, "enabled", 1)
    update_password(user, PASSWORD)
    frappe.db.commit()
    yield meeting, user
    before.bring_back()


@pytest.mark.clause("E2.2")
def test_pressed_four_times_at_once_it_is_sent_once(seen_by_requests, api_client):
    meeting, user = seen_by_requests
    clients = [api_client(user, PASSWORD) for _ in range(PRESSES)]
    call = "cum_chuyen_mon.api.delivery.submit_minutes"
    answers = at_once([lambda c=client: c.call(call, session=meeting.name) for client in clients])
    frappe.db.rollback()
    papers = frappe.get_all(REPORT, {"session": meeting.name}, pluck="name")
    told = [(a.status_code, a.text[:300]) for a in answers]
    assert len(papers) == 1, told
    assert sorted(a.status_code for a in answers)[0] == 200, told
    assert not [a for a in answers if a.status_code >= 500], told
    assert frappe.get_all("Cluster Paper Version", {"reference_name": papers[0]}, pluck="version_no") == [1]
