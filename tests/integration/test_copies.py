"""After the minutes lock: every member school keeps them (N5.2), and an extract stands in for its team (C4)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import frappe
import pytest
from frappe.utils import getdate

from cum_chuyen_mon.delivery import copies
from cum_chuyen_mon.meetings import confirmation, roll_call
from cum_chuyen_mon.rules.words import Answer

from . import factory
from .holders import as_user, authority_login, district, login

COPY, MINUTES = "Cluster Minutes Copy", "Cluster Minutes"


@pytest.fixture
def made() -> factory.District:
    return district()


def lock(meeting: Any, people: list[str], **values: Any) -> Any:
    minutes = factory.complete_minutes(meeting, **values)
    confirmation.ask(minutes)
    for person in people:
        confirmation.answer(minutes.name, person, Answer.CONFIRMED, method="On Paper")
    return frappe.get_doc(MINUTES, minutes.name)


def locked(made: factory.District, **values: Any) -> Any:
    """Locked minutes of today's session of the group about Toán, or of another unit."""
    meeting = factory.hold_and_lock(made, getdate(), **values)
    return frappe.get_doc(MINUTES, {"session": meeting.name})


def enabled(user: str) -> str:
    """A login in use, with notices: the factory's are made as by an import, which leaves both off."""
    frappe.db.set_value("User", user, "enabled", 1)
    frappe.db.set_value("Notification Settings", user, "enabled", 1)
    return user


def stored(minutes: str, *fields: str) -> dict[str, Any]:
    """school → the fields of its copy."""
    rows = frappe.get_all(COPY, {"minutes": minutes}, ["school", *fields], order_by="school")
    return {row.school: tuple(row[f] for f in fields) if len(fields) > 1 else row[fields[0]] for row in rows}


class TestDelivery:
    @pytest.mark.clause("N5.2", "C4")
    def test_every_member_school_keeps_the_locked_minutes(self, made):
        minutes = locked(made)
        kept = stored(minutes.name, "name", "status", "is_extract", "attended")
        assert kept == {s: (f"{minutes.name}-{s}", "Delivered", 1, 1) for s in ("T-AN", "T-BINH", "T-CUONG")}

    @pytest.mark.clause("N5.2")
    def test_a_cluster_session_without_subjects_is_kept_whole(self, made):
        minutes = locked(made, unit=made.cluster, unit_type="School Cluster")
        assert set(stored(minutes.name, "is_extract").values()) == {0}

    def test_a_school_of_which_nobody_came_keeps_them_too(self, made):
        meeting = factory.session(made, getdate())
        roll_call.invite(meeting)
        for school, state in (("T-AN", "Present"), ("T-BINH", "Late"), ("T-CUONG", "Absent")):
            row = frappe.get_doc("Cluster Session Attendance", f"{meeting.name}-{made.teacher(school)}")
            row.update({"state": state}).save()
        minutes = lock(meeting, [made.teacher("T-AN"), made.teacher("T-BINH")])
        assert stored(minutes.name, "attended") == {"T-AN": 1, "T-BINH": 1, "T-CUONG": 0}

    def test_minutes_that_wait_are_kept_by_nobody(self, made):
        meeting = factory.session(made, getdate())
        people = factory.everyone_present(meeting)
        minutes = factory.complete_minutes(meeting)
        confirmation.ask(minutes)
        confirmation.answer(minutes.name, people[0], Answer.CONFIRMED)
        assert stored(minutes.name, "status") == {}

    @pytest.mark.clause("N5.2")
    def test_members_are_those_of_the_sessions_day(self, made):
        """One left before it, one comes after it."""
        group = frappe.get_doc("Inter-School Group", made.group)
        group.members[1].to_date = getdate() - timedelta(days=1)
        group.members[2].from_date = getdate() + timedelta(days=1)
        group.save()
        meeting = factory.session(made, getdate(), secretary=made.teacher("T-AN", "NGU-VAN"))
        factory.everyone_present(meeting)
        people = frappe.get_all("Cluster Session Attendance", {"session": meeting.name}, pluck="staff")
        minutes = lock(meeting, people)
        assert list(stored(minutes.name, "status")) == ["T-AN"]

    def test_of_a_subject_group_go_to_the_schools_of_its_unit(self, made):
        minutes = locked(made, unit="T-TO-TOAN", unit_type="Subject Group")
        assert list(stored(minutes.name, "status")) == ["T-AN", "T-BINH", "T-CUONG"]

    def test_delivering_again_makes_nothing(self, made):
        minutes = locked(made)
        assert copies.deliver([minutes.name]) == []

    def test_what_is_missing_is_made_by_the_daily_pass(self, made):
        minutes = locked(made)
        lost = f"{minutes.name}-T-BINH"
        frappe.db.delete(COPY, {"name": lost})
        assert copies.heal() == [lost]
        assert "T-BINH" in stored(minutes.name, "status")

    def test_the_number_of_queries_is_fixed(self, made):
        minutes = locked(made)
        counts = []
        for lost in (["T-AN"], ["T-AN", "T-BINH", "T-CUONG"]):
            frappe.db.delete(COPY, {"minutes": minutes.name, "school": ("in", lost)})
            counts.append(_queries(lambda: copies.deliver([minutes.name])))
        assert counts[0] == counts[1], counts

    def test_nobody_makes_or_edits_one(self, made):
        minutes = locked(made)
        with pytest.raises(frappe.ValidationError, match="hệ thống gửi"):
            factory.insert(COPY, minutes=minutes.name, school="T-AN")
        doc = frappe.get_doc(COPY, f"{minutes.name}-T-AN")
        with pytest.raises(frappe.ValidationError, match="hệ thống gửi"):
            doc.update({"attended": 9}).save()
        with pytest.raises(frappe.ValidationError, match="không xóa được"):
            doc.delete()


