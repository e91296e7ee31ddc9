"""Ex officio proceedings that a clerk may open, and their first forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.answers.context import form_context
from engine.catalogue.offers import is_for_office, may_open, offered
from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotAllowed
from engine.queries import places
from engine.queries.views import Municipality, Names
from engine.stores import act_changes, people
from engine.stores.cases import CaseRow
from forms import Form


@dataclass(frozen=True)
class Openable:
    """A service whose cases the office opens, in a municipality the actor works for."""

    code: str
    names: Names
    summary: Names
    municipality: Municipality


@dataclass(frozen=True)
class OpeningPage:
    """Page of the questions before an ex officio proceeding begins, beside whom it is about."""

    service: Openable
    form: Form
    form_context: Mapping[str, Any]
    about: str | None  # the question that takes the number of the case whose act it is about


def openable(tx: Transaction) -> tuple[Openable, ...]:
    """Return what the actor may open, by municipality."""
    in_force = versions.by_place(tx, on=local_date(tx.now))
    return tuple(
        _openable(row.code, row.settings, place)
        for place in places.municipalities(tx)
        if place.id in tx.actor.municipalities
        for row in in_force
        if is_for_office(row.settings)
        and place.id in row.places
        and place.offers(row.code)
        and may_open(tx.actor, row.settings, place.id)
    )


def page(tx: Transaction, service: str, municipality_code: str, language: str) -> OpeningPage:
    """Return the form of a service. Raises `NotFound`, and `NotAllowed` where others may open it."""
    municipality, version = offered(tx, service, municipality_code, by_office=True)
    if not may_open(tx.actor, version.settings, municipality.id):
        raise NotAllowed
    place = places.municipality(tx, municipality_code)
    context = form_context(tx, version, municipality.id, language, document={})
    return OpeningPage(
        _openable(version.code, version.settings, place),
        version.start_form(language),
        context,
        about=version.settings.get("about"),
    )


def reviewing(tx: Transaction, case: CaseRow) -> str | None:
    """Return the service by which the actor may review the act of a case; None where there is none."""
    if case.decided_on is None or people.id_of(tx, case.personal_number) is None:
        return None  # an act addressed to a company: the office opens cases about people alone
    if any(before.takes_force for before in act_changes.of_case(tx, case.id)):
        return None
    in_force = versions.by_place(tx, on=local_date(tx.now))
    place = places.municipality(tx, case.municipality_code)
    return next(
        (
            str(row.code)
            for row in in_force
            if is_for_office(row.settings)
            and row.settings.get("about")
            and place.id in row.places
            and place.offers(row.code)
            and may_open(tx.actor, row.settings, place.id)
        ),
        None,
    )


def _openable(code: str, settings: Mapping[str, Any], place: Municipality) -> Openable:
    return Openable(code, settings["names"], settings["summary"], place)
