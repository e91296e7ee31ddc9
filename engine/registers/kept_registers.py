"""The registers that somebody of the office may open, each with its declaration.

A register is opened by whoever sees the cases of a service that writes to it: all of the municipality's, or
those of the services that an office of theirs works on (`engine/cases/sight.py`). Nobody opens another
municipality's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from engine.cases import sight
from engine.catalogue.published import published
from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.registers.store import entries
from engine.stores import reads, reference
from engine.stores import sight as versions_of
from engine.texts import OFFICIAL

Names = Mapping[str, str]
READ, FOUND, EXPORTED = "register.read", "register.found", "register.exported"
ONE_LOOK: Final = timedelta(minutes=10)  # within which the same look of the same official is noted once


@dataclass(frozen=True)
class KeptRegister:
    """A register of a municipality; `version_id` is the newest version of a service that declares it."""

    code: str
    municipality: str
    place: Names
    place_id: int
    version_id: int
    declared: Mapping[str, Any]

    @property
    def names(self) -> Names:
        names: Names = self.declared["names"]
        return names

    @property
    def summary(self) -> Names:
        summary: Names = self.declared.get("summary", {})
        return summary

    def record_look(
        self, tx: Transaction, kind: str, rows: Sequence[Any], *, once_since: datetime | None = None
    ) -> None:
        """Note a look at entries of the register for those they are about; what is taken away each time.

        With an instant, what was taken away since is noted once.
        """
        reads.record_entries(
            tx,
            kind,
            rows,
            register=self.code,
            municipality_id=self.place_id,
            once_since=once_since if kind == EXPORTED else tx.now - ONE_LOOK,
            version=self.version_id,
        )


@dataclass(frozen=True)
class CountedRegister:
    """A register with how many entries are in force today."""

    register: KeptRegister
    in_force: int


def opened(tx: Transaction) -> tuple[KeptRegister, ...]:
    """Return the registers that the actor may open, by municipality and name."""
    found = [register for place in tx.actor.municipalities for register in _of_place(tx, place)]
    return tuple(sorted(found, key=lambda one: (one.municipality, one.names[OFFICIAL])))


def counted(tx: Transaction) -> tuple[CountedRegister, ...]:
    """Return the same with the number of entries that are in force today."""
    today = local_date(tx.now)
    return tuple(
        CountedRegister(
            register, entries.in_force(tx, register=register.code, place=register.place_id, on=today)
        )
        for register in opened(tx)
    )


def find(tx: Transaction, code: str, municipality: str | None = None) -> KeptRegister:
    """Return one of them, of the first municipality if none is named. Raises `NotFound`."""
    for place in tx.actor.municipalities:
        for register in _of_place(tx, place):
            if register.code == code and municipality in (None, register.municipality):
                return register
    raise NotFound


def _of_place(tx: Transaction, place: int) -> Iterator[KeptRegister]:
    """Yield the registers of a municipality: of services that are offered there, or of which it has cases."""
    writing = _writing(tx, place)
    seen = sight.versions_seen(tx, place, {version for some in writing.values() for version in some})
    row = reference.municipality_by_id(tx, place)
    for code, writers in writing.items():
        if writers & seen:
            newest = max(writers)
            declared = published(tx, newest).register(code)
            yield KeptRegister(code, row.code, row.names, place, newest, declared)


def _writing(tx: Transaction, place: int) -> dict[str, set[int]]:
    """Return the versions of services that write to each register, by its code."""
    found: dict[str, set[int]] = defaultdict(set)
    for row in versions.all_in_force(tx, municipality_id=place, on=local_date(tx.now)):
        if code := row.settings.get("register"):
            found[code].add(row.id)
    for version_id in versions_of.versions(tx, place):
        if code := published(tx, version_id).settings.get("register"):
            found[code].add(version_id)
    return found
