"""The row that every figure about obligations is made of, and what a report shows of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypedDict

from ..rules.verdicts import Verdict
from ..rules.words import State
from ..wording import vi

Translate = Callable[[str], str]
"""From an English label to what people read. On a site this is Frappe's own ``_``."""


OBLIGATION = "Cluster Obligation"
"""The DocType in whose sense labels and words are translated."""


def in_vietnamese(text: str) -> str:
    """A label or stored word as people read it, where there is no site."""
    return vi(text, OBLIGATION)


class ObligationRow(TypedDict):
    """One obligation and where it stands. The names are the columns of the site's table of obligations.

    Words (duty_kind, unit_kind, state) are the stored ones. ``semester`` is "" outside semesters;
    ``period`` is the period's code ("" for the school year, "1", "Q1", "2024-09"). ``held``, ``counted``
    and ``required`` are numbers of sessions (1 for a paper). ``met_on`` is None until the duty is met.
    """

    regulation: str
    duty_code: str
    clause: str
    duty_title: str
    legal_basis: str
    duty_kind: str
    unit_kind: str
    unit: str
    unit_title: str
    subject: str
    subject_title: str
    school_year: str
    semester: str
    period: str
    due_on: date
    required: int
    held: int
    counted: int
    state: str
    met_on: date | None
    reason: str
    session: str


class ReportColumn(TypedDict, total=False):
    """A column as Frappe's Script Reports take it; ``label`` is English and goes through vi.csv."""

    fieldname: str
    label: str
    fieldtype: str
    options: str
    width: int


class Figure(TypedDict):
    """One number above a report, as Frappe's report summary takes it."""

    label: str
    value: float
    datatype: str
    indicator: str


INDICATORS: Mapping[State, str] = {
    State.MET: "Green",
    State.MET_LATE: "Orange",
    State.OVERDUE: "Red",
    State.DUE_SOON: "Yellow",
    State.UPCOMING: "Blue",
    State.WAIVED: "Grey",
}
COLOURS: Mapping[State, str] = {
    State.MET: "#2e7d32",
    State.MET_LATE: "#ef6c00",
    State.OVERDUE: "#c62828",
    State.DUE_SOON: "#f9a825",
    State.UPCOMING: "#1565c0",
    State.WAIVED: "#757575",
}
MOST_BARS = 40
"""A chart with more bars than this cannot be read; the units with the most overdue obligations are shown."""


def row_of(verdict: Verdict, titles: Mapping[str, str]) -> ObligationRow:
    """A verdict as a row. ``titles`` gives the titles of units and subjects by code."""
    obligation, duty = verdict.obligation, verdict.obligation.duty
    return ObligationRow(
        regulation=obligation.regulation,
        duty_code=duty.code,
        clause=duty.clause,
        duty_title=duty.title,
        legal_basis=duty.legal_basis,
        duty_kind=str(duty.kind),
        unit_kind=str(obligation.unit_kind),
        unit=obligation.unit,
        unit_title=titles.get(obligation.unit, obligation.unit),
        subject=obligation.subject,
        subject_title=titles.get(obligation.subject, obligation.subject),
        school_year=obligation.school_year,
        semester=obligation.semester,
        period=obligation.period.code,
        due_on=obligation.due_on,
        required=obligation.required,
        held=verdict.held,
        counted=verdict.counted,
        state=str(verdict.state),
        met_on=verdict.met_on,
        reason=verdict.reason,
        session=obligation.session,
    )


def columns_named(
    shown: Iterable[tuple[str, str, str, int] | tuple[str, str, str, int, str]], translate: Translate
) -> list[ReportColumn]:
    """(fieldname, English label, type, width[, options]) → columns in the reader's language."""
    found = []
    for fieldname, label, fieldtype, width, *options in shown:
        column = ReportColumn(fieldname=fieldname, label=translate(label), fieldtype=fieldtype, width=width)
        if options:
            column["options"] = options[0]
        found.append(column)
    return found


def count_states(rows: Iterable[Mapping[str, Any]]) -> dict[State, int]:
    """How many obligations stand in each state, all states named."""
    counts = Counter(row["state"] for row in rows)
    return {state: counts.get(state.value, 0) for state in State}


def percentage_met(counts: Mapping[State, int]) -> float:
    """Met in time or late, of all that were not waived; in percent, one decimal; 0 where there is nothing."""
    total = sum(counts.values()) - counts[State.WAIVED]
    return round(100 * (counts[State.MET] + counts[State.MET_LATE]) / total, 1) if total else 0.0


def state_summary(rows: Sequence[Mapping[str, Any]], translate: Translate = in_vietnamese) -> list[Figure]:
    """The number of obligations, how many stand in each state that occurs, and the percentage met."""
    counts = count_states(rows)
    figures = [Figure(label=translate("Obligations"), value=len(rows), datatype="Int", indicator="Blue")]
    figures += [
        Figure(label=translate(state.value), value=number, datatype="Int", indicator=INDICATORS[state])
        for state, number in counts.items()
        if number
    ]
    met = percentage_met(counts)
    colour = "Green" if met == 100 else "Orange"
    figures.append(Figure(label=translate("Percentage Met"), value=met, datatype="Percent", indicator=colour))
    return figures


def state_chart(
    rows: Sequence[Mapping[str, Any]], translate: Translate = in_vietnamese
) -> dict[str, Any] | None:
    """Stacked bars: the states of every unit's obligations, in row order. None without rows."""
    if not rows:
        return None
    by_unit: dict[str, Counter[str]] = {}
    titles: dict[str, str] = {}
    for row in rows:
        titles[row["unit"]] = row["unit_title"] or row["unit"]
        by_unit.setdefault(row["unit"], Counter())[row["state"]] += 1
    units = _units_to_show(by_unit)
    states = [state for state, number in count_states(rows).items() if number]
    return {
        "type": "bar",
        "data": {
            "labels": [titles[unit] for unit in units],
            "datasets": [
                {"name": translate(state.value), "values": [by_unit[unit][state.value] for unit in units]}
                for state in states
            ],
        },
        "colors": [COLOURS[state] for state in states],
        "barOptions": {"stacked": 1},
    }


def _units_to_show(by_unit: Mapping[str, Counter[str]]) -> list[str]:
    units = list(by_unit)
    if len(units) <= MOST_BARS:
        return units
    worst = sorted(units, key=lambda unit: -by_unit[unit][State.OVERDUE.value])[:MOST_BARS]
    return [unit for unit in units if unit in set(worst)]
