"""Workload W: cases of bench/service, each completion a command of its own, committed before the next.

A case has twelve tasks for people, exclusive gateways, a decision table, a parallel split and join, an inline
operation, a deadline and a reminder. Each completion brings ten answers, about 325 bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID, uuid4, uuid5

from bench.installation import SERVICE, Place
from engine.bootstrap import Engine
from engine.commands.applications import FileApplication
from engine.commands.cases import CompleteTask, StepTaken
from engine.tenancy import Actor, system

TASKS: Final = (
    "register",
    "check",
    "visit",
    "report",
    "legal",
    "opinion",
    "consult",
    "draft",
    "review",
    "approve",
    "deliver",
    "archive",
)
COMPLETIONS: Final = len(TASKS)
NOBODY: Final = system()
ADDRESS: Final = "წერეთლის ქუჩა {number}"
REMARK: Final = "ადგილზე ყველაფერი ნახულია, №{number}."


def answers(number: int, *, again: bool = False) -> dict[str, Any]:
    """Return the ten answers of a step."""
    return {
        "again": again,
        "subject": f"case {number} of the register",
        "address": ADDRESS.format(number=number % 90 + 10),
        "day": "2026-03-17",
        "area": 100 + number % 800,
        "people": number % 9 + 1,
        "kind": "land",
        "code": "21.05.31.047",
        "finding": "in_order",
        "remarks": REMARK.format(number=number),
    }


@dataclass
class Case:
    """A case on its way: what is open, and how often each task was."""

    id: UUID
    number: int
    place: Place
    seen: dict[str, int] = field(default_factory=dict)
    open: list[tuple[str, UUID]] = field(default_factory=list)
    completions: int = 0
    firsts: dict[UUID, str] = field(default_factory=dict)  # the element of each one's first task

    def __post_init__(self) -> None:
        """Find out while no time runs what is needed while it does."""
        self.firsts = {uuid5(self.id, f"task:{name}:1"): name for name in TASKS}

    def opened(self, ids: Iterable[UUID]) -> None:
        """Take note of new tasks; ids derive from element and ordinal, so each names its element."""
        for task_id in ids:
            element = self.firsts.get(task_id) or self._again(task_id)
            self.seen[element] = self.seen.get(element, 0) + 1
            self.open.append((element, task_id))

    def _again(self, task_id: UUID) -> str:
        names = (n for n in TASKS if uuid5(self.id, f"task:{n}:{self.seen.get(n, 0) + 1}") == task_id)
        return next(names)


def file(engine: Engine, citizen: Actor, place: Place, number: int) -> Case:
    """File an application and return its case, with the first task open."""
    command = FileApplication(SERVICE, place.code, {"note": f"application {number}"})
    filed = engine.send(command, actor=citizen, key=uuid4())
    case = Case(filed.case_id, number, place)
    case.opened([uuid5(case.id, "task:register:1")])
    return case


def complete(
    engine: Engine, case: Case, *, again: Callable[[str], bool] = lambda _: False, element: str | None = None
) -> StepTaken:
    """Complete the case's oldest open task, or the one at the element."""
    place = next(i for i, (name, _) in enumerate(case.open) if element in (None, name))
    name, task_id = case.open.pop(place)
    command = CompleteTask(task_id, answers(case.number, again=again(name)))
    taken: StepTaken = engine.send(command, actor=case.place.clerk, key=uuid4())
    case.completions += 1
    case.opened(taken.opened)
    return taken
