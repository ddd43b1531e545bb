"""Doors of frappe.client and of the desk's forms: reading, saving, hanging something on a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .attack import Call, asked, door, message, method, part, says_yes, stumbling
from .doors_rest import MAIN, WORDS, main, new_documents
from .people import Side
from .stolen import CHILDREN, child_row

CLIENT, LOAD, FORM = "frappe.client", "frappe.desk.form.load", "frappe.desk.form"
FEW = (
    "minutes_locked",
    "session_draft",
    "report_group",
    "difficulty_group",
    "plan_cluster",
    "attendance_draft",
)


def few(side: Side, who: str) -> list[tuple[str, str]]:
    """Somebody's part of a handful of documents."""
    return [side.docs[key] for key in part(FEW, who, 3)]


def built(doctype: str, name: str, own: Side, who: str, **values: Any) -> dict:
    """A document as a client builds it: the name of theirs, everything else one's own."""
    mine = {"unit": own.code("NHOM"), "cluster": own.code("CUM"), "school_group": own.code("NHOM")}
    people = {"owner": own.users.get(who), "chair": own.me(who), "raised_by": own.me(who)}
    return {"doctype": doctype, "name": name, **mine, **people, **WORDS.get(doctype, {}), **values}


@door("client.get, get_list, get_value")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for doctype, name in main(other, who):
        yield asked(f"{CLIENT}.get", doctype=doctype, name=name)
        yield asked(f"{CLIENT}.get", doctype=doctype, filters={"name": name})
        yield asked(f"{CLIENT}.get_list", doctype=doctype, fields='["*"]', limit_page_length=0)
        yield asked(
            f"{CLIENT}.get_list", doctype=doctype, fields='["*"]', filters={"name": name}, parent="User"
        )
        yield asked(f"{CLIENT}.get_value", doctype=doctype, fieldname='["*"]', filters=name)
        yield asked(
            f"{CLIENT}.get_value", doctype=doctype, fieldname='["owner", "_assign"]', filters={"name": name}
        )
    for table in part(CHILDREN, who, 3):
        row = child_row(other, table)
        for parent in (row.parenttype, "User"):
            yield asked(f"{CLIENT}.get", doctype=table, name=row.name, parent=parent)
            yield asked(
                f"{CLIENT}.get_value", doctype=table, fieldname='["*"]', filters=row.name, parent=parent
            )
            yield asked(
                f"{CLIENT}.get_list", doctype=table, fields='["*"]', parent=parent, limit_page_length=0
            )


@door("client.get_count", tells=says_yes)
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for doctype, name in main(other, who):
        yield asked(f"{CLIENT}.get_count", doctype=doctype, filters={"name": name})
        yield asked(f"{CLIENT}.get_count", doctype=doctype, filters=[[doctype, "name", "like", name]])
    row = child_row(other, "Cluster Minutes Topic")
    yield asked(f"{CLIENT}.get_count", doctype="Cluster Minutes Topic", filters={"parent": row.parent})


@door("client.has_permission and get_doc_permissions", tells=lambda r: allowed(message(r)))
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for doctype, name in few(other, who):
        for action in ("read", "write", "share", "print"):
            yield asked(f"{CLIENT}.has_permission", doctype=doctype, docname=name, perm_type=action)
        yield asked(f"{CLIENT}.get_doc_permissions", doctype=doctype, docname=name)


def allowed(said: Any) -> bool:
    """Whether an answer about permissions grants any."""
    said = said if isinstance(said, dict) else {}
    return bool(said.get("has_permission")) or any((said.get("permissions") or {}).values())


@door("client.validate_link and other whispers")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for (doctype, name), key in zip(main(other, who), part(MAIN, who, 3), strict=True):
        words = next(iter(WORDS[doctype]))
        yield asked(
            f"{CLIENT}.validate_link", doctype=doctype, docname=name, fields=[words, "owner", "modified_by"]
        )
        yield asked(f"{CLIENT}.validate_link", doctype=doctype, docname=name)
        yield asked(f"{CLIENT}.is_document_amended", doctype=doctype, docname=name)
        if "minutes" in key:
            yield method("frappe.client.get_password", doctype=doctype, name=name, fieldname="conclusion")
    yield asked(f"{CLIENT}.get_single_value", doctype="Cluster Settings", field="due_soon_days")
    yield asked(f"{CLIENT}.get_password", doctype="User", name=other.users["head"], fieldname="password")


