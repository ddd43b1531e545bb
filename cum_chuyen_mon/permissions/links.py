"""Frappe's endpoints that answer about a document without asking who may read it: titles, links, counts, charts.

Each is put in front of Frappe's own (``override_whitelisted_methods``, ``standard_queries``) and calls it for whatever
is no concern of this app.
"""

# No "from __future__ import annotations" here: Frappe checks only the types of annotations that are not text.

from typing import Any

import frappe
from frappe import client, email
from frappe.desk import listview, query_report
from frappe.desk import search as desk_search
from frappe.desk.doctype.dashboard_chart import dashboard_chart
from frappe.desk.doctype.tag import tag as desk_tag
from frappe.desk.form import document_follow, linked_with
from frappe.utils import get_safe_filters
from frappe.utils.data import make_filter_tuple

from cum_chuyen_mon.rules.text import search_key

from .sharing import ABOUT, may
from .standing import standing_of
from .table import CHILD_TABLES, GRANTS

CONCERNED = frozenset({*GRANTS, *CHILD_TABLES, *ABOUT})
"""The app's DocTypes, and Frappe's in which the contents of their documents are repeated."""

CALLED_BY_CODE = ("Member School Staff",)
"""Whoever calls a roll enters people by code whose records he may not read: that the code exists is no secret."""

SEARCHED = ("Data", "Link", "Select", "Read Only", "Small Text", "Text", "Long Text")


@frappe.whitelist(methods=["GET", "POST"])
@frappe.validate_and_sanitize_search_inputs
def search(
    doctype: str,
    txt: str,
    searchfield: str,
    start: int,
    page_len: int,
    filters: dict | list | None = None,
    as_dict: bool = False,
    reference_doctype: str | None = None,
) -> list:
    """Hook ``standard_queries``: link fields offer documents that the user may read, whatever the request says about
    permissions. Found by code, title and search fields; titles also without Vietnamese marks."""
    meta = frappe.get_meta(doctype)
    if doctype in CHILD_TABLES or not frappe.has_permission(doctype, "read"):
        return []
    titled = bool(meta.show_title_field_in_link and meta.title_field)
    columns = ["name", *filter(None, [meta.title_field]), *meta.get_search_fields()]
    shown = [column for column in dict.fromkeys(columns) if column != "search_name"]
    rows = frappe.get_list(
        doctype,
        fields=shown,
        filters=_narrowed(meta, filters),
        or_filters=_matching(meta, [*shown, "search_name"], txt),
        start=start,
        page_length=page_len,
        # allowed: a DocType of the table of permissions, and the title field its own definition names
        order_by=f"`tab{doctype}`.`{meta.title_field or 'name'}` asc, `tab{doctype}`.`name` asc",
    )
    rows = sorted(rows, key=lambda row: not _begins(row, txt))
    if as_dict:
        return [{**row, "label": row[meta.title_field]} if titled else row for row in rows]
    return [tuple(row[column] for column in shown) for row in rows]


def _narrowed(meta: Any, filters: dict | list | None) -> list:
    """The field's own filters, and what is disabled left out."""
    if isinstance(filters, dict):
        filters = [make_filter_tuple(meta.name, key, value) for key, value in filters.items()]
    disabled = [[meta.name, "disabled", "=", 0]] if meta.has_field("disabled") else []
    return [*(filters or []), *disabled]


def _matching(meta: Any, columns: list[str], txt: str) -> list:
    if not txt:
        return []
    fields = {"name": txt}
    for column in columns:
        field = meta.get_field(column)
        if field and field.fieldtype in SEARCHED:
            fields[column] = search_key(txt) if column == "search_name" else txt
    return [[meta.name, column, "like", f"%{text}%"] for column, text in fields.items()]


def _begins(row: dict, txt: str) -> bool:
    """Whether a row's code or one of its words begins with what was typed."""
    key = search_key(txt)
    return any(search_key(str(value)).startswith(key) for value in row.values() if value)


@frappe.whitelist(methods=["GET", "POST"])
def get_link_title(doctype: str, docname: str | int) -> str | int | None:
    """The title beside a link: of what one may not read, its code."""
    if doctype in CHILD_TABLES or (doctype in GRANTS and not may("read", doctype, str(docname))):
        return docname
    return desk_search.get_link_title(doctype, docname)


@frappe.whitelist(methods=["GET", "POST"])
def validate_link(doctype: str, docname: str, fields: str | list | None = None) -> dict:
    """Whether a link names something: what one may not read does not exist."""
    hidden = doctype in CHILD_TABLES or (doctype in GRANTS and not may("read", doctype, docname))
    if hidden and not (doctype in CALLED_BY_CODE and frappe.has_permission(doctype, "read")):
        return frappe._dict(name=None)
    found = client.validate_link(doctype, docname, None if hidden else fields)
    if fields and found.name and not hidden and get_safe_filters(docname) != docname:
        # Frappe reads a code such as «1E5» as a number, and looks for that: asked for by a filter, it is a code
        found.update(client.get_value(doctype, fields, {"name": found.name}))
    return found


@frappe.whitelist(methods=["GET", "POST"])
def get_count(
    doctype: str, filters: str | dict | list | None = None, debug: bool = False, cache: bool = False
) -> int:
    """How many documents there are, of those that the user may read.

    Frappe counts all of them, so that filters spell out contents letter by letter.
    """
    if doctype not in CONCERNED or standing_of().everything:
        return client.get_count(doctype, filters, debug, cache)
    if doctype in CHILD_TABLES:
        frappe.throw("Không đếm dòng của bảng. Hãy đếm văn bản chứa bảng đó.", exc=frappe.PermissionError)
    seen = frappe.get_list(
        doctype,
        filters=get_safe_filters(filters),
        fields=["name"],
        order_by="",
        limit_page_length=0,
        run=False,
    )
    # allowed: Frappe's own statement, with the user's permissions in it
    return frappe.db.sql(f"select count(*) from ({seen}) as seen")[0][0]


