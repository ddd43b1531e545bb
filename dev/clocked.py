"""The site with a clock that a test moves: every request says at what moment it is made. Never served to people.

One request at a time: the clock is the whole process's.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import time_machine

HEADER = "X-Moment"
"""Carries an ISO timestamp with its zone."""

_IN_ENVIRON = "HTTP_" + HEADER.upper().replace("-", "_")


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Frappe, answering as at the request's moment."""
    from dev.wsgi import application as frappe_application  # needs a site; tests import HEADER without one

    if _IN_ENVIRON not in environ:
        return frappe_application(environ, start_response)
    with time_machine.travel(datetime.fromisoformat(environ[_IN_ENVIRON]), tick=True):
        answer = frappe_application(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            if hasattr(answer, "close"):
                answer.close()
