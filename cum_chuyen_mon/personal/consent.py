"""Photos: a person's consent to their use, by version of the text he agreed to.

Civil Code 2015, art. 32: the use of somebody's image needs his consent. Law 91/2025/QH15, art. 9 and 10: consent is
given for a purpose, silence is none, and it can be withdrawn. C5h asks for year reports with photos.
"""

from __future__ import annotations

from datetime import date

import frappe
from frappe.utils import getdate

from .fields import CONSENT, STAFF

UNIT_REPORTS = "Unit Reports"
SETTINGS = "Cluster Settings"


def may_publish_photo(staff: str, on: date | str | None = None, scope: str = UNIT_REPORTS) -> bool:
    """Whether a photo that shows a person may be used on a day (today when None), for one purpose.

    A consent holds from the day it was given to the day before it was withdrawn, whatever version its text has.
    """
    day = getdate(on)
    row, person = frappe.qb.DocType(CONSENT), frappe.qb.DocType(STAFF)
    query = (
        frappe.qb.from_(row)
        .join(person)
        .on(person.name == row.staff)
        .select(row.name)
        .where((row.staff == staff) & (row.scope == scope) & (row.given_on <= day))
        .where(row.withdrawn_on.isnull() | (row.withdrawn_on > day))
        .where(person.erased_on.isnull())
        .limit(1)
    )
    return bool(query.run())


def current_text() -> tuple[str, str]:
    """Version and words of the text to which people are asked to agree now; empty where there is none."""
    settings = frappe.get_doc(SETTINGS)
    return settings.photo_consent_version or "", settings.photo_consent_text or ""


def given(staff: str) -> dict[str, dict]:
    """purpose → ``{"given_on", "consent_version"}`` of the consents that a person has not withdrawn."""
    rows = frappe.get_all(
        CONSENT,
        filters={"staff": staff, "withdrawn_on": ("is", "not set")},
        fields=["scope", "given_on", "consent_version"],
        order_by="given_on, creation",
    )
    return {row.pop("scope"): row for row in rows}


def give(staff: str, version: str, scope: str = UNIT_REPORTS) -> str:
    """Record a person's own consent to the present text, from today; the name of the record.

    Throws when he read another version. Agreeing twice to the same leaves one record.
    """
    current, _text = current_text()
    if not current:
        frappe.throw("Chưa có văn bản đồng ý sử dụng hình ảnh. Hãy nhờ quản trị cụm ghi vào phần thiết lập.")
    if version != current:
        frappe.throw(f"Văn bản đồng ý đã có phiên bản mới ({current}). Hãy mở lại, đọc rồi đồng ý.")
    frappe.db.get_value(STAFF, staff, "name", for_update=True)  # who presses twice waits for himself
    same = {"staff": staff, "scope": scope, "consent_version": version, "withdrawn_on": ("is", "not set")}
    if held := frappe.db.get_value(CONSENT, same):
        return held
    values = {"staff": staff, "consent_version": version, "scope": scope, "given_on": getdate()}
    doc = frappe.get_doc({"doctype": CONSENT, **values})
    # The endpoint has looked up who he is: everybody consents in his own name only, whatever his role.
    return doc.insert(ignore_permissions=True).name


def withdraw(staff: str, scope: str | None = None) -> int:
    """End a person's consents, from today: for one purpose, or all of them. Returns how many there were."""
    filters = {"staff": staff, "withdrawn_on": ("is", "not set")}
    names = frappe.get_all(CONSENT, filters={**filters, **({"scope": scope} if scope else {})}, pluck="name")
    for name in names:
        doc = frappe.get_doc(CONSENT, name, for_update=True)
        doc.withdrawn_on = getdate()
        doc.save(ignore_permissions=True)  # as above: the caller acts in his own name
    return len(names)
