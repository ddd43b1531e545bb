"""A unit's report as an official paper: what its head wrote, the figures of its period, and photos."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from cum_chuyen_mon.rules.recipients import lines
from cum_chuyen_mon.rules.text import date_vi, join_vi

from .contexts import Head, Paper, Picture, Signer
from .letters import ADDRESSED, FILED
from .rich import paragraphs_of


@dataclass(frozen=True)
class Photo:
    picture: Picture
    caption: str
    """ "Ảnh 1. Giáo viên thảo luận nhóm" """


@dataclass(frozen=True)
class PhotoRow:
    """A photo across the page, or two beside each other."""

    first: Photo
    second: Photo | None = None


@dataclass(frozen=True)
class SchoolFigures:
    no: str
    school: str
    invited: str
    attended: str
    rate: str
    hours: str


@dataclass(frozen=True)
class DutyLine:
    no: str
    duty: str
    due: str
    required: str
    counted: str
    state: str


@dataclass(frozen=True)
class ReportPaper(Paper):
    """Báo cáo of a unit, with the figures of its period and an annex of photos (C5c, C5h, E4.2c, P5.1)."""

    template: ClassVar[str] = "report"

    kind: str
    to: str
    grounds: tuple[str, ...]
    body: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]
    """What is counted, how many."""
    schools: tuple[SchoolFigures, ...]
    without_schools: str
    """Why the schools' attendance is not told, or ""."""
    duties: tuple[DutyLine, ...]
    difficulties: tuple[str, ...]
    closing: str
    recipients: tuple[str, ...]
    right: Signer
    annex_of: str
    """ "(Kèm theo Báo cáo số …)" """
    photos: tuple[PhotoRow, ...]
    left_out: tuple[str, ...]
    """Sentences on photos that are not printed."""


KINDS = {
    "BC": "Báo cáo",
    "BB": "Biên bản",
    "TTr": "Tờ trình",
    "TB": "Thông báo",
    "KH": "Kế hoạch",
    "QĐ": "Quy định",
}
"""Abbreviation of a paper's kind → its name. A kind that an office added is called by its own title."""


@dataclass(frozen=True)
class Attendance:
    school: str
    invited: int
    attended: int
    rate: float | None
    hours: float


@dataclass(frozen=True)
class Duty:
    """What a unit has to do. The numbers are None for a paper or notice, which has none."""

    title: str
    subject: str
    clause: str
    due_on: date
    required: int | None
    counted: int | None
    state: str


@dataclass(frozen=True)
class Figures:
    """The figures of a unit's period, as the app's own reports count them."""

    counts: Sequence[tuple[str, float]] = ()
    schools: Sequence[Attendance] = ()
    without_schools: str = ""
    duties: Sequence[Duty] = ()
    difficulties: Sequence[str] = ()


@dataclass(frozen=True)
class Album:
    """Photos with their captions, in order, and sentences on those that are not printed."""

    photos: Sequence[tuple[Picture, str]] = ()
    left_out: Sequence[str] = ()


def report_paper(
    head: Head,
    unit: str,
    kind: str,
    title: str,
    authority: str,
    is_shared: bool,
    grounds: Sequence[str],
    body: str,
    figures: Figures,
    album: Album,
    signer: Signer,
    told: Sequence[str] = (),
) -> ReportPaper:
    """The paper of a report. ``kind`` is its name ("Báo cáo"), ``body`` HTML of the desk's editor, ``is_shared`` says
    that the unit has member schools."""
    return ReportPaper(
        head=head,
        kind=kind.upper(),
        subject=_subject(kind, title),
        to=authority,
        grounds=tuple(f"Căn cứ {ground};" for ground in grounds),
        body=paragraphs_of(body),
        figures=tuple((name, number_vi(number)) for name, number in figures.counts),
        schools=tuple(_school(number, row) for number, row in enumerate(figures.schools, start=1)),
        without_schools=figures.without_schools,
        duties=tuple(_duties(figures.duties)),
        difficulties=tuple(figures.difficulties),
        closing=f"Trên đây là {kind[:1].lower()}{kind[1:]} của {unit}./.",
        recipients=lines(
            (ADDRESSED,) if authority else (),
            (*(["Các trường thành viên"] if is_shared else []), FILED),
            told,
        ),
        right=signer,
        annex_of=f"(Kèm theo {kind} số {head.number} {_day_of(head)} của {unit})",
        photos=tuple(rows_of(album.photos)),
        left_out=tuple(album.left_out),
    )


def _subject(kind: str, title: str) -> str:
    rest = title.removeprefix(kind).strip()
    return rest[:1].upper() + rest[1:] or title


def _day_of(head: Head) -> str:
    """ "ngày 05 tháng 01 năm 2025": the dateline without its place."""
    day = head.dateline.rpartition(", ")[2]
    return day[:1].lower() + day[1:]


def number_vi(number: float) -> str:
    """A number as it is written in Vietnamese: "95,5", and "96" for a whole one."""
    return f"{number:.1f}".removesuffix(".0").replace(".", ",")


def _school(number: int, row: Attendance) -> SchoolFigures:
    rate = "" if row.rate is None else number_vi(row.rate)
    return SchoolFigures(
        str(number), row.school, str(row.invited), str(row.attended), rate, number_vi(row.hours)
    )


def _duties(rows: Sequence[Duty]) -> Iterator[DutyLine]:
    """One line for what is asked in every subject by the same day: how much of it was done, and where it was not."""
    groups: dict[tuple[str, str, date], list[Duty]] = {}
    for row in rows:
        groups.setdefault((row.title, row.clause, row.due_on), []).append(row)
    for number, ((title, clause, due_on), group) in enumerate(groups.items(), start=1):
        yield DutyLine(
            str(number),
            f"{title.rstrip('.')} ({clause})" if clause else title,
            date_vi(due_on),
            _sum(row.required for row in group),
            _sum(row.counted for row in group),
            _state(group),
        )


def _sum(numbers: Iterable[int | None]) -> str:
    given = [number for number in numbers if number is not None]
    return str(sum(given)) if given else ""


def _state(group: Sequence[Duty]) -> str:
    """ "Đạt" where that is so in every subject, otherwise each state with its subjects."""
    subjects: dict[str, list[str]] = {}
    for row in group:
        subjects.setdefault(row.state, []).append(row.subject)
    if len(subjects) == 1:
        return group[0].state
    most = max(subjects, key=lambda state: len(subjects[state]))
    others = (f"{state}: {join_vi(names)}" for state, names in subjects.items() if state != most)
    return "; ".join([f"{most}: {len(subjects[most])} môn", *others])


def rows_of(photos: Iterable[tuple[Picture, str]]) -> Iterator[PhotoRow]:
    """The photos in their order, numbered: a wide one across the page, two upright neighbours beside each other."""
    waiting: Photo | None = None
    for number, (picture, caption) in enumerate(photos, start=1):
        photo = Photo(picture, f"Ảnh {number}. {caption}" if caption else f"Ảnh {number}")
        if waiting and not picture.is_wide:
            yield PhotoRow(waiting, photo)
            waiting = None
            continue
        if waiting:
            yield PhotoRow(waiting)
        waiting = None if picture.is_wide else photo
        if picture.is_wide:
            yield PhotoRow(photo)
    if waiting:
        yield PhotoRow(waiting)
