"""Rows of other documents, and documents that a client built."""

from __future__ import annotations

import json

import frappe
import pytest
from frappe.utils import getdate

from cum_chuyen_mon.permissions.table import CHILD_TABLES

from .. import factory
from .outsiders import CHAIR, HEAD, OUTSIDER, silent

SESSION, MINUTES, GROUP, CLUSTER = (
    "Cluster Session",
    "Cluster Minutes",
    "Inter-School Group",
    "School Cluster",
)


# rows of tables


def test_rows_are_not_read_one_by_one(as_, doors) -> None:
    client = as_(OUTSIDER)
    (row,) = frappe.get_all("Unit Officer", {"parent": "T-NHOM"}, pluck="name")
    for table in CHILD_TABLES:
        for name in frappe.get_all(
            table, {"parenttype": ("in", (GROUP, CLUSTER, SESSION, MINUTES))}, pluck="name", limit=2
        ):
            answer = client.get(f"api/resource/{table}/{name}")
            assert answer.status_code == 403, (table, answer.text[:300])
            silent(answer, frappe.db.get_value(table, name, "parent"))
    for parent in (GROUP, CLUSTER, "Subject Group"):
        asked = {"doctype": "Unit Officer", "parent": parent}
        silent(client.call("frappe.client.get", name=row, **asked), "T-AN-HT")
        silent(client.call("frappe.client.get_list", fields=["*"], **asked), "T-AN-HT")
        silent(
            client.call("frappe.client.get_value", fieldname="staff", filters={"name": row}, **asked),
            "T-AN-HT",
        )
    assert as_(CHAIR).resource("Unit Officer", row)["staff"] == "T-AN-HT"
    lent = as_(CHAIR).call("frappe.client.get", doctype="Unit Officer", name=row, parent=GROUP)
    assert lent.json()["message"]["staff"] == "T-AN-HT"


def test_rows_by_themselves_are_neither_renamed_nor_cancelled(as_, doors) -> None:
    (row,) = frappe.get_all("Unit Officer", {"parent": "T-NHOM"}, ["*"])
    mine = frappe.get_doc("Member School Staff", "T-AN-HT").postings[0]
    for built in (
        row,
        {**row, "parent": "T-AN-HT", "parenttype": "Member School Staff", "parentfield": "postings"},
    ):
        doc = json.loads(frappe.as_json({**built, "doctype": "Unit Officer", "docstatus": 1}))
        for method, args in (
            ("rename", {"name": "khac", "force": True}),
            ("cancel", {}),
            ("submit", {}),
            ("save", {}),
        ):
            answer = as_(HEAD).post("api/method/run_doc_method", docs=doc, method=method, args=args)
            assert not answer.ok, (method, answer.text[:300])
    with pytest.raises(frappe.ValidationError, match="Không đổi mã"):
        mine.rename("khac", force=True)
    assert frappe.db.exists("Unit Officer", row.name)


def test_rows_are_not_taken_from_another_document(as_, doors, committed) -> None:
    """Frappe updates a row by the name that was sent, whosever it was."""
    mine = frappe.get_doc("Member School Staff", "T-XA-HT")
    victim = frappe.get_doc("Member School Staff", "T-AN-HT").postings[0]
    mine.append("postings", {**victim.as_dict(), "school": "T-XA", "__islocal": 0})
    with pytest.raises(frappe.PermissionError, match="không thuộc văn bản này"):
        mine.save()
    frappe.db.rollback()
    meeting = as_(HEAD).resource(SESSION, doors.session)
    minutes = as_(HEAD).resource(MINUTES, doors.minutes)
    (theirs,) = frappe.get_all("Session Subject", {"parent": doors.other}, ["*"])
    topic = {**theirs, "doctype": "Session Subject"}
    for rows in ([topic], [*meeting["subjects"], topic]):
        answer = as_(HEAD).put(
            f"api/resource/{SESSION}/{doors.session}", subjects=json.loads(frappe.as_json(rows))
        )
        assert answer.status_code == 403, answer.text[:300]
    frappe.db.rollback()
    assert frappe.db.get_value("Session Subject", theirs.name, "parent") == doors.other
    other = frappe.get_doc(MINUTES, doors.minutes).topics[0]
    twice = [minutes["topics"][0], {**minutes["topics"][0], "title": "Khác"}]
    assert as_(HEAD).put(f"api/resource/{MINUTES}/{doors.minutes}", topics=twice).status_code == 403
    again = as_(HEAD).put(
        f"api/resource/{MINUTES}/{doors.minutes}",
        topics=[{**minutes["topics"][0]}, {"title": "Mới", "opinions": "x"}],
    )
    assert again.ok, again.text[:300]
    frappe.db.rollback()
    rows = frappe.get_doc(MINUTES, doors.minutes).topics
    assert [row.title for row in rows] == [other.title, "Mới"]
    assert rows[0].name == other.name


def test_an_owner_that_is_sent_is_not_believed(as_, doors) -> None:
    path = f"api/resource/{SESSION}/{doors.session}"
    for sent in ({"owner": OUTSIDER}, {"creation": "2001-01-01 00:00:00"}):
        assert as_(HEAD).put(path, **sent).status_code == 417
    frappe.db.rollback()
    owner, creation = frappe.db.get_value(SESSION, doors.session, ["owner", "creation"])
    assert (owner, str(creation) > "2002") == ("Administrator", True)


