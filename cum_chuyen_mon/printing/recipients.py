"""Who papers of a unit go to: its own setting, or its superiors' of the paper's day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import frappe

from cum_chuyen_mon.documents.contexts import Paper
from cum_chuyen_mon.ledger.world import load_tree
from cum_chuyen_mon.rules.recipients import Recipient, set_lines
from cum_chuyen_mon.rules.units import Unit


def recipients_of(unit: Unit, on: date, paper: type[Paper]) -> tuple[str, ...]:
    """The lines that are set for a kind of paper, none where nobody set any."""
    holders = _holders(unit, on)
    rows = frappe.get_all(
        "Cluster Paper Recipient",
        {"parent": ("in", [name for _doctype, name in holders])},
        ["parenttype", "parent", "paper", "recipient"],
        order_by="idx",
        limit_page_length=0,
    )
    found = defaultdict(list)
    for row in rows:
        found[row.parenttype, row.parent].append(Recipient(row.recipient, row.paper or ""))
    return set_lines([found[holder] for holder in holders], paper.template.capitalize())


def _holders(unit: Unit, on: date) -> list[tuple[str, str]]:
    """Whose settings hold for a unit's papers of a day, nearest first: (DocType, name)."""
    above = [(unit.parent_kind.value, unit.parent)] if unit.parent_kind and unit.parent else []
    authorities = load_tree().chain(unit.authority_on(on))
    return [(unit.kind.value, unit.code), *above, *(("Education Authority", code) for code in authorities)]
