"""Staff of a municipality named all at once: by a table, or invented for a demonstration.

Each office is given as one by itself is, by the same rules and with the same record in the audit log.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from engine.clock import local_date
from engine.commands.offices import GiveOffice
from engine.commands.staff import AppointStaff, InventStaff, StaffAppointed
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.notifications.common import TEXTS
from engine.offices.administration import administered, as_the_engine
from engine.offices.ending import end
from engine.offices.giving import give
from engine.offices.invented import MOST_PLACES, OF_NO_FILE, official
from engine.offices.renaming import rename
from engine.offices.seen_table import refuse_unseen
from engine.offices.staff_plan import StaffPlan, plan
from engine.roles import OF_A_MUNICIPALITY
from engine.routes import Route, Sender
from engine.stores import offices, people, readiness
from engine.texts import OFFICIAL


class DemonstrationOnly(Rejected):
    """Nobody is invented for a municipality that works."""

    code = "office.demonstration_only"


class NoNumberLeft(Rejected):
    """Staff has been invented for as many municipalities as there are numbers for."""

    code = "office.no_number_left"


def appoint_staff(*, is_demo: bool) -> Callable[[AppointStaff, Transaction], StaffAppointed]:
    """Return the handler: let everything be as the table says, or nothing."""

    def handle(command: AppointStaff, tx: Transaction) -> StaffAppointed:
        planned = plan(
            tx,
            command.municipality,
            command.rows,
            act=command.act,
            first_on=command.first_on,
            is_demo=is_demo,
        )
        refuse_unseen(planned, command.seen)
        return _enter(tx, planned, is_demo=is_demo)

    return handle


def invent_staff(*, is_demo: bool) -> Callable[[InventStaff, Transaction], StaffAppointed]:
    """Return the handler: give each office that nobody holds today to somebody invented."""

    def handle(command: InventStaff, tx: Transaction) -> StaffAppointed:
        place = administered(tx, command.municipality)
        if not is_demo:
            raise DemonstrationOnly
        today = local_date(tx.now)
        with as_the_engine(tx):
            number = people.invented_place(tx, place.id, of_no_file=OF_NO_FILE, most=MOST_PLACES)
            if number is None:
                raise NoNumberLeft
            held = {row.role for row in readiness.held(tx, place.id, on=today).get(place.id, ())}
            lacking = {
                role: official(place.code, place.names, number, role)
                for role in OF_A_MUNICIPALITY
                if role not in held
            }
            for person in lacking.values():
                people.put(tx, person, is_demo=True)
        for role, person in lacking.items():
            give(tx, _office(place.code, role, person, on=today), is_demo=is_demo)
        return StaffAppointed(len(lacking), len(lacking))

    return handle


def _enter(tx: Transaction, planned: StaffPlan, *, is_demo: bool) -> StaffAppointed:
    """Correct names, give offices, then end others: who administers is never nobody in between."""
    for renamed in planned.to_rename:
        rename(tx, renamed.line.office)
    for given in planned.to_give:
        give(tx, given.line.office, is_demo=is_demo)
    for ending in planned.to_end:
        end(tx, ending)
    if planned.to_end:
        with as_the_engine(tx):
            offices.release_claims(tx, on=local_date(tx.now))
    return StaffAppointed(
        len(planned.to_give), planned.new_people, len(planned.to_end), len(planned.to_rename)
    )


def _office(code: str, role: str, person: Mapping[str, Any], *, on: date) -> GiveOffice:
    names = {part: person[part] for part in ("given_name", "family_name")}
    return GiveOffice(person["personal_number"], role, code, TEXTS.get(OFFICIAL, "demo.act"), on, **names)


ROUTES = (
    Route(
        AppointStaff,
        build=lambda use: appoint_staff(is_demo=use.settings.is_demo),
        sender=Sender.PERSON,
        result=StaffAppointed,
    ),
    Route(
        InventStaff,
        build=lambda use: invent_staff(is_demo=use.settings.is_demo),
        sender=Sender.PERSON,
        result=StaffAppointed,
    ),
)
