"""A person's data: contact, export, erasure, consent to photos (Law 91/2025/QH15)."""

# No "from __future__ import annotations" here: Frappe checks only the types of annotations that are not text.

from dataclasses import asdict

import frappe

from cum_chuyen_mon.permissions.standing import standing_of
from cum_chuyen_mon.personal import consent, erasure, export
from cum_chuyen_mon.personal import contact as contacts
from cum_chuyen_mon.personal.fields import CONSENT, STAFF
from cum_chuyen_mon.wording import vi


@frappe.whitelist(methods=["POST"])
def contact(staff: str, reason: str = "") -> dict:
    """Mail address and phone of a person, for those who need them; from another school only with a reason, which is
    kept. ``{"staff", "full_name", "email", "phone"}``"""
    frappe.has_permission(STAFF, "read", throw=True)
    return contacts.contact_of(staff, reason)


@frappe.whitelist(methods=["POST"])
def export_person(staff: str) -> None:
    """Download everything the app holds about a person, for himself or an administrator."""
    standing = standing_of()
    if not standing.everything and (not staff or standing.staff != staff):
        frappe.throw(
            "Chỉ chính người đó hoặc quản trị cụm tải được dữ liệu cá nhân. Hãy gửi yêu cầu tới quản trị cụm.",
            exc=frappe.PermissionError,
        )
    staff = frappe.get_doc(STAFF, staff).name  # says so when there is nobody of this code
    frappe.local.response.filename = f"du-lieu-ca-nhan-{staff}.zip"
    frappe.local.response.filecontent = export.archive(staff)
    frappe.local.response.type = "binary"


@frappe.whitelist(methods=["POST"])
def erase_person(staff: str, reason: str) -> dict:
    """Erase a person's data; ``{"erased", "kept", "login", "by_hand"}`` in words, for the answer to the person."""
    if not standing_of().everything:
        frappe.throw(
            "Chỉ quản trị cụm xóa được dữ liệu cá nhân. Hãy gửi yêu cầu tới quản trị cụm.",
            exc=frappe.PermissionError,
        )
    return asdict(erasure.erase(staff, reason))


@frappe.whitelist(methods=["GET", "POST"])
def photo_consent() -> dict:
    """The present text, and what the caller has agreed to:
    ``{"version", "text", "purposes": [{"scope", "label", "given_on", "given_version"}]}``."""
    me = _me()
    version, text = consent.current_text()
    held = consent.given(me)
    scopes = frappe.get_meta(CONSENT).get_field("scope").options.split("\n")
    purposes = [
        {
            "scope": scope,
            "label": vi(scope, CONSENT),
            "given_on": held.get(scope, {}).get("given_on"),
            "given_version": held.get(scope, {}).get("consent_version"),
        }
        for scope in scopes
    ]
    return {"version": version, "text": text, "purposes": purposes}


@frappe.whitelist(methods=["POST"])
def give_photo_consent(version: str, scope: str = consent.UNIT_REPORTS) -> dict:
    """Agree, in one's own name and from today, to the use of one's photos as a version of the text says."""
    return {"consent": consent.give(_me(), version, scope)}


@frappe.whitelist(methods=["POST"])
def withdraw_photo_consent(scope: str | None = None) -> dict:
    """Withdraw one's consent from today, for one purpose or all; ``{"withdrawn"}`` tells how many there were."""
    return {"withdrawn": consent.withdraw(_me(), scope)}


def _me() -> str:
    """The signed-in person."""
    staff = standing_of().staff
    if not staff:
        frappe.throw(
            "Tài khoản của bạn chưa gắn với cán bộ, giáo viên nào. Hãy nhờ quản trị cụm gắn tài khoản.",
            exc=frappe.PermissionError,
        )
    return staff