class TestAmending:
    def amended(self, made: factory.District) -> tuple[str, str]:
        old = locked(made)
        old.cancel_reason = "Ghi nhầm kết luận"
        old.save()
        old.cancel()
        assert set(stored(old.name, "status").values()) == {"Cancelled"}
        meeting = frappe.get_doc("Cluster Session", old.session)
        people = [made.teacher(s) for s in factory.SCHOOLS]
        new = lock(meeting, people, amended_from=old.name, conclusion="Kết luận đúng")
        return old.name, new.name

    @pytest.mark.clause("N5.2", "C4")
    def test_delivers_anew_and_marks_the_former_copy(self, made):
        old, new = self.amended(made)
        assert set(stored(old, "status", "replaced_by").values()) == {("Replaced", new)}
        assert set(stored(new, "status").values()) == {"Delivered"}

    def test_nothing_is_extracted_from_cancelled_minutes(self, made):
        old, new = self.amended(made)
        with pytest.raises(frappe.ValidationError, match=r"đã hủy.*biên bản sửa đổi"):
            frappe.get_doc(COPY, f"{old}-T-AN").extract()
        assert frappe.get_doc(COPY, f"{new}-T-AN").extract()["conclusion"] == "Kết luận đúng"


class TestReceipt:
    @pytest.mark.clause("N5.2")
    def test_the_first_opening_by_the_schools_principal_is_noted(self, made):
        from cum_chuyen_mon.api.delivery import open_copy

        name = f"{locked(made).name}-T-CUONG"
        user = login("T-CUONG-HT")
        with as_user(user):
            assert open_copy(name) == {"noted": True}
            first = frappe.db.get_value(COPY, name, ["opened_on", "opened_by"])
            assert open_copy(name) == {"noted": False}
        assert first[1] == user
        assert frappe.db.get_value(COPY, name, ["opened_on", "opened_by"]) == first

    def test_who_else_reads_it_leaves_no_receipt(self, made):
        from cum_chuyen_mon.api.delivery import open_copy

        name = f"{locked(made).name}-T-CUONG"
        for user in (
            login("T-AN-HT"),
            login(made.teacher("T-CUONG")),
            authority_login("T-PHONG", "Authority Officer"),
        ):
            with as_user(user):
                assert open_copy(name) == {"noted": False}, user
        assert frappe.db.get_value(COPY, name, "opened_on") is None

    @pytest.mark.clause("N5.2", "C4")
    def test_principal_and_team_lead_are_told(self, made):
        factory.add_staff(made, "T-CUONG-TT", "Tổ trưởng Toán", "T-CUONG", "Subject Team Lead", "TOAN")
        factory.add_staff(made, "T-CUONG-TTV", "Tổ trưởng Văn", "T-CUONG", "Subject Team Lead", "NGU-VAN")
        people = ("T-CUONG-HT", "T-CUONG-TT", "T-CUONG-TTV", made.teacher("T-CUONG"))
        users = {staff: enabled(login(staff)) for staff in people}
        meeting = factory.session(made, getdate())
        factory.everyone_present(meeting)
        everyone = frappe.get_all("Cluster Session Attendance", {"session": meeting.name}, pluck="staff")
        name = f"{lock(meeting, everyone).name}-T-CUONG"
        copies.tell_schools([name])
        told = frappe.get_all(
            "Notification Log", {"document_name": name}, ["for_user", "subject", "document_type"]
        )
        assert {row.for_user for row in told} == {users["T-CUONG-HT"], users["T-CUONG-TT"]}
        assert {row.document_type for row in told} == {COPY}
        assert all("Sinh hoạt chuyên môn" in row.subject for row in told), told


