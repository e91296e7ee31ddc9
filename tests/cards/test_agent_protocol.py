"""What the card program takes from a browser: the rest is refused before any card is asked."""

from __future__ import annotations

import ast
import base64
import contextlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st

from signing.agent import PROTOCOL, errors, words
from signing.agent.agreements import LASTS, Agreements
from signing.agent.certificates import read_certificate
from signing.agent.errors import AgentError, Malformed, OtherVersion, SiteRefused
from signing.agent.prompts import Document
from signing.agent.requests import Sign, read_fields, read_request
from signing.agent.sites import site
from signing.cards.errors import CardError, CardUnreadable, PinWrong
from tests.pki.country import Country

HASH = base64.b64encode(bytes(32)).decode()
GOOD = {
    "version": PROTOCOL,
    "id": "1",
    "command": "sign",
    "origin": "https://mms.example.ge",
    "language": "ka",
    "documents": [{"hash": HASH, "title": "ბრძანება № 7"}],
    "algorithm": "SHA-256",
    "purpose": "გადაწყვეტილება",
}
FOLDER = Path(errors.__file__).parent
# Values of JSON, many of them with names and values of the protocol.
PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.sampled_from([*GOOD.values()])
)


def holders_of(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    names = st.one_of(st.sampled_from([*GOOD, "nonce"]), st.text(max_size=3))
    return st.one_of(
        st.lists(inner), st.dictionaries(names, inner), st.dictionaries(names, inner).map(_completed)
    )


def _completed(fields: dict[str, Any]) -> dict[str, Any]:
    return GOOD | fields


def _written(value: Any) -> bytes:
    return json.dumps(value).encode("utf-8", "surrogatepass")


def document(**changes: Any) -> dict[str, Any]:
    return {"hash": HASH, "title": "x", **changes}


def read(**changes: Any) -> Any:
    fields = {name: value for name, value in (GOOD | changes).items() if value is not None}
    return read_request(read_fields(json.dumps(fields).encode()), is_demo=False)


def test_request__of_the_protocol__is_read() -> None:
    request = read()

    assert (request.site, request.language) == ("https://mms.example.ge", "ka")
    assert request.command == Sign((Document(bytes(32), "ბრძანება № 7"),), "sha256", "გადაწყვეტილება")


@pytest.mark.parametrize(
    "changes",
    [
        {"id": None},
        {"id": ""},
        {"id": 1},
        {"id": "x" * 65},
        {"command": "delete"},
        {"command": None},
        {"more": 1},
        {"documents": None},
        {"documents": []},
        {"documents": {}},
        {"documents": [HASH]},
        {"documents": [document()] * 51},
        {"documents": [document(), document(more=1)]},
        {"documents": [document(hash=HASH[:-4])]},
        {"documents": [document(hash=HASH + "\n")]},
        {"documents": [document(hash=HASH.replace("=", ""))]},
        {"documents": [document(hash=base64.b64encode(bytes(48)).decode())]},
        {"documents": [document(), document(title="")]},
        {"hash": HASH, "title": "x"},
        {"algorithm": "MD5"},
        {"algorithm": ["SHA-256"]},
        {"documents": [document(title=" \u200b\n")]},
        {"documents": [document(title="x" * 301)]},
        {"purpose": "x" * 201},
        {"command": "certificate"},
        {"command": "authenticate", "nonce": HASH},
        {"language": 1},
    ],
)
def test_request__of_another_form__is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        read(**changes)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"id": NaN}',
        b'{"id":"1","id":"1"}',
        b"[" * 60_000,
        '{"id":"1"}'.encode("utf-16"),
    ],
)
def test_fields__what_is_no_object__is_refused(raw: bytes) -> None:
    with pytest.raises(Malformed):
        read_fields(raw)


@pytest.mark.parametrize("version", [None, 0, 1, 3, True, 2.0, "2"])
def test_request__of_another_version__says_so(version: Any) -> None:
    with pytest.raises(OtherVersion):
        read(version=version)


def test_title__that_would_be_shown_otherwise_than_it_is__is_put_straight() -> None:
    assert (
        read(documents=[document(title="Order\n\u202e7\u0000  of\tKeda")]).command.documents[0].title
        == "Order 7 of Keda"
    )


