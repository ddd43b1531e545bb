"""Thông báo: that a session is held, was moved, is postponed or called off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from typing import ClassVar

from cum_chuyen_mon.rules.recipients import lines

from .contexts import Head, Paper, Signer, day_in_words
from .extracts import when_in_words
from .letters import ADDRESSED, FILED


class About(Enum):
    """What a notice says of a session."""

    HELD = "tổ chức"
    MOVED = "thay đổi lịch"
    POSTPONED = "hoãn"
    CANCELLED = "hủy"


OPENINGS = {
    About.HELD: "{unit} thông báo tổ chức buổi sinh hoạt sau:",
    About.MOVED: "{unit} thông báo thay đổi lịch của buổi sinh hoạt sau:",
    About.POSTPONED: "{unit} thông báo hoãn buổi sinh hoạt sau:",
    About.CANCELLED: "{unit} thông báo hủy, không tổ chức buổi sinh hoạt sau:",
}
CLOSINGS = {
    About.HELD: "Đề nghị các trường tạo điều kiện để thành viên được mời dự đầy đủ, đúng giờ./.",
    About.MOVED: "Đề nghị các trường báo lại cho thành viên của trường và bố trí dự theo lịch mới./.",
    About.POSTPONED: "Đề nghị các trường báo lại cho thành viên của trường biết./.",
    About.CANCELLED: "Đề nghị các trường báo lại cho thành viên của trường biết./.",
}


@dataclass(frozen=True)
class Announced:
    """A session as it is announced. ``former`` is the day that people knew before, None where it is the same."""

    title: str
    day: date
    start: time | None
    end: time | None
    venue: str
    chair: str
    former: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class NoticePaper(Paper):
    template: ClassVar[str] = "notice"

    to: str
    opening: str
    lines: tuple[str, ...]
    closing: str
    recipients: tuple[str, ...]
    right: Signer


def notice_paper(
    head: Head,
    unit: str,
    about: About,
    session: Announced,
    schools: Sequence[str],
    signer: Signer,
    told: Sequence[str] = (),
) -> NoticePaper:
    """The notice to a unit's people from these schools."""
    return NoticePaper(
        head=head,
        subject=f"Về việc {about.value} {session.title[:1].lower()}{session.title[1:]}",
        to=f"Thành viên {unit} thuộc {', '.join(schools)}" if schools else f"Thành viên {unit}",
        opening=OPENINGS[about].format(unit=unit),
        lines=tuple(f"{what}: {said.rstrip('.')}." for what, said in _lines(about, session) if said),
        closing=CLOSINGS[about],
        recipients=lines((ADDRESSED,), (FILED,), told),
        right=signer,
    )


def _lines(about: About, session: Announced) -> list[tuple[str, str]]:
    when = when_in_words(session.day, session.start, session.end)
    former = day_in_words(session.former) if session.former else ""
    is_off = about in (About.POSTPONED, About.CANCELLED)
    return [
        ("Nội dung", session.title),
        ("Lịch đã thông báo" if is_off else "Lịch cũ", when if is_off else former),
        ("Lịch mới" if former else "Thời gian", "" if is_off else when),
        ("Lịch mới", "sẽ được thông báo sau" if about is About.POSTPONED else ""),
        ("Địa điểm", session.venue),
        ("Chủ trì", "" if is_off else session.chair),
        ("Lý do", "" if about is About.HELD else session.reason),
    ]
