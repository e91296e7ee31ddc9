"""Compiled expressions and tests, ready to be evaluated any number of times."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from feel import tree
from feel.compiler import Compiled, compile_tree
from feel.errors import FeelError, FeelLimitError
from feel.functions import Functions
from feel.parser import parse_expression, parse_unary_tests
from feel.run import NO_HOSTS, Run
from feel.types import Type
from feel.values import Value, take

Context = Mapping[str, Any]
"""What an expression is evaluated over: names to JSON or FEEL values."""

BUDGET: Final = 100_000
_NO_TYPES: Final[Mapping[str, Type]] = {}


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression. ``names`` and ``paths`` are what it reads from the context.

    ``possible_names`` and ``possible_paths`` stand inside filters: an item or, failing that, the context may
    hold them.
    """

    text: str
    tree: tree.Node
    compiled: Compiled

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.compiled.reads.names)

    @property
    def possible_names(self) -> frozenset[str]:
        return frozenset(self.compiled.reads.possible_names)

    @property
    def possible_paths(self) -> frozenset[tuple[str, ...]]:
        return frozenset(self.compiled.reads.possible_paths)

    @property
    def paths(self) -> frozenset[tuple[str, ...]]:
        return frozenset(self.compiled.reads.paths)

    @property
    def functions(self) -> frozenset[str]:
        return frozenset(self.compiled.reads.functions)

    def evaluate(
        self,
        context: Context,
        *,
        now: datetime | None = None,
        budget: int = BUDGET,
        functions: Functions | None = None,
    ) -> Value:
        """Return the value over a context.

        ``now`` is the present for now() and today(), in the zone whose calendar counts. ``functions`` serves
        the host functions in place of those the expression was compiled with.
        """
        run = Run(budget, now) if functions is None else Run(budget, now, hosts=functions.hosts)
        return _evaluate(self.compiled, (context, None), run=run, text=self.text)

    def evaluate_in(self, run: Run, context: Context) -> Value:
        """Return the value as a part of a larger evaluation with one budget."""
        # Not by way of _evaluate: tables come through here for every input of every case.
        compiled = self.compiled
        try:
            run.charge(compiled.weight)
            return compiled.code((context, None), run)
        except FeelError as error:
            if error.text is None:
                error.text = self.text
            raise
        except RecursionError:
            raise FeelLimitError("feel.too_deep", text=self.text) from None


class SharedBudget:
    """Steps that several evaluations share: those of one document, of one form, of one step of a case."""

    __slots__ = ("left",)

    def __init__(self, steps: int) -> None:
        self.left = steps

    def evaluate(
        self, expression: Expression, context: Context, *, now: datetime | None = None, most: int = BUDGET
    ) -> Value:
        """Return the value of an expression, which may take `most` of the steps that are left."""
        with self.run(most, now) as run:
            return expression.evaluate_in(run, context)

    def run(self, most: int, now: datetime | None = None, *, hosts: Mapping[str, Any] = NO_HOSTS) -> Grant:
        """Give a run of `most` of the steps that are left, and take what it has used."""
        granted = most if most < self.left else self.left
        return Grant(self, granted, Run(granted, now, hosts=hosts))

    @contextmanager
    def part(self, most: int) -> Iterator[SharedBudget]:
        """Give a budget of `most` of the steps that are left, and take what was used of it."""
        part = SharedBudget(min(most, self.left))
        granted = part.left
        try:
            yield part
        finally:
            self.left -= granted - part.left


class Grant:
    """A run within a shared budget, as a context: every table of a step takes one, so it has to be cheap."""

    __slots__ = ("_budget", "_granted", "_run")

    def __init__(self, budget: SharedBudget, granted: int, run: Run) -> None:
        self._budget, self._granted, self._run = budget, granted, run

    def __enter__(self) -> Run:
        return self._run

    def __exit__(self, *_: object) -> None:
        left = self._run.left
        self._budget.left -= self._granted - (left if left > 0 else 0)


@dataclass(frozen=True, slots=True)
class UnaryTests:
    """The tests of one cell."""

    text: str
    tree: tree.Node
    compiled: Compiled

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.compiled.reads.names)

    @property
    def functions(self) -> frozenset[str]:
        return frozenset(self.compiled.reads.functions)

    def evaluate(
        self,
        value: Value,
        context: Context,
        *,
        now: datetime | None = None,
        budget: int = BUDGET,
        functions: Functions | None = None,
    ) -> bool | None:
        """Say whether a value passes; null where the tests have no meaning for it."""
        run = Run(budget, now) if functions is None else Run(budget, now, hosts=functions.hosts)
        return self.evaluate_in(run, take(run, value), context=context)

    def evaluate_in(self, run: Run, value: Value, *, context: Context) -> bool | None:
        """Say whether a FEEL value passes, as a part of a larger evaluation with one budget."""
        scope = ({"?": value}, (context, None))
        outcome = _evaluate(self.compiled, scope, run=run, text=self.text)
        return outcome if isinstance(outcome, bool) else None


def _evaluate(compiled: Compiled, scope: tuple[Any, ...], *, run: Run, text: str) -> Value:
    """Let nothing out but errors of the language (and whatever a host's function raised)."""
    try:
        run.charge(compiled.weight)
        return compiled.code(scope, run)
    except FeelError as error:
        if error.text is None:
            error.text = text
        raise
    except RecursionError:
        raise FeelLimitError("feel.too_deep", text=text) from None


def compile_expression(
    text: str,
    *,
    functions: Functions | None = None,
    names: Collection[str] | None = None,
    hints: Collection[str] = (),
    types: Mapping[str, Type] = _NO_TYPES,
) -> Expression:
    """Return a text as an expression.

    With ``names``, a name that is not among them is an error. A name with operators in it is recognised if it
    is one of ``names`` or of ``hints``, which promise nothing: they are names and properties there may be.
    ``types`` are the host's own.
    """
    functions = functions or Functions.standard()
    node = _parsed(text, frozenset(names or ()), frozenset(hints), functions)
    return Expression(
        text, node, _compiled(node, text, functions=functions, names=names, hints=hints, types=types)
    )


# Whoever checks a catalogue meets the same texts many times: blocks come with each service that calls them.
@lru_cache(maxsize=8192)
def _parsed(text: str, names: frozenset[str], hints: frozenset[str], functions: Functions) -> tree.Node:
    return parse_expression(text, names=names, hints=hints, functions=functions.vocabulary)


def compile_unary_tests(
    text: str,
    *,
    functions: Functions | None = None,
    names: Collection[str] | None = None,
    hints: Collection[str] = (),
    types: Mapping[str, Type] = _NO_TYPES,
) -> UnaryTests:
    """Return a text as tests of a value, which is called ``?`` in it. Empty text accepts anything."""
    functions = functions or Functions.standard()
    node = parse_unary_tests(text, names=names or (), hints=hints, functions=functions.vocabulary)
    return UnaryTests(
        text, node, _compiled(node, text, functions=functions, names=names, hints=hints, types=types)
    )


def _compiled(
    node: tree.Node,
    text: str,
    *,
    functions: Functions,
    names: Collection[str] | None,
    hints: Collection[str],
    types: Mapping[str, Type],
) -> Compiled:
    try:
        return compile_tree(node, text, functions=functions, names=names, hints=hints, types=types)
    except RecursionError:
        raise FeelLimitError("feel.too_deep", text=text) from None
