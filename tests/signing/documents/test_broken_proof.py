"""Proof that can be read in part: it proves nothing, and whoever reads it goes on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from asn1crypto import core
from asn1crypto import ocsp as asn1_ocsp
from cryptography import x509
from cryptography.x509 import ocsp

from signing.errors import StatusUnknown
from signing.evidence import Evidence, not_listed_as_of
from signing.status import StatusRules, good_as_of, refuse_revoked
from tests.pki.country import Holder
from tests.signing.documents.kit import Office, ask


@pytest.fixture
def proof(office: Office, mayor: Holder, clock: Holder) -> Evidence:
    return office.proof(mayor, clock)


def _extension_twice(certificate: asn1_ocsp.Certificate) -> None:
    found = certificate["tbs_certificate"]["extensions"]
    found.append(found[0].copy())


def _version(certificate: asn1_ocsp.Certificate) -> None:
    certificate["tbs_certificate"]["version"] = 10


def spoilt(answer: bytes, spoil: Callable[[asn1_ocsp.Certificate], None]) -> bytes:
    """Return the answer with something done to the certificate of whoever gave it."""
    whole = asn1_ocsp.OCSPResponse.load(answer)
    inner = whole["response_bytes"]["response"].parsed
    spoil(inner["certs"][0])
    whole["response_bytes"]["response"] = core.ParsableOctetString(inner.dump(force=True))
    made: bytes = whole.dump(force=True)
    return made


def test_list__of_a_version_that_does_not_exist__proves_nothing(office: Office, proof: Evidence) -> None:
    listed, land = proof.lists[0], office.land
    broken = listed.replace(b"\x02\x01\x01", b"\x02\x01\x0b", 1)
    with pytest.raises(x509.InvalidVersion):
        x509.load_der_x509_crl(broken)

    found = [
        not_listed_as_of(answer, land.signing.certificate, land.root.certificate)
        for answer in (listed, broken)
    ]

    assert found == [x509.load_der_x509_crl(listed).last_update_utc, None]


@pytest.mark.parametrize("spoil", [_extension_twice, _version])
def test_answer__whose_giver_has_a_broken_certificate__proves_nothing(
    office: Office, mayor: Holder, proof: Evidence, spoil: Callable[[asn1_ocsp.Certificate], None]
) -> None:
    issuer, whole = office.land.signing.certificate, proof.answers[0]
    broken = spoilt(whole, spoil)
    ocsp.load_der_ocsp_response(broken)

    assert good_as_of(whole, mayor.certificate, issuer) is not None
    assert good_as_of(broken, mayor.certificate, issuer) is None


@pytest.mark.parametrize("spoil", [_extension_twice, _version])
def test_status__by_somebody_with_a_broken_certificate__is_not_known(
    office: Office, mayor: Holder, spoil: Callable[[asn1_ocsp.Certificate], None]
) -> None:
    issuer = office.trust.signers.issuers[0]

    with pytest.raises(StatusUnknown):
        refuse_revoked(
            mayor.certificate,
            issuer,
            at=office.at,
            fetch=lambda address, request: spoilt(ask(address, request), spoil),
            rules=StatusRules(),
        )
