"""What is said about a document: shares, comments, tags, assignments, followers, mails.

Frappe keeps these in DocTypes of its own that know the document by name only, and mostly writes them without asking.
"""

from __future__ import annotations

import frappe
from frappe.utils import get_fullname
from frappe.workflow.doctype.workflow_action import workflow_action

from .doors import condition
from .predicate import NOTHING
from .standing import standing_of
from .table import GRANTS

ABOUT = {
    "Comment": ("reference_doctype", "reference_name"),
    "Communication": ("reference_doctype", "reference_name"),
    "Document Follow": ("ref_doctype", "ref_docname"),
    "File": ("attached_to_doctype", "attached_to_name"),
    "Tag Link": ("document_type", "document_name"),
    "ToDo": ("reference_type", "reference_name"),
    "Version": ("ref_doctype", "docname"),
    "Workflow Action": ("reference_doctype", "reference_name"),
}
"""Frappe's DocTypes that speak about other documents → where they say about which."""

LISTED_WITH = ("Comment", "Communication", "Document Follow", "Tag Link", "Version", "Workflow Action")
"""Those listed only with documents that may be read. Files are too (``files.py``); tasks are listed to the two people
they are between, who have to be able to finish them."""


def query_condition(user: str | None = None, doctype: str = "") -> str:
    """Hook ``permission_query_conditions``: what is said about a document of ours is listed with the document only."""
    return about_readable(doctype, *ABOUT[doctype], user)


def about_readable(doctype: str, kind: str, name: str, user: str | None = None) -> str:
    """A bracketed condition: about another app's document, or about one of ours that the user may read."""
    standing = standing_of(user)
    if standing.everything:
        return ""
    kind, name = f"`tab{doctype}`.`{kind}`", f"`tab{doctype}`.`{name}`"
    parts = [f"ifnull({kind}, '') not in ({_ours()})"]
    for other in GRANTS:
        allowed = condition(other, "r", standing)
        if allowed != NOTHING and not frappe.get_meta(other).issingle:
            names = f"select `tab{other}`.`name` from `tab{other}` where {allowed.sql(other)}"
            parts.append(f"({kind} = {frappe.db.escape(other)} and {name} in ({names}))")
    return f"({' or '.join(parts)})"


def _ours() -> str:
    return ", ".join(frappe.db.escape(doctype) for doctype in GRANTS)


def workflow_action_permission(doc, user: str | None = None, **options) -> bool:
    """Hook: Frappe gives a waiting step to everybody with its role; ours only with the document that waits."""
    if doc.reference_doctype in GRANTS and not may("read", doc.reference_doctype, doc.reference_name, user):
        return False
    return workflow_action.has_permission(doc, user or frappe.session.user)


def tag_condition(user: str | None = None, doctype: str = "Tag") -> str:
    """Hook: words that only tag documents of ours are listed to whoever may read one of these."""
    readable = about_readable("Tag Link", *ABOUT["Tag Link"], user)
    if not readable:
        return ""
    used = f"select `tag` from `tabTag Link` where `tag` is not null and `document_type` in ({_ours()})"
    seen = f"select `tag` from `tabTag Link` where {readable}"
    return f"(`tabTag`.`name` not in ({used}) or `tabTag`.`name` in ({seen}))"


def may(action: str, doctype: str, name: str, user: str | None = None) -> bool:
    """Whether somebody has an action on a document of ours. Nobody has one on what does not exist."""
    return bool(
        name
        and frappe.db.exists(doctype, name)
        and frappe.has_permission(doctype, action, doc=name, user=user)
    )


def refuse_share(doc, _method: str | None = None) -> None:
    """Hook on DocShare: a share beats every other answer about a document, and outlives the position behind it."""
    if doc.share_doctype in GRANTS:
        frappe.throw(
            f"Không chia sẻ riêng {frappe._(doc.share_doctype)} «{doc.share_name}»: quyền xem đi theo chức danh "
            "và đơn vị. Hãy ghi chức danh, nơi công tác hoặc ủy quyền có thời hạn cho người cần xem.",
            exc=frappe.PermissionError,
        )


