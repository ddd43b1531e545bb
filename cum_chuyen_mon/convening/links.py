"""The link by which somebody without a login answers: it names one row of one roll, and nobody can make one up.

What is signed is the row and the number of the notice that brought the link, so a newer notice ends older links. The
key is the site's own. The signature is checked before anything is looked up, in constant time: what is forged and what
has run out get the same answer.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from frappe.utils import get_url
from frappe.utils.password import get_encryption_key

PAGE = "/moi-hop"
PURPOSE = "cum_chuyen_mon.moi-hop"
LONGEST = 600
"""No link of ours is longer; what is does not get as far as being decoded."""

PRIVATE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def keep_private(response, request) -> None:
    """Hook ``after_request``: a page that a link opens is kept nowhere and found nowhere."""
    if response is not None and request.path.strip("/").partition(".")[0] == PAGE.strip("/"):
        response.headers.update(PRIVATE)


def link_for(row: str, sequence: int) -> str:
    """The address of the page on which the person of an attendance row answers."""
    return get_url(f"{PAGE}?t={token_for(row, sequence)}")


def token_for(row: str, sequence: int) -> str:
    said = f"{sequence}.{row}".encode()
    return f"{_encoded(said)}.{_encoded(_signature(said))}"


def read_token(token: object) -> tuple[str, int] | None:
    """(attendance row, sequence) of a token that this site signed; None for anything else."""
    if not isinstance(token, str) or len(token) > LONGEST:
        return None
    first, _dot, second = token.partition(".")
    try:
        said, signature = _decoded(first), _decoded(second)
    except (ValueError, binascii.Error):
        return None
    if not hmac.compare_digest(signature, _signature(said)):
        return None
    sequence, _dot, row = said.decode().partition(".")
    return row, int(sequence)


def _signature(said: bytes) -> bytes:
    return hmac.new(get_encryption_key().encode(), PURPOSE.encode() + b"\0" + said, hashlib.sha256).digest()


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
