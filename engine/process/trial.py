"""The child process that parses and starts a diagram; it may be killed.

Reads the files from the standard input and writes one line of JSON. Whoever starts it sets its limits
(`engine.catalogue.check.trial`). What stands for people, registers and tables here answers at random, by a
seed, so that walks come to other places than the start; whether the answers make sense is judged elsewhere.
"""

import json
import random
import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.process.definition import Definition
from engine.process.errors import ProcessError, RunBroken
from engine.process.runtime import Run

MAX_TOKENS: Final = 2_000
WALKS: Final = 5
STEPS: Final = 60
# Chance may take no path or never leave a loop; what soundness finds it says better, with a path.
# And it gives a word where a case has a group of values that is written into; validation knows the kinds.
ELSEWHERE: Final = frozenset(
    {"run.too_many_steps", "run.no_way_taken", "run.stuck", "run.error_not_caught"}
    | {"run.target_not_an_object"}
)


class Chance:
    """Answers whatever a diagram asks."""

    def __init__(self, definition: Definition, seed: int) -> None:
        self._random = random.Random(seed)
        texts = [flow.condition or "" for flow in definition.flows]
        loops = [element.loop for element in definition.elements.values() if element.loop is not None]
        texts += [loop.completion_condition or "" for loop in loops]
        self._conditions = {_bare(text) for text in texts}
        self._priorities = {_bare(e.priority) for e in definition.elements.values() if e.priority is not None}
        self._lists = {_bare(loop.input_collection) for loop in loops}

    def evaluate(self, expression: str, scope: Mapping[str, Any]) -> Any:
        """Return a truth for a condition, three items for a list, no priority, else a word."""
        if expression in self._conditions:
            return self._random.random() < 0.5
        if expression in self._priorities:
            return None
        return ["a", "b", "c"] if expression in self._lists else "chance"

    def decide(self, decision_id: str, scope: Mapping[str, Any]) -> Any:
        """Return no result."""
        return {}

    def is_job(self, operation: str) -> bool:
        """Park every operation: waiting is what costs tokens."""
        return True

    def perform(self, operation: str, inputs: dict[str, Any]) -> dict[str, Any]:
        """Return no result."""
        return {}


def tried(process: bytes, blocks: Mapping[str, bytes]) -> dict[str, Any]:
    """Return how many tokens a case of a diagram had at most, or the error it ran into."""
    try:
        definition = Definition.parse(process, blocks)
    except ProcessError as error:
        return _error(error)
    most = 0
    for seed in range(WALKS):
        try:
            for tokens in _walk(definition, seed):
                most = max(most, tokens)
                if most > MAX_TOKENS:
                    return {"tokens": most}
        except RunBroken as error:
            if error.code == "run.too_many_tokens":
                return {"tokens": error.params["limit"]}
            if error.code not in ELSEWHERE:
                return _error(error)
    return {"tokens": most}


def _walk(definition: Definition, seed: int) -> Iterator[int]:
    """Yield the number of tokens after each step of one walk."""
    chance = random.Random(seed)
    run, _ = Run.start(definition, Chance(definition, seed), {}, {})
    for _ in range(STEPS):
        yield run.size
        if not run.waiting:
            return
        waiting = chance.choice(run.waiting)
        if waiting.kind == "task":
            run.complete(waiting.token, {})
        elif waiting.kind == "job":
            run.finish_job(waiting.token, {})
        elif waiting.kind == "timer":
            run.fire(waiting.token)
        elif waiting.kind == "signal":
            run.signal(waiting.signal_name or "", {})
        else:
            run.deliver(waiting.message_name or "", {}, token=waiting.token)


def _error(error: ProcessError) -> dict[str, Any]:
    details = {key: str(value)[:500] for key, value in error.params.items() if key != "element"}
    return {"code": error.code, "element": error.element or "", "details": details}


def _bare(text: str) -> str:
    return text.lstrip().removeprefix("=").strip()


def main() -> None:
    """Serve one trial."""
    files = json.load(sys.stdin)
    blocks = {name: text.encode() for name, text in files["blocks"].items()}
    try:
        outcome = tried(files["process"].encode(), blocks)
    except MemoryError:
        outcome = {"code": "trial.out_of_memory"}
    print(json.dumps(outcome))


if __name__ == "__main__":
    main()
