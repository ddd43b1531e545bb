"""The people of one side: schools, staff, logins, and the units in which they hold their positions."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import frappe
from frappe.utils import getdate
from frappe.utils.password import update_password

from cum_chuyen_mon.permissions.table import ROLES

from ..factory import insert

PASSWORD = "Cum-chuyen-mon-2026!"
SUBJECTS = ("TOAN", "NGU-VAN")
MEMBERS, OUTSIDE = ("MOT", "HAI", "BA"), "NGOAI"
YESTERDAY, LAST_YEAR = timedelta(days=-1), timedelta(days=-365)

AT_SCHOOLS = {
    "head": ("MOT", "Principal", None),
    "deputy": ("MOT", "Vice Principal", None),
    "subject_lead": ("MOT", "Subject Team Lead", "TOAN"),
    "chair": ("MOT", "Teacher", "TOAN"),
    "colleague": ("MOT", "Teacher", "NGU-VAN"),
    "group_lead": ("HAI", "Principal", None),
    "delegate": ("HAI", "Vice Principal", None),
    "secretary": ("HAI", "Teacher", "TOAN"),
    "writer": ("HAI", "Teacher", "NGU-VAN"),
    "principal": ("BA", "Principal", None),
    "overseer": ("BA", "Vice Principal", None),
    "invited": ("BA", "Teacher", "TOAN"),
    "uninvited": ("BA", "Teacher", "NGU-VAN"),
    "former_signer": ("BA", "Teacher", "TOAN"),
    "former_head": (OUTSIDE, "Principal", None),
}
"""position → school, posting, subject. The former signer moves outside when the papers are done."""

AT_AUTHORITY = {"leader": "Authority Leader", "officer": "Authority Officer"}
WITHOUT_POSITION = ("roles_only", "no_roles")
POSITIONS = (*AT_AUTHORITY, *AT_SCHOOLS, *WITHOUT_POSITION)
ATTACKERS = tuple(p for p in (*POSITIONS, "guest") if p not in ("colleague", "writer"))
"""Everybody who signs in on side A, and nobody in particular."""

APP_ROLES = tuple(role for role in ROLES if role != "Cluster Administrator")

LEADERS_OF_SCHOOLS = ("head", "deputy", "delegate", "group_lead", "principal", "former_head")
ROLES_FOR = {
    "leader": ("Authority Leader",),
    "officer": ("Authority Officer",),
    **{p: ("Cluster Teacher", "School Principal")[: 1 + (p in LEADERS_OF_SCHOOLS)] for p in AT_SCHOOLS},
    "subject_lead": ("Cluster Teacher", "Subject Group Lead"),
    "roles_only": APP_ROLES,
}


@dataclass
class Side:
    """One district: codes, logins, documents and the strings that nobody of the other side may ever see."""

    letter: str
    canary: str = field(default_factory=lambda: f"zqk{secrets.token_hex(4)}")
    users: dict[str, str] = field(default_factory=dict)
    docs: dict[str, tuple[str, str]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    """document's key → URL of the private file that hangs on it."""
    mail: str = ""
    """The name of a Communication about locked minutes."""
    file_names: dict[str, str] = field(default_factory=dict)
    """document's key → name of that File."""

    def code(self, what: str) -> str:
        return f"Z{self.letter}-{what}"

    def staff(self, position: str) -> str:
        return self.code(position.upper().replace("_", "-"))

    def me(self, position: str) -> str:
        """Somebody's own staff code, or an accomplice's: a link to nobody would be refused for that alone."""
        return self.staff(position if position in AT_SCHOOLS else "head")

    def email(self, position: str) -> str:
        return f"{position.replace('_', '-')}@z{self.letter.lower()}.cum.example"

    def say(self, words: str) -> str:
        """Words that hold the canary of texts."""
        return f"{words} {self.canary}t"

    def person(self, position: str) -> str:
        """A full name that holds the canary of names."""
        return f"Họ {self.canary}p {position.replace('_', ' ')}"

    def name(self, key: str) -> str:
        return self.docs[key][1]

    def add(self, key: str, doc: Any) -> Any:
        self.docs[key] = (doc.doctype, doc.name)
        return doc


def days(side_or_days: int) -> date:
    """The day so many days from today."""
    return getdate() + timedelta(days=side_or_days)


def make_user(side: Side, position: str) -> str:
    """A login; its roles follow from the position it is linked to."""
    roles = ROLES_FOR.get(position, ())  # those that follow from the position: saved once instead of twice
    user = frappe.get_doc(
        {
            "doctype": "User",
            "email": side.email(position),
            "first_name": side.person(position),
            "enabled": 1,
            "send_welcome_email": 0,
            "user_type": "Website User",
            "roles": [{"role": role} for role in roles],
        }
    )
    frappe.flags.in_import = True  # Frappe throttles the making of users otherwise
    with patch("frappe.core.doctype.user.user.create_contact"):  # the site's address book is none of ours
        user.insert(ignore_permissions=True)
    frappe.flags.in_import = False
    update_password(user.name, PASSWORD)
    side.users[position] = user.name
    return user.name


