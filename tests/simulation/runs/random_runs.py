"""One run of a diagram with random answers: conditions, items, what comes and when.

What a text is asked for is known from the place where it stands, so any diagram can be run, whatever
its expressions mean. A run ends properly if it rests with nobody waiting, no token left and its end known.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Any

from engine.process import Definition, Element, Run, RunBroken, Step, Waiting, expressions_in
from engine.process.elements import expression_of

MOST_STEPS = 5_000
# People and operations get on with it; what may come any number of times comes seldom.
EAGERNESS = {"task": 6, "job": 6, "timer": 2, "message": 1, "signal": 1}
LAST_CONDITION = "condition, the last"


class ImproperEnd(AssertionError):
    """The run did not end as it should."""


class RandomHost:
    """A host with random answers, but gives each place what may stand there."""

    def __init__(self, places: Mapping[str, str], choice: random.Random) -> None:
        self.choice = choice
        self._places = places

    def evaluate(self, expression: str, scope: Mapping[str, Any]) -> Any:
        place = self._places.get(expression, "")
        if place == LAST_CONDITION:
            return True
        if place.startswith("condition") or place == "item condition":
            return self.choice.random() < 0.5
        if place == "items":
            return ["item"] * self.choice.randrange(4)
        return place or expression

    def decide(self, decision_id: str, scope: Mapping[str, Any]) -> Any:
        return self.choice.randrange(9)

    def is_job(self, operation: str) -> bool:
        return operation == "parked" or (operation != "at_once" and self.choice.random() < 0.5)

    def perform(self, operation: str, inputs: dict[str, Any]) -> dict[str, Any]:
        return {}


class RandomRuns:
    """Random runs of one diagram, each repeatable by its seed."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._places = places(definition)
        self._fails = dict(failures(definition))

    def run(self, seed: int) -> int:
        """Simulate a run to its end and return the number of its steps. Raises `Improper`."""
        return sum(1 for _ in self.steps(seed)) - 1

    def steps(self, seed: int, *, is_restored: bool = False) -> Iterator[tuple[Step, Run]]:
        """Yield the start and each step of a run, which is stored and read back between them if asked."""
        choice = random.Random(seed)
        host = RandomHost(self._places, choice)
        try:
            run, step = Run.start(self._definition, host, {})
            yield step, run
            for _ in range(MOST_STEPS):
                if is_restored:
                    run = Run.restore(self._definition, host, run.document, run.save())
                waiting = run.waiting
                if not waiting:
                    break
                weights = [EAGERNESS[token.kind] for token in waiting]
                step = self.advance(run, choice.choices(waiting, weights)[0], choice)
                yield step, run
        except RunBroken as error:
            raise ImproperEnd(str(error)) from error
        if not (run.is_finished and step.finished and step.end is not None):
            raise ImproperEnd(f"not finished after {MOST_STEPS} steps, or rests with a token left")

    def advance(self, run: Run, token: Waiting, choice: random.Random) -> Step:
        """Let happen what the token waits for; an operation may fail where the diagram expects it."""
        if token.kind == "task":
            return run.complete(token.token, {})
        if token.kind == "timer":
            return run.fire(token.token)
        if token.kind == "message":
            return run.deliver(token.message_name or "", {}, token=token.token)
        if token.kind == "signal":
            return run.signal(token.signal_name or "", None)
        if token.element in self._fails and choice.random() < 0.2:
            return run.throw(token.token, self._fails[token.element])
        return run.finish_job(token.token, {})


def failures(definition: Definition) -> Iterator[tuple[str, str]]:
    """Yield the operations that may fail, each with a code that the nearest error event around it catches."""
    caught = {
        event.attached_to: event.error_code or "any"
        for event in definition.elements.values()
        if event.kind == "boundaryEvent" and event.event == "error"
    }
    for element in definition.elements.values():
        around: Element | None = element
        while around is not None and around.id not in caught:
            around = definition.elements.get(around.parent or "")
        if around is not None and element.operation is not None:
            yield element.id, caught[around.id]


def places(definition: Definition) -> Mapping[str, str]:
    """Return where each expression stands; a text that is a condition somewhere is one everywhere."""
    texts = expressions_in(definition)
    found = {text.text: text.place for text in texts}
    found |= {text.text: text.place for text in texts if text.place.startswith("condition")}
    # Where there is no default way, one condition has to hold: rules of validation see to that, not chance.
    open_ended = {flow.source: flow for flow in definition.flows if flow.condition is not None}
    for flow in definition.flows:
        if flow.is_default:
            open_ended.pop(flow.source, None)
    return found | {expression_of(flow.condition or ""): LAST_CONDITION for flow in open_ended.values()}
