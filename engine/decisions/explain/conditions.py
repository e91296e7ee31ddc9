"""The conditions of a table one by one: how each stands, and how it would have to stand.

A condition is a column of the table. What it would have to be is taken from the nearest change that
gives the other answer; a column that this change leaves alone is in order as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.decisions import model
from engine.decisions.explain.nearest import Counterfactual, Question
from engine.decisions.explain.reasons import input_values
from engine.decisions.explain.words import Words
from engine.decisions.graph import find_node
from feel import compile_expression, to_json


@dataclass(frozen=True, slots=True)
class Condition:
    """A column with its value in words; ``needed`` is what it would have to be, if it stands in the way."""

    input: str
    label: str
    value: str
    needed: str | None

    @property
    def is_met(self) -> bool:
        return self.needed is None


def conditions_of(
    question: Question, change: Counterfactual | None, *, language: str, labels: Mapping[str, str]
) -> tuple[Condition, ...]:
    """Return the conditions of the table a decision is, without those that only read what is fixed."""
    decision = find_node(question.decisions.source, question.decision_id)
    if not isinstance(decision, model.Decision) or not isinstance(decision.logic, model.Table):
        return ()
    words, inputs = Words(language, labels), decision.logic.inputs
    before = input_values(question, decision, inputs)
    after = before
    if change is not None:
        after = input_values(replace(question, context=change.applied_to(question.context)), decision, inputs)
    return tuple(
        Condition(
            input_.id,
            labels.get(f"inputs.{input_.id}") or input_.label or input_.text,
            words.value(to_json(now)),
            None if now == then else words.value(to_json(then)),
        )
        for input_, now, then in zip(inputs, before, after, strict=True)
        if not _is_fixed(question, input_)
    )


def _is_fixed(question: Question, input_: model.Input) -> bool:
    paths = compile_expression(input_.text, functions=question.functions).paths
    return bool(paths) and all(question.fixes(path) for path in paths)
