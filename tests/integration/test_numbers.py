"""Numbers of papers other than minutes: given when a paper is issued, per unit, kind and calendar year of its day."""

from __future__ import annotations

from datetime import date, timedelta

import frappe
import pytest
from frappe.utils import getdate

from cum_chuyen_mon.api import convening
from cum_chuyen_mon.patches import minutes_numbers
from cum_chuyen_mon.printing.letters import delegation_of, invitation_of, submission_of
from cum_chuyen_mon.printing.notices import notice_of
from cum_chuyen_mon.printing.numbers import PREFIX, next_number
from cum_chuyen_mon.printing.plans import paper_of as plan_of
from cum_chuyen_mon.printing.reports import paper_of as report_of

from . import elections, factory, holders
from .documents import set_clock
from .test_concurrency import PASSWORD, at_once, make_user, today_district  # noqa: F401 - a fixture

DECEMBER, JANUARY = "2024-12-30 08:00", "2025-01-02 08:00"
AT_ONCE = 8
SESSION = "Cluster Session"


@pytest.fixture
def made() -> factory.District:
    return factory.build(duties=[])


def stored(doc):
    return frappe.get_doc(doc.doctype, doc.name)


def numbered(paper) -> str:
    return "".join(paper.head.number.split())


class TestPlansAndReports:
    def test_a_plan_is_numbered_when_it_is_submitted_and_not_before(self, made, monkeypatch):
        set_clock(monkeypatch, DECEMBER)
        draft = holders.plan(made)
        assert numbered(plan_of(draft)) == "/KH-T-CUM"
        sent = draft.update({"status": "Submitted"}).save()
        paper = plan_of(sent)
        assert numbered(paper) == "01/KH-T-CUM"
        assert paper.head.dateline == "Ngày 30 tháng 12 năm 2024"
        assert numbered(plan_of(holders.submitted_plan(made))) == "02/KH-T-CUM"
        rules = holders.submitted_plan(made, paper_kind="RULES", body="<p>Điều 1.</p>")
        assert numbered(plan_of(rules)) == "01/QĐ-T-CUM"

    def test_one_that_is_returned_keeps_its_number_for_the_calendar_year(self, made, monkeypatch):
        set_clock(monkeypatch, DECEMBER)
        plan = holders.submitted_plan(made)
        plan.update({"status": "Returned", "return_reason": "Thiếu kinh phí."}).save()
        assert numbered(plan_of(plan)) == "/KH-T-CUM", "its text is being written anew"
        plan.update({"status": "Submitted"}).save()
        assert numbered(plan_of(plan)) == "01/KH-T-CUM"
        plan.update({"status": "Returned", "return_reason": "Thiếu kinh phí."}).save()
        set_clock(monkeypatch, JANUARY)
        next_number(made.cluster, "KH", date(2025, 1, 2))
        plan.update({"status": "Submitted"}).save()
        paper = plan_of(plan)
        assert numbered(paper) == "02/KH-T-CUM", "of the year of its new day"
        assert paper.head.dateline == "Ngày 02 tháng 01 năm 2025"

    def test_approving_changes_neither_number_nor_day(self, made, monkeypatch):
        set_clock(monkeypatch, DECEMBER)
        plan = holders.submitted_plan(made)
        set_clock(monkeypatch, JANUARY)
        plan.update({"status": "Approved", "approved_on": "2025-01-02"}).save()
        paper = plan_of(plan)
        assert (numbered(paper), paper.head.dateline) == ("01/KH-T-CUM", "Ngày 30 tháng 12 năm 2024")

    def test_a_paper_of_december_that_is_entered_in_january_has_a_number_of_its_own_day(
        self, made, monkeypatch
    ):
        set_clock(monkeypatch, JANUARY)
        assert numbered(report_of(holders.report(made))) == "01/BC-T-CUM"
        old = holders.report(made, received_on="2024-12-30")
        assert (numbered(report_of(old)), str(old.paper_date)) == ("01/BC-T-CUM", "2024-12-30")
        assert numbered(report_of(holders.report(made))) == "02/BC-T-CUM"

    def test_one_that_becomes_another_kind_of_paper_leaves_its_number_behind(self, made):
        report = holders.report(made)
        report.update({"paper_kind": "YEAR-REPORT", "semester": None}).save()
        assert numbered(report_of(report)) == "01/BC-T-CUM", "that is a report too"
        report.update({"status": "Returned", "return_reason": "Lập kế hoạch."}).save()
        report.update({"paper_kind": "PLAN"}).save()
        assert not report.paper_number
        assert numbered(report_of(report.update({"status": "Sent"}).save())) == "01/KH-T-CUM"

    def test_a_day_that_is_mended_takes_a_number_of_its_own_year(self, made, monkeypatch):
        set_clock(monkeypatch, JANUARY)
        report = holders.report(made)
        next_number(made.cluster, "BC", date(2024, 12, 30))
        paper = report_of(report.update({"received_on": "2024-12-30"}).save())
        assert (numbered(paper), paper.head.dateline) == ("02/BC-T-CUM", "Ngày 30 tháng 12 năm 2024")

    def test_a_school_numbers_its_papers_in_its_own_register(self, made):
        report = holders.report(made, unit_type="Member School", unit="T-AN")
        assert numbered(report_of(report)) == "/BC-T-AN"

    @pytest.mark.parametrize("make", [holders.plan, holders.report])
    def test_nobody_sets_a_number_or_its_day(self, made, make):
        doc = make(made, status="Draft", paper_number=9, paper_date="2024-12-01")
        assert (doc.paper_number or None, doc.paper_date) == (None, None)
        doc.update({"paper_number": 9, "paper_date": "2024-12-01"}).save()
        assert (stored(doc).paper_number, stored(doc).paper_date) == (0, None)


