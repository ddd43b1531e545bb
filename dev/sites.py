"""A private bench around a user's bench: its own sites, logs and configuration.

Frappe finds everything it writes from the working directory (the sites folder) and from
FRAPPE_BENCH_ROOT. Both point here, so the user's bench stays as it is.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dev import APP, REPO
from dev.bench import Bench
from dev.services import LOOPBACK, MariaDB, running
from dev.shell import StageFailed, clean_environ, run_logged

ADMINISTRATOR = "Administrator"


@dataclass(frozen=True)
class PrivateBench:
    """The folder our sites live in, and the Python that runs them."""

    root: Path
    bench: Bench
    python: Path
    database: MariaDB | None
    """None: the sites use SQLite."""

    @property
    def sites(self) -> Path:
        return self.root / "sites"

    @property
    def log(self) -> Path:
        return self.root / "commands.log"

    @property
    def environ(self) -> dict[str, str]:
        return clean_environ(
            {
                "FRAPPE_BENCH_ROOT": str(self.root),
                "SITES_PATH": ".",
                "PYTHONPATH": str(REPO),
                # Compiled files go to our own folder: the bench may belong to somebody else.
                "PYTHONPYCACHEPREFIX": str(self.bench.work / "pycache"),
                "PYTHONUNBUFFERED": "1",
            }
        )

    def frappe(self, *arguments: str, what: str) -> None:
        """Run a `bench` command on a site of ours."""
        run_logged(
            [self.python, "-m", "frappe.utils.bench_helper", "frappe", *arguments],
            what=what,
            log=self.log,
            cwd=self.sites,
            environ=self.environ,
        )

    def inside(self, job: str, site: str, *, what: str) -> None:
        """Run one of the jobs of dev/inside.py."""
        run_logged(
            [self.python, "-m", "dev.inside", job, site],
            what=what,
            log=self.log,
            cwd=self.sites,
            environ=self.environ,
        )

    def has_site(self, site: str) -> bool:
        return (self.sites / site / "site_config.json").is_file()

    def new_site(self, site: str, *, admin_password: str, apps: list[str]) -> None:
        """Make a site with these apps on it, in place of one that was left half made."""
        if not self.has_site(site):
            shutil.rmtree(self.sites / site, ignore_errors=True)
        install = [part for app in apps for part in ("--install-app", app)]
        self.frappe(
            "new-site",
            site,
            *new_site_options(self.database, admin_password),
            *install,
            what=f"making the site {site}",
        )


def new_site_options(database: MariaDB | None, admin_password: str) -> list[str]:
    """Options of `new-site` for this database; the site of that name is replaced."""
    options = ["--admin-password", admin_password, "--force"]
    if database is None:
        return [*options, "--db-type", "sqlite"]
    return [
        *options,
        "--db-root-username=root",
        f"--db-root-password={database.root_password}",
        "--mariadb-user-host-login-scope=%",
    ]


def extra_apps(bench: Bench, environ: Mapping[str, str] = os.environ) -> list[str]:
    """Apps of the bench to install before ours, from WITH_APPS."""
    wanted = environ.get("WITH_APPS", "").replace(",", " ").split()
    for app in wanted:
        if not bench.app_folder(app).is_dir():
            raise StageFailed(f"WITH_APPS names {app}, which {bench.path} does not have")
    return wanted


def prepare(
    root: Path, bench: Bench, python: Path, *, redis_port: int, database: MariaDB | None, **config: Any
) -> PrivateBench:
    """Lay out the private bench, or bring one that exists up to this run's ports."""
    for folder in ("sites", "logs", "config/pids", "apps"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    apps = ["frappe", *extra_apps(bench), APP]
    (root / "sites" / "apps.txt").write_text("\n".join(apps) + "\n", encoding="utf-8")
    for app in apps[:-1]:
        _link(root / "apps" / app, bench.app_folder(app))
    _link(root / "apps" / APP, REPO)
    _link(root / "env", python.parent.parent)
    _mirror_assets(bench, root / "sites" / "assets")
    common = {**site_settings(redis_port, database), **config}
    (root / "sites" / "common_site_config.json").write_text(json.dumps(common, indent=1), encoding="utf-8")
    return PrivateBench(root, bench, python, database)


def site_settings(redis_port: int, database: MariaDB | None) -> dict[str, Any]:
    """What common_site_config.json says: this run's servers, no mail, no developer mode."""
    redis = f"redis://{LOOPBACK}:{redis_port}"
    settings: dict[str, Any] = {
        "redis_cache": redis,
        "redis_queue": redis,
        "redis_socketio": redis,
        "developer_mode": 0,
        "allow_tests": True,
        "mute_emails": 1,
        "server_script_enabled": 0,
    }
    if database is not None:
        settings |= {"db_host": LOOPBACK, "db_port": database.port}
    return settings


def _mirror_assets(bench: Bench, assets: Path) -> None:
    """Show the bench's built assets to our sites, with our own beside them.

    Where the bench has none, an empty list of bundles keeps pages from failing.
    """
    shutil.rmtree(assets, ignore_errors=True)
    assets.mkdir(parents=True)
    if bench.assets.is_dir():
        for entry in bench.assets.iterdir():
            if entry.suffix == ".json":
                shutil.copy(entry, assets / entry.name)
            elif entry.name != APP:
                _link(assets / entry.name, entry.resolve())
    if not (assets / "assets.json").exists():
        (assets / "assets.json").write_text("{}")
    public = REPO / APP / "public"
    if public.is_dir():
        _link(assets / APP, public)


def _link(link: Path, target: Path) -> None:
    link.unlink(missing_ok=True)
    link.symlink_to(target)


@contextlib.contextmanager
def serving(
    python: Path | str,
    sites: Path,
    site: str,
    *,
    port: int,
    log: Path,
    environ: Mapping[str, str],
    workers: int = 2,
    threads: int = 4,
    application: str = "dev.wsgi:application",
) -> Iterator[str]:
    """The site over HTTP, for as long as the block lasts; yields its address."""
    url = f"http://{LOOPBACK}:{port}"
    command = [
        *(str(python), "-m", "gunicorn", application),
        *("--bind", f"{LOOPBACK}:{port}", "--workers", str(workers), "--threads", str(threads)),
        *("--timeout", "120", "--graceful-timeout", "5", "--log-level", "warning"),
    ]
    with running(
        command,
        what="the web server",
        log=log,
        ready=lambda: _answers(f"{url}/api/method/ping"),
        cwd=sites,
        environ={**environ, "FRAPPE_SITE": site},
    ):
        yield url


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=30) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False