# documents that a client built


def test_methods_of_documents_that_a_client_built(as_, doors) -> None:
    client = as_(OUTSIDER)
    frappe.db.rollback()
    stored = frappe.get_doc(MINUTES, doors.minutes).as_dict(convert_dates_to_str=True)
    built = {**stored, "cluster": "T-XA", "school_group": None, "owner": OUTSIDER}
    for method, args in (
        ("add_comment", {"comment_type": "Comment", "text": "x"}),
        ("submit", {}),
        ("cancel", {}),
        ("rename", {"name": "khac", "force": True}),
        ("save", {}),
    ):
        for doc in (built, {**built, "name": None, "__islocal": 1}, {**built, "docstatus": 1}):
            answer = client.post("api/method/run_doc_method", docs=doc, method=method, args=args)
            assert not answer.ok, (method, answer.text[:300])
    for method in ("frappe.client.save", "frappe.client.insert", "frappe.client.submit"):
        answer = client.call(method, doc={**built, "conclusion": "x"})
        assert not answer.ok, (method, answer.text[:300])
    answer = client.call("frappe.desk.form.save.savedocs", doc=json.dumps(built), action="Save")
    assert not answer.ok
    frappe.db.rollback()
    assert frappe.db.get_value(MINUTES, doors.minutes, "conclusion") == stored["conclusion"]


@pytest.mark.parametrize("merge", [False, True])
def test_nothing_is_renamed_or_merged(as_, doors, merge) -> None:
    """``rename`` of a document takes ``force`` from the client, and then renames what may not be renamed."""
    client, new = as_(HEAD), "khac"
    if merge:
        new = frappe.get_all(SESSION, {"name": ("!=", doors.session)}, pluck="name", limit=1) or [
            doors.session
        ]
        new = new[0]
    answer = client.post(
        "api/method/run_doc_method",
        dt=SESSION,
        dn=doors.session,
        method="rename",
        args={"name": new, "force": True, "merge": merge},
    )
    assert answer.status_code == 417, answer.text[:300]
    assert "Không đổi mã" in json.loads(json.loads(answer.json()["_server_messages"])[0])["message"]
    renamed = client.call(
        "frappe.client.rename_doc", doctype=SESSION, old_name=doors.session, new_name=new, merge=merge
    )
    assert not renamed.ok
    frappe.db.rollback()
    assert frappe.db.exists(SESSION, doors.session)
    with pytest.raises(frappe.ValidationError, match="Không đổi mã"):
        frappe.get_doc("Member School", "T-XA").rename("T-MOI", force=True)


def test_cancelling_changes_nothing_else(doors) -> None:
    """Frappe validates nothing on the way to a cancelled document, and would store whatever came along."""
    meeting = factory.hold_and_lock(doors.district, getdate(), session_title="Buổi khác")
    minutes = frappe.get_doc(MINUTES, {"session": meeting.name})
    minutes.cancel_reason = "Nhầm"
    minutes.save()
    stored = frappe.get_doc(MINUTES, minutes.name)
    sent = frappe.get_doc(
        {
            **stored.as_dict(),
            "conclusion": "Nói khác",
            "topics": [{**stored.topics[0].as_dict(), "title": "Khác"}],
        }
    )
    sent.cancel()
    after = frappe.get_doc(MINUTES, minutes.name)
    assert after.docstatus == 2
    assert (after.conclusion, after.topics[0].title) == (stored.conclusion, stored.topics[0].title)


def test_amending_somebody_elses_minutes(as_, doors) -> None:
    """Frappe copies the attachments of what is amended; who amends must be the writer of that session's minutes."""
    frappe.db.rollback()
    answer = as_(OUTSIDER).post(
        f"api/resource/{MINUTES}", amended_from=doors.minutes, session=doors.session, conclusion="x"
    )
    assert not answer.ok
    silent(answer)
    frappe.db.rollback()
    assert not frappe.db.exists(MINUTES, {"amended_from": doors.minutes})


def test_a_method_of_a_document_answers_with_no_phone_number(as_, doors) -> None:
    """Frappe sends the whole document along with the answer of any method that a client may call on it."""
    frappe.db.set_value("Member School Staff", "T-BINH-TOAN-1", "phone", "0909777888")
    frappe.db.commit()
    answer = as_(HEAD).post(
        "api/method/run_doc_method",
        dt="Member School Staff",
        dn="T-BINH-TOAN-1",
        method="add_comment",
        args=json.dumps({"comment_type": "Comment", "text": "x"}),
    )
    assert not answer.ok
    assert "0909777888" not in answer.text
    offered = {"submit", "cancel", "discard", "rename"}  # each of which asks for more than reading
    cls = type(frappe.get_doc("Member School Staff", "T-BINH-TOAN-1"))
    methods = {name: getattr(cls, name) for name in dir(cls) if callable(getattr(cls, name))}
    assert {name for name, method in methods.items() if method in frappe.whitelisted} <= offered
