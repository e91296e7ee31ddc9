"""What a step of a draft's diagram may name: roles, forms, tables, operations, blocks.

Read from what the gate holds a diagram to, so that nothing is offered which it would refuse. Words are left
to whoever shows them, but for blocks, which bring their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.catalogue.folder_rules import below
from engine.decisions.errors import DecisionError
from engine.decisions.xml import children, parse
from engine.operations import ALL
from engine.roles import OF_THE_COUNTRY, ROLES
from engine.studio.shared_blocks import BPMN, Block, blocks


@dataclass(frozen=True)
class Value:
    """What is given or brought, by its name in the diagram; words come with blocks alone."""

    name: str
    names: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Called:
    """An operation or a block: its name in the diagram, what it takes, can't do without and brings."""

    code: str
    required: tuple[str, ...]
    inputs: tuple[Value, ...]
    outputs: tuple[Value, ...]
    names: Mapping[str, str] | None = None
    summary: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Choices:
    """What can be chosen in the diagram of a draft."""

    roles: tuple[str, ...]
    forms: tuple[str, ...]
    decisions: tuple[str, ...]
    operations: tuple[Called, ...]
    blocks: tuple[Called, ...]


def choices(files: Mapping[str, bytes], bpmn: Path = BPMN) -> Choices:
    """Return what the diagram among these files of a draft may name."""
    operations = [ALL.find(name) for name in sorted(ALL.names)]
    return Choices(
        roles=tuple(role for role in ROLES if role not in OF_THE_COUNTRY),
        forms=tuple(sorted(below(files, "forms/", ".form"))),
        decisions=tuple(sorted(_decisions(files))),
        operations=tuple(
            Called(
                one.name,
                one.required,
                tuple(map(Value, one.inputs)),
                tuple(Value(f"result.{each}") for each in one.outputs),
            )
            for one in operations
        ),
        blocks=tuple(map(_block, blocks(bpmn))),
    )


def _decisions(files: Mapping[str, bytes]) -> Iterator[str]:
    for content in below(files, "", ".dmn").values():
        try:
            yield from (one.get("id", "") for one in children(parse(content), "decision"))
        except DecisionError:
            continue  # the gate says what is wrong with it


def _block(one: Block) -> Called:
    inputs, outputs = (
        tuple(Value(each["name"], each["names"]) for each in one.contract[side])
        for side in ("inputs", "outputs")
    )
    required = tuple(each["name"] for each in one.contract["inputs"] if not each.get("optional"))
    return Called(one.code, required, inputs, outputs, one.contract["names"], one.contract["summary"])
