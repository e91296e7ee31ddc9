"""The lanes that steps belong to: whose role does a step, as the diagram and its blocks say it.

A role is written as in the diagram: `mayor`, or `=clerk` where a block leaves it to its callers. Beside the
roles of officials there are `applicant`, `office` and `system`. A lane says its role with the property
`mms:role`. Refuses to know lanes and places.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from engine.process.elements import SCOPES, TASKS
from engine.process.signs import WHO
from engine.process.source import BPMN, ZEEBE, Node, local_name, property_of, read_source

APPLICANT: Final = "applicant"
OFFICE: Final = "office"  # begins what nobody may ask for
SYSTEM: Final = "system"
Blocks = Mapping[str, bytes]  # the diagrams of blocks by their process id
_NAME: Final = re.compile(r"\s*=\s*([^\W\d]\w*)\s*")
_TEXTS: Final = re.compile(r'"([\w.-]+)"')


@dataclass(frozen=True, slots=True)
class _Assignment:
    """Whom a step is for, as it is written, and whether he signs."""

    role: str
    signs: bool


def roles_of(root: Node, blocks: Blocks) -> dict[str, tuple[str, ...]]:
    """Return for each step the lanes it may stand in, the best one first; of an unknown one there is none.

    A call stands in the lane of the role that signs in the block, else in that of a role that is passed to
    it, else in the system's or in that of somebody who works in it. A closed subprocess stands in the lane of
    somebody who works in it, best of the role that does most of its steps.
    """
    found: dict[str, tuple[str, ...]] = {}
    for node in root.iter(f"{{{BPMN}}}*"):
        kind = local_name(node)
        if kind not in TASKS | SCOPES or kind == "subProcess":
            continue
        element = str(node.get("id"))
        if kind == "userTask":
            found[element] = _choices(_role(node))
        elif kind == "callActivity":
            found[element] = _of_call(node, blocks)
        else:
            found[element] = (SYSTEM,)
    parts = {str(node.get("id")): _of_part(node, found) for node in root.iter(f"{{{BPMN}}}subProcess")}
    return found | parts


def _of_part(part: Node, roles: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return who works in a subprocess, the one with most steps first; the system where nobody does."""
    inside = (roles.get(str(node.get("id")), ()) for node in part.iter(f"{{{BPMN}}}*"))
    steps = Counter(choices[0] for choices in inside if choices)
    people = tuple(role for role, _ in steps.most_common() if role != SYSTEM)
    return people or tuple(steps)


def _role(node: Node) -> str | None:
    """Return whom a user task is for."""
    given = node.find(f"{{{BPMN}}}extensionElements/{{{ZEEBE}}}assignmentDefinition")
    if given is None:
        return None
    if (given.get("assignee") or "").replace(" ", "").startswith("=applicant."):
        return APPLICANT
    return (given.get("candidateGroups") or "").strip() or None


def _choices(role: str | None) -> tuple[str, ...]:
    """Return a role as it is written, then those that its expression may give."""
    if role is None:
        return ()
    if not role.startswith("="):
        return (role,)
    return (*_TEXTS.findall(role), role) if '"' in role else (role,)


def _of_call(node: Node, blocks: Blocks) -> tuple[str, ...]:
    called = _called(node)
    inside = _assignments(called, blocks, ())
    given = _inputs(node)
    signing = [assigned.role for assigned in inside if assigned.signs]
    passed = [assigned.role for assigned in inside if _input_of(assigned.role) in given]
    roles = dict.fromkeys(choice for role in signing or passed for choice in _choices(_given(role, given)))
    if roles or called not in blocks:
        return tuple(roles)
    return tuple(dict.fromkeys((SYSTEM, *(assigned.role for assigned in inside))))


def _assignments(process: str, blocks: Blocks, outer: tuple[str, ...]) -> tuple[_Assignment, ...]:
    """Return whom the steps of a block and of its blocks are for."""
    if process not in blocks or process in outer:
        return ()
    found: dict[_Assignment, None] = {}
    own, calls = _block(blocks[process])
    found |= dict.fromkeys(own)
    for called, given in calls:
        for inner in _assignments(called, blocks, (*outer, process)):
            found[_Assignment(_given(inner.role, dict(given)), inner.signs)] = None
    return tuple(found)


@lru_cache(maxsize=128)
def _block(
    content: bytes,
) -> tuple[tuple[_Assignment, ...], tuple[tuple[str, tuple[tuple[str, str], ...]], ...]]:
    """Return the assignments of a block's own steps, and its calls with what they are given."""
    root = read_source(content)
    tasks = list(root.iter(f"{{{BPMN}}}userTask"))
    own = tuple(_Assignment(role, bool(property_of(task, WHO))) for task in tasks if (role := _role(task)))
    calls = tuple(
        (_called(call), tuple(_inputs(call).items())) for call in root.iter(f"{{{BPMN}}}callActivity")
    )
    return own, calls


def _called(node: Node) -> str:
    found = node.find(f"{{{BPMN}}}extensionElements/{{{ZEEBE}}}calledElement")
    return "" if found is None else found.get("processId") or ""


def _inputs(node: Node) -> dict[str, str]:
    given = node.iterfind(f"{{{BPMN}}}extensionElements/{{{ZEEBE}}}ioMapping/{{{ZEEBE}}}input")
    return {mapping.get("target") or "": mapping.get("source") or "" for mapping in given}


def _input_of(role: str) -> str | None:
    match = _NAME.fullmatch(role)
    return match[1] if match else None


def _given(role: str, inputs: Mapping[str, str]) -> str:
    """Return a role of a block as the caller writes it; a text in quotation marks is the role itself."""
    source = inputs.get(_input_of(role) or "", role).strip()
    plain = re.fullmatch(r'=\s*"([\w.-]+)"', source)
    return plain[1] if plain else source
