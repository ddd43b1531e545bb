"""Trích biên bản: what locked minutes say for one member school (C4), and how two versions of a paper differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .minutes import MinutesText, Signature
from .words import ATTENDED, Answer, RollCall


@dataclass(frozen=True)
class Present:
    """One of the school's people on the roll. ``answer`` is "" for who was not there, and so did not sign.

    The reason of an absence is the person's and his own school's affair; it is in the minutes, not in the extract.
    """

    code: str
    name: str
    state: RollCall
    answer: str = ""
    reason: str = ""

    @property
    def attended(self) -> bool:
        return self.state in ATTENDED


@dataclass(frozen=True)
class OwnTask:
    """A task of one of the school's people."""

    description: str
    name: str
    due_on: str = ""


@dataclass(frozen=True)
class Extract:
    """The part of locked minutes that stands in for the meeting of one school's team."""

    text: MinutesText
    school: str
    people: tuple[Present, ...]
    tasks: tuple[OwnTask, ...]

    @property
    def attended(self) -> int:
        return sum(person.attended for person in self.people)


def extract(
    text: MinutesText, signatures: Iterable[Signature], school: str, posted: Iterable[str]
) -> Extract:
    """The extract of minutes for a school.

    ``posted`` are the codes of the people who worked there on the day: a task may be somebody's who was not invited.
    """
    given = {s.person: s for s in signatures if s.answer is not Answer.VOID}
    own = [a for a in text.attendees if a.school == school and not a.is_guest]
    people = tuple(
        Present(
            a.code,
            a.name,
            a.state,
            answer=given[a.code].answer.value if a.code in given else "",
            reason=given[a.code].reason if a.code in given else "",
        )
        for a in own
    )
    names = {a.code: a.name for a in text.attendees}
    theirs = {a.code for a in own} | (set(posted) - names.keys())
    tasks = tuple(
        OwnTask(task.description, names.get(task.person, task.person), task.due_on)
        for task in text.tasks
        if task.person in theirs
    )
    return Extract(text, school, people, tasks)


@dataclass(frozen=True)
class Difference:
    """A field that two versions of a paper tell differently. For a table, ``row`` is the line, from 1."""

    field: str
    old: object
    new: object
    row: int = 0


def differences(old: Mapping[str, object], new: Mapping[str, object]) -> list[Difference]:
    """What changed from one snapshot to another, in the order of the newer one; tables line by line."""
    found: list[Difference] = []
    for field in dict.fromkeys([*new, *old]):
        before, after = old.get(field), new.get(field)
        if isinstance(before, list) or isinstance(after, list):
            found += _lines(field, _rows(before), _rows(after))
        elif (before or "") != (after or ""):
            found.append(Difference(field, before, after))
    return found


def _rows(value: object) -> list:
    return value if isinstance(value, list) else []


def _lines(field: str, old: list, new: list) -> list[Difference]:
    return [
        Difference(field, before, after, row)
        for row in range(1, max(len(old), len(new)) + 1)
        if (before := old[row - 1] if row <= len(old) else None)
        != (after := new[row - 1] if row <= len(new) else None)
    ]
