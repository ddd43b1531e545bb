"""Củ Chi, 2024-2025 (C2.1 to C5h): a cluster and an inter-school group of three schools, through the whole year."""

from __future__ import annotations

from datetime import date

from . import place

OFFICE, SCHOOLS = "NAM-PGD", ("NAM-A", "NAM-B", "NAM-C")


def test_x(life) -> None:
    place.authority(life, OFFICE, "Phòng GDĐT")
    place.school_year(
        life,
        "NAM-2024-2025",
        OFFICE,
        (date(2024, 9, 5), date(2025, 1, 18)),
        (date(2025, 1, 20), date(2025, 5, 31)),
    )
    place.schools(life, SCHOOLS, OFFICE, "THCS", ("TOAN", "NGU-VAN"))
    place.regulation_binds(life, "CUCHI-1671-2024", OFFICE)
    head, leader = life.at_school("NAM-A-HT"), life.at_authority(OFFICE, "Authority Leader")
    life.inserted(
        "School Cluster",
        unit_code="NAM-CUM",
        unit_title="Cụm",
        levels="THCS",
        members=[{"school": s} for s in SCHOOLS],
        authorities=[{"authority": OFFICE}],
        officers=[{"position": "Cluster Head", "staff": "NAM-A-HT"}],
    )
    life.comes(date(2024, 9, 20))
    print(leader.finds("Cluster Obligation", "duty_code", "unit", "state", "due_on"))
    s = head.makes(
        "Cluster Session",
        session_title="Họp",
        unit_type="School Cluster",
        unit="NAM-CUM",
        activity_kind="PERIODIC-MEETING",
        session_date="2024-10-10",
        chair="NAM-A-HT",
        secretary="NAM-B-HT",
        venue="X",
    )
    print(s["creation"], s["school_year"])
    print(head.is_refused("changes", "Cluster Session", s["name"], status="Held"))
