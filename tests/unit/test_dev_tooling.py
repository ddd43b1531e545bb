"""The parts of the tooling whose mistakes would go unseen: verdicts, discovery, isolation."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from dev import REPO
from dev.bench import find_benches, is_bench
from dev.parts import Part, shares_of, side_by_side, together
from dev.results import SuiteResult, exit_status, read_junit, write_summary
from dev.services import free_port, running
from dev.shell import StageFailed, tail
from dev.sites import prepare
from dev.venv import constraint_lines


def make_bench(path: Path, version: str = "15.56.1") -> Path:
    """A folder that looks like a bench."""
    package = path / "apps" / "frappe" / "frappe"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(f'__version__ = "{version}"\n')
    (path / "env" / "bin").mkdir(parents=True)
    (path / "env" / "bin" / "python").touch()
    (path / "sites" / "assets" / "js").mkdir(parents=True)
    return path


def make_junit(path: Path, **counts: int) -> Path:
    attributes = " ".join(f'{kind}="{count}"' for kind, count in counts.items())
    path.write_text(f"<testsuites><testsuite {attributes}/></testsuites>")
    return path


def snapshot(folder: Path) -> dict[str, int]:
    return {str(path): path.lstat().st_mtime_ns for path in sorted(folder.rglob("*"))}


class TestParts:
    def test_the_shares_of_a_suite_hold_every_test_once(self):
        whole = sorted(
            str(path.relative_to(REPO)) for path in (REPO / "tests" / "integration").rglob("test_*.py")
        )
        for number in (1, 2, 3):
            entries = [entry for share in shares_of("integration", number) for entry in share]
            found = [
                path for path in whole for entry in entries if path == entry or path.startswith(entry + "/")
            ]
            assert sorted(found) == whole

    def test_shares_are_about_as_long(self):
        lengths = [
            sum(
                f.stat().st_size
                for e in share
                for f in [REPO / e, *(REPO / e).rglob("test_*.py")]
                if f.is_file()
            )
            for share in shares_of("integration", 2)
        ]
        assert max(lengths) < 1.2 * min(lengths), lengths

    def test_results_of_shares_become_one(self):
        one = SuiteResult("integration", "15.1.0", "mariadb", passed=3, skipped=1)
        other = SuiteResult("integration", "15.1.0", "mariadb", passed=2, failed=1, reason="broke")
        unit = SuiteResult("unit", passed=5)
        assert together([one, unit, other]) == [
            SuiteResult("integration", "15.1.0", "mariadb", 5, 1, 1, "broke"),
            unit,
        ]

    def test_a_part_that_ends_without_results_is_a_failure(self):
        # a bench that is not there: the child cannot even look for its version
        (result,) = side_by_side([Part(("integration",), bench="/nowhere")], at_once=1)
        assert (result.failed, result.passed) == (1, 0)
        assert "ended with status" in result.reason


class TestVerdict:
    def test_errors_count_as_failures(self, tmp_path):
        report = make_junit(tmp_path / "r.xml", tests=10, failures=1, errors=2, skipped=3)
        result = read_junit(report, 1, name="unit")
        assert (result.passed, result.failed, result.skipped) == (4, 3, 3)

    def test_a_suite_that_executed_nothing_is_not_good(self, tmp_path):
        report = make_junit(tmp_path / "r.xml", tests=2, failures=0, errors=0, skipped=2)
        assert exit_status([read_junit(report, 0, name="unit")]) == 1
        assert exit_status([read_junit(tmp_path / "none.xml", 5, name="unit")]) == 1

    def test_a_crash_without_a_report_is_a_failure(self, tmp_path):
        result = read_junit(tmp_path / "none.xml", 3, name="unit")
        assert result.failed == 1
        assert "status 3" in result.line()

    def test_a_suite_that_could_not_run_is_no_failure_but_says_why(self):
        result = SuiteResult("browser", "15.1.0", "mariadb", reason="no Chromium")
        assert exit_status([SuiteResult("unit", passed=1), result]) == 0
        assert "did not run: no Chromium" in result.line()

    def test_nothing_at_all_is_a_failure(self):
        assert exit_status([]) == 1

    def test_summary_names_a_reason_only_where_there_is_one(self, tmp_path):
        suites = [SuiteResult("unit", passed=3), SuiteResult("integration", reason="no bench")]
        summary = json.loads(write_summary(suites, tmp_path).read_text())
        assert set(summary) == {"commit", "dirty", "suites"}
        assert "reason" not in summary["suites"][0]
        assert summary["suites"][1] == {
            "name": "integration",
            "frappe": "",
            "database": "",
            "passed": 0,
            "failed": 0,
            "skipped": 0,
            "reason": "no bench",
        }


class TestBenches:
    def test_bench_dir_replaces_the_usual_places(self, tmp_path):
        first, second = make_bench(tmp_path / "a"), make_bench(tmp_path / "b", "16.0.0-dev")
        found = find_benches({"BENCH_DIR": f"{first}:{second}"})
        assert [bench.path for bench in found] == [first, second]
        assert [bench.database for bench in found] == ["mariadb", "sqlite"]
        assert find_benches({"BENCH_DIR": ""}) == []

    def test_a_named_folder_that_is_no_bench_is_an_error(self, tmp_path):
        assert not is_bench(tmp_path)
        with pytest.raises(StageFailed, match="not a bench"):
            find_benches({"BENCH_DIR": str(tmp_path)})

    @pytest.mark.parametrize("built", [True, False])
    def test_the_bench_itself_is_left_alone(self, tmp_path, built):
        (bench,) = find_benches({"BENCH_DIR": str(make_bench(tmp_path / "bench"))})
        if built:
            (bench.assets / "assets.json").write_text('{"desk.bundle.js": "/x.js"}')
        before = snapshot(bench.path)
        root = tmp_path / "ours"
        for port in (1, 2):  # a second run over the same folder only changes the ports
            private = prepare(root, bench, bench.python, redis_port=port, database=None)
        assert snapshot(bench.path) == before
        assert (private.sites / "apps.txt").read_text().split() == ["frappe", "cum_chuyen_mon"]
        assert (private.sites / "assets" / "js").is_symlink()
        assert not (private.sites / "assets" / "assets.json").is_symlink()
        config = json.loads((private.sites / "common_site_config.json").read_text())
        assert config["redis_cache"].endswith(":2")

    def test_constraints_leave_out_what_no_index_has(self):
        packages = {"Click": "8.1.7", "pypika": "0.48.9+local", "cum-chuyen-mon": "0.1.0", "rq": "1.15.1"}
        assert constraint_lines(packages).split() == ["Click==8.1.7", "rq==1.15.1"]


class TestServers:
    def test_a_server_that_ends_at_once_is_told_with_its_last_words(self, tmp_path):
        command = [sys.executable, "-c", "print('no such option'); raise SystemExit(2)"]
        with (
            pytest.raises(StageFailed, match="no such option"),
            running(command, what="it", log=tmp_path / "log", ready=lambda: False),
        ):
            pass

    def test_a_server_is_stopped_when_the_block_fails(self, tmp_path):
        command = [sys.executable, "-m", "http.server", str(free_port())]
        with (
            pytest.raises(ZeroDivisionError),
            running(command, what="it", log=tmp_path / "log", ready=lambda: True) as process,
        ):
            raise ZeroDivisionError
        assert process.poll() is not None

    def test_tail_shows_the_last_state_of_a_progress_bar(self, tmp_path):
        log = tmp_path / "log"
        log.write_bytes(b"begin\r\n[=   ] 10%\r[====] 100%\nend\n")
        assert tail(log, 2).splitlines() == ["[====] 100%", "end"]
