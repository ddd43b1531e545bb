"""Who may do what: for every DocType, which relation to a document gives which actions.

    r read, print, list, report, export    w change    c create    d delete    x cancel    a amend

This table is the rule itself: lists, forms, reports, files, links and endpoints all ask it (``doors.py``), and the
DocPerms of the DocTypes are its shadow. What a relation means is in ``relations.py``, how a person comes to stand in
it in ``standing.py``. Cluster Administrator and System Manager may do everything that the DocTypes allow at all;
anybody else may do what some row of the table gives him, and nothing else. Locking minutes is no action of the table:
the last confirmation does it. Which fields a decision of the authority may change is in ``decisions.py``.
"""

from __future__ import annotations

from collections.abc import Mapping

from . import relations as r
from .relations import Place, Relation

CATALOGUE: Mapping[Relation, str] = {r.anybody: "r"}

GRANTS: Mapping[str, Mapping[Relation, str]] = {
    "Cluster Session": {
        r.leader: "r",
        r.officer: "r",
        r.head: "rwc",
        r.delegate: "rwc",
        r.deputy: "r",
        r.subject_lead: "rwc",
        r.overseer: "r",
        r.chair: "rw",
        r.secretary: "r",
        r.principal: "r",
        r.invited: "r",
    },
    "Cluster Session Attendance": {
        r.leader: "r",
        r.officer: "r",
        r.head: "rwcd",
        r.delegate: "rwcd",
        r.deputy: "r",
        r.subject_lead: "rwcd",
        r.chair: "rwcd",
        r.secretary: "rwcd",
        r.own_school: "r",
        r.oneself: "r",
    },
    "Cluster Minutes": {
        r.leader: "r",
        r.officer: "r",
        r.head: "rwcxa",
        r.delegate: "rwcxa",
        r.deputy: "r",
        r.subject_lead: "rwcxa",
        r.overseer: "r",
        r.chair: "rwcxa",
        r.secretary: "rwc",
        r.principal_after_sending: "r",
        r.attended: "r",
        r.signed: "r",
        r.teacher_of_subject: "r",
    },
    "Cluster Minutes Copy": {
        r.leader: "r",
        r.officer: "r",
        r.head: "r",
        r.deputy: "r",
        r.own_school: "r",
        r.subject_team: "r",
    },
    "Cluster Minutes Signature": {
        r.leader: "r",
        r.officer: "r",
        r.head: "r",
        r.deputy: "r",
        r.subject_lead: "r",
        r.chair: "r",
        r.secretary: "r",
        r.own_school: "r",
        r.oneself: "r",
    },
    "Cluster Task": {
        r.leader: "r",
        r.officer: "r",
        r.head: "rw",
        r.delegate: "rw",
        r.deputy: "r",
        r.subject_lead: "rw",
        r.overseer: "r",
        r.chair: "rw",
        r.secretary: "rw",
        r.principal: "r",
        r.own_school: "r",
        r.oneself: "rw",
    },
    "Cluster Activity Plan": {
        r.leader: "rw",
        r.officer: "r",
        r.head: "rwc",
        r.delegate: "rwc",
        r.deputy: "r",
        r.subject_lead: "r",
        r.principal: "r",
    },
    "Cluster Plan Comment": {
        r.leader: "r",
        r.officer: "r",
        r.head: "r",
        r.deputy: "r",
        r.subject_lead: "r",
        r.principal: "r",
        r.own_school: "rwc",
    },
    "Cluster Unit Report": {
        r.leader: "rw",
        r.officer: "rw",
        r.head: "rwc",
        r.delegate: "rwc",
        r.deputy: "r",
        r.subject_lead: "r",
        r.principal: "r",
        r.own_school: "rwc",
    },
    "Cluster Paper Version": {r.reader_of_paper: "r"},
    "Cluster Obligation": {
        r.leader: "rw",
        r.officer: "rw",
        r.head: "r",
        r.deputy: "r",
        r.subject_lead: "r",
        r.principal: "r",
        r.own_school: "r",
    },
    "Cluster Difficulty": {
        r.leader: "rw",
        r.officer: "rw",
        r.head: "rwc",
        r.deputy: "r",
        r.principal: "r",
        r.own_school: "rwc",
        r.author: "wc",
        r.oneself: "r",
    },
    "Cluster Delegation": {
        r.leader: "r",
        r.officer: "r",
        r.head: "rwc",
        r.deputy: "r",
        r.delegated_to: "r",
    },
    "Cluster Founding": {r.leader_of_authority: "rwcd", r.officer_of_authority: "r", r.concerned: "r"},
    "Cluster Headship": {
        r.leader: "rw",
        r.officer: "rwc",
        r.head: "rwc",
        r.delegate: "rwc",
        r.deputy: "r",
        r.principal: "r",
    },
    "School Cluster": {r.leader: "r", r.officer: "r", r.colleague: "r"},
    "Inter-School Group": {r.leader: "r", r.officer: "r", r.colleague: "r"},
    "Subject Group": {r.leader: "r", r.officer: "r", r.head: "rwc", r.colleague: "r"},
    "Member School": {r.leader: "r", r.officer: "r", r.colleague: "r", r.neighbour: "r"},
    "Member School Staff": {
        r.leader_of_person: "r",
        r.officer_of_person: "r",
        r.convener_of_person: "r",
        r.principal_of_person: "r",
        r.oneself: "r",
    },
    "Photo Consent": {r.oneself: "r"},
    "Education Authority": {r.ones_authorities: "r"},
    "Cluster Regulation": {r.bound: "r"},
    "Cluster School Year": {r.bound: "r"},
    "Cluster Paper Template": {r.leader_of_authority: "rwc", r.officer_of_authority: "rwc", r.bound: "r"},
    "Teaching Subject": CATALOGUE,
    "Cluster Activity Kind": CATALOGUE,
    "Cluster Paper Kind": CATALOGUE,
    "Cluster Content Category": CATALOGUE,
    "Cluster Paper Bundle": {r.asker: "r"},
    "Authority Staff": {},
    "Cluster Workbook Import": {},
    "Cluster Kept Paper": {},
    "Cluster Seal": {},
    "Cluster Sealed Paper": {},
    "Cluster Settings": {},
}

