"""A made-up certification authority, and certificates of made-up schools with their keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache

from asn1crypto import x509 as read
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

DAYS = timedelta(days=365)


@dataclass(frozen=True)
class Issued:
    """A certificate, its key and the authority that issued it."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    root: x509.Certificate

    def p12(self, passphrase: str, *, with_key: bool = True) -> bytes:
        """The PKCS#12 file."""
        return serialize_key_and_certificates(
            b"dau",
            self.key if with_key else None,
            self.certificate if with_key else None,
            [self.root] if with_key else [self.certificate, self.root],
            BestAvailableEncryption(passphrase.encode()),
        )

    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)


def trusted() -> list[read.Certificate]:
    """The authority as a reader trusts it."""
    return [read.Certificate.load(_root()[0].public_bytes(Encoding.DER))]


def issued(
    name: str,
    *,
    first: datetime | None = None,
    last: datetime | None = None,
    bits: int = 2048,
    may_sign: bool = True,
    key: ec.EllipticCurvePrivateKey | None = None,
) -> Issued:
    """A certificate that holds since yesterday for a year, unless said otherwise."""
    root, root_key = _root()
    key, now = key or key_of(bits), datetime.now(timezone.utc)
    first, last = first or now - timedelta(days=1), last or now + DAYS
    made = _certificate(name, key, root.subject, first, last)
    made = made.add_extension(_usage(content_commitment=may_sign, digital_signature=True), critical=True)
    made = made.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False
    )
    return Issued(made.sign(root_key, SHA256()), key, root)


@cache
def key_of(bits: int = 2048, nth: int = 0) -> rsa.RSAPrivateKey:
    """The nth key of this length: making one takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@cache
def _root() -> tuple[x509.Certificate, rsa.RSAPrivateKey]:
    key, now = key_of(nth=-1), datetime.now(timezone.utc)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CA Thử Nghiệm")])
    made = _certificate("CA Thử Nghiệm", key, name, now - 9 * DAYS, now + 9 * DAYS)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    made = made.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
    return made.sign(key, SHA256()), key


def _certificate(
    name: str,
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    first: datetime,
    last: datetime,
) -> x509.CertificateBuilder:
    called = [(NameOID.COMMON_NAME, name), (NameOID.COUNTRY_NAME, "VN")] if "CA" not in name else []
    subject = x509.Name([x509.NameAttribute(oid, said) for oid, said in called]) if called else issuer
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(last)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(**given: bool) -> x509.KeyUsage:
    known = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: given.get(name, False) for name in known})
