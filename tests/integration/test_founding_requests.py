"""Founding decisions and subject groups over HTTP: who may, what is answered, and two requests at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import frappe
import pytest
from frappe.utils import getdate
from frappe.utils.password import update_password

from cum_chuyen_mon.permissions.standing import forget

from . import factory
from .security.rows import Before

API = "cum_chuyen_mon.api.founding"
PASSWORD = "Cum-chuyen-mon-2026!"
PEOPLE = {
    "leader": "Authority Leader",
    "officer": "Authority Officer",
    "head": "T-AN-HT",
    "deputy": "T-BINH-HT",
    "teacher": "T-CUONG-TOAN-1",
}
CHANGES = {"leader"}
NAMES_LEADS = {"head"}


@pytest.fixture(scope="module")
def made(connection: Any) -> Any:
    """A district of this year, committed, with a login for each position; all of it taken away again."""
    from .holders import authority_login, login

    frappe.set_user("Administrator")
    before = Before.now()
    try:
        district = factory.build(year="T-NAY", around=getdate())
        users = {}
        for key, who in PEOPLE.items():
            user = authority_login(district.authority, who) if who.startswith("Authority") else login(who)
            frappe.db.set_value("User", user, "enabled", 1)
            update_password(user, PASSWORD)
            users[key] = user
        frappe.db.commit()
        yield district, users
    finally:
        frappe.db.rollback()
        frappe.set_user("Administrator")
        before.bring_back()
        forget()


def draft(made: factory.District, code: str) -> dict:
    return {
        "title": "Thành lập cụm",
        "authority": made.authority,
        "school_year": made.year,
        "decision_no": "140/QĐ",
        "decision_date": str(getdate()),
        "from_date": str(getdate()),
        "units": [
            {
                "action": "Found",
                "unit_type": "School Cluster",
                "unit_code": code,
                "unit_title": code,
                "levels": "THCS",
            }
        ],
        "members": [{"unit_code": code, "school": "T-AN"}],
        "officers": [{"unit_code": code, "position": "Cluster Head", "staff": "T-AN-HT"}],
    }


@pytest.mark.clause("P1")
@pytest.mark.parametrize("who", PEOPLE)
def test_who_makes_and_applies_a_decision(made, api_client, who):
    district, users = made
    client, code = api_client(users[who], PASSWORD), f"T-HTTP-{who.upper()}"
    created = client.post("api/resource/Cluster Founding", **draft(district, code))
    assert created.ok == (who in CHANGES), created.text[:300]
    if not created.ok:
        assert created.status_code == 403
        frappe.set_user("Administrator")
        name = factory.insert("Cluster Founding", **draft(district, code)).name
        frappe.db.commit()
        for verb in ("preview", "apply", "take_over"):
            assert client.call(f"{API}.{verb}", founding=name).status_code == 403
    else:
        name = created.json()["data"]["name"]
        shown = client.method(f"{API}.preview", founding=name)
        assert shown["problems"] == []
        assert client.method(f"{API}.apply", founding=name)["changes"] == shown["changes"]
        again = client.call(f"{API}.apply", founding=name)
        assert again.status_code == 417
        assert (
            "đã áp dụng" in again.text.encode().decode("unicode_escape", "ignore") or "áp dụng" in again.text
        )
    frappe.db.rollback()
    assert bool(frappe.db.exists("School Cluster", code)) == (who in CHANGES)


def test_two_requests_apply_it_once(made, api_client):
    district, users = made
    clients = [api_client(users["leader"], PASSWORD) for _ in range(2)]
    name = (
        clients[0]
        .post("api/resource/Cluster Founding", **draft(district, "T-HAI-LAN"))
        .json()["data"]["name"]
    )
    _tokens = [client.csrf_token for client in clients]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda client: client.call(f"{API}.apply", founding=name), clients))
    assert sorted(answer.ok for answer in answers) == [False, True], [a.text[:300] for a in answers]
    frappe.db.rollback()
    assert frappe.db.count("Unit Member", {"parent": "T-HAI-LAN"}) == 1


@pytest.mark.clause("E4.2a")
@pytest.mark.parametrize("who", PEOPLE)
def test_who_makes_subject_groups(made, api_client, who):
    district, users = made
    client, unit = api_client(users[who], PASSWORD), {"unit_type": "School Cluster", "unit": district.cluster}
    subject = {"subject": "NGU-VAN"}
    for verb, more in (("subjects_of_unit", {}), ("make_subject_groups", {"groups": [subject]})):
        answer = client.call(f"{API}.{verb}", **unit, **more)
        assert answer.status_code == (200 if who in NAMES_LEADS else 403), f"{verb}: {answer.text[:300]}"


@pytest.mark.clause("E4.2a")
def test_requests_at_once_make_each_group_once(made, api_client):
    district, users = made
    clients = [api_client(users["head"], PASSWORD) for _ in range(4)]
    _tokens = [client.csrf_token for client in clients]
    unit = {"unit_type": "Inter-School Group", "unit": district.group}
    wishes = [{"subject": code} for code in ("TOAN", "NGU-VAN", "TIN-HOC", "GDCD")]
    known = {row["subject"] for row in clients[0].method(f"{API}.subjects_of_unit", **unit)["subjects"]}
    wishes = [wish for wish in wishes if wish["subject"] in known]
    with ThreadPoolExecutor(4) as pool:
        answers = list(
            pool.map(lambda client: client.call(f"{API}.make_subject_groups", **unit, groups=wishes), clients)
        )
    assert [answer.status_code for answer in answers] == [200] * 4, [a.text[:300] for a in answers]
    told = [code for answer in answers for code in answer.json()["message"]["made"]]
    frappe.db.rollback()
    there = frappe.get_all("Subject Group", filters={"parent_unit": district.group}, pluck="name")
    assert sorted(told) == sorted(there)
    assert len(there) == len(wishes)
