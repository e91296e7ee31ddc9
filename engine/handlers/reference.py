"""Loading what every installation starts with: places, days off, parameters, programmes, demo people.

Loading again changes nothing that is already known, except names and contact data.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.catalogue.programmes import Programme
from engine.centers.store import directory
from engine.clock import local_date
from engine.commands.reference import LoadMunicipality, LoadPeople, LoadReferenceData
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.rollout import LIVE, OUTSIDE
from engine.routes import Route, Sender
from engine.stores import life_events, municipality_settings, parameters, people, reference, switches, units

FROM_THE_START = date(2024, 1, 1)
# What is kept in tables of their own.
BEGUN_WITH = frozenset(
    {"bank_details", "court", "demo_modules", "languages", "letterhead", "mms", "modules", "units"}
)


def load_municipality(command: LoadMunicipality, tx: Transaction) -> None:
    """Create or refresh a municipality with its settlements and zones.

    What people set themselves is only begun with: units, modules, letterhead, court, languages, the state
    of the rollout.
    """
    data = command.data
    municipality_id = reference.put_municipality(tx, _without(data, BEGUN_WITH))
    begun: dict[str, Any] = {
        municipality_settings.LETTERHEAD: data["letterhead"],
        municipality_settings.SPOKEN: {"languages": data["languages"]},
        municipality_settings.ROLLOUT: {"state": LIVE if data["mms"] else OUTSIDE},
    }
    if details := data.get("bank_details"):  # invented ones
        begun[municipality_settings.BANK_DETAILS] = details
    if data["court"] is not None:
        begun[municipality_settings.COURT] = data["court"]
    for name, content in begun.items():
        municipality_settings.begin_with(tx, municipality_id, name, content, valid_from=FROM_THE_START)
    for unit in data["units"]:
        units.begin_with(tx, municipality_id, unit)
    for settlement in data["settlements"]:
        reference.put_settlement(tx, municipality_id, settlement)
    for module in data["modules"]:
        switches.begin_with(tx, municipality_id, module, valid_from=FROM_THE_START)


def _without(data: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in names}


def load_people(command: LoadPeople, tx: Transaction) -> None:
    """Create or refresh demo people with their roles."""
    places: dict[str | None, int | None] = {place.code: place.id for place in reference.everywhere(tx)}
    places[None] = None
    for person in command.people:
        _load_person(tx, person, places)


def _load_person(tx: Transaction, data: Mapping[str, Any], places: Mapping[str | None, int | None]) -> None:
    person_id = people.put(tx, data, is_demo=True)
    for grant in data["roles"]:
        place = grant["municipality"]
        if place not in places:
            raise Rejected("person.unknown_municipality", municipality=place)
        people.grant(
            tx,
            person_id,
            municipality_id=places[place],
            role=grant["role"],
            unit=grant.get("unit"),
            center=grant.get("center"),
            valid_from=FROM_THE_START,
        )


def load_reference_data(command: LoadReferenceData, tx: Transaction) -> None:
    """Add holidays, parameters, sub-programmes, centres and life events."""
    for holiday in command.holidays:
        reference.add_holiday(
            tx,
            day=date.fromisoformat(holiday["date"]),
            names=holiday["names"],
            kind=holiday["kind"],
            confidence=holiday["confidence"],
        )
    for parameter in command.parameters:
        parameters.name(
            tx, parameter["name"], parameter["names"], is_settable=parameter.get("settable", False)
        )
        parameters.begin_with(tx, **_parameter(parameter))
    for programme in command.programmes:
        _add_programme(tx, programme)
    for center in command.centers:
        reference.add_center(
            tx, number=center["number"], names=center["names"], municipality=center["municipality"]
        )
    for position, event in enumerate(command.life_events):
        life_events.put(tx, position, event)
    for partner in command.directory:
        _begin_partner(tx, partner)


def _begin_partner(tx: Transaction, partner: Mapping[str, Any]) -> None:
    """Enter a partner and its services; what is known by now is left as it was entered since."""
    of_it = {name: partner[name] for name in ("code", "names", "source", "confidence")}
    directory.begin_partner(tx, **of_it)
    today = local_date(tx.now)
    for service in partner["services"]:
        directory.insert(tx, **service, partner=partner["code"], cells={}, sources={}, link=None, today=today)


def _add_programme(tx: Transaction, programme: Programme) -> None:
    place = reference.municipality(tx, programme.municipality)
    if place is None:
        raise Rejected("person.unknown_municipality", municipality=programme.municipality)
    reference.add_programme(
        tx,
        municipality_id=place.id,
        code=programme.code,
        content=programme.content,
        valid_from=programme.validity.valid_from,
        valid_until=programme.validity.valid_until,
    )


def _parameter(data: dict[str, Any]) -> dict[str, Any]:
    return {
        name: data[name]
        for name in ("name", "kind", "value", "unit", "valid_from", "valid_until", "law", "confidence")
    }


ROUTES = (
    Route(LoadMunicipality, load_municipality, sender=Sender.SYSTEM),
    Route(LoadPeople, load_people, sender=Sender.SYSTEM),
    Route(LoadReferenceData, load_reference_data, sender=Sender.SYSTEM),
)
