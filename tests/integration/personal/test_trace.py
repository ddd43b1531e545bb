"""What a person is told about who looked is written by the server, not by whoever wants him to believe it."""

from __future__ import annotations

import frappe
import pytest
from frappe.core.doctype.access_log.access_log import make_access_log as frappes_own

from cum_chuyen_mon.api import personal as api
from cum_chuyen_mon.personal import export
from cum_chuyen_mon.personal.contact import METHOD
from cum_chuyen_mon.personal.fields import STAFF

from .people import EMAIL, PERSON, WHY, as_user, login, traces_left

OUTSIDER = "T-CUONG-HT"


def call(**values) -> None:
    """As a request would reach it, through the hook's address."""
    from cum_chuyen_mon.personal.trace import make_access_log

    frappe.call(make_access_log, **values)


@pytest.mark.parametrize(
    "line",
    [
        {"doctype": STAFF, "document": PERSON, "method": METHOD, "filters": "lý do giả"},
        {"doctype": STAFF, "document": PERSON, "method": "Print"},
        {"doctype": f"{STAFF.lower()} ", "document": PERSON},
        {"doctype": "Member School", "document": "T-AN", "method": METHOD},
        {"method": f" {METHOD.upper()}"},
    ],
)
def test_a_client_writes_no_line_about_a_person_or_in_the_apps_name(made, line):
    as_user(login(OUTSIDER))
    before = frappe.db.count("Access Log")
    with pytest.raises(frappe.PermissionError, match=r"Nhật ký.*Hãy"):
        call(**line)
    assert frappe.db.count("Access Log") == before


@pytest.mark.parametrize(
    "line",
    [
        {
            "doctype": STAFF,
            "report_name": "Danh sách",
            "method": "Print",
            "file_type": "PDF",
            "filters": "{}",
        },
        {"doctype": "", "report_name": "Compliance", "method": "Export", "filters": {"unit": "x"}},
        {"doctype": "Member School", "page": "<p></p>", "method": "Print"},
        {"doctype": "User", "document": "Administrator", "method": "Print"},
        {},
    ],
)
def test_what_the_desk_logs_is_logged_as_before(made, line):
    user = login(OUTSIDER)
    as_user(user)
    call(**line)
    written = frappe.get_last_doc("Access Log", filters={"user": user})
    assert (written.export_from, written.method) == (line.get("doctype"), line.get("method"))


def test_lines_that_the_app_did_not_write_are_not_told_as_its_own(made):
    """Frappe's function can be called at other addresses, wherever a module of Frappe has imported it."""
    as_user(login(OUTSIDER))
    frappes_own(doctype=STAFF, document=PERSON, method=METHOD, filters="lý do giả")
    frappes_own(doctype=STAFF, document=PERSON, method="Print", filters="lý do giả")
    frappe.set_user("Administrator")
    told = [(line["what"], line["reason"]) for line in export.access_log(PERSON)]
    assert told == [("Print", "")]


@pytest.mark.parametrize("module", ["contact", "export", "trace"])
def test_the_apps_modules_offer_no_second_address_of_frappes_function(module):
    assert frappes_own not in vars(frappe.get_module(f"cum_chuyen_mon.personal.{module}")).values()


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
