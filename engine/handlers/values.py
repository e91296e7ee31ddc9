"""Values of a council by a table: entered by the administrator of its municipality."""

from __future__ import annotations

from engine.commands.values import EnterValues, ValuesEntered
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.offices.administration import administered, as_the_engine
from engine.offices.seen_table import refuse_unseen
from engine.routes import Route, Sender
from engine.stores import parameters
from engine.value_tables.entering import NewValue, enter
from engine.value_tables.plan import looked_at
from engine.value_tables.table import CHANGED, NEW, PlannedValue


class NothingNew(Rejected):
    """Every value of the table is in force already."""

    code = "value_table.nothing_new"


def enter_values(command: EnterValues, tx: Transaction) -> ValuesEntered:
    """Enter the table, all of it or nothing.

    Raises `TableInvalid`, `ChangedMeanwhile`, `NothingNew`, `ActNotNamed`.
    """
    place = administered(tx, command.municipality)
    with as_the_engine(tx):
        parameters.lock_settable(tx)
    planned = looked_at(tx, place.code, command.rows, act=command.act, first_on=command.first_on)
    refuse_unseen(planned, command.seen)
    if not planned.does_something:
        raise NothingNew
    for value in planned.entered:
        enter(tx, _new(value), place)
    return ValuesEntered(len(planned.of(NEW)), len(planned.of(CHANGED)))


def _new(planned: PlannedValue) -> NewValue:
    parameter, entry = planned.parameter, planned.entry
    period = (entry.valid_from, entry.valid_until)
    return NewValue(parameter.name, parameter.kind, parameter.unit, entry.value, *period, act=planned.act)


ROUTES = (Route(EnterValues, enter_values, sender=Sender.PERSON, result=ValuesEntered),)
