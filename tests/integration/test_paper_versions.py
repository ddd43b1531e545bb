"""The authority receives what is sent, or returns it with a reason; every send is kept (E2.2, C5a)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import frappe
import pytest
from frappe.utils import get_datetime, getdate, now_datetime

from cum_chuyen_mon.api import delivery as api
from cum_chuyen_mon.controllers.tidy import label
from cum_chuyen_mon.delivery import versions
from cum_chuyen_mon.permissions.files import may_reach

from . import factory
from .holders import as_user, authority_login, login, report, submitted_plan
from .test_copies import enabled

PLAN, REPORT, VERSION = "Cluster Activity Plan", "Cluster Unit Report", "Cluster Paper Version"
LEADER, OFFICER = "Authority Leader", "Authority Officer"
HEAD, DEPUTY = "T-AN-HT", "T-BINH-HT"


@pytest.fixture
def made() -> factory.District:
    return factory.build(year="T-NAY", around=getdate(), duties=[])


def year_report(made: factory.District, **values: Any) -> Any:
    drafted = {
        "title": "Báo cáo năm",
        "paper_kind": "YEAR-REPORT",
        "semester": None,
        "status": "Draft",
        "body": "Đã họp hai phiên.",
    }
    return report(made, **{**drafted, **values})


def save(doc: Any, **values: Any) -> Any:
    return frappe.get_doc(doc.doctype, doc.name).update(values).save()


def kept(doc: Any) -> list[tuple]:
    """(number, outcome, reason) of every send, oldest first."""
    rows = frappe.get_all(
        VERSION,
        {"reference_doctype": doc.doctype, "reference_name": doc.name},
        ["version_no", "outcome", "return_reason"],
        order_by="version_no",
    )
    return [(row.version_no, row.outcome, row.return_reason or "") for row in rows]


def snapshot(doc: Any, number: int) -> dict:
    return json.loads(frappe.db.get_value(VERSION, f"{doc.name}-V{number}", "snapshot"))


def attached(doc: Any, content: str, name: str = "phu-luc.txt") -> Any:
    about = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
    return factory.insert("File", file_name=name, content=content, is_private=1, **about)


class TestReceipt:
    def test_the_server_keeps_when_it_came_and_who_received_it(self, made):
        head, officer = login(HEAD), authority_login("T-PHONG", OFFICER)
        before = now_datetime()
        with as_user(head):
            sent = year_report(
                made, status="Sent", received_at="2020-01-01 00:00:00", received_by="Administrator"
            )
        assert before <= get_datetime(sent.received_at) <= now_datetime()
        assert (sent.received_by, getdate(sent.received_on)) == (None, getdate())
        with as_user(officer):
            received = save(sent, status="Received", received_at="2020-01-01 00:00:00", received_by=head)
        assert (get_datetime(received.received_at), received.received_by) == (
            get_datetime(sent.received_at),
            officer,
        )
        assert kept(sent) == [(1, "Accepted", "")]

    def test_a_paper_that_went_back_has_not_arrived_and_arrives_anew(self, made):
        head, officer = login(HEAD), authority_login("T-PHONG", OFFICER)
        with as_user(head):
            sent = year_report(made, status="Sent")
        frappe.db.set_value(REPORT, sent.name, "received_at", "2020-01-01 00:00:00")
        with as_user(officer):
            returned = save(sent, status="Returned", return_reason="Thiếu chữ ký")
        assert (returned.received_at, returned.received_by) == (None, None)
        with as_user(head):
            again = save(sent, status="Sent")
        assert getdate(again.received_at) == getdate()
        assert again.return_reason is None, "the reason was about the text before"

    def test_of_an_old_paper_only_the_day_is_known(self, made):
        old = year_report(made, status="Received", received_on=getdate() - timedelta(days=9))
        assert (old.received_at, kept(old)) == (None, [(1, "Accepted", "")])

    def test_a_plan_has_its_hour_too(self, made):
        with as_user(login(HEAD)):
            sent = submitted_plan(made)
        assert getdate(sent.received_at) == getdate()
        with as_user(authority_login("T-PHONG", LEADER)):
            approved = save(sent, status="Approved", approval_no="1/QĐ", approved_on=getdate())
        assert approved.received_at == sent.received_at
        assert kept(sent) == [(1, "Accepted", "")]


class TestReturning:
    @pytest.mark.parametrize("reason", [None, "", "  "])
    def test_needs_a_reason(self, made, reason):
        with as_user(login(HEAD)):
            sent = year_report(made, status="Sent")
        refused = pytest.raises(frappe.ValidationError, match=f"{_label()}.*còn trống.*Hãy ghi lý do")
        with as_user(authority_login("T-PHONG", OFFICER)), refused:
            save(sent, status="Returned", return_reason=reason)
        assert frappe.db.get_value(REPORT, sent.name, "status") == "Sent"

    def test_the_old_reason_does_not_do_for_a_second_return(self, made):
        head, officer = login(HEAD), authority_login("T-PHONG", OFFICER)
        with as_user(head):
            sent = year_report(made, status="Sent")
        with as_user(officer):
            save(sent, status="Returned", return_reason="Thiếu số liệu")
        with as_user(head):
            save(sent, status="Sent")
        with as_user(officer), pytest.raises(frappe.ValidationError, match=_label()):
            save(sent, status="Returned")

    def test_the_sender_is_told(self, made):
        head = enabled(login(HEAD))
        with as_user(head):
            sent = year_report(made, status="Sent")
        with as_user(authority_login("T-PHONG", OFFICER)):
            save(sent, status="Returned", return_reason="Thiếu số liệu")
            versions.tell_sender(f"{sent.name}-V1")
        told = frappe.get_all("Notification Log", {"document_name": sent.name}, ["for_user", "subject"])
        assert [(row.for_user, "Thiếu số liệu" in row.subject) for row in told] == [(head, True)]


class TestVersions:
    @pytest.mark.clause("E2.2", "C5a")
    def test_both_versions_stay_after_a_resubmission(self, made):
        head, officer = login(HEAD), authority_login("T-PHONG", OFFICER)
        with as_user(head):
            sent = year_report(made, status="Sent", body="Hai phiên.")
        with as_user(officer):
            save(sent, status="Returned", return_reason="Thiếu số liệu")
        with as_user(head):
            save(sent, status="Sent", body="Ba phiên, 24 người.")
        with as_user(officer):
            save(sent, status="Received")
        assert kept(sent) == [(1, "Returned", "Thiếu số liệu"), (2, "Accepted", "")]
        assert [snapshot(sent, n)["body"] for n in (1, 2)] == ["Hai phiên.", "Ba phiên, 24 người."]
        with as_user(officer):
            changes = api.compare_versions(REPORT, sent.name, 1, 2)
        assert [(c["label"], c["old"], c["new"]) for c in changes] == [
            (frappe._("Content", context=REPORT), "Hai phiên.", "Ba phiên, 24 người.")
        ]

    @pytest.mark.clause("C5a")
    def test_of_a_plan_with_its_rows(self, made):
        head, leader = login(HEAD), authority_login("T-PHONG", LEADER)
        with as_user(head):
            sent = submitted_plan(made, items=[{"title": "Chuyên đề Toán"}, {"title": "Hội thảo"}])
        with as_user(leader):
            save(sent, status="Returned", **_reason(sent))
        with as_user(head):
            doc = frappe.get_doc(PLAN, sent.name)
            doc.items[1].title = "Hội thi"
            doc.append("items", {"title": "Tham quan"})
            doc.status = "Submitted"
            doc.save()
            changes = api.compare_versions(PLAN, sent.name, 1, 2)
        assert [
            (c["field"], c["row"], (c["old"] or {}).get("title"), c["new"]["title"]) for c in changes
        ] == [
            ("items", 2, "Hội thảo", "Hội thi"),
            ("items", 3, None, "Tham quan"),
        ]

    def test_what_is_reworded_while_it_lies_there_is_kept_too(self, made):
        with as_user(login(HEAD)):
            sent = year_report(made, status="Sent", body="Hai phiên.")
            save(sent, body="Hai phiên, 24 người.")
            save(sent)
        assert kept(sent) == [(1, "Reworded", ""), (2, "Waiting", "")]

    def test_what_is_taken_back_says_so(self, made):
        with as_user(login(HEAD)):
            sent = year_report(made, status="Sent")
            save(sent, status="Draft")
        assert kept(sent) == [(1, "Withdrawn", "")]

    def test_a_draft_has_none(self, made):
        assert kept(year_report(made)) == []

    def test_a_version_that_is_not_there_is_not_compared(self, made):
        sent = year_report(made, status="Sent")
        with pytest.raises(frappe.ValidationError, match="lần gửi thứ 2"):
            api.compare_versions(REPORT, sent.name, 1, 2)

    def test_nobody_writes_one(self, made):
        sent = year_report(made, status="Sent")
        with pytest.raises(frappe.ValidationError, match="hệ thống ghi lại"):
            factory.insert(VERSION, reference_doctype=REPORT, reference_name=sent.name, version_no=7)
        with pytest.raises(frappe.ValidationError, match="hệ thống ghi lại"):
            save(frappe.get_doc(VERSION, f"{sent.name}-V1"), snapshot="{}")
        with pytest.raises(frappe.ValidationError, match="không xóa được"):
            frappe.delete_doc(VERSION, f"{sent.name}-V1")

    def test_go_with_the_paper(self, made):
        sent = year_report(made)
        attached(sent, "bảng số liệu")
        save(sent, status="Sent")
        frappe.delete_doc(REPORT, sent.name)
        assert kept(sent) == []
        assert not frappe.db.exists(
            "File", {"attached_to_doctype": VERSION, "attached_to_name": f"{sent.name}-V1"}
        )


class TestWhoReadsVersions:
    def test_who_reads_the_paper_and_nobody_else(self, made):
        factory.add_school(made, "T-XA")
        sent = year_report(made, status="Sent")
        of_school = factory.insert(
            REPORT, title="Báo cáo trường", paper_kind="YEAR-REPORT", unit_type="Member School", unit="T-BINH",
            school_year=made.year, status="Sent",
        )  # fmt: skip
        both = {f"{sent.name}-V1", f"{of_school.name}-V1"}
        readers = {
            "head": (login(HEAD), {f"{sent.name}-V1"}),
            "its own school's principal": (login(DEPUTY), both),
            "officer": (authority_login("T-PHONG", OFFICER), both),
            "outsider": (login("T-XA-HT"), set()),
            "teacher": (login(made.teacher("T-CUONG")), set()),
        }
        for who, (user, wanted) in readers.items():
            with as_user(user):
                may = {name for name in both if frappe.has_permission(VERSION, "read", doc=name)}
                listed = set(frappe.get_list(VERSION, pluck="name")) if wanted else set()
                if who == "outsider":
                    with pytest.raises(frappe.PermissionError):
                        api.paper_versions(REPORT, sent.name)
            assert (who, may, listed & both) == (who, wanted, wanted)

    def test_a_file_that_was_replaced_stays_with_the_old_version(self, made):
        head, officer, stranger = (
            login(HEAD),
            authority_login("T-PHONG", OFFICER),
            login(made.teacher("T-CUONG")),
        )
        with as_user(head):
            draft = year_report(made)
            old = attached(draft, f"bản thứ nhất {draft.name}")
            save(draft, status="Sent")
        with as_user(officer):
            save(draft, status="Returned", return_reason="Sai phụ lục")
        with as_user(head):
            frappe.delete_doc("File", old.name)
            attached(draft, f"bản thứ hai {draft.name}", "phu-luc-2.txt")
            save(draft, status="Sent")
        with as_user(officer):
            listed = api.paper_versions(REPORT, draft.name)
            assert [[f["file_name"] for f in row["files"]] for row in listed] == [
                ["phu-luc-2.txt"],
                ["phu-luc.txt"],
            ]
            assert may_reach(old.file_url)
            held = frappe.get_doc("File", {"attached_to_doctype": VERSION, "file_url": old.file_url})
            assert held.get_content() == f"bản thứ nhất {draft.name}"
            (change,) = api.compare_versions(REPORT, draft.name, 1, 2)
        assert (change["label"], len(change["old"]), len(change["new"])) == ("Tệp đính kèm", 1, 1) or change[
            "row"
        ] == 1
        with as_user(stranger):
            assert not may_reach(old.file_url)


def test_a_file_in_a_field_is_kept_with_a_paper_that_is_sent_at_once(made):
    file = factory.insert("File", file_name="bao-cao.txt", content="toàn văn báo cáo", is_private=1)
    sent = year_report(made, status="Sent", file=file.file_url)
    (first,) = versions.listed(REPORT, sent.name)
    assert [f["file_url"] for f in first["files"]] == [file.file_url]


def _label() -> str:
    return label(frappe.new_doc(REPORT), "return_reason")


def _reason(doc: Any) -> dict:
    """A reason, where the paper has a field for one."""
    return {"return_reason": "Thiếu thời gian"} if doc.meta.has_field("return_reason") else {}
