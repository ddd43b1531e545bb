"""A difficulty goes to the unit and to its authority, and the answer to whoever raised it (N4.1, C5g, P5.3)."""

from __future__ import annotations

import frappe

from .notice import heads_of, users_of
from .notice import tell as notify

DIFFICULTY = "Cluster Difficulty"


def tell(name: str) -> None:
    """Background job: the unit's head hears of an open difficulty; its author, and the head, of the answer."""
    columns = ["title", "status", "raised_by", "cluster", "school_group", "owner"]
    row = frappe.db.get_value(DIFFICULTY, name, columns, as_dict=True)
    if row is None or row.status not in ("Open", "Answered"):
        return
    heads = heads_of(row.cluster or row.school_group or "")
    if row.status == "Open":
        told, subject = users_of(set(heads) - {row.raised_by}), f"Khó khăn, kiến nghị mới: «{row.title}»."
    else:
        told, subject = (
            users_of({*heads, row.raised_by} - {None}),
            f"Cơ quan quản lý đã trả lời «{row.title}».",
        )
    notify(set(told.values()), subject, DIFFICULTY, name)
