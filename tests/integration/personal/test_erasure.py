"""What goes when somebody asks, and what the law keeps."""

from __future__ import annotations

import json
from unittest.mock import patch

import frappe
import pytest
from frappe.utils import getdate

from cum_chuyen_mon.api import personal as api
from cum_chuyen_mon.meetings.confirmation import is_genuine
from cum_chuyen_mon.personal import erasure
from cum_chuyen_mon.personal.fields import STAFF, erased_fields

from .. import factory
from .people import (
    EMAIL,
    HELD,
    PERSON,
    PHONE,
    as_user,
    locked_minutes,
    login,
    raw_row,
)
from .places import tables_holding


def leave_traces(user: str) -> None:
    """Values of the person in every place where Frappe repeats them."""
    changed = [["phone", None, PHONE], ["position", None, "Teacher"]]
    for data in ({"changed": changed}, {"changed": [["email", EMAIL, None]]}):
        raw_row("Version", ref_doctype=STAFF, docname=PERSON, data=json.dumps(data))
    raw_row(
        "Version",
        ref_doctype="User",
        docname=user,
        data=json.dumps({"changed": [["mobile_no", None, PHONE]]}),
    )
    about = {"reference_doctype": STAFF, "reference_name": PERSON}
    raw_row("Comment", comment_type="Comment", content=f"gọi số {PHONE}", **about)
    raw_row("Comment", comment_type="Comment", content="đã nghỉ từ tháng 6", **about)
    raw_row("Communication", communication_type="Communication", recipients=EMAIL, content="x", **about)
    raw_row("Deleted Document", deleted_doctype=STAFF, deleted_name=PERSON, data=json.dumps({"phone": PHONE}))
    raw_row("Cluster Workbook Import", details=json.dumps({"changes": [["Điện thoại", "", PHONE]]}))
    frappe.db.set_value("User", user, {"mobile_no": PHONE, "bio": f"thư {EMAIL}"})
    raw_row("Contact", first_name="x", user=user, email_id=EMAIL, phone=PHONE)


def test_erasing_leaves_the_minutes_genuine_and_the_values_nowhere(made):
    user = login(PERSON)
    minutes = locked_minutes(made)
    leave_traces(user)
    assert is_genuine(minutes)
    assert len(tables_holding(EMAIL, PHONE)) >= 7
    told = api.erase_person(PERSON, "Đơn số 12 ngày 3/2")
    assert tables_holding(EMAIL, PHONE) == []
    assert is_genuine(frappe.get_doc("Cluster Minutes", minutes.name))
    assert frappe.db.exists("Cluster Minutes Signature", {"minutes": minutes.name, "staff": PERSON})
    name = frappe.db.get_value("Cluster Session Attendance", {"staff": PERSON}, "staff_name")
    assert name == "Giáo viên TOAN 1 Binh"
    assert set(told) == {"erased", "kept", "login", "by_hand"}
    why = {line["doctype"]: line["why"] for line in told["kept"]}
    assert "biên bản" in why["Cluster Minutes Signature"]
    assert "lưu trữ" in why["Cluster Session Attendance"]
    assert told["erased"] == ["Tên gọi", "Tên tìm kiếm", "Tài khoản", "E-mail", "Điện thoại"]
    assert "khóa" in told["login"]
    assert EMAIL not in json.dumps(told)


def test_the_record_is_marked_with_who_when_and_why(made):
    login(PERSON)
    locked_minutes(made)
    admin = login(None, "admin@personal.example", ("Cluster Administrator",))
    as_user(admin)
    api.erase_person(PERSON, "Đơn số 12 ngày 3/2")
    doc = frappe.get_doc(STAFF, PERSON)
    assert (doc.disabled, doc.erased_by, doc.erasure_reason) == (1, admin, "Đơn số 12 ngày 3/2")
    assert getdate(doc.erased_on) == getdate()
    assert [doc.get(name) for name in erased_fields(STAFF, "name")] == [None] * 5
    assert doc.full_name == "Giáo viên TOAN 1 Binh", "locked minutes name him"


def test_notes_without_the_values_stay(made):
    leave_traces(login(PERSON))
    api.erase_person(PERSON, "Đơn số 12")
    comments = frappe.get_all("Comment", filters={"reference_name": PERSON}, pluck="content")
    assert "đã nghỉ từ tháng 6" in comments
    [version] = frappe.get_all("Version", filters={"ref_doctype": STAFF, "docname": PERSON}, pluck="data")
    assert [change[0] for change in json.loads(version)["changed"]] == ["position"]


def test_a_name_that_no_paper_needs_goes_too(made):
    api.erase_person("T-CUONG-NGU-VAN-1", "Đơn số 3")
    assert frappe.db.get_value(STAFF, "T-CUONG-NGU-VAN-1", "full_name") == erasure.NOBODY
    assert tables_holding("Giáo viên NGU-VAN 1 Cuong") == []


