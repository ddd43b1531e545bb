"""Telling people: a mail with a calendar entry to whoever has an address, a notification to whoever has a login.

Mails are rows of Frappe's Email Queue, written in the transaction that changed the session: they exist exactly when the
change does, and leave when Frappe empties its queue. Every attendance row keeps the number of the last notice it was
sent, so that telling again reaches only those who have not heard yet.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timezone

import frappe
from frappe.core.utils import html2text
from frappe.desk.doctype.notification_log.notification_log import make_notification_logs
from frappe.email.doctype.email_account.email_account import EmailAccount
from frappe.utils import (
    escape_html,
    get_url_to_form,
    getdate,
    sanitize_html,
)

from cum_chuyen_mon.meetings.roll_call import ATTENDANCE
from cum_chuyen_mon.permissions.mail import nothing_embedded, plain
from cum_chuyen_mon.rules.convening import Telling
from cum_chuyen_mon.rules.text import join_vi

from .answers import clock
from .calendar_file import Guest, Notice, calendar_file
from .letter import Letter, when_vi
from .links import link_for

SESSION = "Cluster Session"
MOST_NAMES = 10


@dataclass(frozen=True)
class Recipient:
    """Somebody on the roll, as far as he can be reached; what he was sent last."""

    row: str
    name: str
    mail: str
    user: str
    told: int
    mailed: int


@dataclass(frozen=True)
class Told:
    """How a notice went out: how many mails, how many notifications, and whom neither reached."""

    mailed: int = 0
    notified: int = 0
    unreached: tuple[str, ...] = ()
    no_account: bool = False

    def as_dict(self) -> dict:
        return {"mailed": self.mailed, "notified": self.notified, "unreached": list(self.unreached)}


def tell(session, what: Telling, before=None) -> Told:
    """Send one notice of a session to whoever has not been sent it; ``before`` is the session as it was.

    That it is off is told to those who were called. Whoever calls this holds the session's row.
    """
    number = session.notice_sequence
    people = recipients(session.name)
    if (
        what.is_off and number > 1
    ):  # the first number of a session that was convened outside the app is for all
        people = [person for person in people if person.told or person.mailed]
    letter = letter_of(session, what, before)
    account = _outgoing_account()
    to_mail = [person for person in people if person.mail and person.mailed < number]
    to_notify = [person for person in people if person.user and person.told < number]
    mailed = [p for p in to_mail if _mail(session, letter, account, p)] if account else []
    _notify(session, letter, to_notify)
    _note(number, {p.row for p in mailed}, {p.row for p in (*mailed, *to_notify)})
    reached = {p.row for p in (*mailed, *to_notify)}
    left = [p.name for p in people if p.row not in reached and p.told < number and p.mailed < number]
    return Told(len(mailed), len(to_notify), tuple(left), bool(to_mail) and not account)


def _outgoing_account():
    """The account that mails go out by; None without one, or for the empty one that stands in where mail is muted."""
    found = EmailAccount.find_outgoing(match_by_doctype=SESSION)
    return found if found and found.email_id else None


def recipients(session: str) -> list[Recipient]:
    """Everybody on a session's roll. A staff member's own address goes before the one of his login."""
    Row, Staff, User = (frappe.qb.DocType(name) for name in (ATTENDANCE, "Member School Staff", "User"))
    rows = (
        frappe.qb.from_(Row)
        .left_join(Staff)
        .on(Staff.name == Row.staff)
        .left_join(User)
        .on((User.name == Staff.user) & (User.enabled == 1))
        .select(
            Row.name,
            Row.staff_name,
            Row.guest_name,
            Row.guest_email,
            Row.told_sequence,
            Row.mailed_sequence,
            Staff.email,
            User.email.as_("login"),
        )
        .where(Row.session == session)
        .orderby(Row.name)
    ).run(as_dict=True)
    return [
        Recipient(
            row.name,
            row.staff_name or row.guest_name,
            row.email or row.guest_email or row.login or "",
            row.login or "",
            row.told_sequence or 0,
            row.mailed_sequence or 0,
        )
        for row in rows
    ]


def letter_of(session, what: Telling, before=None) -> Letter:
    """What a notice says. One that calls a session off speaks of the day that people know."""
    as_known = before if what.is_off and before else session
    host = session.venue_school and frappe.db.get_value("Member School", session.venue_school, "school_name")
    day, start, end = _hours(as_known)
    notice = Notice(
        uid=f"{session.name}@{frappe.local.site}",
        sequence=session.notice_sequence,
        title=session.session_title,
        day=day,
        start=start,
        end=end,
        venue=", ".join(dict.fromkeys(filter(None, (session.venue, host)))),
        text=html2text(session.agenda or "").strip() if not what.is_off else session.status_reason or "",
        is_off=what.is_off,
    )
    changed = what is Telling.CHANGE and before
    return Letter(
        telling=what,
        notice=notice,
        unit=session.unit_title,
        chair=session.chair_name or "",
        agenda=sanitize_html(session.agenda or ""),
        plan=sanitize_html(session.plan_text or ""),
        former=", ".join(filter(None, (when_vi(*_hours(before)), before.venue))) if changed else "",
        why=session.status_reason or "" if changed or what.is_off else "",
        notice_reason="" if what.is_off else session.notice_reason or "",
        venue_reason="" if what.is_off else session.venue_reason or "",
    )


def _hours(session) -> tuple:
    return getdate(session.session_date), clock(session.start_time), clock(session.end_time)


def _mail(session, letter: Letter, account, person: Recipient) -> bool:
    """Put one person's mail into the queue; False when his address is none, or he wants no mail from this site."""
    link = "" if letter.telling.is_off else link_for(person.row, session.notice_sequence)
    notice = replace(
        letter.notice,
        link=link,
        organiser=Guest(letter.unit, account.email_id),
        guests=(Guest(person.name, person.mail),),
    )
    entry = {
        "fname": "huy-hop.ics" if notice.is_off else "moi-hop.ics",
        "fcontent": calendar_file(notice, datetime.now(timezone.utc)),
        "content_type": f"text/calendar; method={notice.method}",
    }
    queued = frappe.sendmail(
        recipients=[person.mail],
        subject=plain(letter.subject),
        message=nothing_embedded(letter.html(person.name, link)),
        attachments=[entry, *_plan_of(session, letter)],
        reference_doctype=SESSION,
        reference_name=session.name,
        add_unsubscribe_link=0,
    )
    return bool(queued)


