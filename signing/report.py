"""Report on a file's signatures: who, when, what was covered, what came after, and whom to believe.

Plain data that survives JSON, because a file of unknown origin is examined in a process of its own. Words
are the business of whoever shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """Of one signature, and of a file: the worst of its signatures."""

    VALID = "valid"
    UNKNOWN = "unknown"  # it may be good; something that would prove it is missing or not believed here
    INVALID = "invalid"


class Kind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"  # a seal
    TIME = "time"  # a time stamp on the whole file


class Level(StrEnum):
    """Level of the proof that lies in the file (ETSI EN 319 142-1)."""

    BASIC = "B-B"
    TIMED = "B-T"
    LONG = "B-LT"
    ARCHIVAL = "B-LTA"


class Changes(StrEnum):
    """Changes that were added to the file after a signature."""

    NONE = "none"
    PROOF = "proof"  # time stamps, and what proves that certificates were good
    SIGNATURES = "signatures"  # more signatures, or fields of a form filled in
    OTHER = "other"  # anything else: what is shown may not be what was signed


@dataclass(frozen=True)
class SignatureReport:
    """One signature of a file. What is not known is None."""

    kind: Kind
    verdict: Verdict
    reason: str  # why it is not valid; empty if it is
    name: str
    number: str | None
    organisation: str
    issuer: str
    is_ours: bool  # its authority is one that this installation believes
    is_demo: bool
    claimed_at: datetime | None
    stamped_at: datetime | None
    status_at: datetime | None  # when the authority last said that the certificate was good
    level: Level
    covers_all: bool  # nothing was added after it
    revision: int
    revisions: int
    changes: Changes
    title: str
    place: str


@dataclass(frozen=True)
class Report:
    """Report on what was found in a file."""

    sha256: str
    size: int
    found: tuple[SignatureReport, ...]
    unread: int = 0  # signatures of a kind that can't be read here

    @property
    def verdict(self) -> Verdict | None:
        """The worst of all; None where nobody signed."""
        said = [signature.verdict for signature in self.found] + [Verdict.UNKNOWN] * bool(self.unread)
        return max(said, key=list(Verdict).index, default=None)

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "found": [found_to_json(signature) for signature in self.found]}

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Report:
        """Return what `to_json` gave."""
        return cls(**{**said, "found": tuple(found_from_json(signature) for signature in said["found"])})


_KINDS: dict[str, Any] = {"kind": Kind, "verdict": Verdict, "level": Level, "changes": Changes}


def found_to_json(found: SignatureReport) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        return value.isoformat() if isinstance(value, datetime) else value

    return {name: plain(value) for name, value in asdict(found).items()}


def found_from_json(said: Mapping[str, Any]) -> SignatureReport:
    """Return what `found_to_json` gave."""

    def typed(name: str, value: Any) -> Any:
        if name.endswith("_at"):
            return None if value is None else datetime.fromisoformat(value)
        return _KINDS[name](value) if name in _KINDS else value

    return SignatureReport(
        **{field.name: typed(field.name, said[field.name]) for field in fields(SignatureReport)}
    )
