"""What the authority has decided on, and what was done under a delegation, is not rewritten afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import frappe
import pytest
from frappe.utils import getdate

from cum_chuyen_mon.controllers.tidy import label

from . import factory
from .holders import as_user, authority_login, delegation, login, plan, report

PLAN, REPORT, DIFFICULTY = "Cluster Activity Plan", "Cluster Unit Report", "Cluster Difficulty"
LEADER, OFFICER = "Authority Leader", "Authority Officer"
GIVEN, HEAD, DEPUTY = "Cluster Delegation", "T-AN-HT", "T-BINH-HT"


@pytest.fixture
def made() -> factory.District:
    """A district whose school year holds today."""
    return factory.build(year="T-NAY", around=getdate())


def days(number: int):
    return getdate() + timedelta(days=number)


def difficulty(made: factory.District, **values: Any) -> Any:
    answered = {
        "title": "Thiếu phòng thí nghiệm",
        "kind": "Difficulty",
        "unit_type": "Inter-School Group",
        "unit": made.group,
        "school": "T-AN",
        "body": "Nhóm chưa có phòng dùng chung.",
        "status": "Answered",
        "answer": "Sẽ cấp trong quý này.",
    }
    return factory.insert(DIFFICULTY, **{**answered, **values})


def stored(doc: Any, *fields: str) -> list[str]:
    row = frappe.db.get_value(doc.doctype, doc.name, fields, as_dict=True)
    return [str(row[field] or "") for field in fields]


def save(doctype: str, name: str, **values: Any) -> Any:
    return frappe.get_doc(doctype, name).update(values).save()


def refused(doc: Any, field: str, why: str, **values: Any) -> None:
    """Saving is refused in a sentence that names the field, and nothing is changed."""
    before = frappe.db.get_value(doc.doctype, doc.name, "modified")
    with pytest.raises(frappe.ValidationError, match=why) as error:
        save(doc.doctype, doc.name, **values)
    assert label(doc, field) in str(error.value)
    assert frappe.db.get_value(doc.doctype, doc.name, "modified") == before


def attached(doc: Any, content: str) -> Any:
    about = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
    return factory.insert("File", file_name="tep.txt", content=content, is_private=1, **about)


@pytest.mark.clause("C5a")
class TestAnApprovedPlan:
    """C5a: what the Phòng approved is the plan that it read."""

    WHY = "đã duyệt.*đề nghị cơ quan quản lý trả lại"

    @pytest.fixture
    def approved(self, made) -> Any:
        items = [{"title": "Chuyên đề Toán"}, {"title": "Chuyên đề Văn"}]
        return plan(
            made,
            status="Approved",
            approval_no="12/QĐ",
            approved_on=getdate(),
            goals="Hai phiên",
            items=items,
        )

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", "Tên khác"),
            ("goals", "Một phiên"),
            ("semester", "1"),
            ("items", []),
            ("items", [{"title": "Chuyên đề Toán"}, {"title": "Tham quan"}]),
        ],
    )
    def test_is_not_rewritten_by_its_head(self, approved, field, value):
        with as_user(login(HEAD)):
            refused(approved, field, self.WHY, **{field: value})
        assert stored(approved, "status", "approval_no") == ["Approved", "12/QĐ"]

    def test_nor_is_one_of_its_rows(self, approved):
        with as_user(login(HEAD)):
            doc = frappe.get_doc(PLAN, approved.name)
            doc.items[1].planned_on = days(9)
            with pytest.raises(frappe.ValidationError, match=self.WHY):
                doc.save()

    def test_is_saved_unchanged(self, approved):
        """A form sends every value as text, and nothing where the database has nothing."""
        with as_user(login(HEAD)):
            doc = frappe.get_doc(frappe.parse_json(frappe.as_json(frappe.get_doc(PLAN, approved.name))))
            doc.semester = ""
            assert doc.save().approval_no == "12/QĐ"

    def test_loses_its_approval_with_the_decision(self, approved):
        with as_user(authority_login("T-PHONG", LEADER)):
            save(PLAN, approved.name, status="Returned", return_reason="Thiếu địa điểm")
        assert stored(approved, "approval_no", "approved_on", "received_on") == ["", "", ""]
        with as_user(login(HEAD)):
            again = save(PLAN, approved.name, goals="Ba phiên", status="Submitted")
        assert (again.goals, getdate(again.received_on)) == ("Ba phiên", getdate())

    def test_is_given_another_number_by_the_leader(self, approved):
        with as_user(authority_login("T-PHONG", LEADER)):
            save(PLAN, approved.name, approval_no="13/QĐ", items=[])
        assert stored(approved, "status", "approval_no") == ["Approved", "13/QĐ"]
        assert len(frappe.get_doc(PLAN, approved.name).items) == 2, "he decides and changes nothing else"

    def test_is_corrected_by_an_administrator(self, approved):
        assert save(PLAN, approved.name, title="Tên đúng").status == "Approved"


class TestAReceivedReport:
    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", "Tên khác"),
            ("body", "Đã họp ba phiên."),
            ("paper_kind", "YEAR-REPORT"),
            ("semester", "2"),
        ],
    )
    def test_is_not_rewritten_by_its_head(self, made, field, value):
        received = report(made, status="Received")
        with as_user(login(HEAD)):
            refused(received, field, "đã nhận.*đề nghị cơ quan quản lý trả lại", **{field: value})

    @pytest.mark.clause("C5h")
    def test_takes_a_photo_and_a_save_that_changes_nothing(self, made):
        """C5h: the report is short, with photos."""
        received = report(made, status="Received")
        with as_user(login(HEAD)):
            assert attached(received, "ảnh").name
            assert save(REPORT, received.name).status == "Received"

    def test_is_returned_for_a_reason_and_sent_anew(self, made):
        received = report(made, status="Received", received_on=days(-5))
        with as_user(authority_login("T-PHONG", OFFICER)):
            save(REPORT, received.name, status="Returned", return_reason="Thiếu số liệu")
        assert stored(received, "received_on", "return_reason") == ["", "Thiếu số liệu"]
        with as_user(login(HEAD)):
            again = save(REPORT, received.name, status="Sent", body="Đủ số liệu")
        assert getdate(again.received_on) == getdate()


@pytest.mark.clause("C5a", "C5c")
class TestWhatIsSent:
    """C5a, C5c: a paper counts from the day on which it was sent as what it is."""

    @pytest.fixture
    def papers(self, made) -> dict[str, Any]:
        """A report and a plan that were sent five days ago."""
        return {
            "Sent": report(made, received_on=days(-5)),
            "Submitted": plan(made, status="Submitted", received_on=days(-5)),
        }

    @pytest.mark.parametrize("sent", ["Sent", "Submitted"])
    def test_has_not_arrived_when_it_is_taken_back_and_arrives_when_it_is_sent_again(self, papers, sent):
        doc = papers[sent]
        with as_user(login(HEAD)):
            save(doc.doctype, doc.name, status="Draft", title="Bản khác")
            assert stored(doc, "received_on") == [""]
            save(doc.doctype, doc.name, status=sent)
        assert stored(doc, "received_on", "title") == [str(getdate()), "Bản khác"]

    @pytest.mark.parametrize("sent", ["Sent", "Submitted"])
    def test_a_day_left_over_from_an_earlier_send_is_not_taken_over(self, papers, sent):
        doc = papers[sent]
        frappe.db.set_value(doc.doctype, doc.name, "status", "Draft")
        with as_user(login(HEAD)):
            save(doc.doctype, doc.name, status=sent)
        assert stored(doc, "received_on") == [str(getdate())]

    def test_a_returned_plan_has_not_arrived(self, papers):
        doc = papers["Submitted"]
        with as_user(authority_login("T-PHONG", LEADER)):
            save(PLAN, doc.name, status="Returned", return_reason="Thiếu địa điểm")
        assert stored(doc, "received_on") == [""]

    def test_an_administrator_enters_the_day_of_an_old_paper(self, made):
        old = report(made, status="Draft", received_on=days(-9))
        save(REPORT, old.name, status="Sent")
        assert stored(old, "received_on") == [str(days(-9))]
        with pytest.raises(frappe.ValidationError, match="Ngày nhận không thể ở tương lai"):
            save(REPORT, old.name, received_on=days(1))

    def test_keeps_its_particulars(self, made, papers):
        factory.year_around(days(-365), code="T-TRUOC")
        meeting = factory.session(made, getdate(), unit=made.cluster, unit_type="School Cluster")
        values = {"paper_kind": "YEAR-REPORT", "school_year": "T-TRUOC", "semester": "2", "subject": "TOAN"}
        values |= {"period_code": f"{getdate():%Y-%m}", "session": meeting.name}
        with as_user(login(HEAD)):
            for field, value in values.items():
                refused(papers["Sent"], field, "đã gửi.*chuyển về bản nháp", **{field: value})
            refused(papers["Submitted"], "semester", "đã gửi.*chuyển về bản nháp", semester="2")

    def test_may_still_be_worded_better(self, papers):
        with as_user(login(HEAD)):
            for sent, field in (("Sent", "body"), ("Submitted", "goals")):
                save(papers[sent].doctype, papers[sent].name, **{field: "Nói rõ hơn"})
                assert stored(papers[sent], field, "received_on") == ["Nói rõ hơn", str(days(-5))]

    def test_may_be_changed_in_the_save_that_takes_it_back(self, papers):
        with as_user(login(HEAD)):
            save(REPORT, papers["Sent"].name, status="Draft", paper_kind="YEAR-REPORT")
        assert stored(papers["Sent"], "paper_kind", "received_on") == ["YEAR-REPORT", ""]

    @pytest.mark.clause("P4.2")
    def test_notes_the_delegation_under_which_it_is_written(self, made, papers):
        given = delegation(made)
        with as_user(login(DEPUTY)):
            save(PLAN, papers["Submitted"].name, goals="Nói rõ hơn")
        assert stored(papers["Submitted"], "delegation", "received_on") == [given.name, str(days(-5))]


@pytest.mark.clause("P5.3")
class TestAnAnsweredDifficulty:
    """P5.3: difficulties go to the Phòng and are answered."""

    CHANGES: tuple[tuple[str, Any], ...] = (
        ("title", "Thiếu máy chiếu"),
        ("body", "Việc khác"),
        ("kind", "Proposal"),
        ("raised_on", "2026-01-01"),
        ("school", None),
    )
    WHY = "đã có trả lời.*mở lại"

    @pytest.mark.parametrize(("field", "value"), CHANGES)
    def test_is_not_rewritten_under_its_answer(self, made, field, value):
        answered = difficulty(made)
        with as_user(login(HEAD)):
            refused(answered, field, self.WHY, **{field: value})
            refused(answered, field, self.WHY, status="Closed", **{field: value})

    def test_is_closed_as_it_was_answered(self, made):
        answered = difficulty(made)
        with as_user(login(HEAD)):
            save(DIFFICULTY, answered.name, status="Closed")
            refused(answered, "body", self.WHY, body="Việc khác")
        assert stored(answered, "status", "answer") == ["Closed", "Sẽ cấp trong quý này."]

    @pytest.mark.parametrize("status", ["Answered", "Closed"])
    def test_has_no_answer_when_it_is_reopened(self, made, status):
        answered = difficulty(made, status=status, answered_on=getdate())
        with as_user(login(HEAD)):
            save(DIFFICULTY, answered.name, status="Open", body="Nay thiếu cả máy chiếu.")
            assert stored(answered, "answer", "answered_on") == ["", ""]
            with pytest.raises(frappe.ValidationError, match="Chưa có nội dung trả lời"):
                save(DIFFICULTY, answered.name, status="Closed")

    def test_is_answered_better_by_the_authority(self, made):
        answered = difficulty(made)
        with as_user(authority_login("T-PHONG", OFFICER)):
            save(DIFFICULTY, answered.name, answer="Đã cấp.", body="Việc khác")
        assert stored(answered, "answer", "body") == ["Đã cấp.", "Nhóm chưa có phòng dùng chung."]


@pytest.mark.clause("P4.2")
class TestADelegation:
    """P4.2: a deputy acts for the head only when authorised: in writing, between dates, for acts, until revoked."""

    KEPT: tuple[tuple[str, Any], ...] = (
        ("from_date", -365),
        ("number", "99/UQ"),
        ("scope", "Việc khác"),
        ("convene", 0),
        ("plan", 1),
    )

    def given(self, made, **values: Any) -> Any:
        """As entered by an administrator: since yesterday, for ten days."""
        paper = {"number": "1/UQ", "convene": 1, "report": 1, "plan": 0, "to_date": days(10)}
        return delegation(made, **{**paper, **values})

    @pytest.mark.parametrize(("field", "value"), KEPT)
    def test_in_force_is_not_rewritten(self, made, field, value):
        given = self.given(made)
        value = days(value) if field == "from_date" else value
        with as_user(login(HEAD)):
            refused(given, field, "đã có hiệu lực.*ghi ngày thu hồi.*giấy ủy quyền mới", **{field: value})

    @pytest.mark.parametrize(("field", "value"), [("delegator", "T-CUONG-HT"), ("delegate", "T-CUONG-HT")])
    def test_is_between_the_same_people(self, made, field, value):
        given = self.given(made, from_date=days(3))
        with as_user(login(HEAD)), pytest.raises(frappe.ValidationError):
            save(GIVEN, given.name, **{field: value})

    def test_that_a_paper_names_is_not_rewritten(self, made):
        """Were it moved, the paper would have been written without one."""
        given = self.given(made, from_date=days(3))
        plan(made).db_set("delegation", given.name)
        with as_user(login(HEAD)):
            refused(given, "scope", "đã có văn bản.*ghi ngày thu hồi", scope="Việc khác")

    def test_not_begun_is_edited_by_its_head(self, made):
        given = self.given(made, from_date=days(3))
        with as_user(login(HEAD)):
            save(GIVEN, given.name, from_date=days(4), to_date=days(20), number="2/UQ", plan=1)
            refused(given, "from_date", "không bắt đầu trước hôm nay", from_date=days(-1))
        assert stored(given, "from_date", "number", "plan") == [str(days(4)), "2/UQ", "1"]

    def test_begins_today_or_later(self, made):
        with as_user(login(HEAD)):
            assert delegation(made, from_date=getdate()).name
            with pytest.raises(frappe.ValidationError, match="không bắt đầu trước hôm nay"):
                delegation(made, from_date=days(-1))

    @pytest.mark.parametrize("day", [0, 1])
    def test_is_revoked_from_today_on(self, made, day):
        given = self.given(made)
        with as_user(login(HEAD)):
            refused(given, "revoked_on", "không ghi lùi ngày", revoked_on=days(-1))
            save(GIVEN, given.name, revoked_on=days(day))
        assert stored(given, "revoked_on") == [str(days(day))]

    @pytest.mark.parametrize("value", [None, 5], ids=["taken back", "moved"])
    def test_once_revoked_stays_revoked(self, made, value):
        given = self.given(made, revoked_on=getdate())
        with as_user(login(HEAD)):
            day = days(value) if value else None
            refused(given, "revoked_on", "đã thu hồi.*giấy ủy quyền mới", revoked_on=day)

    def test_a_revocation_that_has_not_come_is_taken_back(self, made):
        given = self.given(made, revoked_on=days(1))
        with as_user(login(HEAD)):
            save(GIVEN, given.name, revoked_on=None)
        assert stored(given, "revoked_on") == [""]

    @pytest.mark.parametrize("day", [-1, 11, 9999])
    def test_is_neither_prolonged_nor_ended_in_the_past(self, made, day):
        given = self.given(made)
        with as_user(login(HEAD)):
            refused(given, "to_date", "chỉ rút ngắn được", to_date=days(day))

    def test_ends_earlier(self, made):
        given = self.given(made)
        with as_user(login(HEAD)):
            save(GIVEN, given.name, to_date=getdate())
        assert stored(given, "to_date") == [str(getdate())]

    def test_that_is_over_is_not_opened_again(self, made):
        given = self.given(made, from_date=days(-9), to_date=days(-2))
        with as_user(login(HEAD)):
            for day in (-1, 0, 9):
                refused(given, "to_date", "chỉ rút ngắn được", to_date=days(day))

    def test_its_scan_is_added_once(self, made):
        given = self.given(made)
        first, other = (attached(given, text).file_url for text in ("bản quét", "bản khác"))
        with as_user(login(HEAD)):
            save(GIVEN, given.name, file=first)
            refused(given, "file", "đã có hiệu lực", file=other)

    def test_old_papers_are_entered_by_an_administrator(self, made):
        given = self.given(made, from_date=days(-99), to_date=days(-9))
        assert save(GIVEN, given.name, number="3/UQ", to_date=days(-5), revoked_on=days(-7)).number == "3/UQ"


def test_of_an_obligation_only_the_waiver_is_ones_own(made):
    from cum_chuyen_mon.ledger.refresh import refresh

    refresh(made.year)
    owed = factory.obligation(made, "Q-CUM", semester="1")
    with as_user(authority_login("T-PHONG", OFFICER)):
        save("Cluster Obligation", owed.name, waived=1, waiver_reason="Bão lũ", required=0, duty_title="Khác")
    assert stored(owed, "required", "duty_title") == [str(owed.required), owed.duty_title]
    assert stored(owed, "state", "waiver_reason") == ["Waived", "Bão lũ"]
