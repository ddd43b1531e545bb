"""The minutes as an official paper, from the text that was signed: every sentence on it is one that people signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import groupby

from cum_chuyen_mon.rules.minutes import Attendee, ElectionLine, MinutesText, Signature, Task, Topic
from cum_chuyen_mon.rules.minutes_forms import Finding, Inspection, LessonStudy
from cum_chuyen_mon.rules.text import date_vi
from cum_chuyen_mon.rules.words import ATTENDED, Answer, MinutesForm, RollCall, SigningWay
from cum_chuyen_mon.wording import vi

from .contexts import (
    Check,
    ElectionPart,
    FindingLine,
    Head,
    InspectionPart,
    LessonPart,
    Line,
    MinutesPaper,
    Signer,
    TaskLine,
    TopicPart,
    day_in_words,
    hour,
    paragraphs,
)

WAYS = {
    SigningWay.IN_APP: "Biên bản được từng thành viên dự họp xác nhận trong ứng dụng; đó không phải là chữ ký số.",
    SigningWay.ON_PAPER: "Biên bản được các thành viên dự họp ký trên giấy; bản ký được lưu kèm biên bản này.",
}
DRAFT = "Dự thảo: biên bản chưa được các thành viên dự họp xác nhận."
CHECK = (
    "Quét mã, hoặc bấm vào mã khi đọc trên máy, để kiểm tra biên bản này có đúng là bản đã khóa hay không, bao nhiêu "
    "người đã xác nhận và khi nào."
)
STEPS = (
    ("Bước 1. Cùng chuẩn bị bài dạy", "prepare"),
    ("Bước 2. Dạy minh họa và dự giờ", "teach"),
    ("Bước 3. Suy ngẫm về việc học của học sinh", "reflect"),
    ("Bước 4. Áp dụng vào dạy học hằng ngày", "apply"),
)
OPEN_HOUR = "...... giờ ......"
"""Of a draft that does not say when the session ended."""
RESULTS = {"elected": "Trúng cử", "runoff": "Vào vòng sau"}


@dataclass(frozen=True)
class Names:
    """What codes are called on the day of the paper."""

    people: Mapping[str, str] = field(default_factory=dict)
    offices: Mapping[str, str] = field(default_factory=dict)
    """Person → "Hiệu trưởng Trường THCS An Phú"."""
    schools: Mapping[str, str] = field(default_factory=dict)

    def person(self, code: str) -> str:
        return self.people.get(code, code)

    def with_office(self, code: str) -> str:
        """ "Nguyễn Văn An, Hiệu trưởng Trường THCS An Phú" """
        return ", ".join(filter(None, (self.person(code), self.offices.get(code, ""))))

    def school(self, code: str) -> str:
        return self.schools.get(code, code)


def minutes_paper(
    text: MinutesText,
    head: Head,
    names: Names,
    signatures: Iterable[Signature] = (),
    way: SigningWay | None = None,
    chair_signs: tuple[str, ...] = ("CHỦ TRÌ",),
    cancelled: str | None = None,
    check: Check | None = None,
) -> MinutesPaper:
    """The paper of minutes; ``way`` is None while they are a draft, ``cancelled`` the reason why they are no more."""
    answers = {signature.person: signature for signature in signatures}
    held_on = date.fromisoformat(text.held_on)
    members = [person for person in text.attendees if not person.is_guest]
    return MinutesPaper(
        head=head,
        subject=text.title,
        opened=", ".join(filter(None, (_hour(text.opened_at), day_in_words(held_on)))),
        closed=f"{_hour(text.closed_at) or OPEN_HOUR} cùng ngày",
        venue=text.venue,
        chair=names.with_office(text.chair),
        secretary=names.with_office(text.secretary),
        roll=_roll(members),
        absent=tuple(_absent(person, names) for person in members if person.state not in ATTENDED),
        guests=tuple(
            _guest(person) for person in text.attendees if person.is_guest and person.state in ATTENDED
        ),
        attendees=_attendees([p for p in members if p.state in ATTENDED], names, answers),
        documents=paragraphs(text.documents),
        work=paragraphs(text.work),
        lesson=_lesson(text.lesson, names) if text.form == MinutesForm.LESSON_STUDY else None,
        inspection=_inspection(text.inspection, names) if text.form == MinutesForm.CROSS_INSPECTION else None,
        participation=tuple(
            (names.school(p.school), str(p.pupils), str(p.staff)) for p in text.participation
        ),
        topics=tuple(topic_part(number, topic) for number, topic in enumerate(text.topics, start=1)),
        no_differing="Không có ý kiến khác." if text.no_differing_opinions else "",
        elections=election_parts(text.elections, names),
        tasks=task_lines(text.tasks, names),
        conclusion=paragraphs(text.conclusion),
        way=_standing(way, cancelled),
        left=Signer(("THƯ KÝ",), names.person(text.secretary), _signed(answers.get(text.secretary))),
        right=Signer(chair_signs, names.person(text.chair), _signed(answers.get(text.chair))),
        check=check,
    )


def _standing(way: SigningWay | None, cancelled: str | None) -> str:
    """The sentence on what these minutes are worth."""
    if cancelled is not None:
        return f"BIÊN BẢN ĐÃ BỊ HỦY, không còn giá trị. Lý do: {cancelled.rstrip('.')}."
    return WAYS[way] if way else DRAFT


def topic_part(number: int, topic: Topic) -> TopicPart:
    """One topic of the discussion; the votes in words."""
    vote = topic.vote
    if vote and any(topic.votes):
        vote = (
            f"{vote.rstrip('.;:')}: tán thành {topic.votes_for}, không tán thành {topic.votes_against}, "
            f"không ý kiến {topic.votes_abstained}."
        )
    return TopicPart(
        str(number),
        topic.title,
        topic.presenter,
        paragraphs(topic.opinions),
        paragraphs(topic.differing_opinions),
        vote,
    )


def task_lines(tasks: Sequence[Task], names: Names) -> tuple[TaskLine, ...]:
    return tuple(
        TaskLine(str(number), task.description, names.person(task.person), day_vi(task.due_on))
        for number, task in enumerate(tasks, start=1)
    )


def day_vi(iso: str) -> str:
    """ "2025-01-05" as "05/01/2025", "" for none."""
    return date_vi(date.fromisoformat(iso)) if iso else ""


def _hour(clock: str) -> str:
    return hour(time.fromisoformat(clock)) if clock else ""


def _roll(members: Sequence[Attendee]) -> str:
    """Who was there, of those who were asked: a substitute takes the place of somebody who is on the list himself."""
    listed = {person.code for person in members}
    seats = [p for p in members if p.state is not RollCall.SUBSTITUTE or p.substitute_for not in listed]
    return f"{sum(p.state in ATTENDED for p in members)}/{len(seats)}"


def _absent(person: Attendee, names: Names) -> str:
    kind = "có phép" if person.state is RollCall.EXCUSED else "không phép"
    where = names.school(person.school)
    said = f"{person.name} ({where}), {kind}" if where else f"{person.name}, {kind}"
    return f"{said}: {person.reason}" if person.reason else said


def _guest(person: Attendee) -> str:
    return ", ".join(filter(None, (person.name, person.school)))


def _attendees(
    present: Sequence[Attendee], names: Names, answers: Mapping[str, Signature]
) -> tuple[Line, ...]:
    called = {person.code: person.name for person in present} | dict(names.people)
    return tuple(
        Line(
            str(number),
            person.name,
            names.school(person.school),
            "; ".join(_remarks(person, called)),
            _answer(answers.get(person.code)),
        )
        for number, person in enumerate(present, start=1)
    )


def _remarks(person: Attendee, called: Mapping[str, str]) -> Iterator[str]:
    if person.state is RollCall.SUBSTITUTE and person.substitute_for:
        yield f"Dự thay {called.get(person.substitute_for, person.substitute_for)}"
    if person.state is RollCall.LATE:
        yield f"Đến lúc {_hour(person.arrived_at)}" if person.arrived_at else "Đến muộn"
    if person.state is RollCall.LEFT_EARLY:
        yield f"Về lúc {_hour(person.left_at)}" if person.left_at else "Về sớm"


def _answer(signature: Signature | None) -> str:
    if signature is None or signature.answer is Answer.VOID:
        return ""
    if signature.answer is Answer.REFUSED:
        return f"Không xác nhận: {signature.reason}"
    if signature.method == SigningWay.ON_PAPER:
        return "Ký trên giấy"
    return _moment(signature.signed_at)


def _signed(signature: Signature | None) -> str:
    """How chair and secretary signed, above their names; nothing where they sign by hand."""
    if signature is None or signature.answer is not Answer.CONFIRMED:
        return ""
    if signature.method == SigningWay.ON_PAPER:
        return "(đã ký trên giấy)"
    return f"(đã xác nhận {_moment(signature.signed_at)})"


def _moment(iso: str) -> str:
    at = datetime.fromisoformat(iso)
    return f"{at:%H:%M}, {date_vi(at)}"


def _lesson(lesson: LessonStudy, names: Names) -> LessonPart:
    return LessonPart(
        f"Bài dạy: {lesson.topic}; lớp {lesson.taught_in}; giáo viên dạy minh họa: {names.person(lesson.teacher)}.",
        paragraphs(lesson.evidence),
        tuple((name, paragraphs(getattr(lesson, part))) for name, part in STEPS),
    )


def _inspection(inspection: Inspection, names: Names) -> InspectionPart:
    return InspectionPart(
        f"Thực hiện văn bản số {inspection.directive_number} ngày {day_vi(inspection.directive_date)}.",
        f"{names.school(inspection.inspecting_school)} kiểm tra {names.school(inspection.inspected_school)}.",
        tuple(
            FindingLine(str(number), row.content, row.finding, vi(row.rating), _remedy(row, names))
            for number, row in enumerate(inspection.findings, start=1)
        ),
    )


def _remedy(row: Finding, names: Names) -> str:
    due = f"hạn {day_vi(row.due_on)}" if row.due_on else ""
    person = names.person(row.person) if row.person else ""
    return "; ".join(filter(None, (row.remedy, person, due)))


def election_parts(lines: Sequence[ElectionLine], names: Names) -> tuple[ElectionPart, ...]:
    """Each round of each election, the lines of one standing together."""
    return tuple(_election_parts(lines, names))


def _election_parts(lines: Sequence[ElectionLine], names: Names) -> Iterator[ElectionPart]:
    for (position, level, number), of_round in groupby(
        lines, lambda row: (row.position, row.level, row.round)
    ):
        rows = list(of_round)
        of_level = f" cấp {level}" if level else ""
        first = rows[0]
        yield ElectionPart(
            f"Bầu {vi(position)}{of_level}, vòng {number}",
            f"Phát ra {first.issued} phiếu, thu về {first.returned} phiếu, hợp lệ {first.valid} phiếu.",
            tuple((names.person(r.candidate), str(r.votes), RESULTS.get(r.result, "")) for r in rows),
        )
