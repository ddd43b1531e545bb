from datetime import date

import frappe
from frappe.model.document import Document
from frappe.utils import escape_html, getdate

from cum_chuyen_mon.controllers.naming import random_name
from cum_chuyen_mon.controllers.protected import changed, put_back
from cum_chuyen_mon.controllers.scope import affected_units, day_of, place, place_in_year, unit_of
from cum_chuyen_mon.controllers.tidy import Tidy, label
from cum_chuyen_mon.convening import answers, changes, numbering, venue
from cum_chuyen_mon.headship.people import headship_years
from cum_chuyen_mon.ledger.refresh import refresh_now_and_after_commit
from cum_chuyen_mon.ledger.world import load_unit, school_names
from cum_chuyen_mon.meetings import confirmation, roll_call, tasks, warnings
from cum_chuyen_mon.meetings.roll_call import ATTENDANCE, OF_THE_SESSION
from cum_chuyen_mon.permissions.decisions import record_delegation
from cum_chuyen_mon.permissions.standing import standing_of
from cum_chuyen_mon.permissions.users import check_named
from cum_chuyen_mon.planning import on_session
from cum_chuyen_mon.rules.levels import level_text, parse_levels
from cum_chuyen_mon.rules.minutes_forms import inspection_problem
from cum_chuyen_mon.rules.sessions import may_become
from cum_chuyen_mon.rules.text import date_vi
from cum_chuyen_mon.rules.units import Unit
from cum_chuyen_mon.rules.words import MinutesForm, SessionStatus, UnitKind

KEPT_BY_THE_APP = (
    "minutes_state",
    "locked_on",
    "invited_count",
    "present_count",
    "signed_count",
    "notice_sequence",
    "former_date",
)
SIGNED_FIELDS = (
    "session_title",
    "session_date",
    "start_time",
    "end_time",
    "venue",
    "venue_school",
    "chair",
    "secretary",
    "status",
    "activity_kind",
    "directive_number",
    "directive_date",
    "inspecting_school",
    "inspected_school",
)
SIGNED_TABLES = ("subjects", "participation")
JUDGED_FIELDS = (
    "session_date",
    "status",
    "activity_kind",
    "notified_on",
    "minutes_state",
    "school_year",
    "date_is_provisional",
)


