"""What clusters, inter-school groups and subject groups have in common as documents."""

from __future__ import annotations

import frappe

from cum_chuyen_mon.controllers.standing import check_terms, current, term_of
from cum_chuyen_mon.ledger.refresh import refresh_later
from cum_chuyen_mon.rules.terms import over_term
from cum_chuyen_mon.rules.units import Officer
from cum_chuyen_mon.rules.words import Level, Position, UnitKind

UNIT_DOCTYPES = (UnitKind.CLUSTER.value, UnitKind.GROUP.value, UnitKind.SUBJECT_GROUP.value)
SINGLE_POSITIONS = (Position.HEAD, Position.GROUP_LEAD, Position.SUBJECT_LEAD)
"""Positions that one person holds at a time (one each per level, where headship is per level)."""


class AnyUnit:
    """Mixin: dated officers, a code no other unit has, obligations refreshed after a change."""

    def validate(self) -> None:
        self.check_code()
        if self.from_date and self.to_date and str(self.to_date) < str(self.from_date):
            frappe.throw("Ngày thôi hoạt động phải sau ngày thành lập. Hãy sửa ô «Đến ngày».")
        if self.online_group_url and not self.online_group_url.startswith("https://"):
            frappe.throw(
                "Địa chỉ nhóm trực tuyến phải bắt đầu bằng https://. Hãy sao chép lại liên kết của nhóm."
            )
        check_terms(self, "officers", _officer_seat, "Chức danh")

    def check_code(self) -> None:
        """One code names one unit, whatever its kind: obligations and lists are filtered by it."""
        if not self.is_new():
            return
        for doctype in UNIT_DOCTYPES:
            if doctype != self.doctype and frappe.db.exists(doctype, self.unit_code):
                frappe.throw(
                    f"Mã đơn vị «{self.unit_code}» đã dùng cho một {frappe._(doctype)}. Hãy chọn mã khác."
                )

    def on_update(self) -> None:
        refresh_later()


class MemberUnit(AnyUnit):
    """Mixin for units with member schools and an authority of their own."""

    def validate(self) -> None:
        super().validate()
        check_terms(self, "members", lambda row: row.school, "Trường")
        check_terms(self, "authorities", lambda row: "cơ quan quản lý", "Dòng")
        self.authority = next((row.authority for row in current(self.authorities)), None)
        leads = [row.school for row in current(self.members) if row.is_lead]
        if len(leads) > 1:
            frappe.throw(f"Chỉ một trường làm trưởng nhóm; đang đánh dấu {', '.join(leads)}. Hãy bỏ bớt.")


def _officer_seat(row) -> str:
    """What may not be held twice at a time: the seat of a head, or a person's same deputy position."""
    if row.position in [p.value for p in SINGLE_POSITIONS]:
        return f"{frappe._(row.position)} {row.level or ''}".strip()
    return f"{frappe._(row.position)} {row.staff}"


def officers_over_term(unit_doc, position: Position, max_years: int) -> list[tuple[str, int]]:
    """(person, school years in a row) for officers of a unit who stay longer than a regulation's term allows."""
    officers = [
        Officer(row.staff, Position(row.position), term_of(row), Level(row.level) if row.level else None)
        for row in unit_doc.officers
    ]
    return [(o.person, years) for o, years in over_term(officers, position, max_years)]
