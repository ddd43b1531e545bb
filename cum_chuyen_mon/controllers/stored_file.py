"""Files of the site: which of them lie under an address, and what they hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import frappe

if TYPE_CHECKING:
    from frappe.core.doctype.file.file import File


def files_at(url: str | None, **where: object) -> list[File]:
    """Files stored under a URL, oldest first, compared letter by letter: the database takes "Ban" for "Bản"."""
    rows = frappe.get_all("File", {"file_url": url, **where}, ["*"], order_by="creation") if url else []
    return [frappe.get_doc({"doctype": "File", **row}) for row in rows if row.file_url == url]


def bytes_of(file: File) -> bytes:
    """What a file holds, byte by byte: Frappe's own reader takes some for text. Throws `OSError` when it is gone."""
    return Path(file.get_full_path()).read_bytes()
