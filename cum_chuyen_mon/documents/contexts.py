"""What a paper says, ready to be set.

Every value is a sentence, a number or a list of them, so that a template only puts them in their places. Longer
texts are tuples of paragraphs. Text is NFC (`rules.text.clean_lines`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, time
from hashlib import sha256
from typing import ClassVar

from cum_chuyen_mon.rules.text import clean, clean_lines

UNSAID = {"said": False}
"""Of a part of a paper that is not put down in words."""
UNNAMED = {"named": False}
"""Of a part that an authority's own Word template cannot name."""

NO_NUMBER = "\u00a0" * 6
"""Room to write a number by hand, on a paper that has none yet."""


@dataclass(frozen=True)
class Issued:
    """Under which authority a paper was issued, and when: whose own template sets it. No part of what it says."""

    authority: str
    on: date


@dataclass(frozen=True)
class Head:
    """The head of a paper. ``superior`` and ``issuer`` are those of the paper's own day."""

    superior: str
    issuer: str
    number: str
    """ "05/BB-CCM1"; "" for a paper that is not numbered."""
    dateline: str
    """ "Củ Chi, ngày 05 tháng 01 năm 2025" """
    issued: Issued | None = field(default=None, metadata=UNSAID | UNNAMED)


@dataclass(frozen=True)
class Signer:
    """Who signs on which side. ``capacity``: the lines above the name, "TM. …" and "KT. …" first."""

    capacity: tuple[str, ...]
    name: str = ""
    note: str = ""
    """How it was signed, where it was not by hand."""


@dataclass(frozen=True)
class Check:
    """Where a reader finds out whether the paper in his hands is genuine."""

    link: str = field(metadata=UNSAID)
    code: str = field(metadata=UNSAID)
    """The link as a picture to scan: a `data:` URL."""
    said: str


@dataclass(frozen=True)
class Paper:
    """What every paper has."""

    template: ClassVar[str]

    head: Head
    subject: str


@dataclass(frozen=True)
class Line:
    """One person of a list: the roll, a sheet to sign."""

    no: str
    name: str
    place: str = ""
    note: str = ""
    answer: str = ""
    """When he confirmed, or why he refused."""


@dataclass(frozen=True)
class TopicPart:
    no: str
    title: str
    presenter: str
    opinions: tuple[str, ...]
    differing: tuple[str, ...] = ()
    vote: str = ""


@dataclass(frozen=True)
class ElectionPart:
    """One round of an election: how many ballots, and a row for each candidate."""

    title: str
    ballots: str
    candidates: tuple[tuple[str, str, str], ...]
    """Name, votes, result."""


@dataclass(frozen=True)
class LessonPart:
    """The observed lesson and the four steps of lesson study."""

    lesson: str
    evidence: tuple[str, ...]
    steps: tuple[tuple[str, tuple[str, ...]], ...]
    """Name of the step, what was done."""


@dataclass(frozen=True)
class FindingLine:
    no: str
    content: str
    finding: str
    rating: str
    remedy: str


@dataclass(frozen=True)
class InspectionPart:
    directive: str
    schools: str
    findings: tuple[FindingLine, ...]


@dataclass(frozen=True)
class TaskLine:
    no: str
    description: str
    person: str
    due: str


@dataclass(frozen=True)
class Picture:
    """A picture ready to be printed, as JPEG; the measures are millimetres on the page."""

    jpeg: bytes = field(repr=False)
    width: float
    height: float
    is_wide: bool = False

    @property
    def key(self) -> str:
        """What stands for it in a template."""
        return sha256(self.jpeg).hexdigest()[:16]


@dataclass(frozen=True)
class MinutesPaper(Paper):
    """Biên bản: a meeting, a lesson study or a cross-inspection."""

    template: ClassVar[str] = "minutes"

    opened: str
    closed: str
    venue: str
    chair: str
    secretary: str
    roll: str
    """ "11/12" """
    absent: tuple[str, ...]
    guests: tuple[str, ...]
    attendees: tuple[Line, ...]
    documents: tuple[str, ...]
    work: tuple[str, ...]
    lesson: LessonPart | None
    inspection: InspectionPart | None
    participation: tuple[tuple[str, str, str], ...]
    """School, pupils, staff."""
    topics: tuple[TopicPart, ...]
    no_differing: str
    """The sentence that says there were none, or ""."""
    elections: tuple[ElectionPart, ...]
    tasks: tuple[TaskLine, ...]
    conclusion: tuple[str, ...]
    way: str
    """The sentence on how the paper was signed."""
    left: Signer
    right: Signer
    check: Check | None = field(default=None, metadata=UNNAMED)
    """None for a paper that nothing vouches for: a draft, cancelled minutes. A Word file, which anybody may change,
    never shows it."""


@dataclass(frozen=True)
class AttendanceSheet(Paper):
    """Danh sách ký tên, to be signed by hand in the room."""

    template: ClassVar[str] = "attendance_sheet"

    when: str
    venue: str
    people: tuple[Line, ...]
    left: Signer
    right: Signer


