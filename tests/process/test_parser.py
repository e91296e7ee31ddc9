"""What a diagram may not contain, and that the refusal names the reason and the place."""

import re
from pathlib import Path

import pytest

import engine.process
from engine.process import Definition, DiagramError
from engine.process.errors import CODES
from engine.process.scan import MAX_BYTES
from tests.process.kit import (
    HEAD,
    boundary,
    call,
    catch,
    decision,
    each,
    end,
    error,
    escalation,
    ext,
    flow,
    gateway,
    job,
    line,
    message,
    message_end,
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


def refusal(diagram: bytes) -> DiagramError:
    with pytest.raises(DiagramError) as caught:
        Definition.parse(diagram)
    assert caught.value.code in CODES
    return caught.value


def between(*nodes: str, via: str = "x", more: str = "", **options) -> bytes:
    """A process with the given nodes on its only line."""
    return process(start(), *nodes, end(), line("start", via, "end"), more, **options)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "diagram.xml_malformed"),
        (b"<a", "diagram.xml_malformed"),
        (b"\xff\xfe\x00", "diagram.wrong_encoding"),
        (b"<a/>", "diagram.not_bpmn"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "diagram.doctype"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "diagram.doctype"),
        (b"<a>" + b" " * MAX_BYTES + b"</a>", "diagram.too_large"),
        (f"{HEAD}</bpmn:definitions>".encode(), "diagram.one_process_expected"),
        (process(start(), end(), line("start", "end")).replace(b'isExecutable="true"', b""), None),
    ],
)
def test_source__not_a_diagram__refused(data, code):
    assert refusal(data).code == (code or "diagram.process_not_executable")


def test_source__many_entities__refused_without_expanding_them():
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE a [<!ENTITY e0 "ha">{levels}]><a>&e11;</a>'.encode()

    assert refusal(bomb).code in {"diagram.doctype", "diagram.xml_malformed"}


CYCLE = "<bpmn:timerEventDefinition><bpmn:timeCycle>R/P1D</bpmn:timeCycle></bpmn:timerEventDefinition>"
PYTHON = '<bpmn:scriptTask id="x"><bpmn:script>import os</bpmn:script></bpmn:scriptTask>'
FORM_KEY = ext('<zeebe:formDefinition formKey="x"/>')
LOOP = "<bpmn:multiInstanceLoopCharacteristics/>"
PLAIN_LOOP = "<bpmn:standardLoopCharacteristics/>"
UNKNOWN = ext("<zeebe:executionListeners/>")


