"""The seeded masters and the five documents as regulations, against the numbers in the documents."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date

import pytest

from cum_chuyen_mon.rules.regulation import Duty, problems_of_regulation
from cum_chuyen_mon.rules.text import CODE_LENGTH, CODE_PATTERN
from cum_chuyen_mon.rules.words import (
    Anchor,
    Bound,
    DayUnit,
    DutyKind,
    Level,
    PeriodKind,
    Position,
    Rotates,
    UnitKind,
)
from cum_chuyen_mon.setup.seeds import (
    DATA,
    seeded_activity_kinds,
    seeded_issuers,
    seeded_paper_kinds,
    seeded_regulation,
    seeded_regulations,
    seeded_subjects,
    subject_abbreviations,
)

CODES = ["CHILANG-KL-2018", "CUCHI-1671-2024", "EAHLEO-313-2017", "NAMDINH-QC-2024", "PHONGDIEN-349-2019"]
INITIALS = dict(zip(CODES, "LCENP", strict=True))
"""What the clauses of each document begin with."""
CLUSTER, GROUP, SUBJECT_GROUP, SCHOOL = UnitKind
THCS = {Level.LOWER_SECONDARY}


def duty(regulation: str, code: str) -> Duty:
    return {d.code: d for d in seeded_regulation(regulation).duties}[code]


def named(d: Duty) -> tuple[Bound, int, int]:
    return d.bound, d.day, d.month


class TestMasters:
    def test_twelve_subjects_of_thcs(self):
        titles = [s.title for s in seeded_subjects() if Level.LOWER_SECONDARY in s.levels]
        assert titles == [
            "Ngữ văn", "Toán", "Ngoại ngữ 1", "Giáo dục công dân", "Lịch sử và Địa lí", "Khoa học tự nhiên",
            "Công nghệ", "Tin học", "Giáo dục thể chất", "Nghệ thuật",
            "Hoạt động trải nghiệm, hướng nghiệp", "Nội dung giáo dục của địa phương",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("level", "number"),
        [(Level.PRESCHOOL, 5), (Level.PRIMARY, 11), (Level.LOWER_SECONDARY, 12), (Level.UPPER_SECONDARY, 17)],
    )
    def test_subjects_by_level(self, level, number):
        """2018 programme: compulsory subjects and activities, and those chosen at upper secondary level."""
        assert sum(level in s.levels for s in seeded_subjects()) == number

    def test_codes_are_unique_and_well_formed(self):
        for rows in (seeded_subjects(), seeded_activity_kinds(), seeded_paper_kinds(), seeded_regulations()):
            codes = [row.code for row in rows]
            assert len(set(codes)) == len(codes)
            assert all(re.fullmatch(CODE_PATTERN, code) and len(code) <= CODE_LENGTH for code in codes)

    def test_abbreviations_fit_a_narrow_column(self):
        assert set(subject_abbreviations()) == {s.code for s in seeded_subjects()}
        assert all(1 <= len(text) <= 4 for text in subject_abbreviations().values())

    def test_what_is_for_students(self):
        codes = {kind.code for kind in seeded_activity_kinds() if kind.for_students}
        assert codes == {"STUDENT-CONTEST", "STUDENT-EXCHANGE", "CLUB", "EXTRACURRICULAR"}

    def test_what_needs_a_plan_of_its_own(self):
        assert {k.code for k in seeded_activity_kinds() if k.needs_own_plan} == {"THEME", "DEMONSTRATION"}

    def test_abbreviations_of_papers(self):
        kinds = {kind.code: kind.abbreviation for kind in seeded_paper_kinds()}
        assert (kinds["PLAN"], kinds["HEAD-SUBMISSION"], kinds["ELECTION-MINUTES"]) == ("KH", "TTr", "BB")

    def test_titles_fit_a_sites_fields(self):
        for regulation in seeded_regulations():
            assert len(regulation.title) <= 140
            assert len(regulation.number) <= 60
            for d in regulation.duties:
                assert len(d.title) <= 140
                assert len(d.code) <= 40


class TestEveryRegulation:
    def test_the_five(self):
        assert sorted(r.code for r in seeded_regulations()) == CODES
        assert set(seeded_issuers()) == set(CODES)

    @pytest.mark.parametrize("code", CODES)
    def test_can_be_carried_out(self, code):
        assert (
            problems_of_regulation(
                seeded_regulation(code),
                {s.code for s in seeded_subjects()},
                set(),
                {k.code for k in seeded_activity_kinds()},
                {k.code for k in seeded_paper_kinds()},
            )
            == []
        )

    @pytest.mark.parametrize("code", CODES)
    def test_every_duty_says_where_it_is_written(self, code):
        for d in seeded_regulation(code).duties:
            assert d.title
            assert d.clause[0] == INITIALS[code]
            assert d.legal_basis.startswith(("Điều ", "Mục "))
            assert d.code.startswith(d.clause)

    def test_they_bind_nobody_until_an_authority_is_entered(self):
        assert all(regulation.authority is None for regulation in seeded_regulations())

    def test_data_files_are_composed_unicode(self):
        for path in DATA.rglob("*.json"):
            text = path.read_text(encoding="utf-8")
            assert text == unicodedata.normalize("NFC", text)
            json.loads(text)


class TestNamDinh:
    REG = "NAMDINH-QC-2024"

    def test_from_1_september_2024_for_thpt(self):
        regulation = seeded_regulation(self.REG)
        assert (regulation.valid_from, regulation.valid_to) == (date(2024, 9, 1), None)
        assert all(d.levels == {Level.UPPER_SECONDARY} for d in regulation.duties)
        assert all(d.unit_kind is CLUSTER for d in regulation.duties)

    def test_term_of_three_school_years_held_by_a_principal(self):
        d = duty(self.REG, "N5.1-TERM")
        assert (d.position, d.max_years, d.must_attend) == (Position.HEAD, 3, (Position.PRINCIPAL,))

    def test_a_heads_departure_opens_a_new_election(self):
        """«có sự thay đổi, biến động đối với Hiệu trưởng làm Cụm Trường»: no number of days is named."""
        d = duty(self.REG, "N5.1-VACANCY")
        assert (d.anchor, d.position, d.paper_kind) == (Anchor.VACANCY, Position.HEAD, "ELECTION-MINUTES")
        assert (d.bound, d.offset, d.legal_basis) == (Bound.BY, 0, "Điều 5 khoản 1")

    def test_two_periodic_meetings_a_year(self):
        d = duty(self.REG, "N5.2-MEETINGS")
        assert (d.minimum, d.period, d.activity_kinds) == (2, PeriodKind.SCHOOL_YEAR, ("PERIODIC-MEETING",))

    @pytest.mark.parametrize("code", ["N5.2-PLAN", "N5.2-RULES"])
    def test_rules_and_plan_before_it_starts(self, code):
        d = duty(self.REG, code)
        assert (d.anchor, d.bound, d.offset) == (Anchor.FIRST_SESSION, Bound.BEFORE, 0)

    @pytest.mark.parametrize("code", ["N5.2-RULES", "N5.2-PLAN"])
    def test_electing_the_head_is_not_yet_carrying_out_his_plan(self, code):
        every = {kind.code for kind in seeded_activity_kinds()}
        assert set(duty("NAMDINH-QC-2024", code).activity_kinds) == every - {"ELECTION"}

    def test_once_a_year_with_three_subjects(self):
        d = duty(self.REG, "N5.4-STAFF")
        assert (d.minimum, d.min_subjects, d.period) == (1, 3, PeriodKind.SCHOOL_YEAR)
        assert set(d.activity_kinds) == {"SEMINAR", "DEMONSTRATION", "STAFF-CONTEST"}

    def test_student_exchange_once_a_year(self):
        d = duty(self.REG, "N5.5-STUDENTS")
        for_students = {k.code for k in seeded_activity_kinds() if k.for_students}
        assert (d.minimum, d.period) == (1, PeriodKind.SCHOOL_YEAR)
        assert set(d.activity_kinds) <= for_students


class TestPhongDien:
    REG = "PHONGDIEN-349-2019"

    def test_in_force_from_the_day_it_was_signed(self):
        regulation = seeded_regulation(self.REG)
        assert regulation.issued_on == regulation.valid_from == date(2019, 11, 5)

    @pytest.mark.parametrize(("code", "paper"), [("P5.1-PLAN", "PLAN"), ("P5.1-REPORT", "SEMESTER-REPORT")])
    def test_plan_and_results_at_each_semesters_end(self, code, paper):
        d = duty(self.REG, code)
        assert (d.paper_kind, d.period, d.semester) == (paper, PeriodKind.SEMESTER, "")
        assert (d.anchor, d.bound, d.offset) == (Anchor.PERIOD_END, Bound.BY, 0)

    def test_all_levels(self):
        assert all(not d.levels for d in seeded_regulation(self.REG).duties)


class TestEaHleo:
    REG = "EAHLEO-313-2017"

    @pytest.mark.parametrize(
        ("code", "day", "month"),
        [
            ("E3-ELECTION", 18, 8),
            ("E4.2e-SUMMARY", 18, 8),
            ("E4.2e-PLAN", 18, 8),
            ("E4.2e-PLAN-SUBJECT", 18, 8),
            ("E4.2e-HEAD", 18, 8),
            ("E4.2c-SEMESTER-1", 2, 1),
            ("E4.2c-YEAR", 15, 5),
            ("E4.2d-BDTX", 15, 5),
        ],
    )
    def test_before_a_named_day(self, code, day, month):
        assert named(duty(self.REG, code)) == (Bound.BEFORE, day, month)

    def test_semester_one_report(self):
        d = duty(self.REG, "E4.2c-SEMESTER-1")
        assert (d.period, d.semester) == (PeriodKind.SEMESTER, "1")

    @pytest.mark.parametrize(
        ("code", "kind"), [("E4.2b-NOTICE", CLUSTER), ("E4.2b-NOTICE-SUBJECT", SUBJECT_GROUP)]
    )
    def test_two_working_weeks_are_ten_working_days(self, code, kind):
        d = duty(self.REG, code)
        assert (d.kind, d.offset, d.day_unit, d.unit_kind) == (DutyKind.NOTICE, 10, DayUnit.WORKING, kind)
        assert set(d.activity_kinds) == {"THEME", "DEMONSTRATION"}

    def test_headship_of_one_year_and_rotation(self):
        assert duty(self.REG, "E2.2-TERM").max_years == 1
        assert duty(self.REG, "E2.2-ROTATE-HEAD").rotates is Rotates.HEADSHIP
        assert duty(self.REG, "E2.2-ROTATE-VENUE").rotates is Rotates.VENUE

    def test_report_after_each_session(self):
        d = duty(self.REG, "E2.2-REPORT")
        assert (d.anchor, d.per_session, d.paper_kind) == (Anchor.EACH_SESSION, True, "SESSION-REPORT")
        assert (d.offset, d.bound) == (0, Bound.BY)  # the document names no number of days; none is invented

    def test_content_categories_are_no_duties(self):
        clauses = {d.clause for d in seeded_regulation(self.REG).duties}
        assert "E2.1" not in clauses
        assert all(d.levels == THCS for d in seeded_regulation(self.REG).duties)


class TestCuChi:
    REG = "CUCHI-1671-2024"

    def test_valid_for_2024_2025_only(self):
        regulation = seeded_regulation(self.REG)
        assert (regulation.issued_on, regulation.valid_from) == (date(2024, 9, 13), date(2024, 9, 13))
        assert regulation.valid_to == date(2025, 5, 31)
        assert regulation.number == "1671/HD-PGDĐT-THCS"

    def test_cluster_at_least_once_a_semester_chaired_by_the_head(self):
        d = duty(self.REG, "C3-CLUSTER")
        assert (d.unit_kind, d.minimum, d.period, d.per_subject) == (CLUSTER, 1, PeriodKind.SEMESTER, False)
        chair = duty(self.REG, "C3-CHAIR")
        assert (chair.kind, chair.unit_kind, chair.position) == (DutyKind.COMPOSITION, CLUSTER, Position.HEAD)

    def test_group_twice_a_semester_in_every_subject(self):
        d = duty(self.REG, "C3-GROUP")
        assert (d.unit_kind, d.minimum, d.period, d.per_subject) == (GROUP, 2, PeriodKind.SEMESTER, True)
        assert (d.subjects, d.activity_kinds) == ((), ())

    def test_the_authority_is_invited(self):
        assert duty(self.REG, "C5b-INVITE").must_attend == (Position.AUTHORITY,)

    @pytest.mark.parametrize(
        ("code", "kind", "day", "month"),
        [
            ("C5c-SEMESTER-1", CLUSTER, 20, 12),
            ("C5c-YEAR", CLUSTER, 16, 5),
            ("C5h-YEAR", GROUP, 16, 5),
        ],
    )
    def test_reports_before_a_named_day(self, code, kind, day, month):
        d = duty(self.REG, code)
        assert d.unit_kind is kind
        assert named(d) == (Bound.BEFORE, day, month)

    def test_a_zalo_group_for_every_subject(self):
        d = duty(self.REG, "C5e-ONLINE")
        assert (d.unit_kind, d.per_subject, d.paper_kind) == (GROUP, True, "ONLINE-GROUP")

    def test_thcs_only(self):
        assert all(d.levels == THCS for d in seeded_regulation(self.REG).duties)


class TestChiLang:
    REG = "CHILANG-KL-2018"

    def test_schools_are_bound(self):
        assert all(d.unit_kind is SCHOOL for d in seeded_regulation(self.REG).duties)

    def test_self_review_in_june_and_july(self):
        d = duty(self.REG, "L2-SELF-REVIEW")
        assert named(d) == (Bound.BY, 31, 7)
        assert (d.opens_day, d.opens_month) == (1, 6)

    def test_two_themes_a_year_in_each_team(self):
        d = duty(self.REG, "L3a-SUBJECT")
        assert (d.minimum, d.per_subject, d.period, d.activity_kinds) == (
            2,
            True,
            PeriodKind.SCHOOL_YEAR,
            ("THEME",),
        )

    def test_two_exchanges_a_year_each_with_an_evaluation(self):
        d = duty(self.REG, "L3c-EXCHANGE")
        assert (d.minimum, d.period) == (2, PeriodKind.SCHOOL_YEAR)
        report = duty(self.REG, "L3c-REPORT")
        assert (report.paper_kind, report.anchor) == ("EVALUATION-REPORT", Anchor.EACH_SESSION)
        assert report.activity_kinds == d.activity_kinds
