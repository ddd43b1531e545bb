"""Notices as people get them: convened over REST, carried by a real mail server, answered by the link in the mail."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import frappe
import pytest
import requests
from frappe.utils import getdate
from frappe.utils.password import update_password

from cum_chuyen_mon.api.convening import ANSWERS_AN_HOUR
from cum_chuyen_mon.convening.answers import NOT_OPEN
from cum_chuyen_mon.convening.links import token_for
from cum_chuyen_mon.meetings.roll_call import ATTENDANCE

from . import factory
from .documents import duty
from .holders import login
from .post import PostOffice, account, address_everyone, entry_of, forget_accounts, post_office, text_of
from .test_concurrency import drop_district

SESSION, API = "Cluster Session", "cum_chuyen_mon.api.convening"
HEAD, MEMBER = "T-AN-HT", "T-CUONG-HT"
PASSWORD = "Cum-chuyen-mon-2024!"
TITLE = "Họp cụm <đầu năm> & phân công"
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
LINK = re.compile(r'href="[^"]*(/moi-hop\?t=[^"]+)"')


@dataclass
class Place:
    """A committed cluster with addresses, a session ten days ahead, and the head's client."""

    made: factory.District
    meeting: str
    day: date
    mails: dict[str, str]
    guest: str
    head: Any
    office: PostOffice

    def call(self, method: str, **values: Any) -> Any:
        return self.head.call(f"{API}.{method}", session=self.meeting, **values)

    def session(self) -> Any:
        frappe.db.rollback()
        return frappe.get_doc(SESSION, self.meeting)

    def row(self, staff: str) -> Any:
        frappe.db.rollback()
        return frappe.get_doc(ATTENDANCE, f"{self.meeting}-{staff}")

    def take(self) -> dict:
        frappe.db.rollback()
        forget_accounts()
        return self.office.take()


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as running:
        yield running


@pytest.fixture
def place(connection, office, api_client, committed) -> Iterator[Place]:
    day = getdate() + timedelta(days=10)
    made = factory.build(year="T-NOW", around=day, duties=[duty("cuchi-1671-2024", "C3-CHAIR")])
    mails = address_everyone(made)
    users = [login(code) for code in (HEAD, MEMBER)]
    for user in users:
        update_password(user, PASSWORD)
    meeting = factory.session(made, day, unit=made.cluster, session_title=TITLE, agenda="<p>Một; hai</p>")
    guest = "dai.bieu@cum-khac.example"
    factory.insert(
        ATTENDANCE, session=meeting.name, guest_name="Đại biểu", guest_organisation="Cụm 2", guest_email=guest
    )
    frappe.db.commit()
    committed.insert(account(office))
    forget_accounts()
    office.take()  # what other tests left in the site's queue
    yield Place(made, meeting.name, day, mails, guest, api_client(users[0], PASSWORD), office)
    frappe.db.rollback()
    for queued in frappe.get_all("Email Queue", {"reference_name": meeting.name}, pluck="name"):
        frappe.db.delete("Email Queue Recipient", {"parent": queued})
        frappe.db.delete("Email Queue", {"name": queued})
    frappe.db.delete("Notification Log", {"document_name": meeting.name})
    drop_district(made, users)


def test_an_invitation_reaches_everybody_with_a_calendar_entry_of_his_own(place):
    told = place.call("convene")
    assert told.ok, told.text[:800]
    assert told.json()["message"] == {"mailed": 4, "notified": 2, "unreached": []}
    arrived = place.take()
    assert set(arrived) == {*place.mails.values(), place.guest}
    for mail, message in arrived.items():
        part, calendar, event = entry_of(message)
        assert message["To"] == mail
        assert message["Subject"] == f"Mời họp: {TITLE} – {place.day:%d/%m/%Y}"
        assert part.get_param("method") == "REQUEST"
        assert (calendar["method"], event["sequence"]) == ("REQUEST", 1)
        assert str(event["uid"]).startswith(f"{place.meeting}@")
        assert event["summary"] == TITLE
        start = datetime.combine(place.day, datetime.min.time(), HERE).replace(hour=8)
        assert (event["dtstart"].dt, event["dtend"].dt) == (start, start.replace(hour=10, minute=30))
        assert str(event["dtstart"].params["TZID"]) == "Asia/Ho_Chi_Minh"
        assert str(event["attendee"]) == f"mailto:{mail}"
        assert str(event["organizer"]) == "mailto:cum@so-giao-duc.example"
        others = {*place.mails.values(), place.guest} - {mail}
        assert not [other for other in others if other in message.as_string()]
        body = text_of(message)
        assert "Họp cụm &lt;đầu năm&gt; &amp; phân công" in body
        for said in ("Cụm thử nghiệm", "08:00 đến 10:30", "Phòng họp THCS An", "Một; hai"):
            assert said in body, said


