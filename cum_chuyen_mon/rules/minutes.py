"""Minutes: what must be in them before anyone is asked to sign, and the text and hash that signatures stand for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from .minutes_forms import (
    NO_INSPECTION,
    NO_LESSON,
    Inspection,
    LessonStudy,
    Participation,
    missing_of_form,
    missing_of_votes,
)
from .text import clean_lines
from .words import ATTENDED, Answer, MinutesForm, RollCall, SigningWay

CANONICAL_VERSION = 4
FEWEST_ATTENDEES = 2


@dataclass(frozen=True)
class Topic:
    title: str
    presenter: str = ""
    opinions: str = ""
    differing_opinions: str = ""
    vote: str = ""
    """What was voted on; the counts are of the people present who have a vote."""
    votes_for: int = 0
    votes_against: int = 0
    votes_abstained: int = 0
    is_open: bool = False
    """Carried over to the next session."""

    @property
    def votes(self) -> tuple[int, int, int]:
        return self.votes_for, self.votes_against, self.votes_abstained


@dataclass(frozen=True)
class Task:
    description: str
    person: str = ""
    due_on: str = ""


@dataclass(frozen=True)
class ElectionLine:
    """One candidate's votes in one round of an election (N5.1, E3). ``result`` is "elected", "runoff" or ""."""

    position: str
    level: str
    round: int
    issued: int
    returned: int
    valid: int
    candidate: str
    votes: int
    result: str = ""


@dataclass(frozen=True)
class Attendee:
    """One line of the roll-call. ``code`` is the person's key; ``reason`` is for the excused and absent.

    ``substitute_for`` is the key of the person whose place a substitute takes.
    A guest (the authority's leaders, C5b; other clusters' delegates, N5.6) is named in the minutes and does not sign.
    """

    code: str
    name: str
    school: str
    state: RollCall
    reason: str = ""
    is_guest: bool = False
    substitute_for: str = ""
    arrived_at: str = ""
    """When somebody late came; of others it says nothing."""
    left_at: str = ""


@dataclass(frozen=True)
class MinutesText:
    """All that a signature stands for. Days and times are ISO strings, so that the text is the same everywhere."""

    session: str
    title: str
    held_on: str
    opened_at: str
    closed_at: str
    venue: str
    chair: str
    secretary: str
    documents: str
    work: str
    conclusion: str
    no_differing_opinions: bool = False
    topics: Sequence[Topic] = ()
    tasks: Sequence[Task] = ()
    attendees: Sequence[Attendee] = ()
    unit: str = ""
    activity_kind: str = ""
    subjects: Sequence[str] = ()
    elections: Sequence[ElectionLine] = ()
    form: str = MinutesForm.MEETING.value
    lesson: LessonStudy = NO_LESSON
    inspection: Inspection = NO_INSPECTION
    participation: Sequence[Participation] = ()


@dataclass(frozen=True)
class Missing:
    """What is missing from minutes: the field to go to and a sentence that says what to write there."""

    field: str
    message: str


def missing_parts(minutes: MinutesText) -> list[Missing]:
    """Everything that keeps minutes from being signed; empty when they are complete.

    L3b: documents deployed, work deployed, discussion with differing opinions, the chair's conclusion or resolution.
    Every meeting: opening and closing time, place, chair, secretary, roll-call.
    """
    required = (
        ("venue", minutes.venue, "Thiếu địa điểm. Hãy ghi nơi họp ở buổi sinh hoạt."),
        ("opened_at", minutes.opened_at, "Thiếu giờ khai mạc."),
        ("closed_at", minutes.closed_at, "Thiếu giờ kết thúc."),
        ("chair", minutes.chair, "Thiếu người chủ trì. Hãy chọn ở buổi sinh hoạt."),
        ("secretary", minutes.secretary, "Thiếu thư ký. Hãy chọn ở buổi sinh hoạt."),
        (
            "documents",
            minutes.documents,
            "Thiếu phần triển khai văn bản. Nếu không có văn bản nào, hãy ghi rõ «Không có».",
        ),
        ("work", minutes.work, "Thiếu phần triển khai công việc. Nếu không có, hãy ghi rõ «Không có»."),
        (
            "conclusion",
            minutes.conclusion,
            "Thiếu kết luận của chủ tọa hoặc nghị quyết cuộc họp.",
        ),
    )
    found = [Missing(field, message) for field, value, message in required if not clean_lines(value)]
    opened, closed = _clock(minutes.opened_at), _clock(minutes.closed_at)
    if opened and closed and closed <= opened:
        found.append(Missing("closed_at", "Giờ kết thúc phải sau giờ khai mạc."))
    found += _missing_discussion(minutes)
    found += (
        Missing(field, message)
        for field, message in missing_of_form(minutes.form, minutes.lesson, minutes.inspection)
    )
    found += _missing_roll_call(minutes)
    return found


def _clock(time: str) -> list[str]:
    """A time of day that compares rightly, empty for none: "9:30:00", as Frappe writes it, before "10:00"."""
    return [part.zfill(2) for part in clean_lines(time).split(":") if part]