@dataclass(frozen=True)
class MinutesExtract(Paper):
    """Trích biên bản: what stands in for the meeting of one school's team (C4)."""

    template: ClassVar[str] = "minutes_extract"

    kind: str
    """TRÍCH BIÊN BẢN, or BẢN LƯU BIÊN BẢN for a school whose people were not there."""
    when: str
    venue: str
    chair: str
    secretary: str
    school: str
    people: tuple[Line, ...]
    attended: str
    topics: tuple[TopicPart, ...]
    conclusion: tuple[str, ...]
    tasks: tuple[TaskLine, ...]
    source: str
    """The sentence that names the minutes this was taken from."""
    right: Signer


@dataclass(frozen=True)
class InvitationPaper(Paper):
    """Giấy mời to a session."""

    template: ClassVar[str] = "invitation"

    to: str
    host: str
    title: str
    when: str
    venue: str
    chair: str
    guests: tuple[str, ...]
    agenda: tuple[str, ...]
    short_notice: str
    """Why it is told later than the regulation asks (E4.2b), or ""."""
    recipients: tuple[str, ...]
    right: Signer


@dataclass(frozen=True)
class DelegationPaper(Paper):
    """Giấy ủy quyền (P4.2)."""

    template: ClassVar[str] = "delegation"

    grounds: tuple[str, ...]
    """The clauses that let the office-holder delegate."""
    delegator: str
    delegate: str
    acts: tuple[str, ...]
    scope: tuple[str, ...]
    term: str
    left: Signer
    right: Signer


@dataclass(frozen=True)
class AttendedLine:
    no: str
    day: str
    title: str
    length: str
    minutes: str


@dataclass(frozen=True)
class CertificatePaper(Paper):
    """Giấy xác nhận: what one person took part in."""

    template: ClassVar[str] = "certificate"

    issuer: str
    person: str
    unit: str
    period: str
    count: str
    total: str
    rows: tuple[AttendedLine, ...]
    recipients: tuple[str, ...]
    right: Signer


@dataclass(frozen=True)
class PlanLine:
    no: str
    when: str
    content: str
    host: str
    person: str


@dataclass(frozen=True)
class PlanPaper(Paper):
    """Kế hoạch of a unit for a year or semester, or its own rules (N5.2)."""

    template: ClassVar[str] = "plan"

    kind: str
    """KẾ HOẠCH or QUY ĐỊNH."""
    amends: str
    """Which plan this one changes, "" for a plan of its own."""
    grounds: tuple[str, ...]
    goals: tuple[str, ...]
    items: tuple[PlanLine, ...]
    body: tuple[str, ...]
    consulted: str
    approved: str
    closing: str
    recipients: tuple[str, ...]
    right: Signer


@dataclass(frozen=True)
class SubmissionPaper(Paper):
    """Tờ trình that asks the authority to confirm whom a unit has chosen (N5.1)."""

    template: ClassVar[str] = "submission"

    to: str
    grounds: tuple[str, ...]
    how: str
    """How the person was chosen."""
    elections: tuple[ElectionPart, ...]
    wish: str
    recipients: tuple[str, ...]
    right: Signer


def paper_number(number: int | None, kind: str, unit: str) -> str:
    """ "05/BB-CCM1": zero before numbers under 10; room for a number that is not given yet."""
    return f"{f'{number:02d}' if number else NO_NUMBER}/{kind}-{unit}"


def dateline(place: str, day: date) -> str:
    """ "Củ Chi, ngày 05 tháng 01 năm 2025"; without a place it begins with the day, in a capital."""
    written = day_in_words(day)
    return f"{clean(place)}, {written}" if clean(place) else written[0].upper() + written[1:]


def day_in_words(day: date) -> str:
    """ "ngày 05 tháng 01 năm 2025": zero before days under 10 and before months 1 and 2, as the decree writes them."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def hour(clock: time | None) -> str:
    """ "08 giờ 05" """
    return f"{clock:%H giờ %M}" if clock else ""


def paragraphs(text: object) -> tuple[str, ...]:
    """A longer text as paragraphs, without empty ones."""
    return tuple(line for line in clean_lines(text).split("\n") if line)


def values(paper: Paper) -> dict[str, object]:
    """A paper's parts by name, as a template sees them."""
    return {part.name: getattr(paper, part.name) for part in fields(paper)}


def pictures(value: object) -> Iterator[Picture]:
    """Every picture a paper holds, in order."""
    if isinstance(value, Picture):
        yield value
    elif is_dataclass(value):
        for part in fields(value):
            yield from pictures(getattr(value, part.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from pictures(item)


def texts(value: object) -> list[str]:
    """Every text a paper holds, in order: what must be found on it."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    if is_dataclass(value):
        said = [part for part in fields(value) if part.metadata.get("said", True)]
        return [text for part in said for text in texts(getattr(value, part.name))]
    return [text for item in value for text in texts(item)] if isinstance(value, tuple) else []
