"""What lies with the authority today, with age and lateness; and how answers come back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import frappe
import pytest
from frappe.utils import getdate

from cum_chuyen_mon.delivery import difficulties
from cum_chuyen_mon.ledger.refresh import refresh

from . import factory
from .holders import as_user, authority_login, login, plan, report, submitted_plan
from .reported_year import run
from .test_copies import enabled
from .test_decided import DIFFICULTY, difficulty

LEADER, OFFICER = "Authority Leader", "Authority Officer"


def days(number: int):
    return getdate() + timedelta(days=number)


@pytest.fixture
def made() -> factory.District:
    """A district whose semester report was due a week ago, "trước ngày" six days ago."""
    due = days(-6)
    duty = factory.deadline("BC", "School Cluster", "YEAR-REPORT", due.day, due.month)
    made = factory.build(year="T-NAY", around=getdate(), duties=[duty])
    refresh(made.year)
    return made


def waiting(made: factory.District) -> dict[str, Any]:
    return {
        "late": report(
            made, title="Báo cáo muộn", paper_kind="YEAR-REPORT", semester="", received_on=days(-2)
        ),
        "plan": plan(made, title="Kế hoạch năm", status="Submitted", received_on=days(-5)),
        "difficulty": difficulty(made, status="Open", answer=None, raised_on=days(-9)),
    }


def inbox(**filters: Any) -> list[dict]:
    """The rows under the made-up province: the site may hold others."""
    return run("Authority Inbox", **{"authority": "T-SO", **filters})[1]


class TestTheInbox:
    @pytest.mark.clause("C5a", "E2.2", "P5.3", "N4.1")
    def test_holds_everything_that_waits_oldest_first(self, made):
        waiting(made)
        with as_user(authority_login(made.authority, OFFICER)):
            rows = inbox()
        assert [(r["title"], r["age_days"]) for r in rows] == [
            ("Thiếu phòng thí nghiệm", 9),
            ("Kế hoạch năm", 5),
            ("Báo cáo muộn", 2),
        ]
        assert [r["unit"] for r in rows] == ["Nhóm thử nghiệm", "Cụm thử nghiệm", "Cụm thử nghiệm"]
        assert {r["authority"] for r in rows} == {"Phòng thử nghiệm"}

    @pytest.mark.clause("C5c")
    def test_says_when_it_was_due_and_how_late_it_came(self, made):
        """ "Trước ngày" six days ago: the last good day was seven days ago; it came two days ago."""
        waiting(made)
        late = next(r for r in inbox() if r["title"] == "Báo cáo muộn")
        assert (late["due_on"], late["days_late"]) == (days(-7), 5)
        assert [r["due_on"] for r in inbox() if r["title"] != "Báo cáo muộn"] == [None, None]

    def test_the_hour_is_told_where_it_is_known(self, made):
        with as_user(login("T-AN-HT")):
            sent = submitted_plan(made)
        (row,) = inbox()
        assert row["received"] == f"{sent.received_at:%d/%m/%Y %H:%M}"

    @pytest.mark.clause("P5.3")
    def test_what_was_received_returned_or_answered_waits_no_longer(self, made):
        papers = waiting(made)
        with as_user(authority_login(made.authority, LEADER)):
            for key, values in (
                ("late", {"status": "Returned", "return_reason": "Thiếu số liệu"}),
                ("plan", {"status": "Approved", "approval_no": "1/QĐ", "approved_on": getdate()}),
                ("difficulty", {"status": "Answered", "answer": "Đã cấp."}),
            ):
                frappe.get_doc(papers[key].doctype, papers[key].name).update(values).save()
            assert inbox() == []

    def test_is_the_own_authoritys(self, made):
        waiting(made)
        factory.insert(
            "Education Authority", authority_code="T-PHONG-2", authority_name="Phòng khác", kind="District Office",
            parent_education_authority="T-SO", is_group=0,
        )  # fmt: skip
        for authority, number in (("T-PHONG-2", 0), ("T-PHONG", 3), ("T-SO", 3)):
            with as_user(authority_login(authority, LEADER)):
                try:
                    found = len(inbox())
                except frappe.PermissionError:
                    found = 0
            assert (authority, found) == (authority, number)

    def test_is_for_the_authority_only(self, made):
        report_doc = frappe.get_doc("Report", "Authority Inbox")
        for staff in ("T-AN-HT", made.teacher("T-AN")):
            with as_user(login(staff)):
                assert not report_doc.is_permitted(), staff
        with as_user(authority_login(made.authority, OFFICER)):
            assert report_doc.is_permitted()

    def test_is_filtered_by_unit(self, made):
        waiting(made)
        assert [r["title"] for r in inbox(school_group=made.group)] == ["Thiếu phòng thí nghiệm"]
        assert len(inbox(cluster=made.cluster)) == 2
        assert len(inbox(authority="T-SO")) == 3

    def test_its_figures(self, made):
        waiting(made)
        assert [figure["value"] for figure in run("Authority Inbox", authority="T-SO")[4]] == [3, 1, 9]


class TestADifficultyTravelsUp:
    @pytest.mark.clause("N4.1", "N10.2", "C5g", "P5.3")
    def test_the_units_head_hears_of_it_and_the_author_of_the_answer(self, made):
        head, author = enabled(login("T-AN-HT")), login(made.teacher("T-CUONG"))
        with as_user(author):
            raised = difficulty(made, status="Open", answer=None, school="T-CUONG")
        enabled(author)
        difficulties.tell(raised.name)
        assert told(raised.name) == {head: 1}
        with as_user(authority_login(made.authority, OFFICER)):
            frappe.get_doc(DIFFICULTY, raised.name).update({"status": "Answered", "answer": "Đã cấp."}).save()
        difficulties.tell(raised.name)
        assert told(raised.name) == {head: 2, author: 1}

    def test_a_head_is_not_told_of_his_own(self, made):
        head = enabled(login("T-AN-HT"))
        with as_user(head):
            raised = difficulty(made, status="Open", answer=None)
        difficulties.tell(raised.name)
        assert told(raised.name) == {}


def told(name: str) -> dict[str, int]:
    users = frappe.get_all("Notification Log", {"document_name": name}, pluck="for_user")
    return {user: users.count(user) for user in users}
