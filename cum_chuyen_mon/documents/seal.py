"""The seal of a school or an authority on a paper: a PAdES signature with a stamp that a reader sees.

Every seal is added to the end of the file, so the seals before it, and the paper, stay byte by byte what they were.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext

from . import layout
from .keys import CannotSeal, check_certificate
from .layout import MM_PER_POINT
from .pdf import render_pdf
from .typeface import Typeface, typeface

BESIDE = 2
"""Stamps beside each other at the foot of a page."""
GAP = 5.0
BOX = ((layout.TEXT_WIDTH - GAP * (BESIDE - 1)) / BESIDE, 13.0)
FROM_BOTTOM = 5.0
"""Between the edge of the page, which printers leave white, and the margin's end, where the text ends."""
LETTERS = (10, 9, 8, 7, 6)
"""The decree's size, and smaller ones for a long name."""
LINES = 3


@dataclass(frozen=True)
class Stamp:
    """What is seen of a seal: whose it is, and when it was set, on the clock of the site."""

    name: str
    at: datetime

    @property
    def whose(self) -> str:
        return f"Ký bởi: {self.name}"

    @property
    def when(self) -> str:
        zone = f"{self.at:%z}"
        return f"Thời gian ký: {self.at:%d/%m/%Y %H:%M:%S} {zone[:3]}:{zone[3:]}"


@dataclass(frozen=True)
class Slot:
    """Where a stamp stands: the page, from 0, and left, bottom, right, top in points."""

    page: int
    box: tuple[int, int, int, int]


def sealed(pdf: bytes, signer: Signer, stamp: Stamp) -> bytes:
    """The PDF with one more seal, after those that it carries.

    Throws `CannotSeal`, and `NoTypeface`.
    """
    check_certificate(signer.signing_cert, stamp.at)
    reader = PdfFileReader(BytesIO(pdf))
    number = len(reader.embedded_signatures) + 1
    slot = slot_of(number, int(reader.root["/Pages"]["/Count"]))
    field = f"DauSo{number}"
    metadata = PdfSignatureMetadata(
        field_name=field, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256", name=stamp.name
    )
    spec = (
        SigFieldSpec(field, on_page=slot.page, box=slot.box, readable_field_name=stamp.whose)
        if slot
        else SigFieldSpec(field)
    )
    with TemporaryDirectory() as folder:
        picture = Path(folder) / "stamp.pdf"
        picture.write_bytes(picture_of(stamp, typeface()))
        at_work = _SignerAt(metadata, signer, stamp_style=_style(picture), new_field_spec=spec)
        at_work.at = stamp.at
        result = at_work.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf))).getvalue()
    if not is_whole(result):
        raise CannotSeal(
            "Đã ký thử nhưng chữ ký số không kiểm tra được nên không lưu. Hãy kiểm tra khóa của dấu số."
        )
    return result


def is_whole(pdf: bytes) -> bool:
    """Whether every seal on the PDF fits what it was set on. Whom to trust is the reader's to decide."""
    return all(_fits(signature) for signature in PdfFileReader(BytesIO(pdf)).embedded_signatures)


def slot_of(number: int, pages: int) -> Slot | None:
    """Where the stamp of the nth seal stands: at the foot of the last page, then of those before it.

    None where no room is left: that seal is not seen on a page, and holds as well.
    """
    back, place = divmod(number - 1, BESIDE)
    if back >= pages:
        return None
    width, height = BOX
    left = layout.LEFT + place * (width + GAP)
    box = (left, FROM_BOTTOM, left + width, FROM_BOTTOM + height)
    return Slot(pages - 1 - back, tuple(round(side / MM_PER_POINT) for side in box))


def picture_of(stamp: Stamp, face: Typeface) -> bytes:
    """The stamp as a page of its own, in the typeface of the paper."""
    width, height = BOX
    name, size = _fitted(face.printable(stamp.whose), face, width / MM_PER_POINT)
    regular = face.files[0].as_uri()
    return render_pdf(
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><style>'
        f'@font-face {{ font-family: "{face.family}"; src: url("{regular}") }} '
        f"@page {{ size: {width}mm {height}mm; margin: 0 }} "
        f'body {{ margin: 0; font: {size}pt/{layout.SINGLE} "{face.family}"; color: #000 }} '
        f"div {{ position: absolute; left: 0; right: 0; bottom: 0; overflow-wrap: anywhere }}</style></head>"
        f"<body><div>{escape(name)}<br>{escape(stamp.when)}</div></body></html>",
        face,
    )


def _fitted(text: str, face: Typeface, width: float) -> tuple[str, float]:
    """The text and the largest letters in which it leaves a line for the time; what is longer still is cut."""
    for size in LETTERS:
        if _rows(text, face, size, width) < LINES:
            return text, size
    while _rows(f"{text}…", face, LETTERS[-1], width) >= LINES:
        text = text[:-1]
    return f"{text}…", LETTERS[-1]


def _rows(text: str, face: Typeface, size: float, width: float) -> int:
    """Lines that a text takes; one word for itself may take more than one."""
    rows, used, blank = 1, 0.0, face.width(" ", size)
    for word in text.split():
        wide = face.width(word, size)
        if used and used + blank + wide > width:
            rows, used = rows + 1, 0.0
        used += wide + (blank if used else 0)
        rows, used = rows + int(used // width), used % width
    return rows


def _style(picture: Path) -> StaticStampStyle:
    as_it_is = SimpleBoxLayoutRule(
        AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MIN, Margins.uniform(0), InnerScaling.NO_SCALING
    )
    return StaticStampStyle.from_pdf_file(str(picture), border_width=0, background_layout=as_it_is)


def _fits(signature: Any) -> bool:
    itself = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
    status = validate_pdf_signature(signature, itself)
    return bool(status.intact and status.valid and status.docmdp_ok)


class _SignerAt(PdfSigner):
    """The signature says the time that the stamp shows."""

    at: datetime

    def init_signing_session(self, *args: Any, **options: Any) -> Any:
        session = super().init_signing_session(*args, **options)
        session.system_time = self.at
        return session
