"""MariaDB and Redis for one run: private ports, private data, stopped with the run."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dev import REPO
from dev.shell import StageFailed, Unavailable, clean_environ, end_with_parent, run_logged, say, tail

LOOPBACK = "127.0.0.1"
SYSTEM_DIRS = ("/usr/sbin", "/usr/local/sbin", "/usr/libexec")
MARIADB_SERVER = ("mariadbd", "mysqld")
MARIADB_INSTALL = ("mariadb-install-db", "mysql_install_db")
MARIADB_CLIENT = ("mariadb", "mysql")
REDIS_SERVER = ("redis-server", "valkey-server")

PAPER_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "fonts-liberation2")
CAN_PRINT = "import weasyprint; from cum_chuyen_mon.documents.typeface import typeface; typeface()"

POLL_SECONDS = 0.05


def find_program(*names: str) -> str | None:
    """The first of these programs that is installed; servers often live outside a user's PATH."""
    path = os.pathsep.join([os.environ.get("PATH", ""), *SYSTEM_DIRS])
    return next((found for name in names if (found := shutil.which(name, path=path))), None)


def require_program(*names: str) -> str:
    """Like find_program, but its absence ends the step."""
    if found := find_program(*names):
        return found
    raise Unavailable(f"{names[0]} is not installed")


def ensure_packages(log: Path, *, mariadb: bool) -> None:
    """Install the servers a run needs with apt when that is possible, else say what is missing."""
    needed = {"redis-server": (REDIS_SERVER,)}
    if mariadb:
        needed["mariadb-server"] = (MARIADB_SERVER, MARIADB_INSTALL)
        needed["mariadb-client"] = (MARIADB_CLIENT,)
    missing = [
        package for package, programs in needed.items() if not all(find_program(*names) for names in programs)
    ]
    if missing:
        apt_install(missing, log)


def ensure_paper_tools(python: Path, log: Path) -> None:
    """Install with apt what official papers need: WeasyPrint's layout library and a typeface.

    Where that is not possible this is said, and the tests of papers say that they did not run.
    """
    if subprocess.run([python, "-c", CAN_PRINT], capture_output=True, cwd=REPO, check=False).returncode == 0:
        return
    try:
        apt_install(PAPER_PACKAGES, log)
    except Unavailable as error:
        say(f"    {error}")


def apt_install(packages: Sequence[str], log: Path) -> None:
    """Install Debian packages without starting the services some of them bring."""
    names = " ".join(packages)
    if not shutil.which("apt-get"):
        raise Unavailable(f"{names} not installed, and there is no apt-get here to install it with")
    if os.geteuid() != 0:
        raise Unavailable(f"{names} not installed; run: sudo apt-get install {names}")
    say(f"    installing {names} with apt-get")
    environ = clean_environ({"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"})
    try:
        run_logged(["apt-get", "update"], what="apt-get update", log=log, environ=environ)
        run_logged(
            ["apt-get", "install", "--yes", "--no-install-recommends", *packages],
            what=f"installing {names}",
            log=log,
            environ=environ,
        )
    except StageFailed as error:
        raise Unavailable(f"{names} not installed, and apt-get could not install it: {error}") from error


def free_port() -> int:
    """A TCP port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def port_is_free(port: int) -> bool:
    """Whether a server could listen on this port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path,
    cwd: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a server in its own session, so that Ctrl-C reaches this process first."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(part) for part in command],
            cwd=cwd,
            env=dict(environ) if environ is not None else clean_environ(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )


def stop(process: subprocess.Popen[bytes], *, patience: float = 30) -> None:
    """Ask a server to end, ask again when it takes long, and end it when it still does not.

    A worker in the middle of a job finishes it at the first request and drops it at the second.
    """
    for seconds in (patience, 10):
        if process.poll() is not None:
            return
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextlib.contextmanager
def running(
    command: Sequence[str | Path],
    *,
    what: str,
    log: Path,
    ready: Callable[[], bool],
    cwd: Path | None = None,
    environ: Mapping[str, str] | None = None,
    timeout: float = 90,
) -> Iterator[subprocess.Popen[bytes]]:
    """A server for as long as the block lasts. The block starts once `ready` says so."""
    process = spawn(command, log=log, cwd=cwd, environ=environ)
    try:
        wait_until_ready(process, what=what, log=log, ready=ready, timeout=timeout)
        yield process
    finally:
        stop(process)


