"""What a paper must say about itself: only what every duty it can answer tells papers apart by."""

from __future__ import annotations

import pytest

from cum_chuyen_mon.rules.papers import comes_after_session, particulars, question
from cum_chuyen_mon.rules.words import Anchor, PeriodKind

from .builders import deadline

EACH = {"anchor": Anchor.EACH_SESSION}
SEMESTER = {"period": PeriodKind.SEMESTER}


@pytest.mark.parametrize(
    ("duties", "asked"),
    [
        ([], []),
        ([{}], []),
        ([SEMESTER], ["semester"]),  # C5c, E4.2c: the report of semester I
        ([SEMESTER, {}], []),  # a year's duty is answered by a paper without a semester
        ([SEMESTER | {"per_subject": True}], ["semester", "subject"]),
        ([EACH], ["session"]),  # E2.2: report and minutes after each session
        ([EACH | SEMESTER], ["session"]),  # the session tells the semester
    ],
)
def test_a_paper_names_what_every_duty_asks(duties, asked):
    assert particulars([deadline(**duty) for duty in duties]) == asked


def test_the_question_names_what_is_missing():
    assert "học kỳ nào" in question("semester")


@pytest.mark.clause("E2.2", "N5.1")
@pytest.mark.parametrize(
    ("anchor", "bound", "offset", "expected"),
    [
        ("Each Session", "By", 0, True),
        ("Each Session", "By", 5, True),
        ("Each Session", "Before", 5, True),
        ("Each Session", "By", -10, False),  # a themed session's plan, two working weeks ahead (E4.2b)
        ("Each Session", "Before", 0, False),
        ("Fixed Date", "By", 0, False),
    ],
)
def test_which_papers_come_with_the_minutes(anchor, bound, offset, expected):
    assert comes_after_session(anchor, bound, offset) is expected
