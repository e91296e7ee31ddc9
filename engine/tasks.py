"""Which tasks are open, and whose they are. Refuses to know what is done with them."""

from __future__ import annotations

from typing import Any

from engine.tenancy import Actor

OPEN = 0  # of `tasks.state`


def may_work_on(actor: Actor, task: Any) -> bool:
    """Say whether the task is this person's: by name, or by role and unit in its municipality."""
    if task.person_id is not None:
        return bool(task.person_id == actor.party_id)
    return task.role is not None and actor.has_role(task.role, task.municipality_id, task.unit_code)
