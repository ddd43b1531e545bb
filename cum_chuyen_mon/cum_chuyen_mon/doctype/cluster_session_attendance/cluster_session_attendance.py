import frappe
from frappe.model.document import Document
from frappe.utils import get_time

from cum_chuyen_mon.controllers.protected import put_back
from cum_chuyen_mon.controllers.session_first import SessionFirst
from cum_chuyen_mon.controllers.tidy import Tidy
from cum_chuyen_mon.convening.answers import KEPT
from cum_chuyen_mon.convening.guests import check_guest
from cum_chuyen_mon.meetings.confirmation import session_changed
from cum_chuyen_mon.meetings.people import person_at
from cum_chuyen_mon.meetings.roll_call import (
    ATTENDED_WORDS,
    OF_THE_SESSION,
    add_to_counts,
    is_present,
    refuse_if_closed,
    row_name,
    take_turn,
)
from cum_chuyen_mon.rules.words import RollCall


class ClusterSessionAttendance(SessionFirst, Tidy, Document):
    """One person at one session. The name holds both, so the database refuses a second row."""

    def autoname(self) -> None:
        if self.staff:
            self.name = row_name(self.session, self.staff)
        elif self.guest_name:
            self.name = f"{self.session}-G{frappe.generate_hash(length=8)}"
        else:
            frappe.throw("Hãy chọn người dự, hoặc ghi tên khách mời.")

    def validate(self) -> None:
        put_back(self, KEPT)
        session = take_turn(self.session)
        refuse_if_closed(session)
        self.flags.minutes_state = session.minutes_state
        for field in OF_THE_SESSION:
            self.set(field, session[field])
        if self.staff:
            self.set_posting(session)
            self.guest_email = None
        else:
            check_guest(self)
        if self.state == "Excused" and not self.reason:
            frappe.throw(f"{self.staff_name or self.guest_name}: vắng có phép phải ghi lý do ở ô «Lý do».")
        self.check_substitute()
        self.check_times()

    def check_substitute(self) -> None:
        """A substitute stands in for somebody of the unit's people, not for himself; nobody else for anyone."""
        if self.state != RollCall.SUBSTITUTE:
            self.substitute_for = None
        elif self.substitute_for and self.substitute_for == self.staff:
            frappe.throw(f"{self.staff_name}: không ai dự thay chính mình. Hãy chọn lại ô «Dự thay cho».")

    def check_times(self) -> None:
        """Times of coming and going are of those who were there."""
        if self.state not in ATTENDED_WORDS:
            self.arrived_at = self.left_at = None
        elif self.arrived_at and self.left_at and get_time(self.left_at) <= get_time(self.arrived_at):
            if self.state == RollCall.LATE or self.has_value_changed("arrived_at"):
                name = self.staff_name or self.guest_name
                frappe.throw(f"{name}: giờ về phải sau giờ đến. Hãy sửa ô «Giờ đến» hoặc «Giờ về».")
            self.arrived_at = None  # noted when somebody called the roll, not when the person came

    def set_posting(self, session) -> None:
        """Who the person is comes from the posting on the session's day; later saves keep it. Guests are described
        by whoever enters them."""
        before = self.get_doc_before_save()
        if before:
            self.staff_name, self.school, self.position = before.staff_name, before.school, before.position
            return
        person = person_at(session, self.staff, self.school)
        if person is None:
            frappe.throw(
                f"{self.staff} không công tác ở trường nào vào ngày họp. Hãy cập nhật vị trí công tác."
            )
        self.staff_name, self.school, self.position = person.name, person.school, person.position

    def on_update(self) -> None:
        before = self.get_doc_before_save()
        present = is_present(self.state) - (is_present(before.state) if before else 0)
        add_to_counts(self.session, invited=0 if before else 1, present=present)
        self.tell_the_minutes()

    def on_trash(self) -> None:
        super().on_trash()
        refuse_if_closed(take_turn(self.session))

    def after_delete(self) -> None:
        add_to_counts(self.session, invited=-1, present=-is_present(self.state))
        self.tell_the_minutes()

    def tell_the_minutes(self) -> None:
        """Minutes that were sent are compared with the roll as it is now; the state was read with the lock."""
        if self.flags.minutes_state == "Awaiting Confirmation":
            session_changed(self.session)


def on_doctype_update() -> None:
    frappe.db.add_index("Cluster Session Attendance", ["session", "state"], "session_state")
    frappe.db.add_index("Cluster Session Attendance", ["staff", "school_year", "state"], "staff_year_state")
    frappe.db.add_index("Cluster Session Attendance", ["school_year", "school", "state"], "year_school_state")
    frappe.db.add_index(
        "Cluster Session Attendance", ["school_year", "school_group", "state"], "year_group_state"
    )
