"""`make lint`: ruff over the project, in the project's own environment."""

from __future__ import annotations

import subprocess
import sys

from dev import REPO
from dev.shell import StageFailed, Unavailable, fail
from dev.venv import project_venv


def main() -> int:
    """Check style and layout; the status is 0 when both are right."""
    try:
        python = project_venv(extra="dev")
    except (StageFailed, Unavailable) as error:
        return fail(str(error))
    checks = (["check"], ["format", "--check"])
    states = [subprocess.run([python, "-m", "ruff", *check, "."], cwd=REPO).returncode for check in checks]
    return max(states)


if __name__ == "__main__":
    sys.exit(main())
