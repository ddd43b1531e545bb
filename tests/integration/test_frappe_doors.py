"""Doors that Frappe leaves open to whoever has a role: links, counts, charts, shares, what is said about documents,
rows of other documents, and documents that a client built. Whoever tries them here has every role and no position."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest
from frappe.utils import getdate

from cum_chuyen_mon.permissions.sharing import ABOUT, drop_follows
from cum_chuyen_mon.permissions.table import CHILD_TABLES, GRANTS

from . import factory
from .outsiders import CHAIR, HEAD, OUTSIDER, SECRET, Doors, doors_of, signed_in

SESSION, MINUTES, GROUP, CLUSTER = (
    "Cluster Session",
    "Cluster Minutes",
    "Inter-School Group",
    "School Cluster",
)
TAG = "zqx-tag"


@pytest.fixture(scope="module")
def doors(connection: Any, server: str) -> Iterator[Doors]:
    with doors_of(server) as made:
        yield made


@pytest.fixture
def as_(doors: Doors, server: str) -> Callable[[str], Any]:
    frappe.db.rollback()
    return lambda user: signed_in(doors, server, user)


def silent(answer: Any, *more: str) -> None:
    """The answer holds nothing of what is kept from the outsider."""
    for word in (SECRET, "Nhóm thử nghiệm", "Cụm thử nghiệm", *more):
        assert word not in answer.text, answer.text[:800]
        assert json.dumps(word)[1:-1] not in answer.text, answer.text[:800]


# links and counts


@pytest.mark.parametrize("method", ["search_link", "search_widget"])
@pytest.mark.parametrize("doctype", [SESSION, GROUP, CLUSTER, "Member School Staff", "Cluster Unit Report"])
def test_search_offers_what_one_may_read(as_, doors, method, doctype) -> None:
    asked = {"doctype": doctype, "txt": "", "ignore_user_permissions": 1, "reference_doctype": SESSION}
    silent(as_(OUTSIDER).call(f"frappe.desk.search.{method}", **asked), "T-AN-", doors.session)
    if doctype != "Member School Staff":
        assert as_(HEAD).method(f"frappe.desk.search.{method}", **asked)


def test_search_finds_no_rows_of_tables(as_) -> None:
    answer = as_(OUTSIDER).call(
        "frappe.desk.search.search_widget",
        doctype="Unit Officer",
        txt="",
        filter_fields='["staff","position","parent"]',
        reference_doctype=CLUSTER,
        ignore_user_permissions=1,
    )
    silent(answer, "T-AN-HT", "T-CUM")


def test_search_keeps_what_frappes_search_does(as_, doors) -> None:
    """By code, by title, without marks, narrowed by filters, by pages; the title as label."""

    def found(**asked: Any) -> list[dict]:
        asked = {"doctype": GROUP, "txt": "", **asked}
        return as_(HEAD).method("frappe.desk.search.search_link", **asked)

    row = {"value": "T-NHOM", "label": "Nhóm thử nghiệm", "description": "T-NHOM"}
    for txt in ("", "T-NHOM", "nhóm thử", "nhom thu", "Nhom  Thu "):
        assert found(txt=txt) == [row], txt
    assert found(txt="không có") == []
    assert found(filters={"unit_code": "T-NHOM"}) == found(filters=[["unit_code", "=", "T-NHOM"]]) == [row]
    assert found(filters={"unit_code": ["!=", "T-NHOM"]}) == []
    people = {"doctype": "Member School Staff", "page_length": 2}
    assert len(found(**people)) == 2
    assert found(**people, txt="hieu truong")[0]["label"].startswith("Hiệu trưởng")
    widget = as_(HEAD).method("frappe.desk.search.search_widget", doctype=GROUP, txt="", as_dict=True)
    assert widget[0]["name"] == "T-NHOM"
    injected = as_(HEAD).call(
        "frappe.desk.search.search_link", doctype=GROUP, txt="", searchfield="name` from tabUser #"
    )
    assert not injected.ok or "T-NHOM" in injected.text


def test_search_leaves_out_what_is_disabled(as_, doors) -> None:
    frappe.db.set_value("Member School", "T-CUONG", "disabled", 1)
    frappe.db.commit()
    found = as_(HEAD).method("frappe.desk.search.search_link", doctype="Member School", txt="T-")
    frappe.db.set_value("Member School", "T-CUONG", "disabled", 0)
    frappe.db.commit()
    assert {"T-AN", "T-BINH"} <= {row["value"] for row in found}
    assert "T-CUONG" not in {row["value"] for row in found}


def test_titles_of_links(as_, doors) -> None:
    for doctype, name in ((SESSION, doors.session), (GROUP, "T-NHOM"), ("Member School Staff", "T-AN-HT")):
        asked = {"doctype": doctype, "docname": name}
        silent(as_(OUTSIDER).call("frappe.desk.search.get_link_title", **asked), "Hiệu trưởng")
    assert (
        as_(CHAIR).method("frappe.desk.search.get_link_title", doctype=GROUP, docname="T-NHOM")
        == "Nhóm thử nghiệm"
    )
    assert as_(OUTSIDER).method("frappe.desk.search.get_link_title", doctype="User", docname=HEAD)


def test_links_are_validated_for_readers(as_, doors) -> None:
    asked = {"doctype": SESSION, "docname": doors.session, "fields": ["session_title"]}
    answer = as_(OUTSIDER).call("frappe.client.validate_link", **asked)
    silent(answer)
    assert not answer.json()["message"].get("name")
    assert as_(HEAD).method("frappe.client.validate_link", **asked)["session_title"].startswith(SECRET)
    person = {"doctype": "Member School Staff", "docname": "T-AN-HT", "fields": ["full_name"]}
    answer = as_(OUTSIDER).call("frappe.client.validate_link", **person)
    assert answer.json()["message"] == {"name": "T-AN-HT"}
    assert as_(OUTSIDER).method("frappe.client.validate_link", doctype="User", docname=OUTSIDER)["name"]


def test_counts(as_, doors) -> None:
    """Frappe counts what one may not read, and a filter makes each count a question about its contents."""

    def count(user: str, doctype: str, **filters: Any) -> Any:
        answer = as_(user).call("frappe.client.get_count", doctype=doctype, filters=filters)
        return answer.json()["message"] if answer.ok else answer.status_code

    assert count(OUTSIDER, SESSION, session_title=["like", f"%{SECRET}%"]) == 0
    assert count(HEAD, SESSION, session_title=["like", f"%{SECRET}%"]) == 2
    assert count(OUTSIDER, "Unit Officer", staff="T-AN-HT") == 403
    assert count(OUTSIDER, "Version", docname=doors.minutes) in (0, 403)
    assert count(OUTSIDER, "Comment", reference_name=doors.session) in (0, 403)
    assert count(OUTSIDER, "Role", name="Cluster Teacher") == 1  # another app's business


def test_amended_and_linked_documents(as_, doors) -> None:
    client = as_(OUTSIDER)
    for method, asked in (
        (
            "frappe.desk.form.linked_with.get_submitted_linked_docs",
            {"doctype": SESSION, "name": doors.session},
        ),
        ("frappe.desk.form.linked_with.get", {"doctype": GROUP, "docname": "T-NHOM"}),
        ("frappe.client.is_document_amended", {"doctype": MINUTES, "docname": doors.minutes}),
        (
            "frappe.desk.form.document_follow.get_follow_users",
            {"doctype": SESSION, "doc_name": doors.session},
        ),
        ("frappe.desk.notifications.get_open_count", {"doctype": SESSION, "name": doors.session}),
    ):
        answer = client.call(method, **asked)
        silent(answer, doors.minutes, HEAD)
        assert not answer.ok or not answer.json().get("message"), (method, answer.text[:300])


# charts, groups and cards that a client draws


def test_heat_maps(as_) -> None:
    chart = {
        "document_type": SESSION,
        "chart_type": "Count",
        "type": "Heatmap",
        "based_on": "session_date",
        "filters_json": json.dumps([[SESSION, "session_title", "like", f"%{SECRET}%"]]),
        "heatmap_year": getdate().year,
    }
    get = "frappe.desk.doctype.dashboard_chart.dashboard_chart.get"
    for document_type in (SESSION, "Version", "Comment", "Unit Officer"):
        answer = as_(OUTSIDER).call(get, chart={**chart, "document_type": document_type}, refresh=1)
        assert answer.status_code == 403, answer.text[:300]
    grouped = {
        **chart,
        "chart_type": "Group By",
        "type": "Bar",
        "group_by_type": "Count",
        "group_by_based_on": "chair",
    }
    assert as_(OUTSIDER).method(get, chart=grouped, refresh=1) is None
    assert as_(HEAD).method(get, chart=grouped, no_cache=1)["datasets"][0]["values"] == [2]


def test_number_cards_and_groups(as_, doors) -> None:
    card = {"document_type": SESSION, "function": "Count"}
    get = "frappe.desk.doctype.number_card.number_card.get_result"
    assert as_(OUTSIDER).method(get, doc=card, filters=[]) == 0
    assert as_(HEAD).method(get, doc=card, filters=[]) == 2
    group = "frappe.desk.listview.get_group_by_count"
    for field in ("owner", "chair", "assigned_to"):
        answer = as_(OUTSIDER).call(group, doctype=SESSION, current_filters="[]", field=field)
        assert not answer.ok or answer.json()["message"] == [], answer.text[:300]
    stats = as_(OUTSIDER).call(
        "frappe.desk.reportview.get_sidebar_stats", stats='["_user_tags"]', doctype=SESSION, filters="[]"
    )
    silent(stats)


def test_assigned_people_are_counted_over_readable_documents(as_, doors, committed) -> None:
    committed.insert(
        {
            "doctype": "ToDo",
            "description": "x",
            "allocated_to": CHAIR,
            "reference_type": SESSION,
            "reference_name": doors.session,
        }
    )
    asked = {"doctype": SESSION, "current_filters": "[]", "field": "assigned_to"}
    group = "frappe.desk.listview.get_group_by_count"
    assert as_(OUTSIDER).method(group, **asked) == []
    assert as_(HEAD).method(group, **asked) == [{"name": CHAIR, "count": 1}]


# shares, tasks, followers, comments, tags, mails


def test_nothing_of_ours_is_shared(as_, doors) -> None:
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
    for user in (HEAD, OUTSIDER):
        asked = {"doctype": SESSION, "name": doors.session, "user": OUTSIDER, "read": 1}
        assert as_(user).call("frappe.share.add", **asked).status_code == 403


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
    assert (
        "Không đổi mã" in answer.json()["_server_messages"].encode().decode("unicode_escape") or not answer.ok
    )
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


# reports and exports


def test_reports_are_ones_own(as_, doors, committed) -> None:
    asked = {"report_name": "Session Register", "filters": {"school_year": doors.district.year}}
    run = "frappe.desk.query_report.run"
    answer = as_(OUTSIDER).call(run, user=HEAD, **asked)
    assert answer.status_code == 403
    silent(as_(OUTSIDER).call(run, **asked), doors.session)
    assert as_(HEAD).call(run, **asked).ok
    prepared = frappe.get_doc(
        {
            "doctype": "Prepared Report",
            "report_name": "Session Register",
            "filters": "{}",
            "status": "Completed",
        }
    )
    prepared.flags.ignore_links = True
    prepared.name = frappe.generate_hash(length=10)
    prepared.db_insert()
    frappe.db.commit()
    committed.also("Prepared Report", prepared.name)
    theirs = {"report_name": "Session Register", "filters": {"prepared_report_name": prepared.name}}
    assert as_(OUTSIDER).call(run, **theirs).status_code == 403
    assert (
        as_(OUTSIDER)
        .call("frappe.desk.query_report.export_query", file_format_type="CSV", **theirs)
        .status_code
        == 403
    )
    download = "frappe.core.doctype.prepared_report.prepared_report.download_attachment"
    assert not as_(OUTSIDER).call(download, dn=prepared.name).ok


@pytest.mark.parametrize("doctype", [SESSION, MINUTES, "Cluster Unit Report"])
def test_exports(as_, doors, doctype) -> None:
    client = as_(OUTSIDER)
    fields = json.dumps({doctype: ["name", frappe.get_meta(doctype).title_field]})
    silent(
        client.get(
            "api/method/frappe.core.doctype.data_import.data_import.download_template",
            doctype=doctype,
            export_fields=fields,
            export_records="all",
            file_type="CSV",
        )
    )
    silent(
        client.get(
            "api/method/frappe.core.doctype.data_export.exporter.export_data",
            doctype=doctype,
            select_columns=fields,
            with_data=1,
            template=1,
            file_type="CSV",
            filters="[]",
        )
    )
    for method in ("export_query", "get"):
        answer = client.get(
            f"api/method/frappe.desk.reportview.{method}",
            doctype=doctype,
            fields='["name","owner"]',
            title=doctype,
            file_format_type="CSV",
        )
        silent(answer, doors.session, doors.minutes)


def test_nobody_else_mails_reports(as_, doors) -> None:
    answer = as_(OUTSIDER).post(
        "api/resource/Auto Email Report",
        report="Session Register",
        user=HEAD,
        email_to=OUTSIDER,
        format="CSV",
    )
    assert answer.status_code == 403


# what the DocTypes themselves keep shut


def test_nothing_of_ours_is_searched_published_or_prepared() -> None:
    for doctype in (*GRANTS, *CHILD_TABLES):
        meta = frappe.get_meta(doctype)
        assert not [field.fieldname for field in meta.fields if field.in_global_search], doctype
        assert (meta.allow_guest_to_view, meta.has_web_view, meta.allow_rename) == (0, 0, 0), doctype
        assert not {row.role for row in meta.permissions} & {"All", "Guest"}, doctype
        assert not [row.role for row in meta.permissions if row.share], doctype
    assert not frappe.get_all("Web Form", {"doc_type": ("in", list(GRANTS))})
    assert not frappe.get_all("Report", {"ref_doctype": ("in", list(GRANTS)), "prepared_report": 1})
    assert not frappe.get_all("Global Search DocType", {"document_type": ("in", list(GRANTS))})


def test_searching_everywhere(as_) -> None:
    silent(as_(OUTSIDER).call("frappe.utils.global_search.search", text=SECRET))
    silent(as_(OUTSIDER).call("frappe.utils.global_search.web_search", text=SECRET))


def test_fields_of_linked_documents(as_, doors) -> None:
    """A list may name fields of what its rows link to; telephone numbers are not among what it may show."""
    for column in ("chair.phone", "chair.email", "chair.user"):
        answer = as_(CHAIR).get(f"api/resource/{SESSION}", fields=json.dumps(["name", column]))
        assert CHAIR not in answer.text, answer.text[:300]
        assert "0909000111" not in answer.text, answer.text[:300]
