"""What lay with the authority, as it lay there: every send of a plan or report keeps a version of its own.

The authority decides on a text and a paper comes back changed, so both must stay readable. A version is written when
a paper arrives, and again when its writer rewords it while it lies there; what the authority said is noted on the
latest. Which values mean that a paper was sent, or decided on, is in ``permissions/decisions.py``.
"""

from __future__ import annotations

import json

import frappe
from frappe.utils import getdate, now_datetime

from cum_chuyen_mon.controllers.own_file import hang
from cum_chuyen_mon.controllers.protected import by_the_app, put_back
from cum_chuyen_mon.controllers.stored_file import files_at
from cum_chuyen_mon.controllers.tidy import label
from cum_chuyen_mon.permissions.decisions import DECISIONS, Decision
from cum_chuyen_mon.permissions.files import ATTACH
from cum_chuyen_mon.rules.extracts import Difference, differences

from .notice import tell, tell_later

VERSION = "Cluster Paper Version"
WAITING, ACCEPTED, RETURNED, WITHDRAWN, REWORDED = "Waiting", "Accepted", "Returned", "Withdrawn", "Reworded"
KEPT_COLUMNS = ("received_at", "received_by")
FILES = "attachments"
"""Under this name a comparison tells the files; no field of a paper is called so."""

FILE_COLUMNS = ("name", "file_name", "file_url", "content_hash")


def stamp_receipt(doc, _method: str | None = None) -> None:
    """Hook after a paper's own checks: when it arrived and who received it is the server's to say.

    Whoever enters an old paper knows its day (``received_on``), not its hour.
    """
    columns = [column for column in KEPT_COLUMNS if doc.meta.has_field(column)]
    put_back(doc, columns)
    decision = DECISIONS[doc.doctype]
    old, new = _turn(doc, decision)
    arrived = decision.sent | decision.closed
    values: dict[str, object] = {}
    if new not in arrived:
        values = dict.fromkeys(KEPT_COLUMNS)
    elif old not in arrived:
        today = not doc.received_on or getdate(doc.received_on) == getdate()
        values = {"received_at": now_datetime() if today else None}
    if new in decision.closed and old not in decision.closed:
        values["received_by"] = frappe.session.user
    elif new not in decision.closed:
        values["received_by"] = None
    doc.update({column: value for column, value in values.items() if column in columns})


def keep(doc, _method: str | None = None) -> None:
    """Hook after a paper was saved: keep what arrived, and note what was decided."""
    decision = DECISIONS[doc.doctype]
    old, new = _turn(doc, decision)
    arrived = decision.sent | decision.closed
    if new in arrived:
        latest = _latest(doc) if old in arrived else None
        snapshot = snapshot_of(doc)
        if latest is None or (new in decision.sent and json.loads(latest.snapshot) != json.loads(snapshot)):
            if latest:
                _conclude(doc, latest.name, REWORDED)
            _insert(doc, snapshot)
    if old == new:
        return
    outcome = _outcome(decision, old, new)
    if outcome and (latest := _latest(doc)):
        _conclude(doc, latest.name, outcome)


def drop(doc, _method: str | None = None) -> None:
    """Hook before a paper is deleted: its versions go with it, and their files."""
    names = frappe.get_all(VERSION, _about(doc), pluck="name")
    for file in frappe.get_all("File", _files_of(VERSION, names), pluck="name"):
        frappe.delete_doc("File", file, ignore_permissions=True, force=True)
    frappe.db.delete(VERSION, {"name": ("in", names or [""])})


def snapshot_of(doc) -> str:
    """What people wrote in a paper, as JSON: fields that are filled in by hand, tables row by row.

    What the authority says, and what the app copies onto the paper, is left out.
    """
    decision = DECISIONS[doc.doctype]
    left_out = {decision.state, *decision.fields}
    return json.dumps(_plain(doc, left_out), ensure_ascii=False, default=str)


def compare(paper_type: str, paper: str, older: int, newer: int) -> list[Difference]:
    """What changed from one version of a paper to another, its files among it. Throws for a version it has not."""
    rows = frappe.get_all(
        VERSION,
        filters={**_named(paper_type, paper), "version_no": ("in", [older, newer])},
        fields=["version_no", "snapshot", "files"],
        limit_page_length=0,
    )
    found = {row.version_no: row for row in rows}
    for number in (older, newer):
        if number not in found:
            frappe.throw(f"Văn bản này không có lần gửi thứ {number}. Hãy chọn lại lần gửi để so sánh.")
    return differences(
        *({**json.loads(found[n].snapshot), FILES: _file_lines(found[n])} for n in (older, newer))
    )


def listed(paper_type: str, paper: str) -> list[dict]:
    """The sends of a paper, newest first; ``files`` are ``{"file_name", "file_url"}``."""
    rows = frappe.get_all(
        VERSION,
        filters=_named(paper_type, paper),
        fields=["version_no", "sent_at", "sent_by", "outcome", "decided_at", "return_reason", "files"],
        order_by="version_no desc",
        limit_page_length=0,
    )
    return [
        {
            **row,
            "files": [{k: f[k] for k in ("file_name", "file_url")} for f in json.loads(row.files or "[]")],
        }
        for row in rows
    ]


