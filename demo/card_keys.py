"""The keys of the demonstration authority, made once and kept in a directory: a root, an issuer of
certificates for signing in, and one of those for signing."""

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
    PublicFormat,
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


# The issuers' files, and what they are called; the signing one is believed for signatures alone.
_TITLES = {"issuer": "Demo Authentication CA", "signing": "Demo Signing CA"}


@dataclass(frozen=True)
class Issuer:
    """An authority below the root, with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Keys:
    """The issuers with their keys; of the root only the certificate is kept."""

    folder: Path
    auth: Issuer
    sign: Issuer

    @classmethod
    def of(cls, folder: Path) -> Keys:
        """Return the keys in the directory, made now if there are none."""
        if not all((folder / f"{file}.key").exists() for file in _TITLES):
            _found(folder)
        return cls(folder, *(_issuer(folder, file) for file in _TITLES))

    def write_trust(self, status_url: str) -> None:
        """Write the list by which an installation believes this authority."""
        said = {"roots": ["root.pem"], "issuers": [{"certificate": "issuer.pem", "status_url": status_url}]}
        unfinished = self.folder / "trust.json.new"
        unfinished.write_text(json.dumps(said, indent=2) + "\n")
        unfinished.replace(self.folder / "trust.json")


def _found(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    root_key, root_name = ec.generate_private_key(ec.SECP384R1()), name("Demo Root CA")
    keys = {"root": root_key} | {file: ec.generate_private_key(ec.SECP384R1()) for file in _TITLES}
    for file, key in keys.items():
        subject = name(_TITLES[file]) if file in _TITLES else root_name
        certificate = (
            _authority(subject, key.public_key()).issuer_name(root_name).sign(root_key, hashes.SHA384())
        )
        (folder / f"{file}.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
        if file in _TITLES:
            _keep(key, folder / f"{file}.key")


def _keep(key: ec.EllipticCurvePrivateKey, path: Path) -> None:
    path.unlink(missing_ok=True)  # of an authority that had no issuer for signing
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as kept:
        kept.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _issuer(folder: Path, file: str) -> Issuer:
    key = load_pem_private_key((folder / f"{file}.key").read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return Issuer(x509.load_pem_x509_certificate((folder / f"{file}.pem").read_bytes()), key)


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


def key_bits(certificate: x509.Certificate) -> bytes:
    """Return the public key as a request for status digests it: without the name of its kind (RFC 6960)."""
    return certificate.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
