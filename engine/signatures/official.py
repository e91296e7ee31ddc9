"""Signing with the official program for the Georgian card: it is given the file and gives it back signed.

It is no browser and has no session: it knows a preparation by its id, which nobody can guess and which is
good for minutes. What it gives back is only kept; believed it is when its person goes on, in their own
session, and by the same checks as any signature. Refuses to know how the program is started and what it is
told.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any
from uuid import UUID

from cryptography.hazmat.primitives.serialization import Encoding

from engine.commands.signing import KeepPreparation, TakeReturned
from engine.documents.limits import MB
from engine.errors import NotFound, Rejected
from engine.signatures.ceremony import as_shown, number_of, recorded, refuse_others, takes_cards, told
from engine.signatures.errors import PreparationChanged
from engine.signatures.rules import rules_of
from engine.signatures.steps import PreparedOver
from engine.stores import signings
from engine.tenancy import Actor, system
from signing import official
from signing.errors import SigningError

if TYPE_CHECKING:
    from engine.bootstrap import Engine

LONGEST = 20 * MB


class NotReturned(Rejected):
    """The program has not given the signed file back yet."""

    code = "signature.not_returned"


class BlockTooLarge(Rejected):
    """Oversized block: what the program has drawn over the page could hide what is signed."""

    code = "signature.block_too_large"


def is_offered(engine: Engine) -> bool:
    """Say whether people may sign with the official program here."""
    return engine.settings.official_program and takes_cards(engine)


def offer(engine: Engine, signing_id: UUID, *, shown: str, actor: Actor) -> UUID:
    """Keep what the program is to sign; return by what it asks for it."""
    if not is_offered(engine):
        raise NotFound
    with engine.read(actor) as tx:
        row = signings.find(tx, signing_id)
    if row is None:
        raise NotFound
    with told():
        given = official.offered(as_shown(row, shown))
    preparation_id: UUID = engine.send(KeepPreparation(signing_id, b"", given), actor=actor)
    return preparation_id


def given(engine: Engine, preparation_id: UUID) -> bytes:
    """Return the file that the program is to sign."""
    if not is_offered(engine):
        raise NotFound
    with engine.read(system()) as tx:
        kept = signings.preparation(tx, preparation_id)
        if kept is None or kept.certificate or kept.expires_at <= tx.now:
            raise NotFound
    return bytes(kept.kept)


def take(engine: Engine, preparation_id: UUID, content: bytes) -> None:
    """Keep what the program gives back."""
    given(engine, preparation_id)
    if len(content) > LONGEST:
        raise Rejected("document.too_large", megabytes=LONGEST // MB)
    engine.send(TakeReturned(preparation_id, content), actor=system())


def finish(engine: Engine, preparation_id: UUID, *, actor: Actor) -> None:
    """Verify what came back and record it. Raises `Unavailable` where the same may be tried again later."""
    rules = rules_of(engine.connections)
    with engine.read(actor) as tx:
        kept = signings.preparation(tx, preparation_id)
        if kept is None or kept.person_id != actor.person_id or kept.expires_at <= tx.now:
            raise PreparedOver
        back = signings.preparation(tx, signings.returned_id(preparation_id))
        expected, row = number_of(tx, actor), signings.find(tx, kept.signing_id)
    if back is None:
        raise NotReturned
    for file in (kept, back):
        if hashlib.sha256(file.kept).digest() != bytes(file.kept_digest):
            raise PreparationChanged
    with told():
        ways: dict[str, Any] = {"trust": rules.trust, "outside": rules.outside, "at": engine.clock.now()}
        try:
            signed, certificate = official.accept(bytes(kept.kept), bytes(back.kept), **ways)
        except SigningError as error:
            if error.reason == "block_too_large":
                raise BlockTooLarge from None
            raise
        refuse_others(rules, certificate, expected)
    engine.connections.files.put(signed)
    # Whose card it was is known only now; with it the signature is recorded as any other.
    command = KeepPreparation(row.id, certificate.public_bytes(Encoding.DER), bytes(kept.kept))
    recorded(engine, engine.send(command, actor=actor), row, signed, actor=actor)
