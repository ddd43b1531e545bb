"""The calendar entry of a session is taken by whoever reads iCalendar, and changes with the session."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timezone

import pytest
from icalendar import Calendar

from cum_chuyen_mon.convening.calendar_file import Guest, Notice, calendar_file

MADE = datetime(2024, 10, 1, 8, 0, tzinfo=timezone.utc)
NOTICE = Notice(
    uid="a1b2c3@cum",
    sequence=0,
    title="Sinh hoạt chuyên môn Toán, học kỳ 1",
    day=date(2024, 10, 10),
    start=time(14, 0),
    end=time(16, 30),
    venue="THCS Thị Trấn 2, phòng họp",
    text="Chuyên đề:\nHình học trực quan; dự giờ, góp ý",
    organiser=Guest("Cụm trưởng", "cumtruong@truong.example"),
    guests=(Guest("Giáo viên Toán, THCS Ấp", "gv1@truong.example"), Guest("Khách", "khach@cum.example")),
)


def event_of(notice: Notice):
    calendar = Calendar.from_ical(calendar_file(notice, MADE))
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def test_an_invitation_reads_back_as_what_was_meant():
    calendar, event = event_of(NOTICE)
    assert calendar["method"] == "REQUEST"
    assert (event["uid"], event["sequence"], event["summary"]) == ("a1b2c3@cum", 0, NOTICE.title)
    assert (event["location"], event["description"]) == (NOTICE.venue, NOTICE.text)
    assert [a.params["cn"] for a in event["attendee"]] == ["Giáo viên Toán, THCS Ấp", "Khách"]
    assert str(event["organizer"]) == "mailto:cumtruong@truong.example"


def test_its_hours_are_vietnams():
    _calendar, event = event_of(NOTICE)
    start, end = event.decoded("dtstart"), event.decoded("dtend")
    assert (start.astimezone(timezone.utc).hour, end.astimezone(timezone.utc).hour) == (7, 9)


@pytest.mark.parametrize(("end", "hour"), [(time(15, 0), 15), (None, 16)])
def test_without_an_end_it_takes_two_hours(end, hour):
    _calendar, event = event_of(replace(NOTICE, end=end))
    assert event.decoded("dtend").hour == hour


def test_without_a_start_it_takes_the_whole_day():
    _calendar, event = event_of(replace(NOTICE, start=None, end=None))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2024, 10, 10), date(2024, 10, 11))


def test_what_is_off_is_taken_out_of_calendars():
    calendar, event = event_of(replace(NOTICE, is_off=True, sequence=2))
    assert (calendar["method"], event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 2)


def test_a_long_vietnamese_line_survives_folding():
    title = "Bồi dưỡng thường xuyên – đổi mới kiểm tra, đánh giá theo định hướng phát triển năng lực " * 3
    _calendar, event = event_of(replace(NOTICE, title=title))
    assert event["summary"] == title
