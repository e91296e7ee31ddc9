"""Acting for others."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from engine.commands.base import Command
from engine.commands.contacts import KnownPerson
from engine.connectors.representations import RegisteredMandate


@dataclass(frozen=True)
class KeepMandates(Command):
    """Keep what a register said about whom a person represents; what it names no more has ended."""

    representative_id: int
    register: str
    reference: str
    digest: str
    mandates: tuple[RegisteredMandate, ...] = field(repr=False)


@dataclass(frozen=True)
class BeginPresence(Command):
    """Somebody stands at the operator's desk, proven by card or by a paper: act for them in a session.

    `evidence` is the digest of the certificate, or of the scan of a request that they signed by hand, or of a
    power of attorney by which somebody comes for them; `deed` then says which one, and who came.
    """

    session_id: UUID
    person: KnownPerson = field(repr=False)
    proof: str
    evidence: str
    deed: str = field(default="", repr=False)


@dataclass(frozen=True)
class EndPresence(Command):
    """Whoever stood at the desk leaves; once more is no error."""

    session_id: UUID


@dataclass(frozen=True)
class ActFor(Command):
    """From now on act by this mandate in one's session; None is to act for oneself."""

    session_id: UUID
    mandate_id: UUID | None