@pytest.mark.parametrize(
    ("nodes", "code"),
    [
        (['<bpmn:task id="x"/>'], "diagram.element_does_not_run"),
        (['<bpmn:manualTask id="x"/>'], "diagram.element_does_not_run"),
        (['<bpmn:complexGateway id="x"/>'], "diagram.element_does_not_run"),
        (['<bpmn:transaction id="x"/>'], "diagram.element_does_not_run"),
        (['<bpmn:adHocSubProcess id="x"/>'], "diagram.element_does_not_run"),
        (['<bpmn:subProcess id="x" triggeredByEvent="true"/>'], "diagram.element_does_not_run"),
        ([user("x", loop=PLAIN_LOOP)], "diagram.element_does_not_run"),
        ([catch("x", "<bpmn:signalEventDefinition/>")], "diagram.signal_missing"),
        ([catch("x", "<bpmn:linkEventDefinition/>")], "diagram.event_does_not_run"),
        ([catch("x", "<bpmn:conditionalEventDefinition/>")], "diagram.event_does_not_run"),
        ([catch("x", timer("P1D") + message("m"))], "diagram.several_event_definitions"),
        ([catch("x", message("m"))], "diagram.message_missing"),
        ([catch("x", "<bpmn:timerEventDefinition/>")], "diagram.timer_missing"),
        ([catch("x", timer("in a while"))], "diagram.timer_not_iso"),
        ([catch("x", timer("P"))], "diagram.timer_not_iso"),
        ([catch("x", timer("30 days"))], "diagram.timer_not_iso"),
        (
            [
                catch(
                    "x",
                    "<bpmn:timerEventDefinition><bpmn:timeCycle>R/P1D</bpmn:timeCycle></bpmn:timerEventDefinition>",
                )
            ],
            "diagram.timer_cycle",
        ),
        (['<bpmn:userTask id="x"/>'], "diagram.form_missing"),
        (['<bpmn:serviceTask id="x"/>'], "diagram.operation_missing"),
        ([job("x", "=name")], "diagram.operation_missing"),
        (['<bpmn:businessRuleTask id="x"/>'], "diagram.decision_missing"),
        ([decision("x", "=which", "v")], "diagram.decision_missing"),
        ([decision("x", "d", "")], "diagram.result_variable_missing"),
        (
            [PYTHON],
            "diagram.script_not_feel",
        ),
        ([script("x", "print(1)", "v")], "diagram.script_not_feel"),
        ([call("x", "=which")], "diagram.called_block_missing"),
        ([call("x", "unknown")], "diagram.called_block_missing"),
        ([user("x", loop=LOOP)], "diagram.loop_without_collection"),
        ([user("x", loop=each("units", "u"))], "diagram.loop_without_collection"),
        ([user("x", loop=each("=units", "u", output="text"))], "diagram.not_an_expression"),
        ([user("x", loop=each("=units", "a-b"))], "diagram.target_not_a_name"),
        ([f'<bpmn:userTask id="x">{UNKNOWN}</bpmn:userTask>'], "diagram.extension_unknown"),
        ([f'<bpmn:userTask id="x">{FORM_KEY}</bpmn:userTask>'], "diagram.extension_attribute_unknown"),
        ([user("x", outputs={"a..b": "=1"})], "diagram.target_not_a_name"),
        ([user("x", inputs={"a.b": "=1"})], "diagram.target_not_a_name"),
        ([script("x", "=1", "case")], "diagram.reserved_name"),
        ([user("x", outputs={"applicant.name": "=1"})], "diagram.reserved_name"),
        ([user("x", inputs={"municipality": "=1"})], "diagram.reserved_name"),
        ([job("x", "op").replace('type="op"', 'type="op" retries="=3"')], "diagram.retries_not_a_number"),
        ([job("x", "op").replace('type="op"', 'type="op" retries="²"')], "diagram.retries_not_a_number"),
        (
            [job("x", "op").replace('type="op"', f'type="op" retries="{10**6}"')],
            "diagram.retries_not_a_number",
        ),
        ([user("x"), user("y")], "diagram.not_connected"),
        ([user("x"), boundary("y", "x", timer("P1D"))], "diagram.no_way_out"),
        ([user("x"), start("y")], "diagram.one_start_expected"),
        ([user("x"), gateway("exclusive", "y#boundary")], "diagram.id_malformed"),
        ([user("x"), gateway("exclusive", "")], "diagram.id_malformed"),
        ([sub("x", start("s"), end("e"), line("s", "e")), user("s")], "diagram.duplicate_id"),
        ([sub("x", start("s"), end("e"))], "diagram.no_way_out"),
        ([sub("x", user("u"), end("e"), line("u", "e"))], "diagram.one_start_expected"),
        ([sub("x", start("s", form="f"), end("e"), line("s", "e"))], "diagram.form_at_inner_start"),
    ],
)
def test_element__that_would_not_run_as_drawn__refused(nodes, code):
    assert refusal(between(*nodes)).code == code


