"""Authorities' own Word templates: which one sets a paper, and filling it."""

from __future__ import annotations

from hashlib import sha256

import frappe
from frappe.utils import escape_html

from cum_chuyen_mon.controllers.stored_file import bytes_of, files_at
from cum_chuyen_mon.documents.contexts import Issued, Paper
from cum_chuyen_mon.documents.own.unfit import Unfit
from cum_chuyen_mon.ledger.world import load_tree
from cum_chuyen_mon.rules.units import Term

from .setting import layout

TEMPLATE = "Cluster Paper Template"


def template_for(paper: Paper) -> str | None:
    """The template that the authority of a paper has for it on the paper's day: its own, or the nearest above it.

    Whoever may have the paper has it as its authority sets it, whatever he may read of templates.
    """
    issued: Issued | None = paper.head.issued
    if issued is None:
        return None
    chain = load_tree().chain(issued.authority)
    filters = {"authority": ("in", chain), "paper": paper.template, "enabled": 1}
    columns = ["name", "authority", "valid_from", "valid_to"]
    rows = frappe.get_all(TEMPLATE, filters, columns, limit_page_length=0)
    holding = [row for row in rows if Term(row.valid_from, row.valid_to).holds(issued.on)]
    nearest = min(holding, key=lambda row: chain.index(row.authority), default=None)
    return nearest and nearest.name


def filled(template: str, paper: Paper) -> bytes:
    """A paper as DOCX by a stored template. Throws where it cannot be made, with what to do."""
    # Their libraries take a while to load: only whoever makes a paper waits for them.
    from cum_chuyen_mon.documents.own.filling import fill
    from cum_chuyen_mon.documents.typeface import NoTypeface

    row = frappe.db.get_value(TEMPLATE, template, ["file", "file_hash", "authority"], as_dict=True)
    content = content_at(row.file)
    if content is None or hash_of(content) != row.file_hash:
        _cannot(row.authority, "tệp mẫu không còn, hoặc đã thay đổi sau khi được kiểm tra.")
    try:
        return fill(content, paper, layout())
    except NoTypeface as lacking:
        frappe.throw(str(lacking), title="Chưa in được văn bản")
    except Unfit as problem:
        _cannot(row.authority, escape_html(str(problem)))
    raise AssertionError("unreachable")


def check(content: bytes, kind: str, field: str) -> None:
    """Throw, naming the field and every problem, unless a file can be the template of a kind of paper."""
    from cum_chuyen_mon.documents.own.checking import check as check_template

    try:
        check_template(content, kind)
    except Unfit as unfit:
        problems = "".join(f"<li>{escape_html(problem)}</li>" for problem in unfit.problems)
        frappe.throw(
            f"Ô «{field}»: tệp chưa dùng làm mẫu được.<ul>{problems}</ul>", title="Mẫu Word chưa dùng được"
        )


def content_at(url: str | None) -> bytes | None:
    """The bytes of the site's file at a URL; None when there is none."""
    files = files_at(url)
    return bytes_of(files[0]) if files else None


def hash_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def _cannot(authority: str, why: str) -> None:
    frappe.throw(
        f"Không điền được mẫu Word của cơ quan quản lý «{authority}»: {why} Hãy tải bản PDF, và báo cơ quan quản lý "
        "lưu lại mẫu.",
        title="Chưa in được văn bản",
    )
