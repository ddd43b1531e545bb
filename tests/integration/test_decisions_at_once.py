"""What two people decide, or one presses twice, at the same moment, over real HTTP: it happens once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import frappe
import pytest
from frappe.utils import getdate
from frappe.utils.password import update_password

from . import factory
from .elections import BINH, CUONG, HEADSHIP, heads, headship
from .elections import district as electing
from .holders import authority_login, login, plan
from .security.rows import Before
from .test_concurrency import PASSWORD, at_once
from .test_plan_sessions import HEAD, PLAN, SESSION, item

AT_ONCE = 4
LEADER = "Authority Leader"


@dataclass
class Place:
    """A committed cluster, and clients of its own for everyone who asks."""

    made: factory.District
    client: Callable[[str], Any]

    def together(self, user: str, asked: Callable[[Any], Any], number: int = AT_ONCE) -> list[Any]:
        """The answers to one request made by several clients of a user at once; nothing breaks by it."""
        frappe.db.commit()
        clients = [self.client(user) for _ in range(number)]
        _tokens = [client.csrf_token for client in clients]
        answers = at_once([lambda c=client: asked(c) for client in clients])
        frappe.db.rollback()
        assert not [a for a in answers if a.status_code >= 500], [a.text[:500] for a in answers]
        return answers


@pytest.fixture
def place(connection, api_client) -> Iterator[Place]:
    before = Before.now()
    made = electing()

    def client(user: str) -> Any:
        return api_client(user, PASSWORD)

    yield Place(made, client)
    before.bring_back()


def known(user: str) -> str:
    frappe.db.set_value("User", user, "enabled", 1)
    update_password(user, PASSWORD)
    return user


def leader(place: Place) -> str:
    return known(authority_login(place.made.authority, LEADER))


def said_in(answer: Any) -> str:
    messages = json.loads(answer.json().get("_server_messages", "[]"))
    return " ".join(json.loads(message)["message"] for message in messages)


def went_through(answers: list[Any]) -> int:
    return [answer.status_code for answer in answers].count(200)


def a_plan(place: Place, status: str, **values: Any) -> Any:
    coming = getdate() + timedelta(days=5)
    items = [item(title, planned_on=coming) for title in ("Một", "Hai")]
    doc = plan(place.made, items=items)
    return doc.update({"status": status, **values}).save()


@pytest.mark.clause("C5a")
def test_a_plan_that_is_approved_several_times_makes_its_sessions_once(place):
    doc = a_plan(place, "Submitted", approval_no="12/QĐ")
    asked = {"doc": {"doctype": PLAN, "name": doc.name}, "action": "Approve Plan"}
    answers = place.together(leader(place), lambda c: c.call("frappe.model.workflow.apply_workflow", **asked))
    assert went_through(answers) == 1, [a.text[:300] for a in answers]
    assert frappe.db.get_value(PLAN, doc.name, "status") == "Approved"
    titles = frappe.get_all(SESSION, {"plan": doc.name}, pluck="session_title")
    assert sorted(titles) == ["Hai", "Một"]
    versions = frappe.get_all("Cluster Paper Version", {"reference_name": doc.name}, pluck="outcome")
    assert versions == ["Accepted"]


@pytest.mark.clause("C5a")
def test_an_amendment_that_is_begun_several_times_is_one(place):
    doc = a_plan(place, "Approved", approval_no="12/QĐ", approved_on=getdate())
    head = known(login(HEAD))
    answers = place.together(head, lambda c: c.call("cum_chuyen_mon.api.plans.amend_plan", plan=doc.name))
    assert frappe.get_all(PLAN, {"amends": doc.name}, pluck="amendment_no") == [1]
    assert went_through(answers) == 1
    for answer in answers:
        assert answer.ok or "đã có bản điều chỉnh lần 1" in said_in(answer)


@pytest.mark.clause("N5.3")
def test_a_school_that_answers_several_times_has_one_answer(place):
    until = getdate() + timedelta(days=7)
    doc = a_plan(place, "Consultation", consult_until=until)
    said = {"plan": doc.name, "answer": "Comment", "comment": "Nên họp sớm hơn"}
    user = known(login(CUONG))
    answers = place.together(user, lambda c: c.call("cum_chuyen_mon.api.plans.answer_plan", **said))
    assert frappe.get_all("Cluster Plan Comment", {"plan": doc.name}, pluck="comment") == ["Nên họp sớm hơn"]
    assert went_through(answers) == AT_ONCE, [a.text[-600:] for a in answers if not a.ok]


def confirmed() -> dict:
    return {"status": "Confirmed", "decision_no": "15/QĐ", "decision_date": str(getdate())}


@pytest.mark.clause("N5.1")
def test_a_headship_that_is_confirmed_several_times_writes_one_office(place):
    doc = headship(place.made, way="Assignment", person=BINH, status="Submitted")
    url = f"api/resource/{HEADSHIP}/{doc.name}"
    word = confirmed()
    answers = place.together(leader(place), lambda c: c.put(url, **word))
    assert went_through(answers) >= 1, [a.text[:300] for a in answers]
    assert [row[0] for row in heads(place.made)].count(BINH) == 1


@pytest.mark.clause("N5.1")
def test_of_two_who_are_confirmed_for_one_seat_one_takes_it(place):
    papers = [
        headship(place.made, way="Assignment", person=person, status="Submitted").name
        for person in (BINH, CUONG)
    ]
    waiting, word = iter(papers), confirmed()
    answers = place.together(
        leader(place), lambda c: c.put(f"api/resource/{HEADSHIP}/{next(waiting)}", **word), number=2
    )
    assert went_through(answers) == 1, [a.text[:300] for a in answers]
    today = [row for row in heads(place.made) if row[2] is None or row[2] >= getdate()]
    assert len(today) == 1
    assert sorted(frappe.db.get_value(HEADSHIP, name, "status") for name in papers) == [
        "Confirmed",
        "Submitted",
    ]
