"""What a headship must say, and may not: each refusal names the field, the clause that asks for it and the remedy."""

from __future__ import annotations

import frappe
from frappe.utils import escape_html, getdate

from cum_chuyen_mon.controllers.protected import changed
from cum_chuyen_mon.controllers.standing import term_of
from cum_chuyen_mon.controllers.tidy import label
from cum_chuyen_mon.rules.elections import problems_of_rounds, result_of
from cum_chuyen_mon.rules.headship import last_day_of_term, length_of_term
from cum_chuyen_mon.rules.levels import level_text
from cum_chuyen_mon.rules.terms import school_years_in_office
from cum_chuyen_mon.rules.text import date_vi, join_vi
from cum_chuyen_mon.rules.units import Term, Unit
from cum_chuyen_mon.rules.words import MinutesState, Position, UnitKind
from cum_chuyen_mon.wording import label as in_vietnamese

from . import office, people
from .bound import Bound

ELECTION = "ELECTION"
"""The activity kind of a session in which somebody is elected."""

SUBMISSION = "HEAD-SUBMISSION"
POSITIONS_OF = {
    UnitKind.CLUSTER.value: (Position.HEAD, Position.DEPUTY),
    UnitKind.GROUP.value: (Position.GROUP_LEAD,),
}


def refuse(doc, fieldname: str, why: str) -> None:
    frappe.throw(f"Ô «{label(doc, fieldname)}»: {why}")


def said(position: Position | str) -> str:
    return in_vietnamese(Position(position)).lower()


def keep_confirmed(doc) -> None:
    """Throw when anything of a confirmed headship changes: it is in the unit's history (N5.1).

    The issued decision may still be attached.
    """
    before = doc.get_doc_before_save()
    if before is None or before.status != "Confirmed":
        return
    later = () if before.decision_file else ("decision_file",)
    for field in changed(doc, but=later):
        refuse(
            doc,
            field,
            "việc này đã được chuẩn y nên không sửa được nữa. Muốn thay người hoặc đổi nhiệm kỳ, "
            "hãy lập hồ sơ mới; người trước được ghi thôi giữ chức danh từ ngày người sau nhận nhiệm vụ.",
        )


def check_seat(doc, unit: Unit) -> None:
    """Throw for a position or a level that the unit does not have."""
    positions = POSITIONS_OF[doc.unit_type]
    if doc.position not in [p.value for p in positions]:
        refuse(
            doc,
            "position",
            f"«{unit.title}» không có chức danh {said(doc.position)}. "
            f"Hãy chọn {' hoặc '.join(said(p) for p in positions)}.",
        )
    if doc.level and doc.level not in [level.value for level in unit.levels]:
        refuse(
            doc,
            "level",
            f"«{unit.title}» không có cấp {doc.level}. "
            f"Hãy chọn trong: {level_text(unit.levels) or 'không có cấp nào'}, hoặc để trống.",
        )
    if doc.from_date and not unit.term.holds(getdate(doc.from_date)):
        refuse(
            doc,
            "from_date",
            f"«{unit.title}» không hoạt động vào ngày {date_vi(getdate(doc.from_date))}. Hãy sửa ngày.",
        )


def check_session(doc) -> None:
    """Throw for a session of another unit or kind, and for counts that locked minutes say otherwise."""
    before = doc.get_doc_before_save()
    old = before.session if before else None
    rows = {
        row.name: row
        for row in frappe.get_all(
            "Cluster Session",
            filters={"name": ("in", [name for name in (doc.session, old) if name] or [""])},
            fields=["name", "unit_type", "unit", "activity_kind", "minutes_state"],
        )
    }
    session = rows.get(doc.session)
    if session and doc.session != old:
        if (session.unit_type, session.unit) != (doc.unit_type, doc.unit):
            refuse(doc, "session", "phiên họp này của đơn vị khác. Hãy chọn phiên họp bầu của chính đơn vị.")
        if session.activity_kind != ELECTION:
            kind = frappe.db.get_value("Cluster Activity Kind", ELECTION, "activity_title") or ELECTION
            refuse(
                doc,
                "session",
                f"phiên họp này không phải phiên bầu. Hãy chọn phiên có loại hoạt động «{kind}», "
                "hoặc sửa loại hoạt động của phiên.",
            )
    if doc.rounds and not doc.session:
        refuse(doc, "session", "đã ghi kết quả kiểm phiếu nhưng chưa chọn phiên họp bầu. Hãy chọn phiên họp.")
    if _count_changed(doc):
        locked = [row for row in rows.values() if row.minutes_state == MinutesState.LOCKED]
        if locked:
            refuse(
                doc,
                "rounds",
                "biên bản của phiên bầu đã khóa nên kết quả kiểm phiếu không sửa được nữa. "
                "Muốn sửa, hãy hủy biên bản rồi lập bản sửa đổi.",
            )


