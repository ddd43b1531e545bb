"""People are told everything that is held about them, and nothing about others."""

from __future__ import annotations

import json

import frappe
import pytest
from frappe.desk.form.load import getdoc

from cum_chuyen_mon.api import personal as api
from cum_chuyen_mon.personal import export
from cum_chuyen_mon.personal.contact import METHOD
from cum_chuyen_mon.personal.fields import STAFF, traces

from .. import factory
from .people import (
    EMAIL,
    OTHER,
    OTHERS_EMAIL,
    OTHERS_PHONE,
    PERSON,
    PHONE,
    WHY,
    as_user,
    content_of,
    everything_about,
    login,
)


def test_an_export_holds_everything_that_is_declared_about_the_person(made):
    everything_about(made)
    data = export.data_of(PERSON)["data"]
    missing = [
        f"{doctype}.{column}"
        for doctype, column, trace in traces()
        if not any(set(trace.fields) <= set(row) for row in data.get(doctype, []))
    ]
    assert missing == []
    assert data[STAFF][0]["phone"] == PHONE
    assert data["Cluster Minutes Task"][0]["description"] == "Soạn bài"


def test_an_export_holds_nothing_of_anybody_else(made):
    everything_about(made)
    factory.insert(
        "Comment", comment_type="Comment", reference_doctype=STAFF, reference_name=OTHER, content="zqk"
    )
    text = json.dumps(export.data_of(PERSON), default=str, ensure_ascii=False)
    for foreign in (
        OTHERS_EMAIL,
        OTHERS_PHONE,
        OTHER,
        "Giáo viên TOAN 1 An",
        "zqk",
        "In tài liệu",
        "T-AN-HT",
    ):
        assert foreign not in text.replace(EMAIL, ""), foreign


def test_an_export_tells_who_looked_by_place_and_why(made):
    as_user(login("T-AN-HT"))
    api.contact(PERSON, WHY)
    getdoc(STAFF, PERSON)
    frappe.response.docs = []
    frappe.set_user("Administrator")
    log = export.data_of(PERSON)["access_log"]
    assert sorted((line["what"], line["reason"], line["by"]) for line in log) == [
        (METHOD, WHY, "Hiệu trưởng, T-AN"),
        ("form", "", "Hiệu trưởng, T-AN"),
    ]


def test_an_export_says_what_everything_is_for(made):
    told = export.data_of(PERSON)
    assert "91/2025/QH15" in told["legal_basis"]
    phone = told["meaning"][STAFF]["phone"]
    assert phone["label"]
    assert phone["purpose"]
    assert phone["retention"].startswith("Xóa")


@pytest.mark.parametrize("who", ["T-BINH-HT", "T-AN-HT", "T-BINH-NGU-VAN-1"])
def test_only_oneself_or_an_administrator_exports(made, who):
    as_user(login(who))
    for staff in (PERSON, "T-KHONG-CO", ""):
        with pytest.raises(frappe.PermissionError):
            api.export_person(staff)


def test_an_administrator_exports_for_somebody_without_a_login(made):
    as_user(login(None, "admin@personal.example", ("Cluster Administrator",)))
    api.export_person(PERSON)
    told, _names = content_of(frappe.local.response.filecontent)
    assert told["data"][STAFF][0]["staff_code"] == PERSON


def test_a_person_downloads_his_data_with_his_attachments(person_online):
    staff, client = person_online
    answer = client.call("cum_chuyen_mon.api.personal.export_person", staff=staff.name)
    assert answer.ok
    assert "du-lieu-ca-nhan-P-MOT-1.zip" in answer.headers["Content-Disposition"]
    told, names = content_of(answer.content)
    assert told["data"][STAFF][0]["phone"] == PHONE
    assert told["account"]["name"] == "p-mot@personal.example"
    assert [name for name in names if name.startswith("tep/1-ly-lich")]


@pytest.mark.parametrize("method", ["contact", "export_person", "erase_person", "give_photo_consent"])
def test_a_link_alone_does_nothing(person_online, method):
    """Only POST asks for the token that another site's page does not have."""
    staff, client = person_online
    path = f"api/method/cum_chuyen_mon.api.personal.{method}"
    assert client.get(path, staff=staff.name, reason="x", version="1").status_code == 403


def test_a_person_asks_for_his_own_contact_data_and_not_for_erasure(person_online):
    staff, client = person_online
    assert client.method("cum_chuyen_mon.api.personal.contact", staff=staff.name)["email"] == EMAIL
    answer = client.call("cum_chuyen_mon.api.personal.erase_person", staff=staff.name, reason="đơn số 1")
    assert answer.status_code == 403
