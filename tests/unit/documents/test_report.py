"""How a report's figures and photos are put on its paper."""

from __future__ import annotations

from datetime import date

import pytest

from cum_chuyen_mon.documents.pictures import picture_of
from cum_chuyen_mon.documents.reports import Duty, _duties, number_vi, rows_of

from .specimens import camera

DAY = date(2025, 1, 18)
WIDE, TALL = (400, 300), (300, 400)


def duty(subject: str, counted: int, state: str, title: str = "Sinh hoạt tổ") -> Duty:
    return Duty(title, subject, "C3", DAY, 2, counted, state)


@pytest.mark.parametrize(
    ("rows", "counted", "state"),
    [
        ([duty("Toán", 2, "Đạt"), duty("Tin học", 3, "Đạt")], "5", "Đạt"),
        (
            [duty("Toán", 2, "Đạt"), duty("Tin học", 2, "Đạt"), duty("Ngữ văn", 0, "Quá hạn")],
            "4",
            "Đạt: 2 môn; Quá hạn: Ngữ văn",
        ),
    ],
)
def test_one_line_tells_what_is_asked_in_every_subject(rows, counted, state):
    (line,) = _duties(rows)
    assert (line.duty, line.due, line.counted, line.state) == (
        "Sinh hoạt tổ (C3)",
        "18/01/2025",
        counted,
        state,
    )


def test_duties_of_other_names_have_lines_of_their_own():
    lines = list(_duties([duty("", 1, "Đạt"), duty("", 1, "Đạt", "Hội thảo")]))
    assert [(line.no, line.duty) for line in lines] == [("1", "Sinh hoạt tổ (C3)"), ("2", "Hội thảo (C3)")]


@pytest.mark.parametrize(
    ("shapes", "rows"),
    [
        ([WIDE], [[1]]),
        ([TALL, TALL], [[1, 2]]),
        ([TALL, WIDE, TALL], [[1], [2], [3]]),
        ([TALL, TALL, TALL], [[1, 2], [3]]),
        ([WIDE, TALL, TALL, WIDE], [[1], [2, 3], [4]]),
        ([], []),
    ],
)
def test_photos_stay_in_their_order_and_upright_neighbours_share_a_row(shapes, rows):
    made = rows_of((picture_of(camera(*shape, number)), "") for number, shape in enumerate(shapes))
    captions = [[one.caption for one in (row.first, row.second) if one] for row in made]
    assert captions == [[f"Ảnh {number}" for number in row] for row in rows]


@pytest.mark.parametrize(("number", "written"), [(95.5, "95,5"), (96.0, "96"), (12, "12"), (92.68, "92,7")])
def test_numbers_have_a_comma(number, written):
    assert number_vi(number) == written
