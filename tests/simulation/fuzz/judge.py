"""What must hold of every text, sensible or not. Says what does not; refuses to know how texts are made.

- Nothing but FeelError is raised, and nothing takes longer than its budget allows.
- Evaluated again, and compiled again, an expression gives the same answer.
- What it says it reads is all it reads: without the rest of the context the answer is the same.
- Compiled with the names there are, it gives the same answer, or names one that is not there.
- Written back as text, it is read as the same tree.
- A value is one of the kinds the language has, and no number has more than 34 digits.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from types import FrameType
from typing import Any, Final

from feel import (
    Date,
    DateTime,
    DaysDuration,
    FeelError,
    Function,
    Functions,
    MonthsDuration,
    Range,
    Time,
    UnaryTests,
    compile_expression,
    compile_unary_tests,
    to_json,
    tree,
)
from feel.parser import parse_expression, parse_unary_tests
from tests.simulation.fuzz.printer import Unprintable, show

BUDGET: Final = 3_000
SECONDS: Final = 5.0
NOW: Final = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
HINTS: Final = ("full name", "a-b", "big row")
CONTEXT: Final[dict[str, Any]] = {
    "x": 5,
    "n": Decimal("2.50"),
    "s": "გამარჯობა, abc",
    "xs": [1, 2.5, "a", None, -7, True],
    "c": {"a": 1, "name": "n", "ok": True, "full name": "f n"},
    "rows": [{"amount": 4, "name": "a"}, {"amount": 2, "a": {"b": 1}}, {"name": None}],
    "day": Date(2024, 2, 29),
    "clock": Time(12, 0, 0),
    "span": DaysDuration(3_600_000_000_000),
    "term": MonthsDuration(14),
    "yes": True,
    "თვე": 7,
    "full name": "Ana",
}
KINDS: Final = frozenset(
    {type(None), bool, str, Decimal, list, dict, Range, Function, Date, Time, DateTime, DaysDuration}
    | {MonthsDuration}
)


class Wrong(Exception):
    """A law does not hold for a text."""


class Hung(BaseException):
    """An evaluation took longer than its budget could."""


def judge(text: str, *, as_tests: bool) -> str:
    """Return how a text ended: an error's code or "value"; raise `Wrong` where a law is broken."""
    try:
        with _alarm():
            return _judge(text, as_tests)
    except (Wrong, FeelError):
        raise
    except Hung:
        raise Wrong(f"took more than {SECONDS} seconds") from None
    except BaseException as error:
        raise Wrong(f"raised {type(error).__name__}: {error}") from error


def _judge(text: str, as_tests: bool) -> str:
    compiler = compile_unary_tests if as_tests else compile_expression
    try:
        compiled: Any = compiler(text, hints=HINTS)
    except FeelError as error:
        if not (error.code.startswith("feel.") and str(error)):
            raise Wrong("an error without a code") from error
        return error.code
    first = _outcome(compiled, CONTEXT)
    if _outcome(compiled, CONTEXT) != first:
        raise Wrong("another answer the second time")
    if _outcome(compiler(text, hints=HINTS), CONTEXT) != first:
        raise Wrong("another answer when compiled again")
    read = compiled.names | compiled.compiled.reads.possible_names
    if _outcome(compiled, {name: CONTEXT[name] for name in CONTEXT if name in read}) != first:
        raise Wrong("reads more than it says")
    _check_known_names(text, compiler, first)
    _check_printed(text, compiled)
    return first.partition(" ")[0]


def _check_known_names(text: str, compiler: Any, first: str) -> None:
    try:
        strict = compiler(text, hints=HINTS, names=CONTEXT.keys())
    except FeelError as error:
        if error.code not in ("feel.unknown_name", "feel.unknown_function"):
            raise Wrong(f"refused only when the names are known: {error}") from error
        return
    if _outcome(strict, CONTEXT) != first:
        raise Wrong("another answer when the names are known")


def _outcome(compiled: Any, context: dict[str, Any]) -> str:
    given = (7, context) if isinstance(compiled, UnaryTests) else (context,)
    try:
        value = compiled.evaluate(*given, now=NOW, budget=BUDGET)
        _check_value(value)
        return f"value {to_json(value)!r}"
    except FeelError as error:
        return error.code


def _check_value(root: object) -> None:
    seen: set[int] = set()
    stack = [root]
    while stack:
        value = stack.pop()
        if type(value) not in KINDS:
            raise Wrong(f"a value of kind {type(value).__name__}")
        if isinstance(value, Decimal) and not (value.is_finite() and len(value.as_tuple().digits) <= 34):
            raise Wrong(f"the number {value}")
        if id(value) in seen:
            continue
        if isinstance(value, list | dict):
            seen.add(id(value))
            stack.extend(value.values() if isinstance(value, dict) else value)


def _check_printed(text: str, compiled: Any) -> None:
    """Brackets may make a deep text too deep; names of other languages may need the place they stand in."""
    functions = Functions.standard().vocabulary
    parse = parse_unary_tests if isinstance(compiled, UnaryTests) else parse_expression
    try:
        printed = show(compiled.tree)
    except Unprintable:
        return
    try:
        again = parse(printed, hints=HINTS, functions=functions)
    except FeelError as error:
        if error.code in ("feel.too_deep", "feel.text_too_long"):
            return
        raise Wrong(f"printed as {printed}, which is refused: {error}") from error
    if _bare(again) != _bare(compiled.tree):
        raise Wrong(f"printed as {printed}, which is read as another tree")


def _bare(node: Any) -> Any:
    """Return a tree without its places in the text."""
    if isinstance(node, tree.Literal):
        return ("Literal", type(node.value).__name__, str(node.value))
    if isinstance(node, tree.Node):
        names = [name for name in node.__dataclass_fields__ if name != "at"]
        return (type(node).__name__, *(_bare(getattr(node, name)) for name in names))
    return tuple(map(_bare, node)) if isinstance(node, tuple) else node


@contextmanager
def _alarm() -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise Hung

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
