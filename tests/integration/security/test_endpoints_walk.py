"""Every endpoint of the app, found by itself, called by everybody with everything that could be meant.

A new endpoint is walked as soon as it exists. Only a parameter of a new name has to be entered in ``MEANT``.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, getdate

import cum_chuyen_mon
from cum_chuyen_mon.convening.links import token_for

from .attack import Call, cause, plain
from .people import ATTACKERS, Side

LEFT_OUT = ("cum_chuyen_mon.setup", "cum_chuyen_mon.demo", "cum_chuyen_mon.__main__", "cum_chuyen_mon.cli")
"""Packages without endpoints whose import does something."""


IN_FRONT_OF_FRAPPE = tuple(f"cum_chuyen_mon.permissions.{name}" for name in ("imports", "links", "named"))
"""Endpoints that hand on to Frappe's own, which answers 500 by itself to what is no JSON or leaves something out."""

BESIDES = {"export_report": {"file_format_type": "CSV", "visible_idx": [0, 1]}}
"""What Frappe takes from the request itself."""


def docs(key: str) -> Callable[[Side], str]:
    return lambda side: side.name(key)


def same(value: Any) -> Callable[[Side], Any]:
    return lambda _side: value


MEANT: dict[str, Callable[[Side], Any]] = {
    "session": docs("session_draft"),
    "plan": docs("plan_cluster"),
    "report": docs("report_group"),
    "school": lambda side: side.code("BA"),
    "semester": same("1"),
    "comment": same("Ý kiến"),
    "difficulties": lambda side: [side.name("difficulty_cluster")],
    "doc": lambda side: {"doctype": "Cluster Activity Plan", "name": side.name("plan_cluster")},
    "workflow": same(""),
    "action": same("Approve Plan"),
    "raise_exception": same(0),
    "minutes": docs("minutes_waiting"),
    "holder_type": same("Member School"),
    "holder": lambda side: side.code("BA"),
    "obligation": docs("obligation_group"),
    "headship": docs("headship"),
    "regulation": docs("regulation"),
    "school_year": docs("year"),
    "name": docs("import"),
    "founding": docs("founding"),
    "unit_type": same("Inter-School Group"),
    "unit": lambda side: side.code("NHOM"),
    "groups": same([{"subject": "NGU-VAN"}]),
    "url": same("https://zalo.example/nhom"),
    "staff": lambda side: side.staff("invited"),
    "states": lambda side: {side.staff("invited"): {"state": "Present", "reason": "x"}},
    "filters": lambda side: {"unit_type": "School Cluster", "unit": side.code("CUM"), "on": ""},
    "doctype": same("Member School Staff"),
    "txt": same("z"),
    "searchfield": same("name"),
    "page_len": same(200),
    "text_hash": same("0" * 64),
    "reason": same("Không đồng ý"),
    "refused": lambda side: {side.staff("invited"): "Không đồng ý"},
    "signed": lambda side: [side.staff("chair")],
    "with_open_points": same(1),
    "form": same("pdf"),
    "delegation": docs("delegation"),
    "task": docs("task"),
    "evidence": same("Đã làm xong"),
    "end": lambda _side: str(getdate()),
    "start": lambda _side: str(getdate()),
    "version": same("Bản 1"),
    "scope": same("Unit Reports"),
    "docname": docs("staff_invited"),
    "doc_name": docs("staff_invited"),
    "fields": same(["full_name", "owner"]),
    "debug": same(0),
    "cache": same(0),
    "as_dict": same(1),
    "reference_doctype": same("Cluster Session"),
    "reference_name": docs("session_draft"),
    "ignore_doctypes_on_cancel_all": same([]),
    "tag": lambda side: f"{side.canary}t",
    "current_filters": same([]),
    "field": same("owner"),
    "chart_name": lambda side: side.code("BIEU-DO"),
    "chart": same({"document_type": "Cluster Session", "chart_type": "Count"}),
    "report_name": same("Session Register"),
    "user": lambda side: side.users["head"],
    "data_import": same("khong-co"),
    "data_import_name": same("khong-co"),
    "import_file": lambda side: f"/private/files/{side.canary}.csv",
    "google_sheets_url": same(""),
    "method": same("frappe.client.get_count"),
    "source_names": same(["Member School Staff"]),
    "target_doc": lambda side: [["name", "=", side.staff("invited")]],
    "args": same(""),
    "label": same("x"),
    "parent": lambda side: side.code("CUM"),
    "tree_method": same("frappe.desk.treeview.get_children"),
    "query": same("cum_chuyen_mon.api.desk.people_of_unit"),
    "page_length": same(200),
    "filter_fields": same(""),
    "ignore_user_permissions": same(1),
    "search_term": same(""),
    "copy": docs("copy_ba"),
    "body": same("Nội dung"),
    "paper_type": same("Cluster Unit Report"),
    "paper": docs("report_sent"),
    "older": same(1),
    "newer": same(1),
    "new_date": lambda _side: str(add_days(getdate(), 5)),
    "token": lambda side: token_for(f"{side.name('session_draft')}-{side.staff('invited')}", 1),
    "paper_form": same("minutes"),
    "sessions": lambda side: [side.name("session_draft")],
    "template": docs("paper_template"),
    "document": docs("minutes_locked"),
    "users": lambda side: [side.users["head"], side.users["invited"]],
}
"""What an endpoint means by a parameter, on either side. By ``function.parameter`` where a name means two things."""

