"""Tasks of minutes and findings of inspections: a ToDo for their person, closed both ways."""

from __future__ import annotations

import contextlib
from typing import Any

import frappe
import pytest
from frappe.desk.form import assign_to
from frappe.utils import getdate

from cum_chuyen_mon.api import tasks as api
from cum_chuyen_mon.meetings import confirmation
from cum_chuyen_mon.rules.words import Answer

from . import factory, holders
from .holders import as_user, authority_login, district

TASK = "Cluster Task"
PERSON, CHAIR, SECRETARY, OTHER = "T-CUONG-TOAN-1", "T-AN-TOAN-1", "T-BINH-TOAN-1", "T-CUONG-NGU-VAN-1"
SOW = {"description": "Soạn bài «Phân số»", "person": PERSON, "due_on": "2030-10-20"}


@pytest.fixture
def made() -> factory.District:
    return district()


def login(staff: str) -> str:
    """A login that works: only such a one is given ToDos."""
    user = holders.login(staff)
    frappe.db.set_value("User", user, "enabled", 1)
    return user


def locked(made: factory.District, *rows: dict, by: str | None = None, **values: Any) -> Any:
    """Minutes with these tasks that everybody signed; ``by``: the login of the last one to sign."""
    meeting = factory.session(made, getdate(), **values)
    people = factory.everyone_present(meeting)
    minutes = factory.complete_minutes(meeting, tasks=list(rows))
    return sign(minutes, people, by)


def sign(minutes: Any, people: list[str], by: str | None = None) -> Any:
    confirmation.ask(minutes)
    people = sorted(people, key=lambda code: code == SECRETARY)
    for person in people[:-1]:
        confirmation.answer(minutes.name, person, Answer.CONFIRMED)
    with as_user(by or "Administrator"):
        confirmation.answer(minutes.name, people[-1], Answer.CONFIRMED)
    return frappe.get_doc("Cluster Minutes", minutes.name)


def tasks_of(minutes: Any) -> list[Any]:
    names = frappe.get_all(TASK, {"session": minutes.session}, pluck="name", order_by="title")
    return [frappe.get_doc(TASK, name) for name in names]


def todos_of(task: Any) -> list[tuple[str, str]]:
    about = {"reference_type": TASK, "reference_name": task.name}
    return [
        (row.allocated_to, row.status) for row in frappe.get_all("ToDo", about, ["allocated_to", "status"])
    ]


def todo_of(task: Any) -> Any:
    return frappe.get_doc("ToDo", {"reference_type": TASK, "reference_name": task.name})


@pytest.mark.clause("N5.2")
def test_a_task_is_a_todo_for_its_person_as_soon_as_the_minutes_lock(made):
    user = login(PERSON)
    meeting = factory.session(made, getdate())
    people = factory.everyone_present(meeting)
    minutes = factory.complete_minutes(meeting, tasks=[SOW])
    confirmation.ask(minutes)
    assert tasks_of(minutes) == [], "nothing is given before everybody signed"
    for person in people:
        confirmation.answer(minutes.name, person, Answer.CONFIRMED)
    (task,) = tasks_of(minutes)
    assert (task.state, task.person, str(task.due_on), task.minutes) == (
        "Open",
        PERSON,
        "2030-10-20",
        minutes.name,
    )
    assert todos_of(task) == [(user, "Open")]
    todo = todo_of(task)
    assert str(todo.date) == "2030-10-20"
    assert "Soạn bài «Phân số» Biên bản" in frappe.utils.strip_html(todo.description), "as a list shows it"


def test_without_a_login_it_is_only_a_row(made):
    (task,) = tasks_of(locked(made, SOW))
    assert (task.state, todos_of(task)) == ("Open", [])


def test_a_teacher_who_signs_last_gives_tasks_that_he_may_not_read(made):
    user, last = login(PERSON), login(SECRETARY)
    (task,) = tasks_of(locked(made, SOW, by=last))
    assert todos_of(task) == [(user, "Open")]


def test_giving_twice_gives_once(made):
    from cum_chuyen_mon.meetings import tasks

    login(PERSON)
    minutes = locked(made, SOW, {**SOW}, {**SOW, "due_on": "2030-11-01"})
    before = [task.name for task in tasks_of(minutes)]
    tasks.give(minutes)
    assert [task.name for task in tasks_of(minutes)] == before
    assert len(before) == 3, "two equal rows are two tasks"
    assert [len(todos_of(task)) for task in tasks_of(minutes)] == [1, 1, 1]


