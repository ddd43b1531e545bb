from datetime import date

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from cum_chuyen_mon.controllers.one_writer import begin_to_write
from cum_chuyen_mon.controllers.protected import changed, put_back
from cum_chuyen_mon.controllers.scope import affected_units, place, unit_of
from cum_chuyen_mon.controllers.session_first import SessionFirst
from cum_chuyen_mon.controllers.tidy import Tidy, label
from cum_chuyen_mon.headship import checks, office, people
from cum_chuyen_mon.headship.bound import Bound, bound
from cum_chuyen_mon.ledger.refresh import refresh
from cum_chuyen_mon.ledger.world import load_unit, school_year_on
from cum_chuyen_mon.meetings import confirmation
from cum_chuyen_mon.meetings.elections import rounds_of
from cum_chuyen_mon.permissions import decisions
from cum_chuyen_mon.permissions.users import check_named
from cum_chuyen_mon.printing import letters, numbers
from cum_chuyen_mon.rules.elections import ROUNDS, result_of, result_of_round
from cum_chuyen_mon.rules.headship import last_day_of_term
from cum_chuyen_mon.rules.units import Unit
from cum_chuyen_mon.rules.words import Level, Position

SENT = ("Submitted", "Confirmed")
PEOPLE = ("person", "predecessor", "proposed")
WORKED_OUT = ("voters", "proposed", "why")
"""What the app found out for the submission; it stays as the authority had it."""

IN_THE_MINUTES = ("session", "position", "level", "rounds", "votes")
"""What the minutes of the session say about the election."""