@pytest.mark.parametrize(
    ("nodes", "code"),
    [
        (
            [user("x"), boundary("b", "nobody", timer("P1D")), end("e"), line("b", "e")],
            "diagram.boundary_without_host",
        ),
        (
            [user("x"), boundary("b", "start", timer("P1D")), end("e"), line("b", "e")],
            "diagram.boundary_without_host",
        ),
        ([user("x"), end("e"), flow("x", "e")], "diagram.several_flows_out"),
        ([user("x"), flow("x", "missing")], "diagram.flow_leaves_its_level"),
        ([user("x"), flow("end", "x")], "diagram.flow_out_of_end"),
        ([user("x"), flow("x", "start")], "diagram.flow_into_beginning"),
        ([sub("x", start("s"), end("e"), line("s", "e")), flow("x", "e")], "diagram.flow_leaves_its_level"),
        (
            [user("x"), boundary("b", "x", escalation("c")), end("e"), line("b", "e")],
            "diagram.escalation_needs_scope",
        ),
        (
            [user("x"), *(boundary(b, "x", signal("s")) + line(b, "end") for b in ("b1", "b2"))],
            "diagram.event_twice",
        ),
        (
            [job("x", "op"), *(boundary(b, "x", error(None)) + line(b, "end") for b in ("b1", "b2"))],
            "diagram.event_twice",
        ),
        ([user("x"), throw("t", escalation(None)), line("t", "end")], "diagram.escalation_missing"),
        ([user("x"), throw("t", signal("other")), line("t", "end")], "diagram.signal_missing"),
    ],
)
def test_connection__that_would_not_run_as_drawn__refused(nodes, code):
    assert refusal(between(*nodes, signals=("s",), escalations=("c",))).code == code


@pytest.mark.parametrize(
    ("kind", "when", "default", "code"),
    [
        ("exclusive", None, "g__b", "diagram.condition_missing"),
        ("exclusive", "a > 1", "g__b", "diagram.not_an_expression"),
        ("exclusive", "true", "g__b", "diagram.not_an_expression"),
        ("exclusive", "=true", "g__a", "diagram.condition_on_default"),
        ("inclusive", None, "g__b", "diagram.condition_missing"),
        ("parallel", "=true", None, "diagram.condition_not_here"),
        ("exclusive", "=true", "start__g", "diagram.default_not_here"),
    ],
)
def test_condition__that_would_choose_by_accident__refused(kind, when, default, code):
    diagram = process(
        start(),
        gateway(kind, "g", default),
        end("a"),
        end("b"),
        line("start", "g"),
        flow("g", "a", when),
        flow("g", "b"),
    )

    error = refusal(diagram)

    assert (error.code, error.element) == (code, "g")


def test_condition__behind_a_task__refused():
    diagram = process(start(), user("a"), end(), line("start", "a"), flow("a", "end", "=true"))

    assert refusal(diagram).code == "diagram.condition_not_here"


def test_event_gateway__with_a_task_behind__refused():
    diagram = process(start(), gateway("eventBased", "g"), user("a"), end(), line("start", "g", "a", "end"))

    assert refusal(diagram).code == "diagram.event_gateway_needs_events"


def test_event_gateway__with_the_same_event_twice__refused():
    diagram = process(
        start(),
        gateway("eventBased", "g"),
        *(catch(c, signal("s")) + line("g", c, "end") for c in ("c1", "c2")),
        end(),
        line("start", "g"),
        signals=("s",),
    )

    assert refusal(diagram).code == "diagram.event_twice"


def test_event_gateway__with_boundary_events_behind__refused():
    receive = '<bpmn:receiveTask id="r" messageRef="m_x"/>'
    diagram = process(
        start(),
        gateway("eventBased", "g"),
        receive,
        boundary("b", "r", timer("P1D")),
        end(),
        end("e"),
        line("start", "g", "r", "end"),
        line("b", "e"),
        messages=("x",),
    )

    assert refusal(diagram).code == "diagram.event_gateway_no_boundary"


@pytest.mark.parametrize("event", ["endEvent", "intermediateThrowEvent"])
def test_message__thrown_without_an_operation__refused(event):
    thrown = f'<bpmn:{event} id="x"><bpmn:messageEventDefinition/></bpmn:{event}>'
    flows = line("start", "x") if event == "endEvent" else line("start", "x", "end")

    assert refusal(process(start(), thrown, end(), flows)).code == "diagram.operation_missing"


def test_error_boundary__not_interrupting__refused():
    diagram = between(
        user("x"), boundary("b", "x", error(None), interrupting=False), end("e"), more=line("b", "e")
    )

    assert refusal(diagram).code == "diagram.error_must_interrupt"


