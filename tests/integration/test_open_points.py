"""Open points of the last minutes come to the next agenda, and the agenda becomes the topics of the minutes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import frappe
import pytest
from frappe.utils import getdate

from cum_chuyen_mon.api import minutes as minutes_api
from cum_chuyen_mon.api import sessions as api
from cum_chuyen_mon.api import tasks
from cum_chuyen_mon.meetings import confirmation
from cum_chuyen_mon.rules.words import Answer

from . import factory
from .holders import as_user, district, login

pytestmark = pytest.mark.clause("N5.2")

CHAIR, SECRETARY = "T-AN-TOAN-1", "T-BINH-TOAN-1"
TOPIC = {"presenter": "Tổ trưởng", "opinions": "Nhất trí", "differing_opinions": "Không có"}
TOPICS = [{"title": "Ma trận đề", "is_open": 1, **TOPIC}, {"title": "Phân số", **TOPIC}]
TASK = {"description": "Soạn bài", "person": "T-CUONG-TOAN-1", "due_on": "2030-10-20"}
WANTED = ["Việc còn mở: Soạn bài (Giáo viên TOAN 1 Cuong, hạn 20/10/2030)", "Bàn tiếp: Ma trận đề"]


@pytest.fixture
def made() -> factory.District:
    return district()


def held(made: factory.District, days_ago: int, session: dict | None = None, **values: Any) -> Any:
    """Locked minutes of some days ago."""
    meeting = factory.session(made, getdate() - timedelta(days=days_ago), **(session or {}))
    people = factory.everyone_present(meeting)
    minutes = factory.complete_minutes(meeting, **values)
    confirmation.ask(minutes)
    for person in people:
        confirmation.answer(minutes.name, person, Answer.CONFIRMED)
    return minutes


def titles(session: Any) -> list[str]:
    return [point["title"] for point in api.open_points(session=session.name)]


def test_open_tasks_and_carried_topics_go_on_the_next_agenda_once(made):
    last = held(made, 7, topics=TOPICS, tasks=[TASK])
    following = factory.session(made, getdate())
    assert titles(following) == WANTED
    assert api.carry_over(session=following.name) == {"added": 2}
    assert api.carry_over(session=following.name) == {"added": 0}
    following.reload()
    assert [row.title for row in following.agenda_items] == WANTED
    assert {row.carried_from for row in following.agenda_items} == {last.name}
    assert titles(following) == []


def test_what_is_done_or_settled_is_not_offered(made):
    first = held(made, 9, topics=TOPICS, tasks=[TASK, {**TASK, "description": "Việc xong"}])
    done = frappe.db.get_value("Cluster Task", {"minutes": first.name, "title": "Việc xong"})
    tasks.done(task=done)
    held(made, 7)  # the last minutes carry no topic over any more; the task is still open
    assert titles(factory.session(made, getdate())) == WANTED[:1]


def test_only_of_the_same_unit_and_subject_and_of_locked_minutes(made):
    held(made, 7, topics=TOPICS, tasks=[TASK])
    other = {"subjects": [{"subject": "NGU-VAN"}], "chair": "T-AN-NGU-VAN-1", "secretary": "T-BINH-NGU-VAN-1"}
    assert titles(factory.session(made, getdate(), **other)) == []
    assert titles(factory.session(made, getdate(), unit=made.cluster)) == []
    draft = factory.session(made, getdate() - timedelta(days=3), session_title="Chưa khóa")
    factory.complete_minutes(draft, topics=[{"title": "Nháp", "is_open": 1, **TOPIC}])
    assert titles(factory.session(made, getdate())) == WANTED
    assert titles(factory.session(made, getdate() - timedelta(days=8))) == [], "nothing that comes later"


def test_minutes_begin_with_the_agenda_as_topics(made):
    items = [
        {"title": "Ra đề chung", "presenter": "Tổ trưởng THCS An", "duration": 30},
        {"title": "Trao đổi"},
    ]
    session = factory.session(made, getdate(), agenda_items=items)
    minutes = factory.insert("Cluster Minutes", session=session.name)
    assert [(t.title, t.presenter or "") for t in minutes.topics] == [
        ("Ra đề chung", "Tổ trưởng THCS An"),
        ("Trao đổi", ""),
    ]


@pytest.mark.parametrize(("wanted", "more"), [(True, WANTED), (False, [])])
def test_starting_the_minutes_takes_open_points_if_wanted(made, wanted, more):
    """The secretary, who does not write the session itself, begins the minutes."""
    held(made, 7, topics=TOPICS, tasks=[TASK])
    session = factory.session(made, getdate(), agenda_items=[{"title": "Ra đề chung"}])
    with as_user(login(SECRETARY)):
        assert titles(session) == WANTED
        started = minutes_api.start(session=session.name, with_open_points=wanted)
    minutes = frappe.get_doc("Cluster Minutes", started["name"])
    assert [topic.title for topic in minutes.topics] == ["Ra đề chung", *more]
    assert (minutes.session, minutes.state) == (session.name, "Draft")


def test_who_may_do_it(made):
    held(made, 7, topics=TOPICS, tasks=[TASK])
    session = factory.session(made, getdate())
    api.invite(session=session.name)
    with as_user(login("T-CUONG-TOAN-1")):
        assert titles(session) == WANTED, "his own task, and minutes that he attended"
        with pytest.raises(frappe.PermissionError):
            api.carry_over(session=session.name)
        with pytest.raises(frappe.PermissionError):
            minutes_api.start(session=session.name)
    with as_user(login("T-CUONG-NGU-VAN-1")), pytest.raises(frappe.PermissionError):
        api.open_points(session=session.name)
    with as_user(login(CHAIR)):
        assert api.carry_over(session=session.name) == {"added": 2}


def test_a_session_that_was_called_off_gets_no_agenda(made):
    held(made, 7, topics=TOPICS)
    session = factory.session(made, getdate())
    session.update({"status": "Cancelled", "status_reason": "Bão"}).save()
    with pytest.raises(frappe.ValidationError, match="đã hoãn hoặc hủy"):
        api.carry_over(session=session.name)


@pytest.mark.clause("N4.3")
def test_the_next_inspection_of_a_school_shows_what_it_has_not_remedied(made):
    order = {"activity_kind": "CROSS-INSPECTION", "directive_number": "1", "directive_date": "2024-09-10"}
    first = {"unit": made.cluster, "inspecting_school": "T-AN", "inspected_school": "T-BINH", **order}
    finding = {
        "content": "Hồ sơ",
        "finding": "Thiếu",
        "rating": "To Remedy",
        "remedy": "Bổ sung",
        "due_on": "2030-12-01",
        "person": "T-BINH-HT",
    }
    held(made, 7, first, findings=[finding])
    again = factory.session(made, getdate(), **{**first, "inspecting_school": "T-CUONG"})
    other = factory.session(made, getdate(), **{**first, "inspected_school": "T-CUONG"})
    assert titles(again) == [
        "Khắc phục: Hồ sơ: Thiếu. Khắc phục: Bổ sung (Hiệu trưởng THCS Binh, hạn 01/12/2030)"
    ]
    assert titles(other) == []
    found = frappe.db.get_value("Cluster Task", {"kind": "Finding", "school": "T-BINH"})
    tasks.done(task=found, evidence="Đã bổ sung")
    assert titles(again) == []
