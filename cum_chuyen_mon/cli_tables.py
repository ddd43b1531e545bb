"""The findings of a check on a terminal, readable from 80 columns on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from .reports import compliance, deadlines
from .reports.deadlines import DeadlineRow
from .reports.rows import Figure, ObligationRow
from .rules.text import date_vi
from .rules.words import State
from .setup.seeds import subject_abbreviations
from .wording import vi

if TYPE_CHECKING:
    from .cli import Report, Unlocked

STYLES: Mapping[str, str] = {
    State.MET.value: "green",
    State.MET_LATE.value: "yellow",
    State.OVERDUE.value: "bold red",
    State.DUE_SOON.value: "bold yellow",
    State.UPCOMING.value: "cyan",
    State.WAIVED.value: "dim",
}
MARKS: Mapping[str, str] = {State.OVERDUE.value: "!", State.DUE_SOON.value: "?"}
SEVERITY = (State.OVERDUE, State.DUE_SOON, State.UPCOMING, State.MET_LATE, State.MET, State.WAIVED)
CELL_WIDTH = 5
FIRST_COLUMNS_WIDTH = 20
Group = tuple[str, ...]


def print_report(console: Console, report: Report) -> None:
    """Compliance by unit and semester, deadlines, and minutes that are not locked."""
    console.print(
        f"[bold]Cụm chuyên môn[/bold]: năm học {escape(report.school_year)}, "
        f"tính đến ngày {date_vi(report.as_of)}"
    )
    if report.compliance:
        _print_compliance(console, report.compliance)
    if report.deadlines:
        _print_deadlines(console, report.deadlines)
    if report.unlocked:
        _print_unlocked(console, report.unlocked)
    for sentence in report.idle:
        console.print(Text(sentence, style="yellow"))
    if not report.compliance and not report.deadlines:
        console.print(
            "Không có nghĩa vụ nào. Hãy kiểm tra quy chế, hiệu lực và cơ quan quản lý của các đơn vị."
        )
    elif report.overdue:
        console.print(f"[bold red]Có {report.overdue} nghĩa vụ quá hạn.[/bold red]")
    else:
        console.print("[green]Không có nghĩa vụ nào quá hạn.[/green]")


def _print_compliance(console: Console, rows: Sequence[ObligationRow]) -> None:
    for _, of_duty in _grouped(rows, "regulation", "duty_code"):
        _print_heading(console, of_duty[0])
        if of_duty[0]["subject"]:
            _print_by_subject(console, of_duty)
        else:
            console.print(_plain_quota(of_duty))
    console.print(_figures("Số buổi", compliance.summary(rows)))


def _print_by_subject(console: Console, rows: Sequence[ObligationRow]) -> None:
    """One narrow cell per subject, one line per period of a unit; several tables where they do not fit."""
    subjects = {row["subject"]: row["subject_title"] for row in rows}
    heads = _abbreviated(subjects)
    fitting = max(1, (console.width - FIRST_COLUMNS_WIDTH) // CELL_WIDTH)
    codes = list(subjects)
    for start in range(0, len(codes), fitting):
        console.print(_subject_table(rows, codes[start : start + fitting], heads))
    legend = "; ".join(f"{heads[code]} = {title}" for code, title in subjects.items() if heads[code] != title)
    marks = "Ô: số buổi đã khóa biên bản / yêu cầu; ! quá hạn; ? sắp hết hạn."
    console.print(Text(f"{marks} {legend}.", style="dim"))


def _subject_table(rows: Sequence[ObligationRow], codes: Sequence[str], heads: Mapping[str, str]) -> Table:
    table = _table(gap=0)
    table.add_column("Đơn vị", max_width=FIRST_COLUMNS_WIDTH - 5, overflow="fold")
    table.add_column("Kỳ", no_wrap=True)
    for code in codes:
        table.add_column(heads[code], justify="right", no_wrap=True, min_width=CELL_WIDTH - 1)
    for _, of_unit in _grouped(rows, "unit"):
        lines = [line for _, line in _grouped(of_unit, "period")]
        table.add_row(
            escape(of_unit[0]["unit_title"]),
            "\n".join(escape(line[0]["period"]) for line in lines),
            *(_counts(lines, code) for code in codes),
        )
    return table


def _counts(lines: Iterable[Sequence[ObligationRow]], code: str) -> Text:
    """One subject's cells under one another, a line for each period."""
    cells = (next((row for row in line if row["subject"] == code), None) for line in lines)
    return Text("\n").join(_count(row) if row else Text() for row in cells)


def _count(row: ObligationRow) -> Text:
    return Text(
        f"{row['counted']}/{row['required']}{MARKS.get(row['state'], '')}", style=STYLES[row["state"]]
    )


