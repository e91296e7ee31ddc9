"""Entering partners of the community centres by a table, by those who keep the directory."""

from __future__ import annotations

from dataclasses import asdict

from engine.audit.hash_chain import CONFIGURATION
from engine.centers.commands.directory import EnterPartners, PartnersEntered
from engine.centers.directory_plan import NothingNew, partners_looked_at, refuse_others
from engine.centers.rules.partner_table import CHANGED, NEW
from engine.centers.store import directory, directory_entries
from engine.db.pool import Transaction
from engine.offices.administration import as_the_engine
from engine.offices.seen_table import refuse_unseen
from engine.routes import Route, Sender


def enter_partners(command: EnterPartners, tx: Transaction) -> PartnersEntered:
    """Enter the table, all of it or nothing. Raises `TableInvalid`, `ChangedMeanwhile`, `NothingNew`."""
    refuse_others(tx)
    directory_entries.lock(tx)
    planned = partners_looked_at(tx, command.rows)
    refuse_unseen(planned, command.seen)
    if not planned.does_something:
        raise NothingNew
    entered = [
        {"code": partner.code, **asdict(partner.facts)}
        for what in (NEW, CHANGED)
        for partner in planned.of(what)
    ]
    with as_the_engine(tx):
        for partner in entered:
            directory.put_partner(tx, **partner)
    for partner in entered:
        tx.log(CONFIGURATION, "directory.partner_set", **partner)
    return PartnersEntered(len(planned.of(NEW)), len(planned.of(CHANGED)))


ROUTES = (Route(EnterPartners, enter_partners, sender=Sender.PERSON, result=PartnersEntered),)