class ClusterHeadship(SessionFirst, Tidy, Document):
    """Việc bầu, cử, luân phiên người đứng đầu: who is to head a unit, how that was decided, and the authority's word.

    Written by the unit (or the authority's officers), confirmed by a leader of the authority; the confirmation writes
    the dated row of the officer.
    """

    def onload(self) -> None:
        """The form offers "confirm" and "return" to whoever may decide."""
        super().onload()
        self.set_onload("decides", decisions.may_decide(self))

    def validate(self) -> None:
        begin_to_write()  # of two who are confirmed for one seat the second sees the first
        unit = unit_of(self)
        checks.keep_confirmed(self)
        put_back(self, numbers.FIELDS)
        if not self.is_open():
            put_back(self, WORKED_OUT)
        decisions.check(self)
        decisions.date_arrival(self)
        decisions.record_delegation(self)
        place(self, unit, self.first_day())
        checks.check_seat(self, unit)
        checks.check_session(self)
        self.check_known()
        seat = self.seat(unit)
        self.count(unit, seat)
        checks.check_counts(self, unit, seat)
        if self.is_open():
            self.propose(unit, seat)
            self.choose()
            self.follow()
        self.name_people()
        self.set_term(seat)
        checks.check_term(self, seat)
        checks.check_decision(self)
        self.number_submission()
        if self.status in SENT and (self.is_open() or self.is_confirmed_now()):
            checks.check_complete(self, unit, seat)

    def number_submission(self) -> None:
        """The paper that is sent to the authority gets a number, unless somebody wrote one; it keeps up with the day
        that is written while it lies there."""
        if not self.submission_no and numbers.is_to_number(self, ("Submitted",)):
            sent_on = self.paper_date if self.stood() == "Submitted" else None
            numbers.give(self, letters.SUBMISSION, getdate(self.submission_date or sent_on))

    def first_day(self) -> date:
        """The day on which the person takes office, today while nobody has said."""
        return getdate(self.from_date or None)

    def seat(self, unit: Unit) -> Bound:
        level = Level(self.level) if self.level else None
        return bound(unit, Position(self.position), level, self.first_day())

    def stood(self) -> str:
        """The status that is stored, "" of a new document."""
        before = self.get_doc_before_save()
        return before.status if before else ""

    def is_open(self) -> bool:
        """Whether the app still works out who is proposed and chosen: not any more once it lies with the authority."""
        return self.stood() not in SENT

    def is_confirmed_now(self) -> bool:
        return self.status == "Confirmed" and self.stood() != "Confirmed"

    def check_known(self) -> None:
        """Nobody learns a stranger's name by naming him."""
        before = self.get_doc_before_save()
        named = {before.person, before.predecessor, *(r.candidate for r in before.votes)} if before else set()
        for field in ("person", "predecessor"):
            check_named(self, label(self, field), [code for code in [self.get(field)] if code not in named])
        check_named(self, label(self, "votes"), [r.candidate for r in self.votes if r.candidate not in named])

    def count(self, unit: Unit, seat: Bound) -> None:
        """Voters come from the roll, and what each round came to from its counts."""
        if self.is_open():
            on = (
                frappe.db.get_value("Cluster Session", self.session, "session_date") if self.session else None
            )
            self.voters = people.voters_present(self.session, unit, seat, getdate(on)) if on else 0
        for number, (row, count) in enumerate(zip(self.rounds, self.counts(), strict=True), start=1):
            result = result_of_round(count, is_last=number >= ROUNDS)
            row.outcome = "Elected" if result.elected else "Runoff" if result.runoff else "Undecided"

    def counts(self) -> list:
        return rounds_of(self.rounds, self.votes, self.voters or 0)

    def propose(self, unit: Unit, seat: Bound) -> None:
        """Whose turn it is, where the headship goes round."""
        self.proposed = self.why = None
        if self.way == "Rotation" or (self.way == "Election" and seat.rotation()):
            found = people.proposal(unit, seat, self.first_day())
            if found:
                self.proposed, self.why = found.candidate.person, found.why

    def choose(self) -> None:
        """Elected is who the counts say; in rotation it is whose turn it is, unless somebody chose otherwise."""
        if self.way == "Election":
            self.person = result_of(self.counts()).elected or None
        elif self.way == "Rotation":
            self.person = self.person or self.proposed

    def follow(self) -> None:
        """The predecessor of a head is who holds the seat."""
        if self.position != Position.DEPUTY:
            rows = frappe.get_doc(self.unit_type, self.unit).officers if self.from_date else []
            held = office.before_him(rows, self) if rows else []
            self.predecessor = held[0].staff if held else None

    def set_term(self, seat: Bound) -> None:
        """A term that nobody limited lasts as long as the regulation allows."""
        rule = seat.term()
        if rule and self.from_date and not self.to_date:
            self.to_date = last_day_of_term(getdate(self.from_date), rule.duty.max_years)

    def name_people(self) -> None:
        for field in PEOPLE:
            code = self.get(field)
            name = frappe.db.get_value("Member School Staff", code, "full_name") if code else None
            self.set(f"{field}_name", name)

    def on_update(self) -> None:
        if self.is_confirmed_now():
            office.take(self)
        before = self.get_doc_before_save()
        if before is None or set(changed(self)) & set(IN_THE_MINUTES):
            self.tell_the_minutes(before)
        self.refresh_obligations()

    def tell_the_minutes(self, before=None) -> None:
        """The counts stand in the minutes: signatures to others are void."""
        sessions = {self.session, before.session if before else None} - {None, ""}
        for session in sorted(sessions):
            confirmation.session_changed(session)

    def on_trash(self) -> None:
        if self.session:
            super().on_trash()
        checks.check_removal(self)

    def after_delete(self) -> None:
        self.tell_the_minutes()
        self.refresh_obligations()

    def refresh_obligations(self) -> None:
        if frappe.flags.cum_chuyen_mon_loading:
            return
        unit = load_unit(self.unit_type, self.unit)
        if not unit:
            return
        session_year = (
            frappe.db.get_value("Cluster Session", self.session, "school_year") if self.session else None
        )
        years = {self.school_year, session_year, school_year_on(unit, self.first_day())}
        for year in sorted(filter(None, years)):
            refresh(year, only=affected_units(unit, getdate()))


def on_doctype_update() -> None:
    frappe.db.add_index("Cluster Headship", ["school_year", "unit"], "headship_year_unit")
    frappe.db.add_index("Cluster Headship", ["session"], "headship_session")
