"""The form of a token: whatever is not exactly what is expected is refused before anything is believed."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from signing.errors import Check, Refused
from signing.token import ALLOWED, read_token
from tests.signing.kit import Door, b64, token

# 2 The form of a token.


def changed(raw: bytes, old: str, new: str) -> bytes:
    assert raw.count(old.encode()) == 1
    return raw.replace(old.encode(), new.encode())


def without(raw: bytes, field: str) -> bytes:
    return json.dumps({key: value for key, value in json.loads(raw).items() if key != field}).encode()


NESTED = b"[" * 5_000 + b"]" * 5_000


def too_deep_or_a_list() -> str:
    """Return why a deep list is no token: from Python 3.13 on it can be read, and is none of our fields."""
    try:
        json.loads(NESTED)
    except RecursionError:
        return "not_json"
    return "other_fields"


FORMS = {
    "another version": ("other_format", lambda raw: changed(raw, "web-eid:1.0", "web-eid:2")),
    "a version that begins alike": ("other_format", lambda raw: changed(raw, "web-eid:1.0", "web-eid:1.0x")),
    "a version in other capitals": ("other_format", lambda raw: changed(raw, "web-eid:1.0", "Web-eID:1.0")),
    "a version with a newline": ("other_format", lambda raw: changed(raw, "web-eid:1.0", "web-eid:1.0\\n")),
    "too long": ("too_long", lambda raw: raw + b" " * 10_240),
    "a field twice": ("not_json", lambda raw: raw[:-1] + b', "format": "web-eid:1.0"}'),
    "nested deeply": (too_deep_or_a_list(), lambda raw: NESTED),
    "null": ("other_fields", lambda raw: b"null"),
    "a list": ("other_fields", lambda raw: b"[" + raw + b"]"),
    "not UTF-8": ("not_json", lambda raw: raw.replace(b"agent", b"\xff\xfe")),
    "in UTF-16": ("not_json", lambda raw: raw.decode().encode("utf-16")),
    "after a byte order mark": ("not_json", lambda raw: b"\xef\xbb\xbf" + raw),
    "bytes after the end": ("not_json", lambda raw: raw + b"{}"),
    "nothing": ("not_json", lambda raw: b""),
    "not a number": ("not_json", lambda raw: raw[:-1] + b', "appVersion": NaN}'),
    "a field nobody knows": ("other_fields", lambda raw: raw[:-1] + b', "admin": "yes"}'),
    "a field that is null": ("not_text", lambda raw: changed(raw, '"web-eid:1.0"', "null")),
    "a field that is a number": ("not_text", lambda raw: changed(raw, '"web-eid:1.0"', "1")),
    "no signature": ("other_fields", lambda raw: without(raw, "signature")),
    "no certificate": ("other_fields", lambda raw: without(raw, "unverifiedCertificate")),
}


@pytest.mark.parametrize("case", FORMS)
def test_form__of_a_spoiled_token__is_refused(door: Door, case: str) -> None:
    reason, spoil = FORMS[case]
    raw = token(door.land.authentication())

    door.refuses(spoil(raw), Check.FORM, reason)


FIELDS = st.sampled_from([*sorted(ALLOWED), "x"])
TEXTS = st.text() | st.sampled_from(["web-eid:1", "RS256", "MAA="]) | st.none() | st.integers()


@given(st.binary(max_size=300) | st.dictionaries(FIELDS, TEXTS).map(lambda said: json.dumps(said).encode()))
def test_form__of_any_bytes__is_refused_and_nothing_else(raw: bytes) -> None:
    with pytest.raises(Refused):
        read_token(raw)


# 3 The algorithm's name, base64, and the bytes of the certificate.


@pytest.mark.parametrize("label", ["none", "None", "HS256", "RS1", "rs256", "RS256 ", "EdDSA", "ES256K", ""])
def test_algorithm__that_is_not_on_the_list__is_refused(door: Door, label: str) -> None:
    said = json.loads(token(door.land.authentication())) | {"algorithm": label}

    door.refuses(json.dumps(said).encode(), Check.CERTIFICATE, "algorithm_not_allowed")


VERSION = b"\xa0\x03\x02\x01\x02"
ENCODINGS = {
    "line breaks": ("not_base64", lambda der: b64(der)[:64] + "\n" + b64(der)[64:]),
    "the alphabet for addresses": ("not_base64", lambda der: "-_" + b64(der)[2:]),
    "without padding": ("not_base64", lambda der: "QQ"),
    "too much padding": ("not_base64", lambda der: "QQ==="),
    "bits that nobody reads": ("not_base64", lambda der: "QR=="),
    "empty": ("not_base64", lambda der: ""),
    "too long": ("not_base64", lambda der: b64(der + b"\0" * 8_192)),
    "PEM": ("not_base64", lambda der: f"-----BEGIN CERTIFICATE-----{b64(der)}"),
    "bytes after the certificate": ("unreadable", lambda der: b64(der + b"\0")),
    "half a certificate": ("unreadable", lambda der: b64(der[: len(der) // 2])),
    # The first number in a certificate is its version.
    "another version": ("unreadable", lambda der: b64(der.replace(VERSION, VERSION[:-1] + b"j", 1))),
    "no certificate": ("unreadable", lambda der: b64(b"not a certificate")),
}


@pytest.mark.parametrize("case", ENCODINGS)
def test_certificate__in_other_bytes__is_refused(door: Door, case: str) -> None:
    reason, encode = ENCODINGS[case]
    holder = door.land.authentication()
    encoded = encode(holder.certificate.public_bytes(Encoding.DER))

    raw = token(holder, unverifiedCertificate=encoded)

    if len(raw) > 10_240:
        door.refuses(raw, Check.FORM, "too_long")
    else:
        door.refuses(raw, Check.CERTIFICATE, reason)
