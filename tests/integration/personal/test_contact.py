"""Phone and mail go to those who need them, and leave a trace."""

from __future__ import annotations

import frappe
import pytest
from frappe.desk.form.load import getdoc
from frappe.utils import getdate

from cum_chuyen_mon.api import personal as api
from cum_chuyen_mon.personal.fields import STAFF

from .. import factory
from .people import (
    EMAIL,
    OTHER,
    PERSON,
    PHONE,
    WHY,
    as_user,
    login,
    officer_of,
    traces_left,
)


@pytest.mark.parametrize("who", [PERSON, "T-BINH-HT"])
def test_oneself_and_ones_principal_get_contact_data_without_a_trace(made, who):
    as_user(login(who))
    found = api.contact(PERSON)
    assert (found["email"], found["phone"]) == (EMAIL, PHONE)
    assert traces_left() == []


@pytest.mark.parametrize("who", ["T-AN-HT", "officer", "administrator"])
def test_people_from_elsewhere_give_a_reason_that_is_kept(made, who):
    user = {
        "T-AN-HT": lambda: login("T-AN-HT"),
        "officer": lambda: officer_of(made.authority),
        "administrator": lambda: login(None, "admin@personal.example", ("Cluster Administrator",)),
    }[who]()
    as_user(user)
    with pytest.raises(frappe.ValidationError, match="Hãy ghi lý do"):
        api.contact(PERSON, "  ")
    assert traces_left() == []
    as_user(user)
    assert api.contact(PERSON, WHY)["phone"] == PHONE
    [trace] = traces_left()
    assert (trace.user, trace.filters) == (user, WHY)
    assert getdate(trace.creation) == getdate()


def test_a_subject_lead_reaches_the_people_of_the_unit(made):
    factory.insert(
        "Subject Group",
        unit_code="T-TOAN",
        unit_title="Tổ Toán liên trường",
        subject="TOAN",
        parent_type="Inter-School Group",
        parent_unit=made.group,
        officers=[{"position": "Subject Lead", "staff": OTHER}],
    )
    as_user(login(OTHER))
    assert api.contact(PERSON, WHY)["email"] == EMAIL
    assert len(traces_left()) == 1


@pytest.mark.parametrize("who", ["T-BINH-NGU-VAN-1", "T-CUONG-HT", OTHER])
def test_nobody_else_gets_contact_data_nor_learns_who_exists(made, who):
    as_user(login(who))
    with pytest.raises(frappe.PermissionError) as refused:
        api.contact(PERSON, WHY)
    with pytest.raises(frappe.PermissionError) as unknown:
        api.contact("T-KHONG-CO", WHY)
    assert str(refused.value) == str(unknown.value)
    assert traces_left() == []


def test_opening_a_person_on_the_desk_is_logged_and_shows_no_contact_data(made):
    user = login("T-AN-HT")
    as_user(user)
    getdoc(STAFF, PERSON)
    sent = frappe.as_json(frappe.response.docs)
    frappe.response.docs = []
    assert PERSON in sent
    assert EMAIL not in sent
    assert PHONE not in sent
    filters = {"reference_doctype": STAFF, "reference_name": PERSON}
    assert frappe.get_all("View Log", filters=filters, pluck="viewed_by") == [user]
