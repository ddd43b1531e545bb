"""Who waits for whom: everybody who writes to a session and its minutes locks the session first, then the minutes.

Two kinds of test. Many people at once over HTTP show that nobody is turned away by the database. Two transactions that
are led past each other step by step show the order itself: the first stops after its first lock until the database
says that the second waits for it, and only then goes on. Nothing here waits for a time to pass.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from threading import Barrier, Event
from typing import Any

import frappe
import pytest

from cum_chuyen_mon.cum_chuyen_mon.doctype.cluster_session_attendance import cluster_session_attendance
from cum_chuyen_mon.meetings import confirmation
from cum_chuyen_mon.rules.words import Answer

from . import factory
from .test_concurrency import PASSWORD, make_user, today_district  # noqa: F401 - a fixture

MINUTES = "Cluster Minutes"
SIGNATURE = confirmation.SIGNATURE
ROUNDS = 6
SIGNERS = 5
"""People who confirm in every round; one more never does, so that the minutes stay open."""

INNODB_CACHE_SECONDS = 0.15
"""The tables of InnoDB's transactions are a copy that is taken anew when nobody has read it for a tenth of a second."""

WAITING_FOR = """
    SELECT 1 FROM information_schema.INNODB_LOCK_WAITS w
    JOIN information_schema.INNODB_TRX t ON t.trx_id = w.blocking_trx_id
    WHERE t.trx_mysql_thread_id = %s
"""


@dataclass
class Sent:
    """Minutes that may be sent, the people who attended, and the client of somebody who may write all of it."""

    minutes: str
    session: str
    people: list[str]
    secretary: Any

    def ask(self) -> Any:
        """Send the minutes, in their next round."""
        frappe.db.rollback()
        minutes = confirmation.lock(self.minutes)
        confirmation.ask(minutes)
        frappe.db.commit()
        return minutes

    def opened(self) -> dict:
        """The minutes as the secretary's form holds them."""
        return self.secretary.resource(MINUTES, self.minutes)

    def save(self, way: str, opened: dict, conclusion: str) -> Any:
        """The response to a save of the minutes with this conclusion; see ``save_as``."""
        return self.save_as(way, opened, conclusion=conclusion)

    def save_as(self, way: str, opened: dict, **values: Any) -> Any:
        """The response to a save as the desk's form sends it, or as a client of REST does."""
        if way == "rest":
            return self.secretary.put(f"api/resource/{opened['doctype']}/{opened['name']}", **values)
        document = json.dumps({**opened, **values})
        return self.secretary.call("frappe.desk.form.save.savedocs", doc=document, action="Save")

    def confirm(self, client: Any, text_hash: str) -> Any:
        return client.call("cum_chuyen_mon.api.minutes.confirm", minutes=self.minutes, text_hash=text_hash)

    def answers(self, round_: int) -> list[str]:
        return frappe.get_all(
            SIGNATURE, filters={"minutes": self.minutes, "round": round_}, pluck="answer", limit_page_length=0
        )

    def counted(self) -> tuple[str, int]:
        return frappe.db.get_value("Cluster Session", self.session, ["minutes_state", "signed_count"])


@pytest.fixture
def sent(today_district, api_client) -> Sent:  # noqa: F811
    if frappe.db.db_type != "mariadb":
        pytest.skip(f"{frappe.db.db_type} has one writer at a time and no locks on rows: no order to keep")
    made, users, today = today_district
    meeting, people = factory.crowded_session(made, today, SIGNERS + 1)
    minutes = factory.complete_minutes(meeting)
    users.append(make_user("t-thu-ky@cum.example", made.teacher("T-BINH")))
    frappe.get_doc("User", users[-1]).add_roles("Cluster Administrator")
    frappe.db.commit()
    client = api_client(users[-1], PASSWORD)
    client.csrf_token  # noqa: B018 - asked for once, before the threads
    return Sent(minutes.name, meeting.name, people, client)


@pytest.fixture
def signers(sent, today_district, api_client) -> list[Any]:  # noqa: F811
    """The clients of all but one of those who attended."""
    _made, users, _today = today_district
    emails = [
        make_user(f"t-nguoi-{number}@cum.example", code)
        for number, code in enumerate(sent.people[:SIGNERS], start=1)
    ]
    users += emails
    frappe.db.commit()
    clients = [api_client(email, PASSWORD) for email in emails]
    for client in clients:
        client.csrf_token  # noqa: B018 - asked for once, before the threads
    return clients


def together(calls: list[Callable[[], Any]]) -> list[Any]:
    """The results of calls that all start when the last of their threads is ready."""
    ready = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        ready.wait(timeout=60)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


