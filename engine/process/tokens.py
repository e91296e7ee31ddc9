"""The token tree of one case: SpiffWorkflow's workflow, kept from doing anything by itself.

SpiffWorkflow 3.2.0 scans its whole tree after each task, stops looking at a depth of
1,000 and then reports completion, and logs task data. So here a task that becomes ready
is queued for the run that owns the tree, and nothing else happens until the run says so.
"""

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

if TYPE_CHECKING:
    from engine.process.driver import Driver

LIVE: Final[int] = TaskState.NOT_FINISHED_MASK

# Its loggers write the data of each task and walk the tree to do so; neither may happen.
for _name in ("spiff", "spiff.task", "spiff.workflow"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class NoScripts:
    """Stands where SpiffWorkflow would keep an evaluator of Python."""

    def __bool__(self) -> bool:
        return True


class _Told:
    """Does nothing when a task completes; the run decides what follows."""

    def _task_completed_notify(self, task: Task) -> None:
        """Leave waiting tasks and completion to the run."""


class Branch(_Told, BpmnSubWorkflow):  # type: ignore[misc]
    """The tokens inside one subprocess or called block."""


class Tokens(_Told, BpmnWorkflow):  # type: ignore[misc]
    """The tokens of a case, with those of its subprocesses."""

    def __init__(self, spec: Any, subprocess_specs: Any, driver: "Driver", **options: Any) -> None:
        self.driver = driver
        super().__init__(spec, subprocess_specs, script_engine=NoScripts(), **options)

    def create_subprocess(self, my_task: Task, spec_name: str) -> Branch:
        """Start the tokens of a subprocess below the task that stands for it."""
        branch = Branch(self.subprocess_specs[spec_name], parent_task_id=my_task.id, top_workflow=self)
        self.subprocesses[my_task.id] = branch
        return branch


def driver_of(task: Task) -> "Driver":
    """Return the run that moves this task."""
    driver: Driver = task.workflow.top_workflow.driver
    return driver


def parent_task(task: Task) -> Task | None:
    """Return the task that stands for the subprocess this task is in."""
    workflow = task.workflow
    if workflow.parent_task_id is None:
        return None
    return workflow.top_workflow.get_task_from_id(workflow.parent_task_id)


def walk(tokens: Tokens) -> Iterator[Task]:
    """Yield all tasks in the order of their creation, a subprocess behind its own task."""
    pending = [iter(list(tokens.tasks.values()))]
    while pending:
        task = next(pending[-1], None)
        if task is None:
            pending.pop()
            continue
        yield task
        branch = tokens.subprocesses.get(task.id)
        if branch is not None:
            pending.append(iter(list(branch.tasks.values())))


def size_of(tokens: Tokens) -> int:
    """Return how many tasks SpiffWorkflow keeps for a case: what it costs in memory."""
    return len(tokens.tasks) + sum(len(branch.tasks) for branch in tokens.subprocesses.values())


def is_live(task: Task) -> bool:
    """Tell whether a task has not finished."""
    return bool(task.state & LIVE)


def has_live(workflow: Any) -> bool:
    """Tell whether any token is left; SpiffWorkflow's own answer is not to be trusted."""
    return any(task.state & LIVE for task in workflow.tasks.values())


def is_withdrawn(task: Task) -> bool:
    """Tell whether the scope of a task was cancelled while the task itself was going on."""
    workflow = task.workflow
    branch = workflow.top_workflow.subprocesses.get(workflow.parent_task_id)
    return workflow.parent_task_id is not None and branch is not workflow


def withdraw(task: Task) -> list[Task]:
    """Cancel a task with everything inside it; return what was cancelled.

    SpiffWorkflow's own cancel drops the instances of a multi-instance without looking into
    their subprocesses.
    """
    tokens = task.workflow.top_workflow
    cancelled: list[Task] = []
    pending = [task]
    while pending:
        found = pending.pop()
        branch = tokens.subprocesses.pop(found.id, None)
        if branch is not None:
            pending.extend(branch.tasks.values())
        pending.extend(found.children)
        if is_live(found):
            found._set_state(TaskState.CANCELLED)
            cancelled.append(found)
    return cancelled
