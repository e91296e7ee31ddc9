"""Decision tables as things: decisions, columns, rows. A row is known by its id, and called by its number."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.comparing.changes import Fact, Thing, Weight
from engine.decisions import load_decisions
from engine.decisions.model import Decision, Literal, Table

# Where the order of the rules says nothing of what comes out.
_UNORDERED: Final = frozenset({"UNIQUE", "ANY", "PRIORITY", "COLLECT"})


def decisions(content: bytes, imports: Mapping[str, bytes]) -> dict[str, Thing]:
    """Return what the decisions of a file hold. Raises `DecisionError`."""
    found: dict[str, Thing] = {}
    for decision in load_decisions(content, imports=imports).source.decisions():
        found |= _decision(decision)
    return found


def _decision(decision: Decision) -> dict[str, Thing]:
    facts = {
        ("name", ""): Fact(decision.name, Weight.WORDS),
        ("result", ""): Fact(decision.variable),
        ("needs", ""): Fact(", ".join(sorted(decision.requirements))),
    }
    logic = decision.logic
    if not isinstance(logic, Table):
        facts |= {("logic", path): Fact(text) for path, text in _flat(logic, "")}
        return {decision.id: Thing("decision", decision.name, facts)}
    order = tuple(rule.id for rule in logic.rules)
    weight = Weight.LAYOUT if logic.policy in _UNORDERED else Weight.MEANING
    facts |= {
        ("policy", ""): Fact(f"{logic.policy} {logic.aggregation}".strip()),
        ("order", ""): Fact(" ".join(order), weight, shown=", ".join(order), order=order),
    }
    return {
        decision.id: Thing("decision", decision.name, facts),
        **{f"{decision.id}/{column.id}": _column(column, "column_in") for column in logic.inputs},
        **{f"{decision.id}/{output.id}": _column(output, "column_out") for output in logic.outputs},
        **{f"{decision.id}/{key}": thing for key, thing in _rules(logic)},
    }


def _column(column: Any, kind: str) -> Thing:
    said = {field.name: getattr(column, field.name) for field in dataclasses.fields(column)}
    facts = {("label", ""): Fact(said["label"], Weight.WORDS)}
    for code in ("text", "name", "type_name", "values", "default"):
        if said.get(code):
            facts[f"column_{code}", ""] = Fact(said[code])
    return Thing(kind, said["label"] or said.get("text") or said.get("name", ""), facts)


def _rules(table: Table) -> Iterator[tuple[str, Thing]]:
    columns = _heads([(column.id, column.label or column.text) for column in table.inputs])
    results = _heads([(output.id, output.label or output.name) for output in table.outputs])
    known: set[str] = set()
    for number, rule in enumerate(table.rules, start=1):
        facts: dict[tuple[str, str], Fact] = {}
        for code, heads, cells in (("when", columns, rule.tests), ("then", results, rule.outputs)):
            # A cell that says nothing is no difference: a new column leaves the other rows as they were.
            facts |= {
                (code, key): Fact(cell.strip(), called=label)
                for (key, label), cell in zip(heads, cells, strict=True)
                if cell.strip() not in ("", "-")
            }
        if notes := " ".join(filter(None, rule.annotations)):
            facts["note", ""] = Fact(notes, Weight.WORDS)
        key = rule.id if rule.id not in known else f"{rule.id} {number}"
        known.add(key)
        yield key, Thing("rule", str(number), facts)


def _heads(columns: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what each column is known by, and its label: its id, or the label if the id is not its own."""
    times = Counter(key for key, _ in columns)
    return [(key if times[key] == 1 else label, label) for key, label in columns]


def _flat(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield every text of a boxed expression with its place; ids are no part of what it says."""
    if isinstance(value, Literal) and not path:
        yield "", value.text
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            if field.name != "id":
                yield from _flat(getattr(value, field.name), f"{path}.{field.name}".lstrip("."))
    elif isinstance(value, tuple):
        for number, part in enumerate(value, start=1):
            yield from _flat(part, f"{path}.{number}")
    elif value:
        yield path, str(value)
