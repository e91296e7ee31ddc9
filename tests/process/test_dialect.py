"""The whole of BPMN against the dialect: what a diagram says either runs or is refused by its name.

Each row is something an analyst, another tool or another engine may write, put into a small
diagram, with the code and the word of the refusal. What runs has tests of its own; the rows
without a code only say that it is let through.
"""

import re

import pytest

from engine.process import Definition, DiagramError
from engine.process.elements import KINDS
from engine.process.errors import CODES
from engine.process.vocabulary import GRAMMAR
from tests.process.kit import (
    boundary,
    call,
    catch,
    each,
    end,
    error,
    escalation,
    ext,
    flow,
    gateway,
    io,
    job,
    line,
    message,
    message_throw,
    process,
    script,
    signal,
    start,
    sub,
    throw,
    timer,
    user,
)

DOES_NOT_RUN = "diagram.element_does_not_run"
EVENT = "diagram.event_does_not_run"
ATTRIBUTE = "diagram.attribute_unknown"
EXTENSION = "diagram.extension_unknown"
ELSEWHERE = "diagram.extension_not_here"
MAPPING = "diagram.mapping_not_here"
NEVER = "diagram.boundary_never_happens"
TWICE = "diagram.element_twice"


def with_attribute(element: str, **attributes: str) -> str:
    """Write attributes into the first tag; `camunda__x` stands for the prefix of another engine."""
    shown = "".join(f' {name.replace("__", ":")}="{value}"' for name, value in attributes.items())
    return re.sub(r"(<bpmn:\w+)", rf"\1{shown}", element, count=1)


def with_child(element: str, child: str) -> str:
    return re.sub(r"(</bpmn:\w+>)$", rf"{child}\1", re.sub(r"<(bpmn:\w+)([^>]*)/>$", r"<\1\2></\1>", element))


def event(kind: str, definition: str, **attributes: str) -> str:
    return with_attribute(f'<bpmn:{kind} id="x">{definition}</bpmn:{kind}>', **attributes)


def definition_of(name: str) -> str:
    return f"<bpmn:{name}EventDefinition/>"


def at_boundary(host: str, definition: str, *, interrupting: bool = True) -> str:
    ring = boundary("ring", "x", definition, interrupting=interrupting)
    return host + ring + end("rung") + line("ring", "rung")


def service(*extensions: str) -> str:
    return f'<bpmn:serviceTask id="x">{ext(*extensions)}</bpmn:serviceTask>'


INNER = sub("x", start("s"), user("u"), end("e"), line("s", "u", "e"))
PARK = job("x", "op")
RECEIVE = '<bpmn:receiveTask id="x" messageRef="m_m"/>'
CAMUNDA = '<camunda:formData xmlns:camunda="http://camunda.org/schema/1.0/bpmn"/>'
ZEEBE_TASK = '<zeebe:taskDefinition type="op"/>'
CARDINALITY = "<bpmn:loopCardinality>3</bpmn:loopCardinality>"
OURS = '<zeebe:properties><zeebe:property name="mms:unit" value="u"/></zeebe:properties>'
MOVES = "<bpmn:dataInputAssociation><bpmn:assignment/></bpmn:dataInputAssociation>"
POTENTIAL_OWNER = "<bpmn:potentialOwner/>"
LOOP = each("=xs", "x1")
EVENT_REFERENCE = "<bpmn:eventDefinitionRef>other</bpmn:eventDefinitionRef>"
TIMES = "<bpmn:timeDate>2030-01-01</bpmn:timeDate><bpmn:timeDuration>P1D</bpmn:timeDuration>"
RECURRING = with_child(definition_of("timer"), TIMES)

