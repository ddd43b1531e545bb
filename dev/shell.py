"""Running commands, and telling the person at the terminal what happens."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

TAIL_LINES = 40
OUTPUT_FOLLOWS = "The end of its output:"
PR_SET_PDEATHSIG = 1


class StageFailed(RuntimeError):
    """A step that should have worked did not. The message is for the person at the terminal."""


class Unavailable(RuntimeError):
    """This machine lacks something the step needs. Not a fault of the project."""


def say(text: str) -> None:
    """Print one line of progress."""
    print(text, flush=True)


def heading(text: str) -> None:
    """Print a line that stands out between the output of two steps."""
    say(f"\n=== {text}")


@contextlib.contextmanager
def timed(what: str) -> Iterator[None]:
    """Announce a step, and how long it took once it is done."""
    started = time.monotonic()
    yield
    say(f"    {what}: {time.monotonic() - started:.0f} s")


def tail(log: Path, lines: int = TAIL_LINES) -> str:
    """The last lines of a log. A progress bar counts as its last state only."""
    if not log.exists():
        return "(no output)"
    text = log.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n")
    last_states = [line.rsplit("\r", 1)[-1] for line in text.splitlines()]
    return "\n".join(last_states[-lines:])


def clean_environ(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment without what would lead another Python astray."""
    astray = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
    environ = {key: value for key, value in os.environ.items() if key not in astray}
    return {**environ, **(extra or {})}


def end_with_parent() -> None:
    """For `preexec_fn`: ask Linux to end the child when this process dies, even by SIGKILL."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def run_logged(
    command: Sequence[str | Path],
    *,
    what: str,
    log: Path,
    cwd: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> None:
    """Run a command with its output in a log file; show the end of that file only when it fails."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env=dict(environ) if environ is not None else clean_environ(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
            preexec_fn=end_with_parent,
        )
    if done.returncode:
        raise StageFailed(f"{what} failed (status {done.returncode}). {OUTPUT_FOLLOWS}\n{tail(log)}")


def output_of(command: Sequence[str | Path], *, cwd: Path | None = None) -> str:
    """What a command prints, or an empty text when it cannot be run or fails."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env=clean_environ(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return ""
    return done.stdout if done.returncode == 0 else ""


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let one run at a time through: two terminals may both run `make test`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def end_on_signals() -> None:
    """Let SIGTERM and SIGHUP end the run as Ctrl-C does, so that everything started is stopped."""

    def interrupt(signum: int, _frame: object) -> None:
        raise KeyboardInterrupt(signal.Signals(signum).name)

    for signum in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, interrupt)


def fail(message: str) -> int:
    """Print an error and return the exit status that goes with it."""
    print(f"error: {message}", file=sys.stderr, flush=True)
    return 1
