"""The link by which somebody without a login answers: it names one row of one roll, and nobody can make one up.

What is signed is the row and the number of the notice that brought the link, so a newer notice ends older links. What
is forged and what has run out get the same answer.
"""

from __future__ import annotations

from frappe.utils import get_url

from cum_chuyen_mon.controllers import tokens
from cum_chuyen_mon.permissions.guests import ANSWER

PURPOSE = "cum_chuyen_mon.moi-hop"


def link_for(row: str, sequence: int) -> str:
    """The address of the page on which the person of an attendance row answers."""
    return get_url(f"{ANSWER}?t={token_for(row, sequence)}")


def token_for(row: str, sequence: int) -> str:
    return tokens.token_of(PURPOSE, f"{sequence}.{row}".encode())


def read_token(token: object) -> tuple[str, int] | None:
    """(attendance row, sequence) of a token that this site signed; None for anything else."""
    said = tokens.read_token(PURPOSE, token)
    if said is None:
        return None
    sequence, _dot, row = said.decode().partition(".")
    return row, int(sequence)
