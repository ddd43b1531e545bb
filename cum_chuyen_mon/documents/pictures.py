"""Photos made ready for a paper: turned upright, no larger than print needs, and of nothing but what is to be seen.

A camera writes into a photo where and when it was taken and with which device; a paper that goes round carries none of
it. The same photo gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from .contexts import Picture

MOST_PIXELS = 60_000_000
"""More than any camera's photo; a small file that unfolds into more than this is no photo."""
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
"""What is opened at all: some of the library's other readers start programs."""
PRINT_DPI = 300
QUALITY = 85
PIXELS = (600, 4000)
"""Least and most that a site may set as the longest side."""
STANDARD_PIXELS = 1600


@dataclass(frozen=True)
class Box:
    """Room for a photo on the page, in millimetres."""

    width: float
    height: float


WIDE, TALL = Box(150.0, 94.0), Box(74.0, 96.0)
"""One to a row, two to a row; two rows and the head of the annex go on a page."""
WIDE_FROM = 1.1
"""Width by height from which a photo has a row of its own."""


BROKEN = "tệp ảnh bị hỏng hoặc tải lên chưa trọn. Hãy tải lại ảnh gốc."


class NoPicture(Exception):
    """A file that cannot be printed as a photo; the sentence says why and what to do."""


def picture_of(content: bytes, longest: int = STANDARD_PIXELS) -> Picture:
    """A photo as it is printed, its longest side at most so many pixels. Throws `NoPicture`."""
    image = _opened(content)
    try:
        image.draft("RGB", (2 * longest, 2 * longest))  # a JPEG is unfolded no further than needed
        upright = ImageOps.exif_transpose(image)
        shown = _on_white(upright)
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as broken:
        raise NoPicture(BROKEN) from broken
    return _scaled(shown, longest)


def check_picture(content: bytes) -> None:
    """Throw `NoPicture` for what could not be printed."""
    picture_of(content, PIXELS[0])


def _opened(content: bytes) -> Image.Image:
    try:
        image = Image.open(BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError as bomb:
        raise NoPicture(_too_large()) from bomb
    except (OSError, SyntaxError, ValueError, EOFError) as unknown:
        raise NoPicture(
            "đây không phải là ảnh mà phần mềm đọc được. Hãy lưu ảnh thành tệp JPG hoặc PNG rồi tải lên."
        ) from unknown
    if image.width * image.height > MOST_PIXELS:
        raise NoPicture(_too_large())
    if not _is_whole(content, image.format):
        raise NoPicture(BROKEN)
    return image


def _is_whole(content: bytes, form: str | None) -> bool:
    """Whether a file of the two forms that cameras and phones write has its end.

    Frappe and WeasyPrint tell the library, for the whole process, to show half a photo on a grey field.
    """
    if form == "PNG":
        return b"IEND" in content
    return form != "JPEG" or b"\xff\xd9" in content[_scan(content) :]


def _scan(content: bytes) -> int:
    """Where the picture of a JPEG begins: after its segments, one of which may hold a small JPEG with an end."""
    at = 2
    while content[at : at + 1] == b"\xff" and content[at + 1 : at + 2] != b"\xda":
        at += 2 + max(int.from_bytes(content[at + 2 : at + 4], "big"), 1)
    return at


def _too_large() -> str:
    return f"ảnh lớn hơn {MOST_PIXELS // 1_000_000} triệu điểm ảnh. Hãy thu nhỏ ảnh rồi tải lên."


def _on_white(image: Image.Image) -> Image.Image:
    """The picture in colours that every printer knows; what is transparent shows the paper."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    seen = image.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    return paper


def _scaled(image: Image.Image, longest: int) -> Picture:
    box = WIDE if image.width >= WIDE_FROM * image.height else TALL
    size = min(box.width / image.width, box.height / image.height)
    width, height = image.width * size, image.height * size
    pixels = min(longest, round(max(width, height) / 25.4 * PRINT_DPI))
    image.thumbnail((pixels, pixels), Image.Resampling.LANCZOS)
    stream = BytesIO()
    Image.frombytes("RGB", image.size, image.tobytes()).save(stream, "JPEG", quality=QUALITY, optimize=True)
    return Picture(stream.getvalue(), round(width, 1), round(height, 1), is_wide=box is WIDE)