class TestSessions:
    def convened(self, made: factory.District, **values):
        meeting = factory.session(made, date(2025, 2, 10), unit=made.cluster, **values)
        convening.convene(meeting.name)
        return stored(meeting)

    def test_an_invitation_is_numbered_when_people_are_called(self, made, monkeypatch):
        set_clock(monkeypatch, DECEMBER)
        planned = factory.session(made, date(2025, 2, 10), unit=made.cluster, invitation_number=7)
        assert numbered(invitation_of(planned)) == "/GM-T-CUM"
        assert numbered(invitation_of(self.convened(made))) == "01/GM-T-CUM"
        assert numbered(invitation_of(self.convened(made, session_title="Buổi 2"))) == "02/GM-T-CUM"

    def test_people_who_are_called_again_have_the_same_number_and_each_notice_its_own(
        self, made, monkeypatch
    ):
        set_clock(monkeypatch, DECEMBER)
        meeting = self.convened(made)
        assert numbered(notice_of(meeting)) == "/TB-T-CUM", "who is invited needs no notice besides"
        convening.postpone(meeting.name, "Bão.")
        assert numbered(notice_of(stored(meeting))) == "01/TB-T-CUM"
        convening.convene(meeting.name)
        assert numbered(notice_of(stored(meeting))) == "/TB-T-CUM", "the same day again"
        convening.postpone(meeting.name, "Bão.", "2025-02-17")
        now = stored(meeting)
        assert numbered(notice_of(now)) == "02/TB-T-CUM"
        assert numbered(invitation_of(now)) == "01/GM-T-CUM"
        set_clock(monkeypatch, JANUARY)
        convening.cancel(meeting.name, "Trùng lịch.")
        paper = notice_of(stored(meeting))
        assert (numbered(paper), paper.head.dateline) == ("01/TB-T-CUM", "Ngày 02 tháng 01 năm 2025")
        set_clock(monkeypatch, "2025-01-09 08:00")
        assert notice_of(stored(meeting)).head.dateline == "Ngày 02 tháng 01 năm 2025", (
            "whenever it is printed"
        )

    def test_an_invitation_of_another_calendar_year_takes_a_number_of_that_year(self, made, monkeypatch):
        set_clock(monkeypatch, DECEMBER)
        self.convened(made)
        meeting = self.convened(made, session_title="Buổi 2")
        convening.postpone(meeting.name, "Bão.")
        set_clock(monkeypatch, JANUARY)
        convening.convene(meeting.name)
        paper = invitation_of(stored(meeting))
        assert (numbered(paper), paper.head.dateline) == ("01/GM-T-CUM", "Ngày 02 tháng 01 năm 2025")

    def test_a_session_that_was_convened_before_is_numbered_when_its_notice_goes_out(self, made, monkeypatch):
        set_clock(monkeypatch, DECEMBER)
        meeting = self.convened(made)
        meeting.db_set({"invitation_number": 0, "invitation_date": None})
        convening.convene(meeting.name)
        assert numbered(invitation_of(stored(meeting))) == "02/GM-T-CUM", (
            "nobody knows that the first was its own"
        )

    def test_nobody_sets_a_number(self, made, monkeypatch):
        set_clock(monkeypatch, DECEMBER)
        meeting = self.convened(made)
        sent = {"invitation_number": 9, "invitation_date": "2024-01-01", "notice_number": 9}
        meeting.update({**sent, "notice_date": "2024-01-01"}).save()
        now = stored(meeting)
        assert (now.invitation_number, str(now.invitation_date)) == (1, "2024-12-30")
        assert (now.notice_number, now.notice_date) == (0, None)


