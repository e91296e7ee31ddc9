"""Keeping what registers say of mandates, and choosing for whom a session acts."""

from __future__ import annotations

from engine.clock import local_date
from engine.commands.mandates import ActFor, KeepMandates
from engine.connectors.representations import Represented
from engine.db.pool import Transaction
from engine.errors import NeedsCard, NotFound
from engine.representation.mandates import MandateRefused, refusal
from engine.routes import ForAnother, Route, Sender
from engine.stores import mandates as store
from engine.stores import people, sessions
from engine.tenancy import system


def keep_mandates(command: KeepMandates, tx: Transaction) -> None:
    """Keep the answer; that and what was answered stays in the audit log of the representative."""
    said = {"register": command.register, "reference": command.reference, "digest": command.digest}
    named = []
    for mandate in command.mandates:
        represented_id = _party(tx, mandate.represented)
        if represented_id == command.representative_id:
            continue  # nobody represents themselves
        mandate_id = store.put(
            tx,
            representative_id=command.representative_id,
            represented_id=represented_id,
            kind=mandate.kind,
            paper=mandate.paper,
            ground=mandate.ground,
            bar=mandate.bar,
            areas=mandate.areas,
            together=mandate.together,
            valid_from=mandate.valid_from,
            valid_until=mandate.valid_until,
            **said,
        )
        named.append(mandate_id)
    store.end_others(tx, representative_id=command.representative_id, named=named, **said)
    store.note_answer(tx, representative_id=command.representative_id, register=command.register)
    tx.log(f"enquiries/{command.representative_id}", "mandates.asked", count=len(named), **said)


def act_for(command: ActFor, tx: Transaction) -> None:
    """Let the session act by one of the person's own mandates; anybody else's does not exist."""
    actor = tx.actor
    assert actor.person_id is not None  # the permission interceptor has seen to it
    if command.mandate_id is not None and actor.assurance != "card":
        raise NeedsCard
    tx.switch_principal(system())
    body = {}
    if command.mandate_id is not None:
        row = store.find(tx, command.mandate_id)
        if row is None or row.representative_id != actor.person_id:
            raise NotFound
        if reason := refusal(row, on=local_date(tx.now)):
            raise MandateRefused(f"mandate.{reason}")
        body = {"for": row.represented_id, "mandate": str(row.id), "reference": row.reference}
    if not sessions.act_for(tx, command.session_id, command.mandate_id, person_id=actor.person_id):
        raise NotFound
    tx.switch_principal(actor.oneself)
    kind = "session.acts_for" if body else "session.acts_for_self"
    tx.log(f"sign-ins/{actor.person_id}", kind, **body)


def _party(tx: Transaction, represented: Represented) -> int:
    if represented.birth_date is None:
        return store.put_company(tx, number=represented.number, name=represented.given_name)
    return people.put_known(
        tx,
        personal_number=represented.number,
        given_name=represented.given_name,
        family_name=represented.family_name,
        birth_date=represented.birth_date,
    )


ROUTES = (
    Route(KeepMandates, keep_mandates, sender=Sender.SYSTEM),
    Route(ActFor, act_for, sender=Sender.PERSON, for_another=ForAnother.BESIDE),
)
