"""The file that says whose cards are believed, and the demonstration that no production start believes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from demo.card_keys import Keys
from engine.bootstrap import build
from engine.environment import SettingsError
from engine.identity.card_trust import CardTrust
from engine.settings import Settings
from signing.errors import TrustError
from signing.identity import from_plain_serial_number
from tests.conftest import demo_settings
from tests.pki.country import Country
from tests.signing.kit import NOW, ORIGIN
from tests.web.card_house import write_trust

OUTAGE = {
    "valid_from": NOW.isoformat(),
    "valid_until": (NOW + timedelta(hours=1)).isoformat(),
    "reason": "announced",
}


def trust_of(path: Path, *, is_demo: bool = False) -> CardTrust:
    return CardTrust(path, public_url=f"{ORIGIN}/portal/", is_demo=is_demo)


def test_trust__written_list__is_read_with_everything_it_says(land: Country, tmp_path: Path) -> None:
    path = write_trust(tmp_path, land, number="plain_serial_number", exemptions=[OUTAGE])

    rules = trust_of(path).rules

    assert rules.origin == ORIGIN
    assert rules.trust.roots == (land.root.certificate,)
    assert rules.trust.issuers[0].certificate == land.sign_in.certificate
    assert rules.find_number is from_plain_serial_number
    assert rules.status.exemptions[0].covers(NOW)


@pytest.mark.parametrize(
    "changes",
    [
        {"roots": []},
        {"roots": ["nowhere.pem"]},
        {"issuers": []},
        {"issuers": [{"certificate": "root.pem"}]},
        {"issuers": [{"certificate": "issuer.pem", "status_url": "ftp://nowhere"}]},
        {"number": "guess"},
        {"exemption": []},
        {"exemptions": [OUTAGE | {"reason": " "}]},
        {"exemptions": [OUTAGE | {"valid_until": (NOW + timedelta(days=8)).isoformat()}]},
        {"exemptions": [OUTAGE | {"valid_from": "2026-03-02T08:00:00"}]},
        {"exemptions": [OUTAGE | {"valid_from": "yesterday"}]},
    ],
)
def test_trust__list_with_a_mistake__is_no_list(land: Country, tmp_path: Path, changes: Any) -> None:
    path = write_trust(tmp_path, land)
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))

    with pytest.raises((TrustError, FileNotFoundError)):
        _ = trust_of(path).rules


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"roots": 1, "issuers": 2}'])
def test_trust__file_of_another_kind__is_no_list(tmp_path: Path, text: str) -> None:
    (tmp_path / "trust.json").write_text(text)

    with pytest.raises(TrustError):
        _ = trust_of(tmp_path / "trust.json").rules


@pytest.fixture
def demonstration(tmp_path: Path) -> Path:
    Keys.of(tmp_path / "cards").write_trust("http://127.0.0.1:9")
    return tmp_path / "cards" / "trust.json"


def test_trust__demonstration_authority__is_believed_in_a_demonstration_alone(demonstration: Path) -> None:
    assert trust_of(demonstration, is_demo=True).rules.trust.is_demo
    signatures = trust_of(demonstration, is_demo=True).signatures
    assert signatures is not None
    assert signatures.is_demo
    with pytest.raises(TrustError, match="demonstration"):
        _ = trust_of(demonstration).signatures

    with pytest.raises(TrustError, match="demonstration"):
        _ = trust_of(demonstration).rules


def test_trust__demonstration_root_beside_a_good_one__is_refused_too(
    land: Country, demonstration: Path
) -> None:
    folder = demonstration.parent
    good = write_trust(folder, land)
    said = json.loads(good.read_text())
    Keys.of(folder / "other").write_trust("http://127.0.0.1:9")
    good.write_text(json.dumps(said | {"roots": [*said["roots"], "other/root.pem"]}))

    with pytest.raises(TrustError, match="demonstration"):
        _ = trust_of(good).rules


def production(home: Path, trust: Path) -> Settings:
    return replace(demo_settings("postgresql://nowhere/mms", home), mode="production", card_trust=trust)


def test_start__in_production_with_a_demonstration_list__stops(demonstration: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="demonstration"):
        build(production(tmp_path, demonstration))


def test_start__in_production_without_the_named_list__stops(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="MMS_CARD_TRUST"):
        build(production(tmp_path, tmp_path / "nowhere.json"))


def test_settings__in_production_with_demonstration_cards__are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="MMS_DEMO_CARDS_URL"):
        Settings.from_environment(
            {"MMS_MODE": "production", "MMS_HOME": str(tmp_path), "MMS_DEMO_CARDS_URL": "http://127.0.0.1:1"}
        )
