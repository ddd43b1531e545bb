"""The pages that a signed link opens to people without a login."""

from __future__ import annotations

ANSWER, CHECK = "/moi-hop", "/kiem-tra"
"""Answering an invitation; finding out whether a paper is genuine."""

PAGES = frozenset((ANSWER, CHECK))
PRIVATE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def keep_private(response, request) -> None:
    """Hook ``after_request``: a page that a link opens is kept nowhere and found nowhere."""
    if response is not None and f"/{request.path.strip('/').partition('.')[0]}" in PAGES:
        response.headers.update(PRIVATE)
