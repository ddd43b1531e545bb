"""A link as a picture that phones read."""

from __future__ import annotations

import base64
from io import BytesIO

import pyqrcode

CORRECTION = "M"
"""A paper may lose 15 % of the picture to folds and stamps."""


def code_of(link: str) -> str:
    """The picture as a `data:` URL, drawn in lines; the same for the same link."""
    drawn = BytesIO()
    pyqrcode.create(link, error=CORRECTION).svg(drawn, xmldecl=False, omithw=True)
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.getvalue()).decode()}"
