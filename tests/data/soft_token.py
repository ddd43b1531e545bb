"""A PKCS#11 token in software (Debian: softhsm2) with a made-up school's key and certificate on it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.data.issued import Issued

LIBRARIES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
)
LIBRARY = next((path for path in LIBRARIES if Path(path).exists()), "")
MISSING = "" if LIBRARY and shutil.which("softhsm2-util") else "SoftHSM is not installed (Debian: softhsm2)"
TOKEN, LABEL, PIN = "TRUONG", "dau-so", "123456"


def make(folder: Path, issued: Issued) -> None:
    """A token of this process and those it starts; only one, since its library looks for it only once."""
    configuration = folder / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {folder}\nobjectstore.backend = file\n")
    os.environ["SOFTHSM2_CONF"] = str(configuration)
    key = folder / "key.pem"
    key.write_bytes(issued.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    _run("--init-token", "--free", "--label", TOKEN, "--so-pin", PIN, "--pin", PIN)
    _run("--import", str(key), "--token", TOKEN, "--pin", PIN, "--label", LABEL, "--id", "01")
    _put(issued)


def _run(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)


def _put(issued: Issued) -> None:
    import pkcs11
    from pkcs11 import Attribute, CertificateType, ObjectClass

    token = pkcs11.lib(LIBRARY).get_token(token_label=TOKEN)
    with token.open(rw=True, user_pin=PIN) as session:
        session.create_object(
            {
                Attribute.CLASS: ObjectClass.CERTIFICATE,
                Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                Attribute.TOKEN: True,
                Attribute.LABEL: LABEL,
                Attribute.ID: b"\x01",
                Attribute.SUBJECT: issued.certificate.subject.public_bytes(),
                Attribute.VALUE: issued.der(),
            }
        )
