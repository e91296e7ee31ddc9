"""Closures of literals, operators and tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feel import tree
from feel.compiler.scopes import Code, Frame, Scope
from feel.run import Run
from feel.semantics import ARITHMETIC, ORDER, compare, equal, holds, negate, open_range
from feel.types import written_type
from feel.values import Value

if TYPE_CHECKING:
    from feel.compiler.core import Compiler

INPUT = "?"


def compile_literal(compiler: Compiler, node: tree.Literal) -> Code:
    value = node.value
    return lambda scope, run: value


def compile_negation(compiler: Compiler, node: tree.Negation) -> Code:
    operand = compiler.compile(node.operand)
    return lambda scope, run: negate(operand(scope, run))


def compile_arithmetic(compiler: Compiler, node: tree.Arithmetic) -> Code:
    first = compiler.compile(node.first)
    rest = [(ARITHMETIC[operator], compiler.compile(operand)) for operator, operand in node.rest]
    if len(rest) == 1:
        operation, second = rest[0]
        return lambda scope, run: operation(run, first(scope, run), second(scope, run))

    def chain(scope: Scope, run: Run) -> Value:
        value = first(scope, run)
        for operation, operand in rest:
            value = operation(run, value, operand(scope, run))
        return value

    return chain


def compile_comparison(compiler: Compiler, node: tree.Comparison) -> Code:
    left, right = compiler.compile(node.left), compiler.compile(node.right)
    operator = node.operator
    if operator == "=":
        return lambda scope, run: equal(run, left(scope, run), right(scope, run))
    if operator == "!=":

        def unequal(scope: Scope, run: Run) -> bool | None:
            outcome = equal(run, left(scope, run), right(scope, run))
            return None if outcome is None else not outcome

        return unequal
    in_order = ORDER[operator]
    if isinstance(node.right, tree.Literal):
        limit = node.right.value
        return lambda scope, run: in_order(left(scope, run), limit)
    return lambda scope, run: in_order(left(scope, run), right(scope, run))


def compile_logic(compiler: Compiler, node: tree.Logic) -> Code:
    """Three-valued: one deciding operand decides, else anything but a boolean makes it null."""
    operands = [compiler.compile(operand) for operand in node.operands]
    deciding: bool = node.operator == "or"

    def logic(scope: Scope, run: Run) -> Value:
        outcome: bool | None = not deciding
        for operand in operands:
            value = operand(scope, run)
            if value is deciding:
                return deciding
            if value is not outcome:
                outcome = None
        return outcome

    return logic


def compile_between(compiler: Compiler, node: tree.Between) -> Code:
    value, low, high = (compiler.compile(part) for part in (node.value, node.low, node.high))

    def between(scope: Scope, run: Run) -> bool | None:
        subject = value(scope, run)
        above = compare(">=", subject, low(scope, run))
        below = compare("<=", subject, high(scope, run))
        if above is False or below is False:
            return False
        return True if above and below else None

    return between


def compile_operator_test(compiler: Compiler, node: tree.OperatorTest) -> Code:
    """As a value, ``(< 5)`` is a range, ``(!= 5)`` an inequality."""
    operator = node.operator
    operand = compiler.compile(node.operand)
    return lambda scope, run: open_range(operator, operand(scope, run))


def compile_in(compiler: Compiler, node: tree.In) -> Code:
    value = compiler.compile(node.value)
    words = _words(node.tests)
    if words is not None:
        compiler.weight += len(words)
        return _one_of(value, words)
    compiler.frames.append(Frame({INPUT}))
    tests = [_test(compiler, test) for test in node.tests]
    compiler.frames.pop()

    def contained(scope: Scope, run: Run) -> bool | None:
        subject = value(scope, run)
        return _any_test(tests, ({INPUT: subject}, scope), run, subject=subject)

    return contained


def _words(tests: tuple[tree.Node, ...]) -> frozenset[str] | None:
    """Return the values of tests that are texts and nothing else."""
    values = [test.value for test in tests if isinstance(test, tree.Literal) and type(test.value) is str]
    return frozenset(values) if len(values) == len(tests) else None


def _one_of(value: Code, words: frozenset[str]) -> Code:
    def found(scope: Scope, run: Run) -> bool | None:
        subject = value(scope, run)
        if type(subject) is str:
            return subject in words
        # Nothing else equals a text, and only null is known not to.
        return False if subject is None else None

    return found


def _any_test(tests: list[_Test], scope: Scope, run: Run, *, subject: Value) -> bool | None:
    outcome: bool | None = False
    for test in tests:
        passed = test(scope, run, subject)
        if passed is True:
            return True
        if passed is None:
            outcome = None
    return outcome


class _Test:
    """One test of a value: an operator with an operand, a condition on "?", or a value to be met."""

    __slots__ = ("code", "operator")

    def __init__(self, code: Code, operator: str) -> None:
        self.code = code
        self.operator = operator

    def __call__(self, scope: Scope, run: Run, subject: Value) -> bool | None:
        value = self.code(scope, run)
        match self.operator:
            case "holds":
                return holds(run, value, subject)
            case "in range":
                # A range without order holds nothing and excludes nothing.
                return None if value is None else holds(run, value, subject)
            case "condition":
                return value is True
            case "=":
                return equal(run, subject, value)
            case "!=":
                outcome = equal(run, subject, value)
                return None if outcome is None else not outcome
        return compare(self.operator, subject, value)


def _test(compiler: Compiler, node: tree.Node) -> _Test:
    if isinstance(node, tree.OperatorTest):
        return _Test(compiler.compile(node.operand), node.operator)
    if _asks_input(node):
        return _Test(compiler.compile(node), "condition")
    return _Test(compiler.compile(node), "in range" if isinstance(node, tree.RangeLiteral) else "holds")


def _asks_input(node: tree.Node) -> bool:
    return any(isinstance(part, tree.Name) and part.name == INPUT for part in tree.walk(node))


def compile_unary_tests(compiler: Compiler, node: tree.UnaryTests) -> Code:
    """The scope of the tests holds the value at hand under "?"."""
    if not node.tests:
        return lambda scope, run: True
    compiler.frames.append(Frame({INPUT}))
    tests = [_test(compiler, test) for test in node.tests]
    compiler.frames.pop()
    negated = node.negated

    def passes(scope: Scope, run: Run) -> bool | None:
        outcome = _any_test(tests, scope, run, subject=scope[0][INPUT])
        return outcome if outcome is None or not negated else not outcome

    return passes


def compile_instance_of(compiler: Compiler, node: tree.InstanceOf) -> Code:
    value = compiler.compile(node.value)
    test = written_type(node.type, text=compiler.text, types=compiler.types).instance
    return lambda scope, run: test(run, value(scope, run))
