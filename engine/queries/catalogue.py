"""The catalogue of services and sub-programmes: by life event where they are offered, and by search.

Which words people use is the data's knowledge: names, summaries, and the other words that services
and life events bring in both languages. Refuses to know pages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.catalogue.offers import is_for_office
from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.queries import places, sub_programmes
from engine.queries.relevance import relevance
from engine.queries.search import LONGEST_QUESTION
from engine.queries.service_views import ServiceCard
from engine.queries.sub_programme_views import SubProgramme
from engine.queries.views import Municipality, Names
from engine.stores import life_events

MOST_FOUND = 30
NAME, WORD, EVENT, SUMMARY = 4, 3, 2, 1  # how much it counts where a word is found


@dataclass(frozen=True)
class LifeEvent:
    """A heading of the catalogue with what stands under it; without a code, what belongs to none."""

    code: str
    names: Names | None
    services: tuple[ServiceCard, ...]
    programmes: tuple[SubProgramme, ...] = ()


@dataclass(frozen=True)
class FoundService:
    """A service that answers a search, and where it is offered."""

    service: ServiceCard
    places: tuple[Municipality, ...]


@dataclass(frozen=True)
class FoundProgramme:
    """A sub-programme that answers a search, and the municipalities that have one of this name."""

    programme: SubProgramme
    places: tuple[Municipality, ...]


Found = FoundService | FoundProgramme
_Candidate = tuple[Mapping[int, list[str]], str, Found]  # where words are found, code, what is found


def by_life_event(tx: Transaction, municipality: Municipality) -> tuple[LifeEvent, ...]:
    """Return what the municipality offers, under each life event that a service or sub-programme names."""
    offered = [row for row in _in_force(tx) if _is_offered(row, municipality)]
    programmes = sub_programmes.sub_programmes(tx, municipality)
    events = life_events.every(tx)
    known = {event.code for event in events}
    found = [
        LifeEvent(
            event.code,
            event.names,
            _cards(row for row in offered if _stands_under(row, event.code, programmes)),
            tuple(found for found in programmes if event.code in found.life_events),
        )
        for event in events
    ]
    others = _cards(row for row in offered if not known & set(_events(row)))
    unplaced = tuple(found for found in programmes if not known & set(found.life_events))
    found.append(LifeEvent("other", None, others, unplaced))
    return tuple(event for event in found if event.services or event.programmes)


def first_event(tx: Transaction, codes: Collection[str]) -> LifeEvent | None:
    """Return the first life event of some, without what stands under it."""
    known = (LifeEvent(event.code, event.names, ()) for event in life_events.every(tx))
    return next((event for event in known if event.code in codes), None)


def search(
    tx: Transaction, question: str, *, municipality: Municipality | None = None
) -> tuple[FoundService, ...]:
    """Return the services that answer the question, the best first; offered anywhere, or in one place."""
    everywhere = [municipality] if municipality else places.municipalities(tx)
    found = _best(question, _services(tx, everywhere, life_events.every(tx)))
    return tuple(answer for answer in found if isinstance(answer, FoundService))


def search_all(
    tx: Transaction, question: str, *, municipality: Municipality | None = None
) -> tuple[Found, ...]:
    """Return the services and sub-programmes that answer the question, in the same order."""
    everywhere = [municipality] if municipality else places.municipalities(tx)
    events = life_events.every(tx)
    programmes = list(_programmes(tx, everywhere, events))
    listed = {found.programme.service for _, _, found in programmes if isinstance(found, FoundProgramme)}
    services = [_by_name(answer, listed) for answer in _services(tx, everywhere, events)]
    return _best(question, [*services, *programmes])


def _by_name(candidate: _Candidate, listed: Collection[str]) -> _Candidate:
    """Let a service whose sub-programmes are found themselves be found by its name alone."""
    texts, code, found = candidate
    return ({NAME: texts[NAME]}, code, found) if code in listed else candidate


def _best(question: str, candidates: Iterable[_Candidate]) -> tuple[Found, ...]:
    """Return what answers the question, the best first."""
    offered = list(candidates)
    scores = relevance(question[:LONGEST_QUESTION], [texts for texts, _, _ in offered])
    ranked = [(-score, code, found) for score, (_, code, found) in zip(scores, offered, strict=True) if score]
    return tuple(found for _, _, found in sorted(ranked, key=lambda answer: answer[:2])[:MOST_FOUND])


def _services(tx: Transaction, everywhere: Iterable[Municipality], events: list[Any]) -> Iterator[_Candidate]:
    municipalities = tuple(everywhere)
    for row in _in_force(tx):
        offering = tuple(place for place in municipalities if _is_offered(row, place))
        if offering:
            yield _texts(row.settings, _events(row), events), row.code, FoundService(_card(row), offering)


def _programmes(
    tx: Transaction, everywhere: Iterable[Municipality], events: list[Any]
) -> Iterator[_Candidate]:
    """Yield the sub-programmes, those of the same name in several municipalities as one."""
    by_code = {place.code: place for place in everywhere}
    alike: dict[tuple[str, str], list[SubProgramme]] = {}
    for programme in sub_programmes.of_all(tx, by_code.values()):
        alike.setdefault((programme.code, programme.names["ka"]), []).append(programme)
    for (code, _), of_places in alike.items():
        first, offering = of_places[0], tuple(by_code[programme.municipality] for programme in of_places)
        named = {**first.content, "names": first.names}
        yield _texts(named, first.life_events, events), code, FoundProgramme(first, offering)


def _in_force(tx: Transaction) -> list[Any]:
    found = versions.by_place(tx, on=local_date(tx.now))
    return [row for row in found if not is_for_office(row.settings)]


def _is_offered(row: Any, municipality: Municipality) -> bool:
    return municipality.id in row.places and municipality.offers(row.code)


def _stands_under(row: Any, event: str, programmes: Iterable[SubProgramme]) -> bool:
    """Say whether a service is listed under a life event: beside its sub-programmes only in its first one."""
    mine = _events(row)
    has_listed = any(found.service == row.code and event in found.life_events for found in programmes)
    return event in mine and (event == mine[0] or not has_listed)


def _events(row: Any) -> list[str]:
    return list(row.settings.get("life_events", ()))


def _texts(
    content: Mapping[str, Any], mine: Collection[str], events: Iterable[Any]
) -> Mapping[int, list[str]]:
    """Return the texts of a service or sub-programme by how much a word found in them counts."""
    return {
        NAME: list(content["names"].values()),
        WORD: [word for words in content.get("words", {}).values() for word in words],
        EVENT: [
            text
            for event in events
            if event.code in mine
            for text in (*event.names.values(), *(word for words in event.words.values() for word in words))
        ],
        SUMMARY: list(content["summary"].values()),
    }


def _cards(rows: Any) -> tuple[ServiceCard, ...]:
    return tuple(_card(row) for row in rows)


def _card(row: Any) -> ServiceCard:
    return ServiceCard(row.code, row.module, row.settings["names"], row.settings["summary"])