@frappe.whitelist(methods=["GET", "POST"])
def is_document_amended(doctype: str, docname: str) -> str | bool | None:
    """The amendment of a document that one may read."""
    if doctype in GRANTS and not may("read", doctype, docname):
        return False
    return client.is_document_amended(doctype, docname)


@frappe.whitelist(methods=["GET", "POST"])
def get_submitted_linked_docs(
    doctype: str, name: str, ignore_doctypes_on_cancel_all: str | list | None = None
) -> dict:
    """What would have to be cancelled with a document that one may read. Frappe asks, and goes on after a no."""
    _must_read(doctype, name)
    return linked_with.get_submitted_linked_docs(doctype, name, ignore_doctypes_on_cancel_all)


@frappe.whitelist(methods=["GET", "POST"])
def get_follow_users(doctype: str, doc_name: str) -> list:
    """Who follows a document that one may read."""
    _must_read(doctype, doc_name)
    return document_follow.get_follow_users(doctype, doc_name)


@frappe.whitelist(methods=["POST"])
def relink(name: str, reference_doctype: str | None = None, reference_name: str | None = None) -> None:
    """Move a mail from one document to another, when one may read both. Frappe asks nothing."""
    before = frappe.db.get_value("Communication", name, ["reference_doctype", "reference_name"])
    for doctype, docname in (before or (None, None), (reference_doctype, reference_name)):
        if doctype and docname:
            _must_read(doctype, docname)
    email.relink(name, reference_doctype, reference_name)


@frappe.whitelist(methods=["GET", "POST"])
def get_tagged_docs(doctype: str, tag: str) -> list | tuple:
    """Documents with a tag, of those that the user may read."""
    if doctype not in CONCERNED:
        return desk_tag.get_tagged_docs(doctype, tag)
    tagged = {"document_type": doctype, "tag": ("like", tag)}
    names = frappe.get_all("Tag Link", filters=tagged, pluck="document_name")
    return frappe.get_list(
        doctype, filters={"name": ("in", names or [""])}, as_list=True, limit_page_length=0
    )


@frappe.whitelist(methods=["GET", "POST"])
def get_group_by_count(doctype: str, current_filters: str | list | dict, field: str) -> list[dict]:
    """The list's counts beside it. Who is assigned is counted by Frappe without asking."""
    if doctype in CONCERNED and field == "assigned_to" and not standing_of().everything:
        names = frappe.get_list(
            doctype, filters=frappe.parse_json(current_filters), pluck="name", limit_page_length=0
        )
        current_filters = frappe.as_json([[doctype, "name", "in", names or [""]]])
    return listview.get_group_by_count(doctype, current_filters, field)


@frappe.whitelist(methods=["GET", "POST"])
def get_chart(chart_name: str | None = None, chart: str | dict | None = None, **options: Any) -> dict | None:
    """A chart's figures, reckoned for this user. Heat maps are reckoned by Frappe over everything there is."""
    if chart_name:
        drawn = frappe.get_doc("Dashboard Chart", chart_name)
    else:
        drawn = frappe._dict(frappe.parse_json(chart) or {})
    if CONCERNED & {drawn.document_type, drawn.parent_document_type} and not standing_of().everything:
        if drawn.type == "Heatmap":
            frappe.throw(
                "Biểu đồ nhiệt không lọc theo quyền nên không dùng được ở đây. Hãy chọn loại biểu đồ khác.",
                exc=frappe.PermissionError,
            )
        options["refresh" if chart_name else "no_cache"] = 1  # a stored answer could be another user's
    return frappe.call(dashboard_chart.get, chart_name=chart_name, chart=chart, **options)


@frappe.whitelist(methods=["GET", "POST"])
def run_report(
    report_name: str, filters: str | dict | None = None, user: str | None = None, **options: Any
) -> dict | None:
    """A report, for the one who asks: neither in another's name nor out of another's prepared report."""
    _own_report(report_name, filters, user)
    return frappe.call(query_report.run, report_name=report_name, filters=filters, user=user, **options)


@frappe.whitelist(methods=["GET", "POST"])
def export_report(report_name: str, filters: str | dict | None = None) -> None:
    """The same as a file. Frappe takes the rest from the request itself."""
    _own_report(report_name, filters, None)
    query_report.export_query()


def _own_report(report_name: str, filters: str | dict | None, user: str | None) -> None:
    doctype = frappe.db.get_value("Report", report_name, "ref_doctype")
    if doctype not in CONCERNED or standing_of().everything:
        return
    given = frappe.parse_json(filters) or {}
    prepared = given.get("prepared_report_name") if isinstance(given, dict) else None
    owner = frappe.db.get_value("Prepared Report", prepared, "owner") if prepared else None
    if {user or frappe.session.user, owner or frappe.session.user} != {frappe.session.user}:
        frappe.throw(
            "Báo cáo này lập cho người khác. Hãy bỏ tên người dùng đó và tự chạy báo cáo của bạn.",
            exc=frappe.PermissionError,
        )


def _must_read(doctype: str, name: str) -> None:
    if doctype in CHILD_TABLES or (doctype in GRANTS and not may("read", doctype, name)):
        frappe.throw(
            f"Bạn không có quyền xem {frappe._(doctype)} «{name}». Hãy chọn văn bản khác.",
            exc=frappe.PermissionError,
        )
