"""Photos as a paper prints them: upright, small, without what a camera says about them."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageFile

from cum_chuyen_mon.documents import pictures
from cum_chuyen_mon.documents.pictures import NoPicture, picture_of

from .specimens import camera

ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F


def photo(width: int, height: int, form: str = "JPEG", **exif: object) -> bytes:
    """A photo: white, with a red corner top left."""
    image = Image.new("RGB", (width, height), "white")
    image.paste("red", (0, 0, width // 4, height // 4))
    tags = Image.Exif()
    tags[ORIENTATION] = exif.get("orientation", 1)
    tags[MAKER] = "Máy ảnh của cô Bình"
    tags.get_ifd(GPS)[2] = (10.0, 58.0, 30.0)
    stream = BytesIO()
    image.save(stream, form, exif=tags)
    return stream.getvalue()


def opened(picture) -> Image.Image:
    return Image.open(BytesIO(picture.jpeg))


@pytest.fixture(autouse=True)
def _as_on_a_site(monkeypatch) -> None:
    """Frappe and WeasyPrint both set this for their process."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)


def test_is_turned_as_it_was_taken():
    taken = picture_of(photo(400, 300, orientation=6))  # the camera lay on its side
    assert not taken.is_wide
    image = opened(taken)
    assert image.width < image.height
    red, white = image.getpixel((image.width - 5, 5)), image.getpixel((5, 5))
    assert red[1] < 60
    assert white[1] > 200


def test_tells_nothing_of_where_and_with_what_it_was_taken():
    taken = photo(400, 300)
    assert b"M\xc3\xa1y" in taken or b"Exif" in taken
    made = opened(picture_of(taken))
    assert dict(made.getexif()) == {}
    assert "exif" not in made.info
    assert b"Exif" not in picture_of(taken).jpeg


@pytest.mark.parametrize(
    ("longest", "most"), [(1600, 1600), (600, 600), (4000, 150 / 25.4 * 300)], ids=["usual", "least", "print"]
)
def test_is_no_larger_than_the_site_says_and_print_needs(longest, most):
    made = opened(picture_of(camera(4800, 3000), longest))
    assert max(made.size) == pytest.approx(most, abs=1)
    assert made.width / made.height == pytest.approx(1.6, abs=0.01)


def test_a_small_one_is_not_blown_up():
    assert opened(picture_of(camera(200, 100))).size == (200, 100)


@pytest.mark.parametrize(
    ("size", "is_wide", "width", "height"),
    [
        ((400, 300), True, 125.3, 94.0),
        ((1600, 300), True, 150.0, 28.1),
        ((300, 400), False, 72.0, 96.0),
        ((300, 300), False, 74.0, 74.0),
        ((2000, 10), True, 150.0, 0.8),
    ],
)
def test_has_the_room_that_its_shape_asks_for(size, is_wide, width, height):
    made = picture_of(camera(*size))
    assert (made.is_wide, made.width, made.height) == (is_wide, width, height)


def test_the_same_photo_gives_the_same_bytes():
    assert picture_of(photo(900, 700)).jpeg == picture_of(photo(900, 700)).jpeg


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_other_forms_are_photos_too(form):
    stream = BytesIO()
    Image.new("RGB", (300, 200), "green").save(stream, form)
    assert opened(picture_of(stream.getvalue())).format == "JPEG"


def test_what_is_transparent_shows_the_paper():
    stream = BytesIO()
    Image.new("RGBA", (300, 200), (0, 0, 0, 0)).save(stream, "PNG")
    assert opened(picture_of(stream.getvalue())).getpixel((9, 9)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
def test_every_kind_of_colour_can_be_printed(mode):
    stream = BytesIO()
    Image.new(mode, (300, 200)).save(stream, "TIFF" if mode in ("CMYK", "I;16") else "PNG")
    assert opened(picture_of(stream.getvalue())).mode == "RGB"


def _bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 9))
        + chunk(b"IEND", b"")
    )


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "không phải là ảnh"),
        (b"%PDF-1.7 van ban", "không phải là ảnh"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "không phải là ảnh"),
        (photo(400, 300)[:900], "bị hỏng"),
        (camera(400, 300)[:2000], "bị hỏng"),
        (photo(400, 300, "PNG")[:-9], "bị hỏng"),
        (_bomb(12_000, 12_000), "lớn hơn 60 triệu điểm ảnh"),
        (_bomb(60_000, 60_000), "lớn hơn 60 triệu điểm ảnh"),
    ],
    ids=["empty", "pdf", "eps", "cut", "cut later", "cut png", "large", "bomb"],
)
def test_what_cannot_be_printed_is_refused_with_the_reason(content, why):
    with pytest.raises(NoPicture, match=why):
        picture_of(content)
    with pytest.raises(NoPicture, match=why):
        pictures.check_picture(content)
