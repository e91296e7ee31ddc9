"""Courts of the country by a table: entered by an administrator of the country, for each municipality."""

from __future__ import annotations

from engine.audit.hash_chain import CONFIGURATION
from engine.commands.courts import CourtsEntered, EnterCourts
from engine.courts.plan import looked_at
from engine.courts.table import CHANGED, NEW
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.offices.administration import as_the_engine, of_the_country
from engine.offices.seen_table import refuse_unseen
from engine.routes import Route, Sender
from engine.stores import municipality_settings as settings


class NothingNew(Rejected):
    """Every municipality has the court that the table says already."""

    code = "court_table.nothing_new"


def enter_courts(command: EnterCourts, tx: Transaction) -> CourtsEntered:
    """Enter the table, all of it or nothing.

    Raises `TableInvalid`, `ChangedMeanwhile`, `NothingNew`, `ActNotNamed`, `DayIsOver`.
    """
    of_the_country(tx)
    by = tx.actor.person_id
    with as_the_engine(tx):
        settings.lock_everywhere(tx)
    planned = looked_at(tx, command.rows, act=command.act, first_on=command.first_on)
    refuse_unseen(planned, command.seen)
    if not planned.does_something:
        raise NothingNew
    act = planned.asked[0]
    for court in (*planned.of(NEW), *planned.of(CHANGED)):
        content = {"name": dict(court.facts.name), "address": dict(court.facts.address)}
        entry = {"valid_from": command.first_on, "act": act, "recorded_by": by}
        with as_the_engine(tx):
            settings.add(tx, court.place.id, settings.COURT, content, **entry)
        tx.log(
            CONFIGURATION,
            "court.set",
            municipality=court.place.code,
            content=content,
            act=act,
            valid_from=command.first_on.isoformat(),
        )
    return CourtsEntered(len(planned.of(NEW)), len(planned.of(CHANGED)))


ROUTES = (Route(EnterCourts, enter_courts, sender=Sender.PERSON, result=CourtsEntered),)
