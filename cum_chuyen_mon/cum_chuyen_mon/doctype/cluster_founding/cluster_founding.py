import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from cum_chuyen_mon.controllers.protected import changed, put_back
from cum_chuyen_mon.controllers.tidy import Tidy, label
from cum_chuyen_mon.founding.carry import APPLIED
from cum_chuyen_mon.founding.paper import decision_of, principals_of
from cum_chuyen_mon.ledger.world import load_tree, turn_of
from cum_chuyen_mon.permissions.users import check_named
from cum_chuyen_mon.rules.founding import OFFICES, offered_lead
from cum_chuyen_mon.rules.text import clean, date_vi
from cum_chuyen_mon.rules.words import FoundingAction, Position

KEPT = ("unit_title", "levels", "area")
"""What a decision may leave open about a unit that goes on."""


class ClusterFounding(Tidy, Document):
    """Quyết định thành lập, kiện toàn: one paper of an authority that names many units (P1, C2.1, C2.2, E2.2, N5.1).

    A draft says what is wanted; ``founding.carry.apply`` makes it so. What a draft lacks, the preview says.
    """

    def validate(self) -> None:
        put_back(self, ("status", "applied_on"))
        self.keep_applied()
        self.check_year()
        self.issued_by = self.issued_by or self.authority
        self.fill_units()
        self.offer_group_leads()
        self.check_people()

    def on_trash(self) -> None:
        if self.status == APPLIED:
            frappe.throw("Quyết định đã áp dụng là lịch sử của các đơn vị nên không xóa được.")

    def keep_applied(self) -> None:
        """What was carried out is history; the next change is another decision."""
        before = self.get_doc_before_save()
        if not before or before.status != APPLIED:
            return
        fields = changed(self, but=() if before.decision_file else ("decision_file",))
        if fields:
            frappe.throw(
                f"Ô «{label(self, fields[0])}»: quyết định đã áp dụng nên không sửa được. "
                "Muốn thay đổi, hãy lập quyết định kiện toàn mới."
            )

    def check_year(self) -> None:
        """The decision is for one school year (P1): of the authority's own calendar, and its days lie in it."""
        year = frappe.db.get_value(
            "Cluster School Year", self.school_year, ["authority", "start_date", "end_date"], as_dict=True
        )
        if year.authority and year.authority not in load_tree().chain(self.authority):
            frappe.throw(
                f"Ô «{label(self, 'school_year')}»: năm học {self.school_year} không phải của cơ quan này. "
                "Hãy chọn năm học khác."
            )
        first, last = turn_of(getdate(year.start_date)), getdate(year.end_date)
        if not first <= getdate(self.from_date) <= last:
            frappe.throw(
                f"Ô «{label(self, 'from_date')}»: phải trong năm học {self.school_year}, "
                f"từ {date_vi(first)} đến {date_vi(last)}. Hãy sửa ngày hoặc chọn năm học khác."
            )
        if self.to_date and getdate(self.to_date) < getdate(self.from_date):
            frappe.throw(f"Ô «{label(self, 'to_date')}»: phải sau ngày bắt đầu. Hãy sửa hoặc để trống.")

    def fill_units(self) -> None:
        """Codes in capitals; of a unit that is there, what the row leaves open."""
        for row in (*self.units, *self.members, *self.officers):
            row.unit_code = clean(row.unit_code).upper()
        codes = [row.unit_code for row in self.units if row.action != FoundingAction.FOUND.value]
        there = {}
        for kind in OFFICES if codes else ():
            asked = {"filters": {"name": ("in", codes)}, "fields": ["name", *KEPT], "limit_page_length": 0}
            there |= {(kind.value, row.name): row for row in frappe.get_list(kind.value, **asked)}
        for row in self.units:
            for field in KEPT:
                row.set(field, row.get(field) or there.get((row.unit_type, row.unit_code), {}).get(field))

    def offer_group_leads(self) -> None:
        """C2.2: the lead school leads the group, that is its principal. Who names somebody else is not corrected."""
        decision = decision_of(self)
        leads = {m.school for unit in decision.units for m in unit.members if m.is_lead}
        principals = principals_of(leads, decision.first_day) if leads else {}
        for unit in decision.units:
            person = offered_lead(unit, principals)
            if person:
                self.append(
                    "officers",
                    {"unit_code": unit.code, "position": Position.GROUP_LEAD.value, "staff": person},
                )

    def check_people(self) -> None:
        before = self.get_doc_before_save()
        named = {row.staff for row in before.officers} if before else set()
        new = [row.staff for row in self.officers if row.staff not in named]
        check_named(self, label(self, "officers"), new)
