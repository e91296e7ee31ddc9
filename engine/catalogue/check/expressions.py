"""Whether the expressions of the diagram parse, name what exists and can have a value."""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalogue.check.findings import Finding, wrong
from engine.catalogue.check.names import case_names
from engine.catalogue.check.subject import Subject
from engine.process import Expression, expressions_in
from engine.scope import FUNCTIONS
from feel import FeelError, compile_expression
from feel.analyse import analyse


def check_expressions(subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong with the expressions."""
    if subject.definition is None:
        return
    names = case_names(subject.definition)
    for expression in expressions_in(subject.definition):
        yield from _expression(expression, names | expression.names, subject)


def _expression(expression: Expression, names: frozenset[str], subject: Subject) -> Iterator[Finding]:
    place = subject.at(expression.element)
    try:
        compiled = compile_expression(expression.text, functions=FUNCTIONS, names=names)
    except FeelError as error:
        yield wrong(error.code, **place, detail=f"{expression.place}: {error}")
        return
    for problem in analyse(compiled, functions=FUNCTIONS).problems:
        yield wrong(problem.code, **place, detail=f"{expression.place}: {expression.text}: {problem.found}")