def build_people(side: Side, logins: tuple[str, ...]) -> None:
    """Authorities, school year, schools and staff; a login for the positions named."""
    so, phong = side.code("SO"), side.code("PHONG")
    insert(
        "Education Authority",
        authority_code=so,
        authority_name=side.say("Sở"),
        paper_place=side.say("Củ Chi"),
        kind="Department",
        paper_recipients=[{"recipient": side.say("Nơi nhận")}],
        is_group=1,
    )
    authority = insert(
        "Education Authority",
        authority_code=phong,
        authority_name=side.say("Phòng"),
        kind="District Office",
        parent_education_authority=so,
        is_group=0,
    )
    side.add("authority", authority)
    side.add("year", _school_year(side, so))
    for school in (*MEMBERS, OUTSIDE):
        doc = insert(
            "Member School",
            school_code=side.code(school),
            school_name=side.say(f"THCS {school}"),
            levels="THCS",
            address=side.say("Đường số 1"),
            email=f"{side.canary}t@z{side.letter.lower()}.cum.example",
            authorities=[{"authority": phong}],
            paper_recipients=[{"paper": "Report", "recipient": side.say("Nơi nhận")}],
        )
        side.add(f"school_{school.lower()}", doc)
    for position in WITHOUT_POSITION:
        if position in logins:
            make_user(side, position)
    for position, (school, posting, subject) in AT_SCHOOLS.items():
        _staff(side, position, school, posting, subject, position in logins)
    for position, post in AT_AUTHORITY.items():
        user = make_user(side, position)
        doc = insert(
            "Authority Staff", user=user, full_name=side.person(position), authority=phong, position=post
        )
        side.add(f"authority_staff_{position}", doc)


def _school_year(side: Side, authority: str) -> Any:
    """A year that holds today, wherever in the calendar today is."""
    middle = days(60)
    return insert(
        "Cluster School Year",
        school_year_code=side.code("NAM"),
        authority=authority,
        start_date=days(-100),
        end_date=days(200),
        semesters=[
            {"semester_code": "1", "start_date": days(-100), "end_date": middle},
            {"semester_code": "2", "start_date": middle + timedelta(days=1), "end_date": days(200)},
        ],
        holidays=[{"holiday_date": days(30), "title": side.say("Nghỉ")}],
    )


def _staff(side: Side, position: str, school: str, posting: str, subject: str | None, login: bool) -> None:
    postings = [{"school": side.code(school), "position": posting, "subject": subject}]
    if position == "former_head":
        ended = getdate() + LAST_YEAR
        postings[0]["from_date"] = ended + timedelta(days=1)
        postings.append({"school": side.code("MOT"), "position": "Principal", "to_date": ended})
    doc = insert(
        "Member School Staff",
        staff_code=side.staff(position),
        full_name=side.person(position),
        user=make_user(side, position) if login else None,
        email=f"{side.canary}p@z{side.letter.lower()}.cum.example",
        postings=postings,
    )
    side.add(f"staff_{position}", doc)


def build_units(side: Side) -> None:
    """The cluster, the group and its subject group, with their officers."""
    members = [{"school": side.code(s), "is_lead": int(s == "HAI")} for s in MEMBERS]
    shared = {
        "levels": "THCS",
        "members": members,
        "authorities": [{"authority": side.code("PHONG")}],
        "paper_recipients": [{"recipient": side.say("Nơi nhận")}],
        "decision_no": side.say("Số"),
        "area": side.say("Huyện"),
        "online_group_url": f"https://nhom.example/{side.canary}t",
    }
    cluster = insert(
        "School Cluster",
        unit_code=side.code("CUM"),
        unit_title=side.say("Cụm"),
        officers=[
            _officer(side, "Cluster Head", "former_head", to_date=getdate() + LAST_YEAR),
            _officer(side, "Cluster Head", "head", from_date=getdate() + LAST_YEAR - YESTERDAY),
            _officer(side, "Cluster Deputy", "deputy"),
            _officer(side, "Cluster Deputy", "delegate"),
        ],
        **shared,
    )
    group = insert(
        "Inter-School Group",
        unit_code=side.code("NHOM"),
        unit_title=side.say("Nhóm"),
        officers=[_officer(side, "Group Lead", "group_lead")],
        **shared,
    )
    subject_group = insert(
        "Subject Group",
        unit_code=side.code("TO-TOAN"),
        unit_title=side.say("Tổ Toán"),
        subject="TOAN",
        parent_type="Inter-School Group",
        parent_unit=group.name,
        decision_no=side.say("Số"),
        paper_recipients=[{"recipient": side.say("Nơi nhận")}],
        online_group_url=f"https://to.example/{side.canary}t",
        officers=[
            _officer(side, "Subject Lead", "subject_lead"),
            _officer(side, "Overseeing Leader", "overseer"),
        ],
    )
    for key, doc in (("cluster", cluster), ("group", group), ("subject_group", subject_group)):
        side.add(key, doc)


def _officer(side: Side, position: str, who: str, **values: Any) -> dict:
    return {"position": position, "staff": side.staff(who), "decision_no": side.say("QĐ"), **values}


def move_outside(side: Side) -> None:
    """The former signer leaves his school today."""
    doc = frappe.get_doc("Member School Staff", side.staff("former_signer"))
    doc.postings[0].to_date = getdate() + YESTERDAY
    doc.append(
        "postings",
        {
            "school": side.code(OUTSIDE),
            "position": "Teacher",
            "subject": "TOAN",
            "from_date": getdate(),
        },
    )
    doc.save()
