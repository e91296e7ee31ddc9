"""Which rules decided, and the values and conditions that made them match."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.decisions import model
from engine.decisions.errors import DecisionError
from engine.decisions.evaluate import DecisionResult, Decisions
from engine.decisions.explain.nearest import Question
from engine.decisions.explain.words import Words
from engine.decisions.program import make_program
from engine.decisions.session import RuleMatch
from engine.decisions.tables import compile_table
from feel import Expression, FeelError, UnaryTests, to_json, tree
from feel.compiler import compile_tree
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
    texts = make_program(question.decisions.source, question.functions).texts[decision.origin]
    row = compile_table(table, texts, local=frozenset()).rows[match.index - 1]
    values = input_values(question, decision, table.inputs)

    for place, cell in row.tests:
        input_ = table.inputs[place]
        label = words.labels.get(f"inputs.{input_.id}") or input_.label or input_.text
        yield Reason(
            input_.id, label, to_json(values[place]), words.condition(cell, _evaluator(question, cell))
        )


def _evaluator(question: Question, cell: UnaryTests) -> Any:
    def evaluate(node: tree.Node) -> Value:
        try:
            compiled = compile_tree(
                node, cell.text, functions=question.functions, names=None, hints=(), types={}
            )
            expression = Expression(cell.text, node, compiled)
            return expression.evaluate(question.context, now=question.now, functions=question.functions)
        except FeelError:
            return None

    return evaluate


def input_values(question: Question, decision: model.Decision, inputs: Sequence[model.Input]) -> list[Value]:
    """Return the values of a table's inputs: what the decision would say if it were the list of them."""
    source = question.decisions.source
    asked = model.ListOf(decision.id, tuple(model.Literal(input_.id, input_.text) for input_ in inputs))
    asking = replace(decision, logic=asked, type_name="")
    decisions = Decisions(replace(source, nodes={**source.nodes, decision.id: asking}))
    try:
        values = decisions.evaluate_to_feel(
            decision.id, question.context, functions=question.functions, now=question.now
        )
    except DecisionError:
        values = None
    return values if isinstance(values, list) else [None] * len(inputs)
