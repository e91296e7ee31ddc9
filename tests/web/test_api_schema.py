"""Much of what the description allows, and of what it doesn't, sent to every address."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from engine.bootstrap import Engine
from engine.identity.rate_limits import RateLimits
from engine.roles import Right
from tests.simulation.seeds import IS_WHOLE, size
from tests.studio.test_api import sandbox, validation
from tests.web.apps import app_over
from tests.web.desk import CITIZEN, Desk
from tests.web.programs import Program, of_citizen, of_office
from tests.web.test_api import ANSWERS, SERVICE
from web.api.callers import Rule, Who
from web.api.operations import RULES

pytestmark = pytest.mark.extended

__all__ = ["validation", "sandbox"]
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
MUCH = 10**6
ENDS = ("drop_service_draft",)  # would leave nothing for those that come after
EXAMPLES = size(small=1, whole=12)
HOLDERS: dict[Right | None, tuple[str, str | None]] = {
    None: ("specialist", "keda"),
    Right.SUPERVISE: ("head_of_service", "keda"),
    Right.RETURN_MONEY: ("finance", "keda"),
    Right.ADMINISTER: ("municipal_admin", "keda"),
    Right.KEEP_BANK_DETAILS: ("finance", "keda"),
    Right.SEE_READINESS: ("municipal_admin", "keda"),
    Right.ANNOUNCE: ("chancellery", "keda"),
    Right.ROLL_OUT: ("national_admin", None),
    Right.SEE_FIGURES: ("operator", "keda"),
    Right.ASSIST: ("operator", "keda"),
    Right.RUN_COHORTS: ("head_of_service", "keda"),
    Right.KEEP_BUDGET: ("finance", "keda"),
    Right.PAY_OUT: ("finance", "keda"),
    Right.KEEP_NUMBERS: ("finance", "keda"),
    Right.KEEP_PROPERTY: ("finance", "keda"),
    Right.KEEP_PROGRAMMES: ("specialist", "keda"),
    Right.CORRECT_ENTRIES: ("specialist", "keda"),
    Right.APPROVE_CORRECTIONS: ("head_of_service", "keda"),
    Right.SEE_LOOKS: ("head_of_service", "keda"),
    Right.KEEP_DIRECTORY: ("national_admin", None),
    Right.DRAW_SERVICES: ("analyst", None),
    Right.APPROVE_SERVICES: ("analyst", None),
}


class Programs:
    """A program for each kind of address."""

    def __init__(self, engine: Engine) -> None:
        app = app_over(engine)
        self.citizen = of_citizen(app, engine, CITIZEN)
        made = {held: of_office(app, engine, *held) for held in set(HOLDERS.values())}
        self._offices = {right: made[held] for right, held in HOLDERS.items()}

    def office(self, right: Right | None = None) -> Program:
        return self._offices[right]

    def of(self, rule: Rule) -> list[Program]:
        """Return those that the address is for."""
        own = [] if rule.who in (Who.OFFICE, Who.STAFF) else [self.citizen]
        at_work = rule.who in (Who.OFFICE, Who.STAFF, Who.EITHER)
        return own + ([self.office(rule.right)] if at_work else [])


@pytest.fixture
def open_engine(engine: Engine) -> Engine:
    """The engine without limits: what is refused as too often tells nothing of the rest."""
    limits = RateLimits(api=MUCH, filing=MUCH, uploads=MUCH, verify=MUCH)
    return replace(engine, settings=replace(engine.settings, rate_limits=limits))


def known(programs: Programs, desk: Desk) -> dict[str, Any]:
    """Return what addresses can name: a case of the citizen, and a step of it that the clerk has taken."""
    citizen, clerk = programs.citizen, programs.office()
    case_id = citizen.post(f"{SERVICE}/applications", {"answers": ANSWERS}).json["case_id"]
    citizen.ask("PUT", f"{SERVICE}/draft", json={"answers": ANSWERS, "version": 0})
    desk.run_jobs()
    task_id = clerk.get("/tasks?list=unassigned").json["items"][0]["task_id"]
    clerk.post(f"/tasks/{task_id}/claim")
    analyst = programs.office(Right.DRAW_SERVICES)
    draft_id = analyst.post("/studio/drafts", {"service": "high_mountain.grant"}).json["draft_id"]
    names = {"code": "keda", "service": "high_mountain.grant", "unit": "keda-unit-1", "name": "con.fee.m2"}
    of_a_draft = {"draft_id": draft_id, "path": "README.md", "kind": "scenario"}
    return {**names, **of_a_draft, "case_id": case_id, "task_id": task_id, "digest": "a" * 64}


@pytest.mark.timeout(3600)
@pytest.mark.drawn
def test_addresses__whatever_is_sent__answer_as_described(
    open_engine: Engine, desk: Desk, validation: list[Any], sandbox: None
) -> None:
    programs = Programs(open_engine)
    real = known(programs, desk)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app_over(open_engine))

    asked = {}
    for result in schema.get_all_operations():
        operation = result.ok()
        name = operation.definition.raw["operationId"]
        for program in programs.of(RULES[f"api.{name}"]):
            for mode, where in (
                *([(GenerationMode.POSITIVE, {})] if IS_WHOLE else []),
                (GenerationMode.POSITIVE, real),
                (GenerationMode.NEGATIVE, real),
            ):
                found = {} if name in ENDS else where
                asked[name, program.token, mode] = _throw(operation, program, mode, found)

    assert {name for name, *_ in asked} == {rule.removeprefix("api.") for rule in RULES} - {"openapi"}
    assert all(asked[key] for key in asked if key[2] is GenerationMode.POSITIVE)


def _throw(operation: Any, program: Program, mode: GenerationMode, where: dict[str, Any]) -> int:
    """Send some examples of a kind and return how many; a name of the address that is not known is any."""
    names = {path_parameter.name for path_parameter in operation.path_parameters}
    fixed = {"path_parameters": {name: where.get(name, str(uuid4())) for name in names}} if where else {}
    if mode is GenerationMode.NEGATIVE and not (operation.body or operation.query or operation.headers):
        return 0
    sent = 0

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=not IS_WHOLE,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode, **fixed))
    def throw(case: Any) -> None:
        nonlocal sent
        sent += 1
        case.call_and_validate(headers={"Authorization": f"Bearer {program.token}"}, checks=CHECKS)

    throw()
    return sent