def _count_changed(doc) -> bool:
    """Whether what minutes say about the election would be another thing after this save."""
    before = doc.get_doc_before_save()
    if before is None:
        return bool(doc.rounds)
    moved = set(changed(doc)) & {"session", "position", "level"}
    return bool(set(changed(doc)) & {"rounds", "votes"} or (moved and (doc.rounds or before.rounds)))


def check_removal(doc) -> None:
    """Throw when a headship that stands in the unit's history, or in locked minutes, is deleted."""
    if doc.status == "Confirmed":
        frappe.throw(
            "Việc này đã được chuẩn y nên không xóa được: đó là lịch sử của đơn vị. Hãy lập hồ sơ mới."
        )
    locked = doc.session and frappe.db.get_value("Cluster Session", doc.session, "minutes_state")
    if doc.rounds and locked == MinutesState.LOCKED:
        frappe.throw(
            "Kết quả bầu đã ghi trong biên bản đã khóa nên không xóa được. "
            "Muốn xóa, hãy hủy biên bản rồi lập bản sửa đổi."
        )


def check_counts(doc, unit: Unit, seat: Bound) -> None:
    """Throw with everything about the counts that cannot be: more ballots than voters, a candidate who may not stand,
    a second round that nobody asked for."""
    names = {row.candidate: row.candidate_name or row.candidate for row in doc.votes}
    _check_lines(doc, names)
    if not doc.rounds or not doc.is_open():
        return
    on = frappe.db.get_value("Cluster Session", doc.session, "session_date")
    standing = [c.person for c in people.candidates(unit, seat, getdate(on))]
    problems = problems_of_rounds(doc.counts(), standing, names)
    if problems:
        lines = "".join(f"<li>Vòng {p.row}: {escape_html(p.message)}</li>" for p in problems)
        rule = seat.required()
        why = f" Người được bầu theo {rule}." if rule else ""
        frappe.throw(f"Bảng «{label(doc, 'rounds')}»:<ul>{lines}</ul>{escape_html(why)}")


def _check_lines(doc, names: dict[str, str]) -> None:
    """Throw for votes of a round that was not held, and for a candidate's second line in one."""
    numbers = {row.round or 0 for row in doc.votes}
    strange = sorted(n for n in numbers if not 1 <= n <= len(doc.rounds))
    if strange:
        refuse(
            doc,
            "votes",
            f"có phiếu của vòng {strange[0]} nhưng bảng «{label(doc, 'rounds')}» chỉ có {len(doc.rounds)} vòng. "
            "Hãy thêm dòng cho vòng đó, hoặc sửa số vòng.",
        )
    named = [(row.round, row.candidate) for row in doc.votes]
    twice = next((pair for pair in named if named.count(pair) > 1), None)
    if twice:
        name = escape_html(names[twice[1]])
        refuse(doc, "votes", f"«{name}» có hai dòng ở vòng {twice[0]}. Hãy gộp thành một dòng.")


def check_term(doc, seat: Bound) -> None:
    """Throw for a term that ends before it begins, or reaches over more school years than the regulation allows."""
    if not doc.from_date or not doc.to_date:
        return
    term = Term(getdate(doc.from_date), getdate(doc.to_date))
    if term.end < term.start:
        refuse(doc, "to_date", "ngày hết nhiệm kỳ phải sau ngày bắt đầu. Hãy sửa một trong hai ngày.")
    rule = seat.term()
    if rule and length_of_term(term) > rule.duty.max_years:
        last = last_day_of_term(term.start, rule.duty.max_years)
        refuse(
            doc,
            "to_date",
            f"nhiệm kỳ kéo dài {length_of_term(term)} năm học, quá {rule.duty.max_years} năm học theo {rule}. "
            f"Hãy ghi ngày {date_vi(last)} hoặc sớm hơn.",
        )


def check_decision(doc) -> None:
    """Throw for a confirmation without number and day."""
    before = doc.get_doc_before_save()
    turned = before is None or before.status != doc.status
    if turned and doc.status == "Confirmed":
        for field in ("decision_no", "decision_date"):
            if not doc.get(field):
                refuse(doc, field, "chuẩn y phải có số và ngày quyết định. Hãy ghi rồi lưu lại.")
        if getdate(doc.decision_date) > getdate():
            refuse(doc, "decision_date", "ngày quyết định không thể ở tương lai. Hãy sửa ngày.")