def label_of(doc, field: str) -> str:
    """A snapshot's field as the user sees it."""
    return "Tệp đính kèm" if field == FILES else label(doc, field)


def tell_sender(version: str) -> None:
    """Background job: tell whoever sent a paper what the authority said."""
    row = frappe.db.get_value(
        VERSION,
        version,
        ["reference_doctype", "reference_name", "title", "outcome", "return_reason", "sent_by"],
        as_dict=True,
    )
    if row:
        said = {
            ACCEPTED: f"Cơ quan quản lý đã nhận, duyệt «{row.title}».",
            RETURNED: f"Cơ quan quản lý trả lại «{row.title}»: {row.return_reason or 'xem văn bản'}",
        }
        if row.outcome in said:
            tell([row.sent_by], said[row.outcome], row.reference_doctype, row.reference_name)


def _turn(doc, decision: Decision) -> tuple[str, str]:
    before = doc.get_doc_before_save()
    return str(before.get(decision.state) or "") if before else "", str(doc.get(decision.state) or "")


def _outcome(decision: Decision, old: str, new: str) -> str:
    """What became of the version that lay with the authority; "" for nothing that it was told."""
    if new in decision.closed:
        return ACCEPTED
    if new in decision.goes_on:
        return RETURNED
    return WITHDRAWN if old in decision.sent and new not in decision.sent else ""


def _plain(doc, left_out: set[str] | frozenset[str] = frozenset()) -> dict:
    tables = frappe.model.table_fields
    fields = [
        field
        for field in doc.meta.fields
        if field.fieldtype not in frappe.model.display_fieldtypes
        and not field.read_only
        and field.fieldname not in left_out
    ]
    return {
        f.fieldname: [_plain(row) for row in doc.get(f.fieldname)]
        if f.fieldtype in tables
        else _text(doc.get(f.fieldname))
        for f in fields
    }


def _text(value: object) -> object:
    """Days and times as text: a form sends text where the database has a day."""
    return value if isinstance(value, int | float) else str(value or "")


def _named(paper_type: str, paper: str) -> dict:
    return {"reference_doctype": paper_type, "reference_name": paper}


def _about(doc) -> dict:
    return _named(doc.doctype, doc.name)


def _files_of(doctype: str, names: list[str]) -> dict:
    return {"attached_to_doctype": doctype, "attached_to_name": ("in", names or [""])}


def _latest(doc):
    """The last version. Frappe holds the paper's own row while it is saved, and refuses who read an older one, so two
    people who send at once do not count alike; the name would refuse the second besides."""
    rows = frappe.get_all(
        VERSION, _about(doc), ["name", "version_no", "snapshot"], order_by="version_no desc", limit=1
    )
    return rows[0] if rows else None


def _insert(doc, snapshot: str) -> None:
    latest = _latest(doc)
    files = _files(doc)
    version = frappe.get_doc(
        {
            "doctype": VERSION,
            **_about(doc),
            "title": doc.get(doc.meta.title_field),
            "version_no": (latest.version_no if latest else 0) + 1,
            "sent_at": now_datetime(),
            "sent_by": frappe.session.user,
            "outcome": WAITING,
            "snapshot": snapshot,
            "files": json.dumps([{c: f[c] for c in FILE_COLUMNS} for f in files], ensure_ascii=False),
        }
    )
    with by_the_app(version):
        version.insert(ignore_permissions=True)  # sending the paper is the permission; nobody writes versions
    for file in files:
        _hang_on(version.name, file)


def _files(doc) -> list:
    """The files that hang on a paper, and those in its fields: Frappe hangs the latter on it after the save only."""
    found = frappe.get_all("File", _files_of(doc.doctype, [doc.name]), ["*"], order_by="creation, name")
    fields = doc.meta.get("fields", {"fieldtype": ("in", ATTACH)})
    for url in {doc.get(field.fieldname) or "" for field in fields} - {
        "",
        *(file.file_url for file in found),
    }:
        found += [file.as_dict() for file in files_at(url)[:1]]
    return found


def _hang_on(version: str, file) -> None:
    """A second row for the same content: Frappe keeps a file on disk as long as some File has it, and whoever may
    read the version reads it, even when the paper has another file by then."""
    columns = ("file_name", "file_url", "file_size", "file_type", "content_hash", "is_private", "folder")
    hang(VERSION, version, **{column: file[column] for column in columns if column in file})


def _conclude(doc, version: str, outcome: str) -> None:
    values: dict[str, object] = {"outcome": outcome}
    if outcome in (ACCEPTED, RETURNED):
        values |= {"decided_at": now_datetime(), "decided_by": frappe.session.user}
    if outcome == RETURNED:
        values["return_reason"] = doc.get("return_reason")
    frappe.db.set_value(VERSION, version, values, update_modified=False)
    if outcome in (ACCEPTED, RETURNED):
        tell_later("versions.tell_sender", version=version)


def _file_lines(row) -> list[str]:
    """A file is told by its name and by its content: the same name may hold something else now."""
    return sorted(
        f"{f['file_name']} ({(f['content_hash'] or '')[:8]})" for f in json.loads(row.files or "[]")
    )
