"""Erased mail and phone where they belong to others too: the address book, and what was written on other documents.

An entry of the address book that only the person's mail, phone or login explains goes. One that a customer of the host
or somebody else's login uses stays, like others' words on other documents: an administrator decides, and is told where.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.delete_doc import delete_dynamic_links

from cum_chuyen_mon.wording import vi

from .fields import STAFF
from .search import rows_holding

CONTACT = "Contact"


def drop_contacts(staff: str, values: list[str], closed: str | None) -> list[str]:
    """Delete the person's entries of the address book; sentences about those that stay.

    ``closed`` is the login that is closed with the record, None where there is none or it has another use.
    """
    stay = []
    for name in _contacts(values, closed):
        if _is_of_others(name, staff, closed):
            stay.append(name)
        else:
            _drop_contact(name)
    if not stay:
        return []
    listed = ", ".join(f"«{name}»" for name in stay)
    return [
        f"Danh bạ (Contact) {listed} có thư hoặc điện thoại của người này nhưng còn gắn với tài liệu hoặc tài khoản "
        "khác: hãy mở từng mục và xóa dòng thư, điện thoại nếu không còn dùng."
    ]


def _contacts(values: list[str], closed: str | None) -> list[str]:
    found = rows_holding(CONTACT, values)
    for child in ("Contact Email", "Contact Phone"):
        names = rows_holding(child, values, parenttype=CONTACT)
        found += frappe.get_all(child, filters={"name": ("in", names or [""])}, pluck="parent")
    if closed:
        found += frappe.get_all(CONTACT, filters={"user": closed}, pluck="name")
    return [name for name in dict.fromkeys(found) if frappe.db.exists(CONTACT, name)]


def _is_of_others(name: str, staff: str, closed: str | None) -> bool:
    user = frappe.db.get_value(CONTACT, name, "user")
    if user and user != closed:
        return True
    links = frappe.get_all(
        "Dynamic Link",
        filters={"parent": name, "parenttype": CONTACT},
        fields=["link_doctype", "link_name"],
    )
    own = {(STAFF, staff), ("User", closed)}
    return any((link.link_doctype, link.link_name) not in own for link in links)


def _drop_contact(name: str) -> None:
    """Delete past the recycle bin, with what was said about the entry and Frappe's note that it was deleted."""
    delete_dynamic_links(CONTACT, name)
    frappe.delete_doc(CONTACT, name, ignore_permissions=True, force=True, delete_permanently=True)
    noted = {"comment_type": "Deleted", "reference_doctype": CONTACT, "subject": f"{_(CONTACT)} {name}"}
    frappe.db.delete("Comment", noted)


def written_elsewhere(values: list[str]) -> list[str]:
    """Sentences about comments and mails on other documents that tell the mail or phone."""
    places: dict[str, None] = {}
    for kind in ("Comment", "Communication"):
        names = rows_holding(kind, values)
        fields = ["name", "reference_doctype", "reference_name"]
        for row in frappe.get_all(kind, filters={"name": ("in", names or [""])}, fields=fields):
            doctype, name = (
                (row.reference_doctype, row.reference_name) if row.reference_name else (kind, row.name)
            )
            place = f"{vi(doctype)} {name}"
            places[place] = None
    if not places:
        return []
    return [
        "Bình luận hoặc thư ở nơi khác còn nêu thư, điện thoại của người này: "
        f"{'; '.join(sorted(places))}. Hãy mở từng nơi và xóa."
    ]
