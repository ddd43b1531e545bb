"""After erasure the values are nowhere on the site, and nobody else has lost anything."""

from __future__ import annotations

import json

import frappe
import pytest

from cum_chuyen_mon.api import personal as api
from cum_chuyen_mon.personal import erasure
from cum_chuyen_mon.personal.fields import STAFF

from .people import EMAIL, OTHER, PERSON, PHONE, locked_minutes, login, raw_row
from .places import (
    DIGITS,
    cells_holding,
    contact,
    mail,
    plant_everywhere,
    queued,
    tables_holding,
)

UNNAMED = "T-CUONG-NGU-VAN-1"
"""Somebody whom no paper names."""

OF_LOGINS = {
    "tabUser.name",
    "tabUser.email",
    "tabNotification Settings.name",
    "__Auth.name",
    "tabDocShare.share_name",
}
"""Where a login's own name is kept beside links to it; Frappe shares every login with itself."""


def test_erased_values_are_nowhere_on_the_site(made):
    user = login(PERSON)
    locked_minutes(made)
    plant_everywhere(user)
    assert len(cells_holding(EMAIL, PHONE, DIGITS)) >= 30
    told = api.erase_person(PERSON, "Đơn số 12")
    assert cells_holding(EMAIL, PHONE, DIGITS) == []
    assert _about_rows(told) == []
    kept = json.loads(frappe.db.get_value(STAFF, PERSON, "_comments"))
    assert [line["comment"] for line in kept] == ["đã nghỉ từ tháng 6"]


def _about_rows(told: dict) -> list[str]:
    """What is left by hand, but for the files of imports that the site may have."""
    return [line for line in told["by_hand"] if "sổ Excel" not in line]


def test_where_the_mail_is_the_login_only_the_login_name_stays(made):
    user = login(PERSON, EMAIL)
    locked_minutes(made)
    plant_everywhere(user)
    api.erase_person(PERSON, "Đơn số 12")
    assert cells_holding(PHONE, DIGITS) == []
    assert [cell for cell in cells_holding(EMAIL) if not _names_a_login(cell)] == []


def _names_a_login(cell: str) -> bool:
    table, _, column = cell.rpartition(".")
    if cell in OF_LOGINS or column in ("owner", "modified_by", "comment_email"):
        return True
    doctype = table.removeprefix("tab")
    if not frappe.db.exists("DocType", doctype):
        return column == "user"
    meta = frappe.get_meta(doctype)
    if column == "parent":
        return (
            any(f.options == doctype for f in frappe.get_meta("User").get_table_fields())
            or doctype == "DefaultValue"
        )
    field = meta.get_field(column)
    return bool(field) and (field.options == "User" or field.fieldtype == "Dynamic Link")


def test_a_contact_of_the_hosts_own_documents_stays_and_is_named(made):
    linked = [{"link_doctype": "Member School", "link_name": "T-AN"}]
    kept = contact(PHONE, EMAIL, first_name="Khách hàng", links=linked)
    own = contact(PHONE, EMAIL, links=[{"link_doctype": STAFF, "link_name": PERSON}])
    told = api.erase_person(PERSON, "Đơn số 12")
    assert frappe.db.exists("Contact", kept)
    assert not frappe.db.exists("Contact", own)
    assert set(tables_holding(EMAIL, PHONE)) == {"tabContact", "tabContact Email", "tabContact Phone"}
    assert [line for line in told["by_hand"] if kept in line]


def test_a_contact_of_another_login_stays_and_is_named(made):
    other = login(OTHER)
    name = frappe.db.get_value("Contact", {"user": other}) or contact(PHONE, "", user=other)
    contact_of_other = frappe.get_doc("Contact", name)
    contact_of_other.append("phone_nos", {"phone": PHONE})
    contact_of_other.save()
    told = api.erase_person(PERSON, "Đơn số 12")
    assert frappe.db.exists("Contact", name)
    assert [line for line in told["by_hand"] if name in line]


