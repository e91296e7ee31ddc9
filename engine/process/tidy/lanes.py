"""The lanes of a diagram and what stands in each: a lane for each role, in the order of competence.

A step stands in the lane of its role; branches and events in that of what comes before them, what begins an
application in the lane of whoever may: the applicant's, or the office's. Refuses to know places.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from engine.process.elements import KINDS
from engine.process.layout.roles import APPLICANT, OFFICE, SYSTEM, Blocks, roles_of
from engine.process.source import BPMN, ZEEBE, Node, local_name
from engine.process.tidy.sheets import on_sheet
from engine.roles import ROLES

# In the order of competence: from top to bottom. What a block leaves to its callers stands before officials.
ORDER: Final = {role: float(place) for place, role in enumerate((APPLICANT, OFFICE, SYSTEM, *ROLES))}
_CALLERS: Final = 2.5


@dataclass(frozen=True, slots=True)
class Lanes:
    """The roles that have a lane, from top to bottom, and the lane of every step, branch and event."""

    roles: tuple[str, ...]
    of: Mapping[str, int]


def lanes_of(level: Node, blocks: Blocks, closed: Collection[str] = (), starter: str = APPLICANT) -> Lanes:
    """Return the lanes that the sheet of a level needs; none, where all its steps may be one role's.

    A `closed` subprocess is a step; what is in it stands on another sheet.
    """
    nodes = list(on_sheet(level, closed))
    open_ = {_id(node) for node in nodes if local_name(node) == "subProcess"}.difference(closed)
    of_steps = roles_of(level, blocks)
    choices = {
        step: roles for node in nodes if (step := _id(node)) not in open_ and (roles := of_steps.get(step))
    }
    if not choices or set.intersection(*map(set, choices.values())):
        return Lanes((), {})
    certain = {roles[0] for roles in choices.values() if len(roles) == 1}
    role = {
        step: next((role for role in roles if role in certain), roles[0]) for step, roles in choices.items()
    }
    for start in level.iterfind(f"{{{BPMN}}}startEvent"):
        if start.find(f"{{{BPMN}}}extensionElements/{{{ZEEBE}}}formDefinition") is not None:
            role[start.get("id", "")] = starter
    _spread(nodes, open_, role)
    roles = tuple(sorted(set(role.values()), key=lambda role: (ORDER.get(role, _CALLERS), role)))
    place = {role: index for index, role in enumerate(roles)}
    return Lanes(roles, {node: place[found] for node, found in role.items()})


def _id(node: Node) -> str:
    return str(node.get("id"))


def _spread(nodes: Iterable[Node], open_: Collection[str], role: dict[str, str]) -> None:
    """Give what no role does the lane of what leads to it, else of what it leads to.

    What only an inner level leads to stands in the lane in which that level begins.
    """
    nodes = list(nodes)
    levels = {_id(node): node for node in nodes if _id(node) in open_}
    events = (node for node in nodes if local_name(node) == "boundaryEvent")
    pairs = [(str(node.get("attachedToRef")), _id(node)) for node in events]
    flows = (node for node in nodes if local_name(node) == "sequenceFlow")
    pairs += [(str(flow.get("sourceRef")), str(flow.get("targetRef"))) for flow in flows]
    steps = [pair for pair in pairs if not levels.keys() & set(pair)]
    _along(steps, role)
    _along([(target, source) for source, target in reversed(steps)], role)
    for level, node in reversed(levels.items()):
        inner = (_id(child) for child in node)
        role.setdefault(level, next((role[child] for child in inner if child in role), SYSTEM))
    _along(pairs, role)
    for level in levels:
        del role[level]
    first = min(role.values(), key=lambda found: ORDER.get(found, _CALLERS))
    for node in nodes:
        if local_name(node) in KINDS and _id(node) not in levels:
            role.setdefault(_id(node), first)


def _along(pairs: Iterable[tuple[str, str]], role: dict[str, str]) -> None:
    pairs = list(pairs)
    is_new = True
    while is_new:
        is_new = False
        for source, target in pairs:
            if source in role and target not in role:
                role[target] = role[source]
                is_new = True
