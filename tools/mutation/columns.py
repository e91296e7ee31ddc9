"""Mutants of tables as analysts make them: a column emptied, a name misspelt, another kind declared.

Reads the file anew for each change. Refuses to know services.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

from lxml import etree

from engine.decisions import xml
from mutation.expressions import (
    alternatives,
    constants_misspelt,
    constants_replaced,
    kinds_mixed,
    members_misspelt,
)
from mutation.rewritten import Rewrites, Rewritten

ANY = "-"
_KINDS = {"string": "number", "number": "string", "boolean": "string"}
Cell = Callable[[etree._Element], etree._Element | None]


def changed(content: bytes) -> Iterator[tuple[str, Rewritten]]:
    """Yield each change with the decision that it concerns."""
    root = xml.parse(content)
    for decision in xml.children(root, "decision"):
        table = xml.child(decision, "decisionTable")
        if table is not None:
            name = xml.attribute(decision, "id")
            for edit in (*_inputs(content, name, table), *_outputs(content, name, table)):
                yield name, edit


def numbers_of_rules(content: bytes, decision: str) -> frozenset[int]:
    """Return the numbers of a table's rules, counted from 1."""
    table = _table(xml.parse(content), decision)
    return frozenset(range(1, 1 + sum(1 for _ in xml.children(table, "rule"))))


def _inputs(content: bytes, decision: str, table: etree._Element) -> Rewrites:
    for number, column in enumerate(xml.children(table, "input")):
        expression = xml.child(column, "inputExpression")
        if expression is None:
            continue
        place, old = f"{decision}, {xml.attribute(column, 'id')}", xml.text_of(expression)
        cell = partial(_of_column, number=number, kind="input", name="inputExpression")
        for operator, news in (
            ("column emptied", iter(("",))),
            ("name in a column misspelt", members_misspelt(old)),
            ("constant in a column misspelt", constants_misspelt(old)),
            ("kinds mixed in a column", kinds_mixed(old)),
        ):
            yield from (_text(operator, place, old, new, content, decision, cell) for new in news)
        if kind := _KINDS.get(expression.get("typeRef") or ""):
            yield _kind("kind of a column changed", place, expression, kind, content, decision, cell)
        allowed = [value.strip('"') for value in alternatives(xml.text_of(xml.child(column, "inputValues")))]
        yield from _cells(content, decision, table, number, allowed)


def _cells(content: bytes, decision: str, table: etree._Element, number: int, allowed: list[str]) -> Rewrites:
    for row, rule in enumerate(xml.children(table, "rule")):
        entry = next(islice(xml.children(rule, "inputEntry"), number, None))
        old, place = xml.text_of(entry), f"{decision}, rule {row + 1}, column {number + 1}"
        cell = partial(_of_rule, row=row, number=number, name="inputEntry")
        for operator, news in (
            ("constant in a cell misspelt", constants_misspelt(old, any_place=True)),
            ("constant in a cell replaced", constants_replaced(old, lambda _: allowed, any_place=True)),
        ):
            yield from (_text(operator, place, old, new, content, decision, cell) for new in news)


def _outputs(content: bytes, decision: str, table: etree._Element) -> Rewrites:
    for number, column in enumerate(xml.children(table, "output")):
        name = xml.attribute(column, "name") or decision
        if kind := _KINDS.get(column.get("typeRef") or ""):
            cell = partial(_of_column, number=number, kind="output", name="")
            place = f"{decision}, output {name}"
            yield _kind("kind of a result changed", place, column, kind, content, decision, cell)
        for row, rule in enumerate(xml.children(table, "rule")):
            entry = next(islice(xml.children(rule, "outputEntry"), number, None))
            old, place = xml.text_of(entry), f"{decision}, rule {row + 1}, {name}"
            entered = partial(_of_rule, row=row, number=number, name="outputEntry")
            if old:
                yield _text("result of a rule emptied", place, old, "", content, decision, entered)
            if column.get("typeRef") != "string" or xml.child(column, "outputValues") is not None:
                for new in constants_misspelt(old, any_place=True):
                    yield _text("result of a rule misspelt", place, old, new, content, decision, entered)


def _text(
    operator: str, place: str, old: str, new: str, content: bytes, decision: str, cell: Cell
) -> Rewritten:
    def made() -> bytes:
        root = xml.parse(content)
        found = cell(_table(root, decision))
        text = None if found is None else xml.child(found, "text")
        assert text is not None, "a cell that has a value has a text"
        text.text = new
        return _written(root)

    return Rewritten(operator, place, f"{old} → {new or 'nothing'}", made)


def _kind(
    operator: str,
    place: str,
    declared: etree._Element,
    new: str,
    content: bytes,
    decision: str,
    cell: Cell,
) -> Rewritten:
    def made() -> bytes:
        root = xml.parse(content)
        found = cell(_table(root, decision))
        assert found is not None
        found.set("typeRef", new)
        return _written(root)

    return Rewritten(operator, place, f"{declared.get('typeRef')} → {new}", made)


def _table(root: etree._Element, decision: str) -> etree._Element:
    found = next(node for node in xml.children(root, "decision") if xml.attribute(node, "id") == decision)
    table = xml.child(found, "decisionTable")
    assert table is not None
    return table


def _of_column(table: etree._Element, *, number: int, kind: str, name: str) -> etree._Element | None:
    column = next(islice(xml.children(table, kind), number, None))
    return xml.child(column, name) if name else column


def _of_rule(table: etree._Element, *, row: int, number: int, name: str) -> etree._Element | None:
    rule = next(islice(xml.children(table, "rule"), row, None))
    return next(islice(xml.children(rule, name), number, None))


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")
