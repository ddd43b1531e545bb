"""Links that this site signed: nobody can make one up, and what is forged is told before anything is looked up."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from frappe.utils.password import get_encryption_key

LONGEST = 600
"""No token of ours is longer; what is does not get as far as being decoded."""


def token_of(purpose: str, said: bytes) -> str:
    """What is said, with a signature under the site's own key; for one ``purpose`` only."""
    return f"{_encoded(said)}.{_encoded(_signature(purpose, said))}"


def read_token(purpose: str, token: object) -> bytes | None:
    """What a token of this purpose says; None for anything that this site did not sign."""
    if not isinstance(token, str) or len(token) > LONGEST:
        return None
    first, _dot, second = token.partition(".")
    try:
        said, signature = _decoded(first), _decoded(second)
    except (ValueError, binascii.Error):
        return None
    return said if hmac.compare_digest(signature, _signature(purpose, said)) else None


def _signature(purpose: str, said: bytes) -> bytes:
    return hmac.new(get_encryption_key().encode(), purpose.encode() + b"\0" + said, hashlib.sha256).digest()


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
