"""Proof that nobody in a chain of certificates was revoked: answers and lists, kept with the signature.

With it a signature can be verified when the authorities no longer answer. Silence is never excused here:
a signature without this proof would not last. Refuses to know where it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing.algorithms import WEAK_HASHES
from signing.certificates import UNREADABLE
from signing.dated import Algorithms, usual
from signing.errors import Check, Refused, StatusUnknown, TrustError
from signing.stamps import StampService
from signing.status import Fetch, Silence, StatusRules, refuse_revoked
from signing.trust import Issuer, TrustList, is_issued_by


@dataclass(frozen=True)
class Outside:
    """The ways to ask other systems; each raises `Silence` where nobody answers now."""

    status: Fetch  # address, OCSP request → answer
    revoked: Callable[[str], bytes]  # address → list of revoked certificates
    stamp: Fetch  # address, time-stamp request → answer


@dataclass(frozen=True)
class Listing:
    """An authority above the issuers, and the address of its list of revoked certificates."""

    certificate: x509.Certificate
    address: str


@dataclass(frozen=True)
class SignatureTrust:
    """Whose signatures and whose time stamps an installation believes, and who could revoke them."""

    signers: TrustList
    stamps: StampService
    listings: tuple[Listing, ...] = ()
    status: StatusRules = field(default_factory=StatusRules)
    algorithms: Algorithms = field(default_factory=usual)

    def __post_init__(self) -> None:
        if self.status.exemptions:
            raise TrustError(
                "a signature without proof of its certificate's status would not last: no exemptions"
            )
        for trust in self.purposes:
            for issuer in trust.issuers:
                if issuer.certificate not in trust.roots:
                    self.listing_for(issuer.certificate)

    @property
    def purposes(self) -> tuple[TrustList, TrustList]:
        """Who is believed for signatures, and who with the time."""
        return self.signers, self.stamps.trust

    @property
    def is_demo(self) -> bool:
        return self.signers.is_demo or self.stamps.trust.is_demo

    def listing_for(self, authority: x509.Certificate) -> Listing:
        """Return where it is said whether this authority was revoked. Raises `TrustError`."""
        for listing in self.listings:
            if is_issued_by(authority, listing.certificate):
                return listing
        raise TrustError(f"no list says whether {authority.subject.rfc4514_string()} was revoked")


@dataclass(frozen=True)
class Evidence:
    """Certificates of chains, and in DER what says that they were good."""

    certificates: tuple[x509.Certificate, ...] = ()
    answers: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(
            _once(self.certificates + other.certificates),
            _once(self.answers + other.answers),
            _once(self.lists + other.lists),
        )


def gather(
    certificate: x509.Certificate,
    issuer: Issuer,
    roots: Iterable[x509.Certificate],
    *,
    trust: SignatureTrust,
    at: datetime,
    outside: Outside,
) -> Evidence:
    """Return the proof for one chain. Raises `Refused` or `StatusUnknown`."""
    status = refuse_revoked(certificate, issuer, at=at, fetch=outside.status, rules=trust.status)
    assert status.answer is not None  # there are no exemptions
    above = tuple(root for root in roots if is_issued_by(issuer.certificate, root))
    chain = _once((certificate, issuer.certificate, *above))
    if issuer.certificate in above:
        return Evidence(chain, (status.answer,))
    listing = trust.listing_for(issuer.certificate)
    found = _list(listing, issuer.certificate, at=at, outside=outside, rules=trust.status)
    return Evidence(chain, (status.answer,), (found,))


def _list(
    listing: Listing, authority: x509.Certificate, *, at: datetime, outside: Outside, rules: StatusRules
) -> bytes:
    try:
        revoked = x509.load_der_x509_crl(outside.revoked(listing.address))
        is_signed = revoked.is_signature_valid(listing.certificate.public_key())  # type: ignore[arg-type]
        hash_algorithm, until = revoked.signature_hash_algorithm, revoked.next_update_utc
        entry = revoked.get_revoked_certificate_by_serial_number(authority.serial_number)
    except Silence:
        raise StatusUnknown("no_list") from None
    except UNREADABLE:
        raise StatusUnknown("list_unreadable") from None
    if not is_signed or hash_algorithm is None or hash_algorithm.name in WEAK_HASHES:
        raise StatusUnknown("list_not_signed")
    if revoked.issuer != listing.certificate.subject:
        raise StatusUnknown("list_of_another")
    if revoked.last_update_utc > at + rules.skew or until is None or until < at - rules.skew:
        raise StatusUnknown("list_stale")
    if entry is not None:
        raise Refused(Check.STATUS, "issuer_revoked")
    return revoked.public_bytes(Encoding.DER)


def not_listed_as_of(
    listed: bytes, certificate: x509.Certificate, issuer: x509.Certificate
) -> datetime | None:
    """Return as of when the issuer's list does not name the certificate; None if it does, or is another's."""
    try:
        found = x509.load_der_x509_crl(listed)
        is_signed = found.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]
        entry = found.get_revoked_certificate_by_serial_number(certificate.serial_number)
    except UNREADABLE:
        return None
    is_ours = is_signed and found.issuer == issuer.subject
    return found.last_update_utc if is_ours and entry is None else None


def _once(items: tuple) -> tuple:  # type: ignore[type-arg]
    return tuple(dict.fromkeys(items))
