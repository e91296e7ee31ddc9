"""Multi-instance: the body around an element that runs it once for each item.

Items are read once, when the body is entered. What an instance writes stays with the
instance and goes when it ends; only the output element is kept, in the order of the items.
"""

from typing import Any, Final

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.process.elements import Element, Loop
from engine.process.errors import RunBroken
from engine.process.specs import ProcessSpec, TokenSpec
from engine.process.tokens import driver_of, is_live

MAX_ITEMS: Final = 1_000


class Many(TokenSpec):
    """The body of a multi-instance element."""

    is_visit = False

    def __init__(self, process: ProcessSpec, element: Element, *, inner: TokenSpec) -> None:
        super().__init__(process, element, name=f"{element.id}#each")
        self.inner = inner
        inner.many = self

    @property
    def loop(self) -> Loop:
        """Return the description of the loop."""
        assert self.element.loop is not None
        return self.element.loop

    def arrive(self, my_task: Task) -> bool:
        """Read the items and start the first instance, or all of them."""
        items = driver_of(my_task).json(my_task, self.loop.input_collection)
        if not isinstance(items, list):
            raise RunBroken("run.collection_not_a_list", self.element.id)
        if len(items) > MAX_ITEMS:
            raise RunBroken("run.too_many_items", self.element.id, limit=MAX_ITEMS, found=len(items))
        driver_of(my_task).make_room(my_task, more=1 if self.loop.is_sequential else len(items))
        my_task.internal_data["many"] = {
            "items": items,
            "outputs": [None] * len(items),
            "done": 0,
            "next": 0,
        }
        if not items:
            return True
        my_task._set_state(TaskState.STARTED)
        for _ in range(1 if self.loop.is_sequential else len(items)):
            self._start_next(my_task)
        return False

    @staticmethod
    def item_of(instance: Task) -> tuple[Any, int]:
        """Return the item of an instance, and how many equal ones come before it."""
        items, position = instance.parent.internal_data["many"]["items"], instance.internal_data["item"]
        return items[position], items[:position].count(items[position])

    def collect(self, my_task: Task, instance: Task) -> None:
        """Keep the output of an instance that is done; go on with the next one or end."""
        state = my_task.internal_data["many"]
        state["outputs"][instance.internal_data["item"]] = self._output(instance)
        state["done"] += 1
        total = len(state["items"])
        if state["done"] == total or self._is_enough(my_task, instance):
            for other in my_task.children:
                if is_live(other):
                    driver_of(my_task).cancel(other)
            my_task._ready()
        elif self.loop.is_sequential:
            self._start_next(my_task)

    def _start_next(self, my_task: Task) -> None:
        state = my_task.internal_data["many"]
        position = state["next"]
        state["next"] += 1
        instance = my_task._add_child(self.inner, TaskState.FUTURE)
        instance.triggered = True
        instance.internal_data["item"] = position
        known: dict[str, Any] = {"loopCounter": position + 1}
        if self.loop.input_element:
            known[self.loop.input_element] = state["items"][position]
        instance.internal_data["locals"] = known
        self.inner._update(instance)

    def _output(self, instance: Task) -> Any:
        if self.loop.output_element:
            return driver_of(instance).json(instance, self.loop.output_element)
        return instance.internal_data["locals"].get("answers")

    def _is_enough(self, my_task: Task, instance: Task) -> bool:
        condition = self.loop.completion_condition
        if condition is None:
            return False
        state = my_task.internal_data["many"]
        active = sum(1 for child in my_task.children if is_live(child))
        return driver_of(my_task).truth(
            instance,
            condition,
            numberOfInstances=len(state["items"]),
            numberOfCompletedInstances=state["done"],
            numberOfActiveInstances=active,
        )

    def _run_hook(self, my_task: Task) -> bool | None:
        outputs = my_task.internal_data["many"]["outputs"]
        driver = driver_of(my_task)
        if self.loop.output_collection:
            driver.write(my_task, self.loop.output_collection, value=outputs)
        elif self.element.kind == "userTask" and not self.element.outputs:
            driver.write(my_task, self.element.id, value=outputs)
        return True

    def successors(self, my_task: Task) -> list[Any]:
        """Return what follows the whole body."""
        return list(self.outputs)
