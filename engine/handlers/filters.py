"""Keeping parts of lists under a name: for oneself, or for the unit in which one works."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from itertools import starmap
from typing import Any, Final
from uuid import UUID

from engine.commands.filters import RemoveFilter, RenameFilter, SaveFilter
from engine.db.pool import Transaction, as_json, without_nul
from engine.errors import NotAllowed, NotFound, Rejected
from engine.lists import DAYS, LISTS, Due, answer_of, is_for, is_order, may_change
from engine.routes import Route, Sender
from engine.stores import saved_filters as store
from engine.tenancy import Actor

LONGEST_NAME: Final = 60
LONGEST_CODE: Final = 120
MOST: Final = 30
SERVICE: Final = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")


class FilterRefused(Rejected):
    """A part of a list can't be kept like this."""

    code = "filter.refused"


def save_filter(command: SaveFilter, tx: Transaction) -> None:
    """Keep it. Raises `FilterRefused`."""
    name = _name(command.name)
    _refuse_unknown(command)
    place, unit = _place(command, tx.actor)
    if store.count(tx) >= MOST:
        raise FilterRefused("filter.too_many", most=MOST)
    is_new = store.add(
        tx,
        id=command.filter_id,
        owner_id=tx.actor.person_id,
        municipality_id=place,
        unit=unit,
        is_shared=command.is_shared,
        name=name,
        list=command.list,
        due=command.due,
        service=command.service,
        conditions=as_json(dict(command.conditions)),
    )
    if not is_new:
        raise FilterRefused("filter.saved_already")
    _log(tx, "filter.saved", command.filter_id, name=name, is_shared=command.is_shared)


def rename_filter(command: RenameFilter, tx: Transaction) -> None:
    """Rename it. Raises `FilterRefused`, `NotAllowed`, `NotFound`."""
    _kept(command, tx)
    name = _name(command.name)
    if not store.rename(tx, command.filter_id, name, seen=command.seen):
        raise FilterRefused("filter.renamed_meanwhile")
    _log(tx, "filter.renamed", command.filter_id, name=name)


def remove_filter(command: RemoveFilter, tx: Transaction) -> None:
    """Remove it. Raises `NotAllowed`, `NotFound`."""
    row = _kept(command, tx)
    store.remove(tx, command.filter_id)
    _log(tx, "filter.removed", command.filter_id, name=row.name, owner=row.owner_id)


def _kept(command: RenameFilter | RemoveFilter, tx: Transaction) -> Any:
    row = store.one(tx, command.filter_id)
    if row is None or not is_for(tx.actor, row):
        raise NotFound
    if not may_change(tx.actor, row):
        raise NotAllowed
    return row


def _name(said: str) -> str:
    name = " ".join(without_nul(said).split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise FilterRefused("filter.name_missing", longest=LONGEST_NAME)
    return name


def _refuse_unknown(command: SaveFilter) -> None:
    is_known = command.list in LISTS and (command.due is None or command.due in {due.value for due in Due})
    service = command.service
    is_code = service is None or (len(service) <= LONGEST_CODE and SERVICE.fullmatch(service))
    if not (is_known and is_code and all(starmap(_is_condition, command.conditions.items()))):
        raise FilterRefused("filter.unknown")


def _is_condition(name: str, value: str) -> bool:
    if name in DAYS:
        with suppress(ValueError):
            return date.fromisoformat(value).isoformat() == value
        return False
    if name == "order":
        return is_order(value)
    return name == "answer" and answer_of(value) is not None


def _place(command: SaveFilter, actor: Actor) -> tuple[int, str | None]:
    """Return for which municipality and unit it is kept."""
    if not command.is_shared:
        return actor.municipalities[0], None
    for grant in actor.roles:
        if grant.municipality_id in actor.municipalities and (grant.municipality, grant.unit) == (
            command.municipality,
            command.unit,
        ):
            assert grant.municipality_id is not None
            return grant.municipality_id, grant.unit
    raise FilterRefused("filter.office_missing")


def _log(tx: Transaction, kind: str, filter_id: UUID, **body: Any) -> None:
    tx.log(f"filters/{filter_id}", kind, **body)


ROUTES = (
    Route(SaveFilter, save_filter, sender=Sender.STAFF),
    Route(RenameFilter, rename_filter, sender=Sender.STAFF),
    Route(RemoveFilter, remove_filter, sender=Sender.STAFF),
)
