"""The closed list of what a diagram's file may be written with, as data.

What is only drawing (lanes, notes, data objects, colours) is on the list and changes nothing.
`grammar` holds a file against it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from engine.process.elements import EVENTS, GATEWAYS, KINDS, NOT_BY, SCOPES, TASKS
from engine.process.signs import SETTINGS, WHO

# Namespaces whose attributes are about the picture or the tool that drew it.
DRAWN_WITH: Final = frozenset(
    {
        "http://www.w3.org/2001/XMLSchema-instance",
        "http://camunda.org/schema/modeler/1.0",
        "http://bpmn.io/schema/bpmn/biocolor/1.0",
        "http://www.omg.org/spec/BPMN/non-normative/color/1.0",
    }
)
DIAGRAM_INTERCHANGE: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
TEMPLATED: Final = frozenset({"modelerTemplate", "modelerTemplateVersion", "modelerTemplateIcon"})

# Attributes with which BPMN asks for something that does not run; these values ask for nothing.
WITHOUT_EFFECT: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "isForCompensation": frozenset({"false"}),
        "startQuantity": frozenset({"1"}),
        "completionQuantity": frozenset({"1"}),
        "instantiate": frozenset({"false"}),
        "triggeredByEvent": frozenset({"false"}),
        "parallelMultiple": frozenset({"false"}),
        "isInterrupting": frozenset({"true"}),
        "eventGatewayType": frozenset({"Exclusive"}),
        "behavior": frozenset({"All"}),
        "isImmediate": frozenset({"true"}),
        "implementation": frozenset({"##unspecified"}),
        "mustUnderstand": frozenset({"false"}),
        "language": frozenset({"feel", "FEEL", "https://www.omg.org/spec/DMN/20191111/FEEL/"}),
    }
)
# Of these an element has one at most; a reader would take the first and overlook the others.
SINGLE: Final = (
    frozenset({"multiInstanceLoopCharacteristics"}),
    frozenset({"conditionExpression"}),
    frozenset({"completionCondition"}),
    frozenset({"extensionElements"}),
    frozenset({"timeDate", "timeDuration", "timeCycle"}),
)
PROPERTIES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "mms:law": KINDS,
        "mms:role": frozenset({"lane"}),
        **dict.fromkeys(("mms:unit", NOT_BY, WHO, *SETTINGS), frozenset({"userTask"})),
    }
)


@dataclass(frozen=True, slots=True)
class ElementVocabulary:
    """Vocabulary of one BPMN element: the attributes, children and extensions that it may have."""

    attributes: frozenset[str] = frozenset()
    children: frozenset[str] = frozenset()
    extensions: frozenset[str] = frozenset()


ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "formDefinition": frozenset({"formId"}),
        "assignmentDefinition": frozenset({"candidateGroups", "assignee"}),
        "taskSchedule": frozenset({"dueDate"}),
        "priorityDefinition": frozenset({"priority"}),
        "properties": frozenset(),
        "property": frozenset({"name", "value"}),
        "taskDefinition": frozenset({"type", "retries"}),
        "ioMapping": frozenset(),
        "input": frozenset({"source", "target"}),
        "output": frozenset({"source", "target"}),
        "calledDecision": frozenset({"decisionId", "resultVariable"}),
        # All levels share the case's document, so there is nothing to propagate or to hold back.
        "calledElement": frozenset(
            {"processId", "propagateAllChildVariables", "propagateAllParentVariables"}
        ),
        "script": frozenset({"expression", "resultVariable"}),
        "loopCharacteristics": frozenset(
            {"inputCollection", "inputElement", "outputCollection", "outputElement"}
        ),
        "subscription": frozenset({"correlationKey"}),
        "userTask": frozenset(),
    }
)
REPEATED: Final = frozenset({"input", "output", "property"})


def _known(
    attributes: str = "", children: frozenset[str] = frozenset(), *, extensions: str = ""
) -> ElementVocabulary:
    return ElementVocabulary(
        frozenset({"id", "name", *attributes.split()}),
        children | {"documentation", "extensionElements"},
        frozenset({"properties", *extensions.split()}),
    )


_WAYS: Final = frozenset({"incoming", "outgoing"})
_DATA: Final = frozenset({"property", "dataInputAssociation", "dataOutputAssociation"})
_LOOPS: Final = frozenset({"multiInstanceLoopCharacteristics", "standardLoopCharacteristics"})
_DRAWN: Final = frozenset(
    {"laneSet", "association", "group", "textAnnotation", "dataObject", "dataObjectReference"}
    | {"dataStoreReference", "property", "sequenceFlow"}
)
_DEFINITIONS: Final = frozenset(
    f"{name}EventDefinition"
    for name in ("message", "timer", "signal", "escalation", "error", "terminate")
    # These do not run; the parser refuses them by the name of the event.
    + ("cancel", "compensate", "conditional", "link")
)
_ACTIVITY: Final = "default isForCompensation startQuantity completionQuantity"
_EXTENSIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "startEvent": "formDefinition",
        "userTask": "formDefinition assignmentDefinition taskSchedule priorityDefinition userTask ioMapping",
        "serviceTask": "taskDefinition ioMapping",
        "sendTask": "taskDefinition ioMapping",
        "receiveTask": "ioMapping",
        "businessRuleTask": "calledDecision ioMapping",
        "scriptTask": "script ioMapping",
        "callActivity": "calledElement ioMapping",
        "subProcess": "ioMapping",
        "endEvent": "taskDefinition ioMapping",
        "intermediateThrowEvent": "taskDefinition ioMapping",
        "intermediateCatchEvent": "ioMapping",
        "boundaryEvent": "ioMapping",
    }
)
_MORE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "userTask": "implementation",
        "serviceTask": "implementation",
        "sendTask": "implementation messageRef",
        "businessRuleTask": "implementation",
        "receiveTask": "implementation messageRef instantiate",
        "subProcess": "triggeredByEvent",
        "startEvent": "isInterrupting parallelMultiple",
        "intermediateCatchEvent": "parallelMultiple",
        "boundaryEvent": "parallelMultiple attachedToRef cancelActivity",
        "eventBasedGateway": "instantiate eventGatewayType",
    }
)


def _nodes() -> Iterator[tuple[str, ElementVocabulary]]:
    for kind in KINDS:
        attributes = f"{_MORE.get(kind, '')} {_ACTIVITY if kind in TASKS | SCOPES else ''}"
        children = _WAYS
        if kind in TASKS | SCOPES:
            children |= _DATA | _LOOPS
        if kind in EVENTS:
            children |= _DATA | _DEFINITIONS
        if kind in GATEWAYS:
            attributes += " default gatewayDirection"
        if kind == "subProcess":
            children |= _DRAWN | KINDS
        yield kind, _known(attributes, children, extensions=_EXTENSIONS.get(kind, ""))


GRAMMAR: Final[Mapping[str, ElementVocabulary]] = MappingProxyType(
    {
        "definitions": _known(
            "targetNamespace expressionLanguage typeLanguage exporter exporterVersion",
            frozenset({"process", "collaboration", "category", "dataStore", "itemDefinition", "extension"})
            | {"message", "signal", "error", "escalation"},
        ),
        "process": _known("isExecutable isClosed processType", _DRAWN | KINDS),
        **dict(_nodes()),
        "sequenceFlow": _known("sourceRef targetRef isImmediate", frozenset({"conditionExpression"})),
        "conditionExpression": _known("language"),
        "multiInstanceLoopCharacteristics": _known(
            "isSequential behavior", frozenset({"completionCondition"}), extensions="loopCharacteristics"
        ),
        "standardLoopCharacteristics": _known("testBefore loopMaximum", frozenset({"loopCondition"})),
        "loopCondition": _known("language"),
        "completionCondition": _known("language"),
        "timerEventDefinition": _known("", frozenset({"timeDate", "timeDuration", "timeCycle"})),
        **{name: _known("language") for name in ("timeDate", "timeDuration", "timeCycle")},
        "messageEventDefinition": _known("messageRef", extensions="taskDefinition"),
        "signalEventDefinition": _known("signalRef"),
        "errorEventDefinition": _known("errorRef"),
        "escalationEventDefinition": _known("escalationRef"),
        "terminateEventDefinition": _known(),
        "cancelEventDefinition": _known(),
        "compensateEventDefinition": _known("activityRef waitForCompletion"),
        "conditionalEventDefinition": _known("", frozenset({"condition"})),
        "condition": _known("language"),
        "linkEventDefinition": _known("", frozenset({"source", "target"})),
        "message": _known("itemRef", extensions="subscription"),
        "signal": _known("structureRef"),
        "error": _known("errorCode structureRef"),
        "escalation": _known("escalationCode structureRef"),
        "itemDefinition": _known("structureRef isCollection itemKind"),
        "extension": _known("definition mustUnderstand"),
        "category": _known("", frozenset({"categoryValue"})),
        "categoryValue": _known("value"),
        "dataStore": _known("capacity isUnlimited itemSubjectRef"),
        "collaboration": _known(
            "isClosed", frozenset({"participant", "messageFlow", "textAnnotation"}) | {"association", "group"}
        ),
        "participant": _known("processRef", frozenset({"participantMultiplicity"})),
        "participantMultiplicity": _known("minimum maximum"),
        "messageFlow": _known("sourceRef targetRef messageRef"),
        "laneSet": _known("", frozenset({"lane"})),
        "lane": _known("partitionElementRef", frozenset({"flowNodeRef", "childLaneSet"})),
        "childLaneSet": _known("", frozenset({"lane"})),
        "association": _known("sourceRef targetRef associationDirection"),
        "group": _known("categoryValueRef"),
        "textAnnotation": _known("textFormat", frozenset({"text"})),
        "dataObject": _known("isCollection itemSubjectRef", frozenset({"dataState"})),
        "dataObjectReference": _known("dataObjectRef itemSubjectRef", frozenset({"dataState"})),
        "dataStoreReference": _known("dataStoreRef itemSubjectRef", frozenset({"dataState"})),
        "property": _known("itemSubjectRef"),
        # With an assignment or a transformation inside they would move data.
        "dataInputAssociation": _known("", frozenset({"sourceRef", "targetRef"})),
        "dataOutputAssociation": _known("", frozenset({"sourceRef", "targetRef"})),
        **dict.fromkeys(
            ("incoming", "outgoing", "flowNodeRef", "sourceRef", "targetRef", "source", "target"),
            ElementVocabulary(),
        ),
        **dict.fromkeys(("text", "dataState"), _known()),
        "documentation": _known("textFormat"),
    }
)
