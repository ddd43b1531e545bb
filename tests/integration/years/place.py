"""What an administrator enters before a year begins: the authority, its schools with their people, the calendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import frappe

from .life import Life


def authority(life: Life, code: str, name: str, kind: str = "District Office") -> str:
    return life.inserted("Education Authority", authority_code=code, authority_name=name, kind=kind)


def school_year(life: Life, code: str, of: str, *semesters: tuple[date, date]) -> str:
    """A school year of semesters "1", "2" …, each with its first and last day."""
    rows = [
        {"semester_code": str(number), "start_date": first, "end_date": last}
        for number, (first, last) in enumerate(semesters, start=1)
    ]
    first, last = semesters[0][0], semesters[-1][1]
    return life.inserted(
        "Cluster School Year",
        school_year_code=code,
        authority=of,
        start_date=first,
        end_date=last,
        semesters=rows,
    )


def schools(
    life: Life,
    codes: Iterable[str],
    under: str,
    levels: str,
    subjects: Sequence[str] = (),
    leads: bool = True,
) -> None:
    """Schools, each with a principal, a vice principal, and for each subject a teacher and, with ``leads``, a team
    lead."""
    with life.here():
        for code in codes:
            _school(code, under, levels)
            _staff(f"{code}-HT", f"Hiệu trưởng {code}", code, "Principal")
            _staff(f"{code}-PHT", f"Phó hiệu trưởng {code}", code, "Vice Principal")
            for subject in subjects:
                if leads:
                    name = f"Tổ trưởng {subject} {code}"
                    _staff(f"{code}-TT-{subject}", name, code, "Subject Team Lead", subject)
                _staff(f"{code}-GV-{subject}", f"Giáo viên {subject} {code}", code, "Teacher", subject)


def _school(code: str, under: str, levels: str) -> None:
    frappe.get_doc(
        {
            "doctype": "Member School",
            "school_code": code,
            "school_name": f"Trường {code}",
            "levels": levels,
            "authorities": [{"authority": under}],
        }
    ).insert()


def _staff(code: str, name: str, school: str, position: str, subject: str | None = None) -> None:
    posting = {"school": school, "position": position, "subject": subject}
    frappe.get_doc(
        {"doctype": "Member School Staff", "staff_code": code, "full_name": name, "postings": [posting]}
    ).insert()


def regulation_binds(life: Life, code: str, under: str) -> str:
    """One of the five documents, as it ships, comes into force for an authority; its code there."""
    with life.here():
        doc = frappe.copy_doc(frappe.get_doc("Cluster Regulation", code))
        doc.update({"regulation_code": f"{code}-NAM", "authority": under, "status": "In Force"})
        return doc.insert().name
