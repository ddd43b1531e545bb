"""The extract of minutes for one school (C4), and the sheet that people sign in the room."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from cum_chuyen_mon.rules.extracts import Extract, Present
from cum_chuyen_mon.rules.words import Answer
from cum_chuyen_mon.wording import vi

from .contexts import (
    AttendanceSheet,
    Head,
    Line,
    MinutesExtract,
    Signer,
    TaskLine,
    day_in_words,
    hour,
    paragraphs,
)
from .minutes import Names, day_vi, topic_part

CHAIR, SECRETARY = ("CHỦ TRÌ",), ("THƯ KÝ",)


def extract_paper(found: Extract, head: Head, names: Names, kind: str, source: str) -> MinutesExtract:
    """What the minutes say for a school. ``kind`` is its name; ``source`` names the minutes it comes from."""
    text = found.text
    held_on = date.fromisoformat(text.held_on)
    return MinutesExtract(
        head=head,
        kind=kind,
        subject=text.title,
        when=when_in_words(held_on, _time(text.opened_at), _time(text.closed_at)),
        venue=text.venue,
        chair=names.person(text.chair),
        secretary=names.person(text.secretary),
        school=names.school(found.school),
        people=tuple(_line(number, person) for number, person in enumerate(found.people, start=1)),
        attended=str(found.attended),
        topics=tuple(topic_part(number, topic) for number, topic in enumerate(text.topics, start=1)),
        conclusion=paragraphs(text.conclusion),
        tasks=tuple(
            TaskLine(str(number), task.description, names.person(task.name), day_vi(task.due_on))
            for number, task in enumerate(found.tasks, start=1)
        ),
        source=source,
        right=Signer(SECRETARY, names.person(text.secretary)),
    )


def attendance_sheet(
    head: Head,
    title: str,
    when: str,
    venue: str,
    people: Iterable[tuple[str, str, str]],
    chair: str,
    secretary: str,
) -> AttendanceSheet:
    """The sheet for a session; ``people`` are name, place and remark, in the order of the sheet."""
    return AttendanceSheet(
        head=head,
        subject=title,
        when=when,
        venue=venue,
        people=tuple(
            Line(str(number), name, place, note) for number, (name, place, note) in enumerate(people, start=1)
        ),
        left=Signer(SECRETARY, secretary),
        right=Signer(CHAIR, chair),
    )


def when_in_words(day: date, start: time | None, end: time | None) -> str:
    """ "08 giờ 00 đến 10 giờ 30, ngày 05 tháng 01 năm 2025" """
    hours = " đến ".join(filter(None, (hour(start), hour(end))))
    return ", ".join(filter(None, (hours, day_in_words(day))))


def _time(clock: str) -> time | None:
    return time.fromisoformat(clock) if clock else None


def _line(number: int, person: Present) -> Line:
    answer = vi(Answer(person.answer)) if person.answer else ""
    said = f"{answer}: {person.reason}" if person.reason else answer
    return Line(str(number), person.name, note=vi(person.state, "Cluster Session Attendance"), answer=said)