class TestTheExtract:
    @pytest.fixture
    def name(self, made) -> str:
        """T-CUONG's copy of minutes that two of its people attended, one of whom refused to sign; another was away."""
        for number in (2, 3):
            factory.add_staff(
                made, f"T-CUONG-TOAN-{number}", f"Giáo viên TOAN {number} Cuong", "T-CUONG", "Teacher", "TOAN"
            )
        meeting = factory.session(made, getdate())
        factory.everyone_present(meeting)
        row = frappe.get_doc("Cluster Session Attendance", f"{meeting.name}-T-CUONG-TOAN-3")
        row.update({"state": "Excused", "reason": "Ốm nặng"}).save()
        tasks = [
            {"description": "Soạn đề", "person": "T-CUONG-TOAN-1", "due_on": getdate()},
            {"description": "Mượn phòng", "person": "T-AN-TOAN-1"},
            {"description": "Báo hiệu trưởng", "person": "T-CUONG-HT"},
        ]
        minutes = factory.complete_minutes(meeting, tasks=tasks)
        confirmation.ask(minutes)
        for person in ("T-AN-TOAN-1", "T-BINH-TOAN-1", "T-CUONG-TOAN-1"):
            confirmation.answer(minutes.name, person, Answer.CONFIRMED)
        confirmation.answer(minutes.name, "T-CUONG-TOAN-2", Answer.REFUSED, reason="Thiếu ý kiến tôi")
        return f"{minutes.name}-T-CUONG"

    @pytest.mark.clause("C4")
    def test_has_the_schools_own_people_with_their_state_and_answer(self, name):
        found = frappe.get_doc(COPY, name).extract()
        people = [(p["code"], p["state"], p["answer"], p["reason"]) for p in found["people"]]
        assert people == [
            ("T-CUONG-TOAN-1", "Present", "Confirmed", ""),
            ("T-CUONG-TOAN-2", "Present", "Refused", "Thiếu ý kiến tôi"),
            ("T-CUONG-TOAN-3", "Excused", "", ""),
        ]
        assert found["attended"] == 2 == frappe.db.get_value(COPY, name, "attended")

    @pytest.mark.clause("C4")
    def test_has_title_day_place_chair_secretary_topics_conclusion_and_own_tasks(self, made, name):
        found = frappe.get_doc(COPY, name).extract()
        assert (found["title"], found["held_on"], found["venue"]) == (
            "Sinh hoạt chuyên môn",
            getdate().isoformat(),
            "Phòng họp THCS An",
        )
        assert (found["chair"], found["secretary"]) == ("Giáo viên TOAN 1 An", "Giáo viên TOAN 1 Binh")
        assert [t["title"] for t in found["topics"]] == ["Phân số"]
        assert found["conclusion"].startswith("Thống nhất dạy bằng hình")
        assert [(t["description"], t["name"]) for t in found["tasks"]] == [
            ("Soạn đề", "Giáo viên TOAN 1 Cuong"),
            ("Báo hiệu trưởng", "Hiệu trưởng THCS Cuong"),
        ]

    @pytest.mark.clause("C4")
    def test_is_printed(self, name):
        page = frappe.get_print(COPY, name, print_format="Minutes Extract")
        for words in ("TRÍCH BIÊN BẢN", "Phân số", "Thống nhất dạy bằng hình", "Soạn đề", "Thiếu ý kiến tôi"):
            assert words in page, words
        for words in ("Mượn phòng", "Ốm nặng", "Giáo viên TOAN 1 An</td>"):
            assert words not in page, words


class TestWhoReadsIt:
    @pytest.mark.clause("N5.2", "C4")
    def test_own_school_unit_and_authority_only(self, made):
        minutes = locked(made)
        own, other = f"{minutes.name}-T-CUONG", f"{minutes.name}-T-BINH"
        factory.add_school(made, "T-XA")
        readers = {
            "principal": (login("T-CUONG-HT"), {own}),
            "another school's principal": (login("T-BINH-HT"), {other}),
            "teacher of the subject": (login(made.teacher("T-CUONG")), {own}),
            "teacher of another subject": (login(made.teacher("T-CUONG", "NGU-VAN")), set()),
            "lead": (login("T-AN-HT"), {own, other}),
            "officer": (authority_login("T-PHONG", "Authority Officer"), {own, other}),
            "outsider": (login("T-XA-HT"), set()),
        }
        for who, (user, wanted) in readers.items():
            with as_user(user):
                may = {n for n in (own, other) if frappe.has_permission(COPY, "read", doc=n)}
                listed = set(frappe.get_list(COPY, pluck="name")) & {own, other} if wanted else set()
            assert (who, may, listed) == (who, wanted, wanted)

    def test_a_deputy_of_the_cluster_reads_the_clusters(self, made):
        minutes = locked(made, unit=made.cluster, unit_type="School Cluster")
        with as_user(login("T-BINH-HT")):
            assert len(frappe.get_list(COPY, {"minutes": minutes.name})) == 3


def _queries(step) -> int:
    """How many statements a step sends."""
    original, count = frappe.db.sql, [0]

    def counted(*args, **kwargs):
        count[0] += 1
        return original(*args, **kwargs)

    frappe.db.sql = counted
    try:
        step()
    finally:
        frappe.db.sql = original
    return count[0]


def test_the_past_is_delivered_by_the_daily_pass(made):
    """Minutes that were locked before there were copies."""
    minutes = locked(made)
    frappe.db.delete(COPY, {"minutes": minutes.name})
    assert len(copies.heal()) == 3
    assert date.fromisoformat(str(getdate())) == frappe.db.get_value(
        COPY, f"{minutes.name}-T-AN", "delivered_on"
    )
