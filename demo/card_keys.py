"""The keys of the demonstration authority: a root and an issuer, made once and kept in a directory."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from signing.trust import DEMO_MARK

LIFE = timedelta(days=365)
AUTHORITY_LIFE = timedelta(days=3650)
_BITS = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)


@dataclass(frozen=True)
class Keys:
    """An issuer with its key; of the root only the certificate is kept."""

    folder: Path
    issuer: x509.Certificate
    issuer_key: ec.EllipticCurvePrivateKey

    @classmethod
    def of(cls, folder: Path) -> Keys:
        """Return the keys in the directory, made now if there are none."""
        if not (folder / "issuer.key").exists():
            _found(folder)
        key = load_pem_private_key((folder / "issuer.key").read_bytes(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return cls(folder, x509.load_pem_x509_certificate((folder / "issuer.pem").read_bytes()), key)

    def write_trust(self, status_url: str) -> None:
        """Write the list by which an installation believes this authority."""
        said = {"roots": ["root.pem"], "issuers": [{"certificate": "issuer.pem", "status_url": status_url}]}
        unfinished = self.folder / "trust.json.new"
        unfinished.write_text(json.dumps(said, indent=2) + "\n")
        unfinished.replace(self.folder / "trust.json")


def _found(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    root_key, issuer_key = (ec.generate_private_key(ec.SECP384R1()) for _ in range(2))
    root_name, issuer_name = name("Demo Root CA"), name("Demo Authentication CA")
    root = _authority(root_name, root_key.public_key()).issuer_name(root_name)
    issuer = _authority(issuer_name, issuer_key.public_key()).issuer_name(root_name)
    for file, builder in (("root.pem", root), ("issuer.pem", issuer)):
        (folder / file).write_bytes(builder.sign(root_key, hashes.SHA384()).public_bytes(Encoding.PEM))
    secret = issuer_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    descriptor = os.open(folder / "issuer.key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as kept:
        kept.write(secret)


def _authority(subject: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    builder = begun(subject, key, life=AUTHORITY_LIFE).add_extension(x509.BasicConstraints(True, None), True)
    return builder.add_extension(key_usage("key_cert_sign", "crl_sign"), True)


def begun(subject: x509.Name, key: ec.EllipticCurvePublicKey, *, life: timedelta) -> x509.CertificateBuilder:
    """Return a certificate begun for the subject, without issuer and extensions."""
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(subject).public_key(key)
    builder = builder.serial_number(x509.random_serial_number())
    return builder.not_valid_before(now - timedelta(minutes=5)).not_valid_after(now + life)


def name(common: str, *, given: str = "", family: str = "", number: str = "") -> x509.Name:
    """Return a name that bears the mark of a demonstration."""
    parts = [(NameOID.COUNTRY_NAME, "GE"), (NameOID.ORGANIZATION_NAME, DEMO_MARK)]
    parts += [(NameOID.COMMON_NAME, common), (NameOID.GIVEN_NAME, given), (NameOID.SURNAME, family)]
    parts += [(NameOID.SERIAL_NUMBER, f"PNOGE-{number}" if number else "")]
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in parts if text])


def key_usage(*names: str) -> x509.KeyUsage:
    """Return a key usage with these bits."""
    return x509.KeyUsage(**{bit: bit in names for bit in _BITS})
