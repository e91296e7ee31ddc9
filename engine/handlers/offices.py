"""Offices of a municipality: given by an act of appointment, ended by another.

The administrator of a municipality gives its offices, the national administrator names administrators,
analysts and who works for community centres, and whoever runs the installation may give all. Nobody
gives themselves anything. What somebody did in an office stays done when it ends; what they have claimed
goes back to the list of their unit.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.clock import local_date
from engine.commands.offices import EndOffice, GiveOffice, OfficeEnded, ReleaseClaims
from engine.db.pool import Transaction
from engine.offices.administration import as_the_engine
from engine.offices.ending import end
from engine.offices.giving import give
from engine.routes import Route, Sender
from engine.stores import offices


def give_office(*, is_demo: bool) -> Callable[[GiveOffice, Transaction], None]:
    """Return the handler: check who gives, role, place, act and period, then enter the office."""
    return lambda command, tx: give(tx, command, is_demo=is_demo)


def end_office(command: EndOffice, tx: Transaction) -> OfficeEnded:
    """End the office; what was claimed in it goes back to the lists of its units."""
    end(tx, command)
    with as_the_engine(tx):
        return OfficeEnded(offices.release_claims(tx, on=local_date(tx.now)))


def release_claims(command: ReleaseClaims, tx: Transaction) -> int:
    """Put back what was claimed in offices that have ended since; return how many tasks."""
    del command
    return offices.release_claims(tx, on=local_date(tx.now))


ROUTES = (
    Route(
        GiveOffice, build=lambda use: give_office(is_demo=use.settings.is_demo), sender=Sender.ADMINISTRATION
    ),
    Route(EndOffice, end_office, sender=Sender.ADMINISTRATION, result=OfficeEnded),
    Route(ReleaseClaims, release_claims, sender=Sender.SYSTEM),
)
