"""Reasons of a decision: which rules decided, and the values and conditions that made them match."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from engine.decisions import model
from engine.decisions.errors import DecisionError
from engine.decisions.evaluate import DecisionResult, Decisions
from engine.decisions.explain.nearest import Question
from engine.decisions.explain.words import Words
from engine.decisions.program import make_program
from engine.decisions.session import RuleMatch
from engine.decisions.tables import CompiledTable, compile_table
from feel import to_json
from feel.values import Value


@dataclass(frozen=True, slots=True)
class Reason:
    """An input that mattered: its value, and what the rule demands if that is more than this one value."""

    input: str
    label: str
    value: Any
    condition: str | None


@dataclass(frozen=True, slots=True)
class RuleReason:
    """A rule that decided, with its reasons."""

    match: RuleMatch
    decision: str
    reasons: tuple[Reason, ...]


def rules_behind(question: Question, result: DecisionResult, words: Words) -> Iterator[RuleReason]:
    """Yield the rules behind an answer. Tables within other expressions give no reasons, only their rule."""
    source = question.decisions.source
    tables = {
        node.logic.id: (node, node.logic)
        for node in source.nodes.values()
        if isinstance(node, model.Decision) and isinstance(node.logic, model.Table)
    }
    for match in result.matched:
        found = tables.get(match.table)
        if found is None:
            yield RuleReason(match, "", ())
            continue
        decision, table = found
        yield RuleReason(match, decision.id, tuple(_reasons(question, decision, table, match, words)))


def _reasons(
    question: Question, decision: model.Decision, table: model.Table, match: RuleMatch, words: Words
) -> Iterator[Reason]:
    compiled = question.decisions.once(
        ("table", decision.id, question.functions.signature), lambda: _compiled(question, decision, table)
    )
    row = compiled.rows[match.index - 1]
    values = input_values(question, decision, table.inputs)

    for place, cell in row.tests:
        input_ = table.inputs[place]
        label = words.labels.get(f"inputs.{input_.id}") or input_.label or input_.text
        condition = words.condition(cell, partial(question.value_of, text=cell.text))
        yield Reason(input_.id, label, to_json(values[place]), condition)


def _compiled(question: Question, decision: model.Decision, table: model.Table) -> CompiledTable:
    texts = make_program(question.decisions.source, question.functions).texts[decision.origin]
    return compile_table(table, texts, local=frozenset())


def input_values(question: Question, decision: model.Decision, inputs: Sequence[model.Input]) -> list[Value]:
    """Return the values of a table's inputs: what the decision would say if it were the list of them."""
    decisions = question.decisions.once(
        ("inputs", decision.id), lambda: _asking(question.decisions.source, decision, inputs)
    )
    try:
        values = decisions.evaluate_to_feel(
            decision.id, question.context, functions=question.functions, now=question.now
        )
    except DecisionError:
        values = None
    return values if isinstance(values, list) else [None] * len(inputs)


def _asking(source: model.Model, decision: model.Decision, inputs: Sequence[model.Input]) -> Decisions:
    asked = model.ListOf(decision.id, tuple(model.Literal(input_.id, input_.text) for input_ in inputs))
    asking = replace(decision, logic=asked, type_name="")
    return Decisions(replace(source, nodes={**source.nodes, decision.id: asking}))
