"""From rows to what the rules look at: dated authorities, locks, facts as known on a day, verdicts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cum_chuyen_mon.rules.minutes import missing_parts
from cum_chuyen_mon.rules.words import ATTENDED, Answer, Position, RollCall, SessionStatus, State, UnitKind
from cum_chuyen_mon.workbook.facts import (
    authority_links,
    paper_facts,
    regulations,
    session_facts,
    verdicts,
    world,
)
from cum_chuyen_mon.workbook.locking import locked_on, minutes_of, missing, why_not_locked
from cum_chuyen_mon.workbook.rows import (
    ActivityKindRow,
    AuthorityRow,
    HolidayRow,
    OfficerRow,
    PaperKindRow,
    SubjectRow,
    TransferRow,
)
from tests.unit.books import attended, problems_of, session, small_book, subject_group

LATER = date(2025, 6, 15)
BOOK = small_book()


def group_quota(book, today: date = LATER, semester: str = "1"):
    """The small book's maths quota of the group."""
    (found,) = (
        v
        for v in verdicts(book, today)
        if v.obligation.duty.code == "5.1" and v.obligation.semester == semester
    )
    return found


def with_session(**changes):
    return small_book(sessions=(session(**changes),))


def with_roll(*lines):
    return small_book(attendance=lines)


class TestLocking:
    def test_locked_on_the_day_of_the_last_answer(self):
        assert locked_on(BOOK, BOOK.sessions[0]) == date(2024, 10, 11)
        assert why_not_locked(BOOK, BOOK.sessions[0]) == ""

    @pytest.mark.parametrize("state", sorted(ATTENDED))
    def test_everyone_who_was_in_the_room_must_answer(self, state):
        book = with_roll(*BOOK.attendance, attended("BUOI-1", "A-HT", None, state=state))
        assert locked_on(book, book.sessions[0]) is None
        assert why_not_locked(book, book.sessions[0]) == "Chưa xác nhận: Hiệu trưởng THCS Tân Tiến."

    @pytest.mark.parametrize(("state", "reason"), [(RollCall.EXCUSED, "Đi tập huấn"), (RollCall.ABSENT, "")])
    def test_those_who_were_not_there_need_not(self, state, reason):
        line = attended("BUOI-1", "A-HT", None, state=state, reason=reason)
        book = with_roll(*BOOK.attendance, line)
        assert locked_on(book, book.sessions[0]) == date(2024, 10, 11)

    def test_a_refusal_with_a_reason_is_an_answer(self):
        refusal = replace(
            BOOK.attendance[1],
            answer=Answer.REFUSED,
            answer_reason="Chưa nhất trí",
            answered_on=date(2024, 10, 20),
        )
        book = with_roll(BOOK.attendance[0], refusal)
        assert locked_on(book, book.sessions[0]) == date(2024, 10, 20)

    def test_a_void_answer_is_none(self):
        book = with_roll(BOOK.attendance[0], replace(BOOK.attendance[1], answer=Answer.VOID))
        assert locked_on(book, book.sessions[0]) is None

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"documents": ""}, "Thiếu phần triển khai văn bản"),
            ({"work": ""}, "Thiếu phần triển khai công việc"),
            ({"opinions": ""}, "thiếu ý kiến trao đổi"),
            ({"differing_opinions": ""}, "Chưa ghi ý kiến khác"),
            ({"conclusion": ""}, "Thiếu kết luận của chủ tọa"),
            ({"secretary": ""}, "Thiếu thư ký"),
            ({"venue": "", "venue_school": ""}, "Thiếu địa điểm"),
            ({"start_time": None}, "Thiếu giờ khai mạc"),
            ({"end_time": None}, "Thiếu giờ kết thúc"),
            (
                {"topic": "", "presenter": "", "opinions": "", "differing_opinions": ""},
                "Thiếu nội dung thảo luận",
            ),
        ],
    )
    def test_incomplete_minutes_are_not_locked_whoever_signed(self, changes, words):
        """L3b: documents, work, differing opinions and the chair's conclusion."""
        book = with_session(**changes)
        assert problems_of(book) == []
        assert locked_on(book, book.sessions[0]) is None
        assert words in why_not_locked(book, book.sessions[0])
        assert group_quota(book).counted == 0
        assert group_quota(book).held == 1

    def test_a_person_not_called_yet_keeps_it_open(self):
        book = with_roll(*BOOK.attendance, attended("BUOI-1", "A-HT", None, state=RollCall.INVITED))
        assert "Chưa điểm danh: Hiệu trưởng THCS Tân Tiến" in why_not_locked(book, book.sessions[0])

    @pytest.mark.parametrize("status", [s for s in SessionStatus if s is not SessionStatus.HELD])
    def test_only_a_held_session_is_locked(self, status):
        row = session(status=status)
        assert locked_on(BOOK, row) is None
        assert why_not_locked(BOOK, row) == ""

    def test_on_an_earlier_day_later_answers_are_not_there(self):
        row = BOOK.sessions[0]
        assert locked_on(BOOK, row, date(2024, 10, 10)) is None
        assert locked_on(BOOK, row, date(2024, 10, 11)) == date(2024, 10, 11)
        assert "Tổ trưởng Toán THCS Trung An" in why_not_locked(BOOK, row, date(2024, 10, 10))

    def test_the_minutes_are_what_the_rules_look_at(self):
        minutes = minutes_of(BOOK, BOOK.sessions[0])
        assert missing_parts(minutes) == missing(BOOK, BOOK.sessions[0]) == []
        assert (minutes.held_on, minutes.opened_at, minutes.closed_at) == ("2024-10-08", "07:30", "10:00")
        assert [(a.code, a.school) for a in minutes.attendees] == [
            ("A-TOAN", "TRUONG-A"),
            ("B-TOAN", "TRUONG-B"),
        ]

    def test_the_host_school_stands_for_a_venue(self):
        assert minutes_of(BOOK, session(venue="")).venue == "THCS Tân Tiến"


