"""A whole test country: a root, the authorities for signing in and for signing, their services, its people.

Shaped as what is public of the Georgian card: one root, an authority for authentication certificates and
one for signing certificates, OCSP, revocation lists and time stamps. Nothing in it is real, and every name
says TEST.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.pki import authority
from tests.pki.authority import Authority, Leaf, PrivateKey, name, rsa_key, usage
from tests.pki.ocsp import Responder
from tests.pki.server import Answer, Paths, serving
from tests.pki.stamps import Stamps

NUMBER = "01001000001"
LIFE = timedelta(days=1825)


@dataclass(frozen=True)
class Holder:
    """A key on a card with its certificate."""

    key: PrivateKey
    certificate: x509.Certificate


@dataclass
class Country:
    """Everything that issues, answers and stamps."""

    at: datetime
    address: str
    paths: Paths
    root: Authority
    sign_in: Authority
    signing: Authority
    responders: dict[str, Responder]
    stamps: Stamps

    def leaf(self, number: str = NUMBER, **changes: object) -> Leaf:
        """Return the request for a person's authentication certificate, changed as said."""
        return self._leaf("authentication", number).but(**changes)

    def authentication(self, number: str = NUMBER, **changes: object) -> Holder:
        """Return a person who can sign in; the responder knows the certificate as good."""
        return self.issued(self.sign_in, self.leaf(number, **changes))

    def signature(self, number: str = NUMBER, **changes: object) -> Holder:
        """Return a person who can sign."""
        leaf = self._leaf("signature", number).but(usage=usage("content_commitment"), purposes=None)
        return self.issued(self.signing, leaf.but(**changes))

    def issued(self, by: Authority, leaf: Leaf) -> Holder:
        certificate = by.issue(leaf)
        for responder in self.responders.values():
            if responder.authority is by:
                responder.issued.add(certificate.serial_number)
        return Holder(leaf.key, certificate)

    def revoke(self, certificate: x509.Certificate) -> None:
        """Revoke it an hour ago, for the responder and for the list."""
        for responder in self.responders.values():
            if certificate.serial_number in responder.issued:
                responder.revoked[certificate.serial_number] = self.at - timedelta(hours=1)

    def _leaf(self, purpose: str, number: str) -> Leaf:
        return Leaf(
            subject=name(f"TEST,PERSON,{number}", f"PNOGE-{number}", given="PERSON", family="TEST"),
            key=rsa_key(f"{purpose} {number}"),
            valid_from=self.at - timedelta(days=10),
            valid_until=self.at + LIFE,
        )


@contextmanager
def country(folder: Path, *, at: datetime) -> Iterator[Country]:
    """Found a country whose services run until the end of the block; `folder` is for its time stamps."""
    with serving() as (address, paths):
        root = authority.root("MMS TEST Root CA", at=at, address=f"{address}/root")
        parts: dict[str, Authority] = {}
        responders: dict[str, Responder] = {}
        for part, title in (("sign-in", "Authentication"), ("signing", "Signing")):
            below = f"{address}/{part}"
            ca = authority.below(root, f"MMS TEST {title} CA", at=at, address=below)
            responder = _responder(ca, f"MMS TEST {title} OCSP", at=at)
            parts[part], responders[part] = ca, responder
            paths[f"/{part}/ocsp"] = ("application/ocsp-response", responder.answer)
            paths[f"/{part}/crl"] = ("application/pkix-crl", _list(responder))
        root_responder = _responder(root, "MMS TEST Root OCSP", at=at)
        root_responder.issued = {ca.certificate.serial_number for ca in parts.values()}
        responders["root"] = root_responder
        paths["/root/ocsp"] = ("application/ocsp-response", root_responder.answer)
        paths["/root/crl"] = ("application/pkix-crl", _list(root_responder))
        stamps = _stamps(folder, root, root_responder, at=at)
        paths["/tsa"] = ("application/timestamp-reply", stamps.answer)
        yield Country(at, address, paths, root, parts["sign-in"], parts["signing"], responders, stamps)


def _responder(ca: Authority, title: str, *, at: datetime) -> Responder:
    leaf = service_leaf(title, at=at, purpose=ExtendedKeyUsageOID.OCSP_SIGNING)
    leaf = leaf.but(more=[(x509.OCSPNoCheck(), False)])
    return Responder(ca, leaf.key, ca.issue(leaf), at)


def _stamps(folder: Path, root: Authority, responder: Responder, *, at: datetime) -> Stamps:
    leaf = service_leaf("MMS TEST TSA", at=at, purpose=ExtendedKeyUsageOID.TIME_STAMPING)
    certificate = root.issue(leaf.but(are_purposes_critical=True))
    responder.issued.add(certificate.serial_number)
    return Stamps(folder, leaf.key, certificate, root.certificate)


def service_leaf(title: str, *, at: datetime, purpose: x509.ObjectIdentifier) -> Leaf:
    """Return the request for the certificate of a service."""
    return Leaf(
        subject=name(title),
        key=rsa_key(title),
        valid_from=at - timedelta(days=10),
        valid_until=at + LIFE,
        purposes=(purpose,),
    )


def _list(responder: Responder) -> Answer:
    return lambda _: responder.authority.crl(responder.revoked, at=responder.at)
