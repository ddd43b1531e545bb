"""Mails carry what people wrote, and nothing of the server's: Frappe takes ``embed="path"``, wherever it stands in a
mail, for a file of the server to send along."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import PreformattedString
from frappe.utils import strip_html

EMBEDDING, GAP = "embed=", "\N{ZERO WIDTH SPACE}"
LIVE = re.compile(r"(?<=embed)(?==)|(?<=&)(?=[#A-Za-z])|(?<=<)(?=[A-Za-z/!?])")
"""Where a plain text would begin to mean something to who takes it for HTML."""


def nothing_embedded(html: str) -> str:
    """A mail's text in which Frappe finds no file to send along; people read the same.

    It is read as a browser reads it first: what is spelled with entities, or stretched over a comment, would come out
    plain when Frappe puts the styles in line.
    """
    soup = BeautifulSoup(html, "html.parser")
    for hidden in soup.find_all(string=lambda text: isinstance(text, PreformattedString)):
        hidden.extract()
    return str(soup).replace(EMBEDDING, GAP.join((EMBEDDING[:-1], "=")))


def plain(subject: str) -> str:
    """A mail's subject as text and nothing else: Frappe puts it into the mail's HTML as it is."""
    return LIVE.sub(GAP, subject)


def disarm(doc, _method: str | None = None) -> None:
    """Hook on what Frappe mails for people: Communication; notifications of mentions, assignments and the like."""
    for field in ("content", "email_content"):
        if "embed" in (doc.get(field) or "").lower() or "&#" in (doc.get(field) or ""):
            doc.set(field, nothing_embedded(doc.get(field)))
    subject = doc.get("subject") or ""
    if EMBEDDING in strip_html(subject) or "&#" in subject:
        doc.subject = plain(strip_html(subject))