def _missing_discussion(minutes: MinutesText) -> Iterable[Missing]:
    if not minutes.topics:
        yield Missing("topics", "Thiếu nội dung thảo luận. Hãy thêm ít nhất một nội dung.")
        return
    for number, topic in enumerate(minutes.topics, start=1):
        name = f"Nội dung {number} («{topic.title or 'chưa có tên'}»)"
        if not clean_lines(topic.title):
            yield Missing("topics", f"{name}: thiếu tên nội dung.")
        if not clean_lines(topic.presenter):
            yield Missing("topics", f"{name}: thiếu người trình bày.")
        if not clean_lines(topic.opinions):
            yield Missing("topics", f"{name}: thiếu ý kiến trao đổi, thảo luận.")
        for problem in missing_of_votes(name, topic.vote, topic.votes, len(signers(minutes.attendees))):
            yield Missing("topics", problem)
    differing = any(clean_lines(topic.differing_opinions) for topic in minutes.topics)
    if not differing and not minutes.no_differing_opinions:
        yield Missing(
            "no_differing_opinions",
            "Chưa ghi ý kiến khác. Hãy ghi ở từng nội dung, hoặc đánh dấu «Không có ý kiến khác».",
        )


def _missing_roll_call(minutes: MinutesText) -> Iterable[Missing]:
    uncalled = [a.name for a in minutes.attendees if a.state is RollCall.INVITED]
    if uncalled:
        shown = ", ".join(uncalled[:5]) + (f" và {len(uncalled) - 5} người khác" if len(uncalled) > 5 else "")
        yield Missing("attendees", f"Chưa điểm danh: {shown}.")
    for person in minutes.attendees:
        if person.state is RollCall.EXCUSED and not clean_lines(person.reason):
            yield Missing("attendees", f"{person.name} vắng có phép nhưng chưa ghi lý do.")
    yield from _doubled_places(minutes)
    yield from _missing_officers(minutes)
    if len(signers(minutes.attendees)) < FEWEST_ATTENDEES:
        yield Missing("attendees", f"Phải có ít nhất {FEWEST_ATTENDEES} người dự họp được điểm danh.")


def _doubled_places(minutes: MinutesText) -> Iterable[Missing]:
    """A substitute takes the place of somebody who is not there."""
    present = {a.code: a.name for a in minutes.attendees if a.state in ATTENDED}
    for person in minutes.attendees:
        if person.state is RollCall.SUBSTITUTE and person.substitute_for in present:
            yield Missing(
                "attendees",
                f"{person.name} dự thay {present[person.substitute_for]}, nhưng người này cũng có mặt. "
                "Hãy sửa điểm danh.",
            )


def _missing_officers(minutes: MinutesText) -> Iterable[Missing]:
    """Chair and secretary sign the minutes, so they must have been in the room (C5d)."""
    present = set(signers(minutes.attendees))
    for field, code, what in (
        ("chair", minutes.chair, "Người chủ trì"),
        ("secretary", minutes.secretary, "Thư ký"),
    ):
        if clean_lines(code) and code not in present:
            yield Missing(
                field, f"{what} không có mặt theo điểm danh. Hãy sửa điểm danh hoặc chọn người khác."
            )


def signers(attendees: Iterable[Attendee]) -> list[str]:
    """The unit's people who were in the room: only they sign."""
    return [a.code for a in attendees if a.state in ATTENDED and not a.is_guest]


def unanswered(attendees: Iterable[Attendee], answers: Mapping[str, Answer]) -> list[str]:
    """Attendees who have neither confirmed nor refused (a refusal carries its reason and is printed)."""
    return [
        code for code in signers(attendees) if answers.get(code) not in (Answer.CONFIRMED, Answer.REFUSED)
    ]


def canonical(minutes: MinutesText) -> str:
    """The text that signatures stand for: JSON with sorted keys, NFC, one spelling of every blank and line end."""
    return _dump({"version": CANONICAL_VERSION, **asdict(minutes)})


def text_hash(minutes: MinutesText) -> str:
    """SHA-256 (hex) of the canonical text; it changes with any letter of the minutes or line of the roll-call."""
    return hashlib.sha256(canonical(minutes).encode()).hexdigest()


@dataclass(frozen=True)
class Signature:
    """One answer to the minutes. ``signed_at`` is an ISO timestamp; ``text_hash`` is what was shown to the person."""

    person: str
    answer: Answer
    signed_at: str
    text_hash: str
    reason: str = ""
    method: str = SigningWay.IN_APP.value


def signing_way(signatures: Iterable[Signature]) -> SigningWay:
    """How minutes with these answers were signed: on paper as soon as any signature is on the sheet."""
    on_paper = any(signature.method == SigningWay.ON_PAPER for signature in signatures)
    return SigningWay.ON_PAPER if on_paper else SigningWay.IN_APP


def lock_hash(minutes: MinutesText, signatures: Iterable[Signature]) -> str:
    """SHA-256 (hex) over the canonical text and all signatures, kept with locked minutes."""
    rows = sorted((asdict(s) for s in signatures), key=lambda row: (row["person"], _dump(row)))
    return hashlib.sha256((canonical(minutes) + "\n" + _dump(rows)).encode()).hexdigest()


def _dump(value: object) -> str:
    return json.dumps(_normal(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _normal(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _normal(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_normal(item) for item in value]
    return clean_lines(value) if isinstance(value, str) else value
