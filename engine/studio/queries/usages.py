"""Usages: where the services in force name something, each with the blocks it calls."""

from __future__ import annotations

from dataclasses import dataclass

from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.queries.views import Names
from engine.studio.usages import MOST, Kind, Usage, usages


@dataclass(frozen=True)
class Used:
    """A service with the places in it, and the beginning of the digest of its version in force."""

    code: str
    names: Names
    places: tuple[Usage, ...]
    digest: str


def of_all(tx: Transaction, kind: Kind, wanted: str) -> tuple[Used, ...]:
    """Return the services in force that name it, by code; of very many places the first.

    A place in a block counts once, however many services call the block.
    """
    found: list[Used] = []
    known: set[Usage] = set()
    for row in versions.all_in_force(tx, municipality_id=None, on=local_date(tx.now)):
        places = tuple(usages(versions.files(tx, row.id), kind, wanted))
        if places and len(known) < MOST:
            known.update(places)
            digest = bytes(versions.load(tx, row.id).digest).hex()
            found.append(Used(row.code, row.settings["names"], places[:MOST], digest))
    return tuple(found)
