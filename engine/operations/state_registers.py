"""Asking state registers. Legal ground and purpose go with every enquiry."""

from __future__ import annotations

from typing import Any

from engine.errors import Rejected, Unavailable
from engine.operations.operation import Operation
from engine.operations.outside import Outside
from engine.texts import OFFICIAL

REGISTRY_UNAVAILABLE = "registry_unavailable"


def civil_registry_person(outside: Outside, inputs: dict[str, Any]) -> dict[str, Any]:
    """Ask the civil registry about a person of the case."""
    registry = outside.connections.civil_registry
    if registry is None:
        raise Unavailable("registry.not_configured", system="civil_registry")
    with outside.world() as world:
        law = world.published.law
        number = world.case.number
        purpose = world.published.names[OFFICIAL]
    if not inputs.get("personal_number"):
        raise Rejected("registry.personal_number_malformed", system="civil_registry")
    record = registry.person(
        str(inputs["personal_number"]), case_number=number, legal_ground=law, purpose=purpose
    )
    return record.as_result(outside.connections.clock.now())


CIVIL_REGISTRY_PERSON = Operation(
    "civil_registry.person",
    inputs=("personal_number",),
    outputs=(
        "found",
        "is_citizen",
        "is_alive",
        "given_name",
        "family_name",
        "birth_date",
        "registered_settlement",
        "registered_settlement_name",
        "registered_municipality",
        "registered_on",
        "checked_at",
        "source",
    ),
    required=("personal_number",),
    perform=civil_registry_person,
    gives_up_with=REGISTRY_UNAVAILABLE,
    asks_register="civil_registry",
)
