"""Shares, tasks, followers, comments, tags and mails: what Frappe keeps about documents."""

from __future__ import annotations

import frappe
import pytest

from cum_chuyen_mon.permissions.sharing import ABOUT, drop_follows

from .outsiders import CHAIR, HEAD, OUTSIDER, SECRET, silent

SESSION, MINUTES, GROUP, CLUSTER = (
    "Cluster Session",
    "Cluster Minutes",
    "Inter-School Group",
    "School Cluster",
)
TAG = "zqx-tag"


# shares, tasks, followers, comments, tags, mails


def test_nothing_of_ours_is_shared(as_, doors) -> None:
    clients = [as_(HEAD), as_(OUTSIDER)]  # signed in before this test writes: SQLite has one writer
    frappe.set_user("Administrator")
    with pytest.raises(frappe.PermissionError, match="chức danh"):
        frappe.share.add(SESSION, doors.session, OUTSIDER)
    with pytest.raises(frappe.PermissionError):
        frappe.share.add_docshare(
            MINUTES, doors.minutes, OUTSIDER, write=1, flags={"ignore_share_permission": True}
        )
    other = frappe.share.add("User", HEAD, CHAIR)
    other.share_doctype, other.share_name = SESSION, doors.session
    with pytest.raises(frappe.PermissionError):
        other.save(ignore_permissions=True)
    for client in clients:
        asked = {"doctype": SESSION, "name": doors.session, "user": OUTSIDER, "read": 1}
        assert client.call("frappe.share.add", **asked).status_code == 403


def test_tasks_are_given_by_readers_to_readers(as_, doors, committed) -> None:
    add = "frappe.desk.form.assign_to.add"
    about = {"doctype": SESSION, "name": doors.session}
    answer = as_(OUTSIDER).call(add, assign_to=[OUTSIDER], ignore_permissions=1, **about)
    assert answer.status_code == 403, answer.text[:300]
    answer = as_(OUTSIDER).post(
        "api/resource/ToDo",
        description="x",
        allocated_to=OUTSIDER,
        reference_type=SESSION,
        reference_name=doors.session,
    )
    assert answer.status_code == 403, answer.text[:300]
    answer = as_(HEAD).call(add, assign_to=[OUTSIDER], **about)
    assert answer.status_code == 403, answer.text[:300]
    assert as_(HEAD).call(add, assign_to=[CHAIR], **about).ok
    frappe.db.rollback()
    (todo,) = frappe.get_all("ToDo", {"reference_name": doors.session, "allocated_to": CHAIR}, pluck="name")
    committed.also("ToDo", todo)
    remove = "frappe.desk.form.assign_to.remove"
    answer = as_(OUTSIDER).call(remove, assign_to=CHAIR, ignore_permissions=1, **about)
    assert answer.status_code == 403, answer.text[:300]
    assert as_(CHAIR).call("frappe.desk.form.assign_to.close", assign_to=CHAIR, **about).ok
    frappe.db.rollback()
    assert frappe.db.get_value("ToDo", todo, "status") == "Closed"


def test_followers(as_, doors, committed) -> None:
    frappe.db.set_value("User", {"name": ("in", (HEAD, OUTSIDER))}, "document_follow_notify", 1)
    frappe.db.commit()
    frappe.clear_cache()
    follow = "frappe.desk.form.document_follow.follow_document"
    asked = {"doctype": SESSION, "doc_name": doors.session}
    assert as_(OUTSIDER).call(follow, user=OUTSIDER, **asked).status_code == 403
    assert as_(HEAD).call(follow, user=OUTSIDER, **asked).status_code == 403
    made = as_(HEAD).method(follow, user=HEAD, **asked)
    committed.also("Document Follow", made["name"])
    rows = as_(OUTSIDER).call("frappe.client.get_list", doctype="Document Follow", fields=["ref_docname"])
    silent(rows, doors.session)
    frappe.db.rollback()
    drop_follows()
    assert frappe.db.exists("Document Follow", made["name"])
    frappe.db.set_value("Document Follow", made["name"], "user", OUTSIDER)
    drop_follows()
    assert not frappe.db.exists("Document Follow", made["name"])


def test_comments_are_readers_own(as_, doors) -> None:
    about = {"reference_doctype": SESSION, "reference_name": doors.session}
    add = "frappe.desk.form.utils.add_comment"
    said = {"content": "x", "comment_email": HEAD, "comment_by": "Hiệu trưởng"}
    assert as_(OUTSIDER).call(add, **about, **said).status_code == 403
    assert as_(OUTSIDER).post("api/resource/Comment", comment_type="Info", **about, **said).status_code == 403
    like = {"doctype": SESSION, "name": doors.session, "add": "Yes"}
    assert as_(OUTSIDER).call("frappe.desk.like.toggle_like", **like).status_code == 403
    made = as_(CHAIR).method(add, **about, **said)
    assert made["comment_email"] == CHAIR
    assert as_(HEAD).call("frappe.desk.like.toggle_like", **like).ok
    frappe.db.rollback()
    frappe.db.delete("Comment", about)
    frappe.db.set_value(SESSION, doors.session, "_liked_by", None, update_modified=False)
    frappe.db.commit()


