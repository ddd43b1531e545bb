"""Papers that one person signs for a unit: invitation, delegation, certificate of attendance, submission."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from cum_chuyen_mon.rules.recipients import lines
from cum_chuyen_mon.rules.text import date_vi
from cum_chuyen_mon.rules.words import Position
from cum_chuyen_mon.wording import vi

from .contexts import (
    AttendedLine,
    CertificatePaper,
    DelegationPaper,
    ElectionPart,
    Head,
    InvitationPaper,
    Signer,
    SubmissionPaper,
    day_in_words,
    paragraphs,
)
from .extracts import when_in_words
from .rich import paragraphs_of

FILED = "Lưu: hồ sơ của đơn vị."
ADDRESSED = "Như kính gửi"
"""Of a paper that says above to whom it goes."""
ON_BEHALF, DEPUTISING, BY_WARRANT = "TM.", "KT.", "TUQ."
"""Thay mặt: for a body; ký thay: a deputy for his head; thừa ủy quyền: whoever else was delegated to."""


def capacity(
    unit: str, office: Position | None, head: Position, by_warrant: bool = False, at_school: str = ""
) -> tuple[str, ...]:
    """The lines above the name of who signs for a unit: its head, his deputy, or whoever he delegated to.

    ``head`` is the unit's highest office; ``office`` the signer's own, None for one who has none there; ``at_school``
    what he is at his school. Nobody signs with "Q." or "TL.": units have no acting heads, and no offices below them
    that act on order.
    """
    highest = vi(head).upper()
    if office is head:
        return f"{ON_BEHALF} {unit.upper()}", highest
    if office is Position.DEPUTY:
        return f"{DEPUTISING} {highest}", f"PHÓ {highest}"
    if by_warrant:
        own = vi(office) if office else at_school or "Người được ủy quyền"
        return f"{BY_WARRANT} {highest}", own.upper()
    return ("CHỦ TRÌ",)


def of_school(position: Position) -> tuple[str, ...]:
    """The lines above the name of who signs for a school: its principal in his own right, or a deputy for him."""
    principal = vi(Position.PRINCIPAL).upper()
    return (
        (principal,)
        if position is Position.PRINCIPAL
        else (f"{DEPUTISING} {principal}", vi(position).upper())
    )


@dataclass(frozen=True)
class Called:
    """A session that people are called to; ``agenda`` is HTML of the desk's editor."""

    title: str
    day: date
    start: time | None
    end: time | None
    venue: str
    chair: str
    agenda: str = ""
    short_notice: str = ""


def invitation(
    head: Head,
    unit: str,
    called: Called,
    schools: Sequence[str],
    guests: Sequence[str],
    signer: Signer,
    told: Sequence[str] = (),
) -> InvitationPaper:
    """The invitation of a unit's people from these schools, and of its guests; ``told`` are the recipients set."""
    return InvitationPaper(
        head=head,
        subject=f"Dự {called.title[:1].lower()}{called.title[1:]}",
        to=f"Thành viên {unit} thuộc {', '.join(schools)}" if schools else f"Thành viên {unit}",
        host=unit,
        title=called.title,
        when=when_in_words(called.day, called.start, called.end),
        venue=called.venue,
        chair=called.chair,
        guests=tuple(guests),
        agenda=paragraphs_of(called.agenda),
        short_notice=called.short_notice.rstrip("."),
        recipients=lines(
            (ADDRESSED, *([f"Khách mời: {len(guests)} người"] if guests else [])), (FILED,), told
        ),
        right=signer,
    )


def delegation(
    head: Head,
    grounds: Sequence[str],
    delegator: str,
    delegate: str,
    acts: Sequence[str],
    scope: str,
    term: tuple[date, date],
    signers: tuple[Signer, Signer],
) -> DelegationPaper:
    """The delegation paper; ``term`` is its first and last day, ``signers`` who receives and who gives it."""
    first, last = term
    left, right = signers
    return DelegationPaper(
        head=head,
        subject="Về việc thực hiện một số công việc của đơn vị",
        grounds=tuple(f"Căn cứ {ground};" for ground in grounds),
        delegator=delegator,
        delegate=delegate,
        acts=tuple(f"{act}{'.' if act is acts[-1] else ';'}" for act in acts),
        scope=paragraphs(scope),
        term=f"từ {day_in_words(first)} đến hết {day_in_words(last)}",
        left=left,
        right=right,
    )


@dataclass(frozen=True)
class Attended:
    """A session somebody attended, with the minutes that prove it; the length is the session's."""

    day: date
    title: str
    length: timedelta
    number: int | None


def certificate(
    head: Head,
    unit: str,
    person: str,
    period: str,
    attended: Sequence[Attended],
    signer: Signer,
    told: Sequence[str] = (),
) -> CertificatePaper:
    """The certificate of what a person attended, in the order of days."""
    rows = sorted(attended, key=lambda one: one.day)
    return CertificatePaper(
        head=head,
        subject="Tham gia sinh hoạt chuyên môn",
        issuer=unit,
        person=person,
        unit=unit,
        period=period,
        count=str(len(rows)),
        total=length_in_words(sum((one.length for one in rows), timedelta())),
        rows=tuple(
            AttendedLine(
                str(at),
                date_vi(one.day),
                one.title,
                length_in_words(one.length),
                f"{one.number:02d}/BB" if one.number else "",
            )
            for at, one in enumerate(rows, start=1)
        ),
        recipients=lines(("Người được xác nhận",), (FILED,), told),
        right=signer,
    )


def length_in_words(length: timedelta) -> str:
    """ "2 giờ 30 phút" """
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    return (
        " ".join(filter(None, (f"{hours} giờ" if hours else "", f"{minutes} phút" if minutes else "")))
        or "0 giờ"
    )


@dataclass(frozen=True)
class Choice:
    """Whom a unit has chosen for which office, and how; names as people read them."""

    person: str
    office: str
    """ "Cụm trưởng cấp THCS" """
    first: date | None = None
    last: date | None = None
    held_on: date | None = None
    """Day of the session that elected, None without an election."""
    by_turn: bool = False


def submission(
    head: Head,
    unit: str,
    to: str,
    grounds: Sequence[str],
    choice: Choice,
    elections: Sequence[ElectionPart],
    signer: Signer,
    told: Sequence[str] = (),
) -> SubmissionPaper:
    """The paper that asks for the confirmation of an office-holder."""
    return SubmissionPaper(
        head=head,
        subject=f"Về việc đề nghị chuẩn y {choice.office}",
        to=to,
        grounds=tuple(f"Căn cứ {ground};" for ground in grounds),
        how=_how(unit, choice),
        elections=tuple(elections),
        wish=f"{unit} kính đề nghị {to} chuẩn y {choice.person} giữ chức {choice.office}{_term(choice)}.",
        recipients=lines((ADDRESSED,), (FILED,), told),
        right=signer,
    )


def _how(unit: str, choice: Choice) -> str:
    if choice.held_on:
        on = date_vi(choice.held_on)
        return f"Ngày {on}, {unit} đã họp và bầu {choice.office}; biên bản kèm theo. Kết quả như sau:"
    if choice.by_turn:
        return f"Theo thứ tự luân phiên giữa các trường thành viên, đến lượt {choice.person} giữ chức {choice.office}."
    return f"{unit} đã thống nhất giới thiệu {choice.person} giữ chức {choice.office}."


def _term(choice: Choice) -> str:
    first = f" từ ngày {date_vi(choice.first)}" if choice.first else ""
    return first + (f" đến ngày {date_vi(choice.last)}" if choice.last else "")