class TestSubmissions:
    def test_a_number_that_somebody_wrote_stays_and_otherwise_the_app_gives_one(self):
        made = elections.district()
        doc = elections.elected(made, elections.election(made))
        assert numbered(submission_of(doc)) == "/TTr-T-CUM"
        doc.update({"status": "Submitted"}).save()
        paper = submission_of(doc)
        assert numbered(paper) == "01/TTr-T-CUM"
        doc.update({"submission_no": "07/TTr-THCS"}).save()
        assert submission_of(doc).head.number == "07/TTr-THCS"

    def test_a_submission_that_is_refused_gives_its_number_back(self):
        made = elections.district()
        doc = elections.elected(made, elections.election(made))
        frappe.db.savepoint("refused")
        with pytest.raises(frappe.ValidationError, match="chưa ghi ngày nhận nhiệm vụ"):
            doc.update({"status": "Submitted", "from_date": None}).save()
        frappe.db.rollback(save_point="refused")
        assert next_number(made.cluster, "TTr", getdate()) == 1

    def test_the_number_keeps_up_with_the_day_that_is_written(self):
        made = elections.district()
        doc = elections.elected(made, elections.election(made), submission_date=getdate())
        doc.update({"status": "Submitted"}).save()
        last_year = getdate().replace(month=1, day=1) - timedelta(days=1)
        next_number(made.cluster, "TTr", last_year)
        doc.update({"submission_date": last_year}).save()
        assert numbered(submission_of(doc)) == "02/TTr-T-CUM"


class TestDelegations:
    def test_are_numbered_when_they_are_given_unless_somebody_wrote_a_number(self, made):
        first = holders.delegation(made, from_date="2024-12-30", to_date="2025-03-01")
        assert numbered(delegation_of(first)) == "01/GUQ-T-CUM"
        typed = holders.delegation(made, from_date="2024-12-30", to_date="2025-03-01", number="9/GUQ-THCS")
        assert delegation_of(typed).head.number == "9/GUQ-THCS"
        assert not typed.paper_number
        other = holders.delegation(made, from_date="2025-01-06", to_date="2025-03-01")
        assert numbered(delegation_of(other)) == "01/GUQ-T-CUM", "of the year in which it begins"
        first.update({"revoked_on": "2025-02-01", "paper_number": 5}).save()
        assert numbered(delegation_of(first)) == "01/GUQ-T-CUM"

    def test_older_ones_are_not_numbered_afterwards(self, made):
        old = holders.delegation(made, number="x")
        old.db_set("number", None)
        old.reload()
        old.update({"revoked_on": getdate()}).save()
        assert not old.paper_number


class TestMinutesOfBefore:
    def test_are_numbered_in_the_order_in_which_they_locked_and_no_other(self, made):
        first, second, third, kept = (
            factory.hold_and_lock(made, date(2025, 1, 6), session_title=f"Buổi {number}")
            for number in range(4)
        )
        names = [
            frappe.db.get_value("Cluster Minutes", {"session": s.name}) for s in (first, second, third, kept)
        ]
        last = frappe.db.get_value("Cluster Minutes", names[2], "paper_number")
        for name, at in ((names[0], "2025-01-08"), (names[1], "2025-01-07"), (names[3], "2025-01-01")):
            frappe.db.set_value("Cluster Minutes", name, {"paper_number": 0, "locked_at": f"{at} 08:00:00"})
        frappe.get_doc({"doctype": "Cluster Kept Paper", "minutes": names[3]}).db_insert()
        minutes_numbers.execute()
        found = [frappe.db.get_value("Cluster Minutes", name, "paper_number") for name in names]
        assert found == [last + 3, last + 2, last, 0]


def test_invitations_at_once_get_numbers_without_gaps_or_doubles(today_district, api_client, committed):  # noqa: F811
    """The first of the year is among them: the row of the series does not exist yet."""
    made, users, today = today_district
    head = make_user("t-cum-truong@cum.example", made.principal("T-AN"))
    users.append(head)
    frappe.get_doc("User", head).add_roles("School Principal")
    soon = today + timedelta(days=20)
    meetings = [
        factory.session(made, soon, unit=made.cluster, session_title=f"Buổi {number}").name
        for number in range(AT_ONCE)
    ]
    frappe.db.commit()
    clients = [api_client(head, PASSWORD) for _ in meetings]
    for client in clients:
        client.csrf_token  # noqa: B018 - asked for once, before the threads
    call = "cum_chuyen_mon.api.convening.convene"
    try:
        answers = at_once(
            [lambda c=c, m=m: c.call(call, session=m) for c, m in zip(clients, meetings, strict=True)]
        )
        assert [a.status_code for a in answers] == [200] * AT_ONCE, [
            a.text[-500:] for a in answers if not a.ok
        ]
        committed.refresh()
        given = frappe.get_all(SESSION, {"name": ("in", meetings)}, ["invitation_number", "invitation_date"])
        assert sorted(row.invitation_number for row in given) == list(range(1, AT_ONCE + 1))
        assert {row.invitation_date for row in given} == {today}
    finally:
        frappe.db.rollback()
        frappe.db.delete("Series", {"name": ("like", f"{PREFIX}%-{made.cluster}")})
        frappe.db.delete("Notification Log", {"document_name": ("in", meetings)})
        frappe.db.commit()
