"""The elements that do something or have something done: tasks, jobs, decisions, scripts, scopes."""

from decimal import Decimal
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.process.elements import Element, is_expression
from engine.process.errors import RunBroken
from engine.process.specs import ProcessSpec, TokenSpec
from engine.process.timers import timer_expression
from engine.process.tokens import driver_of


def read_inputs(my_task: Task) -> dict[str, Any]:
    """Evaluate the input mappings one after the other and keep them at the task."""
    driver = driver_of(my_task)
    inputs: dict[str, Any] = my_task.internal_data.setdefault("inputs", {})
    for mapping in my_task.task_spec.element.inputs:
        inputs[mapping.target] = driver.json(my_task, mapping.source)
    return inputs


class Work(TokenSpec):
    """An element whose input mappings are evaluated when the token arrives."""

    def arrive(self, my_task: Task) -> bool:
        """Read the inputs and run in turn."""
        if self.element.inputs:
            read_inputs(my_task)
        return True


class PersonTask(Work):
    """A task for a person: ready until somebody completes it."""

    is_manual = True

    def arrive(self, my_task: Task) -> bool:
        """Settle whose task it is and when it is due."""
        super().arrive(my_task)
        driver, element = driver_of(my_task), self.element
        facts: dict[str, Any] = {}
        for name, text in (
            ("role", element.role),
            ("assignee", element.assignee),
            ("unit", element.unit),
        ):
            if text is not None:
                facts[name] = driver.json(my_task, text)
        if element.priority is not None:
            facts["priority"] = self._priority(my_task, element.priority)
        if isinstance(facts.get("role"), list) and len(facts["role"]) == 1:
            facts["role"] = facts["role"][0]
        if element.role and not isinstance(facts["role"], str) and not facts.get("assignee"):
            raise RunBroken("run.role_not_a_name", element.id)
        my_task.internal_data["facts"] = {name: value for name, value in facts.items() if value is not None}
        if element.due_on is not None:
            due = driver.value(my_task, f"={timer_expression(element.due_on)}")
            driver.remember(my_task, due=due)
        return True

    def _priority(self, my_task: Task, text: str) -> int | None:
        """Return how urgent the task is, from 0 to 100; nothing where the usual priority is meant."""
        found = driver_of(my_task).json(my_task, text) if is_expression(text) else int(text)
        if found is None:
            return None
        is_number = isinstance(found, int | Decimal) and not isinstance(found, bool)
        if not is_number or not 0 <= found <= 100 or found != int(found):
            raise RunBroken("run.priority_out_of_range", self.element.id)
        return int(found)

    def answer(self, my_task: Task, answers: dict[str, Any]) -> None:
        """Take the answers of the form, through the output mappings if there are any."""
        driver = driver_of(my_task)
        if "locals" in my_task.internal_data:
            my_task.internal_data["locals"]["answers"] = answers
        if self.element.outputs:
            driver.map_outputs(my_task, self.element.outputs, answers=answers)
        else:
            driver.write(my_task, self.element.id, value=answers)


class Job(Work):
    """A named operation: done at once, or parked until its result comes back."""

    def arrive(self, my_task: Task) -> bool:
        """Run in turn; the inputs are read when the operation is due."""
        return True

    def _run_hook(self, my_task: Task) -> bool | None:
        driver = driver_of(my_task)
        operation = self.element.operation or ""
        inputs = read_inputs(my_task)
        if driver.host.is_job(operation):
            return None
        self.result(my_task, driver.host.perform(operation, dict(inputs)))
        return True

    def result(self, my_task: Task, result: dict[str, Any]) -> None:
        """Take the result of the operation through the output mappings."""
        driver = driver_of(my_task)
        if "locals" in my_task.internal_data:
            my_task.internal_data["locals"]["result"] = result
        driver.map_outputs(my_task, self.element.outputs, result=result)


class Computed(Work):
    """A decision or a script: its value goes to the result variable, or through the outputs."""

    def _run_hook(self, my_task: Task) -> bool | None:
        driver = driver_of(my_task)
        variable = self.element.result_variable or ""
        value = self.compute(my_task)
        if self.element.outputs:
            driver.map_outputs(my_task, self.element.outputs, **{variable: value, "result": value})
        else:
            driver.write(my_task, variable, value=value)
        return True

    def compute(self, my_task: Task) -> Any:
        """Return the JSON value."""
        raise NotImplementedError


class Decision(Computed):
    """A business rule task."""

    def compute(self, my_task: Task) -> Any:
        """Ask the host for the decision."""
        driver = driver_of(my_task)
        return driver.host.decide(self.element.decision_id or "", driver.scope(my_task))


class Script(Computed):
    """A script task: one FEEL expression."""

    def compute(self, my_task: Task) -> Any:
        """Evaluate the expression."""
        return driver_of(my_task).json(my_task, self.element.script or "")


class Inner(Work):
    """An embedded subprocess or a call to a block: its tokens move in a branch of their own."""

    def __init__(self, process: ProcessSpec, element: Element, *, key: str, name: str | None = None) -> None:
        super().__init__(process, element, name=name)
        self.key = key

    def arrive(self, my_task: Task) -> bool:
        """Start the branch and wait for its end."""
        super().arrive(my_task)
        my_task._set_state(TaskState.STARTED)
        my_task.workflow.top_workflow.create_subprocess(my_task, self.key)
        return False

    def _run_hook(self, my_task: Task) -> bool | None:
        driver_of(my_task).map_outputs(my_task, self.element.outputs)
        return True