@pytest.mark.clause("N5.2")
def test_closing_the_todo_closes_the_task_and_opening_it_opens_the_task(made):
    user = login(PERSON)
    (task,) = tasks_of(locked(made, SOW))
    with as_user(user):
        todo = todo_of(task)
        todo.status = "Closed"
        todo.save()
    task.reload()
    assert (task.state, task.done_on, task.done_by) == ("Done", getdate(), user)
    with as_user(user):
        todo.reload()
        todo.status = "Open"
        todo.save()
    task.reload()
    assert (task.state, task.done_on, task.done_by) == ("Open", None, None)


@pytest.mark.parametrize(
    "who", [PERSON, CHAIR, SECRETARY, "T-AN-HT"], ids=["person", "chair", "secretary", "head"]
)
def test_closing_the_task_closes_the_todo(made, who):
    user = login(PERSON)
    by = user if who == PERSON else login(who)
    (task,) = tasks_of(locked(made, SOW))
    with as_user(by):
        assert api.done(task=task.name, evidence="Đã gửi giáo án")["state"] == "Done"
        api.done(task=task.name)
    task.reload()
    assert (task.done_by, task.evidence) == (by, "Đã gửi giáo án")
    assert todos_of(task) == [(user, "Closed")]
    with as_user(by):
        assert api.reopen(task=task.name)["done_on"] is None
    assert todos_of(task) == [(user, "Open")]


@pytest.mark.parametrize("who", [OTHER, "T-CUONG-HT", "officer", "leader"])
def test_nobody_else_closes_it(made, who):
    login(PERSON)
    position = {"officer": "Authority Officer", "leader": "Authority Leader"}.get(who)
    by = authority_login("T-PHONG", position) if position else login(who)
    (task,) = tasks_of(locked(made, SOW))
    with as_user(by), pytest.raises(frappe.PermissionError):
        api.done(task=task.name)
    assert todos_of(task)[0][1] == "Open"


READER = "T-BINH-HT"


def test_a_readers_own_todo_says_nothing_about_the_task(made):
    user = login(PERSON)
    (task,) = tasks_of(locked(made, SOW))
    with as_user(login(READER)):
        about = {"reference_type": TASK, "reference_name": task.name}
        note = {"doctype": "ToDo", "description": "x", **about}
        frappe.get_doc({**note, "allocated_to": frappe.session.user}).insert().update(
            {"status": "Closed"}
        ).save()
        with contextlib.suppress(frappe.PermissionError):  # Frappe 16 lets nobody write for another
            frappe.get_doc({**note, "allocated_to": user}).insert().update({"status": "Closed"}).save()
    assert task.reload().state == "Open"
    api.done(task=task.name)
    api.reopen(task=task.name)
    assert (user, "Open") in todos_of(task), "it is the person's that opens again"
    assert (f"{READER.lower()}@cum.example", "Open") not in todos_of(task)


def test_a_reader_takes_nobodys_todo_away(made):
    user, reader, chair = login(PERSON), login(READER), login(CHAIR)
    (task,) = tasks_of(locked(made, SOW))
    with as_user(reader), pytest.raises(frappe.PermissionError):
        assign_to.remove(TASK, task.name, user)
    assert todos_of(task) == [(user, "Open")]
    with as_user(chair):
        todo_of(task).update({"status": "Cancelled"}).save()


def test_the_chair_gives_it_to_nobody_who_may_not_read_it(made):
    login(PERSON)
    chair = login(CHAIR)
    (task,) = tasks_of(locked(made, SOW))
    stranger = holders.new_user("nguoi-la@cum.example")
    with as_user(chair), pytest.raises(frappe.PermissionError, match="nguoi-la"):
        todo_of(task).update({"allocated_to": stranger}).save()


def test_what_was_given_is_not_rewritten(made):
    user = login(PERSON)
    (task,) = tasks_of(locked(made, SOW))
    with as_user(user):
        task.update({"due_on": "2031-01-01", "description": "Khác", "done_on": "2020-01-01"})
        task.evidence = "Đang làm"
        task.save()
    task.reload()
    assert (str(task.due_on), task.person, task.done_on) == ("2030-10-20", PERSON, None)
    assert (task.description, task.evidence) == (SOW["description"], "Đang làm")
    task.person = OTHER
    with as_user(user), pytest.raises(frappe.PermissionError):
        task.save()


@pytest.mark.parametrize("state", ["Cancelled"])
def test_nobody_cancels_a_task_by_hand(made, state):
    (task,) = tasks_of(locked(made, SOW))
    task.state = state
    with pytest.raises(frappe.ValidationError, match="hủy biên bản"):
        task.save()


