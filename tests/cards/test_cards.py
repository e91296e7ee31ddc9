"""Cards in a real reader service: what they give, what they refuse, and what may happen meanwhile."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding

from tests.cards.conftest import Holders
from tests.cards.desk import SYSTEM_PYTHON, Desk, Lines, lines

HASHES = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
PINS = {"georgian": {"sign_in": "1234", "sign": "123456"}, "estonian": {"sign_in": "1234", "sign": "12345"}}
MESSAGE = b"what is signed"
KINDS = ("georgian", "estonian")
PURPOSES = ("sign_in", "sign")


def sign(operator: Lines, kind: str, purpose: str, *, pin: str = "", hash_name: str = "sha384") -> Any:
    shown = pin or PINS[kind][purpose]
    digest = hashlib.new(hash_name, MESSAGE).hexdigest()
    return operator.do("sign", purpose=purpose, pin=shown, digest=digest, hash_name=hash_name)


def verify(certificate: x509.Certificate, signature: bytes, hash_name: str, message: bytes = MESSAGE) -> None:
    """Raise unless the certificate's key has signed the message."""
    key, chosen = certificate.public_key(), Prehashed(HASHES[hash_name])
    digest = hashlib.new(hash_name, message).digest()
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, digest, padding.PKCS1v15(), chosen)
        return
    assert isinstance(key, ec.EllipticCurvePublicKey)
    half = len(signature) // 2
    r, s = int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
    key.verify(encode_dss_signature(r, s), digest, ec.ECDSA(chosen))


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("kind", KINDS)
def test_card__in_the_reader__gives_its_certificate_and_signs(
    office: Desk, operator: Lines, holders: Holders, kind: str, purpose: str
) -> None:
    holder = holders[kind][PURPOSES.index(purpose)]
    office.insert(kind)

    profile = operator.do("open")
    certificate = bytes.fromhex(operator.do("certificate", purpose=purpose))
    signature = bytes.fromhex(sign(operator, kind, purpose))

    assert profile == {"georgian": "georgia_test_layout", "estonian": "estonia_2018"}[kind]
    assert certificate == holder.certificate.public_bytes(Encoding.DER)
    verify(holder.certificate, signature, "sha384")


@pytest.mark.parametrize("hash_name", HASHES)
def test_sign__georgian_card__takes_every_hash(
    office: Desk, operator: Lines, holders: Holders, hash_name: str
) -> None:
    office.insert("georgian")
    operator.do("open")

    signature = sign(operator, "georgian", "sign", hash_name=hash_name)

    verify(holders["georgian"][1].certificate, bytes.fromhex(signature), hash_name)


@pytest.mark.parametrize("kind", KINDS)
def test_sign__wrong_pin__counts_down_until_it_is_blocked(office: Desk, operator: Lines, kind: str) -> None:
    office.insert(kind)
    operator.do("open")
    left = [operator.do("tries_left", purpose="sign")]

    errors = []
    for _ in range(4):
        errors.append(sign(operator, kind, "sign", pin="999999"))
        left.append(operator.do("tries_left", purpose="sign"))

    assert [error["error"] for error in errors] == ["pin.wrong", "pin.wrong", "pin.blocked", "pin.blocked"]
    assert [error["tries_left"] for error in errors] == [2, 1, None, None]
    assert left == [3, 2, 1, 0, 0]
    assert sign(operator, kind, "sign")["error"] == "pin.blocked"
    assert operator.do("tries_left", purpose="sign_in") == 3


@pytest.mark.parametrize("kind", KINDS)
def test_sign__right_pin_after_a_wrong_one__gives_all_tries_back(
    office: Desk, operator: Lines, kind: str
) -> None:
    office.insert(kind)
    operator.do("open")
    sign(operator, kind, "sign_in", pin="9999")

    signature = sign(operator, kind, "sign_in")

    assert isinstance(signature, str)
    assert operator.do("tries_left", purpose="sign_in") == (None if kind == "georgian" else 3)
    operator.do("close")
    operator.do("open")
    assert operator.do("tries_left", purpose="sign_in") == 3


