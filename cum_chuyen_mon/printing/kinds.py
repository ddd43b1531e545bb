"""Which document a paper of each kind is of, and how it is made: the one list of what can be printed by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cum_chuyen_mon.documents.contexts import (
    AttendanceSheet,
    CertificatePaper,
    DelegationPaper,
    InvitationPaper,
    MinutesExtract,
    MinutesPaper,
    Paper,
    PlanPaper,
    SubmissionPaper,
)

from . import extract, letters, minutes, plans, sheet


@dataclass(frozen=True)
class Printed:
    """The DocType of a paper's document, and what makes the paper: of a stored document, as far as the user sees it.

    ``also`` names what the paper asks for besides.
    """

    doctype: str
    paper_of: Callable[..., Paper]
    also: tuple[str, ...] = ()


PRINTED: Mapping[str, Printed] = {
    MinutesPaper.template: Printed("Cluster Minutes", minutes.paper_of),
    AttendanceSheet.template: Printed("Cluster Session", sheet.paper_of),
    MinutesExtract.template: Printed("Cluster Minutes Copy", extract.paper_of),
    InvitationPaper.template: Printed("Cluster Session", letters.invitation_of),
    DelegationPaper.template: Printed("Cluster Delegation", letters.delegation_of),
    CertificatePaper.template: Printed(
        "Member School Staff", letters.certificate_of, ("unit", "school_year")
    ),
    PlanPaper.template: Printed("Cluster Activity Plan", plans.paper_of),
    SubmissionPaper.template: Printed("Cluster Headship", letters.submission_of),
}
