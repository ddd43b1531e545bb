"""The subject groups of a unit (E4.2a, C5d): which there should be, what they are called, who may lead and oversee."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from .obligations import Subject
from .text import CODE_LENGTH
from .units import Term
from .words import Level, Position, UnitKind

LEADS = (Position.TEAM_LEAD, Position.TEACHER)
"""Who may lead a subject: somebody who teaches it at a member school (E4.2a, C5d)."""

OVERSEERS = (Position.PRINCIPAL, Position.VICE_PRINCIPAL)
"""Who may oversee a subject: a school leader of the unit ("lãnh đạo các trường trong cụm", E4.2a)."""


@dataclass(frozen=True)
class Post:
    """A person's post at a school; ``subject`` is what he teaches there."""

    person: str
    school: str
    position: Position
    subject: str = ""
    term: Term = field(default_factory=Term)


def subjects_taught(subjects: Iterable[Subject], levels: Collection[Level]) -> list[Subject]:
    """The subjects of the levels; one that names no level is taught at all of them."""
    return [subject for subject in subjects if not subject.levels or subject.levels & set(levels)]


def group_code(unit: str, subject: str) -> str:
    """The code that a subject's group in a unit gets; always the same, so that making it twice makes one."""
    return f"{unit[: CODE_LENGTH - len(subject) - 1]}-{subject}"


def group_title(kind: UnitKind, unit_title: str, subject_title: str) -> str:
    """ "Tổ Toán liên trường, Nhóm 1" of a group, "Cụm tổ bộ môn Toán, Cụm 01" of a cluster."""
    words = "Cụm tổ bộ môn {}" if kind is UnitKind.CLUSTER else "Tổ {} liên trường"
    return f"{words.format(subject_title)}, {unit_title}"


def may_lead(posts: Iterable[Post], subject: str, on: date) -> list[str]:
    """People who may lead a subject on a day, team leads first."""
    return _people(posts, LEADS, on, subject)


def may_oversee(posts: Iterable[Post], on: date) -> list[str]:
    """People who may oversee any subject on a day, principals first."""
    return _people(posts, OVERSEERS, on)


def offered_lead(posts: Iterable[Post], subject: str, lead_school: str, on: date) -> str:
    """C5d: the head of the subject at the group's lead school; "" where it has none or two."""
    at_lead = [p for p in posts if p.school == lead_school and p.position is Position.TEAM_LEAD]
    people = may_lead(at_lead, subject, on)
    return people[0] if len(people) == 1 else ""


def _people(posts: Iterable[Post], positions: tuple[Position, ...], on: date, subject: str = "") -> list[str]:
    fitting = [
        post
        for post in posts
        if post.position in positions and post.term.holds(on) and (not subject or post.subject == subject)
    ]
    ranked = sorted(fitting, key=lambda post: positions.index(post.position))
    return list(dict.fromkeys(post.person for post in ranked))
