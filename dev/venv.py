"""Python environments: `.venv` for the project alone, and an overlay over each bench's own.

A bench is never installed into. Its overlay is an environment of the same Python that sees
everything the bench has and holds only what the project needs on top.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

from dev import APP, REPO, WORK
from dev.bench import Bench
from dev.services import apt_install
from dev.shell import StageFailed, clean_environ, locked, run_logged, say

PROJECT_VENV = REPO / ".venv"
STAMP = "ready-for"

LIST_PACKAGES = """
import importlib.metadata, json, site
found = {d.metadata["Name"]: d.version for d in importlib.metadata.distributions()}
print(json.dumps({"packages": found, "folders": site.getsitepackages()}))
"""


def project_venv(*, extra: str = "test") -> Path:
    """The Python of `.venv`, with the project and one of its extras in it."""
    fingerprint = _fingerprint(sys.version, extra)
    log = WORK / "venv.log"
    with locked(WORK / "venv.lock"):
        if _stamp(PROJECT_VENV, extra) != fingerprint:
            say(f"    preparing {PROJECT_VENV.name} ({extra})")
            if not _works(PROJECT_VENV):
                _make_venv(Path(sys.executable), PROJECT_VENV, log)
            _pip_install(PROJECT_VENV, ["--editable", f"{REPO}[{extra}]"], log)
            _set_stamp(PROJECT_VENV, extra, fingerprint)
    return _python_of(PROJECT_VENV)


def overlay(bench: Bench) -> Path:
    """The Python of the bench's overlay environment, made or brought up to date when needed."""
    seen = _bench_packages(bench)
    venv = bench.work / "venv"
    log = bench.work / "venv.log"
    fingerprint = _fingerprint(json.dumps(seen, sort_keys=True), str(bench.path))
    with locked(bench.work / "venv.lock"):
        if _stamp(venv, "test") != fingerprint or not _works(venv):
            say(f"    preparing an environment over {bench.path}")
            shutil.rmtree(venv, ignore_errors=True)
            _make_venv(bench.python, venv, log)
            _see_through(venv, seen["folders"])
            constraints = bench.work / "constraints.txt"
            constraints.write_text(constraint_lines(seen["packages"]), encoding="utf-8")
            _pip_install(venv, ["--constraint", str(constraints), "--editable", f"{REPO}[test]"], log)
            _set_stamp(venv, "test", fingerprint)
    return _python_of(venv)


def constraint_lines(packages: dict[str, str]) -> str:
    """Pin everything the bench has to the version it has, our own package apart."""
    own = APP.replace("_", "-")
    lines = [
        f"{name}=={version}"
        for name, version in sorted(packages.items())
        # A local version ("1.0+abc") or a checkout cannot be had from an index: nothing to pin.
        if name and version and "+" not in version and name.lower().replace("_", "-") != own
    ]
    return "\n".join(lines) + "\n"


def _bench_packages(bench: Bench) -> dict:
    """Names and versions of what the bench's environment holds, and the folders it holds it in."""
    done = subprocess.run(
        [bench.python, "-c", LIST_PACKAGES],
        env=clean_environ({"PYTHONDONTWRITEBYTECODE": "1"}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StageFailed(f"The Python of {bench.path} does not run:\n{done.stderr.strip()}")
    return json.loads(done.stdout)


def _see_through(venv: Path, folders: list[str]) -> None:
    """Make an environment see these site-packages folders, editable installs in them included.

    The file's name sorts last so that the project's own path comes before a copy of the project
    that may already be installed in the bench.
    """
    lines = [f"import site; site.addsitedir({folder!r})" for folder in folders]
    for site_packages in venv.glob("lib/python3*/site-packages"):
        (site_packages / "zz_bench.pth").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _make_venv(python: Path, venv: Path, log: Path) -> None:
    if python == Path(sys.executable) and importlib.util.find_spec("ensurepip") is None:
        apt_install(["python3-venv"], log)
    shutil.rmtree(venv, ignore_errors=True)
    run_logged([python, "-m", "venv", venv], what=f"making {venv}", log=log)


def _pip_install(venv: Path, what: list[str], log: Path) -> None:
    run_logged(
        [_python_of(venv), "-m", "pip", "install", "--disable-pip-version-check", *what],
        what=f"installing into {venv}",
        log=log,
    )


def _python_of(venv: Path) -> Path:
    return venv / "bin" / "python"


def _works(venv: Path) -> bool:
    """Whether the environment's Python still starts; it does not once its base has gone."""
    python = _python_of(venv)
    if not python.exists():
        return False
    return subprocess.run([python, "-c", ""], env=clean_environ(), check=False).returncode == 0


def _fingerprint(*parts: str) -> str:
    """What an environment was made for: it is made again when any of this changes."""
    declared = (REPO / "pyproject.toml").read_text(encoding="utf-8")
    return hashlib.sha256("\0".join([str(REPO), declared, *parts]).encode()).hexdigest()


def _stamp(venv: Path, extra: str) -> str:
    stamp = venv / f"{STAMP}-{extra}"
    return stamp.read_text(encoding="utf-8") if stamp.exists() else ""


def _set_stamp(venv: Path, extra: str, fingerprint: str) -> None:
    (venv / f"{STAMP}-{extra}").write_text(fingerprint, encoding="utf-8")
