"""The demo: Củ Chi 2024-2025 as a workbook, loaded on a site and cleared from it again.

cu_chi.py             the year as a YearBook; cu_chi_2024_2025.xlsx is that book as a file
site.py               create and clear on a site
"""

from __future__ import annotations


def create() -> None:
    """Load the demo (``bench --site … execute cum_chuyen_mon.demo.create``). Twice is once."""
    from .site import create as create_on_site

    create_on_site()


def clear() -> None:
    """Take the demo away (``bench --site … execute cum_chuyen_mon.demo.clear``) with all that was added under it."""
    from .site import clear as clear_from_site

    clear_from_site()
