"""The office answers a step: by what scenarios say there, with a card where the step is signed."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.clock import local_date
from engine.commands.cases import CompleteTask
from engine.commands.signing import OpenSigning
from engine.errors import Broken, EngineError, InvalidForm, Rejected, Stale, Unavailable
from engine.property.commands.inventories import CountAsset
from engine.property.queries import inventories
from engine.scenarios.signing import sign
from engine.signatures.signers import SignatureDue
from engine.tenancy import Actor
from tests.simulation.month.environment import Environment
from tests.simulation.month.matters import Matter

if TYPE_CHECKING:
    from tests.simulation.month.simulation import MonthSimulation

MOST_TRIES = 12
IN_PLACE = "confirmed"
COUNTED = (IN_PLACE, IN_PLACE, IN_PLACE, "damaged", "missing")


def completed(simulation: MonthSimulation, matter: Matter, task: Any) -> None:
    """Complete a task by whoever has to, with the likeliest answer that the case can go on with."""
    environment, today = simulation.environment, local_date(simulation.environment.clock.now())
    actor = environment.member(task.person_id) if task.person_id else _clerk(simulation, task)
    refusals: list[str] = []
    count(simulation, task, actor)
    said = matter.answers(simulation.book, task.element, today, simulation.chance(matter, task.element))
    for answers, _ in zip(said, range(MOST_TRIES), strict=False):
        try:
            complete(environment, task.id, answers, actor=actor)
        except Stale:
            return
        except InvalidForm as invalid:
            refusals.append(", ".join(f"{error.path} {error.code}" for error in invalid.errors))
        except Rejected as refused:
            refusals.append(said_of(refused))
        except (Broken, Unavailable) as broken:
            simulation.complaints.append(
                f"{task.service_code} {task.element}: {broken.error_code} {broken.params}"
            )
            simulation.put_off(task)
            return
        else:
            matter.answered[task.element] += 1
            return
    what = f"{task.service_code}, {task.element}"
    simulation.unanswered[f"{what}: {refusals[0] if refusals else 'nobody knows what to say'}"] += 1
    simulation.put_off(task)


def complete(environment: Environment, task_id: UUID, answers: dict[str, Any], *, actor: Actor) -> None:
    """Complete a task, with a card where it ends with a signature."""
    try:
        environment.engine.send(CompleteTask(task_id, answers), actor=actor)
    except SignatureDue:
        sign(environment.engine, environment.signers, OpenSigning(task_id, answers), doer=actor)


def count(simulation: MonthSimulation, task: Any, actor: Actor) -> None:
    """Before the step of those who count an inventory ends, say of each thing that is left what was found."""
    with simulation.environment.engine.read(actor) as tx:
        found = inventories.of_case(tx, task.case_id)
        left = (
            inventories.page(tx, task.case_id, words="", part="open", after=None).rows
            if found and found.may_count
            else ()
        )
    # What is missing is written off: nothing that the month needs to be sold or given is.
    needed = (
        {matter.inventory_no for matter in simulation.matters.values() if matter.story.is_always}
        if left
        else ()
    )
    for item in left:
        chance = random.Random(f"{simulation.seed}:{item.inventory_no}")
        result = IN_PLACE if item.inventory_no in needed else chance.choice(COUNTED)
        simulation.environment.engine.send(
            CountAsset(item.item_id, result, "დემო", (), item.version), actor=actor
        )


def _clerk(simulation: MonthSimulation, task: Any) -> Actor:
    staff = simulation.environment.staff(task.role, task.unit_code)
    number: int = task.id.int
    return staff[number % len(staff)]


def said_of(error: EngineError) -> str:
    return f"{error.error_code} {error.params or ''}".strip()
