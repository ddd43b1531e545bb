"""A notice as a letter: subject, lean HTML and the calendar entry that goes with it. Imports nothing from frappe.

Everything that people wrote is escaped here, but the agenda and the plan, which come as HTML that was sanitised.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from html import escape

from cum_chuyen_mon.rules.convening import Telling
from cum_chuyen_mon.rules.text import date_vi

from .calendar_file import Notice

HEADS = {
    Telling.INVITATION: "Mời họp",
    Telling.CHANGE: "Thay đổi lịch họp",
    Telling.POSTPONEMENT: "Hoãn họp",
    Telling.CANCELLATION: "Hủy họp",
}
OPENINGS = {
    Telling.INVITATION: "Trân trọng kính mời Quý Thầy, Cô dự buổi sinh hoạt sau:",
    Telling.CHANGE: "Lịch buổi sinh hoạt sau đã thay đổi. Kính mời Quý Thầy, Cô theo lịch mới:",
    Telling.POSTPONEMENT: "Buổi sinh hoạt sau đã hoãn. Thời gian mới sẽ được thông báo sau.",
    Telling.CANCELLATION: "Buổi sinh hoạt sau đã hủy.",
}
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


@dataclass(frozen=True)
class Letter:
    """What one notice says to everybody who gets it."""

    telling: Telling
    notice: Notice
    unit: str
    chair: str = ""
    agenda: str = ""
    plan: str = ""
    former: str = ""
    """When and where the session was to be, if that is what changed."""
    why: str = ""
    """Why the session was moved or called off."""
    notice_reason: str = ""
    venue_reason: str = ""

    @property
    def subject(self) -> str:
        return f"{HEADS[self.telling]}: {self.notice.title} – {date_vi(self.notice.day)}"

    @property
    def when(self) -> str:
        return when_vi(self.notice.day, self.notice.start, self.notice.end)

    def html(self, name: str, link: str = "") -> str:
        """The letter to one person; ``link`` is where he answers, "" for whoever has nothing to answer."""
        lines = [
            ("Nội dung", self.notice.title),
            ("Đơn vị", self.unit),
            ("Thời gian", self.when),
            ("Địa điểm", self.notice.venue),
            ("Lịch cũ", self.former),
            ("Chủ trì", self.chair),
            ("Lý do thay đổi" if self.telling is Telling.CHANGE else "Lý do", self.why),
            ("Lý do thông báo gấp", self.notice_reason),
            ("Lý do chọn địa điểm", self.venue_reason),
        ]
        parts = [
            f"<p>Kính gửi: <b>{escape(name)}</b></p>",
            f"<p>{escape(OPENINGS[self.telling])}</p>",
            _table((what, said) for what, said in lines if said),
        ]
        if not self.telling.is_off:
            parts += [_block("Chương trình", self.agenda), _block("Kế hoạch chuyên đề", self.plan)]
            parts.append(_answers(link))
        return "".join(parts)


def when_vi(day: date, start: time | None, end: time | None) -> str:
    """ "Thứ Ba, 10/12/2024, 08:00 đến 10:30" """
    hours = f"{start:%H:%M}" if start else "cả ngày"
    hours += f" đến {end:%H:%M}" if start and end else ""
    return f"{WEEKDAYS[day.weekday()]}, {date_vi(day)}, {hours}"


def _table(lines: Iterable[tuple[str, str]]) -> str:
    rows = "".join(
        f'<tr><td style="padding:4px 12px 4px 0;color:#555;vertical-align:top">{escape(what)}</td>'
        f'<td style="padding:4px 0">{escape(said)}</td></tr>'
        for what, said in lines
    )
    return f'<table role="presentation" style="border-collapse:collapse">{rows}</table>'


def _block(head: str, html: str) -> str:
    return f"<p><b>{escape(head)}</b></p><div>{html}</div>" if html else ""


def _answers(link: str) -> str:
    if not link:
        return ""
    return (
        f'<p style="margin:20px 0"><a href="{escape(link)}" style="background:#1a56a8;color:#fff;padding:12px 20px;'
        'border-radius:6px;text-decoration:none;display:inline-block">Trả lời: sẽ dự, không dự, xin vắng</a></p>'
        '<p style="color:#555">Liên kết này của riêng người nhận; xin đừng chuyển tiếp. '
        "Trả lời được đến giờ bắt đầu họp, không cần đăng nhập.</p>"
    )
