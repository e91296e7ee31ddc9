"""A laid out picture written into the file of its diagram: places, lanes, and nothing else.

Ids of what is drawn are kept, and the bytes of the process but for its lanes. Refuses to know how places are
found.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from lxml import etree

from engine.process.drawing import Box, planes_of
from engine.process.source import BPMN, ZEEBE, Node, local_name
from engine.process.tidy.picture import Picture

DI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
WAYPOINT: Final = "http://www.omg.org/spec/DD/20100524/DI"
ROLE: Final = "mms:role"
# What may stand before the lanes in a process or subprocess.
_BEFORE_LANES: Final = frozenset(
    f"{{{BPMN}}}{name}"
    for name in (
        *("documentation", "extensionElements", "auditing", "monitoring", "incoming", "outgoing"),
        *("ioSpecification", "property", "dataInputAssociation", "dataOutputAssociation", "resourceRole"),
        *("multiInstanceLoopCharacteristics", "standardLoopCharacteristics"),
    )
)


class Writer:
    """Writes the pictures of all sheets of one diagram; a shape may move from one to another."""

    def __init__(self, root: Node, names: Mapping[str, str]) -> None:
        self.root, self.names = root, names
        self.known = {
            str(drawn.get("bpmnElement")): drawn
            for drawn in root.iterfind("{*}BPMNDiagram/{*}BPMNPlane/*")
            if isinstance(drawn.tag, str)
        }

    def write(self, level: Node, picture: Picture, roles: Sequence[str], stands: Collection[str]) -> None:
        """Write the picture of a level; `stands` are the ids of all that is on its sheet."""
        root, known = self.root, self.known
        lanes = _lanes(root, level, picture, roles, self.names)
        is_whole = local_name(level) == "process"
        pool = _pool(root, level) if picture.pool and is_whole else None
        plane = _plane(root, level, pool) if is_whole else _inner_plane(root, level)
        ids = {str(node.get("id")) for node in root.iter() if isinstance(node.tag, str)}
        ids |= {str(shape.get("id")) for shape in known.values()}
        drawn: list[Node] = []
        if pool is not None and picture.pool is not None:
            drawn.append(_shape(known, ids, str(pool.get("id")), picture.pool, None, isHorizontal="true"))
        for lane, box in zip(lanes, picture.lanes, strict=True):
            drawn.append(_shape(known, ids, lane, box, None, isHorizontal="true"))
        grounds = len(drawn)
        parts = {str(node.get("id")) for node in level.iter(f"{{{BPMN}}}subProcess")}
        for code, box in picture.boxes.items():
            says = {"isExpanded": "true" if code in picture.frames else "false"} if code in parts else {}
            drawn.append(_shape(known, ids, code, box, picture.labels.get(code), **says))
        for line, points in (picture.lines | picture.ties).items():
            drawn.append(_edge(known, ids, line, points, picture.labels.get(line)))
        grouped = {str(group.get("id")) for group in root.iter(f"{{{BPMN}}}group")}.intersection(stands)
        drawn += [shape for code, shape in known.items() if code in grouped]
        place = {id(shape): index for index, shape in enumerate(plane)}
        rest = sorted(drawn[grounds:], key=lambda shape: place.get(id(shape), len(place)))
        plane[:] = [*drawn[:grounds], *rest]
        _indent(plane, 2)


def _lanes(
    root: Node, process: Node, picture: Picture, roles: Sequence[str], names: Mapping[str, str]
) -> list[str]:
    """Write the lanes of a level in place of those that it has; return their ids."""
    old_sets = process.findall(f"{{{BPMN}}}laneSet")
    given = {
        lane.get("name"): str(lane.get("id")) for old in old_sets for lane in old.iter(f"{{{BPMN}}}lane")
    }
    of = "" if local_name(process) == "process" else f"{process.get('id')}_"
    set_id = str(old_sets[0].get("id")) if old_sets and old_sets[0].get("id") else f"{of}lanes"
    for old in old_sets:
        _drop(old)
    if not roles:
        return []
    taken = {str(node.get("id")) for node in root.iter() if isinstance(node.tag, str)}
    lane_set = etree.Element(f"{{{BPMN}}}laneSet", id=_free(set_id, taken))
    found = []
    for index, role in enumerate(roles):
        name = names.get(role) or next((n for n, code in given.items() if n and _names(code, role)), role)
        lane = etree.SubElement(lane_set, f"{{{BPMN}}}lane", id=_free(f"{of}lane_{role.strip('= ')}", taken))
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
    _indent(lane_set, sum(1 for _ in lane_set.iterancestors()))
    return found


def _names(code: str, role: str) -> bool:
    return code.endswith(f"lane_{role.strip('= ')}")


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
    plane = planes_of(root).get(None)
    if plane is None:
        plane = _new_plane(root, "diagram", "plane")
    holder = pool.getparent() if pool is not None else root.find(f"{{{BPMN}}}collaboration")
    plane.set("bpmnElement", str((process if holder is None else holder).get("id")))
    return plane


def _inner_plane(root: Node, part: Node) -> Node:
    """Return the plane of a closed subprocess, a new one where it has none."""
    element = str(part.get("id"))
    plane = planes_of(root).get(element)
    if plane is None:
        plane = _new_plane(root, f"diagram_{element}", f"plane_{element}")
        plane.set("bpmnElement", element)
    return plane


def _new_plane(root: Node, diagram_id: str, plane_id: str) -> Node:
    taken = {str(node.get("id")) for node in root.iter() if isinstance(node.tag, str)}
    diagram = root.find(f"{{{DI}}}BPMNDiagram")
    if diagram is None or diagram.find(f"{{{DI}}}BPMNPlane") is not None:
        diagram = etree.SubElement(root, f"{{{DI}}}BPMNDiagram", id=_free(diagram_id, taken))
        before = diagram.getprevious()
        if before is not None:
            before.tail = "\n  "
        diagram.tail = "\n"
    plane = etree.SubElement(diagram, f"{{{DI}}}BPMNPlane", id=_free(plane_id, taken))
    _indent(diagram, 1)
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
