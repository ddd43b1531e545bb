"""Links, counts, charts and reports show what one may read, and nothing spells out the rest."""

from __future__ import annotations

import json
from typing import Any

import frappe
import pytest
from frappe import client
from frappe.utils import getdate

from cum_chuyen_mon.permissions.links import validate_link
from cum_chuyen_mon.permissions.table import CHILD_TABLES, GRANTS

from .. import factory
from .outsiders import CHAIR, HEAD, OUTSIDER, SECRET, silent

SESSION, MINUTES, GROUP, CLUSTER = (
    "Cluster Session",
    "Cluster Minutes",
    "Inter-School Group",
    "School Cluster",
)


# links and counts


@pytest.mark.parametrize("method", ["search_link", "search_widget"])
@pytest.mark.parametrize("doctype", [SESSION, GROUP, CLUSTER, "Member School Staff", "Cluster Unit Report"])
def test_search_offers_what_one_may_read(as_, doors, method, doctype) -> None:
    asked = {"doctype": doctype, "txt": "", "ignore_user_permissions": 1, "reference_doctype": SESSION}
    silent(as_(OUTSIDER).call(f"frappe.desk.search.{method}", **asked), "T-AN-", doors.session)
    if doctype != "Member School Staff":
        assert as_(HEAD).method(f"frappe.desk.search.{method}", **asked)


def test_search_finds_no_rows_of_tables(as_) -> None:
    answer = as_(OUTSIDER).call(
        "frappe.desk.search.search_widget",
        doctype="Unit Officer",
        txt="",
        filter_fields='["staff","position","parent"]',
        reference_doctype=CLUSTER,
        ignore_user_permissions=1,
    )
    silent(answer, "T-AN-HT", "T-CUM")


def test_search_keeps_what_frappes_search_does(as_, doors) -> None:
    """By code, by title, without marks, narrowed by filters, by pages; the title as label."""

    def found(**asked: Any) -> list[dict]:
        asked = {"doctype": GROUP, "txt": "", **asked}
        return as_(HEAD).method("frappe.desk.search.search_link", **asked)

    row = {"value": "T-NHOM", "label": "Nhóm thử nghiệm", "description": "T-NHOM"}
    for txt in ("", "T-NHOM", "nhóm thử", "nhom thu", "Nhom  Thu "):
        assert found(txt=txt) == [row], txt
    assert found(txt="không có") == []
    assert found(filters={"unit_code": "T-NHOM"}) == found(filters=[["unit_code", "=", "T-NHOM"]]) == [row]
    assert found(filters={"unit_code": ["!=", "T-NHOM"]}) == []
    people = {"doctype": "Member School Staff", "page_length": 2}
    assert len(found(**people)) == 2
    assert found(**people, txt="hieu truong")[0]["label"].startswith("Hiệu trưởng")
    widget = as_(HEAD).method("frappe.desk.search.search_widget", doctype=GROUP, txt="", as_dict=True)
    assert widget[0]["name"] == "T-NHOM"
    injected = as_(HEAD).call(
        "frappe.desk.search.search_link", doctype=GROUP, txt="", searchfield="name` from tabUser #"
    )
    assert not injected.ok or "T-NHOM" in injected.text


def test_search_leaves_out_what_is_disabled(as_, doors) -> None:
    frappe.db.set_value("Member School", "T-CUONG", "disabled", 1)
    frappe.db.commit()
    found = as_(HEAD).method("frappe.desk.search.search_link", doctype="Member School", txt="T-")
    frappe.db.set_value("Member School", "T-CUONG", "disabled", 0)
    frappe.db.commit()
    assert {"T-AN", "T-BINH"} <= {row["value"] for row in found}
    assert "T-CUONG" not in {row["value"] for row in found}


def test_titles_of_links(as_, doors) -> None:
    for doctype, name in ((SESSION, doors.session), (GROUP, "T-NHOM"), ("Member School Staff", "T-AN-HT")):
        asked = {"doctype": doctype, "docname": name}
        silent(as_(OUTSIDER).call("frappe.desk.search.get_link_title", **asked), "Hiệu trưởng")
    assert (
        as_(CHAIR).method("frappe.desk.search.get_link_title", doctype=GROUP, docname="T-NHOM")
        == "Nhóm thử nghiệm"
    )
    assert as_(OUTSIDER).method("frappe.desk.search.get_link_title", doctype="User", docname=HEAD)


def test_links_are_validated_for_readers(as_, doors) -> None:
    asked = {"doctype": SESSION, "docname": doors.session, "fields": ["session_title"]}
    answer = as_(OUTSIDER).call("frappe.client.validate_link", **asked)
    silent(answer)
    assert not answer.json()["message"].get("name")
    assert as_(HEAD).method("frappe.client.validate_link", **asked)["session_title"].startswith(SECRET)
    person = {"doctype": "Member School Staff", "docname": "T-AN-HT", "fields": ["full_name"]}
    answer = as_(OUTSIDER).call("frappe.client.validate_link", **person)
    assert answer.json()["message"] == {"name": "T-AN-HT"}
    assert as_(OUTSIDER).method("frappe.client.validate_link", doctype="User", docname=OUTSIDER)["name"]


