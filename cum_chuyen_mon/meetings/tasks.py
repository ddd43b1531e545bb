"""What people have to do after minutes lock: their tasks, and the findings they remedy, each with a ToDo.

A task is a document of its own and no field of the locked minutes: its state goes on changing after everyone signed,
its person has to read and close it without reading the minutes, and the minutes' rows stay what was signed. Its name
is made of session and content, so that locking twice, or again after an amendment, finds the same one.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from typing import Any

import frappe
from frappe.utils import escape_html, getdate

from cum_chuyen_mon.controllers.protected import by_the_app
from cum_chuyen_mon.rules.text import date_vi
from cum_chuyen_mon.rules.words import Rating, TaskKind, TaskState

from .text import iso

TASK, STAFF = "Cluster Task", "Member School Staff"
TODO_STATUS = {TaskState.OPEN: "Open", TaskState.DONE: "Closed", TaskState.CANCELLED: "Cancelled"}
OF_THE_MINUTES = (
    "session",
    "session_date",
    "unit_type",
    "unit",
    "unit_title",
    "cluster",
    "school_group",
    "subject",
)
TITLE_LENGTH = 140


@dataclass(frozen=True)
class Given:
    """One task of the minutes, or one finding to be remedied."""

    kind: TaskKind
    description: str
    person: str
    due_on: str


def given_by(minutes) -> Iterator[Given]:
    """What minutes give people to do. Findings that need no remedy give nobody anything."""
    for row in minutes.tasks:
        yield Given(TaskKind.TASK, row.description or "", row.person or "", iso(row.due_on))
    for row in minutes.findings:
        if row.rating == Rating.TO_REMEDY:
            text = f"{row.content}: {row.finding}. Khắc phục: {row.remedy}"
            yield Given(TaskKind.FINDING, text, row.person or "", iso(row.due_on))


def name_of(session: str, given: Given, number: int) -> str:
    """The same for the same thing in minutes and their amendment; ``number`` tells equal rows apart."""
    text = "\n".join([*map(str, astuple(given)), str(number)])
    return f"{session}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"


def give(minutes) -> None:
    """Make the tasks of minutes that lock; those that cancelled minutes of the session gave already come back."""
    seen: Counter[Given] = Counter()
    wanted = {}
    for given in given_by(minutes):
        seen[given] += 1
        wanted[name_of(minutes.session, given, seen[given])] = given
    if not wanted:
        return
    known = set(frappe.get_all(TASK, filters={"name": ("in", list(wanted))}, pluck="name"))
    people = _people({given.person for given in wanted.values()})
    inspected = frappe.db.get_value("Cluster Session", minutes.session, "inspected_school")
    for name, given in wanted.items():
        if name in known:
            _take_over(frappe.get_doc(TASK, name), minutes)
        else:
            person = people.get(given.person) or frappe._dict()
            school = inspected if given.kind is TaskKind.FINDING else person.school
            _insert(name, given, minutes, person, school)


def _people(codes: set[str]) -> dict[str, Any]:
    rows = frappe.get_all(
        STAFF,
        filters={"name": ("in", sorted(codes) or [""])},
        fields=["name", "full_name", "school", "user", "disabled"],
    )
    return {row.name: row for row in rows}


def _insert(name: str, given: Given, minutes, person, school: str | None) -> None:
    task = frappe.get_doc(
        {
            "doctype": TASK,
            **{field: minutes.get(field) for field in OF_THE_MINUTES},
            "minutes": minutes.name,
            "title": shortened(given.description),
            "description": given.description,
            "kind": given.kind.value,
            "person": given.person or None,
            "person_name": person.full_name,
            "due_on": given.due_on or None,
            "school": school,
            "state": TaskState.OPEN.value,
        }
    )
    with by_the_app(task):
        # whoever signs last locks the minutes and so gives their tasks, whatever his role
        task.insert(ignore_permissions=True, set_name=name)


def _take_over(task, minutes) -> None:
    """The amendment says the same: the task goes on where it was, done or open."""
    task.minutes = minutes.name
    task.state = (TaskState.DONE if task.done_on else TaskState.OPEN).value
    with by_the_app(task):
        task.save(ignore_permissions=True)  # as above


def shortened(text: str) -> str:
    """A text as one line that fits a title."""
    line = " ".join(text.split())
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"


def cancel(minutes: str) -> None:
    """Take back the tasks of cancelled minutes, with their ToDos; what was done stays noted."""
    filters = {"minutes": minutes, "state": ("!=", TaskState.CANCELLED.value)}
    for name in frappe.get_all(TASK, filters=filters, pluck="name"):
        task = frappe.get_doc(TASK, name)
        task.state = TaskState.CANCELLED.value
        with by_the_app(task):
            task.save(ignore_permissions=True)  # follows from cancelling, which the caller was allowed to


def delete_of(session: str) -> None:
    """Before a session without locked minutes is deleted: what its cancelled minutes gave goes with it."""
    names = frappe.get_all(TASK, filters={"session": session}, pluck="name")
    if names:
        frappe.db.delete("ToDo", {"reference_type": TASK, "reference_name": ("in", names)})
        frappe.db.delete(TASK, {"name": ("in", names)})


def tell_todos(task) -> None:
    """Bring the ToDos of a task to its state; an open one has a ToDo if its person has a login."""
    state = TaskState(task.state)
    filters = {"reference_type": TASK, "reference_name": task.name}
    columns = ["name", "status", "allocated_to"]
    rows = frappe.get_all("ToDo", filters=filters, fields=columns, order_by="creation desc")
    if state is not TaskState.OPEN:
        for row in rows:
            if row.status == "Open":
                _set_status(row.name, TODO_STATUS[state])
        return
    user = login_of(task.person)
    own = [row for row in rows if row.allocated_to == user]  # readers make notes of theirs about it
    if user and not own:
        _give_todo(task, user)
    elif own and all(row.status != "Open" for row in own):
        _set_status(own[0].name, "Open")


def _set_status(name: str, status: str) -> None:
    todo = frappe.get_doc("ToDo", name)
    todo.status = status
    with by_the_app(todo):
        todo.save(ignore_permissions=True)  # the task itself was checked


def _give_todo(task, user: str) -> None:
    chair = frappe.db.get_value("Cluster Session", task.session, "chair")
    session = f"{task.unit_title}, ngày {date_vi(getdate(task.session_date))}"
    todo = frappe.get_doc(
        {
            "doctype": "ToDo",
            "allocated_to": user,
            "assigned_by": login_of(chair) or "Administrator",
            "date": task.due_on,
            "reference_type": TASK,
            "reference_name": task.name,
            "description": f"{escape_html(task.description)} <br>Biên bản {escape_html(session)}",
        }
    )
    with by_the_app(todo):
        todo.insert(ignore_permissions=True)


def login_of(staff: str | None) -> str | None:
    """The login of a person who may use it."""
    user = frappe.db.get_value(STAFF, {"name": staff, "disabled": 0}, "user") if staff else None
    return user if user and frappe.db.get_value("User", user, "enabled") else None


def todo_changed(todo, _method: str | None = None) -> None:
    """Hook on ToDo: closing it closes the task, opening it again opens the task.

    Whoever may read a task may make a ToDo of his own about it; that one says nothing about the task.
    """
    before = todo.get_doc_before_save()
    if todo.reference_type != TASK or todo.flags.by_the_app or not before or before.status == todo.status:
        return
    wanted = {"Closed": TaskState.DONE, "Open": TaskState.OPEN}.get(todo.status)
    if wanted is None:
        return
    task = frappe.get_doc(TASK, todo.reference_name, for_update=True)
    if task.state != wanted and _may_finish(task):
        task.state = wanted.value
        task.save(ignore_permissions=True)  # its person may, even when his position is over


def _may_finish(task) -> bool:
    return frappe.session.user == login_of(task.person) or task.has_permission("write")