def _plain_quota(rows: Sequence[ObligationRow]) -> Table:
    table = _table()
    for title in ("Đơn vị", "Kỳ", "Đã khóa", "Trạng thái", "Diễn giải"):
        table.add_column(title, overflow="fold", no_wrap=title in ("Kỳ", "Trạng thái"))
    for row in rows:
        table.add_row(
            escape(row["unit_title"]),
            escape(row["period"]),
            _count(row),
            _state(row["state"]),
            escape(row["reason"]),
        )
    return table


def _print_deadlines(console: Console, rows: Sequence[DeadlineRow]) -> None:
    for _, of_duty in _grouped(rows, "regulation", "duty_code"):
        _print_heading(console, of_duty[0])
        lines = [list(_deadline_cells(g)) for _, g in _grouped(of_duty, "unit", "period", "session")]
        console.print(_deadline_table(lines))
    console.print(_figures("Thời hạn", deadlines.summary(rows)))


_DEADLINE_TITLES = ("Đơn vị", "Kỳ", "Hạn cuối", "Ngày nhận", "Muộn", "Trạng thái", "Ghi chú")


def _deadline_table(lines: Sequence[Sequence[Text | str]]) -> Table:
    """Columns in which nothing stands are left out."""
    table = _table()
    shown = [n for n in range(len(_DEADLINE_TITLES)) if any(str(line[n]) for line in lines)]
    for title in (_DEADLINE_TITLES[n] for n in shown):
        right, fixed = title == "Muộn", title not in ("Đơn vị", "Ghi chú")
        table.add_column(title, overflow="fold", justify="right" if right else "left", no_wrap=fixed)
    for line in lines:
        table.add_row(*(line[n] for n in shown))
    return table


def _deadline_cells(group: Sequence[DeadlineRow]) -> Iterator[Text | str]:
    """One line per unit, period and session; the subjects of a duty share a line."""
    worst = min(group, key=lambda row: SEVERITY.index(State(row["state"])))
    missing = [row["subject_title"] for row in group if row["subject"] and row["received_on"] is None]
    yield escape(worst["unit_title"])
    yield escape(worst["period"])
    yield date_vi(worst["due_on"])
    yield _received(group)
    yield f"{worst['days_late']} ngày" if worst["days_late"] else ""
    yield _state(worst["state"])
    yield escape(worst["session"] or (f"Thiếu: {', '.join(missing)}" if missing else ""))


def _received(group: Sequence[DeadlineRow]) -> str:
    if len(group) == 1:
        return date_vi(group[0]["received_on"])
    came = sum(row["received_on"] is not None for row in group)
    return f"{came}/{len(group)} môn"


def _print_unlocked(console: Console, items: Sequence[Unlocked]) -> None:
    table = _table()
    for title in ("Buổi", "Ngày", "Vì sao"):
        table.add_column(title, overflow="fold", no_wrap=title == "Ngày")
    for item in items:
        table.add_row(
            escape(f"{item.unit_title}: {item.title}"), date_vi(item.session_date), escape(item.reason)
        )
    console.print()
    console.print(Text("Đã tổ chức nhưng biên bản chưa khóa", style="bold"))
    console.print(table)


def _table(gap: int = 1) -> Table:
    """A table without side lines; one blank between columns, and ``gap`` more."""
    return Table(box=box.SIMPLE_HEAD, padding=(0, 0, 0, gap), pad_edge=False)


def _print_heading(console: Console, row: ObligationRow) -> None:
    places = ", ".join(part for part in (row["clause"] or row["duty_code"], row["legal_basis"]) if part)
    console.print()
    console.print(Text(f"{row['duty_title']} ({places})", style="bold"))


def _state(state: str) -> Text:
    return Text(vi(state), style=STYLES[state])


def _figures(title: str, figures: Iterable[Figure]) -> Text:
    parts = [f"{f['label']}: {_number(f)}" for f in figures]
    return Text(f"{title} – " + "; ".join(parts) + ".")


def _number(figure: Figure) -> str:
    value = figure["value"]
    return f"{value:.1f} %".replace(".", ",") if figure["datatype"] == "Percent" else str(value)


def _abbreviated(subjects: Mapping[str, str]) -> dict[str, str]:
    """A few letters for each subject: those the app ships, else initials, made different where they clash."""
    shipped = subject_abbreviations()
    found: dict[str, str] = {}
    for code, title in subjects.items():
        short = shipped.get(code) or "".join(word[0] for word in title.split()).upper()[:4] or code[:4]
        number = 2
        while short in found.values():
            short, number = f"{short[:3]}{number}", number + 1
        found[code] = short
    return found


def _grouped(rows: Iterable[Any], *names: str) -> Iterator[tuple[Group, list[Any]]]:
    """Rows with the same values in some fields, in the order in which they first come."""
    found: dict[Group, list[Any]] = {}
    for row in rows:
        found.setdefault(tuple(str(row[name]) for name in names), []).append(row)
    yield from found.items()