def test_what_is_written_elsewhere_is_named(made):
    about = {"reference_doctype": "Member School", "reference_name": "T-AN"}
    raw_row("Comment", comment_type="Comment", content=f"gọi {PHONE}", **about)
    mail(text_content=f"gọi {PHONE}", reference_doctype="Member School", reference_name="T-BINH")
    told = api.erase_person(PERSON, "Đơn số 12")
    [line] = [line for line in told["by_hand"] if "T-AN" in line]
    assert "T-BINH" in line


def test_somebody_whose_mail_ends_like_the_persons_loses_nothing(made):
    longer = f"lan.{EMAIL}"
    name = contact("0911 222 333", longer)
    raw_row("Notification Log", for_user="Administrator", subject=f"gửi {longer}", email_content=f"1{DIGITS}")
    waiting = queued("", longer)
    api.erase_person(PERSON, "Đơn số 12")
    assert frappe.db.exists("Contact", name)
    assert frappe.db.exists("Notification Log", {"subject": f"gửi {longer}"})
    assert frappe.db.exists("Email Queue", waiting)


def test_a_mail_to_several_still_goes_to_the_others(made):
    waiting = queued("", EMAIL, "ban@nha.example")
    api.erase_person(PERSON, "Đơn số 12")
    assert frappe.get_all("Email Queue Recipient", filters={"parent": waiting}, pluck="recipient") == [
        "ban@nha.example"
    ]


def _named_login(staff: str) -> tuple[str, str]:
    """A login under the person's name; both."""
    user = login(staff)
    names = {"first_name": "Xwvten", "middle_name": "Xwvdem", "last_name": "Xwvho", "username": "xwvten"}
    doc = frappe.get_doc("User", user)
    doc.update(names)
    doc.save()
    return user, doc.full_name


def test_a_name_that_no_paper_needs_goes_from_the_login_too(made):
    user, name = _named_login(UNNAMED)
    raw_row("Activity Log", subject=f"{name} logged in", full_name=name, user=user, operation="Login")
    raw_row("Comment", comment_type="Comment", content="x", comment_email=user, comment_by=name)
    raw_row("Notification Log", from_user=user, for_user="Administrator", subject=f"{name} mentioned you")
    api.erase_person(UNNAMED, "Đơn số 3")
    columns = ["first_name", "middle_name", "last_name", "full_name", "username"]
    assert frappe.db.get_value("User", user, columns) == (erasure.NOBODY, None, None, erasure.NOBODY, None)
    assert cells_holding("Xwv") == []


def test_a_name_that_papers_keep_stays_on_the_login(made):
    user, name = _named_login(PERSON)
    locked_minutes(made)
    api.erase_person(PERSON, "Đơn số 12")
    assert frappe.db.get_value("User", user, "full_name") == name


@pytest.mark.parametrize("role", ["Cluster Administrator", "Blogger"])
def test_a_login_with_another_use_keeps_its_name_and_contact(made, role):
    user, name = _named_login(UNNAMED)
    frappe.get_doc("User", user).add_roles(role)
    entry = frappe.db.get_value("Contact", {"user": user}) or contact(PHONE, user, user=user)
    told = api.erase_person(UNNAMED, "Đơn số 3")
    assert frappe.db.get_value("User", user, "full_name") == name
    assert frappe.db.exists("Contact", entry)
    assert "không khóa" in told["login"]


@pytest.mark.parametrize("email", [None, EMAIL])
def test_notes_on_the_login_without_the_values_stay(made, email):
    user = login(PERSON, email)
    frappe.get_doc("User", user).add_comment("Comment", "đã trả máy tính")
    told = api.erase_person(PERSON, "Đơn số 12")
    about = {"reference_doctype": "User", "reference_name": user}
    assert frappe.get_all("Comment", filters={**about, "comment_type": "Comment"}, pluck="content") == [
        "đã trả máy tính"
    ]
    [copied] = json.loads(frappe.db.get_value("User", user, "_comments"))
    assert copied["comment"] == "đã trả máy tính"
    assert _about_rows(told) == []
