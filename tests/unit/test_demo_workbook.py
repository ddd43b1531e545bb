"""The demo workbook: the Củ Chi document as it is written, and the file held against its generator."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cum_chuyen_mon.demo.cu_chi import cu_chi_book
from cum_chuyen_mon.rules.regulation import problems_of_regulation
from cum_chuyen_mon.rules.words import ATTENDED, Answer, Level, Position, SessionStatus, UnitKind
from cum_chuyen_mon.workbook.facts import regulations
from cum_chuyen_mon.workbook.reading import read_workbook
from cum_chuyen_mon.workbook.writing import write_workbook
from tests.data.cu_chi_expected import SUBJECTS

FILE = Path(__file__).parents[2] / "cum_chuyen_mon" / "demo" / "cu_chi_2024_2025.xlsx"

CLUSTER_1 = {
    "THCS Tân Phú Trung", "THCS Phước Vĩnh An", "THCS Tân Tiến", "THCS Tân Thông Hội", "THCS Thị Trấn",
    "THCS Tân An Hội", "THCS Tân Thạnh Tây", "THCS Hòa Phú", "THCS Bình Hòa", "THCS Trung An",
    "THCS Thị Trấn 2", "THCS Tân Thạnh Đông",
}  # fmt: skip
CLUSTER_2 = {
    "THCS Trung Lập", "THCS Trung Lập Hạ", "THCS Nhuận Đức", "THCS Phước Hiệp", "THCS Phước Thạnh",
    "THCS Nguyễn Văn Xơ", "THCS Phú Mỹ Hưng", "THCS An Nhơn Tây", "THCS An Phú", "THCS Phạm Văn Cội",
    "THCS Phú Hòa Đông", "TH-THCS Tân Trung",
}  # fmt: skip
GROUPS = {
    "CC-NHOM-1": ("THCS Tân Thạnh Đông", "THCS Hòa Phú", "THCS Tân Thạnh Tây"),
    "CC-NHOM-2": ("TH-THCS Tân Trung", "THCS Bình Hòa", "THCS Trung An"),
    "CC-NHOM-3": ("THCS Phú Hòa Đông", "THCS Nhuận Đức", "THCS Phú Mỹ Hưng"),
    "CC-NHOM-4": ("THCS An Nhơn Tây", "THCS Trung Lập", "THCS An Phú"),
    "CC-NHOM-5": ("THCS Thị Trấn", "THCS Phạm Văn Cội", "THCS Phước Hiệp"),
    "CC-NHOM-6": ("THCS Tân Phú Trung", "THCS Trung Lập Hạ", "THCS Tân Tiến"),
    "CC-NHOM-7": ("THCS Tân Thông Hội", "THCS Tân An Hội", "THCS Phước Thạnh"),
    "CC-NHOM-8": ("THCS Thị Trấn 2", "THCS Phước Vĩnh An", "THCS Nguyễn Văn Xơ"),
}
"""Section 2.2 of the document; the first-named school leads."""


@pytest.fixture(scope="module")
def book():
    return cu_chi_book()


def members(book, unit: str) -> tuple[str, ...]:
    return tuple(book.title_of(row.school_code) for row in book.members_of[unit])


def officers(book, unit: str, position: Position) -> list[str]:
    return [book.title_of(o.staff_code) for o in book.officers_of[unit] if o.position is position]


class TestTheDocument:
    def test_two_clusters_of_twelve(self, book):
        assert set(members(book, "CC-CUM-01")) == CLUSTER_1
        assert set(members(book, "CC-CUM-02")) == CLUSTER_2
        assert len(book.schools) == 24

    def test_cluster_leaders_are_principals(self, book):
        assert officers(book, "CC-CUM-01", Position.HEAD) == ["Hiệu trưởng THCS Thị Trấn 2"]
        assert officers(book, "CC-CUM-02", Position.HEAD) == ["Hiệu trưởng TH-THCS Tân Trung"]
        assert officers(book, "CC-CUM-01", Position.DEPUTY) == [
            "Hiệu trưởng THCS Tân Thạnh Đông",
            "Hiệu trưởng THCS Tân Phú Trung",
        ]
        assert officers(book, "CC-CUM-02", Position.DEPUTY) == [
            "Hiệu trưởng THCS Nhuận Đức",
            "Hiệu trưởng THCS Phú Hòa Đông",
        ]

    @pytest.mark.parametrize("unit", GROUPS)
    def test_groups_of_three_led_by_the_first(self, book, unit):
        assert members(book, unit) == GROUPS[unit]
        leads = [book.title_of(row.school_code) for row in book.members_of[unit] if row.is_lead]
        assert leads == [GROUPS[unit][0]]
        assert officers(book, unit, Position.GROUP_LEAD) == [f"Hiệu trưởng {GROUPS[unit][0]}"]

    def test_groups_2_5_6_7_8_mix_the_clusters(self, book):
        mixed = {u for u, schools in GROUPS.items() if set(schools) & CLUSTER_1 and set(schools) & CLUSTER_2}
        assert mixed == {"CC-NHOM-2", "CC-NHOM-5", "CC-NHOM-6", "CC-NHOM-7", "CC-NHOM-8"}

    def test_every_school_is_in_one_cluster_and_one_group(self, book):
        kinds = {row.unit_code: row.unit_kind for row in book.units}
        found = Counter((row.school_code, kinds[row.unit_code]) for row in book.members)
        assert len(found) == 48
        assert set(found.values()) == {1}
        assert Counter(kinds.values()) == {UnitKind.CLUSTER: 2, UnitKind.GROUP: 8}

    def test_twelve_subjects_of_thcs(self, book):
        assert tuple(row.subject_code for row in book.subjects) == SUBJECTS
        assert all(Level.LOWER_SECONDARY in row.levels for row in book.subjects)

    def test_tan_trung_also_teaches_primary_school(self, book):
        levels = {row.school_name: row.levels for row in book.schools}
        assert levels["TH-THCS Tân Trung"] == {Level.PRIMARY, Level.LOWER_SECONDARY}


class TestTheYear:
    def test_positions_instead_of_names(self, book):
        starts = ("Hiệu trưởng ", "Phó hiệu trưởng ", "Tổ trưởng ", "Giáo viên ")
        assert all(row.full_name.startswith(starts) for row in book.staff)
        assert len(book.staff) == 24 * (2 + 2 * 12)

    def test_demo_codes_can_be_told_from_a_schools_own(self, book):
        codes = [
            *(row.authority_code for row in book.authorities),
            *book.unit_by_code,
            *book.school_by_code,
            *book.staff_by_code,
            *book.session_by_code,
            *(row.paper_code for row in book.papers),
            *(row.regulation_code for row in book.regulations),
        ]
        assert all(code.startswith(("CC-", "DEMO-")) for code in codes)
        assert max(map(len, codes)) <= 60

    def test_the_regulation_can_be_carried_out(self, book):
        (regulation,) = regulations(book)
        assert regulation.code == "DEMO-CUCHI-1671-2024"
        assert problems_of_regulation(regulation) == []

    def test_sessions_read_like_a_schools(self, book):
        held = [row for row in book.sessions if row.status is SessionStatus.HELD]
        assert len({row.topic for row in held}) >= 48
        assert all(row.documents and row.work and row.opinions and row.differing_opinions for row in held)
        for row in held:
            present = sum(line.state in ATTENDED for line in book.attendance_of[row.session_code])
            cluster = book.unit_by_code[row.unit_code].unit_kind is UnitKind.CLUSTER
            assert present >= 13 if cluster else 3 <= present <= 6

    def test_a_refusal_carries_its_reason(self, book):
        refusals = [row for row in book.attendance if row.answer is Answer.REFUSED]
        assert [row.session_code for row in refusals] == ["CC-N7-NGU-VAN-HK1-1"]
        assert refusals[0].answer_reason

    def test_a_group_session_is_chaired_by_the_lead_schools_team_lead(self, book):
        for row in book.sessions:
            unit = book.unit_by_code[row.unit_code]
            if unit.unit_kind is UnitKind.GROUP:
                (post,) = book.postings_of[row.chair]
                assert book.title_of(post.school_code) == GROUPS[row.unit_code][0]
                assert post.position is Position.TEAM_LEAD
                assert post.subject_code in row.subjects

    def test_no_session_on_a_sunday_or_for_two_groups_with_the_same_people(self, book):
        seen = Counter()
        for row in book.sessions:
            assert row.session_date.weekday() < 6
            for line in book.attendance_of[row.session_code]:
                seen[line.staff_code, row.session_date] += 1
        assert set(seen.values()) == {1}


class TestTheFile:
    def test_the_committed_file_is_what_the_generator_writes(self, book):
        committed = load_workbook(FILE)
        fresh = load_workbook(io.BytesIO(write_workbook(book)))
        assert committed.sheetnames == fresh.sheetnames
        for page in fresh:
            old = committed[page.title]
            assert old.dimensions == page.dimensions, page.title
            for new_row, old_row in zip(page.iter_rows(), old.iter_rows(), strict=True):
                for new_cell, old_cell in zip(new_row, old_row, strict=True):
                    assert new_cell.value == old_cell.value, f"{page.title}!{new_cell.coordinate}"

    def test_it_reads_back_without_a_problem_as_the_same_book(self, book):
        read, problems = read_workbook(FILE)
        assert problems == []
        assert read == book

    def test_the_generator_makes_the_same_year_every_time(self, book):
        assert cu_chi_book() == book
