"""Whose signatures on documents this installation believes: the part `signatures` of its trust list.

What it may say is in `docs/signing.md`. Refuses to know where the list lies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography import x509

from signing.errors import TrustError
from signing.evidence import Listing, Outside, SignatureTrust
from signing.identity import FindNumber
from signing.stamps import StampService
from signing.trust import Issuer, TrustList

ReadCertificate = Callable[[str], x509.Certificate]
FIELDS = {"roots", "issuers", "lists", "stamps"}
FIELDS_OF_STAMPS = {"address", "roots", "issuers"}


@dataclass(frozen=True)
class SignatureRules:
    """Whose signatures count here, how their certificates say whose they are, and who can be asked."""

    trust: SignatureTrust
    find_number: FindNumber
    outside: Outside


def signature_trust(said: Mapping[str, Any], certificate: ReadCertificate) -> SignatureTrust:
    """Return what the list says. Raises `TrustError`, `KeyError` and `TypeError`."""
    stamps = said["stamps"]
    for unknown in (*(said.keys() - FIELDS), *(stamps.keys() - FIELDS_OF_STAMPS)):
        raise TrustError(f"signatures: {unknown}: no such entry")
    if not stamps["address"].startswith(("http://", "https://")):
        raise TrustError("the address of time stamps is none")
    return SignatureTrust(
        _trust_list(said, certificate),
        StampService(stamps["address"], _trust_list(stamps, certificate)),
        tuple(Listing(certificate(one["certificate"]), one["address"]) for one in said["lists"]),
    )


def _trust_list(said: Mapping[str, Any], certificate: ReadCertificate) -> TrustList:
    roots = tuple(map(certificate, said["roots"]))
    return TrustList(roots, tuple(issuer_of(certificate, **issuer) for issuer in said["issuers"]))


def issuer_of(
    read: ReadCertificate, certificate: str, status_url: str, policies: list[str] | None = None
) -> Issuer:
    """Return an issuer as a list names it."""
    return Issuer(read(certificate), status_url, frozenset(policies or ()))