# What it is: the element `x` on the only line of a process; the code, None if it runs; the word refused.
DIALECT = {
    # Activities
    "task without a kind": ('<bpmn:task id="x"/>', DOES_NOT_RUN, "task"),
    "manual task": ('<bpmn:manualTask id="x"/>', DOES_NOT_RUN, "manualTask"),
    "transaction": ('<bpmn:transaction id="x"/>', DOES_NOT_RUN, "transaction"),
    "ad-hoc subprocess": ('<bpmn:adHocSubProcess id="x"/>', DOES_NOT_RUN, "adHocSubProcess"),
    "event subprocess": (with_attribute(INNER, triggeredByEvent="true"), DOES_NOT_RUN, "triggeredByEvent"),
    "subprocess that is none": (with_attribute(INNER, triggeredByEvent="false"), None, ""),
    "choreography": ('<bpmn:choreographyTask id="x"/>', DOES_NOT_RUN, "choreographyTask"),
    "compensation handler": (
        with_attribute(PARK, isForCompensation="true"),
        DOES_NOT_RUN,
        "isForCompensation",
    ),
    "several tokens to start": (with_attribute(PARK, startQuantity="2"), DOES_NOT_RUN, "startQuantity"),
    "several tokens at the end": (
        with_attribute(PARK, completionQuantity="2"),
        DOES_NOT_RUN,
        "completionQuantity",
    ),
    "one token, as always": (with_attribute(PARK, startQuantity="1", completionQuantity="1"), None, ""),
    "receive task that begins a case": (
        with_attribute(RECEIVE, instantiate="true"),
        DOES_NOT_RUN,
        "instantiate",
    ),
    "receive task": (RECEIVE, None, ""),
    "implementation by a web service": (
        with_attribute(PARK, implementation="##WebService"),
        DOES_NOT_RUN,
        "implementation",
    ),
    "owner in BPMN's own words": (with_child(user("x"), POTENTIAL_OWNER), DOES_NOT_RUN, "potentialOwner"),
    "inputs in BPMN's own words": (
        with_child(PARK, "<bpmn:ioSpecification/>"),
        DOES_NOT_RUN,
        "ioSpecification",
    ),
    "script in another language": (
        with_child(script("x", "=1", "v"), "<bpmn:script>1</bpmn:script>"),
        "diagram.script_not_feel",
        "",
    ),
    "called element in BPMN's own words": (
        with_attribute(call("x", "b"), calledElement="other"),
        ATTRIBUTE,
        "calledElement",
    ),
    "data association that moves data": (
        with_child(user("x"), MOVES),
        DOES_NOT_RUN,
        "assignment",
    ),
    "data association that is drawn": (
        with_child(user("x"), MOVES.replace("bpmn:assignment/", "bpmn:sourceRef/")),
        None,
        "",
    ),
    # Repetition
    "standard loop": (
        user("x", loop="<bpmn:standardLoopCharacteristics/>"),
        DOES_NOT_RUN,
        "standardLoopCharacteristics",
    ),
    "multi-instance": (user("x", loop=LOOP), None, ""),
    "multi-instance by number": (
        user("x", loop=with_child(LOOP, CARDINALITY)),
        DOES_NOT_RUN,
        "loopCardinality",
    ),
    "multi-instance with events": (
        user("x", loop=with_attribute(LOOP, behavior="None")),
        DOES_NOT_RUN,
        "behavior",
    ),
    "multi-instance twice": (user("x", loop=LOOP + LOOP), TWICE, "multiInstanceLoopCharacteristics"),
    "multi-instance that is enough by a text": (
        user("x", loop=each("=xs", "x1", until="done")),
        "diagram.not_an_expression",
        "done",
    ),
    "multi-instance of a receive task": (with_child(RECEIVE, LOOP), "diagram.loop_not_here", "receiveTask"),
    "multi-instance of an event": (
        with_child(throw("x", signal("s")), LOOP),
        DOES_NOT_RUN,
        "multiInstanceLoopCharacteristics",
    ),
    # Gateways
    "complex gateway": ('<bpmn:complexGateway id="x"/>', DOES_NOT_RUN, "complexGateway"),
    "parallel event gateway": (
        with_attribute(gateway("eventBased", "x"), eventGatewayType="Parallel"),
        DOES_NOT_RUN,
        "eventGatewayType",
    ),
    "event gateway that begins a case": (
        with_attribute(gateway("eventBased", "x"), instantiate="true"),
        DOES_NOT_RUN,
        "instantiate",
    ),
    "gateway with a direction": (
        with_attribute(gateway("parallel", "x"), gatewayDirection="Mixed"),
        None,
        "",
    ),
    # Events
    **{
        f"{name} in the middle": (event("intermediateCatchEvent", definition_of(name)), EVENT, name)
        for name in ("link", "conditional", "compensate", "cancel", "escalation", "error", "terminate")
    },
    **{
        f"{name} thrown": (event("intermediateThrowEvent", definition_of(name)), EVENT, name)
        for name in ("link", "compensate", "error", "terminate", "timer", "conditional", "cancel")
    },
    **{
        f"{name} at a boundary": (at_boundary(PARK, definition_of(name)), EVENT, name)
        for name in ("conditional", "compensate", "cancel", "link", "terminate")
    },
    "end with a link": (event("endEvent", definition_of("link")), EVENT, "link"),
    "end with a cancellation": (event("endEvent", definition_of("cancel")), EVENT, "cancel"),
    "event without a kind in the middle": (event("intermediateCatchEvent", ""), EVENT, ""),
    "event with two kinds": (
        event("intermediateCatchEvent", timer("P1D") + signal("s")),
        "diagram.several_event_definitions",
        "",
    ),
    "event that waits for all its kinds": (
        event("intermediateCatchEvent", signal("s"), parallelMultiple="true"),
        DOES_NOT_RUN,
        "parallelMultiple",
    ),
    "event defined elsewhere": (
        event("intermediateCatchEvent", EVENT_REFERENCE),
        DOES_NOT_RUN,
        "eventDefinitionRef",
    ),
    "timer that repeats": (
        event("intermediateCatchEvent", timer("R/P1D").replace("timeDuration", "timeCycle")),
        "diagram.timer_cycle",
        "",
    ),
    "timer with two times": (event("intermediateCatchEvent", RECURRING), TWICE, "timeDate"),
    "message with an operation of BPMN": (
        event("intermediateCatchEvent", with_child(message("m"), "<bpmn:operationRef>o</bpmn:operationRef>")),
        DOES_NOT_RUN,
        "operationRef",
    ),
    "throw event that marks a place": (event("intermediateThrowEvent", ""), None, ""),
    "message thrown by an operation": (message_throw("x", "op"), None, ""),
    "signal thrown": (throw("x", signal("s"), {"a": "=1"}), None, ""),
    "escalation thrown": (throw("x", escalation("c")), None, ""),
    # Boundary events where nothing can happen
    "timer at a script": (at_boundary(script("x", "=1", "v"), timer("P1D")), NEVER, "x"),
    "error at a script": (at_boundary(script("x", "=1", "v"), error(None)), NEVER, "x"),
    "error at a person's task": (at_boundary(user("x"), error(None)), NEVER, "x"),
    "error at a receive task": (at_boundary(RECEIVE, error(None)), NEVER, "x"),
    "error at an operation": (at_boundary(PARK, error(None)), None, ""),
    "escalation at an operation": (at_boundary(PARK, escalation("c")), "diagram.escalation_needs_scope", ""),
    "escalation at a subprocess": (at_boundary(INNER, escalation("c"), interrupting=False), None, ""),
    "error that does not interrupt": (
        at_boundary(INNER, error(None), interrupting=False),
        "diagram.error_must_interrupt",
        "",
    ),
    "event that perhaps interrupts": (
        at_boundary(PARK, timer("P1D")).replace("attachedToRef", 'cancelActivity="maybe" attachedToRef'),
        DOES_NOT_RUN,
        "cancelActivity",
    ),
    # Mappings that nobody would read
    "input of a timer": (
        catch("x", timer("P1D")).replace("><", f">{ext(io({'a': '=1'}, {}))}<", 1),
        MAPPING,
        "a",
    ),
    "output of a timer": (catch("x", timer("P1D"), {"a": "=1"}), MAPPING, "a"),
    "output of a message": (catch("x", message("m"), {"a": "=message.b"}), None, ""),
    "input of a receive task": (with_child(RECEIVE, ext(io({"a": "=1"}, {}))), MAPPING, "a"),
    "input of an escalation": (throw("x", escalation("c"), {"a": "=1"}), MAPPING, "a"),
    "input of a plain event": (throw("x", "", {"a": "=1"}), MAPPING, "a"),
    "output of a thrown signal": (
        event("intermediateThrowEvent", ext(io({}, {"a": "=1"})) + signal("s")),
        MAPPING,
        "a",
    ),
    "mappings of a subprocess": (
        sub("x", start("s"), end("e"), line("s", "e"), inputs={"a": "=1"}, outputs={"b": "=a"}),
        None,
        "",
    ),
    # Extensions in the wrong place, twice, or of another engine
    "operation at a person's task": (
        with_child('<bpmn:userTask id="x"/>', ext(ZEEBE_TASK)),
        ELSEWHERE,
        "taskDefinition",
    ),
    "form at an operation": (
        service(ZEEBE_TASK, '<zeebe:formDefinition formId="f"/>'),
        ELSEWHERE,
        "formDefinition",
    ),
    "role at an operation": (
        service(ZEEBE_TASK, '<zeebe:assignmentDefinition assignee="a"/>'),
        ELSEWHERE,
        "assignmentDefinition",
    ),
    "two operations": (service(ZEEBE_TASK, ZEEBE_TASK), TWICE, "taskDefinition"),
    "extensions in two places": (
        with_child(service(ZEEBE_TASK), ext(ZEEBE_TASK)),
        TWICE,
        "extensionElements",
    ),
    "task headers": (service(ZEEBE_TASK, "<zeebe:taskHeaders/>"), EXTENSION, "taskHeaders"),
    "listeners": (
        with_child('<bpmn:userTask id="x"/>', ext("<zeebe:executionListeners/>")),
        EXTENSION,
        "executionListeners",
    ),
    "candidate users": (
        user("x").replace("candidateGroups", "candidateUsers"),
        "diagram.extension_attribute_unknown",
        "candidateUsers",
    ),
    "extension of another engine": (
        with_child('<bpmn:userTask id="x"/>', ext(CAMUNDA)),
        EXTENSION,
        "camunda:formData",
    ),
    "extension of another engine outside": (with_child(user("x"), CAMUNDA), DOES_NOT_RUN, "camunda:formData"),
    "attribute of another engine": (
        with_attribute(
            user("x"), xmlns__camunda="http://camunda.org/schema/1.0/bpmn", camunda__asyncBefore="true"
        ),
        ATTRIBUTE,
        "camunda:asyncBefore",
    ),
    "attribute of an element template": (with_attribute(PARK, zeebe__modelerTemplate="letter"), None, ""),
    "attribute that BPMN does not have": (with_attribute(user("x"), colour="red"), ATTRIBUTE, "colour"),
    "property that is only a remark": (user("x", properties={"colour": "red"}), None, ""),
    "property of ours": (user("x", properties={"mms:law": "6", "mms:unit": "roads"}), None, ""),
    "property of ours, misspelt": (
        user("x", properties={"mms:lwa": "6"}),
        "diagram.property_unknown",
        "mms:lwa",
    ),
    "property of ours, elsewhere": (
        service(ZEEBE_TASK, OURS),
        "diagram.property_unknown",
        "mms:unit",
    ),
}


