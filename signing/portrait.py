"""Whom a certificate names: what it says, believed or not."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography import x509
from cryptography.x509.oid import NameOID

from signing.errors import Refused
from signing.identity import FindNumber, name_part
from signing.report import Kind
from signing.trust import DEMO_MARK


@dataclass(frozen=True)
class Portrait:
    """The holder and the issuer of a certificate, in its own words."""

    kind: Kind
    name: str
    number: str | None
    organisation: str
    issuer: str
    is_demo: bool

    @classmethod
    def of(cls, certificate: x509.Certificate, find_number: FindNumber) -> Portrait:
        """Return what the certificate says. Who has a personal number in it is a person."""
        try:
            number = find_number(certificate)
        except Refused:
            number = None
        given, family = (name_part(certificate, oid) for oid in (NameOID.GIVEN_NAME, NameOID.SURNAME))
        organisation = name_part(certificate, NameOID.ORGANIZATION_NAME)
        is_person = number is not None or bool(given and family)
        return cls(
            Kind.PERSON if is_person else Kind.ORGANISATION,
            f"{given} {family}".strip() or name_part(certificate, NameOID.COMMON_NAME) or organisation,
            number,
            organisation,
            _common(certificate.issuer) or certificate.issuer.rfc4514_string(),
            organisation == DEMO_MARK,
        )


def _common(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else ""
