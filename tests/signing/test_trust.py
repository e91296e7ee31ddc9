"""A trust list that can't be right stops whoever wrote it, and not the people who sign in later."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography import x509

from signing.errors import TrustError
from signing.trust import Issuer, TrustList
from tests.pki import authority
from tests.pki.authority import Authority, Leaf, name, rsa_key, usage
from tests.pki.country import Country
from tests.signing.kit import NOW


def issuer(certificate: x509.Certificate, url: str = "http://127.0.0.1:9/ocsp") -> Issuer:
    return Issuer(certificate, url)


def a_ca(by: Authority, **changes: object) -> x509.Certificate:
    leaf = Leaf(
        subject=name("MMS TEST Odd CA"),
        key=rsa_key("odd"),
        valid_from=NOW,
        valid_until=NOW + timedelta(days=1),
        usage=usage("key_cert_sign"),
        purposes=None,
        is_ca=True,
    )
    return by.issue(leaf.but(**changes))


def test_trust_list__of_the_country__is_good(land: Country) -> None:
    TrustList((land.root.certificate,), (issuer(land.sign_in.certificate),))


def test_trust_list__without_issuers__is_refused(land: Country) -> None:
    with pytest.raises(TrustError, match="names no issuing authority"):
        TrustList((land.root.certificate,), ())


def test_trust_list__issuer_below_another_root__is_refused(land: Country) -> None:
    other = authority.root("MMS TEST Root CA", at=NOW)  # the same name and key, by the same test process
    stranger = authority.root("MMS TEST Foreign Root", at=NOW)

    TrustList((other.certificate,), (issuer(land.sign_in.certificate),))
    with pytest.raises(TrustError, match="no root of the trust list answers for"):
        TrustList((stranger.certificate,), (issuer(land.sign_in.certificate),))


@pytest.mark.parametrize(
    "changes",
    [
        {"is_ca": False},
        {"is_ca": None},
        {"usage": usage("crl_sign")},
        {"usage": None},
        {"has_sha1": True},
        {"key": rsa_key("odd and short", 1024)},
    ],
    ids=["no authority", "silent", "for lists only", "without usage", "weak hash", "short key"],
)
def test_trust_list__issuer_that_is_no_authority__is_refused(
    land: Country, changes: dict[str, object]
) -> None:
    odd = a_ca(land.root, **changes)

    with pytest.raises(TrustError, match="is not an authority with a strong key"):
        TrustList((land.root.certificate,), (issuer(odd),))


def test_trust_list__issuer_that_answers_nowhere__is_refused(land: Country) -> None:
    with pytest.raises(TrustError, match="no address"):
        TrustList((land.root.certificate,), (issuer(land.sign_in.certificate, ""),))
