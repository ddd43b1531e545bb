from datetime import date, timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import escape_html, getdate

from cum_chuyen_mon.controllers.scope import place_again
from cum_chuyen_mon.controllers.tidy import Tidy
from cum_chuyen_mon.ledger.refresh import refresh_later
from cum_chuyen_mon.ledger.world import turn_of, year_of
from cum_chuyen_mon.rules.school_year import problems_of_year


class ClusterSchoolYear(Tidy, Document):
    """Năm học by one province's calendar, with its semesters and days off."""

    def validate(self) -> None:
        problems = problems_of_year(year_of(self))
        if problems:
            lines = "".join(f"<li>{escape_html(text)}</li>" for _field, text in problems)
            frappe.throw(f"<ul>{lines}</ul>", title="Năm học không hợp lệ")

    def on_update(self) -> None:
        if not frappe.flags.cum_chuyen_mon_loading:
            start = turn_of(getdate(self.start_date))
            place_again(start, date(start.year + 1, start.month, 1) - timedelta(days=1))
        refresh_later()
