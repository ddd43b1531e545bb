"""Where Frappe repeats what somebody's record says: values put everywhere, and everything searched for them."""

from __future__ import annotations

import json
from collections.abc import Iterable

import frappe

from cum_chuyen_mon.personal.fields import STAFF

from .people import EMAIL, PERSON, PHONE, raw_row

DIGITS = "0912345678"
"""The same number as PHONE, typed without blanks."""

ABOUT = {"reference_doctype": STAFF, "reference_name": PERSON}


def cells_holding(*values: str) -> list[str]:
    """``table.column`` of the whole site that holds one of the values anywhere in its text."""
    return [
        f"{table}.{column}"
        for table in frappe.db.get_tables(cached=False)
        for column in text_columns(table)
        if _is_held(table, column, values)
    ]


def text_columns(table: str) -> list[str]:
    kinds = ("char", "text", "json")
    described = frappe.db.get_table_columns_description(table)
    return [c.name for c in described if any(kind in c.type.lower() for kind in kinds)]


def _is_held(table: str, column: str, values: Iterable[str]) -> bool:
    statement = f"select 1 from `{table}` where `{column}` like %s limit 1"
    return any(frappe.db.sql(statement, f"%{value}%") for value in values)


def tables_holding(*values: str) -> list[str]:
    return sorted({cell.rpartition(".")[0] for cell in cells_holding(*values)})


def plant_everywhere(user: str) -> None:
    """Mail and phone in every copy that Frappe makes of a record, of a login and of what is written about them."""
    _on_the_record()
    _mails(user)
    _logs(user)
    _on_the_login(user)
    raw_row("Contact", first_name="x", user=user, email_id=EMAIL, phone=PHONE)
    contact(PHONE, EMAIL)
    contact(DIGITS, "")
    details = json.dumps({"changes": [["Điện thoại", "", PHONE]]})
    raw_row("Cluster Workbook Import", details=details)


def _on_the_record() -> None:
    staff = frappe.get_doc(STAFF, PERSON)
    staff.add_comment("Comment", f"Số máy {PHONE}, thư {EMAIL}")
    staff.add_comment("Comment", "đã nghỉ từ tháng 6")
    staff.add_tag(PHONE)
    for column in ("_liked_by", "_assign"):
        frappe.db.set_value(STAFF, PERSON, column, json.dumps([EMAIL, "Administrator"]))
    raw_row(
        "Version", ref_doctype=STAFF, docname=PERSON, data=json.dumps({"changed": [["phone", "", PHONE]]})
    )
    raw_row("Deleted Document", deleted_doctype=STAFF, deleted_name=PERSON, data=json.dumps({"phone": PHONE}))
    raw_row(
        "Deleted Document", deleted_doctype="Comment", deleted_name="x", data=json.dumps({"content": EMAIL})
    )
    about = {"reference_type": STAFF, "reference_name": PERSON}
    raw_row("ToDo", description=f"gọi {PHONE}", allocated_to="Administrator", **about)


def _mails(user: str) -> None:
    for column in ("cc", "bcc", "phone_no", "text_content", "sender", "recipients", "content", "subject"):
        mail(**{column: PHONE if column == "phone_no" else f"x {EMAIL}"}, **ABOUT)
    by_timeline = mail(cc=EMAIL)
    link(by_timeline, STAFF, PERSON)
    sent = mail(bcc=EMAIL, **ABOUT)
    link(sent, "User", user)
    queued(sent, EMAIL)
    queued("", EMAIL)
    queued("", EMAIL, "ban@nha.example")


def mail(**values: str) -> str:
    name = frappe.generate_hash(length=10)
    values = {"communication_type": "Communication", "subject": "x", "content": "x", **values}
    frappe.get_doc({"doctype": "Communication", "name": name, **values}).db_insert()
    return name


def link(communication: str, doctype: str, name: str) -> None:
    of_it = {"parent": communication, "parenttype": "Communication", "parentfield": "timeline_links"}
    raw_row("Communication Link", link_doctype=doctype, link_name=name, link_title=EMAIL, **of_it)


def queued(communication: str, *recipients: str) -> str:
    """A mail waiting to be sent: the message, and one row for everybody who gets it."""
    name = frappe.generate_hash(length=10)
    message = f"To: {recipients[0]}" if len(recipients) == 1 else "x"
    values = {"communication": communication, "message": message, "status": "Not Sent"}
    frappe.get_doc({"doctype": "Email Queue", "name": name, **values}).db_insert()
    for recipient in recipients:
        of_it = {"parent": name, "parenttype": "Email Queue", "parentfield": "recipients"}
        raw_row("Email Queue Recipient", recipient=recipient, status="Not Sent", **of_it)
    return name


def _logs(user: str) -> None:
    raw_row("Notification Log", for_user=user, subject="Lịch họp", email_content=f"gửi {EMAIL}")
    raw_row("Notification Log", document_type=STAFF, document_name=PERSON, subject=f"gọi {PHONE}")
    raw_row("Notification Log", for_user="Administrator", subject=f"x {EMAIL}", email_content=PHONE)
    raw_row("Activity Log", subject=f"gửi thư cho {EMAIL}", user=user, status="Success")
    raw_row("Activity Log", subject="x", content=PHONE, user="Administrator", **ABOUT)
    raw_row(
        "Access Log", user="Administrator", export_from=STAFF, filters=f"gọi {PHONE}", page=f"<p>{EMAIL}</p>"
    )
    raw_row("Error Log", method="x", error=f"email = '{EMAIL}'")


def _on_the_login(user: str) -> None:
    frappe.db.set_value("User", user, {"mobile_no": PHONE, "bio": f"thư {EMAIL}", "username": DIGITS})
    raw_row(
        "Version", ref_doctype="User", docname=user, data=json.dumps({"changed": [["mobile_no", "", PHONE]]})
    )
    values = {"comment_type": "Comment", "content": "x", "comment_email": user}
    raw_row("Comment", reference_doctype="Member School", reference_name="T-AN", **values)
    frappe.get_doc("User", user).add_comment("Comment", f"máy {PHONE}, thư {EMAIL}")


def contact(phone: str, email: str, **values) -> str:
    """An entry of the address book that only its rows of mail and phone give to the person."""
    doc = {
        "doctype": "Contact",
        "first_name": "Zq",
        "phone_nos": [{"phone": phone, "is_primary_phone": 1}],
        **values,
    }
    if email:
        doc["email_ids"] = [{"email_id": email, "is_primary": 1}]
    return frappe.get_doc(doc).insert(ignore_permissions=True).name
