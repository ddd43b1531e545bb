"""The extract of minutes for one school (C4), and how two versions of a paper differ."""

from __future__ import annotations

import pytest

from cum_chuyen_mon.rules.extracts import Difference, OwnTask, differences, extract
from cum_chuyen_mon.rules.minutes import Attendee, MinutesText, Signature, Task
from cum_chuyen_mon.rules.words import Answer, RollCall

ROLL = (
    Attendee("A1", "Lê An", "TRUONG-A", RollCall.PRESENT),
    Attendee("A2", "Trần Bình", "TRUONG-A", RollCall.LEFT_EARLY),
    Attendee("A3", "Ngô Chi", "TRUONG-A", RollCall.EXCUSED, reason="Ốm"),
    Attendee("B1", "Vũ Dung", "TRUONG-B", RollCall.PRESENT),
    Attendee("K1", "Khách", "TRUONG-A", RollCall.PRESENT, is_guest=True),
)
TASKS = (Task("Soạn đề", "A1", "2024-11-01"), Task("Mượn phòng", "B1"), Task("Báo cáo", "A9"), Task("Chung"))
SIGNED = (
    Signature("A1", Answer.CONFIRMED, "2024-10-10T11:00:00", "x"),
    Signature("A2", Answer.REFUSED, "2024-10-10T11:00:00", "x", "Thiếu ý"),
    Signature("B1", Answer.VOID, "2024-10-10T10:00:00", "y"),
)


def minutes() -> MinutesText:
    return MinutesText(
        session="S",
        title="Sinh hoạt Toán",
        held_on="2024-10-10",
        opened_at="08:00",
        closed_at="10:00",
        venue="Phòng họp",
        chair="A1",
        secretary="B1",
        documents="Không có",
        work="Không có",
        conclusion="Thống nhất",
        tasks=TASKS,
        attendees=ROLL,
    )


class TestExtract:
    @pytest.mark.clause("C4")
    def test_names_the_schools_people_with_state_and_answer(self):
        found = extract(minutes(), SIGNED, "TRUONG-A", {"A1", "A2", "A3", "A9"})
        assert [(p.code, p.state, p.answer, p.reason) for p in found.people] == [
            ("A1", RollCall.PRESENT, "Confirmed", ""),
            ("A2", RollCall.LEFT_EARLY, "Refused", "Thiếu ý"),
            ("A3", RollCall.EXCUSED, "", ""),
        ]
        assert found.attended == 2

    @pytest.mark.clause("C4")
    def test_gives_the_tasks_of_its_people_even_of_one_who_was_not_invited(self):
        found = extract(minutes(), SIGNED, "TRUONG-A", {"A9"})
        assert found.tasks == (OwnTask("Soạn đề", "Lê An", "2024-11-01"), OwnTask("Báo cáo", "A9"))

    def test_somebody_who_came_for_another_school_keeps_his_task_there(self):
        """B1 works at both schools, and was at the session for B."""
        assert [t.description for t in extract(minutes(), SIGNED, "TRUONG-A", {"B1"}).tasks] == ["Soạn đề"]

    def test_a_voided_answer_is_none(self):
        assert [p.answer for p in extract(minutes(), SIGNED, "TRUONG-B", set()).people] == [""]

    def test_a_school_of_which_nobody_came(self):
        found = extract(minutes(), SIGNED, "TRUONG-C", set())
        assert (found.people, found.tasks, found.attended) == ((), (), 0)


class TestDifferences:
    def test_equal_snapshots_have_none(self):
        assert differences({"title": "A", "items": [{"t": 1}]}, {"title": "A", "items": [{"t": 1}]}) == []

    def test_nothing_and_empty_are_the_same(self):
        assert differences({"goals": None}, {"goals": "", "body": ""}) == []

    def test_a_field_that_changed_came_or_went(self):
        assert differences({"title": "A", "gone": "x"}, {"title": "B", "new": "y"}) == [
            Difference("title", "A", "B"),
            Difference("new", None, "y"),
            Difference("gone", "x", None),
        ]

    def test_tables_line_by_line(self):
        old, new = {"items": ["a", "b"]}, {"items": ["a", "c", "d"]}
        assert differences(old, new) == [
            Difference("items", "b", "c", 2),
            Difference("items", None, "d", 3),
        ]

    def test_a_table_that_is_new(self):
        assert differences({}, {"items": ["a"]}) == [Difference("items", None, "a", 1)]