@pytest.mark.parametrize("way", ["form", "rest"])
def test_minutes_are_saved_while_people_confirm_them(sent, signers, committed, way):
    """The new text stands, no answer to the old one does, and everybody is answered in words of the app."""
    for number in range(ROUNDS):
        asked, opened = sent.ask(), sent.opened()
        saved, *confirmed = together(
            [
                lambda n=number, o=opened: sent.save(way, o, f"Kết luận lần {n}"),
                *(lambda c=client, h=asked.text_hash: sent.confirm(c, h) for client in signers),
            ]
        )
        assert saved.status_code == 200, saved.text[-1500:]
        assert {answer.status_code for answer in confirmed} <= {200, 417}, [a.text[-500:] for a in confirmed]
        assert not any("Deadlock" in answer.text for answer in [saved, *confirmed])
        committed.refresh()
        minutes = frappe.get_doc(MINUTES, sent.minutes)
        assert (minutes.state, minutes.round) == ("Draft", number + 1)
        assert minutes.conclusion == f"Kết luận lần {number}"
        given = [answer.status_code for answer in confirmed].count(200)
        assert sent.answers(minutes.round) == ["Void"] * given, "who was told that he confirmed has a row"
        assert sent.counted() == ("Draft", 0)


@pytest.mark.parametrize("way", ["form", "rest"])
def test_minutes_saved_as_they_are_void_nothing(sent, signers, committed, way):
    """A save that leaves the text alone may meet any number of confirmations: all of them stand."""
    asked, opened = sent.ask(), sent.opened()
    saved, *confirmed = together(
        [
            lambda: sent.save(way, opened, opened["conclusion"]),
            *(lambda c=client: sent.confirm(c, asked.text_hash) for client in signers),
        ]
    )
    assert [a.status_code for a in [saved, *confirmed]] == [200] * (SIGNERS + 1), [
        a.text[-500:] for a in [saved, *confirmed] if not a.ok
    ]
    committed.refresh()
    assert frappe.db.get_value(MINUTES, sent.minutes, ["state", "text_hash"]) == (
        "Awaiting Confirmation",
        asked.text_hash,
    )
    assert sent.answers(asked.round) == ["Confirmed"] * SIGNERS
    assert sent.counted() == ("Awaiting Confirmation", SIGNERS)


class Meeting:
    """Leads one request over HTTP into this process's open transaction.

    ``send`` starts the request and returns when the database says that it waits for a lock held here, or when it has
    been answered without waiting. ``answered`` ends the transaction and returns the response.
    """

    def __init__(self, root: Any, pool: ThreadPoolExecutor) -> None:
        self.root, self.pool = root, pool
        self.waited = False
        self.own = frappe.db.sql("SELECT CONNECTION_ID()")[0][0]
        self.future: Future | None = None

    def send(self, request: Callable[[], Any]) -> None:
        assert self.future is None, "one request at a time"
        self.future = self.pool.submit(request)
        pause = Event()
        while not self.future.done() and not self.waited:
            pause.wait(INNODB_CACHE_SECONDS)
            with self.root.cursor() as cursor:
                self.waited = bool(cursor.execute(WAITING_FOR, (self.own,)))

    def answered(self, having_waited: bool = True) -> Any:
        assert self.future is not None, "nothing was sent: the step that sends was not reached"
        frappe.db.commit()
        response = self.future.result()
        assert self.waited or not having_waited, (
            f"did not wait: {response.status_code} {response.text[-500:]}"
        )
        return response


@pytest.fixture
def meeting(site, sent) -> Iterator[Meeting]:
    import pymysql

    if not site.db_root_password:
        pytest.skip("who waits for whom is told to the database's root only, whose password is not known")
    root = pymysql.connect(
        host=frappe.conf.db_host or "127.0.0.1",
        port=int(frappe.conf.db_port or 3306),
        user="root",
        password=site.db_root_password,
        autocommit=True,
    )
    with closing(root), ThreadPoolExecutor(1) as pool:
        met = Meeting(root, pool)
        try:
            yield met
        finally:
            frappe.db.rollback()  # or a request that waits for this transaction would keep the pool


def after(call: Callable[..., Any], then: Callable[[], None]) -> Callable[..., Any]:
    """A call that does what ``call`` does, and something more before it returns."""

    def both(*args: Any, **kwargs: Any) -> Any:
        result = call(*args, **kwargs)
        then()
        return result

    return both


def before(call: Callable[..., Any], first: Callable[[], None]) -> Callable[..., Any]:
    """A call that does something first."""

    def both(*args: Any, **kwargs: Any) -> Any:
        first()
        return call(*args, **kwargs)

    return both


def held_by_a_confirmation(monkeypatch, sent: Sent, send: Callable[[], None]) -> None:
    """One person confirms; the other request comes when the session is locked and the minutes are not yet."""
    with monkeypatch.context() as patch:
        patch.setattr(confirmation, "take_turn", after(confirmation.take_turn, send))
        confirmation.answer(sent.minutes, sent.people[0], Answer.CONFIRMED)


