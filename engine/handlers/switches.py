"""Switching modules and services of a municipality on and off. Open cases run to their end."""

from __future__ import annotations

from engine.audit.hash_chain import CONFIGURATION
from engine.clock import local_date
from engine.commands.switches import SetSwitch
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.offices.administration import DayIsOver, administered, as_the_engine, ground, refuse_unseen
from engine.offices.readiness.facts import of_code
from engine.offices.readiness.rules import refuse_unready
from engine.routes import Route, Sender
from engine.stores import municipality_settings, switches


class NothingToSwitch(Rejected):
    """There is no module or service of that name."""

    code = "switch.unknown"


class SwitchedForNoDay(Rejected):
    """The last day lies before the first."""

    code = "switch.period_empty"


def set_switch(command: SetSwitch, tx: Transaction) -> None:
    """Enter it. Raises `NothingToSwitch`, `SwitchedForNoDay`, `DayIsOver`, `ActNotNamed`, `NotReady`.

    Of two who enter something at once the later is told: `ChangedMeanwhile`.
    """
    place = administered(tx, command.municipality)
    if not switches.is_known(tx, command.code):
        raise NothingToSwitch
    if command.valid_until is not None and command.valid_until <= command.valid_from:
        raise SwitchedForNoDay
    if command.valid_from < local_date(tx.now):
        raise DayIsOver
    if command.is_on:
        refuse_unready(of_code(tx, place.id, command.code, on=command.valid_from))
    entry = {"is_on": command.is_on, "act": ground(command.act)}
    period = {"valid_from": command.valid_from, "valid_until": command.valid_until}
    by = tx.actor.person_id
    with as_the_engine(tx):
        municipality_settings.lock(tx, place.id)
        refuse_unseen(command.seen, switches.last(tx, place.id))
        switches.add(tx, place.id, command.code, **entry, **period, recorded_by=by)
    days = {name: day and day.isoformat() for name, day in period.items()}
    tx.log(CONFIGURATION, "switch.set", municipality=place.code, code=command.code, **entry, **days)


ROUTES = (Route(SetSwitch, set_switch, sender=Sender.PERSON),)
