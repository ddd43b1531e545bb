"""A unit's plan and its own rules: consultation, submission, approval, return, and what schools may say about it."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from frappe.model.workflow import apply_workflow
from frappe.utils import getdate

from cum_chuyen_mon.api import plans as api
from cum_chuyen_mon.permissions.steps import get_transitions
from cum_chuyen_mon.rules.plans import STEPS
from cum_chuyen_mon.setup.seeds import seeded_content_categories, seeded_regulation

from . import factory
from .holders import as_user, authority_login, login, plan
from .test_decided import days, stored

PLAN, COMMENT = "Cluster Activity Plan", "Cluster Plan Comment"
LEADER, HEAD, DEPUTY, PRINCIPAL = "Authority Leader", "T-AN-HT", "T-BINH-HT", "T-CUONG-HT"
BINH, CUONG = "T-BINH", "T-CUONG"
FORMS = (
    *("SEMINAR", "DISCUSSION", "THEME", "EXCHANGE", "LESSON-STUDY", "TRAINING"),
    *("CLASS-OBSERVATION", "ONLINE", "STUDENT-CONTEST"),
)
"""The forms of work of E2.2 and C4."""


def paper_due(code: str, paper: str, **values: Any) -> dict:
    return factory.deadline(code, "School Cluster", paper, 0, 0, anchor="First Session", **values)


@pytest.fixture
def made() -> factory.District:
    """A district whose regulation asks for plan and rules through the member schools, as C5a and N5.2 do."""
    asked = {"consult_members": 1, "clause": "C5a", "legal_basis": "Mục 5"}
    duties = [paper_due("KH", "PLAN", **asked), paper_due("QD", "RULES", consult_members=1, clause="N5.2")]
    return factory.build(year="T-NAY", around=getdate(), duties=duties)


def step(doc: Any, status: str, **values: Any) -> Any:
    return frappe.get_doc(PLAN, doc.name).update({"status": status, **values}).save()


def consulted(doc: Any, until: int = 7) -> Any:
    return step(doc, "Consultation", consult_until=days(until))


def answer(doc: Any, person: str, said: str = "Agree", comment: str = "") -> str:
    user = frappe.db.get_value("Member School Staff", person, "user") or login(person)
    with as_user(user):
        return api.answer_plan(doc.name, said, comment)


def let_the_date_pass(doc: Any) -> None:
    frappe.db.set_value(PLAN, doc.name, "consult_until", days(-1))


def submitted(made: factory.District, **values: Any) -> Any:
    """As the head makes it, past schools that let the date pass."""
    with as_user(login(HEAD)):
        doc = consulted(plan(made, **values))
        let_the_date_pass(doc)
        return step(doc, "Submitted")


class TestTheMemberSchools:
    @pytest.mark.clause("C5a", "P4.1")
    def test_are_asked_before_the_authority(self, made):
        with as_user(login(HEAD)):
            doc = plan(made)
            with pytest.raises(frappe.ValidationError, match=r"C5a, Mục 5.*lấy ý kiến các trường"):
                step(doc, "Submitted")
            consulted(doc)
        answer(doc, DEPUTY)
        answer(doc, PRINCIPAL, "Comment", "Nên họp sớm hơn")
        with as_user("t-an-ht@cum.example"):
            assert step(doc, "Submitted").is_consulted == 1

    @pytest.mark.clause("N5.3")
    def test_who_is_silent_is_waited_for_until_the_date_passes(self, made):
        with as_user(login(HEAD)):
            doc = consulted(plan(made))
        answer(doc, DEPUTY)
        with as_user("t-an-ht@cum.example"):
            with pytest.raises(
                frappe.ValidationError, match=r"còn 1 trường chưa góp ý \(THCS Cuong\).*thì trình"
            ):
                step(doc, "Submitted")
            let_the_date_pass(doc)
            assert step(doc, "Submitted").status == "Submitted"

    @pytest.mark.clause("N5.3")
    def test_are_told_and_the_head_who_wrote_it_is_not(self, made):
        users = [login(DEPUTY), login(PRINCIPAL)]
        for user in users:  # what is made while Frappe imports is not enabled
            frappe.db.set_value("User", user, "enabled", 1)
            frappe.db.set_value("Notification Settings", user, "enabled", 1)
        with as_user(login(HEAD)):
            doc = consulted(plan(made))
        told = frappe.get_all("Notification Log", {"document_name": doc.name}, pluck="for_user")
        assert sorted(told) == sorted(users)

    @pytest.mark.clause("N5.3")
    def test_answer_once_a_round_each_for_itself(self, made):
        with as_user(login(HEAD)):
            doc = consulted(plan(made))
        name = answer(doc, PRINCIPAL, "Comment", "Nên họp sớm hơn")
        assert name == f"{doc.name}-1-{CUONG}"
        row = frappe.get_doc(COMMENT, name)
        assert (row.school, row.staff, row.round, getdate(row.answered_on)) == (
            CUONG,
            PRINCIPAL,
            1,
            getdate(),
        )
        again = {"doctype": COMMENT, "plan": doc.name, "school": CUONG, "answer": "Agree"}
        with as_user("t-cuong-ht@cum.example"):
            with pytest.raises(frappe.DuplicateEntryError, match="THCS Cuong đã góp ý vòng này"):
                frappe.get_doc(again).insert()
            with pytest.raises(frappe.PermissionError):
                frappe.get_doc(again | {"school": BINH}).insert()
            assert api.answer_plan(doc.name, "Agree", "") == name
        with as_user(login(DEPUTY)), pytest.raises(frappe.PermissionError):
            frappe.get_doc(COMMENT, name).update({"comment": "Khác"}).save()

    @pytest.mark.clause("N5.3")
    def test_nobody_else_answers(self, made):
        with as_user(login(HEAD)):
            doc = consulted(plan(made))
            with pytest.raises(frappe.PermissionError, match="không phải hiệu trưởng"):
                api.answer_plan(doc.name, "Agree")
        for user in (login(made.teacher(CUONG)), authority_login(made.authority, LEADER)):
            with as_user(user), pytest.raises(frappe.PermissionError):
                api.answer_plan(doc.name, "Agree")

    def test_a_comment_says_something_and_comes_in_time(self, made):
        with as_user(login(HEAD)):
            doc = consulted(plan(made))
        with pytest.raises(frappe.ValidationError, match="Hãy ghi ý kiến"):
            answer(doc, PRINCIPAL, "Comment")
        name = answer(doc, PRINCIPAL)
        let_the_date_pass(doc)
        with as_user("t-cuong-ht@cum.example"), pytest.raises(frappe.ValidationError, match="đã đóng"):
            frappe.get_doc(COMMENT, name).update({"answer": "Comment", "comment": "Muộn"}).save()

    def test_a_round_has_a_day_to_come(self, made):
        with as_user(login(HEAD)):
            doc = plan(made)
            with pytest.raises(frappe.ValidationError, match="ngày cuối cùng để các trường góp ý"):
                step(doc, "Consultation")
            with pytest.raises(frappe.ValidationError, match="đã qua"):
                consulted(doc, -1)
            assert (consulted(doc, 0).consult_round, getdate(doc.reload().consulted_from)) == (1, getdate())
            with pytest.raises(frappe.ValidationError, match="không rút ngắn"):
                step(consulted_again(doc), "Consultation", consult_until=days(1))

    @pytest.mark.clause("N5.3", "C5a")
    def test_read_a_text_that_stays_and_a_changed_one_is_put_to_them_anew(self, made):
        with as_user(login(HEAD)):
            doc = consulted(plan(made))
        first = answer(doc, PRINCIPAL)
        with as_user("t-an-ht@cum.example"):
            for status in ("Consultation", "Submitted"):
                with pytest.raises(frappe.ValidationError, match="đang được các trường góp ý"):
                    step(doc, status, goals="Khác")
            step(doc, "Draft", goals="Khác")
            with pytest.raises(frappe.ValidationError, match="chưa được các trường thành viên góp ý"):
                step(doc, "Submitted")
            assert consulted(doc).consult_round == 2
        second = answer(doc, PRINCIPAL)
        assert [frappe.db.get_value(COMMENT, name, "round") for name in (first, second)] == [1, 2]

    @pytest.mark.clause("N5.3", "C5a")
    def test_are_asked_anew_about_what_was_taken_back_from_the_authority_and_rewritten(self, made):
        doc = submitted(made)
        with as_user("t-an-ht@cum.example"):
            with pytest.raises(frappe.ValidationError, match=r"C5a.*không sửa khi đã trình"):
                step(doc, "Submitted", goals="Khác")
            step(doc, "Draft")
            step(doc, "Submitted")
            step(doc, "Draft")
            step(doc, "Draft", goals="Khác")
            with pytest.raises(frappe.ValidationError, match="chưa được các trường thành viên góp ý"):
                step(doc, "Submitted")

    def test_need_not_be_asked_where_no_regulation_says_so(self):
        made = factory.build(year="T-NAY", around=getdate(), duties=[paper_due("KH", "PLAN")])
        with as_user(login(HEAD)):
            assert step(plan(made), "Submitted").status == "Submitted"

    def test_the_seeded_documents_say_where_they_are(self):
        asking = {
            duty.code
            for code in ("CUCHI-1671-2024", "NAMDINH-QC-2024")
            for duty in seeded_regulation(code).duties
            if duty.consult_members
        }
        assert asking == {"C5a-PLAN", "C5d-PLAN", "N5.2-PLAN", "N5.2-RULES"}


def consulted_again(doc: Any) -> Any:
    return step(step(doc, "Draft"), "Consultation", consult_until=days(9))


class TestTheAuthority:
    @pytest.mark.clause("C5a")
    def test_approves_with_number_and_date(self, made):
        doc = submitted(made)
        with as_user(authority_login(made.authority, LEADER)):
            with pytest.raises(frappe.ValidationError, match="số văn bản phê duyệt"):
                step(doc, "Approved")
            with pytest.raises(frappe.ValidationError, match="không thể ở tương lai"):
                step(doc, "Approved", approval_no="12/QĐ", approved_on=days(1))
            step(doc, "Approved", approval_no="12/QĐ")
        assert stored(doc, "status", "approval_no", "approved_on") == ["Approved", "12/QĐ", str(getdate())]

    @pytest.mark.clause("C5a", "P4.1")
    def test_the_head_does_not(self, made):
        doc = submitted(made)
        with as_user("t-an-ht@cum.example"), pytest.raises(frappe.PermissionError, match="không ai tự duyệt"):
            step(doc, "Approved", approval_no="12/QĐ")

    @pytest.mark.clause("C5a")
    def test_returns_with_a_reason_that_stays_to_be_read(self, made):
        doc = submitted(made)
        with as_user(authority_login(made.authority, LEADER)):
            with pytest.raises(frappe.ValidationError, match="nêu lý do"):
                step(doc, "Returned")
            step(doc, "Returned", return_reason="Thiếu địa điểm")
        assert stored(doc, "return_reason", "returned_on") == ["Thiếu địa điểm", str(getdate())]
        with as_user("t-an-ht@cum.example"):
            again = step(doc, "Submitted", goals="Có địa điểm", return_reason="Không có gì")
        assert (again.status, again.return_reason) == ("Submitted", None), "the schools were asked already"
        notes = frappe.get_all(
            "Comment", {"reference_name": doc.name, "comment_type": "Info"}, pluck="content"
        )
        assert any("Thiếu địa điểm" in note for note in notes)

    @pytest.mark.parametrize("status", ["Approved", "Returned"])
    def test_decides_on_nothing_that_was_not_submitted(self, made, status):
        doc = plan(made)
        leader = authority_login(made.authority, LEADER)
        with as_user(leader), pytest.raises(frappe.ValidationError, match="không chuyển từ"):
            step(doc, status, approval_no="1/QĐ", return_reason="Sai")

    def test_nobody_begins_in_the_middle_or_says_it_was_amended(self, made):
        with as_user(login(HEAD)):
            with pytest.raises(frappe.ValidationError, match="bắt đầu từ bản nháp"):
                plan(made, status="Submitted")
            with pytest.raises(frappe.ValidationError, match="không chuyển từ"):
                step(plan(made), "Amended")
            kept = plan(made, is_consulted=1, consult_round=3, amendment_no=2)
            assert (kept.is_consulted, kept.consult_round, kept.amendment_no) == (0, 0, 0)

    def test_an_administrator_enters_what_was_decided_on_paper(self, made):
        old = plan(made, status="Approved", received_on=days(-9), approved_on=days(-5))
        assert stored(old, "status", "approved_on") == ["Approved", str(days(-5))]


class TestTheWorkflow:
    def test_has_the_steps_of_the_rule(self):
        name = frappe.db.get_value("Workflow", {"document_type": PLAN, "is_active": 1})
        flow = frappe.get_doc("Workflow", name)
        shown = {(t.state, t.action, t.next_state) for t in flow.transitions}
        assert shown == {(s.state.value, s.action, s.becomes.value) for s in STEPS}
        assert {s.state for s in flow.states} == set(frappe.get_meta(PLAN).get_options("status").split("\n"))

    @pytest.mark.clause("C5a")
    def test_offers_each_what_he_may_do_and_does_it(self, made):
        doc = submitted(made)
        frappe.db.set_value(PLAN, doc.name, "approval_no", "12/QĐ")
        leader = authority_login(made.authority, LEADER)
        offered = {}
        for user in (login(DEPUTY), "t-an-ht@cum.example", leader):
            with as_user(user):
                rows = get_transitions({"doctype": PLAN, "name": doc.name})
                offered[user] = {row["action"] for row in rows}
        assert list(offered.values()) == [set(), {"Take Plan Back"}, {"Approve Plan", "Return Plan"}]
        with as_user(leader):
            apply_workflow({"doctype": PLAN, "name": doc.name}, "Approve Plan")
        assert stored(doc, "status") == ["Approved"]

    def test_a_waiting_step_is_listed_with_its_plan_only(self, made):
        doc = submitted(made)
        about = {"reference_doctype": PLAN, "reference_name": doc.name}
        assert frappe.db.exists("Workflow Action", about)
        action = frappe.get_doc("Workflow Action", about)
        factory.add_school(made, "T-NGOAI")
        for user, seen in ((login(PRINCIPAL), True), (login("T-NGOAI-HT"), False)):
            with as_user(user):
                found = frappe.get_list("Workflow Action", about)
                assert (bool(found), action.has_permission("read")) == (seen, seen), user


class TestTheUnitsOwnRules:
    @pytest.mark.clause("N5.2")
    def test_go_the_same_road_and_answer_their_own_duty(self, made):
        with as_user(login(HEAD)):
            doc = consulted(plan(made, paper_kind="RULES", title="Quy định hoạt động"))
            let_the_date_pass(doc)
            with pytest.raises(frappe.ValidationError, match="nội dung quy định"):
                step(doc, "Submitted")
            step(doc, "Draft", body="<p>Điều 1</p>")
            consulted(doc)
            let_the_date_pass(doc)
            step(doc, "Submitted")
        factory.session(made, days(5), unit=made.cluster, secretary="T-CUONG-HT")
        met = {code: factory.obligation(made, code).state for code in ("QD", "KH")}
        assert (met["QD"], met["KH"] == "Met") == ("Met", False)

    def test_no_other_paper_is_made_here(self, made):
        with pytest.raises(frappe.ValidationError, match="chỉ kế hoạch và quy định"):
            plan(made, paper_kind="YEAR-REPORT")


@pytest.mark.clause("N5.2", "C5a")
def test_the_form_says_when_the_plan_is_due_and_whether_it_came_before(made):
    factory.session(made, days(5), unit=made.cluster, secretary="T-CUONG-HT")
    doc = submitted(made)
    with as_user("t-an-ht@cum.example"):
        opened = frappe.get_doc(PLAN, doc.name)
        opened.run_method("onload")
    shown = opened.get("__onload")
    assert [(str(row["due_on"]), row["state"], row["clause"]) for row in shown["due"]] == [
        (str(days(4)), "Met", "C5a")
    ]
    assert [(row["school"], row["answer"]) for row in shown["answers"]] == [(BINH, ""), (CUONG, "")]
    assert [row["school_name"] for row in shown["answers"]] == ["THCS Binh", "THCS Cuong"]


@pytest.mark.clause("E4.2e")
@pytest.mark.parametrize(("received", "state"), [("2024-08-17", "Met"), ("2024-08-18", "Met Late")])
def test_the_next_years_plan_is_due_before_18_august(received, state):
    made = factory.build(duties=[factory.deadline("KH", "School Cluster", "PLAN", 18, 8)])
    plan(made, status="Submitted", received_on=received)
    row = factory.obligation(made, "KH")
    assert (str(row.due_on), row.state) == ("2024-08-17", state)


@pytest.mark.clause("E2.1")
def test_the_eight_content_categories_and_ones_own(made):
    assert len(seeded_content_categories()) == 9, "eight of E2.1, and good initiatives"
    for category in seeded_content_categories():
        assert frappe.db.exists("Cluster Content Category", category.code)
    factory.insert("Cluster Content Category", category_code="STEM", category_title="Giáo dục STEM")
    items = [{"title": "Ngày hội STEM", "content_category": "STEM", "work_form": "SEMINAR"}]
    assert plan(made, items=items).items[0].content_category == "STEM"


@pytest.mark.clause("E2.2", "C4")
@pytest.mark.parametrize("form", FORMS)
def test_the_forms_of_work_are_in_the_catalogue(form):
    assert frappe.db.exists("Cluster Activity Kind", form)


class TestProposals:
    """E2.2: the plan is made of the schools' proposals and difficulties."""

    def raised(self, made: factory.District, title: str, **values: Any) -> Any:
        about = {"unit_type": "School Cluster", "unit": made.cluster, "school": CUONG, "body": "Nội dung"}
        return factory.insert("Cluster Difficulty", **{"title": title, "kind": "Proposal", **about, **values})

    @pytest.mark.clause("E2.2", "N5.3")
    def test_open_ones_of_the_unit_become_items_and_say_in_which_plan(self, made):
        wanted = self.raised(made, "Dạy phân số")
        self.raised(made, "Đã trả lời", status="Answered", answer="Rồi")
        self.raised(made, "Của nhóm", unit_type="Inter-School Group", unit=made.group)
        with as_user(login(HEAD)):
            doc = plan(made)
            assert [row["title"] for row in api.open_proposals(doc.name)] == ["Dạy phân số"]
            assert api.add_proposals(doc.name, [wanted.name]) == 1
            assert api.open_proposals(doc.name) == []
        item = frappe.get_doc(PLAN, doc.name).items[0]
        assert (item.title, item.difficulty, item.proposed_by) == ("Dạy phân số", wanted.name, CUONG)
        assert stored(wanted, "plan") == [doc.name]
        with as_user(login(PRINCIPAL)):
            frappe.get_doc("Cluster Difficulty", wanted.name).update({"plan": None}).save()
        assert stored(wanted, "plan") == [doc.name], "the server keeps it"
        with as_user("t-an-ht@cum.example"):
            step(doc, "Draft", items=[])
        assert stored(wanted, "plan") == [""]

    @pytest.mark.clause("E2.2")
    def test_another_units_are_not_taken(self, made):
        other = self.raised(made, "Của nhóm", unit_type="Inter-School Group", unit=made.group)
        with as_user(login(HEAD)):
            doc = plan(made)
            with pytest.raises(frappe.ValidationError, match="không thuộc đơn vị này"):
                api.add_proposals(doc.name, [other.name])
            with pytest.raises(frappe.PermissionError, match="không phải đề xuất"):
                step(doc, "Draft", items=[{"title": "X", "difficulty": other.name}])
        for user in (login(PRINCIPAL), login(made.teacher(CUONG))):
            with as_user(user), pytest.raises(frappe.PermissionError):
                api.open_proposals(doc.name)
