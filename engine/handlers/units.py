"""Units of a municipality: set up, renamed, dissolved by its administrator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.audit.hash_chain import CONFIGURATION
from engine.clock import local_date
from engine.commands.units import AddUnit, EndUnit, RenameUnit
from engine.db.pool import Transaction
from engine.errors import NotFound, Rejected
from engine.offices.administration import DayIsOver, administered, as_the_engine, ground, refuse_unseen, text
from engine.routes import Route, Sender
from engine.stores import offices, units
from engine.texts import LANGUAGES

LONGEST_NAME = 200


class UnitNeedsNames(Rejected):
    """A unit has a name in each language."""

    code = "unit.names_missing"


class UnitHasOffices(Rejected):
    """Somebody would hold an office in a unit that is no more."""

    code = "unit.has_offices"


class UnitIsNoMore(Rejected):
    """The unit was dissolved before."""

    code = "unit.is_no_more"


def add_unit(command: AddUnit, tx: Transaction) -> None:
    """Set it up. Raises `UnitNeedsNames`, `ActNotNamed`."""
    place = administered(tx, command.municipality)
    kept: dict[str, Any] = {"names": _names(command.names), "act": ground(command.act)}
    with as_the_engine(tx):
        code = units.add(tx, place, **kept, valid_from=command.valid_from)
    _log(tx, "unit.added", code, **kept, valid_from=command.valid_from.isoformat())


def rename_unit(command: RenameUnit, tx: Transaction) -> None:
    """Rename it. Raises `UnitNeedsNames`, `ActNotNamed`, `UnitIsNoMore`, `ChangedMeanwhile`."""
    refuse_unseen(command.seen, _unit(tx, command).version)
    kept: dict[str, Any] = {"names": _names(command.names), "act": ground(command.act)}
    with as_the_engine(tx):
        units.rename(tx, command.unit, **kept)
    _log(tx, "unit.renamed", command.unit, **kept)


def end_unit(command: EndUnit, tx: Transaction) -> None:
    """Dissolve it. Raises `UnitHasOffices`, `DayIsOver`, `ActNotNamed`, `UnitIsNoMore`."""
    unit = _unit(tx, command)
    ended_by, until = ground(command.act), command.valid_until
    if until < local_date(tx.now) or (unit.valid_from is not None and until < unit.valid_from):
        raise DayIsOver
    with as_the_engine(tx):
        if number := offices.held_in_unit(tx, command.unit, on=until):
            raise UnitHasOffices(number=number)
        units.end(tx, command.unit, valid_until=until, ended_by=ended_by)
    _log(tx, "unit.ended", command.unit, act=ended_by, valid_until=until.isoformat())


def _unit(tx: Transaction, command: RenameUnit | EndUnit) -> Any:
    place = administered(tx, command.municipality)
    with as_the_engine(tx):
        unit = units.locked(tx, place.id, command.unit)
    if unit is None:
        raise NotFound
    if unit.valid_until is not None:
        raise UnitIsNoMore
    return unit


def _names(said: Mapping[str, str]) -> dict[str, str]:
    names = {language: text(said.get(language, ""), longest=LONGEST_NAME) for language in LANGUAGES}
    if not all(names.values()):
        raise UnitNeedsNames
    return names


def _log(tx: Transaction, kind: str, unit: str, **body: Any) -> None:
    tx.log(CONFIGURATION, kind, unit=unit, **body)


ROUTES = (
    Route(AddUnit, add_unit, sender=Sender.PERSON),
    Route(RenameUnit, rename_unit, sender=Sender.PERSON),
    Route(EndUnit, end_unit, sender=Sender.PERSON),
)
