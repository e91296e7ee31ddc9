"""The catalogue of services: by life event where a municipality offers them, and by search.

Which words people use is the data's knowledge: names, summaries, and the other words that services
and life events bring in both languages. Refuses to know pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.catalogue.offers import is_for_office
from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.queries import places
from engine.queries.search import LONGEST_QUESTION, score, words_in
from engine.queries.service_views import ServiceCard
from engine.queries.views import Municipality, Names
from engine.stores import life_events

MOST_WORDS, MOST_FOUND = 8, 30
NAME, WORD, EVENT, SUMMARY = 4, 3, 2, 1  # how much it counts where a word is found


@dataclass(frozen=True)
class LifeEvent:
    """A heading of the catalogue with the services under it; without a code, what belongs to none."""

    code: str
    names: Names | None
    services: tuple[ServiceCard, ...]


@dataclass(frozen=True)
class FoundService:
    """A service that answers a search, and where it is offered."""

    service: ServiceCard
    places: tuple[Municipality, ...]


def by_life_event(tx: Transaction, municipality: Municipality) -> tuple[LifeEvent, ...]:
    """Return what the municipality offers, under each life event that a service names."""
    offered = [row for row in _in_force(tx) if _is_offered(row, municipality)]
    events = life_events.every(tx)
    known = {event.code for event in events}
    found = [
        LifeEvent(event.code, event.names, _cards(row for row in offered if event.code in _events(row)))
        for event in events
    ]
    found.append(LifeEvent("other", None, _cards(row for row in offered if not known & set(_events(row)))))
    return tuple(event for event in found if event.services)


def search(
    tx: Transaction, question: str, *, municipality: Municipality | None = None
) -> tuple[FoundService, ...]:
    """Return the services that answer the question, the best first; offered anywhere, or in one place."""
    asked = words_in(question[:LONGEST_QUESTION])[:MOST_WORDS]
    if not asked:
        return ()
    everywhere = [municipality] if municipality else places.municipalities(tx)
    events = {event.code: event for event in life_events.every(tx)}
    texts = [(row, _texts(row, events)) for row in _in_force(tx)]
    for every_word in (True, False):
        found = [(score(asked, said, every_word=every_word), row) for row, said in texts]
        answers = tuple(
            FoundService(_card(row), offering)
            for points, row in sorted(found, key=lambda one: (-one[0], one[1].code))
            if points and (offering := tuple(one for one in everywhere if _is_offered(row, one)))
        )
        if answers:
            return answers[:MOST_FOUND]
    return ()


def _in_force(tx: Transaction) -> list[Any]:
    found = versions.by_place(tx, on=local_date(tx.now))
    return [row for row in found if not is_for_office(row.settings)]


def _is_offered(row: Any, municipality: Municipality) -> bool:
    return municipality.id in row.places and municipality.offers(row.code)


def _events(row: Any) -> list[str]:
    return list(row.settings.get("life_events", ()))


def _texts(row: Any, events: dict[str, Any]) -> dict[int, list[str]]:
    settings, mine = row.settings, [events[code] for code in _events(row) if code in events]
    return {
        NAME: list(settings["names"].values()),
        WORD: [word for words in settings.get("words", {}).values() for word in words],
        EVENT: [
            text
            for event in mine
            for text in (*event.names.values(), *(word for words in event.words.values() for word in words))
        ],
        SUMMARY: list(settings["summary"].values()),
    }


def _cards(rows: Any) -> tuple[ServiceCard, ...]:
    return tuple(_card(row) for row in rows)


def _card(row: Any) -> ServiceCard:
    return ServiceCard(row.code, row.module, row.settings["names"], row.settings["summary"])
