"""The seal: a key in a device, applied after the official's signature."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from signing.errors import Check
from signing.report import Changes, Kind, Verdict
from signing.seal import SealKey, seal
from signing.verify import verify
from tests.pki.authority import name, rsa_key
from tests.pki.country import Country, Holder
from tests.pki.softhsm import LABEL, MODULE, PIN, TOKEN, token_with
from tests.signing.documents.kit import PLACE, TITLE, Office, refuses


@pytest.fixture(scope="module")
def seal_key(today: Country, tmp_path_factory: pytest.TempPathFactory) -> SealKey:
    key = rsa_key("seal")
    token_with(key, tmp_path_factory.mktemp("hsm"))
    holder = today.signature("01001000099", key=key, subject=name("TEST MUNICIPALITY"))
    return SealKey(MODULE, TOKEN, LABEL, holder.certificate, PIN)


def sealed(office: Office, key: SealKey, pdf: bytes) -> bytes:
    return seal(pdf, key, title=TITLE, place=PLACE, trust=office.trust, outside=office.outside, at=office.at)


def test_seal__after_the_officials_signature__leaves_both_valid(
    office: Office, mayor: Holder, seal_key: SealKey
) -> None:
    order = sealed(office, seal_key, office.sign(mayor))

    official, municipality = verify(order, trust=office.trust, at=office.at).found

    assert (official.kind, official.verdict, official.changes) == (
        Kind.PERSON,
        Verdict.VALID,
        Changes.SIGNATURES,
    )
    assert (municipality.kind, municipality.verdict, municipality.name) == (
        Kind.ORGANISATION,
        Verdict.VALID,
        "TEST MUNICIPALITY",
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"token": "none"}, "no_token"),
        ({"label": "none"}, "no_key"),
        ({"module": Path("/none.so")}, "device"),
    ],
)
def test_seal__whose_key_is_not_there__passes_later(
    office: Office, seal_key: SealKey, changes: dict, reason: str
) -> None:
    with refuses(Check.SEAL, reason):
        sealed(office, replace(seal_key, **changes), office.pdf)


def test_seal__with_a_wrong_pin__is_tried_once(
    office: Office, seal_key: SealKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = replace(seal_key, pin="0000")
    with refuses(Check.SEAL, "pin"):
        sealed(office, wrong, office.pdf)
    monkeypatch.setattr("pkcs11.lib", None)  # whoever asks the device again, fails

    with refuses(Check.SEAL, "pin"):
        sealed(office, wrong, office.pdf)


def test_seal__whose_certificate_belongs_to_another_key__is_refused(
    office: Office, seal_key: SealKey, mayor: Holder
) -> None:
    with refuses(Check.SIGNATURE, "wrong"):
        sealed(office, replace(seal_key, certificate=mayor.certificate), office.pdf)