def test_nobody_makes_one_by_hand(made):
    minutes = locked(made, SOW)
    row = {"doctype": TASK, "title": "Việc", "minutes": minutes.name, "session": minutes.session}
    with pytest.raises(frappe.PermissionError, match="biên bản đã khóa"):
        frappe.get_doc(row).insert()


def cancelled(minutes: Any) -> Any:
    minutes.cancel_reason = "Nhầm hạn"
    minutes.save()
    minutes.cancel()
    return minutes


def test_cancelled_minutes_cancel_their_todos(made):
    user = login(PERSON)
    minutes = cancelled(locked(made, SOW))
    (task,) = tasks_of(minutes)
    assert (task.state, todos_of(task)) == ("Cancelled", [(user, "Cancelled")])
    with as_user(user), pytest.raises(frappe.ValidationError, match="đã hủy"):
        api.done(task=task.name)


def test_an_amendment_takes_over_what_it_still_says(made):
    """Done stays done, open stays open with the one ToDo; what it no longer says stays cancelled."""
    user = login(PERSON)
    kept, gone = {**SOW, "description": "A giữ"}, {**SOW, "description": "C bỏ"}
    finished = {**SOW, "description": "B xong"}
    minutes = locked(made, kept, finished, gone)
    with as_user(user):
        api.done(task=tasks_of(minutes)[1].name)
    cancelled(minutes)
    people = frappe.get_all("Cluster Session Attendance", {"session": minutes.session}, pluck="staff")
    amendment = frappe.copy_doc(minutes)
    amendment.update({"amended_from": minutes.name, "docstatus": 0})
    amendment.set("tasks", [kept, finished, {**SOW, "description": "D mới"}])
    amendment.insert()
    sign(amendment, people)
    found = tasks_of(minutes)
    assert [(t.title[0], t.state, t.minutes == amendment.name) for t in found] == [
        ("A", "Open", True),
        ("B", "Done", True),
        ("C", "Cancelled", False),
        ("D", "Open", True),
    ]
    assert [todos_of(t) for t in found] == [[(user, s)] for s in ("Open", "Closed", "Cancelled", "Open")]


def test_the_state_of_a_task_is_no_part_of_what_was_signed(made):
    minutes = locked(made, SOW)
    api.done(task=tasks_of(minutes)[0].name)
    assert confirmation.is_genuine(frappe.get_doc("Cluster Minutes", minutes.name))


FINDING = {
    "content": "Hồ sơ tổ chuyên môn",
    "finding": "Thiếu biên bản tháng 9",
    "rating": "To Remedy",
    "remedy": "Bổ sung biên bản",
    "due_on": "2030-12-01",
    "person": "T-BINH-HT",
}


@pytest.mark.clause("N4.3")
class TestFindings:
    """N4.3: findings of a cross-inspection are followed up after the minutes locked."""

    def inspected(self, made, **values: Any) -> Any:
        meeting = factory.session(
            made,
            getdate(),
            unit=made.cluster,
            activity_kind="CROSS-INSPECTION",
            directive_number="123/SGDĐT",
            directive_date="2024-09-10",
            inspecting_school="T-AN",
            inspected_school="T-BINH",
        )
        people = factory.everyone_present(meeting)
        sound = {**FINDING, "rating": "Sound", "remedy": "", "due_on": None, "person": None}
        rows = values.get("findings", [FINDING, sound])
        return sign(factory.complete_minutes(meeting, findings=rows), people)

    def test_what_is_to_be_remedied_is_given_to_its_person_and_the_rest_is_not(self, made):
        user = login("T-BINH-HT")
        (task,) = tasks_of(self.inspected(made))
        assert (task.kind, task.school, task.person, task.state) == ("Finding", "T-BINH", "T-BINH-HT", "Open")
        assert todos_of(task) == [(user, "Open")]

    def test_it_is_closed_with_evidence_only(self, made):
        user = login("T-BINH-HT")
        (task,) = tasks_of(self.inspected(made))
        with as_user(user):
            with pytest.raises(frappe.ValidationError, match=r"minh chứng khắc phục.*Kết quả thực hiện"):
                api.done(task=task.name)
            todo = todo_of(task)
            todo.status = "Closed"
            with pytest.raises(frappe.ValidationError, match="minh chứng"):
                todo.save()
            api.done(task=task.name, evidence="Đã bổ sung, có ảnh chụp")
        task.reload()
        assert (task.state, task.evidence) == ("Done", "Đã bổ sung, có ảnh chụp")