def test_a_code_that_reads_as_a_number_is_a_code(doors) -> None:
    factory.insert("Member School", school_code="1E5", school_name="THCS Một E Năm", levels="THCS")
    asked = {"doctype": "Member School", "docname": "1E5", "fields": ["school_name"]}
    assert validate_link(**asked) == {"name": "1E5", "school_name": "THCS Một E Năm"}


def test_what_a_link_brings_along_is_not_kept_by_the_browser(as_, doors) -> None:
    asked = {"doctype": SESSION, "docname": doors.session, "fields": ["session_title"]}
    answer = as_(HEAD).call("frappe.client.validate_link", **asked)
    assert "private" not in answer.headers.get("Cache-Control", ""), "Frappe 16 says so of a name alone"


def test_no_random_name_reads_as_a_number(doors, monkeypatch) -> None:
    monkeypatch.setattr(frappe, "generate_hash", lambda length: "1234e56789"[:length])
    session = factory.session(doors.district, getdate(), session_title="Buổi có mã toàn số")
    assert client.get_value(SESSION, "session_title", session.name) == {"session_title": "Buổi có mã toàn số"}


def test_counts(as_, doors) -> None:
    """Frappe counts what one may not read, and a filter makes each count a question about its contents."""

    def count(user: str, doctype: str, **filters: Any) -> Any:
        answer = as_(user).call("frappe.client.get_count", doctype=doctype, filters=filters)
        return answer.json()["message"] if answer.ok else answer.status_code

    assert count(OUTSIDER, SESSION, session_title=["like", f"%{SECRET}%"]) == 0
    assert count(HEAD, SESSION, session_title=["like", f"%{SECRET}%"]) == 2
    assert count(OUTSIDER, "Unit Officer", staff="T-AN-HT") == 403
    assert count(OUTSIDER, "Version", docname=doors.minutes) in (0, 403)
    assert count(OUTSIDER, "Comment", reference_name=doors.session) in (0, 403)
    assert count(OUTSIDER, "Role", name="Cluster Teacher") == 1  # another app's business


def test_amended_and_linked_documents(as_, doors) -> None:
    client = as_(OUTSIDER)
    for method, asked in (
        (
            "frappe.desk.form.linked_with.get_submitted_linked_docs",
            {"doctype": SESSION, "name": doors.session},
        ),
        ("frappe.desk.form.linked_with.get", {"doctype": GROUP, "docname": "T-NHOM"}),
        ("frappe.client.is_document_amended", {"doctype": MINUTES, "docname": doors.minutes}),
        (
            "frappe.desk.form.document_follow.get_follow_users",
            {"doctype": SESSION, "doc_name": doors.session},
        ),
        ("frappe.desk.notifications.get_open_count", {"doctype": SESSION, "name": doors.session}),
    ):
        answer = client.call(method, **asked)
        silent(answer, doors.minutes, HEAD)
        assert not answer.ok or not answer.json().get("message"), (method, answer.text[:300])


# charts, groups and cards that a client draws


def test_heat_maps(as_) -> None:
    chart = {
        "document_type": SESSION,
        "chart_type": "Count",
        "type": "Heatmap",
        "based_on": "session_date",
        "filters_json": json.dumps([[SESSION, "session_title", "like", f"%{SECRET}%"]]),
        "heatmap_year": getdate().year,
    }
    get = "frappe.desk.doctype.dashboard_chart.dashboard_chart.get"
    for document_type in (SESSION, "Version", "Comment", "Unit Officer"):
        answer = as_(OUTSIDER).call(get, chart={**chart, "document_type": document_type}, refresh=1)
        assert answer.status_code == 403, answer.text[:300]
    grouped = {
        **chart,
        "chart_type": "Group By",
        "type": "Bar",
        "group_by_type": "Count",
        "group_by_based_on": "chair",
    }
    assert as_(OUTSIDER).method(get, chart=grouped, refresh=1) is None
    assert as_(HEAD).method(get, chart=grouped, no_cache=1)["datasets"][0]["values"] == [2]


def test_number_cards_and_groups(as_, doors) -> None:
    card = {"document_type": SESSION, "function": "Count"}
    get = "frappe.desk.doctype.number_card.number_card.get_result"
    assert as_(OUTSIDER).method(get, doc=card, filters=[]) == 0
    assert as_(HEAD).method(get, doc=card, filters=[]) == 2
    group = "frappe.desk.listview.get_group_by_count"
    for field in ("owner", "chair", "assigned_to"):
        answer = as_(OUTSIDER).call(group, doctype=SESSION, current_filters="[]", field=field)
        assert not answer.ok or answer.json()["message"] == [], answer.text[:300]
    stats = as_(OUTSIDER).call(
        "frappe.desk.reportview.get_sidebar_stats", stats='["_user_tags"]', doctype=SESSION, filters="[]"
    )
    silent(stats)