def held_by_a_moved_session(monkeypatch, sent: Sent, send: Callable[[], None]) -> None:
    """The venue is changed; the other request comes when the session is written and the minutes are not yet."""
    with monkeypatch.context() as patch:
        patch.setattr(confirmation, "session_changed", before(confirmation.session_changed, send))
        session = frappe.get_doc("Cluster Session", sent.session)
        session.venue = "Phòng họp THCS Bình"
        session.save()


def held_by_the_roll(monkeypatch, sent: Sent, send: Callable[[], None]) -> None:
    """Somebody turns out to have been absent; the other request comes before his absence reaches the minutes."""
    module = cluster_session_attendance
    with monkeypatch.context() as patch:
        patch.setattr(module, "session_changed", before(module.session_changed, send))
        row = frappe.get_doc("Cluster Session Attendance", f"{sent.session}-{sent.people[-1]}")
        row.update({"state": "Absent"}).save()


HOLDERS = pytest.mark.parametrize(
    "hold",
    [held_by_a_confirmation, held_by_a_moved_session, held_by_the_roll],
    ids=["a-confirmation", "a-moved-session", "the-roll"],
)


@pytest.mark.parametrize(
    "way",
    [
        "form",
        "rest",
    ],
)
@HOLDERS
def test_a_save_of_minutes_waits_for_the_session_before_it_locks_the_minutes(
    sent, meeting, committed, monkeypatch, hold, way
):
    """Whoever holds the session can always go on to the minutes; the save comes after, and voids what it changed."""
    asked, opened = sent.ask(), sent.opened()
    hold(monkeypatch, sent, lambda: meeting.send(lambda: sent.save(way, opened, "Kết luận khác")))
    saved = meeting.answered()
    committed.refresh()
    minutes = frappe.get_doc(MINUTES, sent.minutes)
    assert (minutes.state, minutes.round) == ("Draft", asked.round)
    assert sent.counted() == ("Draft", 0)
    assert set(sent.answers(asked.round)) <= {"Void"}
    if (
        hold is held_by_a_confirmation
    ):  # it did not touch the minutes, so the form's copy was still the latest
        assert sent.answers(asked.round) == ["Void"]
        assert saved.status_code == 200, saved.text[-1500:]
    else:  # voiding saved the minutes: REST reads them anew, a form is told to load them again
        assert saved.status_code in (200, 417), saved.text[-1500:]
    assert minutes.conclusion == ("Kết luận khác" if saved.ok else opened["conclusion"])


@HOLDERS
def test_deleting_minutes_does_not_stop_who_holds_their_session(sent, meeting, committed, monkeypatch, hold):
    """Frappe locks what it deletes before the app is asked, so deleting may be refused in words, but never in between:
    minutes that are gone have left no answer and no count, those that are left are what the other one made of them."""
    asked = sent.ask()
    delete = f"api/resource/{MINUTES}/{sent.minutes}"
    hold(monkeypatch, sent, lambda: meeting.send(lambda: sent.secretary.delete(delete)))
    deleted = meeting.answered(having_waited=False)
    assert deleted.status_code in (202, 417), deleted.text[-1500:]
    committed.refresh()
    answers, counted = sent.answers(asked.round), sent.counted()
    if deleted.ok:
        assert not frappe.db.exists(MINUTES, sent.minutes)
        assert (answers, counted) == ([], ("None", 0))
    elif hold is held_by_a_confirmation:
        assert (answers, counted) == (["Confirmed"], ("Awaiting Confirmation", 1))
    else:
        assert (answers, counted) == ([], ("Draft", 0))


@pytest.mark.parametrize("way", ["call-roll", "form", "rest"])
def test_the_roll_waits_for_the_session_before_it_locks_a_row(sent, meeting, committed, monkeypatch, way):
    """A confirmation reads the whole roll with locks; whoever changes the roll comes after, and voids it."""
    asked = sent.ask()
    staff = sent.people[-1]
    row = sent.secretary.resource("Cluster Session Attendance", f"{sent.session}-{staff}")

    def absent() -> Any:
        if way == "call-roll":
            return sent.secretary.call(
                "cum_chuyen_mon.api.sessions.call_roll", session=sent.session, states={staff: "Absent"}
            )
        return sent.save_as(way, row, state="Absent")

    held_by_a_confirmation(monkeypatch, sent, lambda: meeting.send(absent))
    changed = meeting.answered()
    assert changed.status_code == 200, changed.text[-1500:]
    committed.refresh()
    assert frappe.db.get_value("Cluster Session Attendance", row["name"], "state") == "Absent"
    assert sent.answers(asked.round) == ["Void"]
    assert sent.counted() == ("Draft", 0)
