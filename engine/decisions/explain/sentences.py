"""An answer of a decision explained in sentences, with what would have changed it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from engine.decisions import model
from engine.decisions.evaluate import DecisionResult, Decisions
from engine.decisions.explain.candidates import Candidate
from engine.decisions.explain.facts import read_directly
from engine.decisions.explain.nearest import Counterfactual, Question, nearest_change
from engine.decisions.explain.reasons import RuleReason, rules_behind
from engine.decisions.explain.words import Words
from feel import FeelError, Functions, compile_expression

_NO_LABELS: Final[Mapping[str, str]] = MappingProxyType({})
_NO_DOMAINS: Final[Mapping[str, Sequence[Any]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Explanation:
    """Explanation of why a decision says what it says. ``otherwise`` puts the counterfactual into words."""

    value: Any
    rules: tuple[RuleReason, ...]
    sentences: tuple[str, ...]
    counterfactual: Counterfactual | None
    otherwise: str | None


def explain(
    decisions: Decisions,
    decision_id: str,
    context: Mapping[str, Any],
    *,
    language: str,
    functions: Functions | None = None,
    now: datetime | None = None,
    labels: Mapping[str, str] = _NO_LABELS,
    output: str | None = None,
    fixed: Collection[str] = (),
    domains: Mapping[str, Sequence[Any]] = _NO_DOMAINS,
) -> Explanation:
    """Decide, and say why.

    ``labels`` are a service's words: ``inputs.<id of the input, or path of the fact>``, ``outputs.<name>``,
    ``values.<text>``, ``rules.<id of the rule>``; what is not among them is called as the model calls it.
    ``output`` is the output that the nearest change has to change, ``fixed`` the names of the context that
    could not have been otherwise, ``domains`` the values that a fact may have, by its path. Raises what
    evaluation raises.
    """
    question = Question(
        decisions, decision_id, context, functions or Functions.standard(), now, output, fixed, domains
    )
    return explain_in_languages(question, {language: labels})[language]


def explain_in_languages(
    question: Question, labels: Mapping[str, Mapping[str, str]]
) -> dict[str, Explanation]:
    """Decide, look for the nearest change, and say why in each language that there are labels for."""
    decisions, functions = question.decisions, question.functions
    result = decisions.evaluate(question.decision_id, question.context, functions=functions, now=question.now)
    found = nearest_change(question)
    own = decisions.once(("labels", functions.signature), lambda: _labels(decisions.source, functions))
    explanations: dict[str, Explanation] = {}
    for language in labels:
        words = Words(language, {**own, **labels[language]})
        rules = tuple(rules_behind(question, result, words))
        explanations[language] = Explanation(
            result.value,
            rules,
            tuple(_sentences(result, rules, words)),
            found,
            None if found is None else _otherwise(result, found, words),
        )
    return explanations


def _labels(source: model.Model, functions: Functions) -> dict[str, str]:
    """Return what the model itself calls its facts and outputs."""
    labels: dict[str, str] = {}
    for node in source.decisions():
        if not isinstance(node.logic, model.Table):
            continue
        for output in node.logic.outputs:
            labels[f"outputs.{output.name}"] = output.label or output.name
        for input_ in node.logic.inputs:
            path = _only_fact(input_.text, functions)
            if path and input_.label:
                labels.setdefault(f"inputs.{path}", input_.label)
    return labels


def _only_fact(text: str, functions: Functions) -> str | None:
    """Return the fact an input is about, if it is about one only."""
    try:
        expression = compile_expression(text, functions=functions)
    except FeelError:
        return None
    direct = read_directly(expression.tree)
    if direct is not None:
        return ".".join(direct[0])
    return ".".join(next(iter(expression.paths))) if len(expression.paths) == 1 else None


def _sentences(result: DecisionResult, rules: Sequence[RuleReason], words: Words) -> Iterator[str]:
    if not rules:
        yield words.say("no_rule" if result.value is None else "default")
    for rule in rules:
        written = " ".join(text for text in rule.match.annotations if text)
        note = words.labels.get(f"rules.{rule.match.rule_id}", written)
        key = "applied_with_note" if note else "applied"
        yield words.say(key, number=rule.match.index, note=note.rstrip("."))
        reasons = "; ".join(
            words.say(
                "reason" if reason.condition is None else "reason_with_condition",
                label=reason.label,
                value=words.value(reason.value),
                condition=reason.condition,
            )
            for reason in rule.reasons
        )
        if reasons:
            yield words.say("because", reasons=reasons)


def _otherwise(result: DecisionResult, found: Counterfactual, words: Words) -> str | None:
    """Return the counterfactual in words; None of a table that collects rows, which no sentence can hold."""
    if isinstance(found.result.value, list) and any(isinstance(row, Mapping) for row in found.result.value):
        return None
    changes = words.say("also").join(_change(change, words) for change in found.changes)
    after = found.result.value
    if isinstance(after, Mapping) and isinstance(result.value, Mapping):
        after = {name: value for name, value in after.items() if value != result.value.get(name)}
    return words.say("otherwise", outcome=words.value(after), changes=changes)


def _change(change: Candidate, words: Words) -> str:
    label = words.labels.get(f"inputs.{change.fact.name}", change.fact.name)
    key = "change_to_any_other" if change.is_any_other else "change"
    return words.say(key, label=label, before=words.value(change.before), after=words.value(change.after))
