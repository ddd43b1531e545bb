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
from cum_chuyen_mon.documents.notices import NoticePaper
from cum_chuyen_mon.documents.reports import ReportPaper
from cum_chuyen_mon.documents.travel import TravelPaper

from . import extract, kept, letters, minutes, notices, plans, reports, sheet, travel
from .making import made


@dataclass(frozen=True)
class Printed:
    """The DocType of a paper's document, and what makes the paper: of a stored document, as far as the user sees it.

    ``also`` names what the paper asks for besides.
    """

    doctype: str
    paper_of: Callable[..., Paper]
    also: tuple[str, ...] = ()
    kept: Callable[..., bytes] | None = None
    """What gives the bytes of a paper that is made once."""

    def file_of(self, doc, form: str, *besides: str) -> bytes:
        """The paper as PDF or DOCX."""
        return self.kept(doc, form) if self.kept else made(self.paper_of(doc, *besides), form)


PRINTED: Mapping[str, Printed] = {
    MinutesPaper.template: Printed("Cluster Minutes", minutes.paper_of, kept=kept.file_of),
    AttendanceSheet.template: Printed("Cluster Session", sheet.paper_of),
    MinutesExtract.template: Printed("Cluster Minutes Copy", extract.paper_of),
    InvitationPaper.template: Printed("Cluster Session", letters.invitation_of),
    NoticePaper.template: Printed("Cluster Session", notices.notice_of),
    DelegationPaper.template: Printed("Cluster Delegation", letters.delegation_of),
    CertificatePaper.template: Printed(
        "Member School Staff", letters.certificate_of, ("unit", "school_year")
    ),
    TravelPaper.template: Printed("Cluster Session", travel.list_of_session),
    PlanPaper.template: Printed("Cluster Activity Plan", plans.paper_of),
    ReportPaper.template: Printed("Cluster Unit Report", reports.paper_of),
    SubmissionPaper.template: Printed("Cluster Headship", letters.submission_of),
}