class ClusterSession(Tidy, Document):
    """Buổi sinh hoạt chuyên môn of a unit: when, where, about which subjects, chaired by whom."""

    def autoname(self) -> None:
        self.name = random_name()

    def onload(self) -> None:
        """Its secretary calls the roll and writes the minutes, though he does not change the session itself."""
        super().onload()
        for key, doctype in (("may_call_roll", ATTENDANCE), ("may_write_minutes", "Cluster Minutes")):
            row = frappe.get_doc({"doctype": doctype, "session": self.name})
            self.set_onload(key, frappe.has_permission(doctype, "create", doc=row))
        self.set_onload("minutes", self.readable_minutes())
        me = standing_of().staff
        own = {"session": self.name, "staff": me}
        mine = frappe.db.get_value(ATTENDANCE, own, ["state", "answer"], as_dict=True) if me else None
        self.set_onload("my_state", mine and mine.state)
        self.set_onload("my_answer", mine and mine.answer)
        self.set_onload("answers", answers.counts(self.name))
        self.set_onload("has_venue_turn", venue.has_turns(self))
        self.set_onload("signed_fields", [*SIGNED_FIELDS, *SIGNED_TABLES])

    def readable_minutes(self) -> str | None:
        """The latest minutes of the session, as far as the user may read them."""
        if not frappe.has_permission("Cluster Minutes", "read"):
            return None
        of_this = {"session": self.name}
        found = frappe.get_list("Cluster Minutes", of_this, order_by="creation desc", limit=1, pluck="name")
        return found[0] if found else None

    def validate(self) -> None:
        put_back(self, (*KEPT_BY_THE_APP, *numbering.INVITATION, *numbering.NOTICE))
        self.check_status()
        self.check_frozen()
        self.drop_old_notice()
        self.check_times()
        self.check_people()
        self.check_participation()
        self.set_form()
        unit = unit_of(self)
        self.set_subjects(unit.subject)
        on = day_of(self, "session_date")
        if not unit.term.holds(on):
            frappe.throw(f"Đơn vị «{unit.title}» không hoạt động vào ngày {date_vi(on)}. Hãy sửa ngày họp.")
        self.check_inspection(unit, on)
        place(self, unit, on)
        self.set_level(unit)
        place_in_year(self, unit, on)
        on_session.check(self)
        record_delegation(self)
        changes.prepare(self, unit)
        if not frappe.flags.cum_chuyen_mon_loading and self.something_changed(
            ("session_date", "start_time", "end_time", "venue", "venue_school", "chair", "notified_on")
        ):
            warnings.show(self)

    def check_status(self) -> None:
        before = self.get_doc_before_save()
        new = SessionStatus(self.status or SessionStatus.PLANNED)
        if before and not may_become(SessionStatus(before.status), new):
            frappe.throw(
                f"Không chuyển được từ «{frappe._(before.status, context=self.doctype)}» "
                f"sang «{frappe._(self.status, context=self.doctype)}». "
                "Buổi đã tổ chức hoặc đã hủy thì giữ nguyên; hãy tạo buổi mới."
            )
        if new is SessionStatus.HELD and getdate(self.session_date) > getdate():
            frappe.throw(
                f"Buổi sinh hoạt ngày {date_vi(getdate(self.session_date))} chưa diễn ra nên chưa thể ghi "
                "«Đã tổ chức». Hãy sửa ngày họp nếu ghi nhầm."
            )

    def check_frozen(self) -> None:
        """What locked minutes say about the session is not changed any more."""
        rewritten = self.something_changed(SIGNED_FIELDS) or self.tables_changed()
        if self.minutes_state == "Locked" and not self.flags.by_the_app and rewritten:
            frappe.throw("Biên bản của buổi này đã khóa. Muốn sửa, hãy hủy biên bản rồi lập bản sửa đổi.")

    def check_times(self) -> None:
        if (
            self.start_time
            and self.end_time
            and frappe.utils.get_time(self.end_time) <= frappe.utils.get_time(self.start_time)
        ):
            frappe.throw("Giờ kết thúc phải sau giờ bắt đầu. Hãy sửa ô «Giờ kết thúc».")
        if self.notified_on and getdate(self.notified_on) > getdate(self.session_date):
            frappe.throw("Ngày thông báo không thể sau ngày họp. Hãy sửa ô «Ngày thông báo».")
        if self.notified_on and getdate(self.notified_on) > getdate():
            frappe.throw("Ngày thông báo không thể ở tương lai. Hãy sửa ô «Ngày thông báo».")

    def drop_old_notice(self) -> None:
        """A notice names a day: when the day moves, people have to be told again."""
        before = self.get_doc_before_save()
        moved = before and str(before.session_date) != str(self.session_date)
        same_notice = moved and before.notified_on and str(before.notified_on) == str(self.notified_on)
        if same_notice and not frappe.flags.cum_chuyen_mon_loading:
            self.notified_on = None

    def check_people(self) -> None:
        if self.chair and self.chair == self.secretary:
            frappe.throw("Chủ trì và thư ký phải là hai người khác nhau. Hãy chọn thư ký khác.")
        if not self.secretary:
            self.secretary_name = None  # Frappe fetches a name, and leaves it when its person goes
        for field in ("chair", "secretary"):
            if self.has_value_changed(field):
                check_named(self, label(self, field), [self.get(field)])

    def set_form(self) -> None:
        """Which form the minutes will have follows from the activity kind."""
        kind = frappe.get_cached_value("Cluster Activity Kind", self.activity_kind, "minutes_form")
        self.minutes_form = kind or MinutesForm.MEETING.value

    def check_inspection(self, unit: Unit, on: date) -> None:
        """N4.3: a member school inspects another."""
        if self.minutes_form != MinutesForm.CROSS_INSPECTION or not self.something_changed(
            ("inspecting_school", "inspected_school", "session_date")
        ):
            return
        members = unit.members_on(on)
        problem = inspection_problem(self.inspecting_school or "", self.inspected_school or "", members)
        if problem:
            frappe.throw(f"Kiểm tra chéo: {problem}")

    def check_participation(self) -> None:
        schools = [row.school for row in self.participation]
        for row in self.participation:
            if schools.count(row.school) > 1:
                name = escape_html(school_names([row.school])[0])
                frappe.throw(f"Bảng «{label(self, 'participation')}»: {name} có hai dòng. Hãy gộp thành một.")
            if (row.pupils or 0) < 0 or (row.staff_count or 0) < 0:
                frappe.throw(
                    f"Bảng «{label(self, 'participation')}», dòng {row.idx}: số người không thể âm. Hãy sửa lại."
                )

    def set_subjects(self, own_subject: str | None) -> None:
        if own_subject and not self.subjects:
            self.append("subjects", {"subject": own_subject})
        codes = list(dict.fromkeys(row.subject for row in self.subjects))
        if len(codes) != len(self.subjects):
            self.set("subjects", [{"subject": code} for code in codes])
        self.subject = codes[0] if len(codes) == 1 else None

    def set_level(self, unit: Unit) -> None:
        """For which levels of a mixed unit the session is: all, or the one for which its convener is there, unless
        somebody says."""
        mine = standing_of().own_level(self.cluster or self.school_group)
        self.level = self.level or mine or level_text(unit.levels)
        if self.has_value_changed("level") and unit.levels and not parse_levels(self.level) <= unit.levels:
            frappe.throw(
                f"Ô «{label(self, 'level')}»: đơn vị «{unit.title}» không có cấp {self.level}. "
                f"Hãy chọn trong: {level_text(unit.levels)}, hoặc để trống."
            )

    def something_changed(self, fields: tuple[str, ...]) -> bool:
        before = self.get_doc_before_save()
        return before is None or any(
            self.plain(before.get(f), f) != self.plain(self.get(f), f) for f in fields
        )

    def plain(self, value: object, fieldname: str) -> str:
        """One text for equal values: a form sends 08:00:00 where the database has 8:00:00."""
        if value and self.meta.get_field(fieldname).fieldtype == "Time":
            return frappe.utils.get_time(value).isoformat()
        return str(value or "")

    def tables_changed(self, tables: tuple[str, ...] = SIGNED_TABLES) -> bool:
        return bool(set(tables) & set(self.changed_tables()))

    def changed_tables(self) -> list[str]:
        """Tables whose rows this save changes; the order of subjects says nothing."""
        before = self.get_doc_before_save()
        if before is None:
            return []
        found = [field for field in changed(self) if field in SIGNED_TABLES]
        same = {r.subject for r in before.subjects} == {r.subject for r in self.subjects}
        return [field for field in found if field != "subjects" or not same]

    def on_update(self) -> None:
        before = self.get_doc_before_save()
        subjects_changed = self.tables_changed(("subjects",))
        if before and self.something_changed(OF_THE_SESSION):
            self.carry_on()
        changes.carry_out(self)
        signed_changed = self.something_changed(SIGNED_FIELDS) or self.tables_changed()
        if before and signed_changed and self.minutes_state == "Awaiting Confirmation":
            confirmation.session_changed(self.name)
        if self.something_changed(JUDGED_FIELDS) or subjects_changed:
            self.refresh_obligations(before)

    def carry_on(self) -> None:
        """Carry a changed day, year or subject to the rows that copied it."""
        for doctype in (ATTENDANCE, "Cluster Minutes", confirmation.SIGNATURE):
            row, meta = frappe.qb.DocType(doctype), frappe.get_meta(doctype)
            query = frappe.qb.update(row).where(row.session == self.name)
            for field in OF_THE_SESSION:
                if meta.has_field(field):
                    query = query.set(row[field], self.get(field))
            query.run()

    def refresh_obligations(self, before=None) -> None:
        if frappe.flags.cum_chuyen_mon_loading:
            return
        unit = load_unit(self.unit_type, self.unit)
        days: set[date] = {getdate(self.session_date)}
        years = {self.school_year, *headship_years(self.name)}
        if before:
            days.add(getdate(before.session_date))
            years.add(before.school_year)
        keys = {(UnitKind(self.unit_type), self.unit)}  # a disabled unit has no more to it than its own rows
        if unit:
            keys |= {key for on in days for key in affected_units(unit, on)}
        keys |= {(UnitKind.SCHOOL, school) for school in roll_call.schools_of(self.name)}
        for year in filter(None, years):
            refresh_now_and_after_commit(year, keys)

    def on_trash(self) -> None:
        if self.minutes_state == "Locked":
            frappe.throw("Buổi này có biên bản đã khóa nên không xóa được.")
        frappe.db.delete(ATTENDANCE, {"session": self.name})
        tasks.delete_of(self.name)
        frappe.db.delete("Cluster Obligation", {"session": self.name, "waived": 0})

    def after_delete(self) -> None:
        self.refresh_obligations()


def on_doctype_update() -> None:
    frappe.db.add_index("Cluster Session", ["school_year", "unit", "session_date"], "year_unit_date")
    frappe.db.add_index("Cluster Session", ["school_year", "school_group", "subject"], "year_group_subject")
    frappe.db.add_index("Cluster Session", ["school_year", "cluster", "status"], "year_cluster_status")
    frappe.db.add_index(
        "Cluster Session", ["authority", "school_year", "session_date"], "authority_year_date"
    )
    frappe.db.add_index("Cluster Session", ["session_date", "status"], "date_status")
    frappe.db.add_index("Cluster Session", ["unit", "session_date"], "unit_date")