def test_assigned_people_are_counted_over_readable_documents(as_, doors, committed) -> None:
    committed.insert(
        {
            "doctype": "ToDo",
            "description": "x",
            "allocated_to": CHAIR,
            "reference_type": SESSION,
            "reference_name": doors.session,
        }
    )
    asked = {"doctype": SESSION, "current_filters": "[]", "field": "assigned_to"}
    group = "frappe.desk.listview.get_group_by_count"
    assert as_(OUTSIDER).method(group, **asked) == []
    assert as_(HEAD).method(group, **asked) == [{"name": CHAIR, "count": 1}]


# reports and exports


def test_reports_are_ones_own(as_, doors, committed) -> None:
    asked = {"report_name": "Session Register", "filters": {"school_year": doors.district.year}}
    run = "frappe.desk.query_report.run"
    answer = as_(OUTSIDER).call(run, user=HEAD, **asked)
    assert answer.status_code == 403
    silent(as_(OUTSIDER).call(run, **asked), doors.session)
    assert as_(HEAD).call(run, **asked).ok
    prepared = frappe.get_doc(
        {
            "doctype": "Prepared Report",
            "report_name": "Session Register",
            "filters": "{}",
            "status": "Completed",
        }
    )
    prepared.flags.ignore_links = True
    prepared.name = frappe.generate_hash(length=10)
    prepared.db_insert()
    frappe.db.commit()
    committed.also("Prepared Report", prepared.name)
    theirs = {"report_name": "Session Register", "filters": {"prepared_report_name": prepared.name}}
    assert as_(OUTSIDER).call(run, **theirs).status_code == 403
    assert (
        as_(OUTSIDER)
        .call("frappe.desk.query_report.export_query", file_format_type="CSV", **theirs)
        .status_code
        == 403
    )
    download = "frappe.core.doctype.prepared_report.prepared_report.download_attachment"
    assert not as_(OUTSIDER).call(download, dn=prepared.name).ok


@pytest.mark.parametrize("doctype", [SESSION, MINUTES, "Cluster Unit Report"])
def test_exports(as_, doors, doctype) -> None:
    client = as_(OUTSIDER)
    fields = json.dumps({doctype: ["name", frappe.get_meta(doctype).title_field]})
    silent(
        client.get(
            "api/method/frappe.core.doctype.data_import.data_import.download_template",
            doctype=doctype,
            export_fields=fields,
            export_records="all",
            file_type="CSV",
        )
    )
    silent(
        client.get(
            "api/method/frappe.core.doctype.data_export.exporter.export_data",
            doctype=doctype,
            select_columns=fields,
            with_data=1,
            template=1,
            file_type="CSV",
            filters="[]",
        )
    )
    for method in ("export_query", "get"):
        answer = client.get(
            f"api/method/frappe.desk.reportview.{method}",
            doctype=doctype,
            fields='["name","owner"]',
            title=doctype,
            file_format_type="CSV",
        )
        silent(answer, doors.session, doors.minutes)


def test_nobody_else_mails_reports(as_, doors) -> None:
    answer = as_(OUTSIDER).post(
        "api/resource/Auto Email Report",
        report="Session Register",
        user=HEAD,
        email_to=OUTSIDER,
        format="CSV",
    )
    assert answer.status_code == 403


# what the DocTypes themselves keep shut


def test_nothing_of_ours_is_searched_published_or_prepared() -> None:
    for doctype in (*GRANTS, *CHILD_TABLES):
        meta = frappe.get_meta(doctype)
        assert not [field.fieldname for field in meta.fields if field.in_global_search], doctype
        assert (meta.allow_guest_to_view, meta.has_web_view, meta.allow_rename) == (0, 0, 0), doctype
        assert not {row.role for row in meta.permissions} & {"All", "Guest"}, doctype
        assert not [row.role for row in meta.permissions if row.share], doctype
    assert not frappe.get_all("Web Form", {"doc_type": ("in", list(GRANTS))})
    assert not frappe.get_all("Report", {"ref_doctype": ("in", list(GRANTS)), "prepared_report": 1})
    assert not frappe.get_all("Global Search DocType", {"document_type": ("in", list(GRANTS))})


def test_searching_everywhere(as_) -> None:
    silent(as_(OUTSIDER).call("frappe.utils.global_search.search", text=SECRET))
    silent(as_(OUTSIDER).call("frappe.utils.global_search.web_search", text=SECRET))


def test_fields_of_linked_documents(as_, doors) -> None:
    """A list may name fields of what its rows link to; telephone numbers are not among what it may show."""
    for column in ("chair.phone", "chair.email", "chair.user"):
        answer = as_(CHAIR).get(f"api/resource/{SESSION}", fields=json.dumps(["name", column]))
        assert CHAIR not in answer.text, answer.text[:300]
        assert "0909000111" not in answer.text, answer.text[:300]