def test_erasing_is_all_or_nothing(made):
    user = login(PERSON)
    factory.insert("Photo Consent", staff=PERSON, consent_version="1", given_on=HELD)
    values = {"attached_to_doctype": STAFF, "attached_to_name": PERSON, "is_private": 1}
    factory.insert("File", file_name="ly-lich.txt", content="zqk", **values)
    leave_traces(user)
    tables = (
        "Version",
        "Comment",
        "Communication",
        "File",
        "Photo Consent",
        STAFF,
        "User",
        "Deleted Document",
    )
    before = {table: frappe.db.sql(f"select * from `tab{table}` order by name") for table in tables}
    with patch.object(erasure, "_has_other_use", side_effect=RuntimeError), pytest.raises(RuntimeError):
        api.erase_person(PERSON, "Đơn số 12")
    assert {table: frappe.db.sql(f"select * from `tab{table}` order by name") for table in tables} == before
    later = [step.__qualname__ for step in frappe.db.after_commit._functions]
    assert not [name for name in later if "file" in name.lower() or "login" in name], (
        "a later commit takes nothing"
    )


@pytest.mark.parametrize("who", [PERSON, "T-BINH-HT", "T-AN-HT"])
def test_only_an_administrator_erases(made, who):
    as_user(login(who))
    with pytest.raises(frappe.PermissionError):
        api.erase_person(PERSON, "Đơn số 12")
    assert frappe.db.get_value(STAFF, PERSON, "phone") == PHONE


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("", "Hãy ghi lý do"),
        (f"xóa số {PHONE}", "không được chứa"),
        (f"xóa {EMAIL.upper()}", "không được chứa"),
    ],
)
def test_a_reason_is_needed_and_must_not_repeat_the_data(made, reason, said):
    with pytest.raises(frappe.ValidationError, match=said):
        api.erase_person(PERSON, reason)


def test_somebody_in_office_is_not_erased(made):
    with pytest.raises(frappe.ValidationError, match=made.cluster):
        api.erase_person("T-AN-HT", "Đơn số 12")


def test_nobody_is_erased_twice(made):
    api.erase_person(PERSON, "Đơn số 12")
    with pytest.raises(frappe.ValidationError, match="đã được xóa"):
        api.erase_person(PERSON, "Đơn số 13")


@pytest.mark.parametrize(("roles", "enabled"), [((), 0), (("Cluster Administrator",), 1), (("Blogger",), 1)])
def test_a_login_with_another_use_is_only_unlinked(made, roles, enabled):
    user = login(PERSON, roles=roles)
    api.erase_person(PERSON, "Đơn số 12")
    assert frappe.db.get_value("User", user, "enabled") == enabled
    assert frappe.db.get_value(STAFF, PERSON, "user") is None


def test_a_login_of_an_authority_is_only_unlinked(made):
    user = login(PERSON)
    values = {"full_name": "Chuyên viên", "authority": made.authority, "position": "Authority Officer"}
    factory.insert("Authority Staff", user=user, **values)
    api.erase_person(PERSON, "Đơn số 12")
    assert frappe.db.get_value("User", user, "enabled") == 1


@pytest.mark.parametrize("change", [{"phone": "0900 000 000"}, {"email": EMAIL}, {"disabled": 0}])
def test_what_was_erased_does_not_come_back(made, change):
    api.erase_person(PERSON, "Đơn số 12")
    doc = frappe.get_doc(STAFF, PERSON)
    doc.update(change)
    with pytest.raises(frappe.ValidationError, match="hồ sơ mới"):
        doc.save()


def test_saving_an_erased_record_does_not_derive_its_search_keys_again(made):
    api.erase_person(PERSON, "Đơn số 12")
    frappe.get_doc(STAFF, PERSON).save()
    assert frappe.db.get_value(STAFF, PERSON, ["given_name", "search_name"]) == (None, None)


def test_nobody_marks_a_record_as_erased_by_hand(made):
    doc = frappe.get_doc(STAFF, PERSON)
    doc.update({"erased_on": "2026-01-01", "erased_by": "Administrator", "erasure_reason": "x"})
    doc.save()
    assert frappe.db.get_value(STAFF, PERSON, ["erased_on", "erased_by", "erasure_reason"]) == (None,) * 3


def test_after_erasure_the_login_is_shut_out_and_the_file_is_gone_from_the_disk(person_online):
    if frappe.db.db_type == "sqlite":
        pytest.skip("SQLite has one writer: the server cannot sign anybody in while this test erases")
    staff, client = person_online
    file = frappe.get_doc("File", {"attached_to_doctype": STAFF, "attached_to_name": staff.name})
    path = file.get_full_path()
    assert client.method("frappe.auth.get_logged_user") == "p-mot@personal.example"
    api.erase_person(staff.name, "Đơn số 1")
    with open(path, encoding="utf-8") as kept:
        assert "zqk" in kept.read(), "nothing leaves the disk before the commit"
    frappe.db.commit()
    with pytest.raises(FileNotFoundError):
        open(path, encoding="utf-8").close()
    assert client.get("api/method/frappe.auth.get_logged_user").status_code in (401, 403)
    assert frappe.db.get_value("User", "p-mot@personal.example", "enabled") == 0
