"""The kind of every part of an expression, from the leaves up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from feel.analyse.inference import Inference, Problem
from feel.analyse.kinds import UNKNOWN, Kind
from feel.analyse.rules import RULES
from feel.expressions import Expression, UnaryTests
from feel.functions import Functions

_NOTHING: Final[Mapping[str, Kind]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Analysis:
    """Analysis of an expression: what it reads and what it gives."""

    names: frozenset[str]
    functions: frozenset[str]
    kind: Kind
    problems: tuple[Problem, ...]


def analyse(
    expression: Expression | UnaryTests,
    *,
    kinds: Mapping[str, Kind] = _NOTHING,
    functions: Functions | None = None,
    results: Mapping[str, Kind] = _NOTHING,
    tested: Kind = UNKNOWN,
) -> Analysis:
    """Infer the kind of an expression from the declared kinds of names.

    ``results`` are the kinds of what the host's functions return, by name or by name and only argument
    (``parameter hm.min_months``); ``tested`` is that of the value a cell tests.
    """
    found = Inference(expression.text, functions or Functions.standard(), kinds, results, tested, RULES)
    kind = found.kind(expression.tree)
    return Analysis(expression.names, expression.functions, kind, tuple(found.problems))
