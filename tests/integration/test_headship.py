"""Electing, assigning and rotating the head of a unit, and the authority's word on it (N5.1, E2.2, E3, P4.1)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import frappe
import pytest
from frappe.utils import getdate

from cum_chuyen_mon.api import headships
from cum_chuyen_mon.controllers.tidy import label
from cum_chuyen_mon.rules.terms import school_year_of

from . import factory
from .elections import (
    AN,
    BINH,
    CUONG,
    HEADSHIP,
    ROTATION,
    confirm,
    count,
    district,
    elected,
    election,
    heads,
    headship,
    votes,
)
from .holders import as_user, authority_login, login

LEADER, OFFICER = "Authority Leader", "Authority Officer"
N51 = r"N5\.1, Điều 5 khoản 1, văn bản 12/QĐ-SGDĐT"


@pytest.fixture
def made() -> factory.District:
    return district()


def days(number: int) -> date:
    return getdate() + timedelta(days=number)


def refused(doc: Any, field: str, why: str, **values: Any) -> None:
    """Saving is refused in a sentence that names the field, and nothing is changed."""
    before = frappe.db.get_value(doc.doctype, doc.name, "modified")
    with pytest.raises(frappe.ValidationError, match=why) as error:
        frappe.get_doc(doc.doctype, doc.name).update(values).save()
    assert f"«{label(doc, field)}»" in str(error.value), str(error.value)
    assert frappe.db.get_value(doc.doctype, doc.name, "modified") == before


@pytest.mark.clause("N5.1", "E3")
class TestAnElection:
    def test_is_won_by_who_has_more_than_half(self, made):
        doc = elected(made, election(made))
        assert (doc.voters, doc.person, doc.rounds[0].outcome) == (3, BINH, "Elected")
        assert doc.person_name == "Hiệu trưởng THCS Binh"

    def test_the_client_says_neither_who_won_nor_who_voted(self, made):
        doc = elected(made, election(made), person=CUONG, voters=90)
        assert (doc.voters, doc.person) == (3, BINH)

    def test_voters_are_the_principals_who_were_there(self, made):
        meeting = election(made, present=(AN, BINH))
        factory.insert(
            "Cluster Session Attendance", session=meeting.name, staff="T-CUONG-TOAN-1", state="Present"
        )
        assert headship(made, session=meeting.name).voters == 2

    def test_who_comes_for_a_principal_votes_for_his_school(self, made):
        meeting = election(made, present=(AN, BINH))
        factory.insert(
            "Cluster Session Attendance",
            session=meeting.name,
            staff="T-CUONG-TOAN-1",
            state="Substitute",
            substitute_for=CUONG,
        )
        assert headship(made, session=meeting.name).voters == 3

    @pytest.mark.parametrize(
        ("counted", "cast", "why"),
        [
            (
                (4, 3, 3),
                {"BINH": 3},
                r"Số phiếu phát ra \(4\) nhiều hơn số người bầu có mặt \(3\).*kiểm phiếu lại",
            ),
            ((3, 4, 3), {"BINH": 3}, r"Số phiếu thu về \(4\) nhiều hơn số phiếu phát ra"),
            ((3, 2, 3), {"BINH": 2}, r"Số phiếu hợp lệ \(3\) nhiều hơn số phiếu thu về"),
            ((3, 3, 3), {"BINH": 3, "AN": 1}, r"Tổng số phiếu bầu \(4\) nhiều hơn số phiếu hợp lệ"),
        ],
    )
    def test_ballots_are_never_more_than_voters(self, made, counted, cast, why):
        draft = headship(made, session=election(made).name)
        refused(draft, "rounds", why, rounds=[count(*counted)], votes=votes(1, **cast))

    def test_a_candidate_is_principal_of_a_member_school(self, made):
        draft = headship(made, session=election(made).name)
        teacher = [{"round": 1, "candidate": "T-AN-TOAN-1", "votes": 2}]
        refused(
            draft,
            "rounds",
            f"«Giáo viên.*không thuộc diện được bầu.*{N51}",
            rounds=[count(3, 3, 3)],
            votes=teacher,
        )

    def test_a_tie_goes_to_a_second_round_between_the_two(self, made):
        draft = headship(made, session=election(made).name)
        first = {"rounds": [count(3, 3, 2)], "votes": votes(1, AN=1, BINH=1)}
        saved = frappe.get_doc(HEADSHIP, draft.name).update(first).save()
        assert (saved.person, saved.rounds[0].outcome) == (None, "Runoff")
        refused(draft, "rounds", "phải bầu vòng 2", status="Submitted")
        third = {"rounds": [count(3, 3, 2), count(3, 3, 3)]}
        refused(
            draft, "rounds", "Vòng 2.*không thuộc diện", **third, votes=[*first["votes"], *votes(2, CUONG=2)]
        )
        saved = (
            frappe.get_doc(HEADSHIP, draft.name)
            .update({**third, "votes": [*first["votes"], *votes(2, AN=2, BINH=1)]})
            .save()
        )
        assert (saved.person, saved.rounds[1].outcome) == (AN, "Elected")

    def test_a_tie_in_the_last_round_is_for_the_authority_to_decide(self, made):
        tied = {
            "rounds": [count(3, 3, 2), count(3, 3, 2)],
            "votes": [*votes(1, CUONG=1, BINH=1), *votes(2, CUONG=1, BINH=1)],
        }
        draft = headship(made, session=election(made).name, **tied)
        refused(draft, "rounds", "không chọn được người.*«Cử»", status="Submitted")
        assigned = {"way": "Assignment", "person": CUONG, "status": "Submitted"}
        saved = frappe.get_doc(HEADSHIP, draft.name).update(assigned).save()
        assert (saved.person, len(saved.rounds)) == (CUONG, 2)

    def test_a_round_that_nobody_asked_for_is_refused(self, made):
        draft = headship(made, session=election(made).name)
        won = {"rounds": [count(3, 3, 3)] * 2, "votes": [*votes(1, AN=2), *votes(2, BINH=2)]}
        refused(draft, "rounds", "Vòng 1 đã có kết quả", **won)

    def test_votes_belong_to_a_round_and_a_candidate_once(self, made):
        draft = headship(made, session=election(made).name)
        refused(draft, "votes", "vòng 2.*chỉ có 1 vòng", rounds=[count(3, 3, 3)], votes=votes(2, AN=2))
        twice = votes(1, AN=1) + votes(1, AN=1)
        refused(draft, "votes", "hai dòng ở vòng 1", rounds=[count(3, 3, 3)], votes=twice)

    def test_the_session_is_one_of_the_unit_in_which_somebody_is_elected(self, made):
        draft = headship(made)
        refused(draft, "session", "đơn vị khác", session=factory.session(made, getdate()).name)
        meeting = factory.session(made, getdate(), made.cluster)
        refused(draft, "session", "không phải phiên bầu.*Hãy chọn", session=meeting.name)

    def test_is_not_submitted_without_session_or_count(self, made):
        refused(headship(made), "session", "phiên họp có biên bản", status="Submitted")
        refused(
            headship(made), "session", "chưa chọn phiên họp", rounds=[count(1, 1, 1)], votes=votes(1, AN=1)
        )
        draft = headship(made, session=election(made).name)
        refused(draft, "rounds", "chưa có kết quả kiểm phiếu", status="Submitted")


@pytest.mark.clause("N5.1", "P4.1")
class TestASeat:
    def test_is_one_that_the_unit_has(self, made):
        with pytest.raises(frappe.ValidationError, match="không có chức danh nhóm trưởng"):
            headship(made, position="Group Lead")
        with pytest.raises(frappe.ValidationError, match=r"không có cấp THPT.*THCS"):
            headship(made, level="THPT")

    def test_is_filled_by_a_principal_of_a_member_school(self, made):
        draft = headship(made, way="Assignment", person="T-AN-TOAN-1")
        refused(
            draft, "person", f"phải là hiệu trưởng của một trường thành viên.*{N51}.*Hãy", status="Submitted"
        )

    def test_is_open_to_the_principals_in_the_founding_decisions_order(self, made):
        doc = headship(made, session=election(made).name)
        with as_user(login(BINH)):
            offered = headships.candidates(doc.name)
        assert [row["person"] for row in offered] == [AN, BINH, CUONG]
        assert offered[1] == {"person": BINH, "name": "Hiệu trưởng THCS Binh", "school": "THCS Binh"}
        with as_user(login("T-AN-TOAN-1")), pytest.raises(frappe.PermissionError):
            headships.candidates(doc.name)

    def test_of_one_level_by_the_principal_of_a_school_of_that_level(self, made):
        frappe.db.set_value("School Cluster", made.cluster, "levels", "TH-THCS")
        draft = headship(made, level="TH", way="Assignment", person=BINH)
        refused(draft, "person", "cấp TH", status="Submitted")
        frappe.db.set_value("Member School", "T-BINH", "levels", "TH")
        assert frappe.get_doc(HEADSHIP, draft.name).update({"status": "Submitted"}).save().person == BINH

    def test_needs_a_person_and_a_first_day(self, made):
        refused(
            headship(made, way="Assignment"), "person", "chưa chọn người làm cụm trưởng", status="Submitted"
        )
        draft = headship(made, way="Assignment", person=BINH, from_date=None)
        refused(draft, "from_date", "chưa ghi ngày", status="Submitted")

    def test_of_a_group_belongs_to_the_principal_of_its_lead_school(self, made):
        group = {"unit_type": "Inter-School Group", "unit": made.group, "position": "Group Lead"}
        draft = headship(made, way="Assignment", person=BINH, **group)
        refused(draft, "person", "của trường trưởng nhóm", status="Submitted")
        own = frappe.get_doc(HEADSHIP, draft.name).update({"person": AN, "status": "Submitted"}).save()
        assert own.predecessor == AN

    def test_deputies_are_named_for_the_next_year_too(self, made):
        """P4.1: the head names next year's head and deputies; another deputy stays."""
        draft = headship(made, position="Cluster Deputy", way="Assignment", person=CUONG, status="Submitted")
        confirm(draft.name)
        assert heads(made, "Cluster Deputy") == [(BINH, None, None, ""), (CUONG, getdate(), None, "15/QĐ")]
        after = headship(
            made, position="Cluster Deputy", way="Assignment", person=AN, predecessor=BINH, status="Submitted"
        )
        confirm(after.name)
        assert heads(made, "Cluster Deputy")[0] == (BINH, None, days(-1), "")


