"""Trust anchors of an installation: which authorities it trusts, and for what.

Each issuing authority is named by its certificate; nothing is fetched from addresses in certificates.
An authority for signing in is none for signing and the other way round. Refuses to know where the list
is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509.oid import NameOID

from signing.algorithms import is_strong_key
from signing.certificates import extension, has_weak_hash, is_valid_at
from signing.errors import Check, Refused, TrustError

# Stands as organisation in the certificates of demonstration authorities, and of no other.
DEMO_MARK = "MMS DEMONSTRATION"


@dataclass(frozen=True)
class Issuer:
    """An authority that issues people's certificates, and where it says which are revoked."""

    certificate: x509.Certificate
    status_url: str
    policies: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True)
class TrustList:
    """Roots, and the issuers below them that are trusted for one purpose."""

    roots: tuple[x509.Certificate, ...]
    issuers: tuple[Issuer, ...]

    def __post_init__(self) -> None:
        for problem in self._problems():
            raise TrustError(problem)

    @property
    def is_demo(self) -> bool:
        """Whether an authority of the list is one of a demonstration."""
        return any(
            name.value == DEMO_MARK
            for certificate in (*self.roots, *(issuer.certificate for issuer in self.issuers))
            for name in certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
        )

    def issuer_of(self, certificate: x509.Certificate, *, at: datetime) -> Issuer:
        """Return who issued the certificate. Raises `Refused` if it is nobody of this list at the instant."""
        for issuer in self.issuers:
            if is_issued_by(certificate, issuer.certificate):
                self._refuse_unless_rooted(issuer, at=at)
                return issuer
        raise Refused(Check.CHAIN, "unknown_issuer")

    def _refuse_unless_rooted(self, issuer: Issuer, *, at: datetime) -> None:
        if not is_valid_at(issuer.certificate, at):
            raise Refused(Check.CHAIN, "issuer_not_valid")
        above = (root for root in self.roots if is_issued_by(issuer.certificate, root))
        if not any(is_valid_at(root, at) for root in above):
            raise Refused(Check.CHAIN, "root_not_valid")

    def _problems(self) -> Iterable[str]:
        if not self.issuers:
            yield "the trust list names no issuing authority"
        for certificate in (*self.roots, *(issuer.certificate for issuer in self.issuers)):
            if not _is_authority(certificate):
                yield f"{certificate.subject.rfc4514_string()} is not an authority with a strong key"
        for issuer in self.issuers:
            subject = issuer.certificate.subject.rfc4514_string()
            if not any(is_issued_by(issuer.certificate, root) for root in self.roots):
                yield f"no root of the trust list answers for {subject}"
            if not issuer.status_url.startswith(("http://", "https://")):
                yield f"{subject} has no address that says which certificates are revoked"


def is_issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Say whether the issuer's name and key are those that signed the certificate."""
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _is_authority(certificate: x509.Certificate) -> bool:
    constraints = extension(certificate, x509.BasicConstraints)
    usage = extension(certificate, x509.KeyUsage)
    return (
        constraints is not None
        and constraints.ca
        and usage is not None
        and usage.key_cert_sign
        and is_strong_key(certificate.public_key())
        and not has_weak_hash(certificate)
    )