VERSIONED = ("Cluster Activity Plan", "Cluster Unit Report")
"""Papers of which every send is kept: whoever reads the paper reads its versions."""

PLACES: Mapping[str, Place] = {
    "Cluster Session": Place(subject="subject", session="name", level=True, act="convene"),
    "Cluster Session Attendance": Place(
        subject="subject", session="session", level=True, school="school", person="staff", act="convene"
    ),
    "Cluster Minutes": Place(subject="subject", session="session", act="convene"),
    "Cluster Minutes Copy": Place(subject="subject", session="session", school="school"),
    "Cluster Paper Version": Place(cluster="", group="", unit=""),
    "Cluster Minutes Signature": Place(subject="subject", session="session", school="school", person="staff"),
    "Cluster Task": Place(
        subject="subject", session="session", school="school", person="person", act="convene"
    ),
    "Cluster Activity Plan": Place(act="plan"),
    "Cluster Plan Comment": Place(school="school", person="staff"),
    "Cluster Unit Report": Place(school="unit", subject="subject", act="report"),
    "Cluster Obligation": Place(school="unit", subject="subject", level=True),
    "Cluster Difficulty": Place(school="school", person="raised_by"),
    "Cluster Delegation": Place(person="delegator"),
    "Cluster Founding": Place(cluster="", group="", unit=""),
    "Cluster Headship": Place(level=True, act="report"),
    "School Cluster": Place(cluster="name", group="", unit="name"),
    "Inter-School Group": Place(cluster="", group="name", unit="name"),
    "Subject Group": Place(cluster="parent_unit", group="parent_unit", unit="name", subject="subject"),
    "Member School": Place(cluster="", group="", unit="name", school="name"),
    "Member School Staff": Place(cluster="", group="", unit="", person="name"),
    "Photo Consent": Place(cluster="", group="", unit="", person="staff"),
}
"""Where the scope columns of a DocType are; the others belong to no unit."""

ROLE_OF: Mapping[str, frozenset[Relation]] = {
    "Authority Leader": frozenset(
        {
            r.leader,
            r.leader_of_person,
            r.leader_of_authority,
            r.reader_of_paper,
            r.anybody,
            r.bound,
            r.ones_authorities,
            r.asker,
        }
    ),
    "Authority Officer": frozenset(
        {
            r.officer,
            r.officer_of_person,
            r.officer_of_authority,
            r.reader_of_paper,
            r.anybody,
            r.bound,
            r.ones_authorities,
            r.asker,
        }
    ),
    "School Principal": frozenset(
        {
            r.head,
            r.deputy,
            r.delegate,
            r.principal,
            r.principal_after_sending,
            r.own_school,
            r.reader_of_paper,
            r.principal_of_person,
            r.convener_of_person,
        }
    ),
    "Subject Group Lead": frozenset({r.subject_lead, r.overseer, r.reader_of_paper, r.convener_of_person}),
    "Cluster Teacher": frozenset(
        {
            r.chair,
            r.secretary,
            r.invited,
            r.attended,
            r.signed,
            r.teacher_of_subject,
            r.subject_team,
            r.oneself,
            r.author,
            r.delegated_to,
            r.colleague,
            r.neighbour,
            r.concerned,
            r.anybody,
            r.bound,
            r.ones_authorities,
            r.asker,
        }
    ),
}
"""The roles that open the desk's forms, and the relations in which their holders may stand. Everybody at a school is a
Cluster Teacher; principals and heads are School Principals as well, leads and overseers Subject Group Leads."""

ROLES = ("Cluster Administrator", *ROLE_OF)

CHILD_TABLES = (
    "Cluster Activity Plan Item",
    "Cluster Agenda Item",
    "Cluster Founding Member",
    "Cluster Founding Officer",
    "Cluster Founding Unit",
    "Cluster Headship Round",
    "Cluster Headship Vote",
    "Cluster Holiday",
    "Cluster Minutes Finding",
    "Cluster Minutes Task",
    "Cluster Minutes Topic",
    "Cluster Paper Recipient",
    "Cluster Regulation Duty",
    "Cluster Report Photo",
    "Cluster Report Photo Person",
    "Cluster Semester",
    "Cluster Session Participation",
    "Session Subject",
    "Staff Posting",
    "Supervising Authority",
    "Unit Member",
    "Unit Officer",
)
"""Rows of these are read with the parents that may be read, and written through them only."""
