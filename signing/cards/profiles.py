"""Card profiles: how a kind of card is recognised, and which commands reach its keys.

A profile is a JSON file in `profiles/`, its commands written as the bytes that are sent, so that a card can
be added by whoever has its manual. Refuses to know readers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from signing.cards.errors import CardUnknown, ProfileBroken

FOLDER = Path(__file__).with_name("profiles")


class Purpose(StrEnum):
    """Purpose of a key of a card."""

    SIGN_IN = "sign_in"
    SIGN = "sign"


class Kind(StrEnum):
    """Kind of key: what it takes, and what it gives."""

    RSA_PKCS1 = "rsa_pkcs1"  # takes the hash with its name, pads by itself
    EC_P256 = "ec_p256"  # gives r and s, one after the other
    EC_P384 = "ec_p384"


@dataclass(frozen=True)
class PinRule:
    """Rule by which a PIN is shown to the card."""

    verify: bytes  # the header of the command; without data the card tells how many tries are left
    shortest: int
    longest: int
    padded_to: int
    padding: int
    transport_status: int | None = None
    tries: bytes | None = None  # for cards that tell the tries left only when asked otherwise
    tries_after: bytes = b""  # the bytes of that answer before the number


@dataclass(frozen=True)
class KeySlot:
    """A key of the card: the commands that lead to it."""

    kind: Kind
    certificate: tuple[bytes, ...]
    select: tuple[bytes, ...]
    pin: PinRule
    environment: bytes
    operation: bytes


@dataclass(frozen=True)
class Atr:
    """Answer to reset: what a card says of itself when it wakes up; bits outside the mask may differ."""

    value: bytes
    mask: bytes

    def matches(self, atr: bytes) -> bool:
        pairs = zip(atr, self.value, self.mask, strict=False)
        return len(atr) == len(self.value) and all(a & m == v & m for a, v, m in pairs)


@dataclass(frozen=True)
class Profile:
    """A kind of card. A test layout has never met a real card of its kind, and says so."""

    name: str
    titles: Mapping[str, str]
    country: str
    is_test_layout: bool
    atrs: tuple[Atr, ...]
    keys: Mapping[Purpose, KeySlot]


@cache
def known_profiles(folder: Path = FOLDER) -> tuple[Profile, ...]:
    """Return the profiles of a folder. Raises `ProfileBroken`."""
    return tuple(read_profile(path) for path in sorted(folder.glob("*.json")))


def profile_of(atr: bytes, profiles: Iterable[Profile]) -> Profile:
    """Return the profile that is made for the card. Raises `CardUnknown`."""
    for profile in profiles:
        if any(known.matches(atr) for known in profile.atrs):
            return profile
    raise CardUnknown(atr)


def read_profile(path: Path) -> Profile:
    """Return the profile that a file describes. Raises `ProfileBroken`, naming the file."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return Profile(
            path.stem,
            said["titles"],
            said["country"],
            said["is_test_layout"],
            tuple(_atr(**atr) for atr in said["atrs"]),
            {Purpose(purpose): _slot(slot) for purpose, slot in said["keys"].items()},
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ProfileBroken(f"{path.name}: {error!r}") from None


def _atr(value: str, mask: str = "") -> Atr:
    bits = bytes.fromhex(value)
    which = bytes.fromhex(mask) or b"\xff" * len(bits)
    if not bits or len(bits) != len(which):
        raise ValueError("a mask is as long as its ATR")
    return Atr(bits, which)


def _slot(said: Mapping[str, Any]) -> KeySlot:
    return KeySlot(
        Kind(said["kind"]),
        tuple(map(bytes.fromhex, said["certificate"])),
        tuple(map(bytes.fromhex, said["select"])),
        _pin(**said["pin"]),
        bytes.fromhex(said["environment"]),
        _header(said["operation"]),
    )


def _pin(
    verify: str,
    shortest: int,
    longest: int,
    padded_to: int = 0,
    padding: str = "FF",
    transport_status: str = "",
    tries: str = "",
    tries_after: str = "",
) -> PinRule:
    if not 4 <= shortest <= longest <= (padded_to or longest) <= 16:
        raise ValueError("a PIN has 4 to 16 digits")
    return PinRule(
        _header(verify),
        shortest,
        longest,
        padded_to,
        int(padding, 16),
        int(transport_status, 16) if transport_status else None,
        bytes.fromhex(tries) or None,
        bytes.fromhex(tries_after),
    )


def _header(text: str) -> bytes:
    header = bytes.fromhex(text)
    if len(header) != 4:
        raise ValueError(f"{text} is not a header of four bytes")
    return header