def wait_until_ready(
    process: subprocess.Popen[bytes], *, what: str, log: Path, ready: Callable[[], bool], timeout: float
) -> None:
    """Poll a server until it answers; give up when it ends or the time is over."""
    deadline = time.monotonic() + timeout
    while not ready():
        if process.poll() is not None:
            raise StageFailed(f"{what} ended at once (status {process.returncode}):\n{tail(log)}")
        if time.monotonic() > deadline:
            raise StageFailed(f"{what} did not answer within {timeout:.0f} s:\n{tail(log)}")
        time.sleep(POLL_SECONDS)


def _first_bytes(port: int, send: bytes = b"") -> bytes:
    """What a server says first, after being sent something or nothing; empty when it says nothing."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=2) as connection:
            if send:
                connection.sendall(send)
            return connection.recv(16)
    except OSError:
        return b""


@dataclass(frozen=True)
class MariaDB:
    """A running MariaDB and the way in."""

    port: int
    root_password: str


@contextlib.contextmanager
def mariadb(folder: Path, *, throwaway: bool) -> Iterator[MariaDB]:
    """MariaDB over the data in `folder`, which is made when it is not there.

    A throwaway server trades durability for speed. The root password is new at every start.
    """
    folder.mkdir(parents=True, exist_ok=True)
    data, log = folder / "data", folder / "mariadb.log"
    user = ["--user=root"] if os.geteuid() == 0 else []
    if not (data / "mysql").is_dir():
        shutil.rmtree(data, ignore_errors=True)
        run_logged(
            [
                require_program(*MARIADB_INSTALL),
                "--no-defaults",
                f"--datadir={data}",
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                *user,
            ],
            what="making the MariaDB data folder",
            log=log,
        )
    password = secrets.token_hex(12)
    init_file = folder / "init.sql"
    init_file.touch(mode=0o600)
    init_file.write_text(
        f"CREATE OR REPLACE USER root@'{LOOPBACK}' IDENTIFIED BY '{password}';\n"
        f"GRANT ALL PRIVILEGES ON *.* TO root@'{LOOPBACK}' WITH GRANT OPTION;\n"
        f"CREATE OR REPLACE USER root@localhost IDENTIFIED BY '{password}';\n"
        "GRANT ALL PRIVILEGES ON *.* TO root@localhost WITH GRANT OPTION;\n"
        "DROP USER IF EXISTS root@'::1';\n"
    )
    port = free_port()
    command = [
        require_program(*MARIADB_SERVER),
        "--no-defaults",
        *user,
        f"--datadir={data}",
        f"--socket={_socket_path(folder)}",
        f"--pid-file={folder / 'mariadb.pid'}",
        f"--bind-address={LOOPBACK}",
        f"--port={port}",
        f"--init-file={init_file}",
        "--skip-name-resolve",
        "--skip-log-bin",
        "--character-set-server=utf8mb4",
        "--collation-server=utf8mb4_unicode_ci",
        "--innodb-buffer-pool-size=256M",
    ]
    if throwaway:
        command += [
            "--innodb-flush-log-at-trx-commit=0",
            "--innodb-doublewrite=0",
            "--innodb-fast-shutdown=2",
            "--loose-innodb-flush-method=nosync",
            "--loose-sync-frm=0",
        ]
    with running(
        command,
        what="MariaDB",
        log=log,
        # The greeting carries protocol version 10 in its fifth byte, and comes after the init file.
        ready=lambda: _first_bytes(port)[4:5] == b"\x0a",
    ):
        yield MariaDB(port, password)


def _socket_path(folder: Path) -> Path:
    """Where to put a socket: beside the data unless that path is longer than the system allows."""
    path = folder / "mariadb.sock"
    return path if len(str(path)) < 100 else Path(f"/tmp/{secrets.token_hex(8)}.sock")


@contextlib.contextmanager
def redis(folder: Path) -> Iterator[int]:
    """Redis with nothing on disk; yields its port. Cache, queue and sessions all start empty."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = [require_program(*REDIS_SERVER), "--port", str(port), "--bind", LOOPBACK, "--dir", folder]
    with running(
        [*command, "--save", "", "--appendonly", "no"],
        what="Redis",
        log=folder / "redis.log",
        ready=lambda: _first_bytes(port, b"PING\r\n").startswith(b"+PONG"),
    ):
        yield port
