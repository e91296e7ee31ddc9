"""Relations of points and ranges: Allen's, as DMN names them.

Every relation compares ends. An end is an infinity, or a value with a nudge: an excluded start lies a hair
after its value, an excluded end a hair before. A point is a range of itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from feel import tree
from feel.errors import FeelError
from feel.parser import parse_expression
from feel.run import Run
from feel.semantics import compare, equal, make_range
from feel.signature import Registry
from feel.temporal import READERS
from feel.values import Range, Value
from feel.vocabulary import Vocabulary

builtin = Registry()

_End = tuple[int, Value, int]
_Relation = Callable[["_Span", "_Span"], bool]


class _NoOrder(Exception):
    """The ends can't be compared."""


class _Span:
    """A point or a range by its two ends."""

    def __init__(self, value: Value) -> None:
        if type(value) is Range:
            self.start: _End = (-1, None, 0)
            self.end: _End = (1, None, 0)
            if value.start is not None:
                self.start = (0, value.start, 0 if value.start_included else 1)
            if value.end is not None:
                self.end = (0, value.end, 0 if value.end_included else -1)
        else:
            self.start = self.end = (0, value, 0)


def _order(left: _End, right: _End) -> int:
    if left[0] or right[0]:
        return left[0] - right[0]
    if equal_ends(left, right):
        return left[2] - right[2]
    before = compare("<", left[1], right[1])
    if before is None:
        raise _NoOrder
    return -1 if before else 1


def equal_ends(left: _End, right: _End) -> bool:
    """Say whether two ends have the same value, whatever their nudge."""
    same = compare("<=", left[1], right[1])
    if same is None:
        raise _NoOrder
    return same and compare(">=", left[1], right[1]) is True


def _before(a: _Span, b: _Span) -> bool:
    return _order(a.end, b.start) < 0


def _meets(a: _Span, b: _Span) -> bool:
    return not a.end[2] and not b.start[2] and _order(a.end, b.start) == 0


def _overlaps(a: _Span, b: _Span) -> bool:
    return _order(a.end, b.start) >= 0 and _order(b.end, a.start) >= 0


def _overlaps_before(a: _Span, b: _Span) -> bool:
    return _order(a.start, b.start) < 0 <= _order(a.end, b.start) and _order(a.end, b.end) <= 0


def _finishes(a: _Span, b: _Span) -> bool:
    return _order(a.end, b.end) == 0 and _order(a.start, b.start) >= 0


def _includes(a: _Span, b: _Span) -> bool:
    return _order(a.start, b.start) <= 0 and _order(a.end, b.end) >= 0


def _starts(a: _Span, b: _Span) -> bool:
    return _order(a.start, b.start) == 0 and _order(a.end, b.end) <= 0


def _coincides(a: _Span, b: _Span) -> bool:
    return _order(a.start, b.start) == 0 and _order(a.end, b.end) == 0


_PP: Final = "point1: point, point2: point"
_PR: Final = "point: point, range: range"
_RP: Final = "range: range, point: point"
_RR: Final = "range1: range, range2: range"

_RELATIONS: Final[tuple[tuple[str, str | None, _Relation, tuple[str, ...]], ...]] = (
    ("before", "after", _before, (_PP, _PR, _RP, _RR)),
    ("meets", "met by", _meets, (_RR,)),
    ("overlaps", None, _overlaps, (_RR,)),
    ("overlaps before", "overlaps after", _overlaps_before, (_RR,)),
    ("finishes", None, _finishes, (_PR, _RR)),
    ("includes", None, _includes, (_RP, _RR)),
    ("starts", None, _starts, (_PR, _RR)),
    ("coincides", None, _coincides, (_PP, _RR)),
)
_CONVERSES: Final = (
    ("finished by", _finishes, (_RP, _RR)),
    ("during", _includes, (_PR, _RR)),
    ("started by", _starts, (_RP, _RR)),
)


def _relating(relation: _Relation, *, converse: bool) -> Callable[..., Value]:
    def relate(run: Run, left: Value, right: Value) -> Value:
        a, b = _Span(left), _Span(right)
        try:
            return relation(b, a) if converse else relation(a, b)
        except _NoOrder:
            return None

    return relate


for _name, _opposite, _relation, _signatures in _RELATIONS:
    for _signature in _signatures:
        builtin(_name, _signature)(_relating(_relation, converse=False))
        if _opposite is not None:
            builtin(_opposite, _signature)(_relating(_relation, converse=True))
for _name, _relation, _signatures in _CONVERSES:
    for _signature in _signatures:
        builtin(_name, _signature)(_relating(_relation, converse=True))


_READER_NAMES: Final = Vocabulary(READERS)


@builtin("range", "from: string")
def _range(run: Run, text: str) -> Value:
    """Only literal ends are read: a range from a text is data, not an expression."""
    run.charge(len(text))
    try:
        node = parse_expression(text, functions=_READER_NAMES)
    except FeelError:
        return None
    if not isinstance(node, tree.RangeLiteral):
        return None
    start, end = _literal(node.start), _literal(node.end)
    if start is None or end is None or equal(run, start, end) is None:
        return None
    return make_range(start, end, node.start_included, node.end_included)


def _literal(node: tree.Node) -> Value:
    if isinstance(node, tree.Literal):
        return node.value
    if isinstance(node, tree.Negation):
        value = _literal(node.operand)
        return value.copy_negate() if hasattr(value, "copy_negate") else None
    if isinstance(node, tree.Call) and isinstance(node.callee, tree.Name) and len(node.arguments) == 1:
        reader = READERS.get(node.callee.name)
        argument = node.arguments[0]
        if reader is not None and isinstance(argument, tree.Literal) and type(argument.value) is str:
            return reader(argument.value)
    return None
