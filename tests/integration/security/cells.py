"""Who may do what on his own side: requests for every cell of the table, and what their answers mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import frappe

from cum_chuyen_mon.permissions import relations
from cum_chuyen_mon.permissions.relations import Place
from cum_chuyen_mon.permissions.standing import Standing, standing_of
from cum_chuyen_mon.permissions.table import GRANTS, PLACES

from .attack import Call, get, post, put
from .people import Side

NO_PLACE = Place(cluster="", group="", unit="")
REFUSED, UNKNOWN = 403, 404


def held(standing: Standing, doctype: str, row: Mapping[str, Any]) -> set[str]:
    """The relations in which somebody stands to a row, of those that the table names for its DocType."""
    place = PLACES.get(doctype, NO_PLACE)
    return {r.__name__ for r in GRANTS[doctype] if r(standing, place).holds(row)}


def granted(standing: Standing, doctype: str, row: Mapping[str, Any]) -> set[str]:
    """The actions that the table gives somebody on a row."""
    names = held(standing, doctype, row)
    return {action for name in names for action in GRANTS[doctype][getattr(relations, name)]}


def row_of(doctype: str, name: str) -> Mapping[str, Any]:
    return frappe.db.get_value(doctype, name, "*", as_dict=True)


def standing(side: Side, position: str) -> Standing:
    return standing_of(side.users[position]) if position != "guest" else Standing("Guest")


def reading(doctype: str, name: str) -> Call:
    return get(f"api/resource/{doctype}/{name}")


def updating(doctype: str, name: str) -> Call:
    """Saving a document as it is."""
    return put(f"api/resource/{doctype}/{name}", idx=0)


def deleting(doctype: str, name: str) -> Call:
    return Call("DELETE", f"api/resource/{doctype}/{name}")


def cancelling(doctype: str, name: str) -> Call:
    return post("api/method/frappe.client.cancel", doctype=doctype, name=name)


def amending(session: str, forebear: str) -> Call:
    return post("api/resource/Cluster Minutes", session=session, amended_from=forebear, conclusion="Lại")


def let_in(response: Any) -> bool:
    """Whether somebody got past the question who he is: what the document itself objects to comes after it."""
    assert response.status_code < 500, f"{response.url}: {response.text[:400]}"
    return response.status_code not in (REFUSED, UNKNOWN)


def names_listed(client: Any, doctype: str) -> set[str]:
    response = get(f"api/resource/{doctype}", fields='["name"]', limit_page_length=0).send(client)
    assert response.status_code < 500, response.text[:400]
    return {row["name"] for row in response.json()["data"]} if response.ok else set()


def creations(side: Side, position: str) -> dict[str, tuple[dict, Mapping[str, Any]]]:
    """What is to be created → the document, and the row of the same place that says who may."""
    me = side.me(position)
    cluster = {"unit_type": "School Cluster", "unit": side.code("CUM")}
    group = {"unit_type": "Inter-School Group", "unit": side.code("NHOM")}
    school = {"unit_type": "Member School", "unit": side.code("BA")}
    year = {"school_year": side.name("year"), "semester": "1"}
    meeting = {
        "doctype": "Cluster Session",
        "session_title": "Buổi mới",
        "activity_kind": "PERIODIC-MEETING",
        "session_date": str(frappe.utils.getdate()),
    }
    report = {"doctype": "Cluster Unit Report", "title": "Mới", "paper_kind": "YEAR-REPORT", **year}
    difficulty = {"doctype": "Cluster Difficulty", "title": "Mới", "kind": "Proposal", "body": "Mới"}
    guest = {"doctype": "Cluster Session Attendance", "guest_name": "Khách", "state": "Present"}
    seat = {"parent_type": "Inter-School Group", "parent_unit": side.code("NHOM"), "subject": "NGU-VAN"}
    delegation = {
        "doctype": "Cluster Delegation",
        "delegator": me,
        "delegate": side.staff("deputy"),
        "from_date": str(frappe.utils.getdate()),  # none begins before the day on which it is written
        "to_date": str(frappe.utils.getdate()),
        "scope": "Mới",
        "plan": 1,
    }

    headship = {"doctype": "Cluster Headship", "school_year": side.name("year"), "way": "Assignment"}

    def like(key: str, **values: Any) -> dict:
        return {**row_of(*side.docs[key]), **values}

    founding = {
        "doctype": "Cluster Founding",
        "title": "Mới",
        "authority": side.code("PHONG"),
        "school_year": side.name("year"),
        "from_date": str(frappe.utils.getdate()),
    }
    by_place = {
        "paper template": (
            {
                "doctype": "Cluster Paper Template",
                "authority": side.code("PHONG"),
                "paper": "plan",
                "file": frappe.db.get_value(*side.docs["paper_template"], "file"),
            },
            like("paper_template", name=""),
        ),
        "founding decision": (founding, like("founding", name="")),
        "session of the cluster": (
            {**meeting, **cluster, "chair": side.staff("head")},
            like("session_cluster", chair=side.staff("head")),
        ),
        "session of the group about Toán": (
            {**meeting, **group, "chair": side.staff("group_lead"), "subjects": [{"subject": "TOAN"}]},
            like("session_draft", name="", chair=side.staff("group_lead")),
        ),
        "session of the group about Ngữ văn": (
            {**meeting, **group, "chair": side.staff("group_lead"), "subjects": [{"subject": "NGU-VAN"}]},
            like("session_draft", name="", chair=side.staff("group_lead"), subject="NGU-VAN"),
        ),
        "guest of the group's session": (
            {**guest, "session": side.name("session_draft")},
            like("guest_draft", staff=None, school=None),
        ),
        "guest of the cluster's session": (
            {**guest, "session": side.name("session_cluster")},
            like("attendance_cluster", staff=None, school=None),
        ),
        "plan of the cluster": (
            {"doctype": "Cluster Activity Plan", "title": "Mới", **cluster, **year},
            like("plan_cluster"),
        ),
        "plan of the group": (
            {"doctype": "Cluster Activity Plan", "title": "Mới", **group, **year},
            like("plan_group"),
        ),
        "answer to the plan of the group": (
            {
                "doctype": "Cluster Plan Comment",
                "plan": side.name("plan_group"),
                "school": side.code("BA"),
                "answer": "Agree",
            },
            like("plan_comment", plan=side.name("plan_group"), unit=side.code("NHOM")),
        ),
        "report of the cluster": ({**report, **cluster}, like("report_cluster")),
        "report of the group": ({**report, **group}, like("report_group")),
        "report of a school": ({**report, **school}, like("report_school")),
        "difficulty of the group": (
            {**difficulty, **group},
            like("difficulty_group", school=None, raised_by=me),
        ),
        "difficulty of the cluster": (
            {**difficulty, **cluster},
            like("difficulty_cluster", school=None, raised_by=me),
        ),
        "delegation": (
            {**delegation, **cluster},
            like("delegation", delegator=me, delegate=side.staff("deputy")),
        ),
        "headship of the cluster": (
            {**headship, **cluster, "position": "Cluster Head"},
            like("headship", name=""),
        ),
        "headship of the group": (
            {**headship, **group, "position": "Group Lead"},
            like("headship", name="", cluster=None, school_group=side.code("NHOM"), **group),
        ),
        "subject group": (
            {"doctype": "Subject Group", "unit_code": side.code("TO-VAN"), "unit_title": "Mới", **seat},
            like("subject_group", name=side.code("TO-VAN"), subject="NGU-VAN"),
        ),
    }
    by_nobody = {
        "school": {
            "doctype": "Member School",
            "school_code": side.code("MOI"),
            "school_name": "Mới",
            "levels": "THCS",
        },
        "staff": {
            "doctype": "Member School Staff",
            "staff_code": side.code("NGUOI-MOI"),
            "full_name": "Mới",
            "postings": [{"school": side.code("BA"), "position": "Teacher"}],
        },
        "signature": {
            "doctype": "Cluster Minutes Signature",
            "minutes": side.name("minutes_waiting"),
            "staff": me,
            "answer": "Confirmed",
        },
        "task": {"doctype": "Cluster Task", "title": "Mới", "minutes": side.name("minutes_locked")},
        "minutes copy": {
            "doctype": "Cluster Minutes Copy",
            "minutes": side.name("minutes_locked"),
            "school": side.code("BA"),
        },
        "paper bundle": {"doctype": "Cluster Paper Bundle", "title": "Mới"},
        "paper version": {
            "doctype": "Cluster Paper Version",
            "reference_doctype": "Cluster Unit Report",
            "reference_name": side.name("report_sent"),
            "version_no": 9,
        },
        "kept paper": {"doctype": "Cluster Kept Paper", "minutes": side.name("minutes_waiting")},
        "seal": {
            "doctype": "Cluster Seal",
            "holder_type": "Education Authority",
            "holder": side.code("PHONG"),
            "passphrase": "x",
        },
        "sealed paper": {
            "doctype": "Cluster Sealed Paper",
            "minutes": side.name("minutes_locked"),
            "number": 9,
            "holder_type": "Member School",
            "holder": side.code("HAI"),
        },
        "authority staff": {
            "doctype": "Authority Staff",
            "user": side.users.get(position),
            "full_name": "Mới",
            "authority": side.code("PHONG"),
            "position": "Authority Leader",
        },
        "subject": {"doctype": "Teaching Subject", "subject_code": "MON-MOI", "subject_title": "Mới"},
    }
    return {**by_place, **{what: (doc, {}) for what, doc in by_nobody.items()}}


def creating(document: dict) -> Call:
    return post(f"api/resource/{document['doctype']}", **document)
