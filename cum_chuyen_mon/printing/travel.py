"""Lists for the payment of travel (E4.3): a school pays its own people for sessions whose minutes are locked."""

from __future__ import annotations

from collections.abc import Mapping

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.documents.travel import Traveller, TravelPaper, Visit, travel_paper
from cum_chuyen_mon.ledger.world import load_unit
from cum_chuyen_mon.meetings.roll_call import ATTENDANCE
from cum_chuyen_mon.rules.text import collation_key, date_vi, person_key
from cum_chuyen_mon.rules.words import ATTENDED, MinutesState, UnitKind
from cum_chuyen_mon.wording import vi

from .head import head_of
from .names import titles
from .signing import signer_of_head

SESSION = "Cluster Session"


def list_of_session(session) -> TravelPaper:
    """Everybody of a session whom the user may see on its roll, school by school. Throws before the minutes lock."""
    if session.minutes_state != MinutesState.LOCKED:
        frappe.throw(
            "Chưa lập được danh sách thanh toán công tác phí: biên bản buổi này chưa khóa nên chưa xác định được ai đã "
            "dự. Hãy hoàn thành biên bản và chờ mọi người xác nhận cho đến khi khóa."
        )
    unit, on = load_unit(session.unit_type, session.unit), getdate(session.session_date)
    return travel_paper(
        head_of(session.unit_type, session.unit, getdate()),
        f"Danh sách cán bộ, giáo viên dự buổi «{session.session_title}» ngày {date_vi(on)} của {unit.title}:",
        _travellers({"session": session.name}),
        signer_of_head(unit, getdate()),
    )


def list_of_school(school, school_year: str, semester: str = "") -> TravelPaper:
    """What a school's people attended in a school year, or one semester of it.

    Throws for whoever may not see the whole of the school's roll, and when there is nothing to pay.
    """
    where = {
        "school": school.name,
        "school_year": school_year,
        **({"semester": semester} if semester else {}),
    }
    _check_whole(where)
    unit, period = load_unit(UnitKind.SCHOOL, school.name), f"năm học {school_year}"
    return travel_paper(
        head_of(UnitKind.SCHOOL.value, school.name, getdate()),
        f"Danh sách cán bộ, giáo viên của trường dự sinh hoạt cụm chuyên môn, nhóm liên trường trong "
        f"{f'học kỳ {semester}, ' if semester else ''}{period}:",
        _travellers(where),
        signer_of_head(unit, getdate()),
    )


def _check_whole(where: Mapping[str, str]) -> None:
    seen = frappe.get_list(ATTENDANCE, where, pluck="name", limit_page_length=0)
    if len(seen) < frappe.db.count(ATTENDANCE, where):
        frappe.throw(
            "Danh sách thanh toán công tác phí có tên mọi người của trường mà bạn không được xem hết. "
            "Hãy đề nghị hiệu trưởng của trường in.",
            exc=frappe.PermissionError,
        )


def _travellers(where: Mapping[str, str]) -> list[Traveller]:
    """The people, by school and then by given name. Throws when nobody of those the user may see attended."""
    rows = frappe.get_list(
        ATTENDANCE,
        {**where, "state": ("in", [state.value for state in ATTENDED]), "staff": ("is", "set")},
        ["session", "staff", "staff_name", "school", "position"],
        limit_page_length=0,
    )
    visits = _visits({row.session for row in rows})
    schools = titles("Member School", "school_name", {row.school for row in rows})
    people: dict[tuple[str, str], tuple[frappe._dict, list[Visit]]] = {}
    for row in rows:
        if row.session in visits:
            people.setdefault((row.staff, row.school), (row, []))[1].append(visits[row.session])
    if not people:
        frappe.throw(
            "Không có ai để thanh toán công tác phí: chỉ tính người có mặt ở buổi sinh hoạt có biên bản đã khóa. "
            "Hãy chọn kỳ khác, hoặc hoàn thành biên bản."
        )
    in_order = sorted(
        people.values(),
        key=lambda found: (collation_key(schools.get(found[0].school, "")), person_key(found[0].staff_name)),
    )
    return [Traveller(row.staff_name, _place(row, schools), attended) for row, attended in in_order]


def _place(row, schools: Mapping[str, str]) -> str:
    return " ".join(filter(None, (row.position and vi(row.position, ATTENDANCE), schools.get(row.school))))


def _visits(sessions: set[str]) -> dict[str, Visit]:
    """Session → what the list says of it; only those with locked minutes."""
    named = {"name": ("in", sorted(sessions) or [""]), "minutes_state": MinutesState.LOCKED.value}
    rows = frappe.get_all(SESSION, named, ["name", "session_date", "venue"], limit_page_length=0)
    locked = {"session": ("in", sorted(sessions) or [""]), "docstatus": 1}
    minutes = frappe.get_all("Cluster Minutes", locked, ["session", "paper_number"], limit_page_length=0)
    numbers = {row.session: row.paper_number for row in minutes}
    return {
        row.name: Visit(getdate(row.session_date), row.venue or "", numbers.get(row.name)) for row in rows
    }
