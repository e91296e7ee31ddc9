"""A laid out picture written into the file of its diagram: places, lanes, and nothing else.

Ids of what is drawn are kept, and the bytes of the process but for its lanes. Refuses to know how places are
found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from lxml import etree

from engine.process.drawing import Box
from engine.process.source import BPMN, ZEEBE, Node
from engine.process.tidy.picture import Picture

DI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
WAYPOINT: Final = "http://www.omg.org/spec/DD/20100524/DI"
ROLE: Final = "mms:role"
# What may stand before the lanes in a process.
_BEFORE_LANES: Final = frozenset({f"{{{BPMN}}}documentation", f"{{{BPMN}}}extensionElements"})


def write(
    root: Node, process: Node, picture: Picture, roles: Sequence[str], names: Mapping[str, str]
) -> None:
    """Write a picture into the tree of its diagram."""
    lanes = _lanes(root, process, picture, roles, names)
    pool = _pool(root, process) if picture.pool else None
    plane = _plane(root, process, pool)
    known = {str(drawn.get("bpmnElement")): drawn for drawn in plane if isinstance(drawn.tag, str)}
    ids = {str(node.get("id")) for node in root.iter() if isinstance(node.tag, str)}
    drawn: list[Node] = []
    if pool is not None and picture.pool is not None:
        drawn.append(_shape(known, ids, str(pool.get("id")), picture.pool, None, isHorizontal="true"))
    for lane, box in zip(lanes, picture.lanes, strict=True):
        drawn.append(_shape(known, ids, lane, box, None, isHorizontal="true"))
    for code, box in picture.boxes.items():
        open_ = {"isExpanded": "true"} if code in picture.frames else {}
        drawn.append(_shape(known, ids, code, box, picture.labels.get(code), **open_))
    for line, points in (picture.lines | picture.ties).items():
        drawn.append(_edge(known, ids, line, points, picture.labels.get(line)))
    grouped = {str(group.get("id")) for group in root.iter(f"{{{BPMN}}}group")}
    drawn += [shape for code, shape in known.items() if code in grouped]
    place = {id(shape): index for index, shape in enumerate(plane)}
    grounds = len(lanes) + (pool is not None)
    rest = sorted(drawn[grounds:], key=lambda shape: place.get(id(shape), len(place)))
    plane[:] = [*drawn[:grounds], *rest]
    _indent(plane, 2)


def _lanes(
    root: Node, process: Node, picture: Picture, roles: Sequence[str], names: Mapping[str, str]
) -> list[str]:
    """Write the lanes of a process in place of those that it has; return their ids."""
    given = {lane.get("name"): str(lane.get("id")) for lane in process.iter(f"{{{BPMN}}}lane")}
    old_set = process.find(f"{{{BPMN}}}laneSet")
    set_id = str(old_set.get("id")) if old_set is not None and old_set.get("id") else "lanes"
    for old in process.findall(f"{{{BPMN}}}laneSet"):
        _drop(old)
    if not roles:
        return []
    taken = {str(node.get("id")) for node in root.iter() if isinstance(node.tag, str)}
    lane_set = etree.Element(f"{{{BPMN}}}laneSet", id=_free(set_id, taken))
    found = []
    for index, role in enumerate(roles):
        name = names.get(role) or next((n for n, code in given.items() if n and _names(code, role)), role)
        lane = etree.SubElement(lane_set, f"{{{BPMN}}}lane", id=_free(f"lane_{role.strip('= ')}", taken))
        lane.set("name", name)
        extension = etree.SubElement(lane, f"{{{BPMN}}}extensionElements")
        properties = etree.SubElement(extension, f"{{{ZEEBE}}}properties")
        etree.SubElement(properties, f"{{{ZEEBE}}}property", name=ROLE, value=role)
        for node in picture.boxes:
            if picture.lane_of.get(node) == index:
                etree.SubElement(lane, f"{{{BPMN}}}flowNodeRef").text = node
        found.append(str(lane.get("id")))
    place = sum(child.tag in _BEFORE_LANES for child in process)
    lane_set.tail = process.text if place == 0 else process[place - 1].tail
    process.insert(place, lane_set)
    _indent(lane_set, 2)
    return found


def _names(code: str, role: str) -> bool:
    return code == f"lane_{role.strip('= ')}"


def _free(wanted: str, taken: set[str]) -> str:
    """Return an id that nothing has; it is taken from then on."""
    wanted = "".join(letter if letter.isalnum() or letter in "_-." else "_" for letter in wanted)
    found, number = wanted, 2
    while found in taken:
        found, number = f"{wanted}_{number}", number + 1
    taken.add(found)
    return found


def _drop(node: Node) -> None:
    """Take an element out with the line that it stands on."""
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _pool(root: Node, process: Node) -> Node:
    """Return the pool of a process, a new one where it has none."""
    for participant in root.iterfind(f"{{{BPMN}}}collaboration/{{{BPMN}}}participant"):
        if participant.get("processRef") == process.get("id"):
            return participant
    taken = {str(node.get("id")) for node in root.iter() if isinstance(node.tag, str)}
    collaboration = root.find(f"{{{BPMN}}}collaboration")
    if collaboration is None:
        collaboration = etree.Element(f"{{{BPMN}}}collaboration", id=_free("collaboration", taken))
        collaboration.tail = root.text
        root.insert(0, collaboration)
    pool = etree.SubElement(collaboration, f"{{{BPMN}}}participant", id=_free("pool", taken))
    if process.get("name"):
        pool.set("name", str(process.get("name")))
    pool.set("processRef", str(process.get("id")))
    _indent(collaboration, 1)
    return pool


def _plane(root: Node, process: Node, pool: Node | None) -> Node:
    diagram = root.find(f"{{{DI}}}BPMNDiagram")
    if diagram is None:
        diagram = etree.SubElement(root, f"{{{DI}}}BPMNDiagram", id="diagram")
        diagram.tail = "\n"
    plane = diagram.find(f"{{{DI}}}BPMNPlane")
    if plane is None:
        plane = etree.SubElement(diagram, f"{{{DI}}}BPMNPlane", id="plane")
        _indent(diagram, 1)
    holder = pool.getparent() if pool is not None else root.find(f"{{{BPMN}}}collaboration")
    plane.set("bpmnElement", str((process if holder is None else holder).get("id")))
    return plane


def _shape(
    known: Mapping[str, Node], ids: set[str], code: str, box: Box, label: Box | None, **says: str
) -> Node:
    """Return the shape of an element: the known one moved, or a new one."""
    shape = known.get(code)
    if shape is None:
        shape = etree.Element(f"{{{DI}}}BPMNShape", id=_free(f"di_{code}", ids), bpmnElement=code)
    for name, value in says.items():
        shape.set(name, value)
    _clear(shape)
    shape.insert(0, _bounds(box))
    _label(shape, label)
    return shape


def _edge(
    known: Mapping[str, Node],
    ids: set[str],
    code: str,
    points: Sequence[tuple[float, float]],
    label: Box | None,
) -> Node:
    edge = known.get(code)
    if edge is None:
        edge = etree.Element(f"{{{DI}}}BPMNEdge", id=_free(f"di_{code}", ids), bpmnElement=code)
    _clear(edge)
    for x, y in points:
        etree.SubElement(edge, f"{{{WAYPOINT}}}waypoint", x=_number(x), y=_number(y))
    _label(edge, label)
    return edge


def _clear(drawn: Node) -> None:
    for child in list(drawn):
        if child.tag in (f"{{{DC}}}Bounds", f"{{{WAYPOINT}}}waypoint", f"{{{DI}}}BPMNLabel"):
            drawn.remove(child)


def _label(drawn: Node, box: Box | None) -> None:
    if box is not None:
        etree.SubElement(drawn, f"{{{DI}}}BPMNLabel").append(_bounds(box))


def _bounds(box: Box) -> Node:
    sizes = {name: _number(getattr(box, name)) for name in ("x", "y", "width", "height")}
    return etree.Element(f"{{{DC}}}Bounds", sizes)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _indent(node: Node, depth: int) -> None:
    """Put every element inside on a line of its own."""
    if not len(node):
        return
    node.text = "\n" + "  " * (depth + 1)
    for child in node:
        _indent(child, depth + 1)
        child.tail = node.text
    node[-1].tail = "\n" + "  " * depth
