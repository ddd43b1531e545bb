"""The key with which a school or an authority seals, from a PKCS#12 file or a token, and what its certificate says.

Every refusal is a sentence for whoever enters the key.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import keys, pkcs12, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

SMALLEST = {"rsa": 2048, "ec": 256}
"""Bits of a key that still holds; other kinds are none that readers of PDF know."""
LARGEST_RSA = 16384
"""Nobody's certificate: one signature with it would keep the server busy."""
MAY_SIGN = "non_repudiation"
SHOWN = ("common_name", "organizational_unit_name", "organization_name")


class CannotSeal(Exception):
    """Why nothing can be sealed with this key; the sentence says what to do."""


@dataclass(frozen=True)
class Certificate:
    """What a certificate says of whoever holds it."""

    subject: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_to: datetime


def described(certificate: x509.Certificate) -> Certificate:
    return Certificate(
        _named(certificate.subject),
        _named(certificate.issuer),
        f"{certificate.serial_number:X}",
        certificate.not_valid_before,
        certificate.not_valid_after,
    )


def check_certificate(certificate: x509.Certificate, at: datetime) -> None:
    """Throw `CannotSeal` unless papers may be signed with the certificate at this time."""
    first, last = certificate.not_valid_before, certificate.not_valid_after
    if at < first:
        raise CannotSeal(
            f"Chứng thư số chưa có hiệu lực: có hiệu lực từ {_day(first)}. Hãy đợi đến ngày đó, hoặc kiểm tra giờ của "
            "máy chủ."
        )
    if at > last:
        raise CannotSeal(
            f"Chứng thư số đã hết hạn ngày {_day(last)}. Hãy gia hạn với nhà cung cấp rồi tải tệp mới lên."
        )
    usage = certificate.key_usage_value
    if usage is None or MAY_SIGN not in usage.native:
        raise CannotSeal(
            "Chứng thư số này không dùng để ký văn bản: phần «Key Usage» không có «Non Repudiation» (chống chối bỏ). "
            "Hãy dùng chứng thư số ký văn bản của cơ quan, tổ chức."
        )
    if certificate.ca:
        raise CannotSeal(
            "Đây là chứng thư số của nhà cung cấp, không phải của đơn vị. Hãy chọn chứng thư số đã cấp cho đơn vị."
        )
    _check_strength(certificate.public_key)


def key_in_file(content: bytes, passphrase: str) -> SimpleSigner:
    """The key of a PKCS#12 file (.p12, .pfx), with the certificates that lead to its issuer.

    Throws `CannotSeal`.
    """
    try:
        pkcs12.Pfx.load(content, strict=True).native  # noqa: B018 - reads all of it
    except (ValueError, TypeError):
        raise CannotSeal(
            "Ô «Tệp khóa»: tệp không phải là PKCS#12 (đuôi .p12 hoặc .pfx), hoặc đã hỏng. Hãy xuất lại tệp từ phần mềm "
            "của nhà cung cấp chứng thư số."
        ) from None
    try:
        found = load_pkcs12(content, passphrase.encode() or None)
    except Exception:  # what is wrong inside is said in many ways
        raise CannotSeal(
            "Ô «Mật khẩu hoặc mã PIN»: không mở được tệp khóa bằng mật khẩu này. Hãy nhập lại đúng mật khẩu đã đặt khi "
            "xuất tệp."
        ) from None
    if found.key is None or found.cert is None:
        raise CannotSeal(
            "Ô «Tệp khóa»: trong tệp không có khóa bí mật cùng chứng thư số của chính khóa đó. Hãy xuất lại tệp, chọn "
            "«kèm khóa bí mật» (export private key)."
        )
    certificate, key = found.cert.certificate, found.key
    chain = [_read(certificate), *(_read(other.certificate) for other in found.additional_certs)]
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(
        signing_cert=chain[0],
        signing_key=keys.PrivateKeyInfo.load(plain),
        cert_registry=SimpleCertificateStore.from_certs(chain),
    )