class TestFacts:
    def test_a_session_with_the_schools_that_took_part(self):
        (fact,) = session_facts(BOOK, LATER)
        assert (fact.code, fact.unit_kind, fact.unit) == ("BUOI-1", UnitKind.GROUP, "NHOM")
        assert fact.schools == {"TRUONG-A", "TRUONG-B"}
        assert fact.subjects == {"TOAN"}
        assert fact.notified_on == date(2024, 9, 25)

    def test_known_on_the_day(self):
        before = date(2024, 10, 7)
        (fact,) = session_facts(BOOK, before)
        assert fact.status is SessionStatus.PLANNED
        assert fact.locked_on is None
        assert session_facts(BOOK, date(2024, 9, 24))[0].notified_on is None
        assert paper_facts(BOOK, date(2024, 12, 18)) == []
        assert len(paper_facts(BOOK, date(2024, 12, 19))) == 1

    def test_a_subject_groups_session_is_about_its_subject_and_counts_for_its_parent(self):
        book = small_book(
            units=(*BOOK.units, subject_group()),
            sessions=(session(unit_code="TO-TOAN", subjects=()),),
        )
        assert problems_of(book) == []
        (fact,) = session_facts(book, LATER)
        assert (fact.parent_kind, fact.parent, fact.subjects) == (UnitKind.GROUP, "NHOM", {"TOAN"})
        assert group_quota(book).state is State.MET

    def test_a_schools_paper(self):
        paper = replace(BOOK.papers[0], unit_code="TRUONG-A", paper_kind="SELF-REVIEW", semester_code="")
        (fact,) = paper_facts(small_book(papers=(paper,)), LATER)
        assert (fact.unit_kind, fact.unit, fact.school_year) == (UnitKind.SCHOOL, "TRUONG-A", "2024-2025")

    def test_titles(self):
        codes = ("NHOM", "TRUONG-A", "A-HT", "TOAN", "KHONG-CO")
        assert [BOOK.title_of(code) for code in codes] == [
            "Nhóm 1",
            "THCS Tân Tiến",
            "Hiệu trưởng THCS Tân Tiến",
            "Toán",
            "KHONG-CO",
        ]


