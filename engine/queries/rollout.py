"""The rollout of MMS, and figures of all municipalities, for the national administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.catalogue.store import versions
from engine.clock import local_date, start_of_day
from engine.db.pool import Transaction
from engine.offices.administration import administered, as_the_engine, of_the_country
from engine.queries import places
from engine.queries.views import Municipality, Names
from engine.roles import ADMINISTRATOR
from engine.rollout import OUTSIDE
from engine.stores import municipality_settings as settings
from engine.stores import offices

FIGURES = "select * from case_figures(:since, :until, :today)"


@dataclass(frozen=True)
class Rollout:
    """A municipality: its state and since when, what it offers today, whether somebody administers it."""

    municipality: Municipality
    state: str
    since: date | None
    act: str | None
    services: int
    administrators: int
    entry_id: int  # the last, also of a day to come; 0 for none
    lacks: tuple[str, ...]  # what its papers have to say and nobody has entered: court, court_address


@dataclass(frozen=True)
class Figure:
    """Cases of a service in a municipality within a period; None are one to four of them."""

    municipality: Names
    service: Names
    filed: int | None
    open: int | None
    decided: int | None


@dataclass(frozen=True)
class CourtEntry:
    """In which court acts are contested from a day on; `source` where no act but a public text said so."""

    entry_id: int
    name: Names
    address: Names | None
    source: str | None
    valid_from: date
    act: str | None


@dataclass(frozen=True)
class LetterheadEntry:
    """Entry of the letterhead that papers carry from a day on."""

    entry_id: int
    content: dict[str, object]
    valid_from: date
    act: str | None


def rollout(tx: Transaction) -> tuple[Rollout, ...]:
    """Return all municipalities. Raises `NotAllowed`."""
    of_the_country(tx)
    today = local_date(tx.now)
    services = versions.by_place(tx, on=today)
    with as_the_engine(tx):
        states = settings.in_force_everywhere(tx, settings.ROLLOUT, on=today)
        last = settings.last_everywhere(tx, settings.ROLLOUT)
        courts = settings.in_force_everywhere(tx, settings.COURT, on=today)
        administrators = offices.held_by_place(tx, ADMINISTRATOR, on=today)
    return tuple(
        Rollout(
            municipality,
            states[municipality.id].content["state"] if municipality.id in states else OUTSIDE,
            states[municipality.id].valid_from if municipality.id in states else None,
            states[municipality.id].act if municipality.id in states else None,
            sum(municipality.id in row.places and municipality.offers(row.code) for row in services),
            administrators.get(municipality.id, 0),
            last.get(municipality.id, 0),
            _lacks(courts.get(municipality.id)),
        )
        for municipality in places.municipalities(tx)
    )


def _lacks(court: Any) -> tuple[str, ...]:
    """Return what is missing of the court that an act has to name with its address."""
    if court is None:
        return (settings.COURT,)
    return () if court.content["address"] else (f"{settings.COURT}_address",)


def figures(tx: Transaction, *, since: date, until: date) -> tuple[Figure, ...]:
    """Return how many cases there were, where there was any. Raises `NotAllowed`."""
    of_the_country(tx)
    today = local_date(tx.now)
    in_force = versions.all_in_force(tx, municipality_id=None, on=today)
    names = {row.code: row.settings["names"] for row in in_force}
    rows = tx.all(FIGURES, since=start_of_day(since), until=start_of_day(until), today=today)
    return tuple(
        Figure(
            row.municipality, names.get(row.service, {"ka": row.service}), row.filed, row.open, row.decided
        )
        for row in rows
        if (row.filed, row.open, row.decided) != (0, 0, 0)
    )


@dataclass(frozen=True)
class LanguagesEntry:
    """In which languages services are offered from a day on."""

    entry_id: int
    languages: tuple[str, ...]
    valid_from: date
    act: str | None


def languages(tx: Transaction, code: str) -> tuple[Names, tuple[LanguagesEntry, ...]]:
    """Return what was entered of a municipality's languages, the last first, to its administrator."""
    place = administered(tx, code)
    return place.names, tuple(
        LanguagesEntry(row.id, tuple(row.content["languages"]), row.valid_from, row.act)
        for row in settings.entered(tx, place.id, settings.SPOKEN)
    )


def letterheads(tx: Transaction, code: str) -> tuple[Names, tuple[LetterheadEntry, ...]]:
    """Return what was entered of a municipality's letterhead, the last first, to its administrator."""
    place = administered(tx, code)
    return place.names, tuple(
        LetterheadEntry(row.id, row.content, row.valid_from, row.act)
        for row in settings.entered(tx, place.id, settings.LETTERHEAD)
    )


@dataclass(frozen=True)
class HoursEntry:
    """Entry of the hours when the office is open and citizens are received, from a day on."""

    entry_id: int
    hours: Names
    reception: Names | None
    valid_from: date
    act: str | None


def office_hours(tx: Transaction, code: str) -> tuple[Names, tuple[HoursEntry, ...]]:
    """Return what was entered of a municipality's hours, the last first, to its administrator."""
    place = administered(tx, code)
    return place.names, tuple(
        HoursEntry(row.id, row.content["hours"], row.content["reception"], row.valid_from, row.act)
        for row in settings.entered(tx, place.id, settings.HOURS)
    )


def courts(tx: Transaction, code: str) -> tuple[Names, tuple[CourtEntry, ...]]:
    """Return what was entered of the court over a municipality, the last first, to its administrator."""
    place = administered(tx, code)
    return place.names, court_entries(tx, place.id)


def court_entries(tx: Transaction, municipality_id: int) -> tuple[CourtEntry, ...]:
    """Return what was entered of the court over a municipality, the last first. Asks nobody's rights."""
    return tuple(
        CourtEntry(
            row.id,
            row.content["name"],
            row.content["address"],
            row.content.get("source"),
            row.valid_from,
            row.act,
        )
        for row in settings.entered(tx, municipality_id, settings.COURT)
    )
