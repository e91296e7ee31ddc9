"""Trust in signatures on documents: the part `signatures` of this installation's trust list.

What it may say is in `docs/signing.md`. Refuses to know where the list lies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing import dated
from signing.errors import TrustError
from signing.evidence import Listing, Outside, SignatureTrust
from signing.identity import WAYS, FindNumber
from signing.stamps import StampService
from signing.trust import Issuer, TrustList

ReadCertificate = Callable[[str], x509.Certificate]
FIELDS = {"roots", "issuers", "lists", "stamps", "algorithms"}
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
        tuple(Listing(certificate(listing["certificate"]), listing["address"]) for listing in said["lists"]),
        algorithms=dated.read(said["algorithms"]) if "algorithms" in said else dated.usual(),
    )


def as_data(rules: SignatureRules) -> dict[str, Any]:
    """Return what judges a file as data, with the certificates themselves in it, for another process."""
    trust = rules.trust
    said = {
        **_list_as_data(trust.signers),
        "lists": [
            {"certificate": _pem(listing.certificate), "address": listing.address}
            for listing in trust.listings
        ],
        "stamps": {"address": trust.stamps.address, **_list_as_data(trust.stamps.trust)},
        "algorithms": trust.algorithms.said,
    }
    return {"trust": said, "number": next(name for name, way in WAYS.items() if way is rules.find_number)}


def from_data(said: Mapping[str, Any]) -> tuple[SignatureTrust, FindNumber]:
    """Return what `as_data` was given."""
    trust = signature_trust(said["trust"], lambda pem: x509.load_pem_x509_certificate(pem.encode()))
    return trust, WAYS[said["number"]]


def _list_as_data(trust: TrustList) -> dict[str, Any]:
    issuers = [
        {
            "certificate": _pem(issuer.certificate),
            "status_url": issuer.status_url,
            "policies": sorted(issuer.policies),
        }
        for issuer in trust.issuers
    ]
    return {"roots": [_pem(root) for root in trust.roots], "issuers": issuers}


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()


def _trust_list(said: Mapping[str, Any], certificate: ReadCertificate) -> TrustList:
    roots = tuple(map(certificate, said["roots"]))
    return TrustList(roots, tuple(issuer_of(certificate, **issuer) for issuer in said["issuers"]))


def issuer_of(
    read: ReadCertificate, certificate: str, status_url: str, policies: list[str] | None = None
) -> Issuer:
    """Return an issuer as a list names it."""
    return Issuer(read(certificate), status_url, frozenset(policies or ()))
