"""The directory of services as pages show it: what partners offer, and what municipalities offer here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from engine.centers.store import directory
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.queries.search import LONGEST_QUESTION, score, words_in
from engine.queries.views import Names
from engine.texts import OFFICIAL

MUNICIPALITIES: Final = "municipalities"  # in the place of a partner's code: what is filed here
NAME, PARTNER, CELL = 4, 2, 1  # how much it counts where a word is found


@dataclass(frozen=True)
class Listed:
    """A service of the directory; one of municipalities has a `code` and no id."""

    service_id: UUID | None
    code: str | None
    partner: str
    partner_names: Names | None
    names: Names
    cells: Mapping[str, Names]
    link: str | None
    source: str | None
    confidence: str | None
    changed_on: date
    version: int = 0
    withdrawn_on: date | None = None
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DirectoryPage:
    """Page of the services asked for, and the names of partners that have something in the directory."""

    services: tuple[Listed, ...]
    partners: Mapping[str, Names | None]
    total: int


@dataclass(frozen=True)
class Partner:
    """A partner as those see it who keep the directory."""

    code: str
    names: Names
    source: str
    confidence: str


def page(tx: Transaction, *, question: str = "", partner: str = "") -> DirectoryPage:
    """Return the services that answer the words, of one partner or of all: in one statement."""
    found = sorted(
        (_listed(row) for row in directory.every(tx, today=local_date(tx.now))), key=_by_partner_and_name
    )
    partners = {entry.partner: entry.partner_names for entry in found}
    chosen = [entry for entry in found if not partner or entry.partner == partner]
    asked = words_in(question[:LONGEST_QUESTION])
    if asked:
        chosen = _answers(chosen, asked)
    return DirectoryPage(tuple(chosen), partners, len(found))


def service(tx: Transaction, service_id: UUID) -> Listed:
    """Return a service of a partner, one that was withdrawn too. Raises `NotFound`."""
    row = directory.service(tx, service_id)
    if row is None:
        raise NotFound
    return _listed(row, version=row.version, withdrawn_on=row.withdrawn_on, sources=row.sources)


def partners(tx: Transaction) -> tuple[Partner, ...]:
    """Return all partners, those without a service too."""
    return tuple(Partner(row.code, row.names, row.source, row.confidence) for row in directory.partners(tx))


def _answers(services: Iterable[Listed], asked: tuple[str, ...]) -> list[Listed]:
    said = [(service, _texts(service)) for service in services]
    for every_word in (True, False):
        points = [(score(asked, texts, every_word=every_word), entry) for entry, texts in said]
        found = [entry for number, entry in sorted(points, key=lambda pair: -pair[0]) if number]
        if found:
            return found
    return []


def _texts(one: Listed) -> dict[int, list[str]]:
    return {
        NAME: list(one.names.values()),
        PARTNER: list((one.partner_names or {}).values()),
        CELL: [text for texts in one.cells.values() for text in texts.values()],
    }


def _by_partner_and_name(one: Listed) -> tuple[bool, str, str]:
    """What municipalities offer goes last; Georgian letters sort as their code points do."""
    return one.partner_names is None, (one.partner_names or {}).get(OFFICIAL, ""), one.names[OFFICIAL]


def _listed(row: Any, **more: Any) -> Listed:
    code = getattr(row, "code", None)
    return Listed(
        row.id,
        code,
        row.partner or MUNICIPALITIES,
        row.partner_names,
        row.names,
        {name: texts for name, texts in row.cells.items() if texts},
        row.link,
        row.source,
        row.confidence,
        row.changed_on,
        **more,
    )
