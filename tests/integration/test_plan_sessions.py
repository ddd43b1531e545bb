"""An approved plan makes its sessions, an amendment takes its place, and what no plan foresaw is marked."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from frappe.utils import get_last_day, getdate

from cum_chuyen_mon.api import plans as api
from cum_chuyen_mon.permissions.steps import apply_workflow

from . import factory
from .holders import as_user, authority_login, district, login, plan
from .test_decided import days, stored

PLAN, SESSION = "Cluster Activity Plan", "Cluster Session"
GROUP = "Inter-School Group"
LEADER, HEAD = "Authority Leader", "T-AN-HT"


@pytest.fixture
def made() -> factory.District:
    """A district whose school year holds today; its group has a subject group for TOAN."""
    return district()


def item(title: str, **values: Any) -> dict:
    return {"title": title, "activity_kind": "PERIODIC-MEETING", "planned_on": getdate(), **values}


def approved(made: factory.District, items: list[dict], **values: Any) -> Any:
    """A plan of the cluster, or of the unit named, that went its way to the leader's approval."""
    return approve(made, plan(made, items=items, **values))


def approve(made: factory.District, doc: Any) -> Any:
    leader = "leader.t-phong@cum.example"
    if not frappe.db.exists("User", leader):
        authority_login(made.authority, LEADER)
    frappe.get_doc(PLAN, doc.name).update({"status": "Submitted"}).save()
    with as_user(leader):
        return frappe.get_doc(PLAN, doc.name).update({"status": "Approved", "approval_no": "12/QĐ"}).save()


def amended(made: factory.District, doc: Any, change: Any) -> Any:
    """An approved amendment: the head's draft, changed by ``change(doc)``."""
    with as_user(
        login(HEAD) if not frappe.db.exists("User", "t-an-ht@cum.example") else "t-an-ht@cum.example"
    ):
        draft = frappe.get_doc(PLAN, api.amend_plan(doc.name))
        change(draft)
        draft.save()
    return approve(made, draft)


def sessions_of(doc: Any) -> list[Any]:
    fields = [
        "name",
        "session_title",
        "unit",
        "session_date",
        "chair",
        "status",
        "date_is_provisional",
        "plan",
    ]
    return frappe.get_all(SESSION, {"plan": doc.name}, fields, order_by="session_title")


class TestApproval:
    @pytest.mark.clause("C5a", "N5.2")
    def test_makes_a_planned_session_of_every_item_that_has_a_time(self, made):
        doc = approved(
            made,
            [
                item("Một", host_school="T-BINH"),
                item("Hai", planned_on=None, planned_month="7"),
                item("Ba", planned_on=None, semester="2"),
                item("Bốn", planned_on=days(-2)),
                item("Năm", activity_kind=None),
            ],
        )
        rows = {row.session_title: row for row in sessions_of(doc)}
        assert set(rows) == {"Một", "Hai"}, "no time, a past one, no kind: nothing is invented"
        day = rows["Một"]
        assert (day.unit, day.chair, day.status, day.date_is_provisional) == (
            made.cluster,
            HEAD,
            "Planned",
            0,
        )
        year = frappe.get_doc("Cluster School Year", made.year)
        assert getdate(rows["Hai"].session_date) == getdate(get_last_day(year.end_date))
        assert rows["Hai"].date_is_provisional == 1

    @pytest.mark.clause("C3", "C5d")
    def test_gives_a_subjects_item_to_its_subject_group_and_its_lead(self, made):
        of_group = {"unit_type": GROUP, "unit": made.group}
        doc = approved(made, [item("Toán", subject="TOAN"), item("Văn", subject="NGU-VAN")], **of_group)
        rows = {row.session_title: (row.unit, row.chair) for row in sessions_of(doc)}
        assert rows == {"Toán": ("T-TO-TOAN", made.teacher("T-AN")), "Văn": (made.group, HEAD)}

    @pytest.mark.clause("C3")
    def test_what_is_planned_counts_for_nothing_before_it_is_held(self, made):
        approved(made, [item("Phiên họp")])
        owed = frappe.get_all(
            "Cluster Obligation", {"duty_code": "Q-CUM", "unit": made.cluster}, ["held", "counted", "state"]
        )
        assert owed
        assert all((row.held, row.counted) == (0, 0) and row.state != "Met" for row in owed), owed

    def test_doing_it_again_makes_nothing_twice(self, made):
        doc = approved(made, [item("Một")])
        before = [row.name for row in sessions_of(doc)]
        with as_user("leader.t-phong@cum.example"):
            frappe.get_doc(PLAN, doc.name).update({"status": "Returned", "return_reason": "Xem lại"}).save()
        frappe.get_doc(PLAN, doc.name).update({"items": [*_rows(doc), item("Hai")]}).save()
        approve(made, doc)
        rows = sessions_of(doc)
        assert [row.session_title for row in rows] == ["Hai", "Một"]
        assert [row.name for row in rows if row.session_title == "Một"] == before

    def test_is_of_the_text_that_the_leader_has_read(self, made):
        doc = plan(made, items=[item("Một")])
        doc.update({"status": "Submitted", "approval_no": "12/QĐ"}).save()
        read = {"doctype": PLAN, "name": doc.name, "modified": str(doc.modified)}
        frappe.get_doc(PLAN, doc.name).update({"goals": "Khác"}).save()
        with as_user(authority_login(made.authority, LEADER)):
            with pytest.raises(frappe.TimestampMismatchError, match="đã được sửa sau khi bạn mở"):
                apply_workflow(read, "Approve Plan")
            read["modified"] = str(frappe.db.get_value(PLAN, doc.name, "modified"))
            assert apply_workflow(frappe.as_json(read), "Approve Plan").status == "Approved"

    def test_rules_make_no_sessions(self, made):
        doc = approved(made, [item("Một")], paper_kind="RULES", body="Điều 1")
        assert sessions_of(doc) == []

    def test_an_item_that_could_make_no_session_is_not_submitted(self, made):
        with as_user(login(HEAD)):
            doc = plan(made, items=[item("Một", activity_kind=None)])
            with pytest.raises(frappe.ValidationError, match=r"Dòng 1, ô «.*loại hoạt động"):
                doc.update({"status": "Submitted"}).save()
            far = plan(made, items=[item("Một", planned_on=days(800))])
            with pytest.raises(frappe.ValidationError, match="không thuộc năm học"):
                far.update({"status": "Submitted"}).save()

    def test_nor_put_into_a_plan_that_was_submitted(self, made):
        with as_user(login(HEAD)):
            doc = plan(made, items=[item("Một")])
            doc.update({"status": "Submitted"}).save()
            doc.items[0].planned_on = days(800)
            with pytest.raises(frappe.ValidationError, match="không thuộc năm học"):
                doc.save()


