"""The schools, clusters and groups of the Củ Chi document (2.1 and 2.2), and who works there by position."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..rules.levels import parse_levels
from ..rules.text import search_key
from ..rules.words import Level, Position, UnitKind
from ..setup.seeds import seeded_subjects
from ..workbook.rows import (
    AuthorityKind,
    AuthorityRow,
    MemberRow,
    OfficerRow,
    PostingRow,
    SchoolRow,
    StaffRow,
    UnitRow,
)

DEPARTMENT = "CC-SO-GDDT-TPHCM"
OFFICE = "CC-PGD-CU-CHI"
CLUSTERS_FROM, CLUSTERS_BY = date(2024, 9, 11), "140/QĐ-PGDĐT"
GROUPS_FROM, GROUPS_BY = date(2024, 9, 13), "1671/HD-PGDĐT-THCS"
STAFF_FROM = date(2024, 8, 1)

CLUSTER_SCHOOLS = {
    1: (
        "Tân Phú Trung", "Phước Vĩnh An", "Tân Tiến", "Tân Thông Hội", "Thị Trấn", "Tân An Hội",
        "Tân Thạnh Tây", "Hòa Phú", "Bình Hòa", "Trung An", "Thị Trấn 2", "Tân Thạnh Đông",
    ),
    2: (
        "Trung Lập", "Trung Lập Hạ", "Nhuận Đức", "Phước Hiệp", "Phước Thạnh", "Nguyễn Văn Xơ",
        "Phú Mỹ Hưng", "An Nhơn Tây", "An Phú", "Phạm Văn Cội", "Phú Hòa Đông", "Tân Trung",
    ),
}  # fmt: skip
"""Section 2.1, in the order of the document."""

CLUSTER_LEADERS = {
    1: ("Thị Trấn 2", "Tân Thạnh Đông", "Tân Phú Trung"),
    2: ("Tân Trung", "Nhuận Đức", "Phú Hòa Đông"),
}
"""The head's school, then the two deputies' schools. All are principals."""

GROUP_SCHOOLS = {
    1: ("Tân Thạnh Đông", "Hòa Phú", "Tân Thạnh Tây"),
    2: ("Tân Trung", "Bình Hòa", "Trung An"),
    3: ("Phú Hòa Đông", "Nhuận Đức", "Phú Mỹ Hưng"),
    4: ("An Nhơn Tây", "Trung Lập", "An Phú"),
    5: ("Thị Trấn", "Phạm Văn Cội", "Phước Hiệp"),
    6: ("Tân Phú Trung", "Trung Lập Hạ", "Tân Tiến"),
    7: ("Tân Thông Hội", "Tân An Hội", "Phước Thạnh"),
    8: ("Thị Trấn 2", "Phước Vĩnh An", "Nguyễn Văn Xơ"),
}
"""Section 2.2; the first-named school leads. Groups 2, 5, 6, 7 and 8 mix the two clusters."""

MIXED_LEVELS = {"Tân Trung": "TH-THCS"}

SUBJECTS = tuple(s for s in seeded_subjects() if Level.LOWER_SECONDARY in s.levels)
SUBJECT_CODES = tuple(s.code for s in SUBJECTS)


def school_name(place: str) -> str:
    return f"{MIXED_LEVELS.get(place, 'THCS')} {place}"


def school_code(place: str) -> str:
    return "CC-" + search_key(school_name(place)).upper().replace(" ", "-")


def cluster_code(number: int) -> str:
    return f"CC-CUM-{number:02d}"


def group_code(number: int) -> str:
    return f"CC-NHOM-{number}"


def principal(place: str) -> str:
    return f"{school_code(place)}-HT"


def vice_principal(place: str) -> str:
    return f"{school_code(place)}-PHT"


def team_lead(place: str, subject: str) -> str:
    return f"{school_code(place)}-TT-{subject}"


def teacher(place: str, subject: str) -> str:
    return f"{school_code(place)}-GV-{subject}"


def places() -> tuple[str, ...]:
    return (*CLUSTER_SCHOOLS[1], *CLUSTER_SCHOOLS[2])


def authorities() -> tuple[AuthorityRow, ...]:
    return (
        AuthorityRow(
            authority_code=DEPARTMENT,
            authority_name="Sở Giáo dục và Đào tạo Thành phố Hồ Chí Minh",
            kind=AuthorityKind.DEPARTMENT,
            paper_place="Thành phố Hồ Chí Minh",
        ),
        AuthorityRow(
            authority_code=OFFICE,
            authority_name="Phòng Giáo dục và Đào tạo huyện Củ Chi",
            kind=AuthorityKind.DISTRICT_OFFICE,
            parent=DEPARTMENT,
            valid_to=date(2025, 6, 30),
            paper_place="Củ Chi",
        ),
    )


def schools() -> tuple[SchoolRow, ...]:
    return tuple(
        SchoolRow(
            school_code=school_code(place),
            school_name=school_name(place),
            levels=parse_levels(MIXED_LEVELS.get(place, "THCS")),
            authority=OFFICE,
        )
        for place in places()
    )


def people() -> Iterator[tuple[StaffRow, PostingRow]]:
    """Everybody at every school, by position: two leaders, and for each subject a team lead and a teacher."""
    for place in places():
        name = school_name(place)
        yield _person(principal(place), f"Hiệu trưởng {name}", place, Position.PRINCIPAL)
        yield _person(vice_principal(place), f"Phó hiệu trưởng {name}", place, Position.VICE_PRINCIPAL)
        for s in SUBJECTS:
            title = f"Tổ trưởng {s.title} {name}"
            yield _person(team_lead(place, s.code), title, place, Position.TEAM_LEAD, s.code)
            yield _person(
                teacher(place, s.code), f"Giáo viên {s.title} {name}", place, Position.TEACHER, s.code
            )


def _person(
    code: str, name: str, place: str, position: Position, subject: str = ""
) -> tuple[StaffRow, PostingRow]:
    posting = PostingRow(
        staff_code=code,
        school_code=school_code(place),
        position=position,
        subject_code=subject,
        from_date=STAFF_FROM,
    )
    return StaffRow(staff_code=code, full_name=name), posting


def units() -> tuple[UnitRow, ...]:
    clusters = [
        _unit(
            cluster_code(number), UnitKind.CLUSTER, f"Cụm chuyên môn {number:02d}", CLUSTERS_FROM, CLUSTERS_BY
        )
        for number in CLUSTER_SCHOOLS
    ]
    groups = [
        _unit(group_code(number), UnitKind.GROUP, f"Nhóm liên trường {number}", GROUPS_FROM, GROUPS_BY)
        for number in GROUP_SCHOOLS
    ]
    return (*clusters, *groups)


def _unit(code: str, kind: UnitKind, title: str, since: date, decision: str) -> UnitRow:
    """A unit that exists from the day of the decision that founded it."""
    return UnitRow(
        unit_code=code,
        unit_kind=kind,
        unit_title=title,
        levels=frozenset({Level.LOWER_SECONDARY}),
        authority=OFFICE,
        from_date=since,
        decision_no=decision,
        decision_date=since,
    )


def members() -> tuple[MemberRow, ...]:
    clusters = [
        MemberRow(unit_code=cluster_code(n), school_code=school_code(place), from_date=CLUSTERS_FROM)
        for n, names in CLUSTER_SCHOOLS.items()
        for place in names
    ]
    groups = [
        MemberRow(
            unit_code=group_code(n),
            school_code=school_code(place),
            is_lead=place == names[0],
            from_date=GROUPS_FROM,
        )
        for n, names in GROUP_SCHOOLS.items()
        for place in names
    ]
    return (*clusters, *groups)


def officers() -> tuple[OfficerRow, ...]:
    found = []
    for number, (head, *deputies) in CLUSTER_LEADERS.items():
        code = cluster_code(number)
        found.append(_officer(code, Position.HEAD, head, CLUSTERS_FROM, CLUSTERS_BY))
        found += [_officer(code, Position.DEPUTY, place, CLUSTERS_FROM, CLUSTERS_BY) for place in deputies]
    for number, names in GROUP_SCHOOLS.items():
        found.append(_officer(group_code(number), Position.GROUP_LEAD, names[0], GROUPS_FROM, GROUPS_BY))
    return tuple(found)


def _officer(unit: str, position: Position, place: str, since: date, decision: str) -> OfficerRow:
    return OfficerRow(
        unit_code=unit, position=position, staff_code=principal(place), from_date=since, decision_no=decision
    )
