"""Signing a step in a scenario: as on the pages, with cards made for the run, or on paper."""

from __future__ import annotations

from engine.bootstrap import Engine
from engine.commands.applications import StoreDocument
from engine.commands.signing import OpenSigning, SignOnPaper
from engine.documents.files import digest_of
from engine.queries import signings
from engine.queries.sessions import roles_of
from engine.scenarios.signers import Signers
from engine.signatures import ceremony
from engine.stores import people
from engine.tenancy import Actor


def sign(engine: Engine, signers: Signers, command: OpenSigning, *, doer: Actor) -> None:
    """Lay the step out, and let all sign who have to, one after the other."""
    signing_id = engine.send(command, actor=doer).signing_id
    with engine.read(doer) as tx:
        found = [people.person(tx, person) for person in signings.view(tx, signing_id).people]
        actors = [Actor(person.id, person.personal_number, roles=roles_of(tx, person.id)) for person in found]
    for actor in actors:
        card = signers.card(str(actor.personal_number))
        with engine.read(actor) as tx:
            shown = ceremony.file_of(signings.view(tx, signing_id).row)
        asked = ceremony.prepare(engine, signing_id, card.der, shown=digest_of(shown), actor=actor)
        ceremony.finish(engine, asked.preparation_id, card.sign(asked.data), actor=actor)


def sign_on_paper(engine: Engine, command: OpenSigning, *, doer: Actor, municipality: str) -> None:
    """Lay the step out, and bring its page back as the scan of what all have signed by hand."""
    signing_id = engine.send(command, actor=doer).signing_id
    with engine.read(doer) as tx:
        page = ceremony.file_of(signings.view(tx, signing_id).row)
    stored = engine.send(StoreDocument(page, "scan.pdf", municipality), actor=doer)
    engine.send(SignOnPaper(signing_id, stored.document), actor=doer)
