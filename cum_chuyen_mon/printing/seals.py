"""The keys with which schools and authorities seal papers: where they are kept, and who seals for whom.

The content of a key file is kept encrypted beside the passphrase, and no file of it stays on the site.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import escape_html, get_system_timezone, now_datetime
from frappe.utils.password import get_decrypted_password, remove_encrypted_password, set_encrypted_password

from cum_chuyen_mon.permissions.standing import (
    AUTHORITY_LEADER,
    AUTHORITY_STAFF,
    SCHOOL,
    STAFF,
    holding,
    staff_of,
)
from cum_chuyen_mon.rules.units import Term
from cum_chuyen_mon.rules.words import Position

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer

SEAL = "Cluster Seal"
AUTHORITY = "Education Authority"
TITLES = {SCHOOL: "school_name", AUTHORITY: "authority_name"}
SUFFIX = {SCHOOL: "TRUONG", AUTHORITY: "CQQL"}
TOKEN = "PKCS#11 Token"
PASSPHRASE, KEY = "passphrase", "key"
MODULE = "cum_chuyen_mon_pkcs11_module"
"""In the site's configuration: the library of the token's maker. A document that named one could have anything run."""
LONGEST = 30_000
"""Bytes of a key file; the column of encrypted values takes no more than 64 KB."""

Holder = tuple[str, str]
"""DocType and code of a school or an authority."""


@dataclass(frozen=True)
class Source:
    """Where a key is: in the content of a file, or on a token."""

    way: str
    passphrase: str
    content: bytes = b""
    token: str = ""
    label: str = ""


def name_of(holder: Holder) -> str:
    """One name for the seal of a holder: the database refuses a second."""
    return f"{holder[1]}-{SUFFIX[holder[0]]}"


def title_of(holder: Holder) -> str:
    return frappe.db.get_value(*holder, TITLES[holder[0]]) or holder[1]


def now() -> datetime:
    """This moment on the clock of the site."""
    return now_datetime().replace(tzinfo=ZoneInfo(get_system_timezone()), microsecond=0)


def holders_of(user: str, on: date) -> list[Holder]:
    """The schools of which a user is the principal on a day, and the authorities of which he is a leader.

    Not those below his authority, and no administrator without such a post: a seal is an act of its holder.
    """
    staff = staff_of(user)
    posts = holding("Staff Posting", {"parent": staff or "", "parenttype": STAFF}, on, "school", "position")
    schools = {row.school for row in posts if row.position == Position.PRINCIPAL}
    open_ = frappe.get_all(SCHOOL, {"name": ("in", sorted(schools) or [""]), "disabled": 0}, pluck="name")
    posts = holding(AUTHORITY_STAFF, {"user": user, "disabled": 0}, on, "authority", "position")
    led = {row.authority for row in posts if row.position == AUTHORITY_LEADER}
    known = frappe.get_all(
        AUTHORITY, {"name": ("in", sorted(led) or [""])}, ["name", "valid_from", "valid_to"]
    )
    standing = [row.name for row in known if Term(row.valid_from, row.valid_to).holds(on)]
    return [(SCHOOL, code) for code in sorted(open_)] + [(AUTHORITY, code) for code in sorted(standing)]


def with_a_seal(holders: list[Holder]) -> list[Holder]:
    """Those who have a seal that may be used."""
    names = {name_of(holder): holder for holder in holders}
    asked = {"name": ("in", sorted(names) or [""]), "disabled": 0}
    return [names[name] for name in frappe.get_all(SEAL, asked, pluck="name", order_by="name")]


@contextmanager
def key_of(holder: Holder) -> Iterator[Signer]:
    """The key of a holder's seal, for as long as the block lasts. Throws `CannotSeal`."""
    columns = ["name", "way", "token_label", "key_label"]
    row = frappe.db.get_value(SEAL, {"name": name_of(holder), "disabled": 0}, columns, as_dict=True)
    if row is None:
        frappe.throw(
            f"{escape_html(title_of(holder))} chưa có dấu số, hoặc dấu số đã ngừng dùng. Hãy nhờ người quản trị khai "
            "báo chứng thư số ở mục «Dấu số»."
        )
    source = Source(row.way, stored(row.name, PASSPHRASE), key_kept(row.name), row.token_label, row.key_label)
    with opened(source) as signer:
        yield signer


@contextmanager
def opened(source: Source) -> Iterator[Signer]:
    """The key at a source, for as long as the block lasts. Throws `CannotSeal`."""
    from cum_chuyen_mon.documents.keys import CannotSeal, key_in_file, key_on_token

    if source.way != TOKEN:
        yield key_in_file(source.content, source.passphrase)
        return
    module = frappe.conf.get(MODULE)
    if not module:
        raise CannotSeal(
            f"Máy chủ chưa khai báo thư viện của token. Hãy nhờ người quản trị máy chủ đặt «{MODULE}» trong "
            "site_config.json."
        )
    with key_on_token(module, source.token, source.label, source.passphrase) as signer:
        yield signer


def stored(name: str, what: str) -> str:
    return get_decrypted_password(SEAL, name, what, raise_exception=False) or ""


def key_kept(name: str) -> bytes:
    """The content of the key file that was kept; b"" for none."""
    return b64decode(stored(name, KEY))


def keep_key(name: str, content: bytes) -> None:
    """Keep the content of a key file, or none any more."""
    if content:
        set_encrypted_password(SEAL, name, b64encode(content).decode(), KEY)
    else:
        remove_encrypted_password(SEAL, name, KEY)
