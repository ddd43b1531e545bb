"""Votes, lesson study, cross-inspection: what is missing from minutes of each form."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cum_chuyen_mon.rules.minutes_forms import (
    LESSON_PARTS,
    NO_INSPECTION,
    NO_LESSON,
    Finding,
    Inspection,
    LessonStudy,
    inspection_problem,
    missing_of_form,
    missing_of_votes,
)

LESSON = LessonStudy("Phân số", "6A1", "NV-1", "Bài làm", "Soạn", "Dạy", "Suy ngẫm", "Áp dụng")
TO_REMEDY = Finding("Hồ sơ", "Thiếu", "To Remedy", "Bổ sung", "2024-12-01", "NV-1")
ORDER = Inspection("123", "2024-09-10", "TR-A", "TR-B", (TO_REMEDY,))


def missing(form: str, lesson=NO_LESSON, inspection=NO_INSPECTION) -> list[str]:
    return [field for field, _said in missing_of_form(form, lesson, inspection)]


def test_a_meeting_needs_nothing_more():
    assert missing("Meeting") == []


def test_lesson_study_has_the_observed_lesson_and_four_steps():
    """C4; DOCUMENTS: class, teacher, topic, evidence of pupils' learning; prepare, teach, reflect, apply."""
    assert missing("Lesson Study", LESSON) == []
    assert missing("Lesson Study") == [field for field, _part, _name in LESSON_PARTS]
    assert {part for _field, part, _name in LESSON_PARTS} == {f.name for f in fields(LessonStudy)}


@pytest.mark.parametrize(("field", "part"), [(field, part) for field, part, _name in LESSON_PARTS])
@pytest.mark.parametrize("blank", ["", " \n"])
def test_each_part_of_lesson_study_is_missed(field, part, blank):
    assert missing("Lesson Study", replace(LESSON, **{part: blank})) == [field]


@pytest.mark.parametrize(
    "field", ["directive_number", "directive_date", "inspecting_school", "inspected_school"]
)
def test_an_inspection_says_on_whose_order_who_inspects_whom(field):
    """N4.3."""
    assert missing("Cross Inspection", inspection=ORDER) == []
    assert missing("Cross Inspection", inspection=replace(ORDER, **{field: ""})) == [field]


def test_an_inspection_has_findings():
    """N4.3."""
    assert missing("Cross Inspection", inspection=replace(ORDER, findings=())) == ["findings"]


@pytest.mark.parametrize("part", ["content", "finding", "rating", "remedy", "due_on", "person"])
def test_what_is_to_be_remedied_is_complete(part):
    """N4.3. Without a rating nothing is to be remedied, but the rating itself is missed."""
    broken = replace(ORDER, findings=(replace(TO_REMEDY, **{part: ""}),))
    assert missing("Cross Inspection", inspection=broken) == ["findings"]


@pytest.mark.parametrize("rating", ["Exemplary", "Sound"])
def test_what_is_sound_needs_no_remedy(rating):
    sound = replace(ORDER, findings=(Finding("Hồ sơ", "Đủ", rating),))
    assert missing("Cross Inspection", inspection=sound) == []


@pytest.mark.parametrize(
    ("inspecting", "inspected", "fine"),
    [
        ("TR-A", "TR-B", True),
        ("TR-A", "TR-A", False),
        ("TR-A", "TR-X", False),
        ("TR-X", "TR-B", False),
        ("", "TR-B", True),
        ("", "", True),
    ],
)
def test_a_member_school_inspects_another(inspecting, inspected, fine):
    """N4.3: between the schools of the cluster. What is not entered yet is asked for later."""
    assert (inspection_problem(inspecting, inspected, ("TR-A", "TR-B")) == "") is fine


votes = st.integers(0, 20)


@given(votes, votes, votes, votes)
def test_votes_are_never_more_than_the_people_with_a_vote(yes, no, none, voters):
    found = list(missing_of_votes("Nội dung 1", "Điều biểu quyết", (yes, no, none), voters))
    assert bool(found) is (yes + no + none > voters)


def test_votes_are_not_below_none_and_say_on_what():
    assert list(missing_of_votes("Nội dung 1", "Việc A", (-1, 0, 0), 5)) == [
        "Nội dung 1: số phiếu không thể âm."
    ]
    assert list(missing_of_votes("Nội dung 1", "", (0, 0, 0), 5)) == []
    (said,) = missing_of_votes("Nội dung 1", " ", (3, 0, 0), 5)
    assert "chưa ghi biểu quyết về điều gì" in said
