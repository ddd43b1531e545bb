"""A real mail server of one's own: what the site sends arrives here over SMTP."""

from __future__ import annotations

import email
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from typing import Any

import frappe
from aiosmtpd.controller import Controller
from icalendar import Calendar

from dev.services import free_port

from . import factory


@dataclass
class PostOffice:
    """What arrived, in order."""

    port: int
    arrived: list[tuple[str, EmailMessage]] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        message = email.message_from_bytes(envelope.content, policy=policy.default)
        self.arrived += [(recipient, message) for recipient in envelope.rcpt_tos]
        return "250 OK"

    def take(self) -> dict[str, EmailMessage]:
        """Empty the site's queue by Frappe's own function; what arrived since last time, by recipient."""
        from frappe.email.queue import flush

        self.arrived.clear()
        flush()
        found = dict(self.arrived)
        assert len(found) == len(self.arrived), f"somebody got two mails: {[r for r, _m in self.arrived]}"
        return found


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """A mail server that runs, and an Email Account of the site that sends through it."""
    office = PostOffice(free_port())
    controller = Controller(office, hostname="127.0.0.1", port=office.port)
    controller.start()
    muted = frappe.local.conf.get("mute_emails")
    frappe.flags.testing_email = True  # Frappe keeps mail back in tests otherwise
    frappe.local.conf.mute_emails = 0
    try:
        yield office
    finally:
        frappe.flags.testing_email = False
        frappe.local.conf.mute_emails = muted
        controller.stop()


def account(office: PostOffice) -> dict[str, Any]:
    """The document of an outgoing account at the office."""
    return {
        "doctype": "Email Account",
        "email_account_name": "T-Cụm",
        "email_id": "cum@so-giao-duc.example",
        "enable_outgoing": 1,
        "default_outgoing": 1,
        "smtp_server": "127.0.0.1",
        "smtp_port": str(office.port),
        "no_smtp_authentication": 1,
    }


def forget_accounts() -> None:
    """Frappe keeps accounts for the length of a request."""
    for name in ("outgoing_email_account", "incoming_email_account"):
        if hasattr(frappe.local, name):
            delattr(frappe.local, name)


def entry_of(message: EmailMessage) -> tuple[EmailMessage, Calendar, Any]:
    """(the part, the calendar, its one event) of a mail with a calendar entry."""
    (part,) = [p for p in message.walk() if p.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    (event,) = calendar.walk("VEVENT")
    return part, calendar, event


def text_of(message: EmailMessage) -> str:
    return message.get_body(("html",)).get_content()


def give_address(staff: str, mail: str) -> str:
    person = frappe.get_doc("Member School Staff", staff)
    person.email = mail
    person.save()
    return mail


def address_everyone(made: factory.District) -> dict[str, str]:
    """A mail address for every principal: staff code → address."""
    return {
        made.principal(school): give_address(made.principal(school), f"{school.lower()}@truong.example")
        for school in factory.SCHOOLS
    }
