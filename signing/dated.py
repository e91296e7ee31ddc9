"""Dates until which algorithms prove something: a list with its source, as data (`algorithms.json`).

What is not on it never proves anything. An installation may bring its own list, because such lists are
revised. Refuses to know which signature is judged; its date is given.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from importlib import resources
from typing import Any

from signing.errors import TrustError

FIELDS = {"source", "confidence", "hashes", "keys"}
KINDS = ("rsa", "ec")


@dataclass(frozen=True)
class Trusted:
    """Until when something may prove anything; for ever, as far as anybody knows, without an end."""

    until: datetime | None

    def at(self, moment: datetime) -> bool:
        return self.until is None or moment < self.until


@dataclass(frozen=True)
class KeyRule:
    """Keys of a kind from a size on. The last rule that fits counts, so larger sizes stand below."""

    kind: str
    least_bits: int
    trusted: Trusted


@dataclass(frozen=True)
class Algorithms:
    """A list of hashes and kinds of keys, with the days on which they end."""

    source: str
    hashes: Mapping[str, Trusted]
    keys: tuple[KeyRule, ...]
    said: Mapping[str, Any]

    def of_hash(self, name: str) -> Trusted | None:
        """Return until when the hash is trusted; None for one that never proves anything."""
        return self.hashes.get(name)

    def of_key(self, kind: str, bits: int) -> Trusted | None:
        """Return until when such a key is trusted; None for one that never proves anything."""
        fitting = [rule.trusted for rule in self.keys if rule.kind == kind and bits >= rule.least_bits]
        return fitting[-1] if fitting else None


@cache
def usual() -> Algorithms:
    """Return the list that comes with the program."""
    return read(json.loads(resources.files("signing").joinpath("algorithms.json").read_text("utf-8")))


def read(said: Mapping[str, Any]) -> Algorithms:
    """Return a list from its data. Raises `TrustError`, `KeyError`, `TypeError` and `ValueError`."""
    if unknown := said.keys() - FIELDS:
        raise TrustError(f"algorithms: {', '.join(sorted(unknown))}: no such entry")
    keys = tuple(
        KeyRule(str(rule["kind"]), int(rule["least_bits"]), _until(rule["until"])) for rule in said["keys"]
    )
    if any(rule.kind not in KINDS for rule in keys):
        raise TrustError(f"algorithms: keys are of the kinds {' and '.join(KINDS)}")
    hashes = {str(name): _until(until) for name, until in said["hashes"].items()}
    return Algorithms(str(said["source"]), hashes, keys, said)


def _until(day: str | None) -> Trusted:
    return Trusted(None if day is None else datetime.combine(date.fromisoformat(day), time(), UTC))
