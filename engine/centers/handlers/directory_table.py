"""Entering partners' services by a table, from a day, by those who keep the directory."""

from __future__ import annotations

from uuid import UUID, uuid4

from engine.audit.hash_chain import CONFIGURATION
from engine.centers.commands.directory import EnterPartnerServices, PartnerServicesEntered
from engine.centers.directory_plan import NothingNew, looked_at, refuse_others
from engine.centers.rules.directory_table import CHANGED, NEW, SAME, WITHDRAWN
from engine.centers.store import directory_entries
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.offices.administration import as_the_engine
from engine.offices.seen_table import refuse_unseen
from engine.routes import Route, Sender


def enter_partner_services(command: EnterPartnerServices, tx: Transaction) -> PartnerServicesEntered:
    """Enter the table, all of it or nothing.

    Raises `TableInvalid`, `ChangedMeanwhile`, `NothingNew`, `ActNotNamed`, `DayIsOver`.
    """
    refuse_others(tx)
    by, today = tx.actor.person_id, local_date(tx.now)
    with as_the_engine(tx):
        directory_entries.lock(tx)
    planned = looked_at(tx, command.rows, act=command.act, first_on=command.first_on)
    refuse_unseen(planned, command.seen)
    if not planned.does_something:
        raise NothingNew
    act = planned.asked[0]
    rows = [
        {
            "id": service.id or str(uuid4()),
            "partner": service.facts.partner,
            "content": service.facts.content(),
            "is_withdrawn": service.what == WITHDRAWN,
        }
        for service in planned.services
        if service.what != SAME
    ]
    with as_the_engine(tx):
        directory_entries.begin(tx, [UUID(str(row["id"])) for row in rows])
        directory_entries.add(tx, rows, valid_from=command.first_on, act=act, by=by)
        directory_entries.follow(tx, on=today)
    for row in rows:
        tx.log(CONFIGURATION, "directory.entered", **row, act=act, valid_from=command.first_on.isoformat())
    return PartnerServicesEntered(*(len(planned.of(what)) for what in (NEW, CHANGED, WITHDRAWN)))


ROUTES = (
    Route(EnterPartnerServices, enter_partner_services, sender=Sender.PERSON, result=PartnerServicesEntered),
)
