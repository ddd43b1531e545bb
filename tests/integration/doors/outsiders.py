"""A district on the site, committed, and people who try its doors: a head, a chair, and an outsider with every role.

The outsider is principal of a school that belongs to no unit: Frappe's roles let him in everywhere, the table nowhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe.utils import getdate
from frappe.utils.password import update_password

from .. import factory
from ..security.rows import Before

PASSWORD = "Cum-chuyen-mon-2026!"
ALL_ROLES = ("Authority Leader", "Authority Officer", "School Principal", "Cluster Teacher")
SECRET = "Bí mật zqx93"
"""Stands in every title and text that the outsider must not get to know."""

HEAD, CHAIR, OUTSIDER = "head@t.cum.example", "chair@t.cum.example", "outsider@t.cum.example"


@dataclass
class Doors:
    """What stands behind the doors, and the clients of those who try them."""

    district: factory.District
    session: str = ""
    other: str = ""
    """Another session, without minutes."""
    minutes: str = ""
    report: str = ""
    clients: dict[str, Any] = field(default_factory=dict)


@contextmanager
def doors_of(server: str) -> Iterator[Doors]:
    """Build, commit, and take every row and file away again."""
    frappe.set_user("Administrator")
    before = Before.now()
    made = Doors(factory.District())
    try:
        _build(made)
        frappe.db.commit()
        yield made
    finally:
        for client in made.clients.values():
            client.session.close()
        frappe.db.rollback()
        frappe.set_user("Administrator")
        before.bring_back()


def signed_in(made: Doors, server: str, user: str) -> Any:
    from tests.conftest import ApiClient

    if user not in made.clients:
        made.clients[user] = ApiClient(server).login(user, PASSWORD)
    return made.clients[user]


def _build(made: Doors) -> None:
    made.district = factory.build(around=getdate())
    factory.insert(
        "Member School",
        school_code="T-XA",
        school_name="THCS Xa",
        levels="THCS",
        authorities=[{"authority": made.district.authority}],
    )
    factory.add_staff(made.district, "T-XA-HT", "Hiệu trưởng Xa", "T-XA", "Principal")
    for user, staff in ((HEAD, "T-AN-HT"), (CHAIR, "T-AN-TOAN-1"), (OUTSIDER, "T-XA-HT")):
        _login(user, staff)
    frappe.get_doc("User", OUTSIDER).add_roles(*ALL_ROLES)
    meeting = factory.session(made.district, getdate(), session_title=f"{SECRET} buổi")
    made.session = meeting.name
    made.other = factory.session(made.district, getdate(), session_title=f"{SECRET} buổi khác").name
    made.minutes = factory.complete_minutes(meeting, conclusion=f"{SECRET} kết luận").name
    made.report = factory.insert(
        "Cluster Unit Report",
        title=f"{SECRET} báo cáo",
        unit_type="Inter-School Group",
        unit=made.district.group,
        paper_kind="SEMESTER-REPORT",
        school_year=made.district.year,
        semester="1",
    ).name


def _login(user: str, staff: str) -> None:
    frappe.flags.in_import = True  # Frappe throttles the making of users otherwise
    frappe.get_doc(
        {
            "doctype": "User",
            "email": user,
            "first_name": user.split("@")[0],
            "enabled": 1,
            "send_welcome_email": 0,
        }
    ).insert()
    frappe.flags.in_import = False
    update_password(user, PASSWORD)
    doc = frappe.get_doc("Member School Staff", staff)
    doc.user, doc.phone = user, "0909000111"
    doc.save()


def silent(answer: Any, *more: str) -> None:
    """The answer holds nothing of what is kept from the outsider."""
    for word in (SECRET, "Nhóm thử nghiệm", "Cụm thử nghiệm", *more):
        assert word not in answer.text, answer.text[:800]
        assert json.dumps(word)[1:-1] not in answer.text, answer.text[:800]
