"""A step that is closed to whoever did another one: somebody who holds both offices tries to take it."""

from __future__ import annotations

from uuid import UUID

from engine.bootstrap import Engine
from engine.cases.conflicts_of_interest import SecondPerson
from engine.commands.assignment import ClaimTask
from engine.queries import observations
from engine.queries.sessions import roles_of
from engine.tenancy import Actor, RoleGrant, system


def is_closed(engine: Engine, case_id: UUID, place: int, *, step: str, doer_of: str) -> bool:
    """Say whether the step is kept from whoever did the other; False also where either is not there."""
    with engine.read(system(place)) as tx:
        task = observations.open_task(tx, case_id, step)
        person_id = observations.doer(tx, case_id, doer_of)
        if task is None or person_id is None:
            return False
        office = RoleGrant(task.role, place, None, task.unit_code)
        both = Actor(person_id, roles=(*roles_of(tx, person_id), office))
    try:
        engine.send(ClaimTask(task.id), actor=both)
    except SecondPerson:
        return True
    return False
