import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from cum_chuyen_mon.controllers.protected import blank, put_back
from cum_chuyen_mon.controllers.session_first import SessionFirst
from cum_chuyen_mon.controllers.tidy import Tidy
from cum_chuyen_mon.delivery import copies
from cum_chuyen_mon.meetings import agenda, confirmation, tasks
from cum_chuyen_mon.meetings.elections import elections_in, sentences
from cum_chuyen_mon.meetings.text import text_of
from cum_chuyen_mon.permissions.decisions import record_delegation
from cum_chuyen_mon.printing import kept, sealed
from cum_chuyen_mon.printing.minutes import KIND
from cum_chuyen_mon.printing.numbers import next_number
from cum_chuyen_mon.rules.words import OFF, MinutesForm, MinutesState

KEPT_BY_THE_APP = (
    "state",
    "round",
    "paper_number",
    "text_hash",
    "lock_hash",
    "locked_at",
    "paper_entered_by",
    "paper_entered_at",
)
FROM_THE_SESSION = (
    "session_title",
    "session_date",
    "unit_type",
    "unit",
    "unit_title",
    "cluster",
    "school_group",
    "subject",
)


class ClusterMinutes(SessionFirst, Tidy, Document):
    """Biên bản of one session: written, confirmed by everyone who attended, then locked for good."""

    def autoname(self) -> None:
        """One live set of minutes per session; an amendment gets the next number from Frappe."""
        if not self.amended_from:
            self.name = f"{self.session}-BB"
            if frappe.db.exists(self.doctype, self.name):
                frappe.throw(
                    "Buổi sinh hoạt này đã có biên bản. Hãy mở biên bản đó; nếu đã hủy thì lập bản sửa đổi từ nó.",
                    exc=frappe.DuplicateEntryError,
                )

    def onload(self) -> None:
        """The election's result is part of what is signed, and shown beside it; so are the seals on locked minutes."""
        super().onload()
        self.set_onload("elections", sentences(elections_in(self.session)))
        if self.docstatus == 1:
            self.set_onload("seals", sealed.shown(self))

    def validate(self) -> None:
        self.check_only_one()
        if self.is_new():  # an amendment is copied from its cancelled forebear; nobody has signed it yet
            for field in KEPT_BY_THE_APP:
                self.set(field, blank(self, field))
        put_back(self, KEPT_BY_THE_APP)
        session = frappe.get_doc("Cluster Session", self.session)
        if session.status in OFF:
            frappe.throw(
                "Buổi sinh hoạt đã hoãn hoặc hủy, không lập biên bản. Hãy đổi trạng thái buổi trước."
            )
        for field in FROM_THE_SESSION:
            self.set(field, session.get(field))
        self.set_form(session)
        self.take_agenda(session)
        record_delegation(self)
        if not self.opened_at:
            self.opened_at = session.start_time
        if not self.closed_at:
            self.closed_at = session.end_time
        if not self.flags.by_the_app:
            confirmation.void_if_changed(self, text_of(self, session, locked=True))

    def set_form(self, session) -> None:
        """The form is the activity kind's while the minutes are written, and stays once somebody was asked to sign.

        A workbook holds a summary of minutes that were signed elsewhere: those have a meeting's form."""
        if self.state != MinutesState.DRAFT:
            put_back(self, ("form",))
        elif frappe.flags.cum_chuyen_mon_loading:
            self.form = self.form or MinutesForm.MEETING.value
        else:
            self.form = session.minutes_form or MinutesForm.MEETING.value

    def take_agenda(self, session) -> None:
        """New minutes begin with the session's agenda as topics."""
        if self.is_new() and not self.topics and not frappe.flags.cum_chuyen_mon_loading:
            for topic in agenda.topics_of(session):
                self.append("topics", topic)

    def check_only_one(self) -> None:
        """A session has one live set of minutes, and an amendment amends the minutes of its own session."""
        if self.amended_from:
            forebear = frappe.get_doc(self.doctype, self.amended_from)
            if self.is_new() and not self.flags.ignore_permissions:
                forebear.check_permission("amend")  # Frappe asks for it nowhere
            if forebear.session != self.session:
                frappe.throw("Bản sửa đổi phải thuộc cùng buổi sinh hoạt với biên bản đã hủy.")
        others = {"session": self.session, "docstatus": ("<", 2), "name": ("!=", self.name)}
        if frappe.db.exists(self.doctype, others):
            frappe.throw("Buổi sinh hoạt này đã có biên bản đang dùng. Hãy mở biên bản đó.")

    def on_update(self) -> None:
        if self.docstatus == 0:
            self.tell_the_session(self.state)

    def before_submit(self) -> None:
        confirmation.check_before_lock(self)
        self.paper_number = next_number(self.unit, KIND, getdate(self.session_date))

    def on_submit(self) -> None:
        self.tell_the_session(MinutesState.LOCKED)
        tasks.give(self)
        copies.deliver([self.name])
        kept.keep_later(self.name)

    def before_cancel(self) -> None:
        if not (self.cancel_reason or "").strip():
            frappe.throw("Hủy biên bản đã khóa phải có lý do. Hãy ghi vào ô «Lý do hủy», lưu lại rồi hủy.")

    def on_cancel(self) -> None:
        tasks.cancel(self.name)
        copies.withdraw(self.name)
        self.tell_the_session(MinutesState.NONE)

    def after_delete(self) -> None:
        frappe.db.delete(confirmation.SIGNATURE, {"minutes": self.name})
        self.tell_the_session(MinutesState.NONE)

    def tell_the_session(self, state: MinutesState | str) -> None:
        """Keep the session's own columns in step; locking and cancelling change which obligations are met."""
        old = frappe.db.get_value("Cluster Session", self.session, "minutes_state")
        if old == str(state):
            return
        values = {
            "minutes_state": str(state),
            "locked_on": getdate(self.locked_at) if state == MinutesState.LOCKED else None,
        }
        if state == MinutesState.NONE:
            values["signed_count"] = 0
        frappe.db.set_value("Cluster Session", self.session, values, update_modified=False)
        if MinutesState.LOCKED in (state, old):
            frappe.get_doc("Cluster Session", self.session).refresh_obligations()


def on_doctype_update() -> None:
    frappe.db.add_index("Cluster Minutes", ["session", "docstatus"], "session_docstatus")
    frappe.db.add_index("Cluster Minutes", ["unit", "session_date"], "unit_date")
