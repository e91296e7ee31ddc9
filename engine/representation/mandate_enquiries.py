"""Asking state registers for whom a person may act, and keeping what they say.

Nobody is asked inside a transaction, and nobody again whose answer still counts. Every enquiry states its
ground and purpose.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from engine.bus import Bus
from engine.commands.mandates import KeepMandates
from engine.connectors.mandates import COMPANIES, GUARDIANSHIP, PARENTS, POWERS
from engine.errors import Rejected, Unavailable
from engine.operations.outside import Connections
from engine.representation.joint_filings import confirmers_of, preparer_of
from engine.representation.mandates import PRESENCE, SLACK, RegisterAway, counts_for_a_while, is_fresh
from engine.stores import joint_filings
from engine.stores import mandates as store
from engine.tenancy import Actor, ActsFor, system

REGISTERS: Final = (PARENTS, GUARDIANSHIP, COMPANIES, POWERS)
GROUND: Final = "საქართველოს კანონი „პერსონალურ მონაცემთა დაცვის შესახებ“, მუხლი 5"
PURPOSE: Final = "წარმომადგენლობის უფლებამოსილების შემოწმება"


def ask_all(connections: Connections, bus: Bus, actor: Actor) -> tuple[str, ...]:
    """Ask every register whose answer is old for whom the person acts; return those that did not answer."""
    assert actor.person_id is not None
    with connections.database.transaction(system(), now=connections.clock.now()) as tx:
        known = store.answers(tx, actor.person_id)
        due = [name for name in REGISTERS if not is_fresh(tx, known.get(name))]
    away = []
    for name in due:
        try:
            _ask(connections, bus, actor, name)
        except (Unavailable, Rejected):
            away.append(name)
    return tuple(away)


def confirm(connections: Connections, bus: Bus, actor: Actor) -> None:
    """Let the mandate by which the person acts be as the register says now. Raises `RegisterAway`."""
    assert actor.acts_for is not None
    _confirm(connections, bus, actor, actor.acts_for)


def confirm_others(connections: Connections, bus: Bus, actor: Actor, filing_id: UUID) -> None:
    """Let the mandates of who prepared and confirmed what the actor confirms be as the register says now."""
    with connections.database.transaction(actor, now=connections.clock.now()) as tx:
        row = joint_filings.find(tx, filing_id)
        others = [] if row is None else [preparer_of(tx, row), *confirmers_of(tx, row)]
    for other in others:
        if other.acts_for is not None:
            _confirm(connections, bus, other, other.acts_for)


def _confirm(connections: Connections, bus: Bus, actor: Actor, acts_for: ActsFor) -> None:
    with connections.database.transaction(system(), now=connections.clock.now()) as tx:
        row = store.find(tx, acts_for.mandate_id)
        if row is None or row.ended_at is not None or row.kind == PRESENCE:
            return  # judged by what is known
        if counts_for_a_while(row.kind) and is_fresh(tx, row.answered_at - SLACK):
            return
    try:
        _ask(connections, bus, actor, row.register)
    except (Unavailable, Rejected) as error:
        raise RegisterAway from error


def _ask(connections: Connections, bus: Bus, actor: Actor, name: str) -> None:
    register = connections.mandates.get(name)
    if register is None or actor.personal_number is None or actor.person_id is None:
        raise RegisterAway
    answer = register.mandates_of(actor.personal_number, legal_ground=GROUND, purpose=PURPOSE)
    command = KeepMandates(actor.person_id, name, answer.reference, answer.digest, answer.mandates)
    bus.send(command, actor=system())
