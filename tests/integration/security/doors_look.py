"""Doors of lists, search, reports, charts and prints."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .attack import Call, asked, door, get, message, method, part, says_yes, stumbling
from .doors_client import built, few
from .doors_rest import MAIN, RECORDS, main
from .people import Side

VIEW, SEARCH, QUERY = "frappe.desk.reportview", "frappe.desk.search", "frappe.desk.query_report"
REPORTS = (
    *("Session Register", "Attendance by School", "Attendance by Person"),
    *("Cluster Compliance", "Cluster Deadlines"),
)


@door("report view")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for doctype, name in main(other, who):
        every = {"doctype": doctype, "fields": ["*"], "page_length": 500, "start": 0}
        yield method(f"{VIEW}.get", **every)
        yield method(f"{VIEW}.get_list", **every, filters=[[doctype, "name", "=", name]])
        yield method(f"{VIEW}.get", **every, or_filters=[[doctype, "name", "is", "set"]], order_by="name")
        yield method(f"{VIEW}.get_stats", stats=["_user_tags", "owner"], doctype=doctype, filters=[])
        yield method(f"{VIEW}.get_sidebar_stats", stats=["_user_tags"], doctype=doctype, filters=[])
        stats = [{"name": "owner", "type": "Data", "label": "x"}]
        dashboard = method(f"{VIEW}.get_filter_dashboard_data", stats=stats, doctype=doctype, filters=[])
        yield stumbling(dashboard)
        export = {
            "title": doctype,
            "file_format_type": "CSV",
            "fields": [f"`tab{doctype}`.`name`", f"`tab{doctype}`.`owner`"],
        }
        yield method(f"{VIEW}.export_query", doctype=doctype, **export)
        yield method(f"{VIEW}.export_query", doctype=doctype, **export, selected_items=[name])
        for field in ("owner", "_assign", "modified_by", "name"):
            group_by = "frappe.desk.listview.get_group_by_count"
            yield stumbling(method(group_by, doctype=doctype, current_filters="[]", field=field))


@door("report view counts", tells=says_yes)
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for doctype, name in main(other, who):
        yield method(f"{VIEW}.get_count", doctype=doctype, filters=[[doctype, "name", "=", name]])
        yield method(
            f"{VIEW}.get_count",
            doctype=doctype,
            filters=[[doctype, "name", "=", name]],
            distinct="true",
            limit=9,
        )


@door("search")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for doctype in part((*RECORDS, "User", "File", "Tag"), who, 2):
        for txt in ("", "Z", other.code("")[:2], "zqk"):
            yield method(
                f"{SEARCH}.search_link", doctype=doctype, txt=txt, ignore_user_permissions=1, page_length=200
            )
        wide = {"txt": "", "page_length": 200, "ignore_user_permissions": 1}
        yield method(
            f"{SEARCH}.search_widget", doctype=doctype, **wide, filter_fields=["owner", "modified_by"]
        )
    for doctype, name in main(other, who):
        yield method(f"{SEARCH}.search_link", doctype=doctype, txt=name[:6], ignore_user_permissions=1)
        yield asked("frappe.desk.link_preview.get_preview_data", doctype=doctype, docname=name)
    people = "cum_chuyen_mon.api.desk.people_of_unit"
    for reference in ("Cluster Session", "User", ""):
        filters = {"unit_type": "School Cluster", "unit": other.code("CUM"), "on": ""}
        for narrowed in (filters, {}, {"name": ["like", "%"]}):
            asking = {"doctype": "Member School Staff", "txt": "", "query": people, "filters": narrowed}
            yield method(f"{SEARCH}.search_link", **asking, reference_doctype=reference, page_length=500)
    yield method(f"{SEARCH}.get_names_for_mentions", search_term="h")
    yield asked(f"{SEARCH}.get_user_groups")
    user_query = {
        "doctype": "User",
        "txt": "",
        "query": "frappe.core.doctype.user.user.user_query",
        "page_length": 200,
    }
    yield method(f"{SEARCH}.search_link", **user_query)


@door("titles of links", tells=lambda r: titled(r))
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for doctype, name in part(other.docs.values(), who, 2):
        yield asked(f"{SEARCH}.get_link_title", doctype=doctype, docname=name)


def titled(response: Any) -> bool:
    """A title that is not the name that was asked about."""
    said = message(response)
    return bool(said) and f"/{said}" not in response.url and said not in response.url.replace("+", " ")


@door("global search")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for text in ("Kế hoạch", "Biên bản", "Nhóm", "Z"):
        yield asked("frappe.utils.global_search.search", text=text, limit=100)
        yield asked("frappe.utils.global_search.web_search", text=text, limit=100)


@door("reports")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    narrowings: list[dict] = [
        {"school_year": other.name("year")},
        {"cluster": other.code("CUM"), "school_year": other.name("year")},
        {
            "school_group": other.code("NHOM"),
            "authority": other.code("SO"),
            "school_year": other.name("year"),
        },
        {"school": other.code("BA"), "subject": "TOAN", "school_year": other.name("year")},
        {},
    ]
    for report in part(REPORTS, who, 2):
        for filters in narrowings:
            run = {"report_name": report, "filters": filters, "ignore_prepared_report": 1}
            yield method(f"{QUERY}.run", **run)
            yield method(f"{QUERY}.run", **run, user="Administrator", are_default_filters=False)
            yield method(
                f"{QUERY}.export_query",
                **run,
                user="Administrator",
                file_format_type="CSV",
                visible_idx=[0, 1, 2, 3],
            )
        yield method(f"{QUERY}.get_script", report_name=report)
        yield method(
            f"{QUERY}.background_enqueue_run", report_name=report, filters=narrowings[0], user="Administrator"
        )
    custom = {"doctype": "Cluster Minutes", "field": "conclusion", "names": [other.name("minutes_locked")]}
    yield method(f"{QUERY}.get_data_for_custom_field", **custom)
    column = {"fieldname": "conclusion", "doctype": "Cluster Minutes", "insert_after_index": 0, "label": "x"}
    column |= {"link_field": {"fieldname": "session_title", "names": {}}, "id": "x", "name": "x"}
    run = {"report_name": REPORTS[0], "filters": narrowings[0], "custom_columns": [column]}
    yield Call("POST", f"api/method/{QUERY}.run", body=run)


@door("prints", tells=lambda r: r.ok and r.content[:4] == b"%PDF" and b"/Count 0" not in r.content)
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for (doctype, name), key in zip(main(other, who), part(MAIN, who, 3), strict=True):
        page = {"doctype": doctype, "name": name, "format": "Standard"}
        yield get("printview", **page, trigger_print=0, no_letterhead=1, key="x")
        yield asked("frappe.www.printview.get_html_and_style", doc=doctype, name=name)
        sent = built(doctype, name, own, who)
        yield asked("frappe.www.printview.get_html_and_style", doc=sent, print_format="Standard")
        yield asked("frappe.www.printview.get_rendered_raw_commands", doc=doctype, name=name)
        yield asked("frappe.utils.print_format.download_pdf", **page)
        if key in ("minutes_locked", "report_group"):
            yield asked(
                "frappe.utils.print_format.download_multi_pdf",
                doctype=doctype,
                name=[name],
                format="Standard",
            )


def chart_of(side: Side) -> str:
    """A chart of the site whose figures somebody of that side has just looked at."""
    return side.code("BIEU-DO")


@door("charts and cards")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for doctype, _name in few(other, who):
        chart = {
            "chart_name": "x",
            "chart_type": "Group By",
            "type": "Bar",
            "document_type": doctype,
            "group_by_type": "Count",
            "group_by_based_on": "owner",
            "filters_json": "[]",
            "timespan": "Last Year",
            "time_interval": "Monthly",
            "based_on": "creation",
            "heatmap_year": "2026",
        }
        for field in ("owner", "name", "title", "unit", "modified_by"):
            drawn = {**chart, "group_by_based_on": field}
            yield stumbling(method("frappe.desk.doctype.dashboard_chart.dashboard_chart.get", chart=drawn))
        yield method(
            "frappe.desk.doctype.dashboard_chart.dashboard_chart.get", chart={**chart, "name": "x"}, refresh=1
        )
    yield method("frappe.desk.doctype.dashboard_chart.dashboard_chart.get", chart_name=chart_of(other))
    drawn = {"name": chart_of(other), "document_type": "Teaching Subject", "chart_type": "Count"}
    yield stumbling(method("frappe.desk.doctype.dashboard_chart.dashboard_chart.get", chart=drawn))
    start, end = "2000-01-01", "2099-12-31"
    moments = {"start": "session_date", "end": "session_date", "title": "session_title"}
    yield method(
        "frappe.desk.calendar.get_events", doctype="Cluster Session", start=start, end=end, field_map=moments
    )
    yield method("cum_chuyen_mon.api.desk.session_events", start=start, end=end)
    injected = [
        ["Cluster Session", "name", "is", "set"],
        ["Cluster Session", "unit", "=", other.code("NHOM")],
    ]
    yield method("cum_chuyen_mon.api.desk.session_events", start=start, end=end, filters=injected)
    tree = {"doctype": "Education Authority", "parent": "", "include_disabled": 1}
    yield asked("frappe.desk.treeview.get_children", **tree)
    yield asked("frappe.desk.treeview.get_children", **{**tree, "parent": other.code("SO")})
    yield method(
        "frappe.desk.treeview.get_all_nodes",
        doctype="Education Authority",
        label="x",
        parent="",
        tree_method="frappe.desk.treeview.get_children",
    )
    yield asked("frappe.desk.notifications.get_notification_info")


@door("figures of charts and cards", tells=lambda r: figures(message(r)))
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for doctype, name in few(other, who):
        only = [[doctype, "name", "=", name, False]]
        card = {"document_type": doctype, "function": "Count", "name": "x", "parent_document_type": None}
        yield method("frappe.desk.doctype.number_card.number_card.get_result", doc=card, filters=only)
        maximum = {**card, "function": "Maximum", "aggregate_function_based_on": "name"}
        yield method("frappe.desk.doctype.number_card.number_card.get_result", doc=maximum, filters=only)
        for kind in ("Count", "Sum", "Average"):
            chart: dict = {
                "chart_type": kind,
                "document_type": doctype,
                "based_on": "creation",
                "timespan": "Last Year",
            }
            # Frappe drops ``filters`` where it is told not to use its cache: the chart has them itself
            chart |= {
                "time_interval": "Yearly",
                "filters_json": json.dumps(only),
                "value_based_on": "docstatus",
            }
            yield method("frappe.desk.doctype.dashboard_chart.dashboard_chart.get", chart=chart, no_cache=1)
            heat = {**chart, "type": "Heatmap", "heatmap_year": "2026"}
            yield method(
                "frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
                chart=heat,
                filters=only,
                heatmap_year="2026",
                no_cache=1,
            )


def figures(said: Any) -> bool:
    """Whether a chart of one document of theirs shows anything."""
    if isinstance(said, dict):
        points = said.get("dataPoints") or {}
        sets = said.get("datasets") or []
        return any(points.values()) or any(any(one.get("values") or []) for one in sets)
    return bool(said)


@door("exports and templates")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for doctype, _name in few(other, who):
        fields = {doctype: ["name", "owner"]}
        template = {"doctype": doctype, "export_fields": fields, "export_records": "all", "file_type": "CSV"}
        yield method("frappe.core.doctype.data_import.data_import.download_template", **template)
        export = {"doctype": doctype, "with_data": True, "file_type": "CSV", "select_columns": fields}
        yield method("frappe.core.doctype.data_export.exporter.export_data", **export, all_doctypes=False)
    yield get("app")
    yield asked("frappe.sessions.get")
    yield asked("frappe.desk.desktop.get_workspace_sidebar_items")
    yield get("list", doctype="Cluster Minutes")
    yield asked("frappe.www.list.get", doctype="Cluster Minutes", txt="")
    yield asked(
        "frappe.realtime.can_subscribe_doc", doctype="Cluster Minutes", docname=other.name("minutes_locked")
    )
    yield asked("frappe.desk.page.user_profile.user_profile.get_user_rank", user=other.users["head"])
    yield asked("frappe.core.doctype.user.user.get_timezones")


@door("v2 methods", tells=lambda r: r.ok and type(r.json().get("data")) is int and r.json()["data"] > 0)
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    """Whatever stands in front of Frappe's own methods stands in front of them here too."""
    for doctype, name in few(other, who):
        asking = {"doctype": doctype, "docname": name}
        filters = {"doctype": doctype, "filters": json.dumps({"name": name})}
        for called, arguments in (
            ("frappe.client.get_count", filters),
            (
                "frappe.desk.reportview.get_count",
                {**filters, "filters": json.dumps([[doctype, "name", "=", name]])},
            ),
            ("frappe.client.validate_link", asking),
            ("frappe.desk.search.get_link_title", asking),
            ("frappe.desk.search.search_link", {"doctype": doctype, "txt": "", "ignore_user_permissions": 1}),
            ("frappe.desk.doctype.tag.tag.get_tags", {"doctype": doctype, "txt": "zqk"}),
            ("frappe.desk.query_report.run", {"report_name": REPORTS[0], "user": "Administrator"}),
            ("frappe.desk.doctype.dashboard_chart.dashboard_chart.get", {"chart_name": chart_of(other)}),
            ("frappe.client.get", {"doctype": doctype, "name": name}),
        ):
            yield Call("POST", f"api/v2/method/{called}", body=arguments)
            yield Call("POST", "api/method/x", body={"cmd": called, **arguments})
            yield Call("POST", "", body={"cmd": called, **arguments})