@contextmanager
def key_on_token(module: str, token: str, label: str, pin: str) -> Iterator[Signer]:
    """The key and the certificate of one label on a PKCS#11 token, for as long as the block lasts.

    ``module`` is the library of the token's maker, which this process loads: it comes from the server's configuration
    and never from a document. Throws `CannotSeal`.
    """
    try:
        import pkcs11
        from pkcs11 import exceptions as wrong
        from pyhanko.sign.pkcs11 import PKCS11Signer
    except ImportError:
        raise CannotSeal(
            "Máy chủ chưa có thư viện đọc token (python-pkcs11). Hãy cài ứng dụng kèm phần [token]."
        ) from None
    try:
        session = pkcs11.lib(module).get_token(token_label=token).open(user_pin=pin)
    except (wrong.NoSuchToken, wrong.TokenNotPresent, wrong.MultipleTokensReturned):
        raise CannotSeal(
            f"Ô «Nhãn token»: không thấy token «{token}», hoặc có nhiều token cùng nhãn. Hãy cắm token vào máy chủ và "
            "ghi đúng nhãn."
        ) from None
    except (wrong.PinIncorrect, wrong.PinInvalid, wrong.PinLenRange, wrong.ArgumentsBad):
        raise CannotSeal(
            "Ô «Mật khẩu hoặc mã PIN»: mã PIN của token không đúng. Hãy nhập lại; sai vài lần thì token tự khóa."
        ) from None
    except wrong.PinLocked:
        raise CannotSeal(
            "Token đã bị khóa vì nhập sai mã PIN nhiều lần. Hãy nhờ nhà cung cấp mở khóa."
        ) from None
    except (wrong.PKCS11Error, RuntimeError, OSError):
        raise CannotSeal(
            "Máy chủ không đọc được token: thư viện của nhà cung cấp báo lỗi. Hãy kiểm tra token và đường dẫn thư viện "
            "trong cấu hình máy chủ."
        ) from None
    with session:
        yield _labelled(PKCS11Signer(session, cert_label=label, key_label=label), label, wrong.PKCS11Error)


def _labelled(signer: Signer, label: str, wrong: type[Exception]) -> Signer:
    try:
        found = signer.signing_cert  # both are looked for now
    except (wrong, ValueError):
        found = None
    if found is None:
        raise CannotSeal(
            f"Ô «Nhãn khóa»: trên token không có đúng một khóa bí mật và một chứng thư số mang nhãn «{label}». Hãy ghi "
            "đúng nhãn, cả hai cùng nhãn."
        )
    return signer


def _check_strength(key: keys.PublicKeyInfo) -> None:
    smallest = SMALLEST.get(key.algorithm)
    if smallest is None:
        raise CannotSeal(
            f"Chứng thư số dùng loại khóa {key.algorithm.upper()} mà phần mềm đọc PDF không kiểm tra được. Hãy dùng "
            "chứng thư số RSA hoặc EC."
        )
    if not smallest <= key.bit_size <= LARGEST_RSA:
        raise CannotSeal(
            f"Khóa của chứng thư số dài {key.bit_size} bit; cần từ {smallest} bit, khóa ngắn hơn có thể bị phá, và "
            f"không quá {LARGEST_RSA} bit. Hãy xin nhà cung cấp cấp chứng thư số mới."
        )


def _named(name: x509.Name) -> str:
    """ "Trường THCS An Phú, UBND huyện Củ Chi" """
    said = name.native
    values = (said.get(part) for part in SHOWN)
    flat = (", ".join(value) if isinstance(value, list) else value for value in values)
    return ", ".join(dict.fromkeys(value for value in flat if value)) or name.human_friendly


def _day(moment: datetime) -> str:
    return f"{moment:%d/%m/%Y}"


def _read(certificate) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(Encoding.DER))
