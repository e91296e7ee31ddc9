"""Card profiles: which card is of which kind, and files that are not written as they have to be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engine.texts import LANGUAGES
from signing.cards.errors import CardUnknown, ProfileBroken
from signing.cards.profiles import FOLDER, Purpose, known_profiles, profile_of, read_profile
from tests.cards.personalise import ESTONIAN_ATR, GEORGIAN_ATR


@pytest.mark.parametrize(
    ("atr", "name"), [(GEORGIAN_ATR, "georgia_test_layout"), (ESTONIAN_ATR, "estonia_2018")]
)
def test_profile_of__known_card__is_its_profile(atr: bytes, name: str) -> None:
    assert profile_of(atr, known_profiles()).name == name


@pytest.mark.parametrize("atr", [b"", GEORGIAN_ATR[:-1], GEORGIAN_ATR + b"\0", GEORGIAN_ATR[:-1] + b"\0"])
def test_profile_of__another_card__is_unknown(atr: bytes) -> None:
    with pytest.raises(CardUnknown) as caught:
        profile_of(atr, known_profiles())

    assert caught.value.atr == atr


def test_profile_of__bits_outside_the_mask__may_differ(tmp_path: Path) -> None:
    profile = read_profile(_changed(tmp_path, atrs=[{"value": "3B00AA", "mask": "FF00F0"}]))

    assert profile_of(bytes.fromhex("3B77AF"), [profile]) is profile
    with pytest.raises(CardUnknown):
        profile_of(bytes.fromhex("3B77BA"), [profile])


def test_profiles__every_one__has_both_keys_and_its_name_in_each_language() -> None:
    for profile in known_profiles():
        assert set(profile.keys) == set(Purpose)
        assert all(profile.titles[language].strip() for language in LANGUAGES)


def test_profiles__georgian_one__calls_itself_a_test_layout() -> None:
    georgian = profile_of(GEORGIAN_ATR, known_profiles())

    assert georgian.is_test_layout
    assert "test layout" in georgian.titles["en"]


@pytest.mark.parametrize(
    "changes",
    [
        {"atrs": [{"value": "3B00", "mask": "FF"}]},
        {"atrs": [{"value": "xyz"}]},
        {"atrs": [{"value": ""}]},
        {"keys": {"other": {}}},
        {"keys": []},
        {"country": None, "titles": None, "keys": {"sign": {"kind": "rsa_pkcs1"}}},
        {"keys.sign.kind": "dsa"},
        {"keys.sign.operation": "002A9E"},
        {"keys.sign.pin.verify": "0020"},
        {"keys.sign.pin.shortest": 1},
        {"keys.sign.pin.shortest": 13},
        {"keys.sign.pin.padded_to": 8},
        {"keys.sign.pin.unheard_of": 1},
    ],
)
def test_read_profile__broken_file__names_it(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(ProfileBroken, match="changed.json"):
        read_profile(_changed(tmp_path, **changes))


def _changed(folder: Path, **changes: Any) -> Path:
    said = json.loads((FOLDER / "georgia_test_layout.json").read_text())
    for path, value in changes.items():
        *above, name = path.split(".")
        place = said
        for step in above:
            place = place[step]
        place[name] = value
    changed = folder / "changed.json"
    changed.write_text(json.dumps(said))
    return changed
