"""Signing with the card, step by step around the commands: none of these waits inside a transaction.

What the card is asked is kept here and not in the browser, which sees a hash. The signature is verified, by
`signing.pades` and by whose number is in the certificate, before the command that records it. Refuses to know
pages and cookies.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from cryptography import x509

from engine.cases import sight
from engine.commands.applications import FileApplication
from engine.commands.signing import AddSignature, KeepPreparation
from engine.errors import Rejected, Unavailable
from engine.signatures import pages as signing_pages
from engine.signatures.errors import PreparationChanged, translated
from engine.signatures.rules import rules_of
from engine.signatures.steps import PreparedOver, ShownOther
from engine.signatures.trust import SignatureRules
from engine.stores import people, reference, signings
from engine.tenancy import Actor
from signing import pades
from signing.algorithms import TOKEN_ALGORITHMS
from signing.errors import SigningError
from signing.prepared import Prepared
from signing.token import read_certificate

if TYPE_CHECKING:
    from engine.bootstrap import Engine

LOG = logging.getLogger("mms.signing")


class OtherCard(Rejected):
    """The card is not that of the person who is signed in."""

    code = "signature.other_card"


@dataclass(frozen=True)
class SigningRequest:
    """Request to a card to sign: the hash, and for a card that hashes itself what is hashed."""

    preparation_id: UUID
    hash: bytes
    data: bytes
    algorithm: str  # of the hash, as browsers call it


def file_of(signing: Any) -> bytes:
    """Return the file that is to be signed, with the signatures so far."""
    return signing.content or signing_pages.as_pdf(signing)


def as_shown(signing: Any, shown: str) -> bytes:
    """Return the file, if it is still the one that the page has shown. Raises `ShownOther`."""
    content = file_of(signing)
    if hashlib.sha256(content).hexdigest() != shown:
        raise ShownOther
    return content


def takes_cards(engine: Engine) -> bool:
    """Say whether documents are signed with cards here."""
    try:
        return rules_of(engine.connections) is not None
    except Unavailable:
        return False


def prepare(
    engine: Engine, signing_id: UUID, certificate: bytes, *, shown: str, actor: Actor
) -> SigningRequest:
    """Keep what the card of this certificate is to sign. `shown` is the digest of what the page has shown."""
    rules = rules_of(engine.connections)
    with engine.read(actor) as tx:
        row = sight.signing(tx, signing_id)
        place = reference.municipality_by_id(tx, row.municipality_id).names["ka"]
        expected = number_of(tx, actor)
    content, at = as_shown(row, shown), engine.clock.now()
    with told():
        read = read_certificate(certificate)
        refuse_others(rules, read, expected)
        rules.trust.signers.issuer_of(read, at=at)  # before anybody types a PIN for nothing
        prepared = pades.prepare(content, read, title=row.title, place=place, at=at)
    command = KeepPreparation(signing_id, certificate, prepared.to_bytes())
    preparation_id: UUID = engine.send(command, actor=actor)
    algorithm = TOKEN_ALGORITHMS[prepared.algorithm].hash.name.replace("sha", "SHA-")
    return SigningRequest(preparation_id, prepared.digest, prepared.attributes, algorithm)


def finish(engine: Engine, preparation_id: UUID, signature: bytes, *, actor: Actor) -> None:
    """Verify the signature and record it. Raises `Unavailable` where the same may be sent again later."""
    rules = rules_of(engine.connections)
    with engine.read(actor) as tx:
        kept = signings.preparation(tx, preparation_id)
        if kept is None or kept.person_id != actor.person_id or kept.expires_at <= tx.now:
            raise PreparedOver
        expected, row = number_of(tx, actor), signings.find(tx, kept.signing_id)
    if hashlib.sha256(kept.kept).digest() != bytes(kept.kept_digest):
        raise PreparationChanged
    with told():
        certificate = read_certificate(bytes(kept.certificate))
        refuse_others(rules, certificate, expected)
        signed = pades.finish(
            Prepared.from_bytes(bytes(kept.kept)),
            signature,
            certificate=certificate,
            trust=rules.trust,
            outside=rules.outside,
            at=engine.clock.now(),
        )
    engine.connections.files.put(signed)
    recorded(engine, preparation_id, row, signed, actor=actor)


def recorded(engine: Engine, preparation_id: UUID, row: Any, signed: bytes, *, actor: Actor) -> None:
    """Send the one command that records the signature: with a step, or with an application."""
    if row.task_id is not None:
        engine.send(AddSignature(preparation_id, signed), actor=actor)
        return
    with engine.read(actor) as tx:
        place = reference.municipality_by_id(tx, row.municipality_id).code
    command = FileApplication(
        row.service_code,
        place,
        row.answers,
        language=row.language,
        preparation_id=preparation_id,
        signed=signed,
    )
    engine.send(command, actor=actor)


def refuse_others(rules: SignatureRules, certificate: x509.Certificate, expected: str | None) -> None:
    """Raise `OtherCard` unless the certificate bears the number of the person who is signed in."""
    if rules.find_number(certificate) != expected:
        raise OtherCard


def number_of(tx: Any, actor: Actor) -> str | None:
    person = people.person(tx, actor.person_id) if actor.person_id is not None else None
    number: str | None = person and person.personal_number
    return number


@contextmanager
def told() -> Iterator[None]:
    """Say what the check that refused means to whoever asked."""
    try:
        yield
    except SigningError as error:
        # The check and a word for the reason; nothing of the person or the card.
        LOG.warning("a signature was refused: %s", error)
        raise translated(error) from None
