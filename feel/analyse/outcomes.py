"""Possible values of an expression, where there are few of them."""

from __future__ import annotations

from feel import tree
from feel.values import Value

_TRUTH = (True, False, None)
_MAX = 50


def possible_values(node: tree.Node) -> tuple[Value, ...] | None:
    """Return all values an expression may have, or nothing if they can't be listed."""
    match node:
        case tree.Literal(value=value):
            return (value,)
        case tree.If(then=then, otherwise=otherwise):
            first, second = possible_values(then), possible_values(otherwise)
            if first is None or second is None or len(first) + len(second) > _MAX:
                return None
            return (*first, *(value for value in second if not _holds(first, value)))
        case tree.InstanceOf():
            return (True, False)
        case tree.Comparison() | tree.Between() | tree.In() | tree.Logic() | tree.Quantified():
            return _TRUTH
        case tree.Call(callee=tree.Name(name="not" | "contains" | "starts with" | "ends with" | "matches")):
            return _TRUTH
        case tree.Call(callee=tree.Name(name="list contains" | "is" | "odd" | "even")):
            return _TRUTH
    return None


def _holds(values: tuple[Value, ...], value: Value) -> bool:
    return any(type(known) is type(value) and known == value for known in values)
