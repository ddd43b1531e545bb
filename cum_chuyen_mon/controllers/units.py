"""What clusters, inter-school groups and subject groups have in common as documents."""

from __future__ import annotations

import frappe
from frappe.utils import escape_html, getdate

from cum_chuyen_mon.controllers import current
from cum_chuyen_mon.controllers.protected import put_back
from cum_chuyen_mon.controllers.recipients import check_recipients
from cum_chuyen_mon.controllers.standing import check_terms, standing_today, term_of
from cum_chuyen_mon.controllers.tidy import label
from cum_chuyen_mon.headship import departures
from cum_chuyen_mon.ledger.refresh import refresh_later
from cum_chuyen_mon.ledger.world import duties_binding
from cum_chuyen_mon.permissions.users import check_named
from cum_chuyen_mon.rules.levels import parse_levels
from cum_chuyen_mon.rules.online import problem_of_group_url
from cum_chuyen_mon.rules.regulation import Duty, Regulation, cited
from cum_chuyen_mon.rules.terms import over_term
from cum_chuyen_mon.rules.units import DatedLink, Officer, Unit
from cum_chuyen_mon.rules.words import DutyKind, Level, Position, UnitKind

UNIT_DOCTYPES = (UnitKind.CLUSTER.value, UnitKind.GROUP.value, UnitKind.SUBJECT_GROUP.value)
CODED_DOCTYPES = (*UNIT_DOCTYPES, UnitKind.SCHOOL.value)
"""Everything an obligation may be of: all share one space of codes."""

SINGLE_POSITIONS = (Position.HEAD, Position.GROUP_LEAD, Position.SUBJECT_LEAD)
"""Positions that one person holds at a time (one each per level, where headship is per level)."""


class AnyUnit:
    """Mixin: dated officers, a code no other unit has, obligations refreshed after a change."""

    def validate(self) -> None:
        self.check_code()
        if self.from_date and self.to_date and str(self.to_date) < str(self.from_date):
            frappe.throw("Ngày thôi hoạt động phải sau ngày thành lập. Hãy sửa ô «Đến ngày».")
        self.check_online_group()
        self.date_online_group()
        check_terms(self, "officers", _officer_seat, "Chức danh")
        check_recipients(self)
        before = self.get_doc_before_save()
        named = {row.staff for row in before.officers} if before else set()
        check_named(
            self, label(self, "officers"), [row.staff for row in self.officers if row.staff not in named]
        )

    def check_code(self) -> None:
        """One code names one unit, whatever its kind: obligations and lists are filtered by it."""
        if not self.is_new():
            return
        refuse_taken_code(self.doctype, self.unit_code)

    def check_online_group(self) -> None:
        """C5e, N5.7: an address that the members can open, whichever service it is of."""
        why = problem_of_group_url(self.online_group_url) if self.online_group_url else ""
        if why:
            frappe.throw(f"Ô «{label(self, 'online_group_url')}»: địa chỉ {why}")

    def date_online_group(self) -> None:
        """The day the online group was first entered, kept while there is one: a new address is the same group."""
        before = self.get_doc_before_save()
        if not self.online_group_url:
            self.online_group_since = None
        elif before and before.online_group_url:
            self.online_group_since = before.online_group_since or getdate(before.creation)
        else:
            self.online_group_since = getdate()

    def on_update(self) -> None:
        carry_title(self)
        refresh_later()


class MemberUnit(AnyUnit):
    """Mixin for units with member schools and an authority of their own."""

    def validate(self) -> None:
        put_back(self, ("founding",))
        super().validate()
        check_terms(self, "members", lambda row: row.school, "Trường")
        check_terms(self, "authorities", lambda row: "cơ quan quản lý", "Dòng")
        current.fill(self)
        leads = [row.school for row in standing_today(self.members) if row.is_lead]
        if len(leads) > 1:
            frappe.throw(f"Chỉ một trường làm trưởng nhóm; đang đánh dấu {', '.join(leads)}. Hãy bỏ bớt.")
        departures.end_offices(self)
        if not frappe.flags.cum_chuyen_mon_loading:
            warn_over_term(self)

    def on_update(self) -> None:
        super().on_update()
        departures.tell(self)


TITLED = (
    "Cluster Session",
    "Cluster Minutes",
    "Cluster Task",
    "Cluster Minutes Copy",
    "Cluster Activity Plan",
    "Cluster Headship",
    "Cluster Unit Report",
    "Cluster Obligation",
)
"""What repeats its unit's title beside the code."""


def carry_title(doc) -> None:
    """A unit's new title goes to everything that repeats it: lists and reports show one unit under one name."""
    before, field = doc.get_doc_before_save(), doc.meta.title_field
    if before and before.get(field) != doc.get(field):
        for doctype in TITLED:
            row = frappe.qb.DocType(doctype)
            query = frappe.qb.update(row).set(row.unit_title, doc.get(field))
            query.where(row.unit_type == doc.doctype).where(row.unit == doc.name).run()


def refuse_taken_code(own_doctype: str, code: str) -> None:
    """Throw when a unit of another kind, schools included, already has the code."""
    for doctype in CODED_DOCTYPES:
        if doctype != own_doctype and frappe.db.exists(doctype, code):
            frappe.throw(f"Mã đơn vị «{code}» đã dùng cho một {frappe._(doctype)}. Hãy chọn mã khác.")


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


def warn_over_term(unit_doc) -> None:
    """Say who stays in office longer than a Term duty allows. Only a warning: the decision may be an exception."""
    lines = []
    for regulation, duty in _term_duties(unit_doc):
        for person, years in officers_over_term(unit_doc, duty.position, duty.max_years):
            name = frappe.db.get_value("Member School Staff", person, "full_name") or person
            lines.append(
                f"{escape_html(name)} ({frappe._(duty.position.value)}): {years} năm học liên tục, "
                f"quá {duty.max_years} năm học theo {escape_html(cited(regulation, duty))}."
            )
    if lines:
        remedy = "Hãy sửa ô «Đến ngày» của dòng chức danh, hoặc kiểm tra quyết định bổ nhiệm lại."
        frappe.msgprint(
            "<br>".join([*dict.fromkeys(lines), remedy]), title="Quá nhiệm kỳ", indicator="orange"
        )


def _term_duties(unit_doc) -> list[tuple[Regulation, Duty]]:
    """Term duties of the regulations that bind the unit today, as it is being saved."""
    unit = Unit(
        UnitKind(unit_doc.doctype),
        unit_doc.unit_code,
        levels=parse_levels(unit_doc.levels),
        authorities=(DatedLink(unit_doc.authority),) if unit_doc.authority else (),
    )
    return [
        (regulation, duty)
        for regulation, duty in duties_binding(unit, getdate())
        if duty.kind is DutyKind.TERM and duty.position and duty.max_years
    ]
