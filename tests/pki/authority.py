"""Certification authorities that issue whatever a test needs, good or bad.

Every name in their certificates says TEST. Refuses to know what is a good certificate: the defaults of
`Leaf` describe the authentication certificate of a person, and a test changes what it wants spoiled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.name import _ASN1Type
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from tests.pki import weak

CLIENT_AUTH = ExtendedKeyUsageOID.CLIENT_AUTH
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
CA_LIFE = timedelta(days=3650)


@cache
def rsa_key(owner: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """Return the key of this owner: the same all through the test process, because making one is slow."""
    return rsa.generate_private_key(65537, bits)


USAGES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)


def usage(*names: str) -> x509.KeyUsage:
    """Return a key usage with these and no other bits."""
    return x509.KeyUsage(**{bit: bit in names for bit in USAGES})


def name(common: str, *serial_numbers: str, given: str = "", family: str = "") -> x509.Name:
    """Return a distinguished name in the country GE."""
    parts = [(NameOID.COUNTRY_NAME, "GE"), (NameOID.COMMON_NAME, common)]
    parts += [(NameOID.GIVEN_NAME, given)] * bool(given) + [(NameOID.SURNAME, family)] * bool(family)
    parts += [(NameOID.SERIAL_NUMBER, number) for number in serial_numbers]
    # As UTF-8, because a false authority writes whatever it likes.
    kinds = {NameOID.SERIAL_NUMBER: _ASN1Type.UTF8String}
    return x509.Name([x509.NameAttribute(oid, text, kinds.get(oid)) for oid, text in parts])


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """What is asked of an authority. None for an extension leaves it out."""

    subject: x509.Name
    key: PrivateKey
    valid_from: datetime
    valid_until: datetime
    usage: x509.KeyUsage | None = field(default_factory=lambda: usage("digital_signature"))
    purposes: tuple[x509.ObjectIdentifier, ...] | None = (CLIENT_AUTH,)
    are_purposes_critical: bool = False
    policies: tuple[str, ...] = ()
    is_ca: bool | None = False
    more: Sequence[tuple[x509.ExtensionType, bool]] = ()
    has_sha1: bool = False

    def but(self, **changes: object) -> Leaf:
        return replace(self, **changes)


@dataclass(frozen=True)
class Authority:
    """A key that signs certificates, and the certificate that says so."""

    key: PrivateKey
    certificate: x509.Certificate
    address: str  # of its services: /ocsp and /crl below it

    def issue(self, leaf: Leaf) -> x509.Certificate:
        """Sign whatever was asked for."""
        builder = _begun(leaf).issuer_name(self.certificate.subject)
        if leaf.usage is not None:
            builder = builder.add_extension(leaf.usage, True)
        if leaf.purposes is not None:
            builder = builder.add_extension(x509.ExtendedKeyUsage(leaf.purposes), leaf.are_purposes_critical)
        if leaf.policies:
            policies = [x509.PolicyInformation(x509.ObjectIdentifier(oid), None) for oid in leaf.policies]
            builder = builder.add_extension(x509.CertificatePolicies(policies), False)
        if leaf.is_ca is not None:
            builder = builder.add_extension(x509.BasicConstraints(leaf.is_ca, None), True)
        for extension, is_critical in (*leaf.more, *self._addresses()):
            builder = builder.add_extension(extension, is_critical)
        made = builder.sign(self.key, hashes.SHA256())
        return weak.certificate(made, self.key) if leaf.has_sha1 else made

    def _addresses(self) -> list[tuple[x509.ExtensionType, bool]]:
        ocsp = x509.UniformResourceIdentifier(f"{self.address}/ocsp")
        crl = x509.UniformResourceIdentifier(f"{self.address}/crl")
        key_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        access = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, ocsp)
        point = x509.DistributionPoint([crl], None, None, None)
        return [
            (key_id, False),
            (x509.AuthorityInformationAccess([access]), False),
            (x509.CRLDistributionPoints([point]), False),
        ]

    def crl(self, revoked: dict[int, datetime], *, at: datetime) -> bytes:
        """Return the list of revoked serial numbers, as of the instant."""
        builder = x509.CertificateRevocationListBuilder(
            self.certificate.subject, at, at + timedelta(days=1)
        ).add_extension(x509.CRLNumber(int(at.timestamp())), False)
        key_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        builder = builder.add_extension(key_id, False)
        for serial, since in revoked.items():
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since).build()
            builder = builder.add_revoked_certificate(entry)
        return builder.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)


def root(common: str, *, at: datetime, address: str = "http://127.0.0.1:9") -> Authority:
    """Return an authority that answers for itself."""
    key = rsa_key(common)
    leaf = _ca_leaf(common, key, at=at)
    builder = _begun(leaf).issuer_name(leaf.subject)
    builder = builder.add_extension(x509.BasicConstraints(True, None), True)
    builder = builder.add_extension(usage("key_cert_sign", "crl_sign"), True)
    return Authority(key, builder.sign(key, hashes.SHA256()), address)


def below(parent: Authority, common: str, *, at: datetime, address: str) -> Authority:
    """Return an authority that another one answers for."""
    key = rsa_key(common)
    return Authority(key, parent.issue(_ca_leaf(common, key, at=at)), address)


def _ca_leaf(common: str, key: PrivateKey, *, at: datetime) -> Leaf:
    return Leaf(
        subject=name(common),
        key=key,
        valid_from=at - timedelta(days=30),
        valid_until=at + CA_LIFE,
        usage=usage("key_cert_sign", "crl_sign"),
        purposes=None,
        is_ca=True,
    )


def _begun(leaf: Leaf) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(leaf.subject).public_key(leaf.key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(leaf.valid_from).not_valid_after(leaf.valid_until)
    key_id = x509.SubjectKeyIdentifier.from_public_key(leaf.key.public_key())
    return builder.add_extension(key_id, False)