@pytest.mark.parametrize(
    ("origin", "is_demo"),
    [
        ("https://mms.example.ge", False),
        ("https://xn--lodaeawbjc.ge:8443", False),
        ("http://127.0.0.1:8080", True),
        ("http://localhost", True),
        ("http://[::1]:8080", True),
    ],
)
def test_site__that_may_ask__is_shown_as_it_is(origin: str, is_demo: bool) -> None:
    assert site(origin, is_demo=is_demo) == origin


@pytest.mark.parametrize("is_demo", [True, False])
@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "http://mms.example.ge",
        "http://127.0.0.1.example.ge",
        "https://",
        "https://mms.example.ge/",
        "https://mms.example.ge/sign-in",
        "https://user@mms.example.ge",
        "https://MMS.example.ge",
        "https://mms.example.ge:99999999",
        "https://ქედა.ge",
        "https://mms.example.ge\n",
        "file:///etc/passwd",
        "chrome-extension://abc",
        "https://" + "a" * 300,
    ],
)
def test_site__any_other__may_not_ask(origin: str, is_demo: bool) -> None:
    with pytest.raises(SiteRefused):
        site(origin, is_demo=is_demo)


@pytest.mark.parametrize("der", [b"", b"\x30", b"\x30\x82\xff\xff", b"\x30\x00", bytes(100)])
def test_certificate__that_is_none__can_not_be_read(der: bytes) -> None:
    with pytest.raises(CardUnreadable):
        read_certificate(der)


def test_certificate__cut_anywhere__is_an_error_of_the_card(nation: Country) -> None:
    holder = nation.signature().certificate
    der = holder.public_bytes(Encoding.DER)
    read = read_certificate(der)

    assert (read.valid_from, read.valid_until) == (holder.not_valid_before_utc, holder.not_valid_after_utc)
    assert read.holder.startswith("TEST,PERSON")
    for end in range(len(der)):
        with pytest.raises(CardUnreadable):
            read_certificate(der[:end])


def test_words__of_every_error_and_finding__are_there_in_both_languages() -> None:
    codes = {error.code for error in _kinds(AgentError) + _kinds(CardError)}
    # Findings are named by more than their code.
    texts = [ast.parse((FOLDER / name).read_text()) for name in ("main.py", "findings.py")]
    codes |= {
        node.args[0].value
        for tree in texts
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
        if isinstance(node.args[0].value, str) and getattr(node.func, "id", "") == "finding"
    }

    for language in words.LANGUAGES:
        known = words.words(language)
        assert codes <= known["what"].keys() and codes <= known["next"].keys()
        assert known["what"].keys() == known["next"].keys()
        assert known.keys() - {"_review"} == words.words("en").keys()
        for area in words.words("en"):
            assert known[area].keys() == words.words("en")[area].keys()


def _kinds(base: type[Any]) -> list[type[Any]]:
    return [base, *(kind for subclass in base.__subclasses__() for kind in _kinds(subclass))]


def test_words__with_what_was_counted__say_it() -> None:
    told = words.said(PinWrong(2))

    assert told["tries_left"] == 2
    assert "2" in told["next"]["ka"] and "2" in told["next"]["en"]


def test_agreements__for_half_a_day__hold_for_this_site_and_holder_alone(tmp_path: Path) -> None:
    now = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    agreed = Agreements(tmp_path / "mms-card" / "agreed.json", lambda: now)
    agreed.note("https://a.example.ge", "A PERSON")
    now += LASTS - timedelta(seconds=1)
    agreed.note("https://b.example.ge", "A PERSON")

    known = [agreed.has(f"https://{site}.example.ge", "A PERSON") for site in "abc"]
    other = agreed.has("https://a.example.ge", "ANOTHER PERSON")
    now += timedelta(seconds=1)
    later = [agreed.has(f"https://{site}.example.ge", "A PERSON") for site in "abc"]

    assert (known, other, later) == ([True, True, False], False, [False, True, False])
    text = (tmp_path / "mms-card" / "agreed.json").read_text()
    assert "example" not in text and "PERSON" not in text
    (tmp_path / "mms-card" / "agreed.json").write_text("[1]")
    assert not agreed.has("https://b.example.ge", "A PERSON")


@settings(max_examples=40)
@given(st.one_of(st.binary(max_size=200), st.recursive(PLAIN, holders_of, max_leaves=12).map(_written)))
def test_message__whatever_it_is__is_read_or_refused(raw: bytes) -> None:
    with contextlib.suppress(AgentError):
        read_request(read_fields(raw), is_demo=True)
