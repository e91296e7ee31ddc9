"""Figures: small drawings for the rules of layout, written as what stands where.

`found` returns what a rule says of a figure: what it is, and of which elements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from engine.process.layout import Measurement, Rule, measure

Place = tuple[float, float, float, float]
SPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


@dataclass(frozen=True)
class Thing:
    """An element with its place; `inner` stands in it, `around` is what the file says of it beside."""

    id: str
    kind: str
    place: Place
    name: str = ""
    label: Place | None = None
    more: str = ""
    said: str = ""
    inner: tuple[Thing | Way, ...] = ()
    is_closed: bool = False


@dataclass(frozen=True)
class Way:
    """A line between two elements, by its points; without a kind the file says of it elsewhere."""

    id: str
    source: str
    target: str
    points: tuple[tuple[float, float], ...]
    name: str = ""
    label: Place | None = None
    kind: str = "sequenceFlow"
    said: str = ""


def step(
    id: str,
    x: float,
    y: float,
    *,
    kind: str = "serviceTask",
    size: tuple[float, float] = (112, 64),
    name: str = "",
    law: str = "",
    role: str = "",
) -> Thing:
    """A box by its left upper corner."""
    given = f'<zeebe:assignmentDefinition candidateGroups="{role}"/>' if role else ""
    return Thing(id, kind, (x, y, *size), name, said=extensions(given, properties(law=law)))


def person(id: str, x: float, y: float, role: str, **more: str) -> Thing:
    """A step that somebody does, with its law."""
    return step(id, x, y, kind="userTask", role=role, law=more.get("law", "№2181"), name=more.get("name", ""))


def call(id: str, x: float, y: float, block: str, **inputs: str) -> Thing:
    given = "".join(
        f"<zeebe:input source={quoteattr(text)} target={quoteattr(to)}/>" for to, text in inputs.items()
    )
    said = f'<zeebe:calledElement processId="{block}"/><zeebe:ioMapping>{given}</zeebe:ioMapping>'
    return Thing(id, "callActivity", (x, y, 112, 64), said=extensions(said))


def branch(
    id: str, x: float, y: float, name: str = "", label: Place | None = None, size: float = 36
) -> Thing:
    """A branch by its middle."""
    return Thing(id, "exclusiveGateway", (x - size / 2, y - size / 2, size, size), name, label)


def event(id: str, x: float, y: float, *, kind: str = "startEvent", at: str = "", **more: str) -> Thing:
    """An event by its middle; `at` is the step at whose edge it stands."""
    attached = f' attachedToRef="{at}"' if at else ""
    name, label = more.get("name", ""), (x - 50, y + 18, 100, 15) if more.get("name") else None
    return Thing(id, "boundaryEvent" if at else kind, (x - 14, y - 14, 28, 28), name, label, attached)


def note(id: str, place: Place, text: str) -> Thing:
    return Thing(id, "textAnnotation", place, text)


def frame(id: str, place: Place, *inner: Thing | Way, name: str = "") -> Thing:
    """An open subprocess."""
    return Thing(id, "subProcess", place, name, inner=inner)


def closed(id: str, place: Place, *inner: Thing | Way, name: str = "") -> Thing:
    """A closed subprocess, whose inside is drawn on a plane of its own."""
    return Thing(id, "subProcess", place, name, inner=inner, is_closed=True)


def lane(id: str, top: float, height: float, role: str = "", *, name: str = "", members: str = "") -> Thing:
    """A lane across the sheet, from 0 to 1,000."""
    listed = "".join(f"<bpmn:flowNodeRef>{member}</bpmn:flowNodeRef>" for member in members.split())
    return Thing(
        id, "lane", (0, top, 1000, height), name or role, said=extensions(properties(role=role)) + listed
    )


def way(id: str, ends: str, *points: tuple[float, float], **more: str) -> Way:
    """An arrow; `ends` are source and target in one text."""
    source, target = ends.split()
    return Way(id, source, target, points, **more)


def tie(id: str, ends: str, *points: tuple[float, float]) -> Way:
    return way(id, ends, *points, kind="association")


def properties(**given: str) -> str:
    rows = "".join(
        f'<zeebe:property name="mms:{name}" value="{value}"/>' for name, value in given.items() if value
    )
    return f"<zeebe:properties>{rows}</zeebe:properties>" if rows else ""


def extensions(*parts: str) -> str:
    return f"<bpmn:extensionElements>{''.join(parts)}</bpmn:extensionElements>" if any(parts) else ""


def written(*things: Thing | Way, process: str = "figure") -> bytes:
    """Return the figure as a file."""
    lanes = "".join(_element(thing) for thing in things if thing.kind == "lane")
    rest = "".join(_element(thing) for thing in things if thing.kind != "lane")
    body = (f'<bpmn:laneSet id="lanes">{lanes}</bpmn:laneSet>' if lanes else "") + rest
    drawn = "".join(map(_drawn, things))
    return (
        f'<bpmn:definitions {SPACES} id="file" targetNamespace="urn:mms">'
        f'<bpmn:process id="{process}" isExecutable="true">{body}</bpmn:process>'
        '<bpmndi:BPMNDiagram id="diagram">'
        f'<bpmndi:BPMNPlane id="plane" bpmnElement="{process}">'
        f"{drawn}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>{''.join(_planes(things))}</bpmn:definitions>"
    ).encode()


def _planes(things: Iterable[Thing | Way]) -> Iterator[str]:
    for thing in things:
        if isinstance(thing, Thing):
            if thing.is_closed:
                drawn = "".join(map(_drawn, thing.inner))
                yield (
                    f'<bpmndi:BPMNDiagram id="diagram_{thing.id}"><bpmndi:BPMNPlane id="plane_{thing.id}" '
                    f'bpmnElement="{thing.id}">{drawn}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'
                )
            yield from _planes(thing.inner)


def measured(*things: Thing | Way, blocks: Mapping[str, bytes] | None = None, **names: str) -> Measurement:
    found = measure(written(*things), blocks or {}, names)
    assert found is not None
    return found


def found(rule: Rule, *things: Thing | Way, **more: Mapping[str, bytes]) -> list[tuple[str, ...]]:
    """Return what a rule says of a figure: what it is, and the elements."""
    violations = measured(*things, **more).violations
    return [(said.what, *said.elements) for said in violations if said.rule is rule]


def _element(thing: Thing | Way) -> str:
    if isinstance(thing, Way):
        if not thing.kind:
            return ""
        ends = f"sourceRef={quoteattr(thing.source)} targetRef={quoteattr(thing.target)}"
        name = f"id={quoteattr(thing.id)} name={quoteattr(thing.name)}"
        return f"<bpmn:{thing.kind} {name} {ends}>{thing.said}</bpmn:{thing.kind}>"
    text = f"<bpmn:text>{thing.name}</bpmn:text>" if thing.kind == "textAnnotation" else ""
    inner = thing.said + text + "".join(map(_element, thing.inner))
    return (
        f"<bpmn:{thing.kind} id={quoteattr(thing.id)} name={quoteattr(thing.name)}{thing.more}>{inner}"
        f"</bpmn:{thing.kind}>"
    )


def _drawn(thing: Thing | Way) -> str:
    label = f"<bpmndi:BPMNLabel>{_bounds(thing.label)}</bpmndi:BPMNLabel>" if thing.label else ""
    if isinstance(thing, Way):
        points = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in thing.points)
        return (
            f'<bpmndi:BPMNEdge id="di_{thing.id}" bpmnElement="{thing.id}">{points}{label}</bpmndi:BPMNEdge>'
        )
    is_open = "false" if thing.is_closed else "true"
    shape = f'<bpmndi:BPMNShape id="di_{thing.id}" bpmnElement="{thing.id}" isExpanded="{is_open}">'
    inner = "" if thing.is_closed else "".join(map(_drawn, thing.inner))
    return f"{shape}{_bounds(thing.place)}{label}</bpmndi:BPMNShape>{inner}"


def _bounds(place: Place) -> str:
    return '<dc:Bounds x="{}" y="{}" width="{}" height="{}"/>'.format(*place)
