"""Trust in cards: whose this installation believes, read from the file that it names (`MMS_CARD_TRUST`).

The file stands beside the certificates it names and is written by whoever runs the installation; what it
may say is in `docs/signing.md`. It is read once. Refuses to know what a token is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509

from engine.connectors.trust_services import LISTS, STAMPS, STATUS, named
from engine.signatures.trust import issuer_of, signature_trust
from signing.errors import TrustError
from signing.evidence import SignatureTrust
from signing.identity import WAYS
from signing.sign_in import SignInRules
from signing.status import Exemption, StatusRules
from signing.trust import TrustList

FIELDS = {"number", "roots", "issuers", "exemptions", "signatures"}


class CardTrust:
    """The rules of one installation; outside a demonstration they hold no demonstration authority."""

    def __init__(self, path: Path, *, public_url: str, is_demo: bool) -> None:
        self._path = path
        self._origin = origin_of(public_url)
        self._is_demo = is_demo

    @cached_property
    def rules(self) -> SignInRules:
        """The rules of signing in. Raises `TrustError`; `FileNotFoundError` where there is no file yet."""
        with self._named_mistakes():
            rules = self._rules(self._said)
        self._refuse_demo(rules.trust.is_demo)
        return rules

    @cached_property
    def signatures(self) -> SignatureTrust | None:
        """Whose signatures on documents count; None: nobody's. Raises as `rules` does."""
        with self._named_mistakes():
            said = self._said.get("signatures")
            trust = None if said is None else signature_trust(said, self._certificate)
        self._refuse_demo(trust is not None and trust.is_demo)
        return trust

    @property
    def addresses(self) -> dict[str, str]:
        """The addresses of the list by the name of each; none where the list can't be used."""
        try:
            issuers, signatures = self.rules.trust.issuers, self.signatures
        except (TrustError, OSError):
            return {}
        if signatures is None:
            return named(STATUS, (issuer.status_url for issuer in issuers))
        issuers = (*issuers, *signatures.signers.issuers, *signatures.stamps.trust.issuers)
        return {
            **named(STATUS, (issuer.status_url for issuer in issuers)),
            **named(LISTS, (listing.address for listing in signatures.listings)),
            **named(STAMPS, (signatures.stamps.address,)),
        }

    @cached_property
    def _said(self) -> Mapping[str, Any]:
        said: dict[str, Any] = json.loads(self._path.read_text(encoding="utf-8"))
        if unknown := said.keys() - FIELDS:
            raise TrustError(f"{', '.join(sorted(unknown))}: no such entry")
        return said

    @contextmanager
    def _named_mistakes(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise TrustError(f"{self._path.name}: {error!r}") from None

    def _refuse_demo(self, is_demo: bool) -> None:
        if is_demo and not self._is_demo:
            raise TrustError("the trust list names a demonstration authority")

    def _rules(self, said: Mapping[str, Any]) -> SignInRules:
        roots = tuple(map(self._certificate, said["roots"]))
        issuers = tuple(issuer_of(self._certificate, **issuer) for issuer in said["issuers"])
        exemptions = tuple(_exemption(**exemption) for exemption in said.get("exemptions", ()))
        return SignInRules(
            self._origin,
            TrustList(roots, issuers),
            StatusRules(exemptions=exemptions),
            WAYS[said.get("number", "semantic_serial_number")],
        )

    def _certificate(self, name: str) -> x509.Certificate:
        return x509.load_pem_x509_certificate((self._path.parent / name).read_bytes())


def origin_of(address: str) -> str:
    """Return the origin of an address, as browsers write it."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _exemption(valid_from: str, valid_until: str, reason: str) -> Exemption:
    begins, ends = datetime.fromisoformat(valid_from), datetime.fromisoformat(valid_until)
    if begins.tzinfo is None or ends.tzinfo is None:
        raise TrustError("the instants of an exemption have a time zone")
    return Exemption(begins, ends, reason)
