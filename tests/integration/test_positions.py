"""What a position lets a person do today, and what it does not: decisions, delegations, names, roles."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import getdate

from . import factory
from .holders import as_user, authority_login, delegation, district, login, plan


@pytest.fixture
def made() -> factory.District:
    return district()


def test_roles_follow_from_positions(made):
    expected = {
        login("T-AN-HT"): {"School Principal", "Cluster Teacher"},
        login(made.teacher("T-AN")): {"Cluster Teacher"},
        authority_login(made.authority, "Authority Leader"): {"Authority Leader"},
        authority_login(made.authority, "Authority Officer"): {"Authority Officer"},
    }
    ours = {
        "School Principal",
        "Cluster Teacher",
        "Authority Leader",
        "Authority Officer",
        "Cluster Administrator",
    }
    assert {user: ours & set(frappe.get_roles(user)) for user in expected} == expected


@pytest.mark.clause("C5a")
class TestNobodyDecidesOnHisOwn:
    """C5a: the plan goes to the authority for approval."""

    def test_the_head_sends_his_plan_and_does_not_approve_it(self, made):
        with as_user(login("T-AN-HT")):
            own = plan(made)
            own.status = "Submitted"
            own.save()
            own.status = "Approved"
            with pytest.raises(frappe.PermissionError, match="không ai tự duyệt"):
                own.save()

    def test_the_leader_approves_it_and_changes_nothing_else(self, made):
        with as_user(login("T-AN-HT")):
            name = plan(made).update({"status": "Submitted"}).save().name
        with as_user(authority_login(made.authority, "Authority Leader")):
            doc = frappe.get_doc("Cluster Activity Plan", name)
            doc.update({"status": "Approved", "approval_no": "12/QĐ", "title": "Tên khác"})
            doc.append("items", {"title": "Thêm vào"})
            doc.save()
        stored = frappe.get_doc("Cluster Activity Plan", name)
        assert (stored.status, stored.approval_no, stored.title, stored.items) == (
            "Approved",
            "12/QĐ",
            "Kế hoạch năm học",
            [],
        )

    def test_an_officer_does_not_approve_plans(self, made):
        name = plan(made, status="Submitted").name
        with as_user(authority_login(made.authority, "Authority Officer")):
            doc = frappe.get_doc("Cluster Activity Plan", name)
            doc.status = "Approved"
            with pytest.raises(frappe.PermissionError):
                doc.save()

    def test_a_leader_who_heads_the_unit_himself_does_not_approve_its_plan(self, made):
        user = login("T-AN-HT")
        factory.insert(
            "Authority Staff",
            user=user,
            full_name="Kiêm nhiệm",
            authority="T-SO",
            position="Authority Leader",
        )
        name = plan(made, status="Submitted").name
        with as_user(user):
            doc = frappe.get_doc("Cluster Activity Plan", name)
            doc.status = "Approved"
            with pytest.raises(frappe.PermissionError, match="không ai tự duyệt"):
                doc.save()

    def test_an_approval_is_not_taken_back_by_the_unit(self, made):
        name = plan(made, status="Approved").name
        with as_user(login("T-AN-HT")):
            doc = frappe.get_doc("Cluster Activity Plan", name)
            doc.status = "Draft"
            with pytest.raises(frappe.PermissionError):
                doc.save()

    def test_what_was_returned_is_sent_again_by_the_unit(self, made):
        name = plan(made, status="Returned").name
        with as_user(login("T-AN-HT")):
            doc = frappe.get_doc("Cluster Activity Plan", name)
            doc.status = "Submitted"
            assert doc.save().status == "Submitted"

    @pytest.mark.clause("C5c")
    def test_the_day_of_arrival_is_the_servers(self, made):
        """C5c: in time or late is decided by the day a report came, not by the day its writer enters."""
        early = getdate() - timedelta(days=90)
        with as_user(login("T-AN-HT")):
            report = factory.insert(
                "Cluster Unit Report",
                title="Báo cáo",
                paper_kind="SEMESTER-REPORT",
                unit_type="School Cluster",
                unit=made.cluster,
                school_year=made.year,
                semester="1",
                status="Sent",
                received_on=early,
            )
            assert getdate(report.received_on) == getdate()
            report.received_on = early
            assert getdate(report.save().received_on) == getdate()

    def test_an_obligation_is_waived_by_its_authority_only(self, made):
        from cum_chuyen_mon.ledger.refresh import refresh

        refresh(made.year)
        owed = factory.obligation(made, "Q-CUM", semester="1").name
        factory.insert("Education Authority", authority_code="T-KHAC", authority_name="Cơ quan khác")
        waive = {"waived": 1, "waiver_reason": "Bão lũ"}
        for user in (login("T-AN-HT"), authority_login("T-KHAC", "Authority Leader")):
            with as_user(user), pytest.raises(frappe.PermissionError):
                frappe.get_doc("Cluster Obligation", owed).update(waive).save()
        with as_user(authority_login(made.authority, "Authority Officer")):
            frappe.get_doc("Cluster Obligation", owed).update(waive).save()
        assert frappe.db.get_value("Cluster Obligation", owed, "state") == "Waived"


@pytest.mark.clause("P4.2")
class TestDelegation:
    """P4.2: a deputy acts for the head only when authorised."""

    def test_without_one_a_deputy_only_reads(self, made):
        name = plan(made).name
        with as_user(login("T-BINH-HT")):
            doc = frappe.get_doc("Cluster Activity Plan", name)
            doc.check_permission("read")
            with pytest.raises(frappe.PermissionError):
                doc.save()

    def test_inside_one_he_acts_and_the_paper_says_under_which(self, made):
        given = delegation(made)
        with as_user(login("T-BINH-HT")):
            doc = plan(made)
        assert (doc.delegation, doc.owner) == (given.name, "t-binh-ht@cum.example")

    @pytest.mark.parametrize(
        "values",
        [
            {"plan": 0, "report": 1},
            {"from_date": -9, "to_date": -1},
            {"from_date": 1, "to_date": 9},
            {"revoked_on": 0},
        ],
        ids=["another act", "over", "not begun", "revoked"],
    )
    def test_outside_its_scope_and_time_he_does_not(self, made, values):
        """Dates are days from today."""
        today = getdate()
        delegation(made, **{k: today + timedelta(days=v) if "_" in k else v for k, v in values.items()})
        with as_user(login("T-BINH-HT")), pytest.raises(frappe.PermissionError):
            plan(made)

    def test_it_ends_with_the_term_of_the_head_who_gave_it(self, made):
        delegation(made)
        cluster = frappe.get_doc("School Cluster", made.cluster)
        cluster.officers[0].to_date = getdate() - timedelta(days=1)
        cluster.save()
        with as_user(login("T-BINH-HT")), pytest.raises(frappe.PermissionError):
            plan(made)

    def test_nobody_gives_one_in_the_heads_name(self, made):
        with as_user(login("T-BINH-HT")), pytest.raises(frappe.PermissionError):
            delegation(made)
        with as_user(login("T-AN-HT")):
            with pytest.raises(frappe.PermissionError, match="tự ủy quyền"):
                delegation(made, delegator="T-CUONG-HT")
            assert delegation(made, from_date=getdate()).name

    def test_the_head_does_not_write_a_delegation_onto_his_own_paper(self, made):
        given = delegation(made)
        with as_user(login("T-AN-HT")):
            assert plan(made, delegation=given.name).delegation is None


@pytest.mark.clause("C5g", "N4.1", "P5.3")
class TestDifficulties:
    """N4.1, P5.3, C5g: difficulties go up and are answered."""

    def raised(self, made, **values):
        return factory.insert(
            "Cluster Difficulty",
            **{
                "title": "Thiếu phòng thí nghiệm",
                "kind": "Difficulty",
                "unit_type": "Inter-School Group",
                "unit": made.group,
                "body": "Nhóm chưa có phòng dùng chung.",
                **values,
            },
        )

    def test_a_teacher_raises_one_in_his_own_name(self, made):
        teacher = made.teacher("T-CUONG")
        with as_user(login(teacher)):
            doc = self.raised(made, raised_by="T-AN-HT", answer="Tự trả lời")
        assert (doc.raised_by, doc.answer) == (teacher, None)

    def test_the_authority_answers_it_and_its_writer_does_not(self, made):
        writer = login(made.teacher("T-CUONG"))
        with as_user(writer):
            name = self.raised(made).name
        answer = {"status": "Answered", "answer": "Sẽ cấp trong quý này."}
        with as_user(writer), pytest.raises(frappe.PermissionError):
            frappe.get_doc("Cluster Difficulty", name).update(answer).save()
        with as_user(authority_login(made.authority, "Authority Officer")):
            frappe.get_doc("Cluster Difficulty", name).update(answer).save()
        assert frappe.db.get_value("Cluster Difficulty", name, "status") == "Answered"

    def test_not_for_a_school_outside_the_unit(self, made):
        factory.add_school(made, "T-XA")
        with as_user(login("T-XA-HT")), pytest.raises((frappe.PermissionError, frappe.ValidationError)):
            self.raised(made, school="T-XA")


@pytest.mark.clause("C5d")
class TestTheSubjectLead:
    """C5d: the subject's lead convenes and chairs; its secretary calls the roll and writes the minutes."""

    def test_convenes_in_the_own_subject_only(self, made):
        own = {"chair": made.teacher("T-AN"), "secretary": made.teacher("T-BINH")}
        with as_user(login(made.teacher("T-AN"))):
            meeting = factory.session(made, getdate(), **own)
            assert meeting.name
            with pytest.raises(frappe.PermissionError):
                factory.session(made, getdate(), subjects=[{"subject": "NGU-VAN"}], **own)

    def test_the_secretary_calls_the_roll_and_does_not_move_the_session(self, made):
        from cum_chuyen_mon.api import sessions

        meeting = factory.session(
            made, getdate(), chair=made.teacher("T-AN"), secretary=made.teacher("T-BINH")
        )
        with as_user(login(made.teacher("T-BINH"))):
            assert sessions.invite(meeting.name)["invited"] == 3
            states = {made.teacher(school): "Present" for school in factory.SCHOOLS}
            assert sessions.call_roll(meeting.name, states)["present_count"] == 3
            assert factory.complete_minutes(meeting).name
            doc = frappe.get_doc("Cluster Session", meeting.name)
            doc.venue = "Nơi khác"
            with pytest.raises(frappe.PermissionError):
                doc.save()

    def test_a_teacher_who_is_only_invited_does_neither(self, made):
        from cum_chuyen_mon.api import desk, sessions

        meeting = factory.session(
            made, getdate(), chair=made.teacher("T-AN"), secretary=made.teacher("T-BINH")
        )
        sessions.invite(meeting.name)
        with as_user(login(made.teacher("T-CUONG"))):
            assert [person["key"] for person in desk.roll(meeting.name)] == [made.teacher("T-CUONG")]
            with pytest.raises(frappe.PermissionError):
                sessions.invite(meeting.name)
            with pytest.raises(frappe.PermissionError):
                factory.complete_minutes(meeting)


