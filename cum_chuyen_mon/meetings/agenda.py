"""The agenda of a session, and what earlier minutes of its unit left open for it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.rules.text import date_vi
from cum_chuyen_mon.rules.words import OFF, MinutesForm, TaskKind, TaskState

from .tasks import TASK, shortened

MINUTES = "Cluster Minutes"


@dataclass(frozen=True)
class OpenPoint:
    """Something that locked minutes left open. ``point`` is its key: on an agenda it stands once."""

    point: str
    minutes: str
    title: str
    kind: str
    """"Task", "Finding" or "Topic"."""


def open_points(session) -> list[OpenPoint]:
    """Tasks and findings of the unit and subject that are still open, and the topics that the unit's last locked
    minutes carried over; of what happened before the session's day, as far as the user may read the minutes.

    At a cross-inspection the findings are the inspected school's, whoever inspected it before (N4.3).
    """
    return [*_open_tasks(session), *_open_topics(session)]


def _earlier(session) -> dict:
    return {
        "unit_type": session.unit_type,
        "unit": session.unit,
        "subject": session.subject or ("is", "not set"),
        "session": ("!=", session.name or ""),
        "session_date": ("<=", getdate(session.session_date)),
    }


def _open_tasks(session) -> list[OpenPoint]:
    if not frappe.has_permission(TASK, "read"):
        return []
    filters = {**_earlier(session), "state": TaskState.OPEN.value}
    if session.minutes_form != MinutesForm.CROSS_INSPECTION or not session.inspected_school:
        rows = _tasks(filters)
    else:
        findings = {**filters, "kind": TaskKind.FINDING.value, "school": session.inspected_school}
        findings.pop("subject")
        rows = [*_tasks({**filters, "kind": TaskKind.TASK.value}), *_tasks(findings)]
    return [OpenPoint(row.name, row.minutes, _task_title(row), row.kind) for row in rows]


def _tasks(filters: dict) -> list:
    return frappe.get_list(
        TASK,
        filters=filters,
        fields=["name", "title", "person_name", "due_on", "minutes", "kind"],
        order_by="session_date, due_on, name",
        limit_page_length=0,
    )


def _task_title(row) -> str:
    details = [row.person_name, f"hạn {date_vi(getdate(row.due_on))}" if row.due_on else ""]
    tail = f" ({', '.join(filter(None, details))})" if any(details) else ""
    what = "Khắc phục" if row.kind == TaskKind.FINDING else "Việc còn mở"
    return shortened(f"{what}: {row.title[: 130 - len(what) - len(tail)]}{tail}")


def _open_topics(session) -> list[OpenPoint]:
    """Of the unit's last locked minutes only: what they did not carry over any more is settled."""
    if not frappe.has_permission(MINUTES, "read"):
        return []
    last = frappe.get_list(
        MINUTES,
        filters={**_earlier(session), "docstatus": 1},
        order_by="session_date desc, locked_at desc",
        limit=1,
        pluck="name",
    )
    if not last:
        return []
    topics = frappe.get_all(
        "Cluster Minutes Topic",
        filters={"parent": last[0], "parenttype": MINUTES, "is_open": 1},
        fields=["name", "title"],
        order_by="idx",
    )
    return [OpenPoint(row.name, last[0], shortened(f"Bàn tiếp: {row.title}"), "Topic") for row in topics]


def offered(session) -> list[dict]:
    """The open points that are not on the agenda yet."""
    there = {row.open_point for row in session.agenda_items}
    return [asdict(point) for point in open_points(session) if point.point not in there]


def carry_over(session) -> int:
    """Put the open points on the agenda, each once; returns how many are new. The caller may write the session."""
    if session.status in OFF:
        frappe.throw(
            "Buổi sinh hoạt đã hoãn hoặc hủy. Hãy đổi trạng thái buổi trước rồi đưa việc vào chương trình."
        )
    new = offered(session)
    for point in new:
        session.append(
            "agenda_items",
            {"title": point["title"], "carried_from": point["minutes"], "open_point": point["point"]},
        )
    if new:
        session.save()
    return len(new)


def topics_of(session, with_open_points: bool = False) -> list[dict]:
    """The agenda as topics of minutes, where wanted with the open points that are not on it."""
    rows = [{"title": row.title, "presenter": row.presenter or ""} for row in session.agenda_items]
    if with_open_points:
        rows += [{"title": point["title"]} for point in offered(session)]
    return rows