@pytest.mark.clause("N5.1", "E2.2")
class TestATerm:
    def last_day(self, years: int) -> date:
        return date(school_year_of(getdate()) + years, 8, 31)

    def test_is_as_long_as_the_regulation_allows_unless_somebody_says(self, made):
        assert getdate(headship(made).to_date) == self.last_day(3)
        assert getdate(headship(made, to_date=self.last_day(1)).to_date) == self.last_day(1)

    def test_of_four_school_years_is_refused(self, made):
        why = rf"4 năm học, quá 3 năm học theo {N51}.*{self.last_day(3):%d/%m/%Y}"
        refused(headship(made), "to_date", why, to_date=self.last_day(4))

    def test_before_its_beginning_is_refused(self, made):
        refused(headship(made), "to_date", "phải sau ngày bắt đầu", to_date=days(-1))

    def test_that_follows_others_counts_with_them(self, made):
        """The head of the factory is in office since last school year."""
        draft = headship(made, way="Assignment", person=AN)
        refused(draft, "person", rf"4 năm học liên tục, quá 3 năm học theo {N51}", status="Submitted")
        shorter = {"status": "Submitted", "to_date": self.last_day(2)}
        assert frappe.get_doc(HEADSHIP, draft.name).update(shorter).save().person == AN


@pytest.mark.clause("N5.1", "P4.1")
class TestConfirming:
    @pytest.fixture
    def submitted(self, made) -> Any:
        return elected(made, election(made), status="Submitted")

    def test_writes_the_office_and_ends_the_one_before(self, made, submitted):
        assert getdate(submitted.received_on) == getdate()
        assert submitted.predecessor == AN
        with as_user(authority_login("T-PHONG", LEADER)):
            confirm(submitted.name)
        since = heads(made)[0][1]
        assert heads(made) == [
            (AN, since, days(-1), ""),
            (BINH, getdate(), getdate(submitted.to_date), "15/QĐ"),
        ]

    def test_is_nobodys_but_a_leaders(self, made, submitted):
        for user in (authority_login("T-PHONG", OFFICER), login(AN)):
            with as_user(user), pytest.raises(frappe.PermissionError):
                confirm(submitted.name)
        assert heads(made)[0][2] is None

    def test_needs_number_and_day_of_the_decision(self, made, submitted):
        refused(submitted, "decision_no", "số và ngày quyết định", status="Confirmed")
        without = {"status": "Confirmed", "decision_no": "1"}
        refused(submitted, "decision_date", "số và ngày quyết định", **without)
        refused(submitted, "decision_date", "tương lai", **without, decision_date=days(1))

    def test_returning_needs_a_reason_and_leaves_everything_as_it_was(self, made, submitted):
        before = heads(made)
        with as_user(authority_login("T-PHONG", LEADER)):
            refused(submitted, "return_reason", "phải nêu lý do", status="Returned")
            returned = {"status": "Returned", "return_reason": "Thiếu biên bản"}
            frappe.get_doc(HEADSHIP, submitted.name).update(returned).save()
        assert heads(made) == before
        with as_user(login(AN)):
            again = frappe.get_doc(HEADSHIP, submitted.name).update({"status": "Submitted"}).save()
        assert getdate(again.received_on) == getdate()

    def test_a_sent_one_is_not_rewritten(self, made, submitted):
        with as_user(login(AN)):
            refused(submitted, "from_date", "đã gửi.*chuyển về bản nháp", from_date=days(3))
            refused(submitted, "votes", "đã gửi", votes=votes(1, BINH=3))

    def test_what_the_app_found_out_stays_as_it_was_sent(self, made, submitted):
        said = {"voters": 90, "proposed": CUONG, "why": "Đến lượt"}
        with as_user(login(AN)):
            frappe.get_doc(HEADSHIP, submitted.name).update(said).save()
        confirm(submitted.name)
        now = frappe.get_doc(HEADSHIP, submitted.name).update(said).save()
        assert (now.voters, now.proposed, now.proposed_name, now.why) == (3, None, None, None)

    @pytest.mark.parametrize("sent", [{}, {"person": AN}], ids=["himself", "himself, hidden"])
    def test_nobody_confirms_himself(self, made, sent):
        teacher = "T-CUONG-TOAN-1"
        values = {"position": "Cluster Deputy", "way": "Assignment", "status": "Submitted"}
        doc = headship(made, person=teacher, **values)
        user = login(teacher)
        post = {"full_name": "Cán bộ", "authority": "T-PHONG", "position": LEADER}
        factory.insert("Authority Staff", user=user, **post)
        with as_user(user), pytest.raises(frappe.PermissionError):
            confirm(doc.name, **sent)

    def test_what_was_confirmed_is_closed_to_everybody(self, made, submitted):
        confirm(submitted.name)
        why = "đã được chuẩn y.*lập hồ sơ mới"
        refused(submitted, "to_date", why, to_date=days(5))
        refused(submitted, "status", why, status="Returned", return_reason="x")
        with as_user(login(BINH)):
            refused(submitted, "person", why, person=CUONG)
        with pytest.raises(frappe.ValidationError, match=r"không xóa được.*hồ sơ mới"):
            frappe.delete_doc(HEADSHIP, submitted.name)
        assert len(heads(made)) == 2

    def test_the_units_own_checks_run(self, made, submitted):
        """Somebody was entered by hand meanwhile: the whole confirmation is refused."""
        cluster = frappe.get_doc("School Cluster", made.cluster)
        cluster.officers[0].to_date = days(9)
        cluster.append("officers", {"position": "Cluster Head", "staff": CUONG, "from_date": days(10)})
        cluster.save()
        before = heads(made)
        decided = {"status": "Confirmed", "decision_no": "1", "decision_date": getdate()}
        refused(submitted, "from_date", "đã có cụm trưởng nhận nhiệm vụ từ ngày", **decided)
        assert heads(made) == before

    def test_history_stays(self, made, submitted):
        confirm(submitted.name)
        later = headship(made, way="Assignment", person=CUONG, from_date=days(30), status="Submitted")
        assert later.predecessor == BINH
        confirm(later.name, decision_no="20/QĐ")
        assert [row[0] for row in heads(made)] == [AN, BINH, CUONG]
        assert heads(made)[1][2] == days(29)


