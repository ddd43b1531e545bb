"""Whoever changes what belongs to a session locks the session first, so that nobody waits in a circle."""

from __future__ import annotations

import frappe

from cum_chuyen_mon.meetings.roll_call import take_turn


class SessionFirst:
    """Mixin for documents with a ``session``. Frappe locks a document's own row at several points of saving it and
    before deleting it; each of them comes through here."""

    def load_from_db(self):
        if self.flags.for_update and isinstance(self.name, str):
            session = frappe.db.get_value(self.doctype, self.name, "session")
            if session:
                take_turn(session)
        return super().load_from_db()

    def check_if_latest(self):
        if self.session:
            take_turn(self.session)
        return super().check_if_latest()

    def on_trash(self) -> None:
        """Frappe holds the row already: waiting for the session now could be waiting for somebody who waits for us."""
        try:
            self.flags.minutes_state = take_turn(self.session, wait=False).minutes_state
        except frappe.QueryTimeoutError:
            frappe.throw("Có người đang sửa buổi sinh hoạt này. Hãy chờ một lát rồi xóa lại.")