def test_the_same_notice_is_not_sent_to_anybody_twice(place):
    place.call("convene")
    place.take()
    assert place.call("convene").json()["message"] == {"mailed": 0, "notified": 0, "unreached": []}
    assert place.take() == {}
    late = "them.sau@cum-khac.example"
    place.head.post(
        f"api/resource/{ATTENDANCE}", session=place.meeting, guest_name="Khách thêm", guest_email=late
    )
    assert place.call("convene").json()["message"]["mailed"] == 1
    assert set(place.take()) == {late}


def test_a_changed_hour_and_a_cancellation_replace_the_entry(place):
    place.call("convene")
    place.take()
    changed = place.head.put(
        f"api/resource/{SESSION}/{place.meeting}", start_time="14:00:00", end_time="16:00:00"
    )
    assert changed.ok, changed.text[:500]
    arrived = place.take()
    assert len(arrived) == 4
    for message in arrived.values():
        _part, calendar, event = entry_of(message)
        assert (calendar["method"], event["sequence"], event["dtstart"].dt.hour) == ("REQUEST", 2, 14)
        assert message["Subject"].startswith("Thay đổi lịch họp")
        assert "08:00 đến 10:30, Phòng họp THCS An" in text_of(message)
    assert place.call("cancel", reason="Bão số 9 & lũ").ok
    arrived = place.take()
    assert len(arrived) == 4
    for message in arrived.values():
        part, calendar, event = entry_of(message)
        assert part.get_param("method") == "CANCEL"
        assert (calendar["method"], event["sequence"], event["status"]) == ("CANCEL", 3, "CANCELLED")
        assert str(event["uid"]).startswith(f"{place.meeting}@")
        assert "Bão số 9 &amp; lũ" in text_of(message)
        assert not LINK.search(text_of(message))


def test_without_a_mail_account_the_notice_stays_and_mail_follows_later(place, committed):
    committed.refresh()
    frappe.db.set_value("Email Account", "T-Cụm", {"enable_outgoing": 0, "default_outgoing": 0})
    frappe.db.commit()
    frappe.clear_cache(doctype="Email Account")
    told = place.call("convene")
    assert told.ok, told.text[:500]
    assert (told.json()["message"]["mailed"], told.json()["message"]["notified"]) == (0, 2)
    warning = json.loads(json.loads(told.json()["_server_messages"])[-1])
    assert "chưa có tài khoản thư gửi đi" in warning["message"]
    assert warning["indicator"] == "orange"
    assert place.session().status == "Convened"
    frappe.db.set_value("Email Account", "T-Cụm", {"enable_outgoing": 1, "default_outgoing": 1})
    frappe.db.commit()
    assert place.call("convene").json()["message"] == {"mailed": 4, "notified": 0, "unreached": []}
    assert len(place.take()) == 4


def test_only_who_may_write_the_session_convenes_and_a_refusal_leaves_nothing(place, api_client):
    member = api_client("t-cuong-ht@cum.example", PASSWORD)
    for method, values in (("convene", {}), ("cancel", {"reason": "x"}), ("invite_authority", {})):
        assert member.call(f"{API}.{method}", session=place.meeting, **values).status_code == 403
        assert api_client().call(f"{API}.{method}", session=place.meeting, **values).status_code == 403
    before = frappe.db.count(ATTENDANCE, {"session": place.meeting})
    place.head.put(f"api/resource/{SESSION}/{place.meeting}", chair=MEMBER, secretary=HEAD)
    refused = place.call("convene")
    assert refused.status_code == 417
    assert (
        "không phải Cụm trưởng" in refused.text.encode().decode("unicode_escape", "ignore")
        or "C3" in refused.text
    )
    now = place.session()
    assert (now.status, now.notice_sequence, frappe.db.count(ATTENDANCE, {"session": place.meeting})) == (
        "Planned",
        0,
        before,
    )
    assert frappe.db.count("Email Queue", {"reference_name": place.meeting}) == 0