def around(element: str) -> bytes:
    return process(
        start(),
        element,
        end() if "endEvent" not in element[:20] else "",
        line("start", "x") if "endEvent" in element[:20] else line("start", "x", "end"),
        messages=("m",),
        signals=("s",),
        escalations=("c",),
    )


BLOCK = process(start(), user("inside"), end(), line("start", "inside", "end"), id="b")


@pytest.mark.parametrize("what", [what for what, (_, code, _) in DIALECT.items() if code is not None])
def test_dialect__what_would_not_run_as_drawn__refused_by_its_name(what):
    element, code, word = DIALECT[what]

    with pytest.raises(DiagramError) as caught:
        Definition.parse(around(element), {"b": BLOCK})

    assert caught.value.code == code in CODES
    assert word in map(str, caught.value.params.values()) or not word


@pytest.mark.parametrize("what", [what for what, (_, code, _) in DIALECT.items() if code is None])
def test_dialect__what_runs__let_through(what):
    assert "x" in Definition.parse(around(DIALECT[what][0]), {"b": BLOCK}).elements


ROOT = {
    "process extension": ("</bpmn:process>", f"{ext('<zeebe:versionTag/>')}</bpmn:process>", EXTENSION),
    "flow extension": ("</bpmn:sequenceFlow>", f"{ext(ZEEBE_TASK)}</bpmn:sequenceFlow>", ELSEWHERE),
    "flow that is not taken at once": (
        "<bpmn:sequenceFlow",
        '<bpmn:sequenceFlow isImmediate="false"',
        DOES_NOT_RUN,
    ),
    "condition in another language": ("xsi:type", 'language="python" xsi:type', DOES_NOT_RUN),
    "two conditions": (
        "</bpmn:conditionExpression>",
        "</bpmn:conditionExpression><bpmn:conditionExpression>=true</bpmn:conditionExpression>",
        TWICE,
    ),
    "import of another file": ("<bpmn:process", "<bpmn:import/><bpmn:process", DOES_NOT_RUN),
    "event defined outside": ("<bpmn:process", "<bpmn:timerEventDefinition/><bpmn:process", DOES_NOT_RUN),
    "interface of a web service": ("<bpmn:process", "<bpmn:interface/><bpmn:process", DOES_NOT_RUN),
    "correlation in BPMN's own words": (
        "<bpmn:process",
        "<bpmn:correlationProperty/><bpmn:process",
        DOES_NOT_RUN,
    ),
    "extension that must be understood": (
        "<bpmn:process",
        '<bpmn:extension mustUnderstand="true"/><bpmn:process',
        DOES_NOT_RUN,
    ),
    "process of another engine": ("isExecutable=", 'versionTag="1" isExecutable=', ATTRIBUTE),
}


@pytest.mark.parametrize("what", ROOT)
def test_dialect__outside_the_elements__refused_by_its_name(what):
    old, new, code = ROOT[what]
    diagram = process(
        start(),
        gateway("exclusive", "g", "g__b"),
        end("a"),
        end("b"),
        line("start", "g", "b"),
        flow("g", "a", "=true"),
    ).decode()
    Definition.parse(diagram.encode())

    with pytest.raises(DiagramError) as caught:
        Definition.parse(diagram.replace(old, new, 1).encode())

    assert caught.value.code == code


def test_vocabulary__every_kind_and_every_child__is_described():
    named = {child for known in GRAMMAR.values() for child in known.children} - {"extensionElements"}

    assert KINDS | named <= GRAMMAR.keys()