@pytest.mark.clause("E2.2")
class TestRotation:
    @pytest.fixture
    def made(self) -> factory.District:
        return district(ROTATION)

    def test_the_app_says_who_is_next_and_why(self, made):
        """An is in office; Bình and Cường never were, and Bình comes first in the founding decision."""
        doc = headship(made, way="Rotation")
        assert (doc.proposed, doc.person) == (BINH, BINH)
        assert doc.why == (
            "THCS Binh chưa có lần nào giữ chức danh này và đứng trước theo thứ tự trong quyết định thành lập."
        )

    def test_the_forms_button_asks_the_same(self, made):
        doc = headship(made, way="Rotation", person=CUONG)
        with as_user(login(AN)):
            told = headships.propose_next(doc.name)
        assert (told["person"], told["school"], told["why"]) == (BINH, "THCS Binh", doc.why)
        with as_user(login("T-AN-TOAN-1")), pytest.raises(frappe.PermissionError):
            headships.propose_next(doc.name)

    def test_skipping_needs_a_reason(self, made):
        draft = headship(made, way="Rotation", person=CUONG)
        why = r"đến lượt «Hiệu trưởng THCS Binh».*E2\.2, Mục II\.2, văn bản 12/QĐ-SGDĐT.*lý do bỏ qua"
        refused(draft, "skip_reason", why, status="Submitted")
        given = {"status": "Submitted", "skip_reason": "Hiệu trưởng THCS Binh sắp nghỉ hưu"}
        assert frappe.get_doc(HEADSHIP, draft.name).update(given).save().person == CUONG

    def test_so_does_an_election_that_goes_round(self, made):
        """«Cụm trưởng được bầu luân phiên một năm một lần»."""
        draft = headship(made, session=election(made).name, rounds=[count(3, 3, 3)], votes=votes(1, CUONG=3))
        assert draft.proposed == BINH
        refused(draft, "skip_reason", "lý do bỏ qua", status="Submitted")

    def test_a_school_without_a_principal_is_told(self, made):
        person = frappe.get_doc("Member School Staff", BINH)
        person.postings[0].position = "Vice Principal"
        person.save()
        doc = headship(made, way="Rotation")
        assert doc.person == CUONG
        assert doc.why.endswith("Không xét THCS Binh: không có người đủ điều kiện.")


@pytest.mark.clause("E4.2e")
def test_a_submission_has_number_and_day_where_the_regulation_asks_for_one(made):
    made_duty = factory.deadline(
        "TTR", "School Cluster", "HEAD-SUBMISSION", 18, 8, clause="E4.2e", legal_basis="Mục IV.2"
    )
    regulation = frappe.get_doc("Cluster Regulation", made.regulation)
    regulation.append("duties", made_duty)
    regulation.save()
    draft = elected(made, election(made))
    stamped = {"status": "Confirmed", "decision_no": "9/QĐ", "decision_date": getdate()}
    refused(draft, "submission_no", r"tờ trình theo E4\.2e, Mục IV\.2", **stamped)
    numbered = {"submission_no": "3/TTr", "status": "Submitted"}
    refused(draft, "submission_date", "tờ trình theo", **numbered)
    refused(draft, "submission_date", "tương lai", submission_date=days(1), **numbered)
    sent = frappe.get_doc(draft.doctype, draft.name).update({"status": "Submitted"}).save()
    assert (sent.paper_number, sent.paper_date) == (1, getdate()), "otherwise the app gives both"
