"""The reads of a decision table, and which of them are looked after.

A read is looked after where the table asks whether the value is there: an input column compares it with null,
and every rule whose output reads it tests that column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.catalogue.check.flow.guards import guarded_in
from engine.decisions import DecisionError, Decisions
from engine.decisions.graph import find_node
from engine.decisions.model import Decision, InputData, Rule, Table
from engine.scope import FUNCTIONS, compiled
from feel import FeelError

Path = tuple[str, ...]
_ANYTHING = ("", "-")


def reads_of_table(decisions: Decisions, decision_id: str) -> Iterator[tuple[Path, bool]]:
    """Yield (path, is it looked after) of what a decision and all it rests on read of the case."""
    try:
        found = decisions.reads(decision_id, functions=FUNCTIONS)
        guarded = _guarded(decisions, decision_id)
    except (DecisionError, FeelError):
        # The check of the tables says what is wrong with it.
        return
    yield from ((path, path[0] in guarded) for path in found)


def _guarded(decisions: Decisions, decision_id: str) -> frozenset[str]:
    node = find_node(decisions.source, decision_id)
    needed = [decisions.source.nodes[id_] for id_ in node.requirements]
    if not (isinstance(node, Decision) and isinstance(node.logic, Table)):
        return frozenset()
    if not all(isinstance(read, InputData) for read in needed):
        return frozenset()  # what the table rests on reads for itself
    table = node.logic
    columns = {place: _asked([column.text]) for place, column in enumerate(table.inputs)}
    careless = {name for column in table.inputs for name in _read([column.text]) - _asked([column.text])}
    for rule in table.rules:
        careless |= _read(rule.outputs) - _tested(rule, columns)
    return frozenset(name for names in columns.values() for name in names) - careless


def _tested(rule: Rule, columns: Mapping[int, frozenset[str]]) -> frozenset[str]:
    """Return the names whose columns a rule tests."""
    tested = (columns[place] for place, test in enumerate(rule.tests) if test.strip() not in _ANYTHING)
    return frozenset(name for names in tested for name in names)


def _read(texts: Iterable[str | None]) -> frozenset[str]:
    return frozenset(path[0] for text in texts if text for path in compiled(text).paths)


def _asked(texts: Iterable[str | None]) -> frozenset[str]:
    return guarded_in(compiled(text).tree for text in texts if text)
