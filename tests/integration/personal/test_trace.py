"""What a person is told about who looked is written by the server, not by whoever wants him to believe it."""

from __future__ import annotations

import frappe
import pytest
from frappe.core.doctype.access_log.access_log import make_access_log

from cum_chuyen_mon.api import personal as api
from cum_chuyen_mon.personal import export
from cum_chuyen_mon.personal.contact import METHOD
from cum_chuyen_mon.personal.fields import STAFF

from .people import EMAIL, PERSON, WHY, as_user, login, traces_left

OUTSIDER = "T-CUONG-HT"


def test_lines_that_the_app_did_not_write_are_not_told_as_its_own(made):
    """Frappe's function can be called by anybody who is signed in, at many addresses."""
    as_user(login(OUTSIDER))
    make_access_log(doctype=STAFF, document=PERSON, method=METHOD, filters="lý do giả")
    make_access_log(doctype=STAFF, document=PERSON, method="Print", filters="lý do giả")
    frappe.set_user("Administrator")
    told = [(line["what"], line["reason"]) for line in export.access_log(PERSON)]
    assert told == [("Print", "")]


def test_the_trace_names_the_record_by_its_own_code(made):
    _skip_where_letters_count()
    as_user(login("T-AN-HT"))
    assert api.contact(PERSON.lower(), WHY)["email"] == EMAIL
    frappe.set_user("Administrator")
    assert [line.reference_document for line in _lines()] == [PERSON]
    assert len(traces_left()) == 1


def test_an_export_is_logged_by_the_records_own_code(made):
    _skip_where_letters_count()
    as_user(login(None, "admin@personal.example", ("Cluster Administrator",)))
    api.export_person(PERSON.lower())
    frappe.set_user("Administrator")
    assert [line.reference_document for line in _lines()] == [PERSON]


def _skip_where_letters_count() -> None:
    if frappe.db.db_type != "mariadb":
        pytest.skip("only MariaDB finds a code in other letters")


def _lines() -> list:
    return frappe.get_all("Access Log", filters={"export_from": STAFF}, fields=["reference_document"])
