"""Mutants of decision tables: each result of each rule changed, each rule removed, each condition moved.

Reads the file by the same rules as the engine, and changes its element tree. Refuses to know services.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from engine.decisions import DecisionError, load_decisions, xml
from engine.decisions.analyse import analyse_tables
from engine.scope import FUNCTIONS
from feel import FeelError
from mutation.expressions import alternatives, moved, without_each

ANY = "-"


@dataclass(frozen=True)
class Changed:
    """A file of tables with one change; `rules` are those, counted from 1, that the change may concern."""

    operator: str
    decision: str
    rules: frozenset[int]
    place: str
    change: str
    content: bytes
    is_harmless: bool = False


def changed(content: bytes) -> Iterator[Changed]:
    """Yield the file with each change in turn."""
    root = xml.parse(content)
    for decision in xml.children(root, "decision"):
        table = xml.child(decision, "decisionTable")
        if table is not None:
            yield from _Table(root, xml.attribute(decision, "id"), table).changed()


def flaw(content: bytes) -> str | None:
    """Return the code of a gap, an overlap or a dead rule, if the file alone shows one."""
    try:
        analyses = analyse_tables(load_decisions(content), functions=FUNCTIONS)
        return next((found.code for analyse in analyses for found in analyse.errors), None)
    except (DecisionError, FeelError):
        return None  # it may rest on another file


@dataclass(frozen=True)
class _Table:
    root: etree._Element
    decision: str
    element: etree._Element

    def changed(self) -> Iterator[Changed]:
        rules = tuple(xml.children(self.element, "rule"))
        everywhere = frozenset(range(1, len(rules) + 1))
        for number, rule in enumerate(rules, start=1):
            yield from self._results(number, rule, rules)
            yield from self._conditions(number, rule, everywhere)
            yield self._without(number, rule)
        yield from self._boundaries(everywhere)
        yield from self._labels(everywhere)

    def _results(
        self, number: int, rule: etree._Element, rules: tuple[etree._Element, ...]
    ) -> Iterator[Changed]:
        """Another value in each column of results: one that another rule gives, or that the column allows."""
        for place, (column, cell) in enumerate(
            zip(xml.children(self.element, "output"), xml.children(rule, "outputEntry"), strict=True)
        ):
            old = xml.text_of(cell)
            allowed = alternatives(xml.text_of(xml.child(column, "outputValues")))
            given = (xml.text_of(list(xml.children(rule, "outputEntry"))[place]) for rule in rules)
            new = next((value for value in (*given, *allowed) if value != old), _another(old))
            name = xml.attribute(column, "name") or self.decision
            yield self._cell("result of a rule changed", number, name, cell, new, rules=frozenset({number}))

    def _conditions(self, number: int, rule: etree._Element, rules: frozenset[int]) -> Iterator[Changed]:
        """Each condition dropped, without each of its alternatives, and moved at each boundary.

        A wider condition may take what came to another rule, so it concerns all of them.
        """
        columns = xml.children(self.element, "input")
        for column, cell in zip(columns, xml.children(rule, "inputEntry"), strict=True):
            old = xml.text_of(cell)
            if old not in ("", ANY):
                narrower = frozenset(without_each(old))
                for new in (ANY, *without_each(old), *moved(old)):
                    where = frozenset({number}) if new in narrower else rules
                    name = xml.attribute(column, "id")
                    yield self._cell("condition of a rule changed", number, name, cell, new, rules=where)

    def _boundaries(self, rules: frozenset[int]) -> Iterator[Changed]:
        """Each boundary in the expression of a column moved; that concerns all rules."""
        for column in xml.children(self.element, "input"):
            expression = xml.child(column, "inputExpression")
            old = xml.text_of(expression)
            for new in moved(old):
                content = self._with_text(expression, new)
                place = f"{self.decision}, {xml.attribute(column, 'id')}"
                yield Changed(
                    "boundary of a column moved", self.decision, rules, place, f"{old} → {new}", content
                )

    def _labels(self, rules: frozenset[int]) -> Iterator[Changed]:
        """Each column called otherwise, which decides nothing."""
        for column in (*xml.children(self.element, "input"), *xml.children(self.element, "output")):
            if label := column.get("label"):
                column.set("label", f"{label} 2")
                content = self._written()
                column.set("label", label)
                change = f"{label} → {label} 2"
                place = f"{self.decision}, {xml.attribute(column, 'id')}"
                yield Changed("column called otherwise", self.decision, rules, place, change, content, True)

    def _cell(
        self,
        operator: str,
        number: int,
        column: str,
        cell: etree._Element,
        new: str,
        *,
        rules: frozenset[int],
    ) -> Changed:
        place = f"{self.decision}, rule {number}, {column}"
        change = f"{xml.text_of(cell)} → {new}"
        return Changed(operator, self.decision, rules, place, change, self._with_text(cell, new))

    def _with_text(self, cell: etree._Element | None, new: str) -> bytes:
        text = None if cell is None else xml.child(cell, "text")
        assert text is not None, "a cell that has a value has a text"
        old, text.text = text.text, new
        try:
            return self._written()
        finally:
            text.text = old

    def _without(self, number: int, rule: etree._Element) -> Changed:
        place = self.element.index(rule)
        self.element.remove(rule)
        try:
            content = self._written()
        finally:
            self.element.insert(place, rule)
        where = f"{self.decision}, rule {number}"
        return Changed("rule left out", self.decision, frozenset({number}), where, "removed", content)

    def _written(self) -> bytes:
        return etree.tostring(self.root.getroottree(), xml_declaration=True, encoding="UTF-8")


def _another(value: str) -> str:
    """Return a value of the same kind that no table gives."""
    if value in ("true", "false"):
        return "false" if value == "true" else "true"
    return '"mutant"' if value.startswith('"') else "null"
