"""Writes a tree back as text, so that the fuzzer can see whether the parser reads the same tree again.

Puts brackets around every operand: it is to be read by a machine. Refuses what the grammar has no text for.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from feel import tree
from feel.temporal import format_temporal


class Unprintable(Exception):
    """The tree has something that no text spells."""


def show(node: tree.Node) -> str:
    """Return an expression, or the tests of a cell, as text."""
    match node:
        case tree.UnaryTests(tests=()):
            return "-"
        case tree.UnaryTests(tests=tests, negated=True):
            return f"not({', '.join(map(_test, tests))})"
        case tree.UnaryTests(tests=tests):
            return ", ".join(map(_test, tests))
        case tree.Literal(value=value):
            return _literal(value)
        case tree.Name(name=name):
            return name
    return _operation(node)


def _operation(node: tree.Node) -> str:
    match node:
        case tree.Path(base=base, name=name):
            return f"{_in_brackets(base)}.{name}"
        case tree.Filter(base=base, condition=condition):
            return f"{_in_brackets(base)}[{show(condition)}]"
        case tree.Negation(operand=operand):
            return f"-{_in_brackets(operand)}"
        case tree.Arithmetic(first=first, rest=rest):
            return _in_brackets(first) + "".join(f" {sign} {_in_brackets(part)}" for sign, part in rest)
        case tree.Comparison(operator=sign, left=left, right=right):
            return f"{_in_brackets(left)} {sign} {_in_brackets(right)}"
        case tree.Logic(operator=word, operands=operands):
            return f" {word} ".join(map(_in_brackets, operands))
        case tree.Between(value=value, low=low, high=high):
            return f"{_in_brackets(value)} between {_in_brackets(low)} and {_in_brackets(high)}"
        case tree.In(value=value, tests=(tree.OperatorTest() as test,)):
            return f"{_in_brackets(value)} in {_test(test)}"
        case tree.In(value=value, tests=tests):
            return f"{_in_brackets(value)} in ({', '.join(map(_test, tests))})"
        case tree.OperatorTest():
            return f"({_test(node)})"
        case tree.InstanceOf(value=value, type=type_):
            return f"{_in_brackets(value)} instance of {_type(type_)}"
    return _structure(node)


def _structure(node: tree.Node) -> str:
    match node:
        case tree.If(condition=condition, then=then, otherwise=otherwise):
            return f"if {show(condition)} then {show(then)} else {show(otherwise)}"
        case tree.For(iterators=iterators, body=body):
            return f"for {_iterators(iterators)} return {show(body)}"
        case tree.Quantified(every=every, iterators=iterators, condition=condition):
            word = "every" if every else "some"
            return f"{word} {_iterators(iterators)} satisfies {show(condition)}"
        case tree.ListLiteral(items=items):
            return f"[{', '.join(map(_test, items))}]"
        case tree.ContextLiteral(entries=entries):
            return "{" + ", ".join(f"{_string(key)}: {show(value)}" for key, value in entries) + "}"
        case tree.RangeLiteral(start=start, end=end, start_included=left, end_included=right):
            ends = f"{_in_brackets(start)}..{_in_brackets(end)}"
            return f"{'[' if left else '('}{ends}{']' if right else ')'}"
        case tree.FunctionLiteral(parameters=parameters, body=body):
            return f"function({', '.join(map(_parameter, parameters))}) {_body(body)}"
        case tree.Call(callee=callee, arguments=arguments, named=named):
            given = [*map(show, arguments), *(f"{name}: {show(value)}" for name, value in named)]
            head = callee.name if isinstance(callee, tree.Name) else f"({show(callee)})"
            return f"{head}({', '.join(given)})"
    raise Unprintable(type(node).__name__)


def _in_brackets(node: tree.Node) -> str:
    text = show(node)
    bare = isinstance(node, tree.Literal | tree.ListLiteral | tree.ContextLiteral | tree.RangeLiteral)
    return text if bare else f"({text})"


def _test(node: tree.Node) -> str:
    if isinstance(node, tree.OperatorTest):
        return f"{node.operator} {_in_brackets(node.operand)}"
    return show(node)


def _body(body: tree.Node | None) -> str:
    return "external {}" if body is None else show(body)


def _iterators(iterators: tuple[tree.Iteration, ...]) -> str:
    return ", ".join(
        f"{iterator.name} in {_in_brackets(iterator.domain)}"
        + ("" if iterator.end is None else f"..{_in_brackets(iterator.end)}")
        for iterator in iterators
    )


def _parameter(parameter: tree.Parameter) -> str:
    return parameter.name if parameter.type is None else f"{parameter.name}: {_type(parameter.type)}"


def _type(node: tree.Node) -> str:
    match node:
        case tree.TypeName(name=name):
            return name
        case tree.ListType(element=element):
            return f"list<{_type(element)}>"
        case tree.RangeType(element=element):
            return f"range<{_type(element)}>"
        case tree.ContextType(members=members):
            return f"context<{', '.join(f'{name}: {_type(member)}' for name, member in members)}>"
        case tree.FunctionType(parameters=parameters, result=result):
            return f"function<{', '.join(map(_type, parameters))}> -> {_type(result)}"
    raise Unprintable(type(node).__name__)


def _literal(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    if isinstance(value, Decimal):
        return str(value).lower()
    if isinstance(value, str):
        return _string(value)
    return f"@{_string(format_temporal(value))}"


def _string(value: str) -> str:
    pairs = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
    return '"' + "".join(pairs.get(letter, letter) for letter in value) + '"'
