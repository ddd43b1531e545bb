"""Fields of people's DocTypes that are about no person: each with the reason why not (``fields.py`` holds the others).

A field that is neither declared there nor excused here is refused by a test.
"""

from __future__ import annotations

from collections.abc import Mapping

from .kinds import STAFF

OF_THE_UNIT = dict.fromkeys(
    (
        "authority",
        "cluster",
        "delegation",
        "level",
        "school_group",
        "school_year",
        "semester",
        "subject",
        "unit",
        "unit_title",
        "unit_type",
        "session",
    ),
    "says to which unit, year, meeting or subject a row belongs, not who somebody is",
)
_UNITS_OWN = dict.fromkeys(
    (
        "unit_code",
        "unit_title",
        "search_name",
        "online_group_url",
        "decision_no",
        "decision_file",
        "parent_unit",
    ),
    "the unit's own; its people are the rows of Unit Officer",
)
_TABLE = "a table: its rows are declared under their own DocType"

EXCUSED: Mapping[str, Mapping[str, str]] = {
    "*": OF_THE_UNIT,
    STAFF: {"postings": _TABLE},
    "Unit Officer": {},
    "Cluster Founding Officer": {"unit_code": "the unit in which the office is"},
    "Cluster Session": {
        "session_title": "the meeting's subject",
        "activity_kind": "a catalogue",
        "venue": "a place of a meeting",
        "venue_school": "a place of a meeting",
        "plan": "the unit's plan",
        "plan_item": "a key of an item of the unit's plan",
        "status_reason": "why a meeting was moved or called off",
        "former_date": "when a meeting was to be",
        "agenda": "the meeting's programme",
        "notice_reason": "why a meeting was told of at short notice",
        "venue_reason": "why a meeting is at another school",
        "plan_text": "the meeting's plan",
        "plan_file": "the meeting's plan",
        "subjects": _TABLE,
        "agenda_items": _TABLE,
        "participation": _TABLE,
        "directive_number": "the authority's paper",
        "inspecting_school": "a school",
        "inspected_school": "a school",
    },
    "Cluster Minutes": {
        **dict.fromkeys(
            (
                "session_title",
                "documents",
                "work",
                "conclusion",
                "cancel_reason",
                "text_hash",
                "lock_hash",
                "lesson_topic",
                "lesson_class",
                "lesson_evidence",
                "step_prepare",
                "step_teach",
                "step_reflect",
                "step_apply",
            ),
            "what the meeting said and decided, not about one person",
        ),
        "signed_scan": "the minutes' own signed sheet: kept with them as what was signed",
        **dict.fromkeys(("topics", "tasks", "findings"), _TABLE),
    },
    "Cluster Minutes Finding": dict.fromkeys(
        ("content", "finding", "remedy"), "what was inspected at a school"
    ),
    "Cluster Task": {"minutes": "which minutes"},
    "Cluster Minutes Signature": {"minutes": "which minutes"},
    "Cluster Activity Plan Item": {
        "title": "an activity",
        "activity_kind": "a catalogue",
        "host_school": "a place of an activity",
        "work_form": "a catalogue",
        "content_category": "a catalogue",
        "participants": "which groups of people an activity is for",
        "proposed_by": "a school",
        "difficulty": "the unit's paper, whose author is declared there",
        "item_key": "a key of the item",
        "carried_as": "a key of what the item says",
    },
    "Cluster Delegation": {
        "number": "the paper's number",
        "file": "the issued paper itself, kept as such",
        "scope": "the act that is delegated",
    },
    "Cluster Headship": {
        "rounds": _TABLE,
        "votes": _TABLE,
        "why": "whose turn it is, told by names of schools",
        "skip_reason": "why a school's turn was passed over",
        "submission_no": "the paper's number",
        "submission_file": "the issued paper itself, kept as such",
        "decision_no": "the paper's number",
        "decision_file": "the issued paper itself, kept as such",
        "return_reason": "the authority's words",
    },
    "Cluster Plan Comment": {"plan": "the unit's plan"},
    "Cluster Difficulty": {"answer": "the authority's words", "plan": "the unit's plan"},
    "Cluster Minutes Copy": {
        "minutes": "which minutes",
        "session_title": "the meeting's subject",
        "school": "the school that keeps the copy",
        "replaced_by": "which minutes",
    },
    "Cluster Unit Report": {
        "title": "the unit's paper",
        "paper_kind": "a catalogue",
        "period_code": "a stretch of time",
        "minutes": "which minutes",
        "return_reason": "the authority's words about a paper",
        "body": "the unit's paper, kept as it was sent",
        "file": "the unit's paper, kept as it was sent",
        "link": "the unit's paper",
        **dict.fromkeys(("photos", "photo_people"), _TABLE),
    },
    "Cluster Paper Version": {
        "reference_name": "which paper",
        "title": "the unit's paper",
        "return_reason": "the authority's words about a paper",
        "snapshot": "the unit's paper, kept as it was sent; it names people by their codes only",
        "files": "names of the paper's files",
    },
    "Cluster Sealed Paper": {
        "minutes": "which minutes",
        **dict.fromkeys(("holder", "holder_name"), "a school or an authority"),
        **dict.fromkeys(("certificate_subject", "certificate_serial"), "the holder's certificate"),
        "paper_file": "the minutes' own, kept with them as it was sealed",
        "sha256": "of a file",
    },
    "Cluster Obligation": {
        "duty_title": "a duty of the unit",
        "reason": "why a duty counts as met, made by the app of counts",
        "regulation": "a regulation",
        "duty_code": "a duty of the unit",
        "duty_kind": "a duty of the unit",
        "clause": "a regulation",
        "legal_basis": "a regulation",
        "period_kind": "a stretch of time",
        "period_code": "a stretch of time",
        "evidence": "names of the unit's papers",
        "waiver_reason": "the authority's words about a unit",
    },
    "Member School": {
        "school_code": "the school's",
        "school_name": "the school's",
        "search_name": "the school's",
        "email": "the office's address, not a person's",
        "phone": "the office's number, not a person's",
        "address": "the school's",
        "authorities": _TABLE,
        "paper_recipients": _TABLE,
    },
}
"""Fields of people's DocTypes that tell nothing about a person, each with the reason."""
