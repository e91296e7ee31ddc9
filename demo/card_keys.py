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
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from signing.trust import DEMO_MARK

LIFE = timedelta(days=365)
AUTHORITY_LIFE = timedelta(days=3650)
_BITS = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)


# The issuers' files, and what they are called; the signing one is believed for signatures alone.
_TITLES = {"issuer": "Demo Authentication CA", "signing": "Demo Signing CA"}
_STAMPS, _LIST = "stamps", "root.crl"


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
    stamps: tuple[x509.Certificate, rsa.RSAPrivateKey]

    @classmethod
    def of(cls, folder: Path) -> Keys:
        """Return the keys in the directory, made now if there are none."""
        if not all((folder / f"{file}.key").exists() for file in (*_TITLES, _STAMPS)):
            _found(folder)
        auth, sign = (_issuer(folder, file) for file in _TITLES)
        stamps = _key(folder, _STAMPS)
        assert isinstance(stamps, rsa.RSAPrivateKey)
        return cls(folder, auth, sign, (_certificate(folder, _STAMPS), stamps))

    @property
    def list_of_revoked(self) -> bytes:
        """The root's list, on which nobody is: made with the root, whose key is not kept."""
        return (self.folder / _LIST).read_bytes()

    def write_trust(self, address: str) -> None:
        """Write the list by which an installation believes this authority, which serves at the address."""
        status_url = f"{address}/ocsp"
        signing = [{"certificate": "signing.pem", "status_url": status_url}]
        said = {
            "roots": ["root.pem"],
            "issuers": [{"certificate": "issuer.pem", "status_url": status_url}],
            "signatures": {
                "roots": ["root.pem"],
                "issuers": signing,
                "lists": [{"certificate": "root.pem", "address": f"{address}/root.crl"}],
                "stamps": {"address": f"{address}/stamps", "roots": ["root.pem"], "issuers": signing},
            },
        }
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
    (folder / _LIST).write_bytes(_empty_list(root_name, root_key))
    _found_stamps(folder)


def _empty_list(root: x509.Name, key: ec.EllipticCurvePrivateKey) -> bytes:
    now = datetime.now(UTC)
    builder = x509.CertificateRevocationListBuilder(root, now, now + AUTHORITY_LIFE)
    builder = builder.add_extension(x509.CRLNumber(1), False)
    key_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    return builder.add_extension(key_id, False).sign(key, hashes.SHA384()).public_bytes(Encoding.DER)


def _found_stamps(folder: Path) -> None:
    key, issuer = rsa.generate_private_key(65537, 2048), _issuer(folder, "signing")
    builder = begun(name("Demo Time Stamps"), key.public_key(), life=AUTHORITY_LIFE)
    builder = builder.add_extension(key_usage("digital_signature"), True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)
    builder = builder.add_extension(status_address(), False)
    certificate = builder.issuer_name(issuer.certificate.subject).sign(issuer.key, hashes.SHA384())
    (folder / f"{_STAMPS}.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    _keep(key, folder / f"{_STAMPS}.key")


def _keep(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, path: Path) -> None:
    path.unlink(missing_ok=True)  # of an authority that had no issuer for signing
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as kept:
        kept.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _issuer(folder: Path, file: str) -> Issuer:
    key = _key(folder, file)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return Issuer(_certificate(folder, file), key)


def _key(folder: Path, file: str) -> PrivateKeyTypes:
    return load_pem_private_key((folder / f"{file}.key").read_bytes(), None)


def _certificate(folder: Path, file: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate((folder / f"{file}.pem").read_bytes())


def _authority(subject: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    builder = begun(subject, key, life=AUTHORITY_LIFE).add_extension(x509.BasicConstraints(True, None), True)
    return builder.add_extension(key_usage("key_cert_sign", "crl_sign"), True)


def begun(
    subject: x509.Name, key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey, *, life: timedelta
) -> x509.CertificateBuilder:
    """Return a certificate begun for the subject, without issuer and extensions."""
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(subject).public_key(key)
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(minutes=5)).not_valid_after(now + life)
    # By it readers find whose signature is on an answer about a certificate.
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), False)


def status_address() -> x509.AuthorityInformationAccess:
    """Return where a certificate says its status is told.

    Validators believe an answer only about a certificate that says so. We ask at the address of the trust
    list, because a demonstration has another port at each start.
    """
    address = x509.UniformResourceIdentifier("http://127.0.0.1/ocsp")
    return x509.AuthorityInformationAccess(
        [x509.AccessDescription(AuthorityInformationAccessOID.OCSP, address)]
    )


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
