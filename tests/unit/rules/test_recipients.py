"""Nơi nhận by Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.9: each on its own line, "Lưu" last, a full stop after it."""

from __future__ import annotations

import pytest

from cum_chuyen_mon.rules.recipients import Recipient, is_filing, lines, problems, set_lines

USUAL = ("Phòng GDĐT (để báo cáo)", "Các trường thành viên", "Lưu: hồ sơ của đơn vị.")


class TestLines:
    def test_end_in_semicolons_and_the_last_in_a_full_stop(self):
        assert lines(("Như kính gửi",), USUAL) == (
            "Như kính gửi;",
            "Phòng GDĐT (để báo cáo);",
            "Các trường thành viên;",
            "Lưu: hồ sơ của đơn vị.",
        )

    def test_that_are_set_take_the_place_of_the_usual_ones_but_not_of_whom_the_paper_is_addressed_to(self):
        told = ("Lưu: VT, GDTrH.", "- UBND xã An Phú (để phối hợp);", "Như kính gửi,")
        assert lines(("Như kính gửi",), USUAL, told) == (
            "Như kính gửi;",
            "UBND xã An Phú (để phối hợp);",
            "Lưu: VT, GDTrH.",
        )

    def test_usual_ones_stay_beside_a_filing_that_is_set(self):
        assert lines((), USUAL, ("Lưu VT",)) == (
            "Phòng GDĐT (để báo cáo);",
            "Các trường thành viên;",
            "Lưu: VT.",
        )

    def test_the_usual_filing_stays_beside_others_that_are_set(self):
        assert lines((), USUAL, ("Sở GDĐT",)) == ("Sở GDĐT;", "Lưu: hồ sơ của đơn vị.")

    def test_nobody_is_named_twice(self):
        assert lines((), USUAL, ("Sở GDĐT;", "sở GDĐT", "Sở  GDĐT.")) == (
            "Sở GDĐT;",
            "Lưu: hồ sơ của đơn vị.",
        )

    @pytest.mark.parametrize(
        ("line", "filing"),
        [
            ("Lưu: VT", True),
            ("- Lưu: VT;", True),
            ("LƯU VT", True),
            ("Lưu hồ sơ cụm", True),
            ("Lưu Thị Hoa", False),
        ],
    )
    def test_a_family_may_be_called_like_the_filing(self, line, filing):
        assert is_filing(line) is filing


class TestWhatIsSet:
    def test_for_another_kind_of_paper_is_left_out(self):
        rows = [Recipient("Sở GDĐT", "Report"), Recipient("Các trường"), Recipient("Khách", "Invitation")]
        assert set_lines([rows], "Report") == ("Sở GDĐT", "Các trường")

    def test_by_the_unit_wins_over_its_superiors(self):
        unit, authority = [Recipient("Cụm 1")], [Recipient("Sở GDĐT"), Recipient("Lưu: VT")]
        assert set_lines([unit, authority], "Plan") == ("Cụm 1", "Lưu: VT"), (
            "the unit says nothing on who keeps it"
        )
        assert set_lines([[Recipient("Lưu: HS")], authority], "Plan") == ("Sở GDĐT", "Lưu: HS")
        assert set_lines([[Recipient("Cụm 1", "Report")], authority], "Plan") == ("Sở GDĐT", "Lưu: VT")
        assert set_lines([[], []], "Plan") == ()


class TestProblems:
    @pytest.mark.parametrize(
        ("rows", "found"),
        [
            ([Recipient(" - ;")], "chưa ghi nơi nhận"),
            ([Recipient("a" * 121)], "dài 121 ký tự, nhiều hơn 120"),
            ([Recipient("Lưu: VT"), Recipient("Lưu: HS")], "đã có ở dòng 1"),
        ],
    )
    def test_are_told_with_their_row(self, rows, found):
        [(number, sentence)] = problems(rows)
        assert number == len(rows)
        assert found in sentence

    def test_there_are_none_in_what_an_office_writes(self):
        rows = [Recipient("a" * 120), Recipient("Lưu: VT", "Plan"), Recipient("Lưu: VT, GDTrH.")]
        assert problems(rows) == []
