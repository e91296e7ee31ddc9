"""The nearest change of facts that would have given another outcome, found by trying.

As few facts as possible, then as little as possible. What is returned has been evaluated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations, product
from typing import Any, Final

from engine.decisions.errors import DecisionError
from engine.decisions.evaluate import DecisionResult, Decisions
from engine.decisions.explain.candidates import Candidate, candidates_of
from engine.decisions.explain.facts import MISSING, Path, facts_of, value_at, with_value
from feel import Expression, FeelError, Functions, tree
from feel.compiler import compile_tree
from feel.values import Value

MAX_CHANGES: Final = 3
MAX_TRIALS: Final = 3_000


@dataclass(frozen=True, slots=True)
class Question:
    """A decision over a case. ``output`` is the one output that is to change, else any of them.

    ``fixed`` are names or paths whose values nobody could change, ``domains`` the values a fact may have,
    by its path.
    """

    decisions: Decisions
    decision_id: str
    context: Mapping[str, Any]
    functions: Functions = field(default_factory=Functions.standard)
    now: datetime | None = None
    output: str | None = None
    fixed: Collection[str] = ()
    domains: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    def fixes(self, path: Path) -> bool:
        """Say whether a fact could not have been otherwise."""
        return any(".".join(path[:length]) in self.fixed for length in range(1, len(path) + 1))

    def answer(self, context: Mapping[str, Any]) -> DecisionResult | None:
        """Return what the decision says over another context; nothing if it can't be made."""
        try:
            return self.decisions.evaluate(self.decision_id, context, functions=self.functions, now=self.now)
        except (DecisionError, FeelError):
            return None

    def value_of(self, node: tree.Node, text: str) -> Value:
        """Return what a part of an expression is in this case; nothing for one with names bound within."""
        try:
            part = self.decisions.once(
                ("part", text, node, self.functions.signature), lambda: self._part(node, text)
            )
            return part.evaluate(self.context, now=self.now, functions=self.functions)
        except FeelError:
            return None

    def _part(self, node: tree.Node, text: str) -> Expression:
        compiled = compile_tree(node, text, functions=self.functions, names=None, hints=(), types={})
        return Expression(text, node, compiled)

    def outcome(self, result: DecisionResult) -> Any:
        """Return the part of an answer that counts."""
        if self.output is not None and isinstance(result.value, Mapping):
            return result.value.get(self.output)
        return result.value


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """Changes that together give another answer.

    ``is_nearest``: there is certainly none with fewer changes. It is not certain where a fact goes into a
    calculation, or where there were too many possibilities to try.
    """

    changes: tuple[Candidate, ...]
    result: DecisionResult
    is_nearest: bool

    @property
    def paths(self) -> tuple[Path, ...]:
        return tuple(change.fact.path for change in self.changes)

    def applied_to(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return a context with the changes made."""
        return _applied(context, self.changes)


def nearest_change(question: Question) -> Counterfactual | None:
    """Return the nearest change that gives another outcome, nothing if none was found."""
    present = question.answer(question.context)
    if present is None:
        return None
    facts = [
        fact
        for fact in facts_of(question.decisions, question.decision_id, question.functions)
        if not question.fixes(fact.path) and not _is_whole(value_at(question.context, fact.path))
    ]
    choices = [
        candidates_of(
            fact,
            value_at(question.context, fact.path),
            value_of=question.value_of,
            domain=question.domains.get(fact.name, ()),
        )
        for fact in facts
    ]
    is_certain = all(fact.is_seen_through for fact in facts)
    has_rivals = any(fact.has_rivals for fact in facts)
    left = MAX_TRIALS
    for count in range(1, min(MAX_CHANGES, len(facts)) + 1):
        trials = sorted(
            _together(choices, count), key=lambda changes: sum(change.distance for change in changes)
        )
        for changes in trials[:left]:
            result = question.answer(_applied(question.context, changes))
            if result is not None and _is_another(question, present, result):
                is_nearest = is_certain and (count == 1 or not has_rivals)
                return Counterfactual(changes, result, is_nearest)
        left -= len(trials)
        if left <= 0:
            return None
    return None


def _is_whole(value: Any) -> bool:
    """A fact is a single value; what has parts is read by its parts."""
    return value is MISSING or isinstance(value, Mapping | list | tuple)


def _is_another(question: Question, present: DecisionResult, result: DecisionResult) -> bool:
    """No answer at all is not another one."""
    if result.value is None or (not result.matched and present.matched and _is_empty(result.value)):
        return False
    return bool(question.outcome(result) != question.outcome(present))


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, Mapping) and all(item is None for item in value.values()))


def _together(choices: Sequence[Sequence[Candidate]], count: int) -> Iterator[tuple[Candidate, ...]]:
    """Yield changes of n facts at once, not many more than can be tried."""
    yielded = 0
    for chosen in combinations(choices, count):
        for changes in product(*chosen):
            yield changes
            yielded += 1
            if yielded > MAX_TRIALS * 10:
                return


def _applied(context: Mapping[str, Any], changes: Sequence[Candidate]) -> dict[str, Any]:
    changed = dict(context)
    for change in changes:
        changed = with_value(changed, change.fact.path, change.after)
    return changed
