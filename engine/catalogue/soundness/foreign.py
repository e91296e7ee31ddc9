"""The drawings in any BPMN 2.0 file, of whatever tool: control flow only, extensions unread.

What this module does not model (ad-hoc subprocesses, complex gateways, …) it refuses by `NotDecided`
rather than guess. What compensates is no part of the flow (BPMN 2.0, 10.7): whoever throws a
compensation goes on when it is done, so only what is inside of it is judged.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Final, Literal

from engine.catalogue.soundness.drawing import (
    Arc,
    Drawing,
    Handler,
    Kind,
    Level,
    NotDecided,
    Step,
    Thrown,
)
from engine.catalogue.soundness.own import NOTHING_KNOWN, OperationBehaviour
from engine.process.source import (
    BPMN,
    ZEEBE,
    Node,
    bpmn_children,
    is_true,
    local_name,
    namespace,
    read_source,
    text_of,
)

TASKS: Final = frozenset(
    {"task", "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask", "scriptTask"}
    | {"businessRuleTask", "callActivity", "intermediateCatchEvent", "intermediateThrowEvent"}
)
SCOPES: Final = frozenset({"subProcess", "transaction"})
KINDS: Final[dict[str, Kind]] = {
    **dict.fromkeys(TASKS, "task"),
    **dict.fromkeys(SCOPES, "scope"),
    "exclusiveGateway": "exclusive",
    "eventBasedGateway": "exclusive",
    "parallelGateway": "parallel",
    "inclusiveGateway": "inclusive",
    "startEvent": "start",
    "endEvent": "end",
    "boundaryEvent": "boundary",
}
UNMODELLED: Final = frozenset({"complexGateway", "adHocSubProcess", "subChoreography", "choreographyTask"})
TOLD: Final[tuple[Literal["error", "escalation", "cancel", "signal"], ...]] = (
    *("error", "escalation", "cancel"),
    "signal",
)
# An end with one of these does something, and would do it twice if two tokens met there.
ACTS: Final = frozenset({"message", "signal", "escalation"})
# Begins everything that nothing leads to, where a level has no start event.
TOGETHER: Final = "(start)"


def read_foreign(data: bytes, known: OperationBehaviour = NOTHING_KNOWN) -> tuple[Drawing, ...]:
    """Return the drawing of each process in a file; raises `DiagramError` where it is not BPMN."""
    return drawings_in(read_source(data, is_foreign=True), known)


def drawings_in(root: Node, known: OperationBehaviour = NOTHING_KNOWN) -> tuple[Drawing, ...]:
    """Return the drawing of each process of a file that was read."""
    _define_in_place(root)
    codes = {
        node.get("id") or "": node.get(attribute) or node.get("id")
        for name, attribute in (("error", "errorCode"), ("escalation", "escalationCode"), ("signal", "name"))
        for node in bpmn_children(root, name)
    }
    found = []
    for process in bpmn_children(root, "process"):
        if any(local_name(child) in KINDS.keys() | UNMODELLED for child in process):
            found.append(_Reader(process, codes, known).drawing())
    if not found:
        raise NotDecided("no_process")
    return tuple(found)


class _Reader:
    def __init__(self, process: Node, codes: dict[str, str | None], known: OperationBehaviour) -> None:
        self._process = process
        self._known = known
        self._codes = codes
        self._levels: dict[str, Level] = {}
        self._seen: set[str] = set()

    def drawing(self) -> Drawing:
        key = self._process.get("id") or "(process)"
        self._seen.add(key)
        pending = [(key, self._process)]
        while pending:
            level_key, node = pending.pop(0)
            self._levels[level_key] = self._level(level_key, node)
            pending.extend((n.get("id") or "", n) for n in node if local_name(n) in SCOPES)
        return Drawing(key, self._levels)

    def _level(self, key: str, node: Node) -> Level:
        nodes = [child for child in node if namespace(child) == BPMN]
        for child in nodes:
            self._refuse(child)
        aside = {child.get("id") for child in nodes if _compensates(child)}
        drawn = [n for n in nodes if local_name(n) in KINDS and not _begins_by_event(n)]
        steps = [self._step(child) for child in drawn if child.get("id") not in aside]
        handlers = tuple(self._handler(child) for child in nodes if _begins_by_event(child))
        handlers += tuple(
            Handler(child.get("id") or "", is_interrupting=False)
            for child in drawn
            if child.get("id") in aside and local_name(child) in SCOPES
        )
        defaults = {child.get("default") for child in nodes if child.get("default")}
        arcs = [_arc(child, defaults) for child in nodes if local_name(child) == "sequenceFlow"]
        arcs += _links(nodes)
        for arc in arcs:
            if not aside.isdisjoint({arc.source, arc.target}):
                raise NotDecided("compensation", arc.source if arc.source in aside else arc.target)
        _check(steps, arcs)
        if not any(step.kind == "start" for step in steps):
            reached = {arc.target for arc in arcs}
            first = [s.id for s in steps if s.id not in reached and s.kind != "boundary"]
            if steps and not first:
                raise NotDecided("no_beginning", key)
            steps.insert(0, Step(TOGETHER, "start"))
            arcs += [Arc(TOGETHER, step) for step in first]
        return Level(key, tuple(steps), tuple(arcs), handlers)

    def _refuse(self, node: Node) -> None:
        kind, element = local_name(node), node.get("id") or ""
        if kind in UNMODELLED:
            raise NotDecided(kind, element)
        if {node.get("startQuantity"), node.get("completionQuantity")} - {None, "1"}:
            raise NotDecided("quantity", element)
        if kind == "eventBasedGateway" and node.get("eventGatewayType") == "Parallel":
            raise NotDecided("parallel_event_gateway", element)
        if kind in KINDS:
            if not element or element in self._seen:
                raise NotDecided("id_missing_or_twice", element)
            self._seen.add(element)

    def _step(self, node: Node) -> Step:
        name, element = local_name(node), node.get("id") or ""
        # A subprocess in which nothing is drawn is as unknown inside as a task.
        kind, events = "task" if _is_closed(node) else KINDS[name], _events(node)
        thrown, throws = self._thrown(events), name in {"endEvent", "intermediateThrowEvent"}
        is_signal = thrown is not None and thrown.event == "signal"
        operation, unfailing = _operation(node), self._known.unfailing
        works = kind == "task" and not name.startswith("intermediate")
        if kind == "end" and "terminate" in events:
            kind = "terminate"
        elif kind == "end" and thrown is not None and thrown.event in {"error", "cancel"}:
            kind = "error_end"
        return Step(
            id=element,
            kind=kind,
            host=node.get("attachedToRef") if kind == "boundary" else None,
            is_interrupting=is_true(node, "cancelActivity", default=True),
            repeats="timer" not in events or "timeCycle" in {local_name(n) for n in events["timer"]},
            throws=thrown if throws else None,
            catches=thrown if kind == "boundary" and not is_signal else None,
            hears=thrown if is_signal and not throws and kind != "start" else None,
            is_many=bool(bpmn_children(node, "multiInstanceLoopCharacteristics")),
            is_timed="timer" in events,
            acts=kind == "end" and not ACTS.isdisjoint(events),
            inner=element if kind == "scope" else None,
            # Tools differ in which tasks may end with an error or escalate: any may, but for what is known.
            may_fail=works and not operation & unfailing,
            may_escalate=works and not operation,
            rests=not operation & self._known.at_once,
        )

    def _handler(self, node: Node) -> Handler:
        """Read an event subprocess by its start event; with several, whichever is tamest counts for all."""
        starts = bpmn_children(node, "startEvent")
        if not starts:
            raise NotDecided("event_subprocess", node.get("id") or "")
        thrown = {self._thrown(_events(start)) for start in starts}
        # One that compensates begins when its level has long been done.
        is_tame = any("compensate" in _events(start) for start in starts)
        return Handler(
            inner=node.get("id") or "",
            is_interrupting=not is_tame
            and all(is_true(start, "isInterrupting", default=True) for start in starts),
            catches=thrown.pop() if len(thrown) == 1 else None,
            is_timed=any("timer" in _events(start) for start in starts),
        )

    def _thrown(self, events: dict[str, Node]) -> Thrown | None:
        """Return what is thrown or caught that is told within a process."""
        for event in TOLD:
            if event in events:
                reference = (events[event].get(f"{event}Ref") or "").split(":")[-1]
                return Thrown(event, self._codes.get(reference, reference or None))
        return None


def _events(node: Node) -> dict[str, Node]:
    return {
        local_name(child).removesuffix("EventDefinition"): child
        for child in node
        if namespace(child) == BPMN and local_name(child).endswith("EventDefinition")
    }


def _operation(node: Node) -> set[str]:
    """Return the name of the operation that a step carries out, if it is one of our dialect."""
    held = [found for holder in bpmn_children(node, "extensionElements") for found in holder]
    return {
        extension.get("type") or "" for extension in held if extension.tag == f"{{{ZEEBE}}}taskDefinition"
    }


def _is_closed(node: Node) -> bool:
    return local_name(node) in SCOPES and not any(
        local_name(child) in KINDS.keys() | UNMODELLED for child in node
    )


def _begins_by_event(node: Node) -> bool:
    return local_name(node) in SCOPES and is_true(node, "triggeredByEvent")


def _compensates(node: Node) -> bool:
    """Tell whether an element is no part of the flow but takes back what a step has done."""
    if local_name(node) == "boundaryEvent":
        return "compensate" in _events(node)
    return is_true(node, "isForCompensation")


def _define_in_place(root: Node) -> None:
    """Put event definitions that stand beside the processes where events refer to them."""
    declared = {child.get("id"): child for child in root if local_name(child).endswith("EventDefinition")}
    for reference in list(root.iter(f"{{{BPMN}}}eventDefinitionRef")):
        event, name = reference.getparent(), (reference.text or "").strip().split(":")[-1]
        if event is None or name not in declared:
            raise NotDecided("event_definition_missing", name)
        event.replace(reference, deepcopy(declared[name]))


def _arc(node: Node, defaults: set[str | None]) -> Arc:
    condition = node.find(f"{{{BPMN}}}conditionExpression")
    is_conditional = condition is not None and (text_of(condition) is not None or len(condition.attrib) > 0)
    return Arc(
        node.get("sourceRef") or "",
        node.get("targetRef") or "",
        is_conditional,
        node.get("id") is not None and node.get("id") in defaults,
        node.get("id") or "",
    )


def _links(nodes: list[Node]) -> list[Arc]:
    """Return an arc for each pair of link events; a link is a flow that is not drawn."""
    thrown = [(n, _events(n)["link"].get("name")) for n in nodes if "link" in _events(n)]
    catching = {name: n.get("id") or "" for n, name in thrown if local_name(n) == "intermediateCatchEvent"}
    arcs = []
    for node, name in thrown:
        if local_name(node) == "intermediateThrowEvent":
            if name not in catching:
                raise NotDecided("link_without_target", node.get("id") or "")
            arcs.append(Arc(node.get("id") or "", catching[name]))
    return arcs


def _check(steps: list[Step], arcs: list[Arc]) -> None:
    """Refuse what breaks the rules of BPMN, where a guess about its meaning would be needed."""
    kinds = {step.id: step.kind for step in steps}
    for arc in arcs:
        for end in (arc.source, arc.target):
            if end not in kinds:
                raise NotDecided("flow_leaves_its_level", arc.id or end)
        if kinds[arc.source] in {"end", "terminate", "error_end"}:
            raise NotDecided("flow_out_of_end", arc.source)
        if kinds[arc.target] in {"start", "boundary"}:
            raise NotDecided("flow_into_beginning", arc.target)
    for step in steps:
        if step.kind == "boundary" and kinds.get(step.host or "") not in {"task", "scope"}:
            raise NotDecided("boundary_without_host", step.id)
