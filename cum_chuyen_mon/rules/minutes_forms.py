"""What minutes hold beyond a meeting's: votes, the four steps of lesson study, a cross-inspection, who took part.

Each ``missing_*`` yields (field, sentence) of what is missing; a meeting's own parts are in ``minutes.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .text import clean_lines
from .words import MinutesForm, Rating


@dataclass(frozen=True)
class LessonStudy:
    """The observed lesson and the four steps around it (C4: lesson study)."""

    topic: str = ""
    taught_in: str = ""
    """The class."""
    teacher: str = ""
    evidence: str = ""
    prepare: str = ""
    teach: str = ""
    reflect: str = ""
    apply: str = ""


@dataclass(frozen=True)
class Finding:
    """One line of a cross-inspection. What is to be remedied says how, by when and by whom."""

    content: str
    finding: str = ""
    rating: str = ""
    remedy: str = ""
    due_on: str = ""
    person: str = ""


@dataclass(frozen=True)
class Inspection:
    """Who inspected whom on which directive of the authority, and what was found (N4.3)."""

    directive_number: str = ""
    directive_date: str = ""
    inspecting_school: str = ""
    inspected_school: str = ""
    findings: Sequence[Finding] = ()


NO_LESSON, NO_INSPECTION = LessonStudy(), Inspection()


@dataclass(frozen=True)
class Participation:
    """How many of a school took part, where pupils did (N5.5)."""

    school: str
    pupils: int = 0
    staff: int = 0


LESSON_PARTS = (
    ("lesson_topic", "topic", "tên bài dạy"),
    ("lesson_class", "taught_in", "lớp dạy minh họa"),
    ("lesson_teacher", "teacher", "giáo viên dạy minh họa"),
    ("lesson_evidence", "evidence", "minh chứng về việc học của học sinh"),
    ("step_prepare", "prepare", "bước 1, cùng chuẩn bị bài dạy"),
    ("step_teach", "teach", "bước 2, dạy minh họa và dự giờ"),
    ("step_reflect", "reflect", "bước 3, suy ngẫm về việc học của học sinh"),
    ("step_apply", "apply", "bước 4, áp dụng vào dạy học hằng ngày"),
)
"""(field of the minutes, field of ``LessonStudy``, what it is called)."""

INSPECTION_PARTS = (
    ("directive_number", "số văn bản chỉ đạo"),
    ("directive_date", "ngày văn bản chỉ đạo"),
    ("inspecting_school", "trường kiểm tra"),
    ("inspected_school", "trường được kiểm tra"),
)


def missing_of_form(form: str, lesson: LessonStudy, inspection: Inspection) -> Iterator[tuple[str, str]]:
    """What the form of these minutes asks for and they do not say."""
    if form == MinutesForm.LESSON_STUDY:
        yield from _missing_lesson(lesson)
    elif form == MinutesForm.CROSS_INSPECTION:
        yield from _missing_inspection(inspection)


def _missing_lesson(lesson: LessonStudy) -> Iterator[tuple[str, str]]:
    for field, part, name in LESSON_PARTS:
        if not clean_lines(getattr(lesson, part)):
            yield field, f"Sinh hoạt theo nghiên cứu bài học: thiếu {name}. Hãy ghi vào biên bản."


def _missing_inspection(inspection: Inspection) -> Iterator[tuple[str, str]]:
    for field, name in INSPECTION_PARTS:
        if not clean_lines(getattr(inspection, field)):
            yield field, f"Kiểm tra chéo: thiếu {name}. Hãy ghi ở buổi sinh hoạt."
    if not inspection.findings:
        yield "findings", "Kiểm tra chéo: chưa có kết quả kiểm tra. Hãy thêm ít nhất một nội dung."
    for number, finding in enumerate(inspection.findings, start=1):
        yield from _missing_finding(number, finding)


def _missing_finding(number: int, finding: Finding) -> Iterator[tuple[str, str]]:
    parts = [
        (finding.content, "nội dung kiểm tra"),
        (finding.finding, "nhận xét"),
        (finding.rating, "đánh giá"),
    ]
    if finding.rating == Rating.TO_REMEDY:
        parts += [
            (finding.remedy, "biện pháp khắc phục"),
            (finding.due_on, "hạn khắc phục"),
            (finding.person, "người chịu trách nhiệm"),
        ]
    missing = [name for value, name in parts if not clean_lines(value)]
    if missing:
        yield "findings", f"Kết quả kiểm tra {number}: thiếu {', '.join(missing)}."


def inspection_problem(inspecting: str, inspected: str, members: Sequence[str]) -> str:
    """Why a school may not inspect another in a unit with these member schools on that day (N4.3); "" when it may."""
    if inspecting and inspecting == inspected:
        return "Trường kiểm tra và trường được kiểm tra phải khác nhau. Hãy chọn trường khác."
    for school, what in ((inspecting, "Trường kiểm tra"), (inspected, "Trường được kiểm tra")):
        if school and school not in members:
            return f"{what} không phải trường thành viên vào ngày kiểm tra. Hãy chọn một trường của đơn vị."
    return ""


def missing_of_votes(title: str, what: str, counts: tuple[int, int, int], voters: int) -> Iterator[str]:
    """What is wrong with a topic's votes for, against and abstained: more than the people present with a vote (guests
    have none), fewer than none, or nobody says on what."""
    if min(counts) < 0:
        yield f"{title}: số phiếu không thể âm."
    if sum(counts) > voters:
        yield (
            f"{title}: {counts[0]} tán thành, {counts[1]} không tán thành, {counts[2]} không ý kiến là {sum(counts)} "
            f"phiếu, nhiều hơn {voters} người có mặt có quyền biểu quyết. Hãy kiểm tra số phiếu hoặc điểm danh."
        )
    if any(counts) and not clean_lines(what):
        yield f"{title}: có số phiếu nhưng chưa ghi biểu quyết về điều gì. Hãy ghi ở ô «Biểu quyết»."
