"""The demo year, obligation by obligation, against the table worked out by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from cum_chuyen_mon.demo.cu_chi import cu_chi_book
from cum_chuyen_mon.rules.verdicts import Verdict
from cum_chuyen_mon.workbook.facts import verdicts
from tests.data import cu_chi_expected as expected

CLUSTER_DUTY, GROUP_DUTY, ONLINE_DUTY = "C3-CLUSTER", "C3-GROUP", "C5e-ONLINE"


def by_key(found: list[Verdict]) -> dict[tuple[str, str, str, str], Verdict]:
    """(duty, unit, subject, semester) → verdict; each obligation occurs once."""
    keys = {
        (v.obligation.duty.code, v.obligation.unit, v.obligation.subject, v.obligation.semester): v
        for v in found
    }
    assert len(keys) == len(found)
    return keys


@pytest.fixture(scope="module")
def year() -> dict[tuple[str, str, str, str], Verdict]:
    return by_key(verdicts(cu_chi_book(), expected.AS_OF))


def test_there_are_192_group_rows_and_the_clusters_rows(year):
    counts = Counter(duty for duty, *_ in year)
    assert counts == {
        GROUP_DUTY: 192,
        CLUSTER_DUTY: 4,
        "C5a-PLAN": 2,
        "C5c-SEMESTER-1": 2,
        "C5c-YEAR": 2,
        "C5d-PLAN": 8,
        "C5h-YEAR": 8,
        ONLINE_DUTY: 96,
    }
    assert len(year) == expected.QUOTA_ROWS + expected.DEADLINE_ROWS


@pytest.mark.parametrize("semester", ["1", "2"])
@pytest.mark.parametrize("unit", [f"CC-NHOM-{number}" for number in range(1, 9)])
def test_every_group_subject_and_semester(year, unit, semester):
    counted = dict(zip(expected.SUBJECTS, expected.LOCKED[semester][unit], strict=True))
    for subject, locked in counted.items():
        verdict = year[GROUP_DUTY, unit, subject, semester]
        unlocked = expected.HELD_WITHOUT_LOCK.get((unit, subject, semester), 0)
        assert (verdict.counted, verdict.held) == (locked, locked + unlocked), (unit, subject, semester)
        assert verdict.obligation.required == 2
        assert verdict.state.value == ("Met" if locked >= 2 else "Overdue"), (unit, subject, semester)
        assert len(verdict.evidence) == locked
        assert verdict.obligation.due_on == {"1": date(2025, 1, 18), "2": date(2025, 5, 25)}[semester]


@pytest.mark.parametrize(("unit", "semester"), expected.CLUSTERS)
def test_every_cluster_and_semester(year, unit, semester):
    counted, state, met_on = expected.CLUSTERS[unit, semester]
    verdict = year[CLUSTER_DUTY, unit, "", semester]
    assert (verdict.counted, verdict.held, verdict.obligation.required) == (counted, counted, 1)
    assert (verdict.state.value, verdict.met_on) == (state, met_on)


@pytest.mark.parametrize(("duty", "unit"), expected.DEADLINES)
def test_every_deadline(year, duty, unit):
    due_on, received_on, state = expected.DEADLINES[duty, unit]
    verdict = year[duty, unit, "", "1" if duty == "C5c-SEMESTER-1" else ""]
    assert (verdict.obligation.due_on, verdict.met_on, verdict.state.value) == (due_on, received_on, state)


@pytest.mark.parametrize("unit", [f"CC-NHOM-{number}" for number in range(1, 9)])
def test_every_online_group(year, unit):
    for subject in expected.SUBJECTS:
        verdict = year[ONLINE_DUTY, unit, subject, ""]
        usual = expected.ONLINE_GROUP_USUAL
        received_on, state = expected.ONLINE_GROUP_OTHERS.get((unit, subject), usual)
        assert verdict.obligation.due_on == expected.ONLINE_GROUP_DUE
        assert (verdict.met_on, verdict.state.value) == (received_on, state), (unit, subject)


def test_totals(year):
    overdue = Counter(duty for (duty, *_), v in year.items() if v.state.value == "Overdue")
    quotas = overdue[GROUP_DUTY] + overdue[CLUSTER_DUTY]
    assert quotas == expected.OVERDUE_QUOTAS
    assert sum(overdue.values()) - quotas == expected.OVERDUE_DEADLINES


class TestOnOtherDays:
    """Only what was known on a day counts on it."""

    def test_minutes_locked_after_the_semester_are_not_seen_before(self):
        key = (GROUP_DUTY, "CC-NHOM-3", "NGU-VAN", "1")
        before = by_key(verdicts(cu_chi_book(), date(2025, 2, 11)))[key]
        after = by_key(verdicts(cu_chi_book(), date(2025, 2, 12)))[key]
        assert (before.counted, before.held, before.state.value) == (1, 2, "Overdue")
        assert (after.counted, after.state.value) == (2, "Met")

    @pytest.mark.parametrize(
        ("day", "state"),
        [
            (date(2024, 12, 5), "Due Soon"),  # 14 days before the 19th
            (date(2024, 12, 4), "Upcoming"),
            (date(2024, 12, 19), "Due Soon"),  # the last good day of "trước ngày 20/12"
            (date(2024, 12, 20), "Met Late"),  # it arrived on the named day itself
        ],
    )
    def test_a_report_before_20_december(self, day, state):
        found = by_key(verdicts(cu_chi_book(), day))
        assert found["C5c-SEMESTER-1", "CC-CUM-02", "", "1"].state.value == state

    def test_on_the_first_day_of_school_nothing_is_late(self):
        states = Counter(v.state.value for v in verdicts(cu_chi_book(), date(2024, 9, 5)))
        assert states == {"Upcoming": 314}