def check_complete(doc, unit: Unit, seat: Bound) -> None:
    """Throw for whatever keeps a headship from being submitted or confirmed."""
    if not doc.from_date:
        refuse(doc, "from_date", "chưa ghi ngày nhận nhiệm vụ. Hãy ghi ngày bắt đầu nhiệm kỳ.")
    _check_way(doc)
    if not doc.person:
        refuse(doc, "person", f"chưa chọn người làm {said(doc.position)}. Hãy chọn người.")
    _check_eligible(doc, unit, seat)
    _check_turn(doc, seat)
    _check_years(doc, unit, seat)
    _check_officers(doc)
    rule = seat.paper(SUBMISSION)
    if rule and doc.way != "Assignment" and doc.position != Position.DEPUTY:
        for field, by_the_app in (("submission_no", "paper_number"), ("submission_date", "paper_date")):
            if not doc.get(field) and not doc.get(by_the_app):
                refuse(
                    doc, field, f"đề nghị chuẩn y phải có tờ trình theo {rule}. Hãy ghi số và ngày tờ trình."
                )
    if doc.submission_date and getdate(doc.submission_date) > getdate():
        refuse(doc, "submission_date", "ngày tờ trình không thể ở tương lai. Hãy sửa ngày.")


def _check_way(doc) -> None:
    if doc.way != "Election":
        return
    if not doc.session:
        refuse(doc, "session", "bầu phải trong một phiên họp có biên bản. Hãy chọn phiên họp bầu.")
    if not doc.rounds:
        refuse(doc, "rounds", "chưa có kết quả kiểm phiếu. Hãy ghi số phiếu của từng vòng.")
    result = result_of(doc.counts())
    if result.runoff:
        refuse(
            doc,
            "rounds",
            "chưa ai được quá nửa số phiếu hợp lệ nên phải bầu vòng 2 giữa những người nhiều phiếu nhất. "
            "Hãy ghi kết quả vòng 2.",
        )
    if result.is_undecided:
        refuse(
            doc,
            "rounds",
            "cuộc bầu không chọn được người. Hãy chọn cách thức «Cử» để cơ quan quản lý quyết định; "
            "kết quả kiểm phiếu vẫn lưu kèm.",
        )


def _check_eligible(doc, unit: Unit, seat: Bound) -> None:
    on = getdate(doc.from_date)
    if doc.person in [c.person for c in people.candidates(unit, seat, on)]:
        return
    wanted = people.wanted_positions(seat)
    what = join_vi(said(p) for p in wanted) if wanted else "người đang công tác"
    level = f" cấp {doc.level}" if doc.level else ""
    where = "trường trưởng nhóm" if doc.position == Position.GROUP_LEAD else "một trường thành viên"
    rule = seat.required()
    because = f", theo {rule}" if rule else ""
    refuse(
        doc,
        "person",
        f"người làm {said(doc.position)} phải là {what}{' ở' if not wanted else ' của'} {where}{level} "
        f"vào ngày {date_vi(on)}{because}. Hãy chọn người khác, hoặc cập nhật vị trí công tác của người này.",
    )


def _check_turn(doc, seat: Bound) -> None:
    rule = seat.rotation()
    goes_round = doc.way == "Rotation" or (doc.way == "Election" and rule)
    if goes_round and doc.proposed and doc.person != doc.proposed and not (doc.skip_reason or "").strip():
        because = f", theo {rule}" if rule else ""
        refuse(
            doc,
            "skip_reason",
            f"đến lượt «{escape_html(doc.proposed_name or doc.proposed)}» làm {said(doc.position)}{because}. "
            "Chọn người khác thì phải ghi lý do bỏ qua lượt.",
        )


def _check_years(doc, unit: Unit, seat: Bound) -> None:
    rule = seat.term()
    if not rule or not doc.to_date:
        return
    own = Term(getdate(doc.from_date), getdate(doc.to_date))
    terms = [
        o.term
        for o in unit.officers
        if (o.person, o.position, o.level) == (doc.person, seat.position, seat.level)
    ]
    before = [
        Term(t.start, min(t.end or own.start, own.start)) for t in terms if not t.start or t.start < own.start
    ]
    years = school_years_in_office([*before, own], own.end)
    if years > rule.duty.max_years:
        refuse(
            doc,
            "person",
            f"với nhiệm kỳ này, người được chọn làm {said(doc.position)} {years} năm học liên tục, "
            f"quá {rule.duty.max_years} năm học theo {rule}. Hãy chọn người khác, hoặc rút ngắn nhiệm kỳ.",
        )


def _check_officers(doc) -> None:
    """Throw when somebody takes the seat on the same day or later within the term: one of the two is wrong."""
    rows = office.in_the_way(frappe.get_doc(doc.unit_type, doc.unit).officers, doc)
    if rows:
        start = term_of(rows[0]).start
        refuse(
            doc,
            "from_date",
            f"đã có {said(doc.position)} nhận nhiệm vụ từ ngày {date_vi(start)}. "
            "Hãy ghi ngày bắt đầu sau ngày đó, hoặc ngày hết nhiệm kỳ trước ngày đó.",
        )
