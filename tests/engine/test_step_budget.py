"""One budget for all that a step evaluates: each part within its own limit, together a worker's whole day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest

from engine.catalogue.published import published
from engine.errors import Broken
from engine.notifications.common import TEXTS
from engine.scope import STEP_BUDGET, StepTooLong, World
from engine.stores import cases
from engine.tenancy import system
from engine.texts import LANGUAGES
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import Office
from tests.engine.services import flow, user_task

MANY = 40
# Nearly what one expression may take, where the review found something good.
HEAVY = "count(for i in 1..(if review.good then 20000 else 1) return i)"
NAMES = [f"count_{number}" for number in range(MANY)]
COUNTING = (
    user_task("review")
    + "".join(
        f'<bpmn:scriptTask id="{name}"><bpmn:extensionElements><zeebe:script expression="={HEAVY}"'
        f' resultVariable="{name}"/></bpmn:extensionElements></bpmn:scriptTask>'
        for name in NAMES
    )
    + user_task("answer")
    + '<bpmn:endEvent id="done"/>'
    + flow("application", "review")
    + "".join(flow(one, other) for one, other in zip(["review", *NAMES], [*NAMES, "answer"], strict=True))
    + flow("answer", "done")
)
LETTER = (
    '<html xmlns="http://www.w3.org/1999/xhtml" lang="ka"><head><title>t</title></head><body><p>'
    + "{{ count(for i in 1..20000 return i) }}" * 5
    + "</p></body></html>"
).encode()


@pytest.fixture
def counting(open_office: OpenOffice) -> Iterator[Office]:
    with open_office(COUNTING) as office:
        yield office


def test_step__of_many_heavy_expressions__stops_as_an_incident_that_says_where(counting: Office) -> None:
    case_id = counting.file().case_id

    with pytest.raises(Broken) as stopped:
        counting.complete(case_id, good=True)

    (incident,) = counting.incidents(case_id)
    assert stopped.value.error_code == incident.code == "run.step_too_long"
    assert (incident.state, incident.token) == ("open", "review:1")
    assert incident.params["element"] in NAMES and incident.params["limit"] == STEP_BUDGET
    for language in LANGUAGES:
        assert incident.params["element"] in TEXTS.get(language, f"errors.{incident.code}", **incident.params)


def test_step__that_was_too_long__has_lost_nothing_and_goes_on_once_mended(counting: Office) -> None:
    case_id = counting.file().case_id
    before = counting.observe(case_id)
    with pytest.raises(Broken):
        counting.complete(case_id, good=True)
    stopped = counting.observe(case_id)

    counting.complete(case_id, good=False)

    assert stopped.waiting == before.waiting == ("review",)
    assert counting.observe(case_id).waiting == ("answer",)
    (incident,) = counting.incidents(case_id)
    assert incident.state == "resolved"


def test_letters__each_within_its_budget__share_that_of_their_step(office: Office) -> None:
    def fill(world: World) -> None:
        world.filled(LETTER, {})

    assert _until_too_long(office, fill) == STEP_BUDGET // 5 // 80_000


def test_letter__after_expressions_that_took_nearly_all__takes_what_is_left(office: Office) -> None:
    case_id = office.file().case_id
    with office.engine.read(system(office.place())) as tx:
        world = _world(tx, case_id)
        while world.steps.left > 100_000:
            world.evaluate("count(for i in 1..20000 return i)", {})

        with pytest.raises(StepTooLong):
            world.filled(LETTER, {})


def _until_too_long(office: Office, fill: Callable[[World], None]) -> int:
    case_id, filled = office.file().case_id, 0
    with office.engine.read(system(office.place())) as tx:
        world = _world(tx, case_id)
        with pytest.raises(StepTooLong):
            while filled <= MANY:
                fill(world)
                filled += 1
    return filled


def _world(tx: Any, case_id: UUID) -> World:
    row = cases.load(tx, case_id)
    assert row is not None
    return World(tx, row, published(tx, row.version_id))
