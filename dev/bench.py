"""Finding benches, and reading what they hold. Nothing here writes into one."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dev import WORK
from dev.shell import StageFailed

OFFICIAL = WORK / "official" / "frappe-bench"
"""Where `make demo` makes a bench with the official CLI when none is found."""

DEFAULT_BENCHES = ("~/frappe-bench", "~/frappe-bench-16", str(OFFICIAL))
VERSION = re.compile(r"""^__version__\s*=\s*["']([^"']+)["']""", re.MULTILINE)
FIRST_WITH_SQLITE = 16


@dataclass(frozen=True)
class Bench:
    """A bench of the user's: a folder with apps, an environment and sites."""

    path: Path

    @property
    def python(self) -> Path:
        return self.path / "env" / "bin" / "python"

    @property
    def work(self) -> Path:
        """Our own folder for things made for this bench."""
        return WORK / self.path.name

    @property
    def assets(self) -> Path:
        return self.path / "sites" / "assets"

    @property
    def has_built_assets(self) -> bool:
        """Whether `bench build` has run: without it the desk has no scripts and no styles."""
        return (self.assets / "assets.json").is_file()

    @property
    def frappe_version(self) -> str:
        source = self.path / "apps" / "frappe" / "frappe" / "__init__.py"
        found = VERSION.search(source.read_text(encoding="utf-8"))
        return found.group(1) if found else "unknown"

    @property
    def major(self) -> int:
        leading = self.frappe_version.split(".")[0]
        return int(leading) if leading.isdigit() else 0

    @property
    def database(self) -> str:
        """The database our sites use here: SQLite where Frappe has it, else MariaDB."""
        return "sqlite" if self.major >= FIRST_WITH_SQLITE else "mariadb"

    def app_folder(self, app: str) -> Path:
        return self.path / "apps" / app


def is_bench(path: Path) -> bool:
    """Whether a folder holds Frappe and an environment to run it, and we may read it."""
    parts = (path / "apps" / "frappe" / "frappe" / "__init__.py", path / "env" / "bin" / "python")
    return all(os.access(part, os.R_OK) for part in parts)


def find_benches(environ: Mapping[str, str] = os.environ) -> list[Bench]:
    """The benches to use: those BENCH_DIR names, none when it is empty, else the usual places."""
    if "BENCH_DIR" not in environ:
        usual = (Path(path).expanduser() for path in DEFAULT_BENCHES)
        return [Bench(path) for path in usual if is_bench(path)]
    named = [Path(part).expanduser().absolute() for part in environ["BENCH_DIR"].split(":") if part]
    for path in named:
        if not is_bench(path):
            raise StageFailed(f"BENCH_DIR names {path}, which is not a bench (no apps/frappe, or no env)")
    return [Bench(path) for path in named]


def where_benches_are_looked_for(environ: Mapping[str, str] = os.environ) -> str:
    """For the line that says why no bench was used."""
    if "BENCH_DIR" in environ:
        return "BENCH_DIR is empty"
    return "no bench in ~/frappe-bench or ~/frappe-bench-16, and BENCH_DIR is not set"
