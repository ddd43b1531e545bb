"""Papers need a typeface and a layout library of the machine; where they are missing, that is the printed reason."""

from __future__ import annotations

import pytest

from cum_chuyen_mon.documents.typeface import NoTypeface, typeface


@pytest.fixture(autouse=True, scope="session")
def _can_print() -> None:
    try:
        import weasyprint  # noqa: F401

        typeface()
    except (NoTypeface, OSError) as lacking:
        pytest.skip(f"papers cannot be made on this machine: {lacking}")
