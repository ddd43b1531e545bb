"""Invitation and roll-call."""

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.controllers.tidy import TIME
from cum_chuyen_mon.ledger.world import load_unit
from cum_chuyen_mon.meetings import agenda, roll_call
from cum_chuyen_mon.meetings.people import postings
from cum_chuyen_mon.permissions.standing import staff_of
from cum_chuyen_mon.rules.words import MinutesState, RollCall

SESSION = "Cluster Session"
OF_A_LINE = ("state", "reason", "substitute_for", "arrived_at", "left_at")
OPEN_TO_SELF_CHECK_IN = (None, "", MinutesState.NONE, MinutesState.DRAFT)
"""Minutes states in which people may still mark themselves: later, one more name would void every confirmation."""


@frappe.whitelist(methods=["POST"])
def invite(session: str) -> dict:
    """Invite everyone whom the session concerns; people who have a row keep it."""
    doc = _for_its_roll(session)
    return {"invited": roll_call.invite(doc)}


@frappe.whitelist(methods=["POST"])
def check_in(session: str, staff: str | None = None) -> dict:
    """Mark a person present: oneself on the day of the session, anyone else by whoever may call the roll."""
    own = staff_of(frappe.session.user)
    if staff and staff != own:
        doc = _for_its_roll(session)
        return roll_call.check_in(doc, staff)
    if not own:
        frappe.throw(
            "Tài khoản của bạn chưa gắn với cán bộ, giáo viên nào. Hãy nhờ quản trị cụm gắn tài khoản.",
            exc=frappe.PermissionError,
        )
    doc = _existing(session)
    if not _is_expected(doc, own):
        frappe.throw(
            "Bạn không thuộc thành phần của buổi sinh hoạt này. Hãy báo thư ký thêm tên bạn.",
            exc=frappe.PermissionError,
        )
    if getdate(doc.session_date) != getdate():
        frappe.throw("Chỉ tự điểm danh được trong ngày diễn ra buổi sinh hoạt. Hãy báo thư ký điểm danh.")
    _refuse_if_sent(doc.name)
    return roll_call.check_in(doc, own)


@frappe.whitelist(methods=["GET", "POST"])
def open_points(session: str) -> list[dict]:
    """What earlier minutes of the unit left open and the session's agenda does not hold yet, as far as the user may
    read it: ``{"point", "minutes", "title", "kind"}``."""
    doc = frappe.get_doc(SESSION, session)
    doc.check_permission("read")
    return agenda.offered(doc)


@frappe.whitelist(methods=["POST"])
def carry_over(session: str) -> dict:
    """Put the open points on the agenda, for whoever may write the session; safe to repeat."""
    doc = frappe.get_doc(SESSION, session, for_update=True)
    doc.check_permission("write")
    return {"added": agenda.carry_over(doc)}


@frappe.whitelist(methods=["POST"])
def call_roll(session: str, states: dict | str) -> dict:
    """Set many roll-call states at once: ``{staff: state}`` or ``{staff: {"state", …}}``,
    with ``reason``, ``substitute_for``, ``arrived_at`` and ``left_at`` where a line has them.

    All or nothing: one wrong line leaves the roll as it was. A form sends ``states`` as JSON text.
    """
    doc = _for_its_roll(session)
    roll_call.refuse_if_closed(doc)
    known = [state.value for state in RollCall]
    for staff, given in _lines(states).items():
        line = given if isinstance(given, dict) else {"state": given}
        if line.get("state") not in known:
            frappe.throw(f"{staff}: không có trạng thái điểm danh «{line.get('state')}».")
        name = roll_call.row_name(doc.name, staff)
        # allowed: of the session whose roll the caller may call
        if not frappe.db.exists(roll_call.ATTENDANCE, name):
            frappe.throw(f"{staff} chưa có trong danh sách mời. Hãy thêm người này trước khi điểm danh.")
        row = frappe.get_doc(roll_call.ATTENDANCE, name)
        row.update({key: line[key] for key in OF_A_LINE if key in line})
        _refuse_bad_times(row)
        row.save()
    return dict(
        frappe.db.get_value(  # allowed: counts of the session whose roll he called
            SESSION, doc.name, ["invited_count", "present_count", "signed_count"], as_dict=True
        )
    )


def _refuse_bad_times(row) -> None:
    """Throw for a time that is none: a form sends it as text."""
    for field in ("arrived_at", "left_at"):
        value = row.get(field)
        if isinstance(value, str) and value and not TIME.fullmatch(value):
            name = row.staff_name or row.guest_name
            frappe.throw(f"{name}: «{value}» không phải giờ. Hãy nhập giờ và phút, ví dụ 08:15.")


def _lines(states: dict | str) -> dict:
    """The roll as a mapping. Throws for anything else."""
    try:
        lines = frappe.parse_json(states)
    except ValueError:
        lines = None
    if not isinstance(lines, dict):
        frappe.throw("Dữ liệu điểm danh không hợp lệ. Hãy tải lại trang rồi điểm danh lại.")
    return lines


def _existing(session: str):
    if not frappe.db.exists(SESSION, session):  # allowed: whether there is one, for the right message
        frappe.throw("Không tìm thấy buổi sinh hoạt.", exc=frappe.DoesNotExistError)
    return frappe.get_doc(SESSION, session)


def _for_its_roll(session: str):
    """The session, for whoever may add to its roll: its secretary may, who does not change the session itself."""
    frappe.has_permission(roll_call.ATTENDANCE, "create", throw=True)
    doc = _existing(session)
    frappe.get_doc({"doctype": roll_call.ATTENDANCE, "session": session}).check_permission("create")
    return doc


def _refuse_if_sent(session: str) -> None:
    """Throw once the minutes are out for confirmation. Reads under the session's lock, as asking does."""
    if roll_call.take_turn(session).minutes_state not in OPEN_TO_SELF_CHECK_IN:
        frappe.throw(
            "Biên bản buổi này đã gửi xác nhận hoặc đã khóa nên không tự điểm danh được nữa. "
            "Hãy báo thư ký buổi sinh hoạt.",
            exc=frappe.PermissionError,
        )


def _is_expected(session, staff: str) -> bool:
    """Invited, or at work in a member school on that day."""
    # allowed: asks about the caller himself
    if frappe.db.exists(roll_call.ATTENDANCE, roll_call.row_name(session.name, staff)):
        return True
    unit = load_unit(session.unit_type, session.unit)
    on = getdate(session.session_date)
    schools = set(unit.members_on(on)) if unit else set()
    return any(p.school in schools for p in postings(on, staff=[staff]))