def test_sign__what_cannot_be_a_pin__never_reaches_the_card(office: Desk, operator: Lines) -> None:
    office.insert("georgian")
    operator.do("open")

    for pin in ("123", "12345", "1234567890123", "12345a", "12345 ", "١٢٣٤٥٦"):
        assert sign(operator, "georgian", "sign", pin=pin)["error"] == "pin.malformed"

    assert "20" not in office.asked("georgian")


def test_sign__pin_of_the_letter__has_to_be_changed_first_and_loses_no_try(
    office: Desk, operator: Lines, holders: Holders
) -> None:
    office.make("new", "georgian", *holders["georgian"], in_transport=True)
    office.insert("new")
    operator.do("open")

    error = sign(operator, "georgian", "sign")

    assert error["error"] == "pin.transport"
    assert operator.do("tries_left", purpose="sign") == 3


def test_sign__every_signature__asks_for_its_pin(office: Desk, operator: Lines) -> None:
    office.insert("georgian")
    operator.do("open")
    sign(operator, "georgian", "sign")

    error = sign(operator, "georgian", "sign", pin="999999")

    assert error["error"] == "pin.wrong"
    assert office.asked("georgian")["2A"] == 1


@pytest.mark.parametrize("instruction", [0x20, 0x2A])
def test_sign__card_pulled_meanwhile__says_so_and_goes_on_when_it_is_back(
    office: Desk, operator: Lines, holders: Holders, instruction: int
) -> None:
    office.insert("georgian", pulled_at=instruction)
    operator.do("open")

    error = sign(operator, "georgian", "sign")

    assert error["error"] == "card.gone"
    operator.do("close")
    office.insert("georgian")
    assert operator.do("open") == "georgia_test_layout"
    verify(holders["georgian"][1].certificate, bytes.fromhex(sign(operator, "georgian", "sign")), "sha384")


def test_open__while_another_program_has_the_card__is_refused(office: Desk, operator: Lines) -> None:
    office.insert("georgian")
    operator.do("open")
    with office.operator() as second:
        refused = second.do("open")
        in_use = second.do("states")[0]["is_in_use"]
        operator.do("close")
        opened = second.do("open")

    assert refused["error"] == "card.busy"
    assert in_use
    assert opened == "georgia_test_layout"


def test_open__empty_reader__says_that_there_is_no_card(office: Desk, operator: Lines) -> None:
    office.pull()

    error = operator.do("open")

    assert error["error"] == "card.no_card"
    assert not operator.do("states")[0]["has_card"]


def test_open__card_that_says_nothing__is_called_mute(office: Desk, operator: Lines) -> None:
    office.insert("georgian", is_mute=True)

    error = operator.do("open")

    assert error["error"] == "card.mute"
    assert operator.do("states")[0]["is_mute"]


def test_open__card_of_another_kind__is_named_by_its_atr(office: Desk, operator: Lines) -> None:
    office.insert("georgian", atr="3B6800000073C84000009000")

    error = operator.do("open")

    assert (error["error"], error["said"]) == ("card.unknown", "card.unknown: 3B6800000073C84000009000")


def test_states__without_the_service__say_so(office: Desk) -> None:
    command = [SYSTEM_PYTHON, "-m", "tests.cards.operator"]
    with lines(command, PCSCLITE_CSOCK_NAME="/nonexistent/pcscd.comm") as alone:
        assert alone.do("states")["error"] == "card.no_service"


def test_wait__card_comes_and_goes__is_noticed(office: Desk, operator: Lines) -> None:
    office.insert("georgian")
    assert operator.do("wait") is True
    office.pull()
    gone = operator.answer()
    assert operator.do("wait") is False
    office.insert("estonian")
    back = operator.answer()

    assert (gone, back) == (False, True)