@pytest.mark.parametrize("kind", ["Comment", "Info", "Edit", "Label", "Assignment Completed"])
def test_whatever_is_said_is_said_in_ones_own_name(doors, kind) -> None:
    false = {"comment_email": HEAD, "comment_by": "Trưởng phòng"}
    about = {"reference_doctype": SESSION, "reference_name": doors.session}
    frappe.set_user(CHAIR)
    said = frappe.get_doc(
        {"doctype": "Comment", "comment_type": kind, "content": "đã duyệt", **about, **false}
    )
    said.insert(ignore_permissions=True)  # as Frappe does where it notes things for somebody
    said.update(false).save(ignore_permissions=True)
    assert (said.owner, said.comment_email, said.comment_by) == (CHAIR, CHAIR, "chair")


def test_tags(as_, doors) -> None:
    client = as_(OUTSIDER)
    assert as_(HEAD).call("frappe.desk.doctype.tag.tag.add_tag", tag=TAG, dt=SESSION, dn=doors.session).ok
    assert not client.call("frappe.desk.doctype.tag.tag.add_tag", tag="y", dt=SESSION, dn=doors.session).ok
    link = {"document_type": SESSION, "document_name": doors.session, "tag": TAG, "title": "x"}
    assert client.post("api/resource/Tag Link", **link).status_code == 403
    silent(client.get("api/resource/Tag Link", fields='["*"]'), doors.session)
    silent(client.call("frappe.desk.doctype.tag.tag.get_documents_for_tag", tag=f"#{TAG}"), doors.session)
    silent(
        client.call("frappe.desk.doctype.tag.tag.get_tagged_docs", doctype=SESSION, tag=f"%{TAG}"),
        doors.session,
    )
    for path, asked in (
        ("api/resource/Tag", {"limit_page_length": 0}),
        ("api/method/frappe.desk.doctype.tag.tag.get_tags", {"doctype": SESSION, "txt": ""}),
    ):
        assert TAG not in client.get(path, **asked).text
        assert TAG in as_(HEAD).get(path, **asked).text
    tagged = as_(HEAD).call("frappe.desk.doctype.tag.tag.get_tagged_docs", doctype=SESSION, tag=f"%{TAG}")
    assert doors.session in tagged.text
    assert (
        doors.session
        in as_(HEAD).call("frappe.desk.doctype.tag.tag.get_documents_for_tag", tag=f"#{TAG}").text
    )


def test_mails_are_not_moved_between_documents(as_, doors, committed) -> None:
    mail = committed.insert(
        {
            "doctype": "Communication",
            "subject": f"{SECRET} thư",
            "communication_medium": "Other",
            "reference_doctype": SESSION,
            "reference_name": doors.session,
        }
    )
    client, mine = as_(OUTSIDER), ("Member School Staff", "T-XA-HT")
    answer = client.call(
        "frappe.email.relink", name=mail.name, reference_doctype=mine[0], reference_name=mine[1]
    )
    assert answer.status_code == 403, answer.text[:300]
    silent(client.get(f"api/resource/Communication/{mail.name}"))
    silent(client.get("api/resource/Communication", fields='["*"]'))
    answer = client.call(
        "frappe.core.doctype.communication.email.make",
        doctype=SESSION,
        name=doors.session,
        content="x",
        subject="x",
        communication_medium="Other",
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("doctype", ["Version", "Comment", "Communication", "ToDo"])
@pytest.mark.parametrize("role", ["", "Website Manager", "Inbox User", "Report Manager"])
def test_lists_about_our_documents(as_, doors, committed, doctype, role) -> None:
    """Not even with a role of Frappe's own that opens such a list."""
    kind, name = ABOUT[doctype]
    text = {"Version": "data", "Comment": "content", "Communication": "subject", "ToDo": "description"}[
        doctype
    ]
    said = {"doctype": doctype, kind: SESSION, name: doors.session, text: SECRET}
    said |= {"Communication": {"communication_medium": "Other"}, "Comment": {"comment_type": "Comment"}}.get(
        doctype, {}
    )
    committed.insert(said)
    if role:
        frappe.get_doc("User", OUTSIDER).add_roles(role)
        frappe.db.commit()
    client, asked = as_(OUTSIDER), {"fields": '["*"]', "limit_page_length": 0}
    answers = [
        client.get(f"api/resource/{doctype}", **asked),
        client.get("api/method/frappe.desk.reportview.get", doctype=doctype, **asked),
        client.call("frappe.client.get_list", doctype=doctype, fields=["*"]),
        client.call(
            "frappe.client.get_value", doctype=doctype, fieldname=text, filters={name: doors.session}
        ),
    ]
    if role:
        frappe.get_doc("User", OUTSIDER).remove_roles(role)
        frappe.db.commit()
    for answer in answers:
        silent(answer, doors.session)