def check_comment(doc, _method: str | None = None) -> None:
    """Hook on Comment: written about what one may read, and in one's own name."""
    if doc.reference_doctype not in GRANTS:
        return
    _check(doc, "read")
    if frappe.session.user == "Administrator":
        return
    if before := doc.get_doc_before_save():
        doc.comment_email, doc.comment_by = before.comment_email, before.comment_by
    else:
        doc.comment_email, doc.comment_by = frappe.session.user, get_fullname(frappe.session.user)


def check_said(doc, _method: str | None = None) -> None:
    """Hook on Communication: only about what one may read."""
    _check(doc, "read")


def check_tag(doc, _method: str | None = None) -> None:
    """Hook on Tag Link. Frappe's own tags need the right to write; its REST needs nothing."""
    _check(doc, "write")


def check_todo(doc, _method: str | None = None) -> None:
    """Hook on ToDo: somebody who may read gives it to somebody who may read; those two may finish it ever after, and
    others change it who may write what it is about: Frappe's ``assign_to.remove`` saves for any reader.

    The app itself gives people the tasks of minutes that lock, whoever signed last (``meetings/tasks.py``).
    """
    if doc.reference_type not in GRANTS or doc.flags.by_the_app:
        return
    before = doc.get_doc_before_save()
    given_on = bool(before) and before.allocated_to != doc.allocated_to
    _check(doc, "read", doc.allocated_to, always=given_on)
    if not doc.is_new() and frappe.session.user not in _parties(doc):
        _check(doc, "write", always=True)


def _parties(doc) -> tuple[str, str]:
    before = doc.get_doc_before_save() or doc
    return before.allocated_to, before.assigned_by


def check_follow(doc, _method: str | None = None) -> None:
    """Hook on Document Follow. Frappe lets anybody follow anything in anybody's name, and mails what changed."""
    if doc.ref_doctype not in GRANTS:
        return
    if doc.user != frappe.session.user and frappe.session.user != "Administrator":
        frappe.throw(
            f"Không theo dõi thay người khác. Hãy để «{doc.user}» tự bấm theo dõi.",
            exc=frappe.PermissionError,
        )
    _check(doc, "read", doc.user)


def _check(doc, action: str, other: str | None = None, always: bool = False) -> None:
    """Throw unless the session's user, and the other person named, may read or write the document spoken about.

    Asked when it is first said, or moved to another document: rights that end later unsay nothing.
    """
    kind, name = ABOUT[doc.doctype]
    before = doc.get_doc_before_save()
    same = before and (before.get(kind), before.get(name)) == (doc.get(kind), doc.get(name))
    if doc.get(kind) not in GRANTS or (same and not always):
        return
    if not frappe.db.exists(doc.get(kind), doc.get(name)):
        return  # what Frappe notes about a document that is just being deleted
    for user in dict.fromkeys([frappe.session.user, other or frappe.session.user]):
        if not may(action, doc.get(kind), doc.get(name), user):
            who = "bạn" if user == frappe.session.user else f"«{user}»"
            frappe.throw(
                f"{frappe._(doc.get(kind))} «{doc.get(name)}»: {who} không có quyền với văn bản này. "
                "Hãy nhờ người phụ trách văn bản, hoặc chọn văn bản khác.",
                exc=frappe.PermissionError,
            )


def drop_follows() -> None:
    """Scheduled, and after a position changed: nobody is mailed about what he may not read any more."""
    follows = frappe.get_all(
        "Document Follow",
        filters={"ref_doctype": ("in", list(GRANTS))},
        fields=["name", "ref_doctype", "ref_docname", "user"],
    )
    gone = [row.name for row in follows if not may("read", row.ref_doctype, row.ref_docname, row.user)]
    if gone:
        frappe.db.delete("Document Follow", {"name": ("in", gone)})


def after_change(_doc, _method: str | None = None) -> None:
    """Hook: a dated row changed. Few people follow anything, so mostly there is nothing to look through."""
    if frappe.db.exists("Document Follow", {"ref_doctype": ("in", list(GRANTS))}):
        frappe.enqueue(
            "cum_chuyen_mon.permissions.sharing.drop_follows",
            queue="long",
            job_id="cum_chuyen_mon::drop_follows",
            deduplicate=True,
            enqueue_after_commit=True,
        )
