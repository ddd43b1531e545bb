"""The figures over obligations: rows, columns, numbers by state, charts."""

from __future__ import annotations

from datetime import date

import pytest

from cum_chuyen_mon.reports import compliance, deadlines
from cum_chuyen_mon.reports.rows import MOST_BARS, ObligationRow, count_states, percentage_met
from cum_chuyen_mon.rules.words import State
from cum_chuyen_mon.workbook.facts import verdicts
from tests.unit.books import small_book

TODAY = date(2025, 6, 15)
NAMES = [
    "regulation", "duty_code", "clause", "duty_title", "legal_basis", "duty_kind", "unit_kind", "unit",
    "unit_title", "subject", "subject_title", "school_year", "semester", "period", "due_on", "required",
    "held", "counted", "state", "met_on", "reason", "session",
]  # fmt: skip
"""The columns of the site's table of obligations, which feed the same figures."""


def row(state: State, unit: str = "U", **values) -> dict:
    return {"unit": unit, "unit_title": f"Đơn vị {unit}", "state": state.value, "met_on": None, **values}


@pytest.fixture(scope="module")
def book():
    return small_book()


@pytest.fixture(scope="module")
def quotas(book):
    return compliance.rows(verdicts(book, TODAY), book.titles)


@pytest.fixture(scope="module")
def papers(book):
    return deadlines.rows(verdicts(book, TODAY), book.titles, TODAY)


def test_the_row_has_the_columns_of_the_sites_table():
    assert list(ObligationRow.__annotations__) == NAMES


class TestRows:
    def test_one_row_per_quota_obligation(self, quotas):
        assert [(r["semester"], r["state"], r["counted"], r["held"]) for r in quotas] == [
            ("1", "Met", 1, 1),
            ("2", "Overdue", 0, 0),
        ]
        first = quotas[0]
        assert list(first) == NAMES
        assert (first["unit_kind"], first["unit"], first["unit_title"]) == (
            "Inter-School Group",
            "NHOM",
            "Nhóm 1",
        )
        assert (first["subject"], first["subject_title"], first["period"]) == ("TOAN", "Toán", "1")
        assert (first["duty_kind"], first["legal_basis"]) == ("Quota", "Điều 5 khoản 1")
        assert (first["due_on"], first["met_on"]) == (date(2025, 1, 18), date(2024, 10, 8))
        assert type(first["state"]) is str

    def test_deadlines_say_when_it_came(self, papers):
        (only,) = papers
        assert (only["due_on"], only["received_on"], only["days_late"]) == (
            date(2024, 12, 19),
            date(2024, 12, 19),
            0,
        )

    @pytest.mark.parametrize(
        ("state", "met_on", "today", "late"),
        [
            (State.MET, date(2024, 12, 19), date(2025, 6, 15), 0),
            (State.MET, date(2024, 12, 1), date(2025, 6, 15), 0),
            (State.MET_LATE, date(2024, 12, 20), date(2025, 6, 15), 1),
            (State.OVERDUE, None, date(2024, 12, 22), 3),
            (State.UPCOMING, None, date(2024, 12, 1), 0),
            (State.WAIVED, None, date(2025, 6, 15), 0),
        ],
    )
    def test_days_late(self, state, met_on, today, late):
        stored = {**row(state), "met_on": met_on, "due_on": date(2024, 12, 19)}
        found = deadlines.with_days(stored, today)
        assert (found["received_on"], found["days_late"]) == (met_on, late)

    @pytest.mark.parametrize("module", [compliance, deadlines])
    def test_every_column_is_in_the_row_and_has_a_vietnamese_label(self, module, papers):
        shown = module.columns()
        english = [c["label"] for c in module.columns(translate=str)]
        assert all(c["fieldname"] in papers[0] for c in shown)
        assert all(c["label"] != e for c, e in zip(shown, english, strict=True))
        assert all(c["width"] >= 80 for c in shown)


class TestSummary:
    def test_numbers_by_state_and_percentage(self):
        rows = [row(State.MET)] * 5 + [row(State.MET_LATE)] + [row(State.OVERDUE)] * 2 + [row(State.WAIVED)]
        found = {f["label"]: f["value"] for f in compliance.summary(rows, translate=str)}
        assert found == {
            "Obligations": 9,
            "Met": 5,
            "Met Late": 1,
            "Overdue": 2,
            "Waived": 1,
            "Percentage Met": 75.0,
        }

    def test_labels_are_translated(self):
        labels = [f["label"] for f in deadlines.summary([row(State.OVERDUE)])]
        assert labels == ["Nghĩa vụ đến hạn", "Quá hạn", "Tỷ lệ đạt"]

    def test_nothing_is_nothing(self):
        assert percentage_met(count_states([])) == 0.0
        assert compliance.chart([]) is None

    def test_waived_only(self):
        assert percentage_met(count_states([row(State.WAIVED)])) == 0.0


class TestChart:
    def test_states_by_unit(self):
        rows = [row(State.MET, "A"), row(State.OVERDUE, "A"), row(State.MET, "B"), row(State.MET, "B")]
        chart = compliance.chart(rows, translate=str)
        assert chart is not None
        assert chart["data"]["labels"] == ["Đơn vị A", "Đơn vị B"]
        assert chart["data"]["datasets"] == [
            {"name": "Met", "values": [1, 2]},
            {"name": "Overdue", "values": [1, 0]},
        ]
        assert len(chart["colors"]) == 2

    def test_a_province_shows_its_worst_units(self):
        rows = [row(State.MET, f"U{n}") for n in range(200)] + [row(State.OVERDUE, "U150")]
        chart = deadlines.chart(rows, translate=str)
        assert chart is not None
        assert len(chart["data"]["labels"]) == MOST_BARS
        assert "Đơn vị U150" in chart["data"]["labels"]
