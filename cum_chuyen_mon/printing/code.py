"""The code printed on locked minutes: it names them and carries a fingerprint of what was locked, under the site's
signature. So it tells when the database says something else by now, even when whoever changed the text changed the
stored hashes with it.
"""

from __future__ import annotations

import hashlib

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.controllers import tokens
from cum_chuyen_mon.permissions.guests import CHECK

PURPOSE = "cum_chuyen_mon.kiem-tra"
LENGTH = 16
"""Bytes of the fingerprint."""


def link_to(minutes) -> str:
    """The address at which anybody may check the paper of locked minutes."""
    return f"{_site()}{CHECK}?v={tokens.token_of(PURPOSE, fingerprint(minutes) + minutes.name.encode())}"


def read(token: object) -> tuple[bytes, str] | None:
    """(fingerprint, minutes) of a code that this site printed; None for anything else."""
    said = tokens.read_token(PURPOSE, token)
    return (said[:LENGTH], said[LENGTH:].decode()) if said else None


def fingerprint(minutes) -> bytes:
    """Of what was locked, and of what the paper's head says of it."""
    said = (
        minutes.name,
        minutes.text_hash,
        minutes.lock_hash,
        minutes.paper_number,
        minutes.unit_type,
        minutes.unit,
        getdate(minutes.session_date).isoformat(),
    )
    return hashlib.sha256("\n".join(map(str, said)).encode()).digest()[:LENGTH]


def _site() -> str:
    """Where this site is found. Not the host of the request: whoever prints first would choose it for everybody."""
    address = frappe.db.get_single_value("Cluster Settings", "paper_address") or frappe.conf.host_name
    return (address or f"http://{frappe.local.site}").rstrip("/")