class TestLockedMinutes:
    """Locked minutes are cancelled with a reason by those who answer for them, and amended by the same."""

    @pytest.fixture
    def locked(self, made):
        people = {"chair": made.teacher("T-AN"), "secretary": made.teacher("T-BINH")}
        meeting = factory.hold_and_lock(made, getdate(), **people)
        return frappe.db.get_value("Cluster Minutes", {"session": meeting.name}, "name")

    def cancel(self, name: str) -> None:
        doc = frappe.get_doc("Cluster Minutes", name)
        doc.cancel_reason = "Ghi nhầm số phiếu"
        doc.save()
        doc.cancel()

    def test_the_chair_cancels_and_amends_them(self, made, locked):
        with as_user(login(made.teacher("T-AN"))):
            self.cancel(locked)
            amended = frappe.copy_doc(frappe.get_doc("Cluster Minutes", locked))
            amended.update({"amended_from": locked, "docstatus": 0})
            assert amended.insert().docstatus == 0

    def test_the_secretary_does_neither(self, made, locked):
        user = login(made.teacher("T-BINH"))
        with as_user(user), pytest.raises(frappe.PermissionError):
            self.cancel(locked)
        self.cancel(locked)
        with as_user(user):
            amended = frappe.copy_doc(frappe.get_doc("Cluster Minutes", locked))
            amended.update({"amended_from": locked, "docstatus": 0})
            with pytest.raises(frappe.PermissionError):
                amended.insert()


def test_people_see_the_logins_of_those_they_work_with(made):
    """Law 91/2025: a login is a mail address. Frappe lists all of them to everybody on the desk."""
    factory.add_school(made, "T-XA")
    near, far, head = login(made.teacher("T-BINH")), login(made.teacher("T-XA")), login("T-AN-HT")
    with as_user(head):
        seen = set(frappe.get_list("User", pluck="name", limit_page_length=0))
    assert {near, head} <= seen
    assert far not in seen
