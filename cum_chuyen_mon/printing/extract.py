"""A school's copy of locked minutes as an official paper."""

from __future__ import annotations

from frappe.utils import getdate

from cum_chuyen_mon.delivery.extract import extract_of
from cum_chuyen_mon.documents.contexts import MinutesExtract, paper_number
from cum_chuyen_mon.documents.extracts import extract_paper
from cum_chuyen_mon.rules.text import date_vi

from .head import head_of
from .minutes import KIND, number_of
from .names import names_of


def paper_of(copy) -> MinutesExtract:
    """The paper of a school's copy. Throws for minutes that are not locked (C4: the extract is of signed minutes)."""
    found = extract_of(copy.minutes, copy.school)
    on, number = getdate(copy.session_date), number_of(copy.minutes)
    people = [found.text.chair, found.text.secretary, *(task.name for task in found.tasks)]
    return extract_paper(
        found,
        head_of(copy.unit_type, copy.unit, on, KIND, number),
        names_of(people, [found.school], on),
        kind="TRÍCH BIÊN BẢN" if copy.is_extract else "BẢN LƯU BIÊN BẢN",
        source=f"Trích từ biên bản số {paper_number(number, KIND, copy.unit)} ngày {date_vi(on)}, đã được các "
        f"thành viên dự họp xác nhận; trường nhận ngày {date_vi(getdate(copy.delivered_on))}.",
    )
