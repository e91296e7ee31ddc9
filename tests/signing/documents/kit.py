"""An office that has a document signed: the two steps, and the ways to ask the test country."""

from __future__ import annotations

import urllib.error
import urllib.request
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from signing.dated import read, usual
from signing.errors import Check, SigningError
from signing.evidence import Evidence, Listing, Outside, SignatureTrust
from signing.pades import finish, prepare
from signing.prepared import Prepared
from signing.stamps import StampService
from signing.status import Silence
from signing.trust import Issuer, TrustList
from tests.pki.authority import Authority
from tests.pki.country import Country, Holder
from tests.signing.kit import raw_signature

TITLE = "ბრძანება № 12"
PLACE = "ქედა"
# Tests look years ahead, when other algorithms are trusted than those of the test country.
UNENDING = read({**usual().said, "keys": [{**rule, "until": None} for rule in usual().said["keys"]]})


def ask(url: str, body: bytes | None = None) -> bytes:
    """Ask over real HTTP; who does not answer, or with an error, is silent."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body), timeout=5) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        error.close()
        raise Silence from None
    except OSError:
        raise Silence from None


def trust_list(root: Authority, issuer: Authority) -> TrustList:
    return TrustList((root.certificate,), (Issuer(issuer.certificate, f"{issuer.address}/ocsp"),))


def trust_of(land: Country) -> SignatureTrust:
    """Return what an installation in this country believes."""
    return SignatureTrust(
        trust_list(land.root, land.signing),
        StampService(f"{land.address}/tsa", trust_list(land.root, land.root)),
        (Listing(land.root.certificate, f"{land.root.address}/crl"),),
        algorithms=UNENDING,
    )


@dataclass
class Office:
    """Has documents signed by people of a test country."""

    land: Country
    pdf: bytes
    trust: SignatureTrust
    outside: Outside

    @property
    def at(self) -> datetime:
        return self.land.at

    def prepare(self, holder: Holder, pdf: bytes | None = None) -> Prepared:
        return prepare(pdf or self.pdf, holder.certificate, title=TITLE, place=PLACE, at=self.at)

    def card(self, holder: Holder, prepared: Prepared) -> bytes:
        """Sign as a card does."""
        return raw_signature(holder.key, prepared.algorithm, prepared.attributes)

    def finish(self, holder: Holder, prepared: Prepared, signature: bytes, **changes: Any) -> bytes:
        said = {
            "certificate": holder.certificate,
            "trust": self.trust,
            "outside": self.outside,
            "at": self.at,
        }
        return finish(prepared, signature, **(said | changes))

    def sign(self, holder: Holder, pdf: bytes | None = None) -> bytes:
        prepared = self.prepare(holder, pdf)
        return self.finish(holder, prepared, self.card(holder, prepared))

    def proof(self, holder: Holder, stamping: Holder) -> Evidence:
        """Return what the authorities say now, revoked or not, as one fetches it for a file without proof."""
        asked = ((self.land.signing, holder), (self.land.root, stamping))
        answers = tuple(self._answer(issuer, one.certificate) for issuer, one in asked)
        return Evidence((), answers, (ask(f"{self.land.root.address}/crl"),))

    def _answer(self, issuer: Authority, certificate: x509.Certificate) -> bytes:
        request = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer.certificate, SHA1())
        return ask(f"{issuer.address}/ocsp", request.build().public_bytes(Encoding.DER))

    def asks(self, **ways: Any) -> None:
        """Ask otherwise from now on."""
        self.outside = replace(self.outside, **ways)


def refuses(check: Check, reason: str) -> Any:
    """Assert that exactly this check refuses, for this reason."""
    return pytest.raises(SigningError, match=f"^{check}: {reason}$")
