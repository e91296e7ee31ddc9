"""Choices for a draft's diagram: roles, forms, tables, letters, operations, blocks, terms, whose lanes.

Read from what validation holds a diagram to, so that nothing is offered which it would refuse. Words are left
to whoever shows them, but for what brings its own: blocks, terms, clocks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from engine.cases.messages import BUDGET_RESERVED, PAYMENT_SETTLED, WITHDRAWN
from engine.catalogue.folder_rules import below
from engine.catalogue.triggers import MESSAGES
from engine.decisions.errors import DecisionError
from engine.decisions.xml import children, parse
from engine.operations import ALL, Operation
from engine.operations.clockwork import OVERALL
from engine.operations.decisions import STATUS
from engine.operations.delivery import OPENED
from engine.process.layout import APPLICANT, OFFICE, SYSTEM
from engine.roles import OF_THE_COUNTRY, ROLES
from engine.studio.settings_file import terms
from engine.studio.shared_blocks import BPMN, Block, blocks
from engine.texts import OFFICIAL

# What is sent to a case by the platform itself, and by which key it waits for it: its number, unless a step
# that went before says another.
OF_THE_CASE: Final = "=case.number"
SENT: Final[Mapping[str, str | None]] = {
    WITHDRAWN: OF_THE_CASE,
    **dict.fromkeys(MESSAGES.values(), OF_THE_CASE),
    OPENED: None,
    PAYMENT_SETTLED: None,
    BUDGET_RESERVED: None,
}


@dataclass(frozen=True)
class Value:
    """Value that is given or brought, by its name in the diagram; words come with blocks alone.

    `one_of` names the values that it may have, where these can be listed.
    """

    name: str
    names: Mapping[str, str] | None = None
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Called:
    """An operation or a block: its name in the diagram, what it takes, can't do without and brings."""

    code: str
    required: tuple[str, ...]
    inputs: tuple[Value, ...]
    outputs: tuple[Value, ...]
    names: Mapping[str, str] | None = None
    summary: Mapping[str, str] | None = None
    is_job: bool = False
    error: str | None = None


@dataclass(frozen=True)
class Choices:
    """Choices in the diagram of a draft: its roles, forms, operations and other names."""

    roles: tuple[str, ...]
    forms: tuple[str, ...]
    decisions: tuple[str, ...]
    templates: tuple[str, ...]
    operations: tuple[Called, ...]
    blocks: tuple[Called, ...]
    terms: Mapping[str, Mapping[str, str]]
    clocks: Mapping[str, Mapping[str, str]]
    messages: Mapping[str, str | None]
    lanes: tuple[str, ...]


def choices(code: str, files: Mapping[str, bytes], bpmn: Path = BPMN) -> Choices:
    """Return what the diagram of a service may name, a draft with these files."""
    templates = tuple(sorted(below(files, "documents/", f".{OFFICIAL}.html")))
    clocks = _clocks(files)
    registers = tuple(sorted(path.stem for path in (bpmn / code.split(".")[0] / "registers").glob("*.json")))
    return Choices(
        roles=tuple(role for role in ROLES if role not in OF_THE_COUNTRY),
        forms=tuple(sorted(below(files, "forms/", ".form"))),
        decisions=tuple(sorted(_decisions(files))),
        templates=templates,
        operations=tuple(
            _operation(ALL.find(name), templates, (OVERALL, *clocks), registers) for name in sorted(ALL.names)
        ),
        blocks=tuple(map(_block, blocks(bpmn))),
        terms=terms(bpmn),
        clocks=clocks,
        messages=SENT,
        lanes=(APPLICANT, OFFICE, SYSTEM, *_module_roles(bpmn / code.split(".")[0])),
    )


def _module_roles(module: Path) -> tuple[str, ...]:
    """Return the roles of the module, which validation lets a lane be of; all where it can't be read."""
    try:
        named = {role["code"] for role in json.loads((module / "module.json").read_bytes())["roles"]}
    except (OSError, ValueError, KeyError, TypeError):
        named = set(ROLES)
    return tuple(role for role in ROLES if role in named)


def _operation(
    one: Operation, templates: tuple[str, ...], clocks: tuple[str, ...], registers: tuple[str, ...]
) -> Called:
    """Return an operation; what its traits speak of is chosen from what there is."""
    known = {
        "template": templates if one.templates_in else (),
        "clock": clocks if one.on_clock is not None else (),
        "register": registers if one.on_register is not None else (),
        "outcome": tuple(STATUS) if one.decides else (),
    }
    return Called(
        one.name,
        one.required,
        tuple(Value(name, one_of=known.get(name, ())) for name in one.inputs),
        tuple(Value(f"result.{output}") for output in one.outputs),
        is_job=one.is_job,
        error=one.gives_up_with,
    )


def _clocks(files: Mapping[str, bytes]) -> dict[str, Mapping[str, str]]:
    """Return the clocks of stages that the service declares, with their names."""
    try:
        settings: Any = json.loads(files.get("service.json", b"{}"))
        return {name: clock["names"] for name, clock in settings.get("clocks", {}).items()}
    except (ValueError, AttributeError, KeyError, TypeError):
        return {}  # validation says what is wrong with the file


def _decisions(files: Mapping[str, bytes]) -> Iterator[str]:
    for content in below(files, "", ".dmn").values():
        try:
            yield from (child.get("id", "") for child in children(parse(content), "decision"))
        except DecisionError:
            continue  # validation says what is wrong with it


def _block(one: Block) -> Called:
    inputs, outputs = (
        tuple(Value(each["name"], each["names"]) for each in one.contract[side])
        for side in ("inputs", "outputs")
    )
    required = tuple(each["name"] for each in one.contract["inputs"] if not each.get("optional"))
    return Called(one.code, required, inputs, outputs, one.contract["names"], one.contract["summary"])