def test_id__that_expressions_can_not_name__refused_where_it_is_a_data_key():
    assert refusal(between(user("a-b"), via="a-b")).code == "diagram.target_not_a_name"
    assert refusal(between(user("applicant"), via="applicant")).code == "diagram.reserved_name"
    assert Definition.parse(between(gateway("exclusive", "a-b"), via="a-b"))


def test_file__with_two_processes__refused():
    second = '<bpmn:process id="q" isExecutable="true"/></bpmn:definitions>'
    diagram = process(start(), end(), line("start", "end")).decode().replace("</bpmn:definitions>", second)

    assert refusal(diagram.encode()).code == "diagram.one_process_expected"


def test_file__of_the_modeler__drawing_is_passed_over():
    drawing = (
        '<bpmn:laneSet id="ls"><bpmn:lane id="l" name="Clerk"><bpmn:flowNodeRef>x</bpmn:flowNodeRef>'
        "</bpmn:lane></bpmn:laneSet>"
        '<bpmn:textAnnotation id="t"><bpmn:text>why</bpmn:text></bpmn:textAnnotation>'
        '<bpmn:association id="as" sourceRef="x" targetRef="t"/><bpmn:dataObject id="do"/>'
        '<bpmn:dataObjectReference id="dr" dataObjectRef="do"/><!-- a remark -->'
    )
    around = (
        '<bpmn:collaboration id="c"><bpmn:participant id="pa" processRef="p"/></bpmn:collaboration>'
        '<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" id="d"/>'
        "</bpmn:definitions>"
    )
    diagram = between(user("x"), more=drawing).decode().replace("</bpmn:definitions>", around)

    assert set(Definition.parse(diagram.encode()).elements) == {"start", "x", "end"}


@pytest.mark.parametrize(
    ("written", "interrupts"), [("true", True), ("1", True), ("false", False), ("0", False)]
)
def test_boolean__in_each_way_of_xml__read(written, interrupts):
    ring = boundary("y", "x", timer("P1D")).replace(
        "attachedToRef", f'cancelActivity="{written}" attachedToRef'
    )

    definition = Definition.parse(between(user("x"), ring, more=line("y", "end")))

    assert definition.elements["y"].is_interrupting is interrupts


def test_element__described__as_drawn():
    task = job(
        "ask", "civil_registry.person", inputs={"n": "=a.b", "kind": "full"}, outputs={"r.x": "=result"}
    )
    diagram = process(
        start("application", form="apply"),
        task,
        boundary("down", "ask", error("registry_unavailable")),
        message_throw("tell", "letter.send"),
        message_end("end", "letter.send"),
        end("other"),
        line("application", "ask", "tell", "end"),
        line("down", "other"),
        errors=("registry_unavailable",),
    )

    definition = Definition.parse(diagram)

    ask, down = definition.elements["ask"], definition.elements["down"]
    assert (definition.process_id, definition.start.form_id) == ("p", "apply")
    assert (ask.operation, ask.retries, ask.kind) == ("civil_registry.person", 3, "serviceTask")
    assert [(m.source, m.target) for m in ask.inputs] == [("=a.b", "n"), ("full", "kind")]
    assert (down.error_code, down.attached_to, down.is_interrupting) == ("registry_unavailable", "ask", True)
    assert [f.id for f in definition.flows if f.source == "ask"] == ["ask__tell"]
    assert Definition.parse(diagram) == definition


def test_codes__in_the_source__are_those_that_are_listed():
    package = Path(engine.process.__file__).parent
    files = [path for path in package.glob("*.py") if path.name != "errors.py"]
    source = "".join(path.read_text() for path in files)

    raised = set(re.findall(r'"((?:diagram|run)\.[a-z_]+)"', source))
    defaults = set(re.findall(r'^    code = "(.*)"', (package / "errors.py").read_text(), re.MULTILINE))

    assert (raised | defaults) - {
        "process.failed",
        "diagram.refused",
        "run.broken",
        "run.move_refused",
    } == CODES
