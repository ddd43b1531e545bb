"""The head of a unit's paper: who issued it, under whom, and where, on the paper's own day."""

from __future__ import annotations

from datetime import date

import frappe

from cum_chuyen_mon.documents.contexts import Head, Issued, dateline, paper_number
from cum_chuyen_mon.ledger.world import load_unit
from cum_chuyen_mon.rules.units import Unit
from cum_chuyen_mon.rules.words import UnitKind


def head_of(unit_type: str, unit: str, on: date, kind: str = "", number: int | None = None) -> Head:
    """The head of a paper of a unit; ``kind`` is the abbreviation of a numbered paper's kind ("BB").

    Throws when there is no such unit.
    """
    found = load_unit(unit_type, unit)
    if found is None:
        frappe.throw(f"Không tìm thấy đơn vị {unit} của văn bản này. Hãy kiểm tra ô «Đơn vị».")
    code = found.authority_on(on)
    authority = _authority(code)
    superior = _superior_title(found) or authority.authority_name or ""
    return Head(
        superior=superior.upper(),
        issuer=found.title.upper(),
        number=paper_number(number, kind, unit) if kind else "",
        dateline=dateline(authority.paper_place or "", on),
        issued=Issued(code, on) if code else None,
    )


def _authority(code: str | None) -> frappe._dict:
    columns = ["authority_name", "paper_place"]
    row = code and frappe.db.get_value("Education Authority", code, columns, as_dict=True)
    return row or frappe._dict()


def _superior_title(unit: Unit) -> str:
    """A subject group stands under its cluster or inter-school group, the others under the authority of the day."""
    if unit.kind is not UnitKind.SUBJECT_GROUP:
        return ""
    return frappe.db.get_value(unit.parent_kind.value, unit.parent, "unit_title") or ""
