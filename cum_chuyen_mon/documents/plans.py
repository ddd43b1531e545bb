"""A unit's plan, or its own rules, as an official paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cum_chuyen_mon.rules.recipients import lines
from cum_chuyen_mon.rules.text import date_vi

from .contexts import Head, PlanLine, PlanPaper, Signer
from .letters import FILED
from .rich import paragraphs_of


@dataclass(frozen=True)
class Item:
    """One line of a plan: a day, or only a month; names as people read them."""

    title: str
    on: date | None = None
    month: int = 0
    kind: str = ""
    category: str = ""
    subject: str = ""
    host: str = ""
    person: str = ""
    participants: str = ""


@dataclass(frozen=True)
class Standing:
    """How far a plan has come."""

    amends: str = ""
    """Title of the plan that it changes."""
    amendment: int = 0
    consulted_from: date | None = None
    approved_on: date | None = None
    approval_no: str = ""
    authority: str = ""


def plan_paper(
    head: Head,
    title: str,
    is_rules: bool,
    grounds: Sequence[str],
    goals: str,
    items: Sequence[Item],
    body: str,
    standing: Standing,
    signer: Signer,
    told: Sequence[str] = (),
) -> PlanPaper:
    """The paper of a plan; ``goals`` and ``body`` are HTML of the desk's editor."""
    what = "Quy định" if is_rules else "Kế hoạch"
    return PlanPaper(
        head=head,
        kind=what.upper(),
        subject=title.removeprefix(what).strip()[:1].upper() + title.removeprefix(what).strip()[1:] or title,
        amends=f"(Sửa đổi lần {standing.amendment} của «{standing.amends}»)" if standing.amends else "",
        grounds=tuple(f"Căn cứ {ground};" for ground in grounds),
        goals=paragraphs_of(goals),
        items=tuple(_line(number, item) for number, item in enumerate(items, start=1)),
        body=paragraphs_of(body),
        consulted=_consulted(standing),
        approved=_approved(standing, what),
        closing=f"Các trường thành viên, cá nhân được phân công thực hiện {what.lower()} này./.",
        recipients=lines(
            (),
            (
                *([f"{standing.authority} (để báo cáo)"] if standing.authority else []),
                "Các trường thành viên",
                FILED,
            ),
            told,
        ),
        right=signer,
    )


def _line(number: int, item: Item) -> PlanLine:
    month = f"Tháng {item.month:02d}" if item.month else ""
    facts = (item.kind, item.category, item.subject and f"môn {item.subject}", item.participants)
    content = "; ".join(filter(None, (item.title.rstrip("."), *facts)))
    return PlanLine(str(number), date_vi(item.on) if item.on else month, content, item.host, item.person)


def _consulted(standing: Standing) -> str:
    if not standing.consulted_from:
        return ""
    return f"Đã lấy ý kiến các trường thành viên từ ngày {date_vi(standing.consulted_from)}."


def _approved(standing: Standing, what: str) -> str:
    if not standing.approved_on:
        return ""
    number = f" tại văn bản số {standing.approval_no}" if standing.approval_no else ""
    by = f" {standing.authority}" if standing.authority else ""
    return f"{what} đã được{by} phê duyệt{number} ngày {date_vi(standing.approved_on)}."
