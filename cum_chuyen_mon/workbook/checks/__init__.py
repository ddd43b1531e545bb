"""Cross-checks of a whole book: everything that one cell alone cannot show."""

from __future__ import annotations

from ..book import YearBook
from ..problems import Problems
from .codes import Codes, check_codes, check_unique
from .duties import check_duties
from .papers import check_papers
from .people import check_officers, check_postings
from .sessions import check_attendance, check_sessions
from .units import check_authorities, check_members, check_transfers, check_units
from .years import check_dates, check_year

CHECKS = (
    check_unique,
    check_codes,
    check_dates,
    check_authorities,
    check_year,
    check_postings,
    check_units,
    check_transfers,
    check_members,
    check_officers,
    check_duties,
    check_sessions,
    check_attendance,
    check_papers,
)


def problems_of_book(book: YearBook, problems: Problems, unreadable: frozenset[str] = frozenset()) -> None:
    """Add everything that is wrong with a book.

    ``unreadable`` are the keys of sheets that could not be read: their codes are unknown, and not missed.
    """
    codes = Codes(book, unreadable)
    for check in CHECKS:
        check(book, codes, problems)
