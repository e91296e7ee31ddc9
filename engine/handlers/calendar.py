"""Days off that the Government or a municipality decrees, and the deadlines they move.

Declaring a day off queues the recount of every open case it concerns in the same commit; each case
is then recounted by a command of its own, so that one case that can't move holds up no other. Whoever
runs the installation declares any day; an administrator days of their municipality that are ahead, the
national administrator those of the country.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from engine.audit.hash_chain import CONFIGURATION
from engine.commands.cases import StepTaken
from engine.commands.reference import DeclareDayOff, RecountCase
from engine.db.pool import Transaction, as_json
from engine.errors import NotFound, Rejected
from engine.offices.administration import administered, as_the_engine, ground, of_the_country, text
from engine.operations import clockwork
from engine.operations.operation import Operations
from engine.routes import Route, Sender
from engine.steps import open_case
from engine.stores import reference, work
from engine.terms.days_off import refuse_to_declare
from engine.texts import LANGUAGES

LONGEST_NAME: Final = 200


class NamesNeeded(Rejected):
    """People read in both languages why an office is closed."""

    code = "day_off.names_needed"


def declare_day_off(command: DeclareDayOff, tx: Transaction) -> None:
    """Enter the day and queue the recount; of the engine, a day that is known already is only recounted."""
    actor = tx.actor
    names: Mapping[str, str] = command.names
    act: str | None = command.act.strip() or None
    if actor.is_system:
        place = _place(tx, command.municipality)
    else:
        names, act, place = _checked(tx, command)
    with as_the_engine(tx):
        _declare(tx, command.day, names, place, act=act, recorded_by=actor.person_id)
    tx.log(
        CONFIGURATION,
        "day_off.declared",
        day=command.day.isoformat(),
        municipality=command.municipality,
        **({} if act is None else {"act": act}),
    )


def _place(tx: Transaction, code: str | None) -> int | None:
    if code is None:
        return None
    found = reference.municipality(tx, code)
    if found is None:
        raise NotFound
    return int(found.id)


def _checked(tx: Transaction, command: DeclareDayOff) -> tuple[Mapping[str, str], str, int | None]:
    """Return names, act and municipality as they are entered, if this person may enter the day."""
    place_id: int | None = None
    if command.municipality is None:
        of_the_country(tx)
    else:
        place_id = int(administered(tx, command.municipality).id)
    names = {language: text(command.names.get(language, ""), longest=LONGEST_NAME) for language in LANGUAGES}
    if not all(names.values()):
        raise NamesNeeded
    act = ground(command.act)
    refuse_to_declare(tx, command.day, municipality_id=place_id)
    return names, act, place_id


def _declare(
    tx: Transaction,
    day: date,
    names: Mapping[str, str],
    municipality_id: int | None,
    *,
    act: str | None,
    recorded_by: int | None,
) -> None:
    reference.change_calendar(tx)
    reference.add_holiday(
        tx,
        day=day,
        names=names,
        kind=reference.DECREED,
        confidence=reference.DECREED,
        municipality_id=municipality_id,
        act=act,
        recorded_by=recorded_by,
    )
    args = as_json({"day": day.isoformat(), "municipality_id": municipality_id})
    work.queue(tx, "recount_deadlines", lock=f"day-off:{day}", args=args)


def recount_case(operations: Operations) -> Callable[[RecountCase, Transaction], StepTaken | None]:
    """Return the handler: count the open deadlines of a case anew. A second recount changes nothing."""

    def handle(command: RecountCase, tx: Transaction) -> StepTaken | None:
        case = open_case(tx, operations, command.case_id)
        clockwork.recount(case, command.because_of)
        return case.save_in_place() if case.events else None

    return handle


ROUTES = (
    Route(DeclareDayOff, declare_day_off, sender=Sender.ADMINISTRATION),
    Route(
        RecountCase, build=lambda use: recount_case(use.operations), sender=Sender.SYSTEM, result=StepTaken
    ),
)
