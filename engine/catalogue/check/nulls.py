"""Check for three-valued conditions: a comparison with something that is missing gives neither.

`=`, `!=` and whatever is built of them always answer. `<` and the like, and a value taken as it
is, answer only if the values are there. A value that the same condition compares with null counts
as looked after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from engine.catalogue.published import Published
from engine.decisions.model import Table
from engine.process import Element
from feel import tree
from forms import Field
from forms.conditions import NOTHING

_ALWAYS: Final = frozenset(
    {"case.number", "case.service", "case.filed_on", "case.language", "case.channel", "case.status"}
    | {"applicant.personal_number", "municipality.code"}
)
_ANSWERING = frozenset({"=", "!="})


def may_be_nothing(node: tree.Node, sure: frozenset[str]) -> bool:
    """Tell whether the condition may be neither true nor false; what is `sure` is never missing."""
    there = _guarded(node) | sure
    return _may(node, lambda spelled: spelled not in there)


def is_nothing_without(node: tree.Node, missing: frozenset[str]) -> bool:
    """Tell whether a value or a comparison is nothing where these are missing."""
    absent = missing - _guarded(node)
    match node:
        case tree.Name() | tree.Path() | tree.Comparison():
            return _may(node, lambda spelled: spelled in absent)
    return False


def surely_there(version: Published) -> frozenset[str]:
    """Return what is never missing once it was written, as it is spelled.

    Answers that a form always demands, and what a table gives: one with gaps is not published.
    """
    found = set(_ALWAYS)
    for element in version.definition.elements.values():
        if element.decision_id in version.decisions and element.result_variable and not element.outputs:
            found |= set(_of_decision(version, element))
        form = version.drawn_form(element.form_id)
        if form is not None and not element.outputs:
            found |= {f"{element.id}.{key}" for key in _demanded(form.fields)}
    return frozenset(found)


def _of_decision(version: Published, element: Element) -> Iterator[str]:
    model, name = version.decision(element.decision_id or "")
    for decision in model.source.decisions():
        if decision.id == name and isinstance(decision.logic, Table):
            yield element.result_variable or ""
            yield from (f"{element.result_variable}.{output.name}" for output in decision.logic.outputs)


def _demanded(fields: Iterable[Field]) -> Iterator[str]:
    for item in fields:
        if item.rules.hidden is not NOTHING:
            continue
        if item.type == "group" and not item.key:
            yield from _demanded(item.fields)
        elif item.required or item.type == "checkbox":
            yield item.key


def _may(node: tree.Node, is_missing: Callable[[str], bool]) -> bool:
    match node:
        case tree.Name() | tree.Path():
            return is_missing(_spelled(node))
        case tree.Logic(operands=operands):
            return any(_may(operand, is_missing) for operand in operands)
        case tree.Call(callee=tree.Name(name="not"), arguments=(inner,)):
            return _may(inner, is_missing)
        case tree.If(then=then, otherwise=otherwise):
            return _may(then, is_missing) or _may(otherwise, is_missing)
        case tree.Comparison(operator=operator, left=left, right=right) if operator not in _ANSWERING:
            return _is_plain_read(left, is_missing) or _is_plain_read(right, is_missing)
    return False


def _is_plain_read(node: tree.Node, is_missing: Callable[[str], bool]) -> bool:
    return isinstance(node, tree.Name | tree.Path) and is_missing(_spelled(node))


def _guarded(node: tree.Node) -> frozenset[str]:
    """Return what the condition compares with null, as it is spelled."""
    found = set()
    for part in tree.walk(node):
        if isinstance(part, tree.Comparison):
            for one, other in ((part.left, part.right), (part.right, part.left)):
                if isinstance(other, tree.Literal) and other.value is None:
                    found.add(_spelled(one))
    return frozenset(found)


def _spelled(node: tree.Node) -> str:
    if isinstance(node, tree.Name):
        return node.name
    return f"{_spelled(node.base)}.{node.name}" if isinstance(node, tree.Path) else f"#{node.at}"
