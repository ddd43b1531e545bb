"""Which fields hold personal data: whose, of what kind, what for and how long. Export and erasure work from here.

A test holds this against the DocTypes: a field of a person's DocType that is neither declared nor excused is refused,
so none can be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .kinds import CONSENT, STAFF, Kind, Personal, Retention, Trace

GUEST = ""


def _same(kind: Kind, purpose: str, retention: Retention, *names: str) -> dict[str, Personal]:
    return dict.fromkeys(names, Personal(kind, purpose, retention))


_MEETING = ("session",)
_ROLL = "Biết ai được mời, ai có mặt; tính giờ bồi dưỡng thường xuyên (E4.1)"
_REPLY = "Biết ai sẽ dự để chuẩn bị buổi sinh hoạt"
_HEADSHIP = "Biết ai được bầu, cử đứng đầu đơn vị (N5.1, E2.2, E3)"
_TASK = "Việc được giao trong biên bản, ai làm, đã xong chưa"
_ANSWER = "Biên bản có chữ ký của mọi người dự (C5d)"

PERSONAL: Mapping[str, Mapping[str, Trace]] = {
    STAFF: {
        "name": Trace(
            {
                **_same(Kind.NAME, "Gọi đúng người trong mọi văn bản", Retention.MINUTES, "staff_code"),
                **_same(Kind.NAME, "Gọi đúng người trong mọi văn bản", Retention.WHILE_NAMED, "full_name"),
                **_same(
                    Kind.SEARCH,
                    "Tìm và xếp thứ tự theo tên",
                    Retention.UNTIL_ASKED,
                    "given_name",
                    "search_name",
                ),
                **_same(Kind.LOGIN, "Đăng nhập để điểm danh, xác nhận", Retention.UNTIL_ASKED, "user"),
                **_same(
                    Kind.CONTACT,
                    "Mời họp, liên lạc công việc của cụm",
                    Retention.UNTIL_ASKED,
                    "email",
                    "phone",
                ),
                **_same(
                    Kind.WORK,
                    "Biết ai đang ở trường nào, chức vụ gì",
                    Retention.DECISION,
                    "school",
                    "position",
                ),
                **_same(
                    Kind.TRACE,
                    "Chứng minh yêu cầu xóa đã được thực hiện",
                    Retention.RECORD,
                    "erased_on",
                    "erasure_reason",
                ),
            },
            ("disabled",),
        ),
        "erased_by": Trace(
            _same(Kind.TRACE, "Biết ai đã thực hiện việc xóa", Retention.RECORD, "erased_by"), ("erased_on",)
        ),
    },
    "Staff Posting": {
        "parent": Trace(
            _same(
                Kind.WORK,
                "Xác định thành phần dự họp, quyền hạn theo thời gian",
                Retention.DECISION,
                "school",
                "position",
                "subject",
                "from_date",
                "to_date",
            )
        ),
    },
    "Authority Staff": {
        "user": Trace(
            {
                **_same(Kind.NAME, "Biết ai làm việc ở cơ quan quản lý", Retention.DECISION, "full_name"),
                **_same(Kind.LOGIN, "Xác định quyền của cán bộ cơ quan quản lý", Retention.DECISION, "user"),
                **_same(
                    Kind.WORK,
                    "Xác định quyền của cán bộ cơ quan quản lý",
                    Retention.DECISION,
                    "authority",
                    "position",
                    "from_date",
                    "to_date",
                ),
            }
        ),
    },
    "Unit Officer": {
        "staff": Trace(
            {
                **_same(
                    Kind.NAME,
                    "Biết ai giữ chức danh nào của đơn vị",
                    Retention.DECISION,
                    "staff",
                    "staff_name",
                ),
                **_same(
                    Kind.WORK,
                    "Biết ai giữ chức danh nào của đơn vị",
                    Retention.DECISION,
                    "position",
                    "from_date",
                    "to_date",
                    "decision_no",
                ),
            },
            ("parenttype", "parent", "level"),
        ),
    },
    "Cluster Founding Officer": {
        "staff": Trace(
            {
                **_same(
                    Kind.NAME,
                    "Biết quyết định cử ai giữ chức danh nào (C2.1)",
                    Retention.DECISION,
                    "staff",
                    "staff_name",
                ),
                **_same(
                    Kind.WORK,
                    "Biết quyết định cử ai giữ chức danh nào (C2.1)",
                    Retention.DECISION,
                    "position",
                ),
            },
            ("parent", "unit_code", "level"),
        ),
    },
    "Cluster Session": {
        "chair": Trace(
            _same(Kind.WORK, "Biết ai chủ trì buổi sinh hoạt", Retention.MINUTES, "chair", "chair_name"),
            ("session_title", "session_date", "unit_title"),
        ),
        "secretary": Trace(
            _same(Kind.WORK, "Biết ai làm thư ký", Retention.MINUTES, "secretary", "secretary_name"),
            ("session_title", "session_date", "unit_title"),
        ),
    },
    "Cluster Session Attendance": {
        "staff": Trace(
            {
                **_same(Kind.NAME, _ROLL, Retention.MINUTES, "staff", "staff_name"),
                **_same(Kind.WORK, _ROLL, Retention.MINUTES, "school", "position"),
                **_same(Kind.PART, _ROLL, Retention.MINUTES, "state", "arrived_at", "left_at"),
                **_same(Kind.WORDS, "Lý do vắng, ghi trong biên bản", Retention.MINUTES, "reason"),
                **_same(Kind.PART, _REPLY, Retention.UNTIL_ASKED, "answer", "answered_on"),
                **_same(Kind.WORDS, _REPLY, Retention.UNTIL_ASKED, "answer_reason"),
            },
            (*_MEETING, "session_date", "unit", "school_year", "semester"),
        ),
        "substitute_for": Trace(
            _same(Kind.PART, "Biết người dự thay cho ai", Retention.MINUTES, "substitute_for"),
            (*_MEETING, "session_date", "unit"),
        ),
        GUEST: Trace(
            {
                **_same(
                    Kind.NAME,
                    "Ghi tên khách mời trong biên bản (C5b, N5.6)",
                    Retention.MINUTES,
                    "guest_name",
                    "guest_organisation",
                ),
                **_same(Kind.CONTACT, "Gửi thư mời cho khách", Retention.UNTIL_ASKED, "guest_email"),
            }
        ),
    },
    "Cluster Minutes Signature": {
        "staff": Trace(
            {
                **_same(Kind.NAME, _ANSWER, Retention.MINUTES, "staff", "staff_name"),
                **_same(Kind.WORK, _ANSWER, Retention.MINUTES, "school"),
                **_same(Kind.PART, _ANSWER, Retention.MINUTES, "answer", "signed_at", "method", "text_hash"),
                **_same(Kind.WORDS, "Lý do không xác nhận, in trong biên bản", Retention.MINUTES, "reason"),
            },
            ("minutes", "session", "round"),
        ),
        "user": Trace(
            _same(Kind.TRACE, "Biết ai đã nhập xác nhận", Retention.MINUTES, "user"), ("minutes", "signed_at")
        ),
    },
    "Cluster Minutes Task": {
        "person": Trace(
            _same(
                Kind.WORK,
                "Việc được giao trong biên bản",
                Retention.MINUTES,
                "person",
                "description",
                "due_on",
            ),
            ("parent",),
        ),
    },
    "Cluster Minutes": {
        "lesson_teacher": Trace(
            _same(Kind.WORK, "Biết ai dạy bài minh họa (C4)", Retention.MINUTES, "lesson_teacher"), _MEETING
        ),
        "paper_entered_by": Trace(
            _same(Kind.TRACE, "Biết ai đã nhập chữ ký trên giấy", Retention.MINUTES, "paper_entered_by"),
            _MEETING,
        ),
    },
    "Cluster Minutes Finding": {
        "person": Trace(
            _same(
                Kind.WORK, "Người chịu trách nhiệm khắc phục (N4.3)", Retention.MINUTES, "person", "due_on"
            ),
            ("parent", "remedy"),
        ),
    },
    "Cluster Task": {
        "person": Trace(
            {
                **_same(Kind.NAME, _TASK, Retention.MINUTES, "person", "person_name"),
                **_same(Kind.WORK, _TASK, Retention.MINUTES, "title", "description", "school"),
                **_same(
                    Kind.WORDS,
                    "Việc đã làm, minh chứng khắc phục (N4.3)",
                    Retention.MINUTES,
                    "evidence",
                    "evidence_file",
                ),
            },
            ("minutes", "due_on", "state", "done_on"),
        ),
        "done_by": Trace(
            _same(Kind.TRACE, "Biết ai đã xác nhận việc xong", Retention.MINUTES, "done_by"),
            ("title", "done_on"),
        ),
    },
    "Cluster Activity Plan Item": {
        "person": Trace(
            _same(Kind.WORK, "Người phụ trách việc trong kế hoạch", Retention.DECISION, "person"),
            ("parent", "title"),
        ),
    },
    "Cluster Plan Comment": {
        "staff": Trace(
            {
                **_same(
                    Kind.WORK,
                    "Biết ai đã góp ý thay mặt trường (N5.3)",
                    Retention.DECISION,
                    "staff",
                    "school",
                ),
                **_same(Kind.WORDS, "Ý kiến của trường về kế hoạch", Retention.DECISION, "comment"),
            },
            ("plan", "round", "answered_on"),
        ),
    },
    "Cluster Delegation": {
        column: Trace(
            _same(Kind.WORK, "Cấp phó chỉ thay trưởng khi được ủy quyền (P4.2)", Retention.DECISION, column),
            ("unit_type", "unit", "from_date", "to_date", "number", "scope", "revoked_on"),
        )
        for column in ("delegator", "delegate")
    },
    "Cluster Headship": {
        column: Trace(
            _same(Kind.WORK, _HEADSHIP, Retention.DECISION, column, f"{column}_name"),
            (
                "unit_type",
                "unit",
                "position",
                "level",
                "way",
                "from_date",
                "to_date",
                "decision_no",
                "status",
            ),
        )
        for column in ("person", "predecessor", "proposed")
    },
    "Cluster Headship Vote": {
        "candidate": Trace(
            _same(Kind.PART, _HEADSHIP, Retention.MINUTES, "candidate", "candidate_name", "votes"),
            ("parent", "round"),
        ),
    },
    "Cluster Difficulty": {
        "raised_by": Trace(
            {
                **_same(Kind.NAME, "Biết trả lời ai (C5g, P5.3)", Retention.CASE, "raised_by"),
                **_same(Kind.WORDS, "Khó khăn, kiến nghị đã nêu", Retention.CASE, "title", "body"),
                **_same(Kind.WORK, "Trường của người nêu", Retention.CASE, "school"),
            },
            ("unit_type", "unit", "status", "answer", "answered_on"),
        ),
    },
    "Cluster Obligation": {
        "waived_by": Trace(
            _same(Kind.TRACE, "Biết ai đã miễn nghĩa vụ", Retention.DECISION, "waived_by"),
            ("duty_title", "unit_title"),
        ),
    },
    "Cluster Minutes Copy": {
        "opened_by": Trace(
            _same(Kind.TRACE, "Biết ai ở trường đã nhận biên bản (N5.2)", Retention.RECORD, "opened_by"),
            ("session_title", "opened_on"),
        ),
    },
    "Cluster Unit Report": {
        "received_by": Trace(
            _same(Kind.TRACE, "Biết ai đã nhận văn bản", Retention.DECISION, "received_by"),
            ("title", "received_on"),
        ),
    },
    "Cluster Report Photo Person": {
        "staff": Trace(
            _same(Kind.IMAGE, "Chỉ in ảnh mà người trong ảnh đã đồng ý (C5h)", Retention.CASE, "staff"),
            ("parent", "photo"),
        ),
    },
    "Cluster Paper Version": {
        "sent_by": Trace(
            _same(Kind.TRACE, "Biết ai đã gửi văn bản", Retention.DECISION, "sent_by"), ("title", "sent_at")
        ),
        "decided_by": Trace(
            _same(Kind.TRACE, "Biết ai đã nhận hoặc trả lại văn bản", Retention.DECISION, "decided_by"),
            ("title", "decided_at"),
        ),
    },
    "Cluster Sealed Paper": {
        "sealed_by": Trace(
            _same(Kind.TRACE, "Biết ai đã đóng dấu số của đơn vị", Retention.MINUTES, "sealed_by"),
            ("minutes", "holder_name", "sealed_at"),
        ),
    },
    CONSENT: {
        "staff": Trace(
            {
                **_same(Kind.NAME, "Biết ai đồng ý", Retention.PROOF, "staff", "staff_name"),
                **_same(
                    Kind.IMAGE,
                    "Chỉ đăng ảnh của người đã đồng ý",
                    Retention.PROOF,
                    "consent_version",
                    "consent_text",
                    "scope",
                    "given_on",
                    "withdrawn_on",
                ),
                **_same(Kind.IMAGE, "Bản đồng ý có chữ ký", Retention.UNTIL_ASKED, "file"),
            }
        ),
    },
}


def traces() -> Iterator[tuple[str, str, Trace]]:
    """(DocType, column that says whose, trace) of everything declared about people whom the app knows."""
    for doctype, columns in PERSONAL.items():
        yield from ((doctype, column, trace) for column, trace in columns.items() if column != GUEST)


def declared(doctype: str) -> dict[str, Personal]:
    """fieldname → declaration, whoever's it is."""
    return {
        name: personal
        for trace in PERSONAL.get(doctype, {}).values()
        for name, personal in trace.fields.items()
    }


def erased_fields(doctype: str, column: str) -> list[str]:
    """Fields that go when the person asks."""
    fields = PERSONAL[doctype][column].fields
    return [name for name, personal in fields.items() if personal.retention is Retention.UNTIL_ASKED]