MEANT |= {
    "make_for_sessions.paper_form": same("invitation"),
    "seal.minutes": docs("minutes_locked"),
    "sealed_minutes.minutes": docs("minutes_locked"),
    "people_of_unit.start": same(0),
    "answer_plan.answer": same("Agree"),
    "answer.answer": same("Excused"),
    "answer_by_link.answer": same("Excused"),
    "search.start": same(0),
    "search_widget.start": same(0),
    "get_all_nodes.doctype": same("Education Authority"),
    "search.filters": same([]),
    "get_count.filters": lambda side: {"name": side.staff("invited")},
    "run_report.filters": lambda side: {"school_year": side.name("year")},
    "export_report.filters": lambda side: {"school_year": side.name("year")},
    "relink.name": lambda side: side.mail,
    "session_events.filters": lambda side: [["Cluster Session", "unit", "=", side.code("NHOM")]],
}


def endpoints() -> list[Callable]:
    """The app's whitelisted functions and methods, after every module of the app was imported."""
    for module in pkgutil.walk_packages(cum_chuyen_mon.__path__, "cum_chuyen_mon."):
        if not module.name.startswith(LEFT_OUT):
            importlib.import_module(module.name)
    ours = [f for f in frappe.whitelisted if getattr(f, "__module__", "").startswith("cum_chuyen_mon")]
    return sorted(ours, key=dotted)


def dotted(function: Callable) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def parameters(function: Callable) -> list[inspect.Parameter]:
    """What a client may send; catch-alls take no name."""
    found = inspect.signature(inspect.unwrap(function)).parameters.values()
    return [p for p in found if p.name != "self" and p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)]


def meant(function: Callable, parameter: inspect.Parameter) -> Callable[[Side], Any]:
    known = MEANT.get(f"{function.__name__}.{parameter.name}") or MEANT.get(parameter.name)
    if known is None:
        pytest.fail(
            f"The walker does not know what {dotted(function)} means by «{parameter.name}». "
            f"Enter it in MEANT in {__name__}: what to send for a document of one's own side, and of the other."
        )
    return known


def asked_of(function: Callable, own: Side, other: Side) -> Iterator[tuple[str, dict]]:
    """Arguments: of one's own side, of the other's, names that do not exist, the wrong types, and none at all."""
    meanings = {p.name: meant(function, p) for p in parameters(function)}
    besides = BESIDES.get(function.__name__, {})
    yield "own", {name: what(own) for name, what in meanings.items()} | besides
    yield "other", {name: what(other) for name, what in meanings.items()} | besides
    if function.__module__ in IN_FRONT_OF_FRAPPE:
        return
    yield "unknown", dict.fromkeys(meanings, "khong-co")
    yield "empty", dict.fromkeys(meanings, "")
    yield (
        "required only",
        {
            p.name: meanings[p.name](other)
            for p in parameters(function)
            if p.default is inspect.Parameter.empty
        },
    )


def calls(function: Callable, arguments: dict) -> Iterator[Call]:
    sent = {name: plain(value) for name, value in arguments.items()}
    if "." in function.__qualname__:
        yield from _of_a_document(function, sent)
        return
    for verb in frappe.allowed_http_methods_for_whitelisted_func[function]:
        path = f"api/method/{dotted(function)}"
        if verb == "GET":
            yield Call("GET", path, params=sent)
        elif verb == "POST":
            yield Call("POST", path, body=sent)


def _of_a_document(function: Callable, sent: dict) -> Iterator[Call]:
    """A whitelisted method of a controller, on a document that does not exist and one without a name."""
    for name in ("khong-co", None):
        doctype = doctype_of(function)
        yield Call(
            "POST",
            "api/method/run_doc_method",
            body={"dt": doctype, "dn": name, "method": function.__name__, "args": plain(sent)},
        )


def doctype_of(method: Callable) -> str:
    """The DocType of a controller's method; a class put in place of Frappe's is of that DocType."""
    controller = getattr(importlib.import_module(method.__module__), method.__qualname__.partition(".")[0])
    home = next(base.__module__ for base in controller.__mro__ if ".doctype." in base.__module__)
    return frappe.unscrub(home.rpartition(".")[2])


def test_the_walker_finds_the_endpoints():
    names = {dotted(function) for function in endpoints()}
    assert "cum_chuyen_mon.api.minutes.confirm" in names
    assert "cum_chuyen_mon.api.desk.roll" in names
    for function in endpoints():
        for parameter in parameters(function):
            meant(function, parameter)


def test_an_endpoint_with_an_unknown_parameter_is_told_apart():
    def endpoint(gizmo: str) -> None:
        """Stands for one that somebody adds tomorrow."""

    with pytest.raises(pytest.fail.Exception, match="gizmo"):
        list(asked_of(endpoint, Side("A"), Side("B")))


@pytest.mark.parametrize("position", ATTACKERS)
def test_every_endpoint_answers_everybody_without_a_crash_or_a_leak(world, as_, position):
    guard, secrets, client = world.guard(), world.secrets(), as_(position)
    wrong, cases = [], 0
    for function in endpoints():
        for kind, arguments in asked_of(function, world.a, world.b):
            for call in calls(function, arguments):
                cases += 1
                response = call.send(client)
                known = {word.lower() for word in secrets.findall(call.sent)}
                text = response.content.decode("utf-8", "ignore")
                found = {word.lower() for word in secrets.findall(text)} - known
                if found and (response.ok or any(world.b.canary in word for word in found)):
                    wrong.append(f"LEAK {kind}: {call.label} → {sorted(found)[:4]}")
                if response.status_code >= 500:
                    wrong.append(f"CRASH {kind}: {call.label} → {cause(response)}")
    wrong += [f"WRITE {told}" for told in guard.find()]
    if wrong:
        pytest.fail("\n".join([f"{position}: {cases} cases, {len(wrong)} wrong", *wrong]), pytrace=False)