@door("client writes", alone=True)
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for doctype, name in few(other, who):
        field, value = next(iter(WORDS[doctype].items()))
        document = built(doctype, name, own, who)
        yield method(f"{CLIENT}.set_value", doctype=doctype, name=name, fieldname=field, value=value)
        yield method(f"{CLIENT}.save", doc=document)
        yield method(f"{CLIENT}.submit", doc=document)
        yield method(f"{CLIENT}.insert", doc=document)
        yield method(f"{CLIENT}.bulk_update", docs=[{"docname": name, **document}])
        yield method(f"{CLIENT}.cancel", doctype=doctype, name=name)
        yield method(f"{CLIENT}.rename_doc", doctype=doctype, old_name=name, new_name=f"{name}X")
        yield method(f"{CLIENT}.delete", doctype=doctype, name=name)
    for document in new_documents(own, other, who):
        yield method(f"{CLIENT}.insert", doc=document)
    yield method(f"{CLIENT}.insert_many", docs=list(new_documents(own, other, who))[:4])


@door("child rows through frappe.client", alone=True)
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for table in part(CHILDREN, who, 3):
        row = child_row(other, table)
        place = {"parent": row.parent, "parenttype": row.parenttype, "parentfield": row.parentfield}
        yield method(f"{CLIENT}.insert", doc={"doctype": table, **place})
        yield method(f"{CLIENT}.save", doc={"doctype": table, "name": row.name, **place, "idx": 7})
        yield method(f"{CLIENT}.set_value", doctype=table, name=row.name, fieldname="idx", value=7)
        yield method(f"{CLIENT}.delete", doctype=table, name=row.name)


@door("stealing child rows into one's own document")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for table, (key, field) in part(CHILDREN.items(), who, 2):
        doctype, name = own.docs[key]
        theirs = child_row(other, table)
        taken = {
            "doctype": table,
            "name": theirs.name,
            "parent": name,
            "parenttype": doctype,
            "parentfield": field,
        }
        yield Call("PUT", f"api/resource/{doctype}/{name}", body={field: [taken]})
        yield method(
            f"{FORM}.save.savedocs", doc={"doctype": doctype, "name": name, field: [taken]}, action="Save"
        )
        yield method(f"{CLIENT}.set_value", doctype=doctype, name=name, fieldname={field: [taken]})


@door("amending the other's minutes")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    forebear = other.name("minutes_locked")
    for session in (own.name("session_draft"), own.name("session_cluster"), other.name("session_locked")):
        document = {"doctype": "Cluster Minutes", "session": session, "amended_from": forebear}
        yield Call("POST", "api/resource/Cluster Minutes", body=document)
        yield method(f"{FORM}.save.savedocs", doc={**document, "__islocal": 1, "name": "new"}, action="Save")
    name = own.name("minutes_draft")
    yield Call("PUT", f"api/resource/Cluster Minutes/{name}", body={"amended_from": forebear})


@door("form.load")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for doctype, name in main(other, who):
        yield asked(f"{LOAD}.getdoc", doctype=doctype, name=name)
        yield asked(f"{LOAD}.get_docinfo", doctype=doctype, name=name)
        yield asked(f"{LOAD}.get_communications", doctype=doctype, name=name)
        yield asked("frappe.desk.form.linked_with.get", doctype=doctype, docname=name)
        yield asked("frappe.desk.form.linked_with.get_submitted_linked_docs", doctype=doctype, name=name)
        yield asked("frappe.desk.notifications.get_open_count", doctype=doctype, name=name, items="[]")
        yield asked(f"{LOAD}.getdoctype", doctype=doctype, with_parent=1)
    for table in part(CHILDREN, who, 3):
        yield asked(f"{LOAD}.getdoc", doctype=table, name=child_row(other, table).name)
    theirs = list(other.users.values())
    yield asked(f"{LOAD}.get_user_info_for_viewers", users=theirs)


@door("form.save and run_doc_method", alone=True)
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for doctype, name in few(other, who):
        document = built(doctype, name, own, who)
        for action in ("Save", "Submit", "Update", "Cancel"):
            yield method(f"{FORM}.save.savedocs", doc=document, action=action)
        yield method(f"{FORM}.save.cancel", doctype=doctype, name=name)
        for run in (
            "submit",
            "cancel",
            "rename",
            "save",
            "delete",
            "tell_the_session",
            "refresh_obligations",
        ):
            yield method("run_doc_method", docs=document, method=run, args={"name": "x"})
            yield method("run_doc_method", dt=doctype, dn=name, method=run, args={"name": "x"})
        yield method(
            "frappe.model.rename_doc.update_document_title", doctype=doctype, docname=name, title="Lạ"
        )
    for document in new_documents(own, other, who):
        yield method(f"{FORM}.save.savedocs", doc={**document, "__islocal": 1, "name": "new"}, action="Save")


