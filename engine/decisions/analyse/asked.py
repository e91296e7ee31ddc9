"""Suggestions for a column that asks nothing: fields of its kind among what is given."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from engine.decisions import model
from engine.decisions.analyse.declared import Declared
from feel import FeelError, compile_unary_tests, tree
from feel.analyse import Kind, kind_of

_MAX_DEPTH: Final = 3
_MOST: Final = 30
_ROOT: Final = re.compile(r"(?<![\w.])([^\W\d]\w*)\.")


def fields_for(
    input_: model.Input, cells: Sequence[str], others: Collection[str], declared: Declared
) -> list[str]:
    """Return the fields that a column can ask, those first that may have the values of its cells.

    `others` are the texts of the columns beside it: what they read of is likelier than what they don't.
    """
    kind = declared.kind(input_.type_name)
    constants = [kind_of(value) for text in cells for value in _constants(text)]
    names = {constant.name for constant in constants}
    if not kind.is_known and len(names) == 1:
        kind = constants[0]
    texts = frozenset().union(*(constant.values or frozenset() for constant in constants))
    roots = {name for text in others for name in _ROOT.findall(text)}
    found: list[tuple[bool, bool, str]] = []
    for path, field in _fields(declared.variables, _MAX_DEPTH):
        if field.name != kind.name:
            continue
        if texts and field.values is not None and not texts <= field.values:
            continue
        found.append((not (texts and field.values), path.partition(".")[0] not in roots, path))
    return [path for *_, path in sorted(found)][:_MOST]


def _fields(kinds: Mapping[str, Kind], depth: int, before: str = "") -> Iterator[tuple[str, Kind]]:
    for name, kind in kinds.items():
        if kind.is_scalar:
            yield f"{before}{name}", kind
        elif kind.name == "context" and depth:
            yield from _fields(dict(kind.members), depth - 1, f"{before}{name}.")


def _constants(text: str) -> Iterator[object]:
    """Yield the constants that a cell tests; one that can't be read is told elsewhere."""
    if text in ("", "-"):
        return
    try:
        cell = compile_unary_tests(text)
    except FeelError:
        return
    for node in tree.walk(cell.tree):
        if isinstance(node, tree.Literal) and node.value is not None:
            yield node.value
