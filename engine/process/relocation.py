"""A supervisor's move: a waiting token is taken away and put somewhere else on its level.

Judges only whether a token may stand there at all; whether the move makes sense, and in law, is
the supervisor's to answer for.
"""

from typing import Any, Final

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.process.definition import Definition
from engine.process.errors import MoveRefused
from engine.process.events import EventGateway
from engine.process.scope import enclosing
from engine.process.specs import BoundarySplit, TokenSpec
from engine.process.tokens import driver_of

BEGINNINGS: Final = frozenset({"startEvent", "boundaryEvent"})
JOINS: Final = frozenset({"parallelGateway", "inclusiveGateway"})


def landing(definition: Definition, task: Task, element_id: str) -> TokenSpec:
    """Return where a flow into an element would bring the token of a task, or refuse the move."""
    element = task.task_spec.element
    if element.kind == "boundaryEvent":
        # It is no token of its own: it stands and falls with its host.
        raise MoveRefused("run.move_boundary_event", element.id)
    if any(level.task_spec.many is not None for level in enclosing(task)):
        # Where the token came out again the body would count one instance too few or too many.
        raise MoveRefused("run.move_inside_many", element.id)
    target = definition.elements.get(element_id)
    if target is None:
        raise MoveRefused("run.move_target_unknown", element_id)
    specs: dict[str, TokenSpec] = task.workflow.spec.task_specs
    names = (f"{element_id}#boundary", f"{element_id}#each", element_id)
    found = next((specs[name] for name in names if name in specs), None)
    if found is None:
        raise MoveRefused("run.move_other_level", element_id)
    if target.kind in BEGINNINGS:
        raise MoveRefused("run.move_to_beginning", element_id)
    if target.kind in JOINS and len(found._inputs) > 1:
        raise MoveRefused("run.move_to_join", element_id)
    if any(isinstance(source, EventGateway) for source in found.inputs):
        raise MoveRefused("run.move_behind_event_gateway", element_id)
    return found


def relocate(task: Task, target: Any) -> None:
    """Take the token of a task away, with all that waits on its behalf, and put one at the target."""
    parent = task.parent
    if isinstance(parent.task_spec, BoundarySplit):
        parent.task_spec.interrupt(parent)
    elif isinstance(parent.task_spec, EventGateway):
        parent.task_spec.close(parent)
    else:
        driver_of(task).cancel(task)
    # The root of the level is never cut away and tells a join or an event nothing about the way.
    arrived = task.workflow.task_tree._add_child(target, TaskState.FUTURE)
    target._update(arrived)
