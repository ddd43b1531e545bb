"""What people wrote goes into mails as text: no file of the server goes with it, no markup of theirs into its head.

Frappe takes ``embed="path"``, wherever it stands in a mail's HTML, for a file of the server to send along.
"""

from __future__ import annotations

import frappe
import pytest

from cum_chuyen_mon.permissions.mail import disarm, nothing_embedded, plain

from .test_convening_mail import Place, office, place, text_of  # noqa: F401 - fixtures

FILE = "//etc/passwd"
"""Frappe takes one slash off, and would read it."""

SPELLED = {
    "as it is": f'embed="{FILE}"',
    "with entities": f"&#101;mbed&#61;&quot;{FILE}&quot;",
    "on a picture": f'<p>a</p><img EMBED="{FILE}">',
    "over a comment": f'embed<!-- x -->="{FILE}"',
    "in an attribute": f"<p title='embed=\"{FILE}\"'>a</p>",
}


def carried(message) -> set[str]:
    """Kinds of what a mail brings along; ``multipart/related`` holds files that its text embeds."""
    return {part.get_content_type() for part in message.walk()}


@pytest.mark.parametrize("text", SPELLED.values(), ids=SPELLED)
def test_a_notice_embeds_no_file_of_the_server(place: Place, text):  # noqa: F811
    written = {"agenda": text, "session_title": text[:140], "venue": text[:140]}
    assert place.head.put(f"api/resource/Cluster Session/{place.meeting}", **written).ok
    assert place.call("convene").ok
    arrived = place.take()
    assert arrived.keys() == {*place.mails.values(), place.guest}
    for message in arrived.values():
        assert "multipart/related" not in carried(message)
        assert "root:" not in message.as_string()
        assert "Chương trình" in text_of(message)


def test_nor_does_a_mail_that_somebody_writes_about_a_session(place: Place):  # noqa: F811
    written = {"subject": SPELLED["as it is"], "content": f"<p>{SPELLED['with entities']}</p>"}
    about = {"doctype": "Cluster Session", "name": place.meeting, "recipients": place.guest, "send_email": 1}
    sent = place.head.call("frappe.core.doctype.communication.email.make", **about, **written)
    assert sent.ok, sent.text[:300]
    (message,) = place.take().values()
    assert "multipart/related" not in carried(message)


def test_a_subject_is_text_in_the_mails_head_too():
    assert plain("Họp <đầu năm> & phân công, 3 < 4") == "Họp <đầu năm> & phân công, 3 < 4"
    for live in ("</title><script>", "&#60;b>", "&lt;b>", 'embed="x"'):
        assert live not in plain(live)
        assert plain(live).replace("\N{ZERO WIDTH SPACE}", "") == live


def test_what_embeds_nothing_stays_as_it_was():
    for html in ("<p>Học sinh &amp; giáo viên</p>", '<a href="https://x.example/?a=1&amp;b=2">x</a>'):
        assert nothing_embedded(html) == html


def test_notifications_are_mailed_as_text_too():
    note = notification('em<b></b>bed="x"', SPELLED["on a picture"])
    assert 'embed="' not in note.subject + note.email_content.lower()
    kept = notification("<b>Tên</b> nhắc bạn", "<p>Xin chào</p>")
    assert (kept.subject, kept.email_content) == ("<b>Tên</b> nhắc bạn", "<p>Xin chào</p>")


def notification(subject: str, content: str):
    doc = frappe.get_doc({"doctype": "Notification Log", "subject": subject, "email_content": content})
    disarm(doc)
    return doc
