"""The words in which the rest of the engine speaks about a diagram.

Plain frozen descriptions; nothing here knows XML or SpiffWorkflow.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from engine.process.signs import Signing, signing_of, words_of

NOT_BY: Final = "mms:notBy"
NOTHING: Mapping[str, str] = MappingProxyType({})

TASKS = frozenset({"userTask", "serviceTask", "sendTask", "receiveTask", "businessRuleTask", "scriptTask"})
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"})
EVENTS = frozenset(
    {"startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"}
)
SCOPES = frozenset({"subProcess", "callActivity"})
KINDS = TASKS | GATEWAYS | EVENTS | SCOPES


def is_expression(text: str | None) -> bool:
    """Tell whether a text is FEEL, which in this dialect begins with an equals sign."""
    return text is not None and text.lstrip().startswith("=")


def expression_of(text: str) -> str:
    """Return the FEEL behind the equals sign."""
    return text.lstrip()[1:].strip()


@dataclass(frozen=True, slots=True)
class IoMapping:
    """One input or output of an element; a source without "=" is a literal text."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Loop:
    """Multi-instance: one instance for each item, outputs in the order of the items."""

    is_sequential: bool
    input_collection: str
    input_element: str | None = None
    output_collection: str | None = None
    output_element: str | None = None
    completion_condition: str | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """A node of the diagram, as the diagram's author described it."""

    id: str
    kind: str
    name: str = ""
    process: str = ""
    parent: str | None = None
    form_id: str | None = None
    role: str | None = None
    assignee: str | None = None
    due_on: str | None = None
    priority: str | None = None
    operation: str | None = None
    retries: int = 3
    inputs: tuple[IoMapping, ...] = ()
    outputs: tuple[IoMapping, ...] = ()
    decision_id: str | None = None
    result_variable: str | None = None
    script: str | None = None
    properties: Mapping[str, str] = field(default_factory=lambda: NOTHING, hash=False)
    event: str | None = None
    message_name: str | None = None
    correlation: str | None = None
    signal_name: str | None = None
    timer: str | None = None
    error_code: str | None = None
    escalation_code: str | None = None
    called: str | None = None
    loop: Loop | None = None
    attached_to: str | None = None
    is_interrupting: bool = True

    @property
    def unit(self) -> str | None:
        """Return the unit that does the task, where the diagram names one."""
        return self.properties.get("mms:unit")

    @property
    def signing(self) -> Signing | None:
        """Return how the step is signed, where the diagram says so."""
        return signing_of(self.properties)

    @property
    def not_by(self) -> tuple[str, ...]:
        """Return the steps whose doers may not do this one: it takes a second person."""
        return words_of(self.properties.get(NOT_BY, ""))

    @property
    def is_data_key(self) -> bool:
        """Tell whether the element writes to the case data under its own id."""
        if self.kind == "startEvent":
            return self.form_id is not None
        return self.kind == "userTask" or self.receives is not None

    @property
    def receives(self) -> str | None:
        """Return what comes from outside with data here: a message or a signal."""
        waits = self.kind in {"receiveTask", "intermediateCatchEvent", "boundaryEvent"}
        return self.event if waits and self.event in {"message", "signal"} else None

    @property
    def caught_code(self) -> str | None:
        """Return the code of the error or escalation that a boundary event catches, None for any."""
        return self.error_code if self.event == "error" else self.escalation_code

    @property
    def throws(self) -> bool:
        """Tell whether the element is an event that tells others something."""
        return self.kind in {"endEvent", "intermediateThrowEvent"}

    @property
    def is_passive(self) -> bool:
        """Tell whether nothing ever waits here and nothing is stored under the id."""
        return self.kind in GATEWAYS or (
            self.kind in {"startEvent", "endEvent", "intermediateThrowEvent"}
            and self.form_id is None
            and self.operation is None
        )


def written_by(element: Element) -> frozenset[str]:
    """Return the first names of the places in the case data an element writes."""
    found = {mapping.target.split(".")[0] for mapping in element.outputs}
    if not found:
        found |= {element.id} if element.is_data_key else set()
        found |= {element.result_variable} if element.result_variable is not None else set()
    if element.loop is not None and element.loop.output_collection is not None:
        found.add(element.loop.output_collection)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; `condition` is the text as drawn, with its equals sign."""

    id: str
    source: str
    target: str
    condition: str | None = None
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """One level of nesting: a process, a called block or an embedded subprocess."""

    key: str
    process: str
    elements: tuple[Element, ...]
    flows: tuple[Flow, ...]

    @property
    def start(self) -> Element:
        """Return the one start event."""
        return next(element for element in self.elements if element.kind == "startEvent")