def _plan_of(session, letter: Letter) -> list[dict]:
    """The plan that goes with an invitation, as an attachment of Frappe's queue."""
    if letter.telling.is_off or not session.plan_file:
        return []
    of_session = {"attached_to_doctype": SESSION, "attached_to_name": session.name}
    file = frappe.db.get_value("File", {"file_url": session.plan_file, **of_session})
    return [{"fid": file}] if file else []


def _notify(session, letter: Letter, people: Collection[Recipient]) -> None:
    """Frappe's own notifications, for those with a login. As alerts they bring no second mail."""
    content = {
        "type": "Alert",
        "document_type": SESSION,
        "document_name": session.name,
        "subject": escape_html(letter.subject),
        "email_content": letter.html("Quý Thầy, Cô", get_url_to_form(SESSION, session.name)),
        "from_user": frappe.session.user,
    }
    make_notification_logs(frappe._dict(content), list({person.user for person in people}))


def _note(number: int, mailed: Collection[str], told: Collection[str]) -> None:
    row = frappe.qb.DocType(ATTENDANCE)
    for column, names in ((row.mailed_sequence, mailed), (row.told_sequence, told)):
        if names:
            frappe.qb.update(row).set(column, number).where(row.name.isin(list(names))).run()


def show(told: Told) -> None:
    """Tell the convener what did not get through, and what to do about it."""
    said = []
    if told.no_account:
        said.append(
            "Chưa gửi được thư: hệ thống chưa có tài khoản thư gửi đi. Người có tài khoản đã nhận thông báo trong "
            "ứng dụng. Hãy nhờ quản trị cài tài khoản thư, rồi chọn «Việc khác», «Gửi thông báo»."
        )
    if told.unreached:
        names = [escape_html(name) for name in told.unreached[:MOST_NAMES]]
        more = len(told.unreached) - len(names)
        names += [f"{more} người khác"] if more else []
        said.append(f"Chưa thông báo được cho: {join_vi(names)}. Hãy gửi giấy mời, hoặc bổ sung địa chỉ thư.")
    if said:
        frappe.msgprint("<br>".join(said), title="Cần báo thêm", indicator="orange")
