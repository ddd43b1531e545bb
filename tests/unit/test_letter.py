"""A notice as a letter: everything that people wrote is escaped, and every reason is printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from cum_chuyen_mon.convening.calendar_file import Notice
from cum_chuyen_mon.convening.letter import Letter
from cum_chuyen_mon.rules.convening import Telling

NASTY = "<script>alert(1)</script> & «Toán»"
SAFE = "&lt;script&gt;alert(1)&lt;/script&gt; &amp; «Toán»"
NOTICE = Notice("a@b", 1, NASTY, date(2024, 12, 10), time(8), time(10, 30), venue=NASTY)
LETTER = Letter(
    Telling.INVITATION,
    NOTICE,
    unit=NASTY,
    chair=NASTY,
    agenda="<ul><li>Một</li></ul>",
    notice_reason=NASTY,
    venue_reason=NASTY,
)


def test_what_people_wrote_is_escaped():
    body = LETTER.html(NASTY, 'https://x.example/moi-hop?t="><b>')
    assert "<script>" not in body
    assert body.count(SAFE) == 7
    assert '"><b>' not in body
    assert "<ul><li>Một</li></ul>" in body


def test_when_is_said_in_words():
    assert LETTER.when == "Thứ Ba, 10/12/2024, 08:00 đến 10:30"
    assert replace(LETTER, notice=replace(NOTICE, end=None)).when == "Thứ Ba, 10/12/2024, 08:00"
    whole = replace(NOTICE, start=None, end=None, day=date(2024, 12, 15))
    assert replace(LETTER, notice=whole).when == "Chủ nhật, 15/12/2024, cả ngày"


@pytest.mark.parametrize(
    ("what", "subject"),
    [
        (Telling.INVITATION, "Mời họp: "),
        (Telling.CHANGE, "Thay đổi lịch họp: "),
        (Telling.POSTPONEMENT, "Hoãn họp: "),
        (Telling.CANCELLATION, "Hủy họp: "),
    ],
)
def test_a_session_that_is_off_asks_for_no_answer(what, subject):
    letter = replace(LETTER, telling=what, why="Bão số 9")
    body = letter.html("Thầy A", "https://x.example/moi-hop?t=1")
    assert letter.subject.startswith(subject)
    assert "Bão số 9" in body
    assert ("moi-hop?t=1" in body) is not what.is_off
    assert ("Chương trình" in body) is not what.is_off


def test_whoever_has_no_link_is_offered_none():
    assert "href" not in LETTER.html("Khách")
