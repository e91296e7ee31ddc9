"""One-time codes: how they are made, kept, told apart, and how often one may be asked for.

What is told to somebody who asks depends only on what they typed, never on whether such a person or address
is known here. Refuses to know tables, and how a code travels.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from engine.errors import TooOften

DIGITS = 8
LIFETIME = timedelta(minutes=10)
MOST_TRIES = 5
COOLDOWN = timedelta(seconds=60)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SALT_BYTES = 16
# How many one source (a network) may ask for in an hour and in a day: for one person at one address, for one
# address whoever's it is; in all as many as the settings say: a community centre is one network. What others
# ask for counts for nobody: who knows somebody's address must not be able to keep them out.
LIMITS = {"pair": (4, 10), "contact": (8, 20)}
CODES_IN_A_DAY, TRACKING_IN_A_DAY = 5, 3  # times as many as in an hour
# What protects a mailbox, whoever asks: how many are really sent.
MOST_SENT = (6, 12)  # to one person at all their addresses
MOST_SENT_TO_GUESTS = (8, 20)  # to one address for people without an account


class TooManyCodes(TooOften):
    """Another code may be asked for later."""

    code = "code.too_many"


@dataclass(frozen=True)
class CodeDigests:
    """Keyed digests of what was typed: enough to count, too little to find out."""

    pair: bytes
    contact: bytes
    network: bytes | None
    most_of_network: tuple[int, int]  # in an hour and in a day


class Codes:
    """The keys of one installation, and how much one network may ask for within an hour."""

    def __init__(self, secret: str, *, most_codes: int, most_tracking: int) -> None:
        self._key = hmac.digest(secret.encode(), b"one-time codes", "sha256")
        self._most_codes = (most_codes, most_codes * CODES_IN_A_DAY)
        self.most_tracking = (most_tracking, most_tracking * TRACKING_IN_A_DAY)

    def asked(self, personal_number: str, address: str, network: str | None) -> CodeDigests:
        """Return the digests by which requests are counted."""
        known = network_of(network)
        return CodeDigests(
            self._mac("pair", personal_number, address),
            self._mac("contact", address),
            None if known is None else self._mac("network", known),
            self._most_codes,
        )

    def digest(self, salt: bytes, code: str) -> bytes:
        """Return what is stored of a code. Without the key, eight digits would be guessed in a second."""
        return self._mac("code", salt.hex(), code)

    def fits(self, code: str, *, salt: bytes | None, mac: bytes | None) -> bool:
        """Say whether the code is the one that was sent; as much work where none was."""
        digest = self.digest(salt or bytes(SALT_BYTES), code)
        return hmac.compare_digest(digest, mac or secrets.token_bytes(len(digest)))

    def _mac(self, *parts: str) -> bytes:
        return hmac.digest(self._key, "\0".join(parts).encode(), "sha256")


def new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def read_code(text: str) -> str:
    """Return the digits of what was typed; spaces and hyphens are for the eye."""
    return "".join(letter for letter in text[:40] if letter in "0123456789")


def written(code: str) -> str:
    """Return a code as people read it."""
    return f"{code[:4]} {code[4:]}"


def new_attempt() -> str:
    """Return what ties a code to the browser that asked for it."""
    return secrets.token_urlsafe(32)


def attempt_hash(attempt: str) -> bytes:
    return hashlib.sha256(attempt.encode()).digest()


def network_of(address: str | None) -> str | None:
    """Return whose requests count together: one IPv4 address, or one IPv6 network of a household.

    This machine itself is a proxy that says nothing of who is behind it.
    """
    if address is None:
        return None
    try:
        found = ip_address(address)
    except ValueError:
        return None
    if found.is_loopback:
        return None
    return str(found) if found.version == 4 else str(ip_network(f"{found}/64", strict=False))


def refuse_too_many(requests: Sequence[Any], asked: CodeDigests, *, now: datetime) -> None:
    """Raise `TooManyCodes` if the source's requests of the last day, newest first, leave no room."""
    again: list[datetime] = []
    pairs = [request.asked_at for request in requests if request.is_pair]
    if pairs:
        again.append(pairs[0] + COOLDOWN)
    for key, limits in {**LIMITS, "network": asked.most_of_network}.items():
        counted = [request.asked_at for request in requests if getattr(request, f"is_{key}")]
        again.extend(room_at(counted, limits))
    latest = max(again, default=now)
    if latest > now:
        raise TooManyCodes(again_at=latest)


def room_at(instants: Sequence[datetime], limits: tuple[int, int]) -> Iterable[datetime]:
    """Yield when there is room again by each limit; instants are newest first."""
    for span, most in zip((HOUR, DAY), limits, strict=True):
        if len(instants) >= most:
            yield instants[most - 1] + span
