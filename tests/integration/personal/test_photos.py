"""Photos need a consent that holds."""

from __future__ import annotations

from datetime import date, timedelta

import frappe
import pytest
from frappe.utils import getdate

from cum_chuyen_mon.api import personal as api
from cum_chuyen_mon.personal import consent

from .. import factory
from .people import (
    HELD,
    OTHER,
    PERSON,
    as_user,
    login,
)

TEXT = "Tôi đồng ý để nhóm dùng ảnh của tôi trong báo cáo."


@pytest.fixture(autouse=True)
def text(made) -> None:
    """The text that people are asked to agree to."""
    publish("2026-01", TEXT)


def publish(version: str, words: str) -> None:
    settings = frappe.get_doc("Cluster Settings")
    settings.update({"photo_consent_version": version, "photo_consent_text": words})
    settings.save()


def agreed(**values):
    return factory.insert(
        "Photo Consent", **{"staff": PERSON, "consent_version": "2026-01", "given_on": HELD, **values}
    )


def test_a_consent_holds_from_its_day_to_the_day_before_it_is_withdrawn(made):
    withdrawn = HELD + timedelta(days=10)
    agreed(withdrawn_on=withdrawn)
    days = {
        HELD - timedelta(days=1): False,
        HELD: True,
        withdrawn - timedelta(days=1): True,
        withdrawn: False,
        withdrawn + timedelta(days=1): False,
    }
    assert {day: consent.may_publish_photo(PERSON, day) for day in days} == days
    assert not consent.may_publish_photo(OTHER, HELD)


def test_a_consent_is_for_one_purpose(made):
    agreed()
    assert consent.may_publish_photo(PERSON)
    assert not consent.may_publish_photo(PERSON, scope="Public Website")


def test_people_agree_and_withdraw_in_their_own_name(made):
    as_user(login(PERSON))
    name = api.give_photo_consent("2026-01")["consent"]
    assert consent.may_publish_photo(PERSON)
    assert frappe.db.get_value("Photo Consent", name, ["staff", "consent_version"]) == (PERSON, "2026-01")
    assert api.withdraw_photo_consent()["withdrawn"] == 1
    assert not consent.may_publish_photo(PERSON)
    assert api.withdraw_photo_consent()["withdrawn"] == 0


def test_the_words_one_agreed_to_stay_with_the_consent(made):
    as_user(login(PERSON))
    name = api.give_photo_consent("2026-01")["consent"]
    frappe.set_user("Administrator")
    publish("2026-02", "Văn bản khác.")
    doc = frappe.get_doc("Photo Consent", name)
    doc.update({"withdrawn_on": getdate(), "consent_text": "Viết lại"})
    assert doc.save().consent_text == TEXT


def test_nobody_agrees_to_a_text_that_is_not_the_present_one(made):
    as_user(login(PERSON))
    with pytest.raises(frappe.ValidationError, match=r"phiên bản mới \(2026-01\).*đọc rồi đồng ý"):
        api.give_photo_consent("2025-09")
    assert not consent.may_publish_photo(PERSON)


def test_agreeing_twice_leaves_one_record(made):
    as_user(login(PERSON))
    assert api.give_photo_consent("2026-01") == api.give_photo_consent("2026-01")
    assert frappe.db.count("Photo Consent", {"staff": PERSON}) == 1


def test_a_person_reads_the_text_and_what_he_agreed_to(made):
    as_user(login(PERSON))
    api.give_photo_consent("2026-01", "Online Group")
    answer = api.photo_consent()
    assert (answer["version"], answer["text"]) == ("2026-01", TEXT)
    assert {p["scope"]: (p["given_on"], p["given_version"]) for p in answer["purposes"]} == {
        "Unit Reports": (None, None),
        "Online Group": (getdate(), "2026-01"),
        "Public Website": (None, None),
    }


def test_the_text_is_not_changed_under_its_version(made):
    agreed()
    with pytest.raises(frappe.ValidationError, match="Đã có người đồng ý theo phiên bản 2026-01"):
        publish("2026-01", "Văn bản khác.")
    with pytest.raises(frappe.ValidationError, match="còn trống"):
        publish("2026-02", "")
    publish("2026-02", "Văn bản khác.")


def test_withdrawing_for_one_purpose_leaves_the_others(made):
    agreed()
    agreed(scope="Public Website")
    as_user(login(PERSON))
    assert api.withdraw_photo_consent("Public Website")["withdrawn"] == 1
    assert consent.may_publish_photo(PERSON)


def test_somebody_who_is_nobody_here_cannot_agree(made):
    as_user(login(None, "nobody@personal.example"))
    with pytest.raises(frappe.PermissionError):
        api.give_photo_consent("2026-01")


def test_others_do_not_see_a_consent(made):
    name = agreed().name
    as_user(login(PERSON))
    assert frappe.get_list("Photo Consent", pluck="name") == [name]
    frappe.set_user("Administrator")
    as_user(login("T-BINH-NGU-VAN-1"))
    assert frappe.get_list("Photo Consent", pluck="name") == []
    assert not frappe.has_permission("Photo Consent", "read", doc=name)


def test_another_text_is_another_consent(made):
    doc = agreed()
    doc.update({"consent_version": "2026-02", "staff": OTHER, "given_on": "2020-01-01"})
    with pytest.raises(frappe.ValidationError):
        doc.save()
    assert frappe.db.get_value("Photo Consent", doc.name, "consent_version") == "2026-01"


@pytest.mark.parametrize("later", [None, HELD + timedelta(days=20)])
def test_a_withdrawal_is_final(made, later):
    doc = agreed(withdrawn_on=HELD + timedelta(days=10))
    doc.withdrawn_on = later
    with pytest.raises(frappe.ValidationError, match="đã rút"):
        doc.save()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"given_on": date(2100, 1, 1)}, "tương lai"),
        ({"withdrawn_on": HELD - timedelta(days=1)}, "Ngày rút"),
        ({"consent_version": ""}, "Còn trống"),
    ],
)
def test_a_consent_makes_sense(made, values, said):
    with pytest.raises(frappe.ValidationError, match=said):
        agreed(**values)


def test_erasing_ends_consent_and_keeps_the_proof_without_the_file(made):
    file = "/private/files/zqk-dong-y.pdf"
    name = agreed().name
    frappe.db.set_value("Photo Consent", name, "file", file)
    api.erase_person(PERSON, "Đơn số 12")
    assert not consent.may_publish_photo(PERSON)
    assert not consent.may_publish_photo(PERSON, HELD), "nothing is published of somebody who was erased"
    columns = ["consent_version", "given_on", "withdrawn_on", "file"]
    assert frappe.db.get_value("Photo Consent", name, columns) == ("2026-01", HELD, getdate(), None)
    with pytest.raises(frappe.ValidationError, match="đã được xóa"):
        agreed()