@door("comments, next and previous, seen, liked")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    me = own.users.get(who, "Guest")
    for doctype, name in few(other, who):
        about = {"reference_doctype": doctype, "reference_name": name}
        words = {"content": "Lạ", "comment_email": me, "comment_by": me}
        yield method(f"{FORM}.utils.add_comment", **about, **words)
        yield asked(f"{FORM}.utils.get_next", doctype=doctype, value=own.docs[FEW[0]][1], prev=0)
        yield asked(
            f"{FORM}.utils.get_next", doctype=doctype, value="", prev=0, sort_field="name", sort_order="asc"
        )
        yield method("frappe.desk.like.toggle_like", doctype=doctype, name=name, add="Yes")
        yield method("frappe.core.doctype.communication.email.make", doctype=doctype, name=name, content="Lạ")
        comment = {"comment_type": "Comment", "content": "Lạ"}
        yield Call("POST", "api/resource/Comment", body={**about, **comment})
        letter = {"subject": "Lạ", "content": "Lạ", "communication_type": "Communication"}
        yield Call("POST", "api/resource/Communication", body={**about, **letter})
        yield Call(
            "POST", "api/resource/Version", body={"ref_doctype": doctype, "docname": name, "data": "{}"}
        )
        page = {"comment": "Lạ", "comment_email": "a@x.example", "comment_by": "Ai", "route": "x"}
        yield method("frappe.templates.includes.comments.comments.add_comment", **about, **page)


@door("assigning, sharing, following, tagging")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    me = own.users.get(who, "Guest")
    accomplice = own.users["head"]
    for doctype, name in few(other, who):
        for whom in (me, accomplice, other.users["head"]):
            yield method(
                f"{FORM}.assign_to.add", doctype=doctype, name=name, assign_to=[whom], description="Lạ"
            )
        yield method(f"{FORM}.assign_to.add_multiple", doctype=doctype, name=[name], assign_to=[me])
        yield method(f"{FORM}.assign_to.remove", doctype=doctype, name=name, assign_to=other.users["leader"])
        yield method(f"{FORM}.assign_to.close", doctype=doctype, name=name, assign_to=other.users["leader"])
        todo = {"reference_type": doctype, "reference_name": name, "allocated_to": me, "description": "Lạ"}
        yield Call("POST", "api/resource/ToDo", body=todo)
        yield method("frappe.share.add", doctype=doctype, name=name, user=me, read=1, write=1, share=1)
        yield method("frappe.share.set_permission", doctype=doctype, name=name, user=me, permission_to="read")
        yield method("frappe.share.get_users", doctype=doctype, name=name)
        share = {"share_doctype": doctype, "share_name": name, "user": me, "read": 1}
        yield Call("POST", "api/resource/DocShare", body=share)
        follow = f"{FORM}.document_follow"
        yield method(f"{follow}.follow_document", doctype=doctype, doc_name=name, user=me)
        yield method(f"{follow}.update_follow", doctype=doctype, doc_name=name, following=True)
        yield asked(f"{follow}.get_follow_users", doctype=doctype, doc_name=name)
        yield Call(
            "POST",
            "api/resource/Document Follow",
            body={"ref_doctype": doctype, "ref_docname": name, "user": me},
        )
        tag = "frappe.desk.doctype.tag.tag"
        yield stumbling(method(f"{tag}.add_tag", tag=f"la-{who}", dt=doctype, dn=name))
        yield stumbling(method(f"{tag}.add_tags", tags=[f"la-{who}"], dt=doctype, docs=[name]))
        yield asked(f"{tag}.get_tagged_docs", doctype=doctype, tag=f"{other.canary}t")
        yield asked(f"{tag}.get_tags", doctype=doctype, txt="zqk")
        yield asked(f"{tag}.get_documents_for_tag", tag=f"{other.canary}t")
        yield Call("GET", f"api/resource/{doctype}/{name}")
    yield asked("frappe.desk.doctype.tag.tag.get_tags_list_for_awesomebar")


@door("workflow and bulk actions", alone=True)
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for doctype, name in few(other, who):
        document = built(doctype, name, own, who)
        yield method("frappe.model.workflow.get_transitions", doc=document)
        yield method("frappe.model.workflow.apply_workflow", doc=document, action="Approve")
        yield method(
            "frappe.model.workflow.bulk_workflow_approval", docnames=[name], doctype=doctype, action="Approve"
        )
        bulk = "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs"
        for action in ("submit", "cancel", "update"):
            yield method(bulk, doctype=doctype, docnames=[name], action=action, data=WORDS[doctype])
        yield method("frappe.desk.reportview.delete_items", doctype=doctype, items=[name])
        linked = [{"doctype": doctype, "name": name, "docstatus": 1}]
        yield method("frappe.desk.form.linked_with.cancel_all_linked_docs", docs=linked)
        repeat = "frappe.automation.doctype.auto_repeat.auto_repeat.make_auto_repeat"
        yield method(repeat, doctype=doctype, docname=name, frequency="Daily")
        event = {"name": name, "doctype": doctype, "session_date": "2026-01-01"}
        moments = {"start": "session_date", "end": "session_date"}
        yield method("frappe.desk.calendar.update_event", args=event, field_map=moments)