def _rows(doc: Any) -> list:
    return list(frappe.get_doc(PLAN, doc.name).items)


class TestAMonth:
    """C3: dates are agreed for each session; a plan may know the month only."""

    @pytest.fixture
    def meeting(self, made) -> Any:
        doc = approved(made, [item("Tháng bảy", planned_on=None, planned_month="7")])
        return frappe.get_doc(SESSION, sessions_of(doc)[0].name)

    @pytest.mark.clause("C3")
    def test_is_no_day_to_be_convened_on(self, meeting):
        with as_user(login(HEAD)):
            with pytest.raises(frappe.ValidationError, match="chưa có ngày họp"):
                meeting.update({"status": "Convened"}).save()
            meeting.reload()
            meeting.update({"status": "Convened", "session_date": days(3)}).save()
        assert stored(meeting, "status", "date_is_provisional", "session_date") == [
            "Convened",
            "",
            str(days(3)),
        ]

    def test_is_not_said_of_a_day_by_hand(self, made):
        meeting = factory.session(made, days(2), date_is_provisional=1)
        assert meeting.date_is_provisional == 0

    def test_makes_nothing_due_before_there_is_a_day(self, made):
        """«Trước khi thực hiện» is counted from the first day that is known."""
        row = factory.deadline("KH", GROUP, "PLAN", 0, 0, anchor="First Session")
        regulation = frappe.get_doc("Cluster Regulation", made.regulation)
        regulation.append("duties", row)
        regulation.save()
        of_group = {"unit_type": GROUP, "unit": made.group}
        approved(made, [item("Toán", planned_on=None, planned_month="7")], **of_group)
        factory.session(made, days(5))
        assert str(factory.obligation(made, "KH").due_on) == str(days(4))


