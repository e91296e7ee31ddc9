"""Services that a municipality offers on a day, and who may ask for them.

Refuses to know what is done with the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.catalogue.published import Published, published
from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.stores import reference, switches
from engine.stores.known import known
from engine.tenancy import Actor
from engine.texts import OFFICIAL


class ServiceOff(NotFound):
    """The municipality does not offer the service."""


def allows_guests(version: Published) -> bool:
    """Say whether the service may be asked for without an account."""
    return bool(version.settings.get("without_account")) and not needs_card(version)


def needs_card(version: Published) -> bool:
    """Say whether the service is for those alone who signed in with the card."""
    return bool(version.settings.get("sign_in") == "card")


def is_for_office(settings: Mapping[str, Any]) -> bool:
    """Say whether the office opens the cases of the service itself, and nobody may ask for it."""
    return "own_motion" in settings


def told_outcome(outcome: str | None, settings: Mapping[str, Any]) -> str | None:
    """Return by which word people are told an outcome: nothing is granted to whoever asked for nothing."""
    is_about_a_request = outcome not in ("granted", "refused") or not is_for_office(settings)
    return outcome if is_about_a_request else f"{outcome}_by_office"


def may_open(actor: Actor, settings: Mapping[str, Any], municipality_id: int) -> bool:
    """Say whether somebody may open cases of such a service there: by a role, or as the system."""
    roles = settings["own_motion"]["opened_by"]
    return actor.is_system or any(actor.has_role(role, municipality_id) for role in roles)


def language_of(tx: Transaction, municipality_id: int, asked: str) -> str:
    """Return the language that was asked for where the municipality offers it, else the state's."""
    return asked if asked in known(tx, municipality_id).languages(local_date(tx.now)) else OFFICIAL


def offered(
    tx: Transaction,
    service: str,
    municipality_code: str,
    *,
    on: date | None = None,
    by_office: bool | None = False,
) -> tuple[Any, Published]:
    """Return the municipality and the version in force on the day, if the service is switched on there.

    The day is that of filing, today before something is filed. What only the office opens is offered
    to nobody else, and the reverse; `by_office` None is whichever it is, for what is taken up again.
    """
    municipality = reference.municipality(tx, municipality_code)
    on = on or local_date(tx.now)
    if municipality is None:
        raise NotFound
    version_id = versions.in_force(tx, service, municipality_id=municipality.id, on=on)
    if version_id is None:
        raise NotFound
    version = published(tx, version_id)
    if not switches.is_offered(tx, municipality.id, service, on=on):
        raise ServiceOff
    if by_office is not None and is_for_office(version.settings) is not by_office:
        raise NotFound
    return municipality, version
