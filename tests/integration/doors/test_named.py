"""Functions that a client names instead of calling them, and imports of files: no way round what stands in front."""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
import warnings
from typing import Any

import frappe
import pytest

from cum_chuyen_mon.permissions.named import replaced

from .outsiders import HEAD, OUTSIDER, SECRET, silent
from .uploads import uploaded

SESSION, STAFF = "Cluster Session", "Member School Staff"
MAP, TREE = "frappe.model.mapper.map_docs", "frappe.desk.treeview.get_all_nodes"


def mapped(client: Any, method: str, first: str, second: Any, *more: Any) -> Any:
    """A function called through the mapper, which hands it two arguments of the client's choice, or three."""
    asked = {"method": method, "source_names": json.dumps([first]), "target_doc": second}
    return client.post(f"api/method/{MAP}", **asked, **({"args": json.dumps(more[0])} if more else {}))


@pytest.mark.parametrize(
    ("method", "first", "second"),
    [
        ("frappe.client.get_count", SESSION, json.dumps([["session_title", "like", "%zqx93%"]])),
        ("frappe.client.get_count", STAFF, json.dumps([["phone", "like", "090%"]])),
        ("frappe.desk.search.get_link_title", STAFF, "T-AN-HT"),
        ("frappe.client.validate_link", STAFF, "T-AN-HT"),
        ("frappe.core.doctype.file.file.unzip_file", "x", "y"),
    ],
)
def test_the_mapper_calls_nothing_that_was_replaced(as_, doors, method, first, second) -> None:
    answer = mapped(as_(OUTSIDER), method, first, second)
    assert answer.status_code == 403, answer.text[:300]
    assert "Hiệu trưởng" not in answer.text


def test_a_mail_is_not_moved_through_the_mapper(as_, doors, committed) -> None:
    mail = committed.insert(
        {
            "doctype": "Communication",
            "subject": SECRET,
            "reference_doctype": SESSION,
            "reference_name": doors.session,
        }
    ).name
    assert mapped(as_(OUTSIDER), "frappe.email.relink", mail, "User", OUTSIDER).status_code == 403
    frappe.db.rollback()
    assert frappe.db.get_value("Communication", mail, "reference_name") == doors.session


@pytest.mark.parametrize(
    ("method", "more"),
    [
        ("frappe.desk.form.document_follow.get_follow_users", {}),
        ("frappe.desk.listview.get_group_by_count", {"field": "assigned_to"}),
    ],
)
def test_trees_call_nothing_that_was_replaced(as_, doors, method, more) -> None:
    asked = {"doctype": SESSION, "label": "x", "parent": "[]", "tree_method": method, **more}
    answer = as_(OUTSIDER).call(TREE, **asked)
    assert answer.status_code == 403
    silent(answer, HEAD)


@pytest.mark.parametrize("method", ["search_link", "search_widget"])
def test_searches_call_nothing_that_was_replaced(as_, method) -> None:
    asked = {"doctype": "Session Register", "txt": "{}", "query": "frappe.desk.query_report.run"}
    assert as_(OUTSIDER).call(f"frappe.desk.search.{method}", **asked).status_code == 403


def test_what_was_not_replaced_is_called_as_before(as_, doors) -> None:
    children = {"doctype": "Education Authority", "label": "x", "parent": "", "is_root": True}
    named = {"tree_method": "frappe.desk.treeview.get_children"}
    assert as_(HEAD).method(TREE, **children, **named)[0]["parent"] == "x"
    people = {"doctype": STAFF, "txt": "", "query": "cum_chuyen_mon.api.desk.people_of_unit"}
    unit = {"filters": {"unit_type": "Inter-School Group", "unit": doors.district.group}}
    assert as_(HEAD).method("frappe.desk.search.search_link", **people, **unit)
    assert mapped(as_(HEAD), "frappe.ping", "x", "y").status_code != 403


def test_no_replaced_function_has_another_name(connection) -> None:
    """Hooks replace by address: a module that imports the function gives it a second one."""
    for app in ("frappe", "cum_chuyen_mon"):
        package = importlib.import_module(app)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for module in pkgutil.walk_packages(package.__path__, f"{app}.", onerror=lambda _name: None):
                if not any(part in module.name for part in UNIMPORTABLE):
                    try:
                        importlib.import_module(module.name)
                    except Exception:
                        continue
    functions = list(replaced())
    found = {
        f"{name}.{attribute}"
        for name, module in list(sys.modules.items())
        if name.startswith(("frappe.", "cum_chuyen_mon."))
        for attribute, value in list(vars(module).items())
        if any(value is function for function in functions)
    }
    assert len(found) >= len(set(map(id, functions))) > 15
    assert found - set(frappe.get_hooks("override_whitelisted_methods")) == set()


UNIMPORTABLE = ("test", "patches", "commands", "demo", "__main__", "boilerplate", "parallel", "coverage")


# imports


@pytest.fixture
def an_import(committed) -> str:
    """Somebody's import; any one on the site was enough."""
    values = {"reference_doctype": "ToDo", "import_type": "Insert New Records"}
    return committed.insert({"doctype": "Data Import", **values}).name


@pytest.mark.parametrize("by_filter", [True, False])
def test_an_import_reads_nobodys_file(as_, doors, an_import, by_filter) -> None:
    rows = f"Description,Phone\n{SECRET},0909123456\n"
    file = uploaded(as_(HEAD), "danh-sach.csv", rows, doctype=SESSION, docname=doors.session)
    name = {"reference_doctype": ["like", "%"]} if by_filter else an_import
    for action in ("get_preview_from_template", "form_start_import"):
        asked = {"data_import": name, "import_file": file["file_url"]}
        answer = as_(OUTSIDER).call(f"frappe.core.doctype.data_import.data_import.{action}", **asked)
        assert not answer.ok
        silent(answer, "0909123456")
    frappe.db.rollback()
    frappe.delete_doc("File", file["name"], force=True)
    frappe.db.commit()


@pytest.mark.parametrize("action", ["download_import_log", "download_errored_template", "get_import_status"])
def test_an_import_tells_only_who_may_read_it(as_, an_import, action) -> None:
    answer = as_(OUTSIDER).call(
        f"frappe.core.doctype.data_import.data_import.{action}", data_import_name=an_import
    )
    assert answer.status_code == 403, answer.text[:300]


def test_whoever_imports_still_does(an_import, server, site) -> None:
    from tests.conftest import ApiClient

    client = ApiClient(server).login("Administrator", site.admin_password)
    status = client.method(
        "frappe.core.doctype.data_import.data_import.get_import_status", data_import_name=an_import
    )
    assert status["status"] == "Pending"


# names


def test_one_mentions_whom_one_works_with(as_, doors) -> None:
    frappe.db.set_value("User", {"name": ("in", (HEAD, OUTSIDER))}, "allowed_in_mentions", 1)
    frappe.db.commit()
    frappe.cache.delete_value("users_for_mentions")
    ask = "frappe.desk.search.get_names_for_mentions"
    assert {row["id"] for row in as_(OUTSIDER).method(ask, search_term="")} == {OUTSIDER}
    assert HEAD in {row["id"] for row in as_(HEAD).method(ask, search_term="")}
    frappe.cache.delete_value("users_for_mentions")
