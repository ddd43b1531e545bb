"""Seals on a paper, read by pyHanko's own validator, which trusts the made-up authority and nobody else."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, timezone
from functools import cache
from io import BytesIO

import pypdfium2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from cum_chuyen_mon.documents.keys import CannotSeal, check_certificate, described, key_in_file, key_on_token
from cum_chuyen_mon.documents.pdf import pdf_of
from cum_chuyen_mon.documents.seal import Stamp, is_whole, sealed, slot_of
from tests.data import soft_token
from tests.data.issued import DAYS, Issued, issued, trusted

from .measured import MM, Measured, tight
from .specimens import SIZES, minutes

NOW = datetime.now(timezone(timedelta(hours=7))).replace(microsecond=0)
SCHOOL = "Trường THCS Nguyễn Thị Minh Khai"
OFFICE = "Phòng Giáo dục và Đào tạo huyện Củ Chi"
LONG = "Trường Phổ thông Dân tộc nội trú Trung học cơ sở và Trung học phổ thông " * 4
PAGE_END = 297.0


@cache
def plain(size: str = "short") -> bytes:
    return pdf_of(minutes(SIZES[size]))


def with_seal(pdf: bytes, name: str, **values) -> bytes:
    key = key_in_file(issued(name[:30], **values).p12("mở ra"), "mở ra")
    return sealed(pdf, key, Stamp(name, NOW))


@cache
def once(size: str) -> bytes:
    return with_seal(plain(size), SCHOOL)


@cache
def twice(size: str) -> bytes:
    return with_seal(once(size), OFFICE)


def shown(pdf: bytes) -> Measured:
    """As a reader shows it, with what annotations look like."""
    opened, flat = pypdfium2.PdfDocument(pdf), BytesIO()
    opened.init_forms()
    for page in opened:
        page.flatten()
    opened.save(flat)
    return Measured(flat.getvalue())


def found_by_pyhanko(pdf: bytes) -> list:
    context = ValidationContext(trust_roots=trusted(), allow_fetching=False)
    signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
    return [validate_pdf_signature(signature, context) for signature in signatures]


class TestValid:
    def test_a_sealed_paper_is_valid_and_trusted(self):
        pdf = once("short")
        (status,) = found_by_pyhanko(pdf)
        assert status.bottom_line
        assert (status.intact, status.valid, status.trusted) == (True, True, True)
        assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
        assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
        assert signature.sig_object["/Name"] == SCHOOL
        assert signature.self_reported_timestamp == NOW

    def test_a_key_on_a_curve_seals_as_well(self):
        (status,) = found_by_pyhanko(with_seal(plain(), SCHOOL, key=ec.generate_private_key(ec.SECP256R1())))
        assert status.bottom_line

    def test_what_was_printed_stays_byte_by_byte(self):
        assert once("short").startswith(plain())
        assert twice("short").startswith(once("short"))

    def test_a_second_seal_leaves_the_first_valid(self):
        first, second = found_by_pyhanko(twice("short"))
        assert first.bottom_line
        assert second.bottom_line
        assert second.coverage == SignatureCoverageLevel.ENTIRE_FILE

    def test_every_changed_byte_of_the_paper_is_told(self):
        pdf = once("short")
        (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
        start, length, *_rest = signature.byte_range
        at = pdf.index(b"stream", start, length) + 40
        changed = pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]
        (status,) = found_by_pyhanko(changed)
        assert not status.intact
        assert not status.bottom_line
        assert not is_whole(changed)

    def test_what_is_written_behind_the_seal_is_told(self):
        pdf = once("short")
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        page = writer.root["/Pages"]["/Kids"][0]
        page["/MediaBox"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 100, 100)))
        writer.update_container(page)
        out = BytesIO()
        writer.write(out)
        (status,) = found_by_pyhanko(out.getvalue())
        assert not status.bottom_line
        assert not is_whole(out.getvalue())


class TestSeen:
    @pytest.mark.parametrize("size", SIZES)
    def test_stamps_stand_in_the_bottom_margin_and_on_no_text(self, size):
        before, after = Measured(plain(size)), Measured(twice(size))
        last = after.pages - 1
        boxes = [sides(annotation) for annotation in after.pdf.pages[last].annots if is_seal(annotation)]
        assert len(boxes) == 2
        for left, top, right, bottom in boxes:
            assert 30 - 0.2 <= left < right <= 210 - 15 + 0.2, "between the margins"
            assert PAGE_END - 20 < top < bottom <= PAGE_END - 4.5
            for char in before.pdf.pages[last].chars:
                x0, y0, x1, y1 = (char[side] * MM for side in ("x0", "top", "x1", "bottom"))
                assert x1 <= left or x0 >= right or y1 <= top or y0 >= bottom
        (first, second) = sorted(boxes)
        assert first[2] < second[0]

    def test_they_say_whose_they_are_and_when(self):
        read = shown(twice("short"))
        for name in (SCHOOL, OFFICE):
            line = read.line(f"Ký bởi: {name}")
            assert (line.page, line.sizes) == (read.pages - 1, {10})
            assert line.fonts == read.line("Thời gian ký:").fonts
        assert tight(f"Thời gian ký: {NOW:%d/%m/%Y %H:%M:%S} +07:00") in read.letters()

    def test_one_typeface_is_embedded(self):
        assert shown(twice("short")).fonts == Measured(plain()).fonts
        assert len(Measured(plain()).fonts) == 1

    def test_a_name_that_is_too_long_is_set_smaller_and_then_cut(self):
        for name, whole in ((LONG[:140].strip(), True), (LONG * 2, False)):
            read = shown(with_seal(plain(), name))
            stamp = [c for c in read.pdf.pages[-1].chars if c["top"] * MM > PAGE_END - 20]
            assert max(char["size"] for char in stamp) < 10
            assert min(char["top"] for char in stamp) * MM >= PAGE_END - 18
            assert max(char["bottom"] for char in stamp) * MM <= PAGE_END - 5 + 0.2
            assert max(char["x1"] for char in stamp) * MM <= 30 + 80 + 0.2
            assert (tight(name) in read.letters()) == whole
            assert ("…" in read.letters()) != whole

    def test_stamps_go_on_at_the_foot_of_the_pages_before(self):
        assert [slot_of(n, 2) and slot_of(n, 2).page for n in (1, 2, 3, 4, 5)] == [1, 1, 0, 0, None]

    def test_a_seal_without_room_for_a_stamp_holds(self):
        pdf = plain()
        room = 2 * Measured(pdf).pages
        for number in range(room + 1):
            pdf = with_seal(pdf, f"Trường {number}")
        assert all(status.bottom_line for status in found_by_pyhanko(pdf))
        assert f"Trường{room - 1}" in shown(pdf).letters()
        assert f"Trường{room}" not in shown(pdf).letters()


class TestKeys:
    def test_a_certificate_is_described(self):
        made = issued(SCHOOL, first=NOW - DAYS, last=NOW + DAYS)
        said = described(key_in_file(made.p12("x"), "x").signing_cert)
        assert (said.subject, said.issuer) == (SCHOOL, "CA Thử Nghiệm")
        assert int(said.serial, 16) == made.certificate.serial_number
        assert (said.valid_from, said.valid_to) == (NOW - DAYS, NOW + DAYS)

    @pytest.mark.parametrize(
        ("content", "passphrase", "sentence"),
        [
            (lambda: b"", "x", "không phải là PKCS#12"),
            (lambda: b"%PDF-1.7", "x", "không phải là PKCS#12"),
            (lambda: issued(SCHOOL).p12("x")[:-200], "x", "không phải là PKCS#12"),
            (lambda: issued(SCHOOL).p12("x"), "y", "không mở được tệp khóa"),
            (lambda: issued(SCHOOL).p12("x"), "", "không mở được tệp khóa"),
            (lambda: issued(SCHOOL).p12("x", with_key=False), "x", "không có khóa bí mật"),
        ],
    )
    def test_a_file_that_holds_no_key_is_refused(self, content, passphrase, sentence):
        with pytest.raises(CannotSeal, match=sentence):
            key_in_file(content(), passphrase)

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"first": NOW - 2 * DAYS, "last": NOW - timedelta(seconds=1)}, "đã hết hạn ngày"),
            ({"first": NOW + timedelta(hours=1)}, "chưa có hiệu lực"),
            ({"may_sign": False}, "không dùng để ký văn bản"),
            ({"bits": 1024}, "dài 1024 bit; cần từ 2048 bit"),
            ({"key": ec.generate_private_key(ec.SECP192R1())}, "dài 192 bit; cần từ 256 bit"),
            ({"key": ed25519.Ed25519PrivateKey.generate()}, "loại khóa ED25519"),
        ],
    )
    def test_nothing_is_sealed_with_a_certificate_that_does_not_hold(self, values, sentence):
        with pytest.raises(CannotSeal, match=sentence):
            with_seal(plain(), SCHOOL, **values)

    def test_an_authoritys_own_certificate_is_refused(self):
        with pytest.raises(CannotSeal, match="không dùng để ký văn bản"):
            check_certificate(trusted()[0], NOW)


@pytest.fixture(scope="module")
def token(tmp_path_factory) -> Issued:
    if soft_token.MISSING:
        pytest.skip(soft_token.MISSING)
    pytest.importorskip("pkcs11", reason="python-pkcs11 is not installed")
    made = issued(SCHOOL)
    soft_token.make(tmp_path_factory.mktemp("token"), made)
    return made


class TestToken:
    def test_a_paper_is_sealed_with_the_key_of_a_token(self, token):
        with key_on_token(soft_token.LIBRARY, soft_token.TOKEN, soft_token.LABEL, soft_token.PIN) as signer:
            pdf = sealed(plain(), signer, Stamp(SCHOOL, NOW))
        (status,) = found_by_pyhanko(pdf)
        assert status.bottom_line
        assert status.signing_cert.dump() == token.der()

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"module": "/khong/co.so"}, "không đọc được token"),
            ({"token": "KHAC"}, "Ô «Nhãn token»: không thấy token «KHAC»"),
            ({"pin": "000000"}, "mã PIN của token không đúng"),
            ({"pin": ""}, "mã PIN của token không đúng"),
            ({"label": "khac"}, "Ô «Nhãn khóa»"),
        ],
    )
    def test_what_is_wrong_is_said(self, token, values, sentence):
        right = {
            "module": soft_token.LIBRARY,
            "token": soft_token.TOKEN,
            "label": soft_token.LABEL,
            "pin": soft_token.PIN,
        }
        with pytest.raises(CannotSeal, match=sentence), key_on_token(**{**right, **values}):
            pass

    def test_without_the_library_it_says_what_to_install(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "pkcs11", None)
        with pytest.raises(CannotSeal, match="python-pkcs11"), key_on_token("", "", "", ""):
            pass


def is_seal(annotation: dict) -> bool:
    return str(annotation["data"].get("T", b"")).find("DauSo") >= 0


def sides(annotation: dict) -> tuple[float, float, float, float]:
    """Left, top, right, bottom in millimetres."""
    return tuple(annotation[side] * MM for side in ("x0", "top", "x1", "bottom"))
