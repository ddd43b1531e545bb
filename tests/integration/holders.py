"""Logins for people who hold positions, how to act as one of them, and papers they make."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.permissions.standing import forget

from . import factory


def district() -> factory.District:
    """A district whose school year holds today, with a subject group that a teacher leads."""
    made = factory.build(year="T-NAY", around=getdate())
    factory.insert(
        "Subject Group",
        unit_code="T-TO-TOAN",
        unit_title="Tổ Toán",
        subject="TOAN",
        parent_type="Inter-School Group",
        parent_unit=made.group,
        officers=[{"position": "Subject Lead", "staff": made.teacher("T-AN")}],
    )
    return made


def login(staff: str) -> str:
    """A login for a person; the roles come by themselves."""
    user = new_user(f"{staff.lower()}@cum.example")
    person = frappe.get_doc("Member School Staff", staff)
    person.user = user
    person.save()
    return user


def new_user(email: str) -> str:
    # Frappe throttles the making of users otherwise, and forgets everything it has cached after each of them.
    frappe.flags.in_import = frappe.flags.in_install = True
    user = {"doctype": "User", "email": email, "first_name": email.split("@")[0], "send_welcome_email": 0}
    user["enabled"] = 1  # a default, which imports leave out
    frappe.get_doc(user).insert()
    frappe.flags.in_import = frappe.flags.in_install = False
    return email


def authority_login(authority: str, position: str) -> str:
    user = new_user(f"{position.split()[1].lower()}.{authority.lower()}@cum.example")
    factory.insert("Authority Staff", user=user, full_name="Cán bộ", authority=authority, position=position)
    return user


@contextmanager
def as_user(user: str):
    frappe.set_user(user)
    forget()
    try:
        yield
    finally:
        frappe.set_user("Administrator")


def plan(made: factory.District, **values):
    return factory.insert(
        "Cluster Activity Plan",
        **{
            "title": "Kế hoạch năm học",
            "unit_type": "School Cluster",
            "unit": made.cluster,
            "school_year": made.year,
            **values,
        },
    )


def submitted_plan(made: factory.District, **values):
    """A plan that its author has drafted and submitted."""
    return plan(made, **values).update({"status": "Submitted"}).save()


def delegation(made: factory.District, **values):
    today = getdate()
    return factory.insert(
        "Cluster Delegation",
        **{
            "unit_type": "School Cluster",
            "unit": made.cluster,
            "delegator": "T-AN-HT",
            "delegate": "T-BINH-HT",
            "from_date": today - timedelta(days=1),
            "to_date": today + timedelta(days=1),
            "scope": "Lập kế hoạch",
            "plan": 1,
            **values,
        },
    )


def report(made: factory.District, **values: Any) -> Any:
    """The semester report of the cluster, sent."""
    sent = {
        "title": "Báo cáo học kỳ 1",
        "paper_kind": "SEMESTER-REPORT",
        "unit_type": "School Cluster",
        "unit": made.cluster,
        "school_year": made.year,
        "semester": "1",
        "status": "Sent",
    }
    return factory.insert("Cluster Unit Report", **{**sent, **values})
