"""Boxed expressions as closures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from engine.decisions import model
from engine.decisions.expressions import Texts, bound, roots
from engine.decisions.session import Code, Scope, Session, Value
from engine.decisions.tables import Local, compile_table
from feel import Function
from feel.run import Run
from feel.sequences import element_at, items_of
from feel.types import ANYTHING, Type


def compile_logic(logic: model.Logic, texts: Texts, *, local: Local) -> Code:
    """Return a boxed expression as a closure; ``local`` are the names bound around it.

    What does not conform to the type it declares is null. A table sees to its own.
    """
    code = _code(logic, texts, local=local)
    if not isinstance(logic, model.Typed) or not logic.type_name or isinstance(logic, model.Table):
        return code
    type_ = texts.types.named(logic.type_name, element=logic.id)
    return lambda session, scope: type_.accept(session.run, code(session, scope))


def _code(logic: model.Logic, texts: Texts, *, local: Local) -> Code:
    match logic:
        case model.Literal(id=id_, text=text):
            expression = texts.expression(text, element=id_, local=local)
            if expression is None:
                return lambda session, scope: None
            return lambda session, scope: expression.evaluate_in(session.run, scope)
        case model.Table():
            return _table(logic, texts, local=local)
        case model.Context():
            return _context(logic, texts, local=local)
        case model.Definition():
            return compile_function(logic, texts, local=local)
        case model.Invocation():
            return _invocation(logic, texts, local=local)
        case model.Iteration():
            return _iteration(logic, texts, local=local)
        case model.Filter():
            return _filter(logic, texts, local=local)
    return _structure(logic, texts, local=local)


def _table(logic: model.Table, texts: Texts, *, local: Local) -> Code:
    """Return a table whose answer is of the type it declares; most declare none."""
    table = compile_table(logic, texts, local=local)
    if not logic.type_name:
        return table
    type_ = texts.types.named(logic.type_name, element=logic.id)
    return lambda session, scope: type_.accept(session.run, table(session, scope))


def _structure(logic: model.Logic, texts: Texts, *, local: Local) -> Code:
    if isinstance(logic, model.ListOf):
        items = [compile_logic(item, texts, local=local) for item in logic.items]
        return lambda session, scope: [item(session, scope) for item in items]
    if isinstance(logic, model.Relation):
        return _relation(logic, texts, local=local)
    assert isinstance(logic, model.Conditional)
    condition, then, otherwise = (
        compile_logic(part, texts, local=local) for part in (logic.condition, logic.then, logic.otherwise)
    )

    def choose(session: Session, scope: Scope) -> Value:
        outcome = condition(session, scope)
        if outcome is True:
            return then(session, scope)
        return otherwise(session, scope) if outcome is False or outcome is None else None

    return choose


def _relation(logic: model.Relation, texts: Texts, *, local: Local) -> Code:
    columns = [
        (name, texts.types.named(type_name, element=logic.id))
        for name, type_name in zip(logic.columns, logic.column_types, strict=True)
    ]
    rows = [[compile_logic(cell, texts, local=local) for cell in row] for row in logic.rows]

    def entry(session: Session, scope: Scope, row: Sequence[Code]) -> Value:
        named = zip(columns, row, strict=True)
        return {name: type_.accept(session.run, cell(session, scope)) for (name, type_), cell in named}

    return lambda session, scope: [entry(session, scope, row) for row in rows]


def _context(logic: model.Context, texts: Texts, *, local: Local) -> Code:
    compiled = []
    for entry in logic.entries:
        if isinstance(entry.logic, model.Definition) and entry.name:
            local = local | {entry.name}
        type_ = texts.types.named(entry.type_name, element=logic.id)
        compiled.append((entry.name, type_, compile_logic(entry.logic, texts, local=local)))
        if entry.name:
            local = local | {entry.name}

    def build(session: Session, scope: Scope) -> Value:
        values: dict[str, Value] = {}
        inner = dict(scope)
        for name, type_, code in compiled:
            value = type_.accept(session.run, code(session, inner))
            if not name:
                return value
            values[name] = inner[name] = value
        return values

    return build


def compile_function(
    definition: model.Definition, texts: Texts, *, local: Local, declared: Type = ANYTHING
) -> Code:
    """Return a closure that makes the function. Code in another language is never run: null.

    ``declared`` is the type of the variable that holds it.
    """
    if definition.body is None or definition.kind != "FEEL":
        return lambda session, scope: None
    names = tuple(parameter.name for parameter in definition.parameters)
    body = compile_logic(definition.body, texts, local=local | roots(names))
    type_ = texts.types.of_function(definition, declared=declared)
    assert type_.signature is not None
    types, result = type_.signature

    def define(session: Session, scope: Scope) -> Value:
        def call(run: Run, arguments: Sequence[Value]) -> Value:
            if len(arguments) != len(names):
                return None
            run.charge(1)
            accepted = [taken.accept(run, value) for taken, value in zip(types, arguments, strict=True)]
            if any(a is None and b is not None for a, b in zip(accepted, arguments, strict=True)):
                return None
            run.enter()
            value = result.accept(run, body(session, bound(scope, names, values=accepted)))
            run.leave()
            return value

        return Function(names, call, type_.sort)

    return define


def _invocation(logic: model.Invocation, texts: Texts, *, local: Local) -> Code:
    callee = compile_logic(logic.callee, texts, local=local)
    bindings = {name: compile_logic(value, texts, local=local) for name, value in logic.bindings}

    def invoke(session: Session, scope: Scope) -> Value:
        function = callee(session, scope)
        if type(function) is not Function:
            return None
        values = {name: code(session, scope) for name, code in bindings.items()}
        if function.parameters is None:
            return function.call(session.run, list(values.values()))
        if not values.keys() <= set(function.parameters):
            return None
        return function.call(session.run, [values.get(name) for name in function.parameters])

    return invoke


def _iteration(logic: model.Iteration, texts: Texts, *, local: Local) -> Code:
    domain = compile_logic(logic.domain, texts, local=local)
    body = compile_logic(logic.body, texts, local=local | {logic.variable, "partial"})
    kind, variable = logic.kind, logic.variable

    def iterate(session: Session, scope: Scope) -> Value:
        items = items_of(session.run, domain(session, scope))
        if items is None:
            return None
        results: list[Value] = []
        for item in items:
            session.run.charge(1)
            results.append(body(session, {**scope, variable: item, "partial": list(results)}))
        if kind == "for":
            return results
        return _settled(results, deciding=kind == "some")

    return iterate


def _settled(results: list[Value], *, deciding: bool) -> bool | None:
    """Return what some or every makes of its conditions; what is neither true, false nor null spoils it."""
    if any(value is not None and type(value) is not bool for value in results):
        return None
    if deciding in results:
        return deciding
    return None if None in results else not deciding


def _filter(logic: model.Filter, texts: Texts, *, local: Local) -> Code:
    domain = compile_logic(logic.domain, texts, local=local)
    match = compile_logic(logic.match, texts, local=local | {"item"})

    def select(session: Session, scope: Scope) -> Value:
        value = domain(session, scope)
        items = value if type(value) is list else [] if value is None else [value]
        selected: list[Value] = []
        for place, item in enumerate(items):
            session.run.charge(1)
            entries = item if type(item) is dict else {}
            outcome = match(session, {**scope, "item": item, **entries})
            if place == 0 and type(outcome) is Decimal:
                return element_at(items, outcome)
            if outcome is True:
                selected.append(item)
            elif outcome is not None and outcome is not False:
                return None
        return selected

    return select