class TestWorld:
    def test_a_transfer_ends_the_old_authority_the_day_before(self):
        """District offices ended on 1 July 2025."""
        book = small_book(
            authorities=(*BOOK.authorities, AuthorityRow(authority_code="XA", authority_name="UBND xã")),
            transfers=(
                TransferRow(code="CUM", authority="SO", from_date=date(2025, 7, 1)),
                TransferRow(code="TRUONG-A", authority="XA", from_date=date(2025, 7, 1)),
            ),
        )
        assert problems_of(book) == []
        units = {u.code: u for u in world(book).units}
        for code, after in (("CUM", "SO"), ("TRUONG-A", "XA")):
            assert units[code].authority_on(date(2025, 6, 30)) == "PHONG"
            assert units[code].authority_on(date(2025, 7, 1)) == after
        assert units["NHOM"].authority_on(date(2025, 7, 1)) == "PHONG"

    def test_several_transfers_in_any_order(self):
        moves = tuple(
            TransferRow(code="CUM", authority=code, from_date=day)
            for code, day in (("C", date(2026, 1, 1)), ("B", date(2025, 1, 1)))
        )
        links = authority_links(small_book(transfers=moves), "CUM", "A", date(2024, 1, 1))
        assert [(link.code, link.term.start, link.term.end) for link in links] == [
            ("A", date(2024, 1, 1), date(2024, 12, 31)),
            ("B", date(2025, 1, 1), date(2025, 12, 31)),
            ("C", date(2026, 1, 1), None),
        ]

    def test_days_off_and_days_worked(self):
        book = small_book(
            holidays=(
                HolidayRow(holiday_date=date(2024, 11, 20), title="Ngày Nhà giáo"),
                HolidayRow(holiday_date=date(2024, 11, 23), title="Làm bù", is_worked=True),
            )
        )
        calendar = world(book).calendar
        assert not calendar.is_working(date(2024, 11, 20))
        assert calendar.is_working(date(2024, 11, 23))

    def test_semesters_come_in_order(self):
        book = small_book(semesters=tuple(reversed(BOOK.semesters)))
        assert [s.code for s in world(book).year.semesters] == ["1", "2"]

    def test_the_sheets_add_to_what_the_app_ships(self):
        book = small_book(
            subjects=(SubjectRow(subject_code="TIENG-CHAM", subject_title="Tiếng Chăm"),
                      SubjectRow(subject_code="NGOAI-NGU-1", subject_title="Tiếng Anh")),
            activity_kinds=(ActivityKindRow(activity_code="DA-NGOAI", activity_title="Dã ngoại"),),
            paper_kinds=(PaperKindRow(paper_code="NHAT-KY", paper_title="Nhật ký"),),
        )  # fmt: skip
        titles = {s.code: s.title for s in world(book).subjects}
        assert (titles["TIENG-CHAM"], titles["NGOAI-NGU-1"], titles["TOAN"]) == (
            "Tiếng Chăm",
            "Tiếng Anh",
            "Toán",
        )
        assert book.activity_titles["DA-NGOAI"] == "Dã ngoại"
        assert book.activity_titles["THEME"] == "Chuyên đề"
        assert book.paper_titles["NHAT-KY"] == "Nhật ký"

    def test_officers_of_a_subject_group_are_its_own(self):
        lead = OfficerRow(unit_code="TO-TOAN", position=Position.SUBJECT_LEAD, staff_code="A-TOAN")
        book = small_book(units=(*BOOK.units, subject_group()), officers=(*BOOK.officers, lead))
        assert problems_of(book) == []
        group = next(u for u in world(book).units if u.code == "TO-TOAN")
        assert [o.person for o in group.officers] == ["A-TOAN"]
        assert set(group.members_on(LATER)) == {"TRUONG-A", "TRUONG-B"}

    def test_a_duty_is_read_field_by_field(self):
        (regulation,) = regulations(BOOK)
        report = regulation.duties[1]
        assert (report.code, report.day, report.month, report.semester) == ("5.2", 20, 12, "1")
        assert report.legal_basis == "Điều 5 khoản 2"


class TestVerdicts:
    def test_met_by_the_locked_session(self):
        verdict = group_quota(BOOK)
        assert (verdict.state, verdict.counted, verdict.evidence) == (State.MET, 1, ("BUOI-1",))
        assert group_quota(BOOK, semester="2").state is State.OVERDUE

    def test_the_report_that_came_on_the_last_good_day(self):
        report = next(v for v in verdicts(BOOK, LATER) if v.obligation.duty.code == "5.2")
        assert (report.state, report.obligation.due_on) == (State.MET, date(2024, 12, 19))
        late = replace(BOOK.papers[0], received_on=date(2024, 12, 20))
        report = next(
            v for v in verdicts(small_book(papers=(late,)), LATER) if v.obligation.duty.code == "5.2"
        )
        assert report.state is State.MET_LATE

    def test_a_verdict_only_looks_back(self):
        """What a day shows does not change when something is added after it."""
        day = date(2024, 10, 9)
        fewer = replace(BOOK, papers=(), attendance=(BOOK.attendance[0], attended("BUOI-1", "B-TOAN", None)))
        assert verdicts(BOOK, day) == verdicts(fewer, day)

    def test_a_regulation_of_another_authority_binds_nobody(self):
        other = AuthorityRow(authority_code="SO-KHAC", authority_name="Sở khác")
        book = small_book(
            authorities=(*BOOK.authorities, other),
            regulations=(replace(BOOK.regulations[0], authority="SO-KHAC"),),
        )
        assert problems_of(book) == []
        assert verdicts(book, LATER) == []

    def test_the_superiors_regulation_binds_too(self):
        book = small_book(regulations=(replace(BOOK.regulations[0], authority="SO"),))
        assert len(verdicts(book, LATER)) == len(verdicts(BOOK, LATER)) == 3

    def test_days_late_grow_day_by_day(self):
        book = small_book(papers=())
        for number in range(1, 4):
            day = date(2024, 12, 19) + timedelta(days=number)
            report = next(v for v in verdicts(book, day) if v.obligation.duty.code == "5.2")
            assert report.state is State.OVERDUE
