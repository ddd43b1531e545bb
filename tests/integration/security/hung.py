"""What hangs on the documents of one side: files, comments, assignments, tags, history; and what stands alone."""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe.desk.doctype.tag.tag import DocTags

from cum_chuyen_mon.permissions.sharing import may

from ..factory import insert
from .people import Side

ATTACH_FIELDS = {
    "regulation": "source_file",
    "cluster": "decision_file",
    "group": "decision_file",
    "subject_group": "decision_file",
    "delegation": "file",
    "headship": "submission_file",
    "report_cluster": "file",
    "report_group": "file",
    "report_school": "file",
    "import": "workbook",
    "consent": "file",
    "bundle": "file",
    "founding": "decision_file",
    "founding_applied": "decision_file",
    "task": "evidence_file",
    "minutes_waiting": "signed_scan",
}
"""document's key → the field that holds its file's URL."""


def build_import(side: Side) -> None:
    file = _file(side, "import", {})
    side.add("import", insert("Cluster Workbook Import", workbook=file.file_url))
    details = json.dumps({"problems": [side.say("Sai ô")]})
    frappe.db.set_value("Cluster Workbook Import", side.name("import"), "details", details)


def build_chart(side: Side) -> None:
    """A chart for everybody with his own figures, and the figures of the last who looked, as Frappe keeps them."""
    chart = {"chart_type": "Group By", "document_type": "Cluster Session", "group_by_based_on": "venue"}
    name = side.code("BIEU-DO")
    insert("Dashboard Chart", chart_name=name, is_public=1, filters_json="[]", type="Bar", **chart)
    frappe.cache.set_value(f"chart-data:{name}", json.dumps({"labels": [side.say("Phòng họp")]}))


def hang_on(side: Side) -> None:
    """What people hang on documents: files, comments, assignments, tags, history."""
    for key, (doctype, name) in side.docs.items():
        about = {"reference_doctype": doctype, "reference_name": name}
        insert(
            "Comment", comment_type="Comment", content=side.say("Ý kiến"), comment_by=side.say("Ai"), **about
        )
        if may("read", doctype, name, side.users["leader"]):  # nobody else is given work on it
            todo = {"reference_type": doctype, "reference_name": name}
            insert("ToDo", description=side.say("Làm"), allocated_to=side.users["leader"], **todo)
        DocTags(doctype).add(name, f"{side.canary}t")
        history = json.dumps({"changed": [["title", side.say("Cũ"), side.say("Mới")]]})
        insert("Version", ref_doctype=doctype, docname=name, data=history)
        if key != "import":
            where = {"attached_to_doctype": doctype, "attached_to_name": name}
            field = ATTACH_FIELDS.get(key)
            file = _file(side, key, {**where, "attached_to_field": field})
            if field:
                frappe.db.set_value(doctype, name, field, file.file_url)
    mail = {"reference_doctype": "Cluster Minutes", "reference_name": side.name("minutes_locked")}
    side.mail = insert("Communication", subject=side.say("Thư"), content=side.say("Nội dung"), **mail).name


def _file(side: Side, key: str, where: dict) -> Any:
    file = insert(
        "File",
        file_name=f"{side.canary}n-{key}.txt",
        content=f"{side.canary}c {key}".encode(),
        is_private=1,
        **where,
    )
    side.files[key], side.file_names[key] = file.file_url, file.name
    return file
