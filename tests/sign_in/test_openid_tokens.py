"""Tokens of an OpenID provider: what is believed, and each thing for which one is refused."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from engine.identity.openid.configuration import Provider
from engine.identity.openid.tokens import SIGNED_OUT, ProofRefused, read_id_token, read_logout_token

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
ISSUER = "https://sso.example.ge"
KEY, OTHER = (RSAKey.generate_key(2048, {"kid": "one"}) for _ in range(2))
KEYS = KeySet([RSAKey.import_key(KEY.as_dict(private=False))])
PROVIDER = Provider(
    key="sso",
    title={"ka": "სსო", "en": "SSO"},
    issuer=ISSUER,
    client_id="mms",
    secret="s" * 20,
    number_claim="personal_number",
    serves="both",
    levels={"urn:two-factors": "card"},
)


def seconds(**after: float) -> int:
    return int((NOW + timedelta(**after)).timestamp())


def id_token(key: Any = KEY, *, alg: str = "RS256", **changes: Any) -> str:
    claims = {"iss": ISSUER, "aud": "mms", "sub": "s-1", "nonce": "n", "acr": "urn:two-factors"}
    claims |= {"exp": seconds(minutes=5), "iat": seconds(), **changes}
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode({"alg": alg, "kid": "one"}, kept, key, algorithms=[alg])


def logout_token(*, typ: str = "logout+jwt", **changes: Any) -> str:
    claims = {"iss": ISSUER, "aud": "mms", "sub": "s-1", "sid": "x", "jti": "j", "events": {SIGNED_OUT: {}}}
    claims |= {"exp": seconds(minutes=2), "iat": seconds(), **changes}
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode({"alg": "RS256", "kid": "one", "typ": typ}, kept, KEY)


def unsigned() -> str:
    header, body, _ = id_token().split(".")
    none = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).rstrip(b"=").decode()
    return f"{none}.{body}."


def test_id_token__of_the_provider__names_subject_and_level() -> None:
    token = read_id_token(id_token(sid="x"), KEYS, PROVIDER, nonce="n", now=NOW)

    assert (token.subject, token.session) == ("s-1", "x")
    assert PROVIDER.assurance(token.acr) == "card"


@pytest.mark.parametrize("acr", [None, "urn:other", "card"])
def test_level__of_an_acr_that_is_not_in_the_list__is_the_lowest(acr: str | None) -> None:
    assert PROVIDER.assurance(acr) == "code"


REFUSED = {
    "another nonce": ("nonce", lambda: id_token(nonce="m")),
    "no nonce": ("nonce", lambda: id_token(nonce=None)),
    "another issuer": ("iss", lambda: id_token(iss=f"{ISSUER}/")),
    "another audience": ("aud", lambda: id_token(aud="somebody")),
    "an audience besides": ("aud", lambda: id_token(aud=["mms", "somebody"])),
    "made for another": ("azp", lambda: id_token(azp="somebody")),
    "expired": ("expired", lambda: id_token(exp=seconds(seconds=-61))),
    "without an end": ("exp", lambda: id_token(exp=None)),
    "of tomorrow": ("iat", lambda: id_token(iat=seconds(seconds=61))),
    "of long ago": ("old", lambda: id_token(iat=seconds(minutes=-11))),
    "without a subject": ("sub", lambda: id_token(sub=None)),
    "of a long subject": ("sub", lambda: id_token(sub="s" * 256)),
    "another key": ("signature", lambda: id_token(OTHER)),
    "a shared secret": ("signature", lambda: id_token(OctKey.import_key("s" * 40), alg="HS256")),
    "without a signature": ("signature", unsigned),
    "no token": ("format", lambda: "x"),
    "of endless size": ("format", lambda: id_token(more="x" * 20_000)),
    "of endless depth": (
        "signature",
        lambda: base64.urlsafe_b64encode(b"[" * 9_000).rstrip(b"=").decode() + ".e30.e30",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_id_token__that_proves_nothing__is_refused(case: str) -> None:
    reason, token = REFUSED[case]

    with pytest.raises(ProofRefused) as refused:
        read_id_token(token(), KEYS, PROVIDER, nonce="n", now=NOW)

    assert refused.value.reason == reason


@pytest.mark.parametrize("within", [{"exp": seconds(seconds=-59)}, {"iat": seconds(seconds=59)}])
def test_id_token__of_a_clock_that_differs_a_little__is_believed(within: dict[str, int]) -> None:
    assert read_id_token(id_token(**within), KEYS, PROVIDER, nonce="n", now=NOW).subject == "s-1"


@pytest.mark.parametrize(("left_out", "kept"), [("sub", (None, "x")), ("sid", ("s-1", None))])
def test_logout_token__of_a_subject_or_a_session__names_it(
    left_out: str, kept: tuple[str | None, str | None]
) -> None:
    token = read_logout_token(logout_token(**{left_out: None}), KEYS, PROVIDER, now=NOW)

    assert (token.subject, token.session) == kept


LOGOUT_REFUSED = {
    "an ID token": ("jti", lambda: id_token()),
    "with a nonce": ("nonce", lambda: logout_token(nonce="n")),
    "of nobody": ("nobody", lambda: logout_token(sub=None, sid=None)),
    "of another event": ("events", lambda: logout_token(events={"http://example.ge/else": {}})),
    "of an event that is no object": ("events", lambda: logout_token(events={SIGNED_OUT: "yes"})),
    "without a name": ("jti", lambda: logout_token(jti=None)),
    "of another type": ("type", lambda: logout_token(typ="at+jwt")),
    "expired": ("expired", lambda: logout_token(exp=seconds(minutes=-5))),
    "that never ends": ("too_long", lambda: logout_token(exp=seconds(days=40))),
    "for somebody else": ("aud", lambda: logout_token(aud="somebody")),
}


@pytest.mark.parametrize("case", LOGOUT_REFUSED)
def test_logout_token__that_proves_nothing__is_refused(case: str) -> None:
    reason, token = LOGOUT_REFUSED[case]

    with pytest.raises(ProofRefused) as refused:
        read_logout_token(token(), KEYS, PROVIDER, now=NOW)

    assert reason in refused.value.reason
