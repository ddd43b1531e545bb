"""The command line as people and scripts use it: tables, JSON, XLSX, exit status, and no Frappe anywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cum_chuyen_mon import cli
from cum_chuyen_mon.demo.cu_chi import cu_chi_book
from cum_chuyen_mon.rules.words import Level
from cum_chuyen_mon.workbook.reading import read_workbook
from cum_chuyen_mon.workbook.writing import write_workbook
from tests.data import cu_chi_expected as expected
from tests.unit.books import session, small_book, with_cell

REPO = Path(__file__).parents[2]
DEMO = REPO / "cum_chuyen_mon" / "demo" / "cu_chi_2024_2025.xlsx"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "so.xlsx"
    write_workbook(small_book(), path)
    return path


def run(capsys, *arguments: object) -> tuple[int, str, str]:
    status = cli.main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return status, out, err


def checked_json(capsys, *arguments: object) -> tuple[int, dict]:
    status, out, err = run(capsys, "check", *arguments, "--json")
    assert err == ""
    return status, json.loads(out)


class TestStatus:
    def test_fine(self, capsys, small):
        status, out, _ = run(capsys, "check", small, "--as-of", "2025-01-18")
        assert status == 0
        assert "Không có nghĩa vụ nào quá hạn" in out

    def test_overdue(self, capsys, small):
        status, out, _ = run(capsys, "check", small, "--as-of", "2025-05-26")
        assert status == 1
        assert "Có 1 nghĩa vụ quá hạn" in out

    @pytest.mark.parametrize("day", ["2025-05-26", "26/05/2025", "26-5-2025"])
    def test_days_in_either_spelling(self, capsys, small, day):
        assert run(capsys, "check", small, "--as-of", day)[0] == 1

    def test_today_where_no_day_is_given(self, capsys, small):
        _, found = checked_json(capsys, small)
        assert found["as_of"] == date.today().isoformat()

    @pytest.mark.parametrize("day", ["hôm nay", "31/02/2025", ""])
    def test_a_day_that_is_none(self, capsys, small, day):
        with pytest.raises(SystemExit) as stop:
            run(capsys, "check", small, "--as-of", day)
        assert stop.value.code == 2
        assert "argument --as-of" in capsys.readouterr().err

    def test_no_command(self, capsys):
        with pytest.raises(SystemExit) as stop:
            run(capsys)
        assert stop.value.code == 2


class TestBadFiles:
    def test_missing(self, capsys, tmp_path):
        status, out, err = run(capsys, "check", tmp_path / "khong-co.xlsx")
        assert (status, out) == (2, "")
        assert "Không tìm thấy tệp «khong-co.xlsx»" in err

    @pytest.fixture
    def wrong(self, tmp_path) -> Path:
        path = tmp_path / "sai.xlsx"
        path.write_bytes(with_cell("Trường", "C3", "Cấp 2"))
        return path

    def test_problems_by_cell_on_stderr(self, capsys, wrong):
        status, out, err = run(capsys, "check", wrong)
        assert (status, out) == (2, "")
        assert "Không dùng được tệp «sai.xlsx»: 1 lỗi." in err
        assert "Trang «Trường» C3 (đang ghi «Cấp 2»)" in err

    def test_problems_as_json_on_stdout(self, capsys, wrong):
        status, found = checked_json(capsys, wrong)
        assert status == 2
        assert found["file"] == "sai.xlsx"
        (problem,) = found["problems"]
        assert (problem["sheet"], problem["cell"], problem["value"]) == ("Trường", "C3", "Cấp 2")
        assert set(problem) == {"sheet", "cell", "value", "message"}

    def test_not_a_workbook(self, capsys, tmp_path):
        path = tmp_path / "anh.png"
        path.write_bytes(b"\x89PNG")
        assert run(capsys, "check", path)[0] == 2


class TestJson:
    def test_the_same_figures_as_the_table_worked_out_by_hand(self, capsys):
        status, found = checked_json(capsys, DEMO, "--as-of", expected.AS_OF.isoformat())
        assert status == 1
        quotas = {(r["unit"], r["subject"], r["semester"]): r for r in found["compliance"]["rows"]}
        assert len(quotas) == len(found["compliance"]["rows"]) == expected.QUOTA_ROWS
        for semester, units in expected.LOCKED.items():
            for unit, counts in units.items():
                for subject, locked in zip(expected.SUBJECTS, counts, strict=True):
                    row = quotas[unit, subject, semester]
                    assert (row["counted"], row["required"]) == (locked, 2)
                    assert row["state"] == ("Met" if locked >= 2 else "Overdue")
        for (unit, semester), (counted, state, _) in expected.CLUSTERS.items():
            assert (quotas[unit, "", semester]["counted"], quotas[unit, "", semester]["state"]) == (
                counted,
                state,
            )
        assert len(found["deadlines"]["rows"]) == expected.DEADLINE_ROWS
        assert found["overdue"] == expected.OVERDUE_QUOTAS + expected.OVERDUE_DEADLINES

    def test_deadlines(self, capsys):
        _, found = checked_json(capsys, DEMO, "--as-of", expected.AS_OF.isoformat())
        rows = {(r["duty_code"], r["unit"]): r for r in found["deadlines"]["rows"] if not r["subject"]}
        for key, (due_on, received_on, state) in expected.DEADLINES.items():
            row = rows[key]
            assert (row["due_on"], row["state"]) == (due_on.isoformat(), state)
            assert row["received_on"] == (received_on.isoformat() if received_on else None)
            late = ((received_on or expected.AS_OF) - due_on).days
            assert row["days_late"] == max(late, 0)

    def test_minutes_that_are_not_locked(self, capsys):
        _, found = checked_json(capsys, DEMO, "--as-of", expected.AS_OF.isoformat())
        sessions = Counter(item["session"].rsplit("-", 2)[0] for item in found["unlocked"])
        assert sessions == {"CC-N1-TOAN": 1, "CC-N6-TOAN": 1, "CC-N8-KHTN": 2}


class TestTable:
    @pytest.mark.parametrize("width", [80, 100, 120])
    def test_every_line_fits_and_nothing_is_cut(self, capsys, monkeypatch, width):
        monkeypatch.setenv("COLUMNS", str(width))
        status, out, _ = run(capsys, "check", DEMO, "--as-of", "2025-06-15")
        assert status == 1
        assert max(map(len, out.splitlines())) <= width
        assert "…" not in out
        for head in (
            "Văn",
            "Toán",
            "NN1",
            "GDCD",
            "LSĐL",
            "KHTN",
            "CNgh",
            "Tin",
            "GDTC",
            "NT",
            "HĐTN",
            "GDĐP",
        ):
            assert f" {head} " in out or f" {head}\n" in out

    def test_a_group_shows_its_two_semesters_by_subject(self, capsys, monkeypatch):
        monkeypatch.setenv("COLUMNS", "80")
        _, out, _ = run(capsys, "check", DEMO, "--as-of", "2025-06-15")
        lines = [line.split() for line in out.splitlines()]
        first = next(line for line in lines if line[:3] == ["Nhóm", "liên", "1"])
        assert first[3:] == ["2/2", "1/2!", *["2/2"] * 10]
        assert "Nghĩa vụ đến hạn: 196; Đạt: 184; Quá hạn: 12; Tỷ lệ đạt: 93,9 %." in out

    def test_deadlines_with_days(self, capsys, monkeypatch):
        monkeypatch.setenv("COLUMNS", "100")
        _, out, _ = run(capsys, "check", DEMO, "--as-of", "2025-06-15")
        assert "Cụm chuyên môn 02  1   19/12/2024  20/12/2024  1 ngày  Đạt muộn" in out

    def test_markup_in_a_name_is_only_text(self, capsys, tmp_path):
        book = small_book(
            units=(small_book().units[0], replace(small_book().units[1], unit_title="[red]Nhóm[/red]"))
        )
        path = tmp_path / "so.xlsx"
        write_workbook(book, path)
        assert "[red]Nhóm[/red]" in run(capsys, "check", path, "--as-of", "2025-05-26")[1]

    def test_a_book_without_regulation(self, capsys, tmp_path):
        path = tmp_path / "so.xlsx"
        write_workbook(small_book(regulations=(), duties=()), path)
        status, out, _ = run(capsys, "check", path)
        assert status == 0
        assert "Không có nghĩa vụ nào. Hãy kiểm tra quy chế" in out

    def test_a_duty_that_binds_nobody_is_told(self, capsys, tmp_path):
        path = tmp_path / "so.xlsx"
        expired = replace(small_book().regulations[0], valid_to=date(2025, 1, 31))
        write_workbook(small_book(regulations=(expired,)), path)
        _, out, _ = run(capsys, "check", path, "--as-of", "2025-01-18")
        assert "không ràng buộc" not in out
        idle = replace(small_book().duties[0], levels=frozenset({Level.PRIMARY}))
        write_workbook(small_book(duties=(idle, small_book().duties[1])), path)
        _, out, _ = run(capsys, "check", path, "--as-of", "2025-01-18")
        assert "Nghĩa vụ 5.1 không ràng buộc đơn vị nào" in " ".join(out.split())


class TestXlsx:
    def test_both_reports(self, capsys, tmp_path):
        target = tmp_path / "ra.xlsx"
        status, _, _ = run(capsys, "check", DEMO, "--as-of", "2025-06-15", "--xlsx", target)
        assert status == 1
        workbook = load_workbook(target)
        assert workbook.sheetnames == ["Số buổi", "Thời hạn", "Biên bản chưa khóa"]
        assert workbook["Số buổi"].max_row == 1 + expected.QUOTA_ROWS
        assert workbook["Thời hạn"].max_row == 1 + expected.DEADLINE_ROWS
        heads = [cell.value for cell in workbook["Thời hạn"][1]]
        assert {"Hạn cuối", "Ngày nhận", "Số ngày muộn", "Trạng thái"} <= set(heads)
        states = Counter(
            row[heads.index("Trạng thái")].value for row in workbook["Thời hạn"].iter_rows(min_row=2)
        )
        assert states == {"Đạt": 107, "Đạt muộn": 6, "Quá hạn": 5}

    def test_no_formula_gets_out(self, capsys, tmp_path):
        book = small_book(sessions=(session(title='=HYPERLINK("http://x")', conclusion=""),))
        source, target = tmp_path / "so.xlsx", tmp_path / "ra.xlsx"
        write_workbook(book, source)
        run(capsys, "check", source, "--as-of", "2025-05-26", "--xlsx", target)
        cell = load_workbook(target)["Biên bản chưa khóa"]["C2"]
        assert (cell.value, cell.data_type, cell.quotePrefix) == ('=HYPERLINK("http://x")', "s", True)

    def test_the_workbook_itself_is_never_overwritten(self, capsys, small):
        before = small.read_bytes()
        status, _, err = run(capsys, "check", small, "--xlsx", small)
        assert status == 2
        assert "trùng với sổ đang kiểm tra" in err
        assert small.read_bytes() == before

    def test_a_folder_that_is_not_there(self, capsys, small, tmp_path):
        status, _, err = run(capsys, "check", small, "--xlsx", tmp_path / "khong" / "ra.xlsx")
        assert status == 2
        assert "Không ghi được tệp" in err


class TestWriting:
    def test_template(self, capsys, tmp_path):
        target = tmp_path / "mau.xlsx"
        status, out, _ = run(capsys, "template", target)
        assert status == 0
        assert "Đã ghi sổ mẫu" in out
        assert [p.sheet for p in read_workbook(target)[1]] == ["Năm học"]

    def test_demo(self, capsys, tmp_path):
        target = tmp_path / "cu-chi.xlsx"
        assert run(capsys, "demo", target)[0] == 0
        assert read_workbook(target) == (cu_chi_book(), [])

    @pytest.mark.parametrize("command", ["template", "demo"])
    def test_a_file_that_is_there_is_kept(self, capsys, small, command):
        before = small.read_bytes()
        status, _, err = run(capsys, command, small)
        assert status == 2
        assert "--force" in err
        assert small.read_bytes() == before
        assert run(capsys, command, small, "--force")[0] == 0
        assert small.read_bytes() != before


class TestAsAProgram:
    def program(self, *arguments: str, **options) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=REPO,
            capture_output=True,
            text=True,
            encoding="utf-8",
            **options,
        )

    def test_no_frappe_is_imported(self):
        """The whole command line, and every module under it, with frappe made impossible to import."""
        code = (
            "import sys; sys.modules['frappe'] = None\n"
            "from cum_chuyen_mon.cli import main\n"
            f"sys.exit(main(['check', {str(DEMO)!r}, '--as-of', '2024-09-05']))"
        )
        found = self.program("-c", code)
        assert found.returncode == 0, found.stderr

    def test_a_terminal_that_knows_no_vietnamese(self):
        environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
        found = self.program(
            "-m", "cum_chuyen_mon", "check", str(DEMO), "--as-of", "2025-06-15", env=environment
        )
        assert found.returncode == 1, found.stderr
        assert "2/2" in found.stdout

    def test_module_and_status(self):
        found = self.program("-m", "cum_chuyen_mon", "check", "khong-co.xlsx")
        assert found.returncode == 2
        assert found.stdout == ""
        assert "Không tìm thấy tệp" in found.stderr
