"""Taking what was erased out of the copies that Frappe makes: of one document, and in its logs and queues.

Of a document: versions, comments and their copy on its row, mails, tasks, tags, deleted copies. Everywhere: notices,
logs, mails waiting or sent, the recycle bin. A row that tells somebody's mail or phone goes as a whole; lines of the
Access Log stay, without the text that does.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

import frappe

from .search import holds, rows_holding, text_columns

ABOUT: tuple[tuple[str, str, str], ...] = (
    ("Comment", "reference_doctype", "reference_name"),
    ("ToDo", "reference_type", "reference_name"),
    ("Activity Log", "reference_doctype", "reference_name"),
    ("Activity Log", "timeline_doctype", "timeline_name"),
    ("Activity Log", "link_doctype", "link_name"),
)
"""Where Frappe keeps rows about any document, and the columns that say which."""

LOGS = ("Notification Log", "Activity Log", "Error Log", "Webhook Request Log")
"""Rows that only repeat what happened elsewhere."""

BINNED = ("Comment", "Communication", "Contact", "ToDo", *LOGS)
"""Deleted rows whose copy in the recycle bin is searched."""

LISTS_ON_ROWS = ("_comments", "_assign", "_liked_by", "_seen")
"""Columns that Frappe adds to a table, each a list in JSON."""

SHOWN_NAMES = (
    ("Comment", "comment_email", "comment_by"),
    ("Communication", "user", "sender_full_name"),
    ("ToDo", "assigned_by", "assigned_by_full_name"),
)
"""Where Frappe copies the name beside the login."""

Step = Callable[[], None]


def clean_document(doctype: str, name: str, fields: set[str], words: list[str]) -> list[Step]:
    """Take the words, and all changes of some fields, out of what Frappe keeps about one document.

    Returns what is left to do after the commit: files that leave the disk.
    """
    _clean_versions(doctype, name, fields, words)
    gone = _drop_rows_about(doctype, name, words)
    steps = drop_mails(_mails_about(doctype, name, words))
    _drop_tags(doctype, name, words)
    for kind, of_what, which in (
        ("Deleted Document", "deleted_doctype", "deleted_name"),
        ("Notification Log", "document_type", "document_name"),
    ):
        frappe.db.delete(kind, {of_what: doctype, which: name})
    _clean_row(doctype, name, words, gone)
    return steps


def _clean_versions(doctype: str, name: str, fields: set[str], words: list[str]) -> None:
    filters = {"ref_doctype": doctype, "docname": name}
    for version in frappe.get_all("Version", filters=filters, fields=["name", "data"]):
        data = json.loads(version.data or "{}")
        data["changed"] = [change for change in data.get("changed") or [] if change[0] not in fields]
        text = json.dumps(data, ensure_ascii=False)
        is_empty = not any(data.get(key) for key in ("changed", "added", "removed", "row_changed"))
        if is_empty or holds(text, words):
            frappe.db.delete("Version", {"name": version.name})
        elif text != version.data:
            frappe.db.set_value("Version", version.name, "data", text, update_modified=False)


def _drop_rows_about(doctype: str, name: str, words: list[str]) -> set[str]:
    """Delete comments, tasks and notes that hold one of the words; the names of what went."""
    gone: set[str] = set()
    for kind, of_what, which in ABOUT:
        names = rows_holding(kind, words, **{of_what: doctype, which: name})
        if kind == "Comment":
            names += _notes_of_files(doctype, name)
        _delete(kind, names)
        gone |= set(names)
    return gone


def _notes_of_files(doctype: str, name: str) -> list[str]:
    """Comments in which Frappe notes names of files."""
    of_it = {"reference_doctype": doctype, "reference_name": name}
    kinds = ("in", ("Attachment", "Attachment Removed"))
    return frappe.get_all("Comment", filters={**of_it, "comment_type": kinds}, pluck="name")


def _mails_about(doctype: str, name: str, words: list[str]) -> list[str]:
    """Mails on the document, or in its timeline, that hold one of the words or were sent with them."""
    linked = {"link_doctype": doctype, "link_name": name, "parenttype": "Communication"}
    names = [
        *frappe.get_all(
            "Communication", filters={"reference_doctype": doctype, "reference_name": name}, pluck="name"
        ),
        *frappe.get_all("Communication Link", filters=linked, pluck="parent"),
    ]
    return rows_holding("Communication", words, name=names) if names else []


def drop_mails(names: list[str]) -> list[Step]:
    """Delete mails with all that hangs on them; the steps that take their files from the disk."""
    if not names:
        return []
    among = ("in", names)
    _drop_queued(frappe.get_all("Email Queue", filters={"communication": among}, pluck="name"))
    frappe.db.delete("Communication Link", {"parent": among, "parenttype": "Communication"})
    frappe.db.delete("Comment", {"reference_doctype": "Communication", "reference_name": among})
    frappe.db.delete("Notification Log", {"document_type": "Communication", "document_name": among})
    frappe.db.set_value("Communication", {"in_reply_to": among}, "in_reply_to", None, update_modified=False)
    _delete("Communication", names)
    return drop_files_of("Communication", names)


def _drop_tags(doctype: str, name: str, words: list[str]) -> None:
    """All tags of the document: they are remarks about it, and show its title."""
    frappe.db.delete("Tag Link", {"document_type": doctype, "document_name": name})
    if "_user_tags" in frappe.db.get_table_columns(doctype):
        frappe.db.set_value(doctype, name, "_user_tags", None, update_modified=False)
    unused = [tag for tag in rows_holding("Tag", words) if not frappe.db.exists("Tag Link", {"tag": tag})]
    _delete("Tag", unused)


def _clean_row(doctype: str, name: str, words: list[str], gone: set[str]) -> None:
    """Take out of the row what Frappe copies onto it: comments that went, and whatever holds one of the words."""
    columns = [column for column in LISTS_ON_ROWS if column in frappe.db.get_table_columns(doctype)]
    held = frappe.db.get_value(doctype, name, columns, as_dict=True) if columns else None
    changed = {}
    for column, text in (held or {}).items():
        lines = json.loads(text or "[]")
        kept = [line for line in lines if not _goes(line, gone, words)]
        if len(kept) < len(lines):
            changed[column] = json.dumps(kept)
    if changed:
        frappe.db.set_value(doctype, name, changed, update_modified=False)


def _goes(line: object, gone: set[str], words: list[str]) -> bool:
    """A line is a login, or ``{"comment", "by", "name"}``: a comment that went, or whose copied text tells a word."""
    if isinstance(line, dict):
        return line.get("name") in gone or holds(line.get("comment"), words)
    return holds(line, words)


def clean_logs(contact: list[str], addresses: list[str]) -> None:
    """Take mail and phone out of logs, notices and the recycle bin of the whole site, and mails to the addresses out
    of the queue."""
    for kind in LOGS:
        drop_rows(kind, contact)
    drop_rows("Deleted Document", contact, deleted_doctype=list(BINNED))
    for name in rows_holding("Access Log", contact):
        blank("Access Log", name, contact)
    _clean_queue(addresses)


def blank(doctype: str, name: str, words: list[str]) -> None:
    """Empty those columns of a row that hold one of the words."""
    row = frappe.db.get_value(doctype, name, text_columns(doctype), as_dict=True)
    values = {column: None for column, text in row.items() if column != "name" and holds(text, words)}
    if values:
        frappe.db.set_value(doctype, name, values, update_modified=False)


def _clean_queue(addresses: list[str]) -> None:
    """Mails that tell an address, or go nowhere else; of the others only the recipient."""
    _drop_queued(rows_holding("Email Queue", addresses))
    recipients = rows_holding("Email Queue Recipient", addresses)
    queued = frappe.get_all(
        "Email Queue Recipient", filters={"name": ("in", recipients or [""])}, pluck="parent"
    )
    _delete("Email Queue Recipient", recipients)
    others = frappe.get_all(
        "Email Queue Recipient", filters={"parent": ("in", queued or [""])}, pluck="parent"
    )
    _drop_queued([name for name in queued if name not in others])


def _drop_queued(names: list[str]) -> None:
    if names:
        frappe.db.delete("Email Queue Recipient", {"parent": ("in", names)})
        _delete("Email Queue", names)


def clean_login(user: str, names: list[str], instead: str) -> None:
    """Take out what Frappe wrote for a login that is closed: its notices, its list settings; where ``names`` are
    given, also those: ``instead`` stands in their place, and lines that repeat them go."""
    frappe.db.delete("Notification Log", {"for_user": user})
    frappe.db.delete("__UserSettings", {"user": user})
    if not names:
        return
    drop_rows("Notification Log", names, from_user=user)
    drop_rows("Activity Log", names, user=user)
    for doctype, login, shown in SHOWN_NAMES:
        frappe.db.set_value(doctype, {login: user}, shown, instead, update_modified=False)


def drop_files_of(doctype: str, names: Iterable[str]) -> list[Step]:
    """Take the files of some documents out of the database; the steps that take them from the disk."""
    filters = {"attached_to_doctype": doctype, "attached_to_name": ("in", list(names) or [""])}
    return drop_files(frappe.get_all("File", filters=filters, pluck="name"))


def drop_files(names: list[str]) -> list[Step]:
    """Take files out of the database; what takes them from the disk, unless another File has the same content."""
    docs = [frappe.get_doc("File", name) for name in names]
    _delete("File", names)
    return [doc._delete_file_on_disk for doc in docs]


def drop_rows(doctype: str, words: list[str], **equal: object) -> None:
    """Delete the rows that hold one of the words; ``equal`` narrows them as for ``rows_holding``."""
    _delete(doctype, rows_holding(doctype, words, **equal))


def _delete(doctype: str, names: list[str]) -> None:
    if names:
        frappe.db.delete(doctype, {"name": ("in", names)})