class TestTheLink:
    LIMIT = f"rl:{API}.answer_by_link:127.0.0.1"

    def counters(self) -> list[bytes]:
        """Where Frappe counts the requests of this address; its versions call it differently."""
        return frappe.cache.get_keys(self.LIMIT)

    @pytest.fixture(autouse=True)
    def unlimited(self, connection) -> None:
        """An hour's tries are counted across tests."""
        for key in self.counters():
            frappe.cache.delete(key)

    @pytest.fixture
    def page(self, place) -> str:
        """The path in a member's mail."""
        place.call("convene")
        return LINK.search(text_of(place.take()[place.mails[MEMBER]])).group(1).replace("&amp;", "&")

    def answer(self, server: str, token: str, answer: str = "Yes", **values: Any) -> requests.Response:
        """As the page sends it: no cookies, no token of Frappe's."""
        body = {"token": token, "answer": answer, **values}
        return requests.post(f"{server}/api/method/{API}.answer_by_link", json=body, timeout=60)

    def test_shows_what_when_and_where_and_changes_nothing(self, place, page, server):
        shown = requests.get(server + page, timeout=60)
        assert shown.status_code == 200
        for said in (
            "Họp cụm &lt;đầu năm&gt; &amp; phân công",
            "08:00 đến 10:30",
            "Phòng họp THCS An",
            "Xin vắng",
        ):
            assert said in shown.text, said
        assert '<meta name="robots" content="noindex' in shown.text
        assert shown.headers["Cache-Control"] == "no-store"
        assert "noindex" in shown.headers["X-Robots-Tag"]
        for hidden in ("Hiệu trưởng", "T-AN-HT", *place.mails.values(), "Đại biểu"):
            assert hidden not in shown.text, hidden
        assert place.row(MEMBER).answer is None

    def test_is_answered_without_cookies_and_changed_until_the_session_begins(self, place, page, server):
        token = page.partition("t=")[2]
        assert (
            requests.get(
                f"{server}/api/method/{API}.answer_by_link", {"token": token, "answer": "Yes"}, timeout=60
            ).status_code
            == 403
        )
        assert self.answer(server, token).ok
        assert place.row(MEMBER).answer == "Yes"
        refused = self.answer(server, token, "Excused")
        assert refused.status_code == 417
        assert self.answer(server, token, "Maybe").status_code == 417
        assert self.answer(server, token, "Excused", reason="Đi tập huấn").ok
        row = place.row(MEMBER)
        assert (row.answer, row.answer_reason, row.state) == ("Excused", "Đi tập huấn", "Invited")
        assert row.answered_on
        assert place.row(HEAD).answer is None

    def test_that_is_forged_foreign_or_over_gets_one_and_the_same_refusal(self, place, page, server):
        token = page.partition("t=")[2]
        said, _dot, signature = token.partition(".")
        other = token_for(f"{place.meeting}-{HEAD}", 1).partition(".")[0]
        wrong = {
            "nothing": "",
            "no token": "abc",
            "no letters": "é.é",
            "another's name under one's own signature": f"{other}.{signature}",
            "another signature": f"{said}.{'A' * len(signature)}",
            "signed for a row that is none": token_for("khong-co", 1),
            "signed for another notice": token_for(f"{place.meeting}-{MEMBER}", 2),
            "a very long one": "a" * 2000,
        }
        answers = {why: self.answer(server, token) for why, token in wrong.items()}
        assert {why: a.status_code for why, a in answers.items()} == dict.fromkeys(wrong, 403)
        said = [json.loads(json.loads(a.json()["_server_messages"])[0])["message"] for a in answers.values()]
        assert set(said) == {NOT_OPEN}
        pages = {requests.get(f"{server}/moi-hop", {"t": token}, timeout=60).text for token in wrong.values()}
        assert len(pages) == 1
        assert place.row(MEMBER).answer is None
        place.head.put(f"api/resource/{SESSION}/{place.meeting}", start_time="09:00:00")
        assert self.answer(server, token).status_code == 403, "a newer notice brought a newer link"
        newer = LINK.search(text_of(place.take()[place.mails[MEMBER]])).group(1).partition("t=")[2]
        assert self.answer(server, newer).ok
        place.call("postpone", reason="Bão")
        assert self.answer(server, newer).status_code == 403

    def test_is_over_once_the_session_has_begun(self, place, page, server):
        frappe.db.set_value(SESSION, place.meeting, {"session_date": getdate(), "start_time": "00:00:00"})
        frappe.db.commit()
        assert self.answer(server, page.partition("t=")[2]).status_code == 403

    def test_does_not_put_up_with_endless_trying(self, page, server):
        self.answer(server, "khong-co")
        (counter,) = self.counters()
        frappe.cache.setex(counter, 60, ANSWERS_AN_HOUR)
        assert self.answer(server, page.partition("t=")[2]).status_code == 429