class TestAnAmendment:
    @pytest.mark.clause("N5.2", "C5a")
    def test_takes_the_place_of_the_approved_plan_and_keeps_its_sessions(self, made):
        doc = approved(made, [item("Giữ"), item("Sửa"), item("Bỏ"), item("Đã triệu tập")])
        before = {row.session_title: row.name for row in sessions_of(doc)}
        frappe.get_doc(SESSION, before["Đã triệu tập"]).update({"status": "Convened"}).save()

        def change(draft: Any) -> None:
            draft.items[1].update({"title": "Đã sửa", "planned_on": days(1)})
            draft.set("items", [*draft.items[:2], item("Mới")])

        new = amended(made, doc, change)
        assert (new.amendment_no, new.title) == (1, "Kế hoạch năm học (điều chỉnh lần 1)")
        assert stored(doc, "status", "amended_by", "approval_no") == ["Amended", new.name, "12/QĐ"]
        assert [row.title for row in _rows(doc)] == ["Giữ", "Sửa", "Bỏ", "Đã triệu tập"], "the old text stays"
        rows = {row.session_title: row for row in sessions_of(new)}
        assert set(rows) == {"Giữ", "Đã sửa", "Mới"}
        assert (rows["Giữ"].name, rows["Đã sửa"].name) == (before["Giữ"], before["Sửa"])
        assert getdate(rows["Đã sửa"].session_date) == days(1)
        gone = frappe.get_doc(SESSION, before["Bỏ"])
        assert (gone.status, gone.status_reason) == (
            "Cancelled",
            "Không còn trong kế hoạch điều chỉnh lần 1 đã duyệt.",
        )
        assert frappe.db.get_value(SESSION, before["Đã triệu tập"], "status") == "Convened"
        new.run_method("onload")
        assert [row.name for row in new.get("__onload")["left"]] == [before["Đã triệu tập"]]

    def test_leaves_alone_what_the_convener_changed_of_an_unchanged_item(self, made):
        doc = approved(made, [item("Giữ")])
        row = sessions_of(doc)[0]
        frappe.get_doc(SESSION, row.name).update({"session_date": days(4), "venue": "Hội trường"}).save()
        new = amended(made, doc, lambda draft: draft.append("items", item("Mới")))
        kept = next(row for row in sessions_of(new) if row.session_title == "Giữ")
        assert getdate(kept.session_date) == days(4)

    def test_is_numbered_by_the_server_one_at_a_time(self, made):
        first = approved(made, [item("Một")])
        with as_user(login(HEAD)):
            api.amend_plan(first.name)
            with pytest.raises(frappe.ValidationError, match="đã có bản điều chỉnh lần 1"):
                api.amend_plan(first.name)
            with pytest.raises(frappe.ValidationError, match="chỉ điều chỉnh văn bản đã duyệt"):
                api.amend_plan(plan(made).name)
        second = approve(made, frappe.get_doc(PLAN, {"amends": first.name}))
        third = amended(made, second, lambda draft: None)
        assert (second.amendment_no, third.amendment_no) == (1, 2)
        assert third.title.endswith("(điều chỉnh lần 2)")

    def test_is_of_the_same_unit_and_made_by_its_head(self, made):
        first = approved(made, [item("Một")])
        with as_user(login("T-CUONG-HT")), pytest.raises(frappe.PermissionError):
            api.amend_plan(first.name)
        with pytest.raises(frappe.ValidationError, match="phải giống văn bản được điều chỉnh"):
            plan(made, amends=first.name, unit_type=GROUP, unit=made.group)

    def test_gives_way_when_its_approval_is_taken_back(self, made):
        doc = approved(made, [item("Giữ")])
        new = amended(made, doc, lambda draft: draft.append("items", item("Mới")))
        with as_user("leader.t-phong@cum.example"):
            frappe.get_doc(PLAN, new.name).update({"status": "Returned", "return_reason": "Xem lại"}).save()
        assert stored(doc, "status", "amended_by") == ["Approved", ""]
        assert [(row.session_title, row.status) for row in sessions_of(doc)] == [("Giữ", "Planned")]
        assert [(row.session_title, row.status) for row in sessions_of(new)] == [("Mới", "Cancelled")]

    def test_an_amended_plan_still_came_when_it_came(self, made):
        row = factory.deadline("KH", "School Cluster", "PLAN", 0, 0, anchor="First Session")
        regulation = frappe.get_doc("Cluster Regulation", made.regulation)
        regulation.append("duties", row)
        regulation.save()
        doc = approved(made, [item("Một", planned_on=days(3))], received_on=days(-3))
        amended(made, doc, lambda draft: None)
        owed = factory.obligation(made, "KH")
        assert (owed.state, frappe.parse_json(owed.evidence)) == ("Met", [doc.name])


class TestOutsideThePlan:
    """N5.2: periodic meetings, and extraordinary ones."""

    @pytest.mark.clause("N5.2")
    def test_a_session_that_comes_from_no_item_is_marked(self, made):
        before = factory.session(made, days(1), unit=made.cluster, secretary="T-CUONG-HT")
        assert before.is_extraordinary == 0, "there is no plan yet"
        doc = approved(made, [item("Một")])
        after = factory.session(made, days(2), unit=made.cluster, secretary="T-CUONG-HT")
        assert after.is_extraordinary == 1
        from_plan = frappe.get_doc(SESSION, sessions_of(doc)[0].name)
        assert from_plan.is_extraordinary == 0
        other = factory.session(made, days(2))
        assert other.is_extraordinary == 0, "another unit's plan"

    @pytest.mark.clause("N5.2")
    def test_what_the_server_says_is_not_said_by_hand(self, made):
        doc = approved(made, [item("Một")])
        key = _rows(doc)[0].item_key
        with as_user(login(HEAD)):
            meeting = factory.session(
                made,
                days(2),
                unit=made.cluster,
                secretary=None,
                is_extraordinary=0,
                plan=doc.name,
                plan_item=key,
            )
            assert (meeting.is_extraordinary, meeting.plan, meeting.plan_item) == (1, None, None)

    def test_an_import_marks_nothing(self, made):
        approved(made, [item("Một")])
        frappe.flags.cum_chuyen_mon_loading = True
        try:
            meeting = factory.session(made, days(2), unit=made.cluster, secretary="T-CUONG-HT")
        finally:
            frappe.flags.cum_chuyen_mon_loading = False
        assert meeting.is_extraordinary == 0
