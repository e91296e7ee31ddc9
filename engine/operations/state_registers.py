"""Asking state registers. Legal ground and purpose go with every enquiry, and stay with its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from engine.connectors.civil_registry import PersonRecord, UnknownPerson
from engine.connectors.plots import PLOT_OUTPUTS
from engine.connectors.state_registers import (
    DISABILITY,
    DISPLACED,
    EDUCATION,
    HEALTH_AGENCY,
    PROPERTY,
    REVENUE,
    SOCIAL_AGENCY,
    VETERANS,
)
from engine.errors import Rejected, Unavailable
from engine.operations.operation import Operation
from engine.operations.outside import Outside
from engine.own_parameters import OwnParameter
from engine.stores import people, register_answers
from engine.texts import OFFICIAL

if TYPE_CHECKING:
    from engine.steps import OpenCase

REGISTRY_UNAVAILABLE = "registry_unavailable"
REPEATS: Final = "repeats"


def civil_registry_person(outside: Outside, inputs: dict[str, Any]) -> dict[str, Any]:
    """Ask the civil registry about a person of the case."""
    return _person(outside, inputs).as_result(outside.connections.clock.now())


def civil_registry_death(outside: Outside, inputs: dict[str, Any]) -> dict[str, Any]:
    """Ask the civil registry whether somebody has died, and when."""
    return _person(outside, inputs).as_death(outside.connections.clock.now())


def _person(outside: Outside, inputs: dict[str, Any]) -> PersonRecord | UnknownPerson:
    registry = outside.connections.civil_registry
    if registry is None:
        raise Unavailable("registry.not_configured", system="civil_registry")
    with outside.world() as world:
        law = world.published.law
        number = world.case.number
        purpose = world.published.names[OFFICIAL]
    return registry.person(
        _number(inputs, "civil_registry"), case_number=number, legal_ground=law, purpose=purpose
    )


def _asking(register: str, operation: str) -> Callable[[Outside, dict[str, Any]], dict[str, Any]]:
    """Return what asks a register about a person, unless it has answered the same for this case lately."""

    def ask(outside: Outside, inputs: dict[str, Any]) -> dict[str, Any]:
        about = _number(inputs, register)
        with outside.world() as world:
            law, case_number = world.published.law, world.case.number
            purpose = world.published.names[OFFICIAL]
            since = world.tx.now - timedelta(days=int(world.parameter(OwnParameter.REGISTER_ANSWER_KEPT)))
            kept = register_answers.latest(
                world.tx, world.case.id, operation=operation, about=about, since=since
            )
        if kept is not None:
            return {**kept.answer, REPEATS: str(kept.id)}
        connector = outside.connections.registers.get(register)
        if connector is None:
            raise Unavailable("registry.not_configured", system=register)
        facts = connector.ask(about, case_number=case_number, legal_ground=law, purpose=purpose)
        return facts.as_result(outside.connections.clock.now())

    return ask


def property_registry_plot(outside: Outside, inputs: dict[str, Any]) -> dict[str, Any]:
    """Ask the property registry about the plot with a cadastral code."""
    registry = outside.connections.property_registry
    if registry is None:
        raise Unavailable("registry.not_configured", system=PROPERTY)
    with outside.world() as world:
        law, number = world.published.law, world.case.number
        purpose = world.published.names[OFFICIAL]
    plot = registry.plot(str(inputs["cadastral_code"]), case_number=number, legal_ground=law, purpose=purpose)
    return plot.as_result(outside.connections.clock.now())


def _number(inputs: Mapping[str, Any], register: str) -> str:
    if not inputs.get("personal_number"):
        raise Rejected("registry.personal_number_malformed", system=register)
    return str(inputs["personal_number"])


def _keeping(
    register: str, *, asked_by: str = "personal_number"
) -> Callable[[OpenCase, Any, Mapping[str, Any]], Mapping[str, Any]]:
    """Return what keeps an answer as evidence with the step that takes it.

    An answer about a plot is kept with the applicant, for whose case it was asked.
    """

    def keep(case: OpenCase, job: Any, result: Mapping[str, Any]) -> Mapping[str, Any]:
        about = str(job.inputs[asked_by])
        is_person = asked_by == "personal_number"
        register_answers.keep(
            case.tx,
            id=case.id_of("answer", str(job.id)),
            case_id=case.row.id,
            municipality_id=case.row.municipality_id,
            register=register,
            operation=job.operation,
            about=about,
            person_id=people.id_of(case.tx, about) if is_person else case.row.applicant_id,
            legal_ground=case.published.law,
            purpose=case.published.names[OFFICIAL],
            answer={name: value for name, value in result.items() if name != REPEATS},
            repeats=result.get(REPEATS),
        )
        return {}

    return keep


def _question(name: str, register: str) -> Operation:
    return Operation(
        name,
        inputs=("personal_number",),
        outputs=("found", "entries", "summary", "reference", "checked_at", "source"),
        required=("personal_number",),
        perform=_asking(register, name),
        record=_keeping(register),
        gives_up_with=REGISTRY_UNAVAILABLE,
        asks_register=register,
    )


_OF_PERSON = (
    *("is_citizen", "is_alive", "given_name", "family_name", "birth_date"),
    *("registered_settlement", "registered_settlement_name", "registered_municipality", "registered_on"),
)
CIVIL_REGISTRY_PERSON = Operation(
    "civil_registry.person",
    inputs=("personal_number",),
    outputs=("found", *_OF_PERSON, "checked_at", "source"),
    silent=_OF_PERSON,
    required=("personal_number",),
    perform=civil_registry_person,
    record=_keeping("civil_registry"),
    gives_up_with=REGISTRY_UNAVAILABLE,
    asks_register="civil_registry",
)
CIVIL_REGISTRY_DEATH = Operation(
    "civil_registry.death",
    inputs=("personal_number",),
    outputs=("found", "is_dead", "died_on", "given_name", "family_name", "checked_at", "source"),
    silent=("died_on", "given_name", "family_name"),
    required=("personal_number",),
    perform=civil_registry_death,
    record=_keeping("civil_registry"),
    gives_up_with=REGISTRY_UNAVAILABLE,
    asks_register="civil_registry",
)
PROPERTY_OWNED = _question("property_registry.owned", PROPERTY)
PROPERTY_PLOT = Operation(
    "property_registry.plot",
    inputs=("cadastral_code",),
    outputs=PLOT_OUTPUTS,
    required=("cadastral_code",),
    perform=property_registry_plot,
    record=_keeping(PROPERTY, asked_by="cadastral_code"),
    gives_up_with=REGISTRY_UNAVAILABLE,
    asks_register=PROPERTY,
)
REVENUE_EMPLOYMENT = _question("revenue_service.employment", REVENUE)
EDUCATION_STUDIES = _question("education_register.studies", EDUCATION)
SOCIAL_AGENCY_RATING = _question("social_agency.rating", SOCIAL_AGENCY)
HEALTH_AGENCY_COVERAGE = _question("health_agency.coverage", HEALTH_AGENCY)
DISPLACED_PERSONS_STATUS = _question("displaced_persons.status", DISPLACED)
VETERANS_STATUS = _question("veterans.status", VETERANS)
DISABILITY_STATUS = _question("disability_register.status", DISABILITY)
