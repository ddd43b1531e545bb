"""A place that lives through a school year: who lives there, what day it is, and what they do over REST."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import frappe
import requests
import time_machine

from cum_chuyen_mon.ledger.refresh import refresh_all
from cum_chuyen_mon.permissions import standing
from dev.clocked import HEADER

from ..security.rows import Before

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = time(8)
TAGS = re.compile(r"<[^>]+>")


@dataclass
class Life:
    """One place on one site. ``today`` is the day on which everybody acts."""

    url: str
    today: date = date(2017, 1, 1)
    people: dict[str, Person] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def on(cls, url: str) -> Iterator[Life]:
        """An empty place; everything that comes to be there is taken away again."""
        frappe.set_user("Administrator")
        before = Before.now()
        life = cls(url)
        try:
            yield life
        finally:
            for person in life.people.values():
                person.http.close()
            frappe.db.rollback()
            frappe.set_user("Administrator")
            before.bring_back()
            standing.forget()

    @property
    def moment(self) -> datetime:
        return datetime.combine(self.today, MORNING, HERE)

    @contextmanager
    def here(self) -> Iterator[None]:
        """What the site's own hands do on the day: an administrator's set-up, the nightly jobs. Commits."""
        frappe.db.rollback()
        frappe.set_user("Administrator")
        standing.forget()
        with time_machine.travel(self.moment, tick=True):
            yield
            frappe.db.commit()

    def comes(self, day: date) -> None:
        """A later day begins: the scheduler has worked through the night."""
        assert day >= self.today, f"{day} is before {self.today}"
        self.today = day
        with self.here():
            for events in ("daily", "daily_long"):
                for job in frappe.get_hooks("scheduler_events").get(events, []):
                    if job.startswith("cum_chuyen_mon."):
                        frappe.get_attr(job)()

    def settled(self) -> None:
        """The background has caught up with what people changed in units and rules."""
        with self.here():
            refresh_all()

    def inserted(self, doctype: str, **values: Any) -> str:
        """A document that the administrator enters; its name."""
        with self.here():
            return frappe.get_doc({"doctype": doctype, **values}).insert().name

    def at_school(self, code: str) -> Person:
        """The login of somebody with a staff code."""

        def link(user: str) -> None:
            staff = frappe.get_doc("Member School Staff", code)
            staff.user = user
            staff.save()

        return self._person(code, link)

    def at_authority(self, authority: str, position: str) -> Person:
        """The login of a leader or officer."""

        def post(user: str) -> None:
            values = {"user": user, "full_name": position, "authority": authority, "position": position}
            frappe.get_doc({"doctype": "Authority Staff", **values}).insert()

        return self._person(f"{position} {authority}", post)

    def _person(self, name: str, place: Callable[[str], None]) -> Person:
        if name not in self.people:
            user = re.sub(r"[^a-z0-9]+", ".", name.lower()) + "@nam.example"
            with self.here():
                _make_login(user)
                place(user)  # the roles follow
            self.people[name] = Person(self, user)
        return self.people[name]


def _make_login(user: str) -> None:
    frappe.flags.in_import = True  # Frappe throttles the making of users otherwise
    values = {"email": user, "first_name": user.split("@")[0], "enabled": 1}
    values |= {"api_key": user, "api_secret": user}
    frappe.get_doc({"doctype": "User", "send_welcome_email": 0, **values}).insert()
    frappe.flags.in_import = False


class Refused(AssertionError):
    """What the server said no to; the words that people would read."""


class Person:
    """Somebody at his device. Answers come as data; a refusal is raised with its words."""

    def __init__(self, life: Life, user: str) -> None:
        self.life, self.user = life, user
        self.http = requests.Session()
        self.http.headers.update({"Accept": "application/json", "Authorization": f"token {user}:{user}"})

    def _ask(self, verb: str, path: str, **options: Any) -> Any:
        moment = self.life.moment.isoformat()
        answer = self.http.request(
            verb, f"{self.life.url}/{path}", headers={HEADER: moment}, timeout=120, **options
        )
        if not answer.ok:
            raise Refused(f"{self.user} {verb} {path}: {answer.status_code}: {words_of(answer)}")
        return answer.json()

    def makes(self, doctype: str, **values: Any) -> dict[str, Any]:
        """POST a new document; the document."""
        return self._ask("POST", f"api/resource/{doctype}", json=values)["data"]

    def changes(self, doctype: str, name: str, **values: Any) -> dict[str, Any]:
        """PUT into a document; the document."""
        return self._ask("PUT", f"api/resource/{doctype}/{name}", json=values)["data"]

    def reads(self, doctype: str, name: str) -> dict[str, Any]:
        return self._ask("GET", f"api/resource/{doctype}/{name}")["data"]

    def finds(self, doctype: str, *fields: str, **filters: Any) -> list[dict[str, Any]]:
        """The list as he sees it, whole."""
        asked = {
            "fields": json.dumps(fields or ["name"]),
            "filters": json.dumps(filters),
            "limit_page_length": 0,
        }
        return self._ask("GET", f"api/resource/{doctype}", params=asked)["data"]

    def does(self, method: str, **arguments: Any) -> Any:
        """POST to an endpoint of the app; what it returned."""
        return self._ask("POST", f"api/method/cum_chuyen_mon.api.{method}", json=arguments).get("message")

    def is_refused(self, act: str, *what: Any, **values: Any) -> str:
        """The words with which the server refuses an act; nothing may have come of it."""
        try:
            done = getattr(self, act)(*what, **values)
        except Refused as refusal:
            return str(refusal)
        raise AssertionError(f"{self.user} {act} {what}: not refused, but {done}")


def words_of(answer: requests.Response) -> str:
    """What people read of a refusal, without markup."""
    try:
        told = answer.json()
    except ValueError:
        return answer.text[:1000]
    messages = [json.loads(m).get("message", "") for m in json.loads(told.get("_server_messages") or "[]")]
    return TAGS.sub(" ", " ".join(messages) or str(told.get("exception") or told))[:3000]
