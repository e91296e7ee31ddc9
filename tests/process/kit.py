"""Short paths to write diagrams, and a host that stands for the engine around a run."""

from collections.abc import Callable, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import feel
from engine.process import Definition, Run, Step

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="urn:mms">'
)


def attrs(**values: str | None) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items() if value is not None)


def ext(*parts: str) -> str:
    return f"<bpmn:extensionElements>{''.join(parts)}</bpmn:extensionElements>" if any(parts) else ""


def io(inputs: Mapping[str, str], outputs: Mapping[str, str]) -> str:
    if not inputs and not outputs:
        return ""
    rows = [f"<zeebe:input{attrs(source=source, target=target)}/>" for target, source in inputs.items()]
    rows += [f"<zeebe:output{attrs(source=source, target=target)}/>" for target, source in outputs.items()]
    return f"<zeebe:ioMapping>{''.join(rows)}</zeebe:ioMapping>"


def start(id: str = "start", form: str | None = None) -> str:
    inner = ext(f"<zeebe:formDefinition{attrs(formId=form)}/>" if form else "")
    return f"<bpmn:startEvent{attrs(id=id)}>{inner}</bpmn:startEvent>"


def end(id: str = "end", inner: str = "") -> str:
    return f"<bpmn:endEvent{attrs(id=id)}>{inner}</bpmn:endEvent>"


def terminate(id: str) -> str:
    return end(id, "<bpmn:terminateEventDefinition/>")


def error_end(id: str, error: str) -> str:
    return end(id, f"<bpmn:errorEventDefinition{attrs(errorRef='e_' + error)}/>")


def message_end(id: str, operation: str) -> str:
    return end(id, ext(f"<zeebe:taskDefinition{attrs(type=operation)}/>") + "<bpmn:messageEventDefinition/>")


def message_throw(id: str, operation: str, inputs: Mapping[str, str] = {}) -> str:
    inner = ext(f"<zeebe:taskDefinition{attrs(type=operation)}/>", io(inputs, {}))
    return (
        f"<bpmn:intermediateThrowEvent{attrs(id=id)}>{inner}"
        "<bpmn:messageEventDefinition/></bpmn:intermediateThrowEvent>"
    )


def user(
    id: str,
    *,
    role: str | None = "clerk",
    assignee: str | None = None,
    due: str | None = None,
    priority: str | None = None,
    properties: Mapping[str, str] = {},
    inputs: Mapping[str, str] = {},
    outputs: Mapping[str, str] = {},
    loop: str = "",
) -> str:
    rows = "".join(f"<zeebe:property{attrs(name=k, value=v)}/>" for k, v in properties.items())
    inner = ext(
        f"<zeebe:formDefinition{attrs(formId=id)}/>",
        f"<zeebe:assignmentDefinition{attrs(candidateGroups=role, assignee=assignee)}/>",
        f"<zeebe:taskSchedule{attrs(dueDate=due)}/>" if due else "",
        f"<zeebe:priorityDefinition{attrs(priority=priority)}/>" if priority else "",
        f"<zeebe:properties>{rows}</zeebe:properties>" if rows else "",
        io(inputs, outputs),
    )
    return f"<bpmn:userTask{attrs(id=id)}>{inner}{loop}</bpmn:userTask>"


def job(
    id: str,
    operation: str,
    *,
    kind: str = "serviceTask",
    inputs: Mapping[str, str] = {},
    outputs: Mapping[str, str] = {},
    loop: str = "",
) -> str:
    inner = ext(f"<zeebe:taskDefinition{attrs(type=operation)}/>", io(inputs, outputs))
    return f"<bpmn:{kind}{attrs(id=id)}>{inner}{loop}</bpmn:{kind}>"


def script(id: str, expression: str, variable: str) -> str:
    inner = ext(f"<zeebe:script{attrs(expression=expression, resultVariable=variable)}/>")
    return f"<bpmn:scriptTask{attrs(id=id)}>{inner}</bpmn:scriptTask>"


def decision(id: str, decision_id: str, variable: str, outputs: Mapping[str, str] = {}) -> str:
    inner = ext(
        f"<zeebe:calledDecision{attrs(decisionId=decision_id, resultVariable=variable)}/>", io({}, outputs)
    )
    return f"<bpmn:businessRuleTask{attrs(id=id)}>{inner}</bpmn:businessRuleTask>"


def gateway(kind: str, id: str, default: str | None = None) -> str:
    return f"<bpmn:{kind}Gateway{attrs(id=id, default=default)}/>"


def each(
    collection: str,
    item: str,
    *,
    into: str | None = None,
    output: str | None = None,
    sequential: bool = False,
    until: str | None = None,
) -> str:
    loop = ext(
        "<zeebe:loopCharacteristics"
        + attrs(inputCollection=collection, inputElement=item, outputCollection=into, outputElement=output)
        + "/>"
    )
    condition = f"<bpmn:completionCondition>{escape(until)}</bpmn:completionCondition>" if until else ""
    mode = attrs(isSequential="true") if sequential else ""
    return (
        f"<bpmn:multiInstanceLoopCharacteristics{mode}>{loop}{condition}"
        "</bpmn:multiInstanceLoopCharacteristics>"
    )


def sub(
    id: str, *inner: str, loop: str = "", inputs: Mapping[str, str] = {}, outputs: Mapping[str, str] = {}
):
    return (
        f"<bpmn:subProcess{attrs(id=id)}>{ext(io(inputs, outputs))}{loop}{''.join(inner)}</bpmn:subProcess>"
    )


def call(
    id: str, block: str, *, inputs: Mapping[str, str] = {}, outputs: Mapping[str, str] = {}, loop: str = ""
) -> str:
    inner = ext(f"<zeebe:calledElement{attrs(processId=block)}/>", io(inputs, outputs))
    return f"<bpmn:callActivity{attrs(id=id)}>{inner}{loop}</bpmn:callActivity>"


def timer(text: str) -> str:
    duration = f"<bpmn:timeDuration>{escape(text)}</bpmn:timeDuration>"
    return f"<bpmn:timerEventDefinition>{duration}</bpmn:timerEventDefinition>"


def message(name: str) -> str:
    return f"<bpmn:messageEventDefinition{attrs(messageRef='m_' + name)}/>"


def error(code: str | None) -> str:
    return f"<bpmn:errorEventDefinition{attrs(errorRef='e_' + code if code else None)}/>"


def signal(name: str) -> str:
    return f"<bpmn:signalEventDefinition{attrs(signalRef='s_' + name)}/>"


def escalation(code: str | None) -> str:
    return f"<bpmn:escalationEventDefinition{attrs(escalationRef='x_' + code if code else None)}/>"


def throw(id: str, definition: str, inputs: Mapping[str, str] = {}) -> str:
    return (
        f"<bpmn:intermediateThrowEvent{attrs(id=id)}>{ext(io(inputs, {}))}{definition}"
        "</bpmn:intermediateThrowEvent>"
    )


def catch(id: str, definition: str, outputs: Mapping[str, str] = {}) -> str:
    inner = ext(io({}, outputs)) + definition
    return f"<bpmn:intermediateCatchEvent{attrs(id=id)}>{inner}</bpmn:intermediateCatchEvent>"


def boundary(id: str, host: str, definition: str, *, interrupting: bool = True, extra: str = "") -> str:
    cancel = None if interrupting else "false"
    return (
        f"<bpmn:boundaryEvent{attrs(id=id, attachedToRef=host, cancelActivity=cancel)}>{extra}{definition}"
        "</bpmn:boundaryEvent>"
    )


def flow(source: str, target: str, when: str | None = None) -> str:
    kind = "xsi:type='bpmn:tFormalExpression'"
    inner = f"<bpmn:conditionExpression {kind}>{escape(when)}</bpmn:conditionExpression>" if when else ""
    id = f"{source}__{target}"
    return f"<bpmn:sequenceFlow{attrs(id=id, sourceRef=source, targetRef=target)}>{inner}</bpmn:sequenceFlow>"


def line(*ids: str) -> str:
    return "".join(flow(a, b) for a, b in zip(ids, ids[1:], strict=False))


def process(
    *nodes: str,
    id: str = "p",
    messages: tuple[str, ...] = (),
    correlation: str | None = None,
    errors: tuple[str, ...] = (),
    signals: tuple[str, ...] = (),
    escalations: tuple[str, ...] = (),
) -> bytes:
    key = ext(f"<zeebe:subscription{attrs(correlationKey=correlation)}/>" if correlation else "")
    declared = "".join(f"<bpmn:message{attrs(id='m_' + n, name=n)}>{key}</bpmn:message>" for n in messages)
    declared += "".join(f"<bpmn:signal{attrs(id='s_' + n, name=n)}/>" for n in signals)
    declared += "".join(f"<bpmn:escalation{attrs(id='x_' + c, escalationCode=c)}/>" for c in escalations)
    declared += "".join(f"<bpmn:error{attrs(id='e_' + c, errorCode=c)}/>" for c in errors)
    body = f"<bpmn:process{attrs(id=id, isExecutable='true')}>{''.join(nodes)}</bpmn:process>"
    return f"{HEAD}{declared}{body}</bpmn:definitions>".encode()


class FakeHost:
    """Evaluates with the real FEEL; operations and decisions are what the test gives it."""

    def __init__(
        self,
        *,
        jobs: tuple[str, ...] = (),
        operations: Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]] = {},
        decisions: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {},
    ) -> None:
        self.jobs = jobs
        self.operations = operations
        self.decisions = decisions

    def evaluate(self, expression: str, scope: Mapping[str, Any]) -> Any:
        return feel.compile_expression(expression).evaluate(scope)

    def decide(self, decision_id: str, scope: Mapping[str, Any]) -> Any:
        return self.decisions[decision_id](scope)

    def is_job(self, operation: str) -> bool:
        return operation in self.jobs

    def perform(self, operation: str, inputs: dict[str, Any]) -> dict[str, Any]:
        return self.operations[operation](inputs)


def begin(
    diagram: bytes,
    *,
    blocks: Mapping[str, bytes] = {},
    host: FakeHost | None = None,
    document: Mapping[str, Any] = {},
    answers: dict[str, Any] | None = None,
) -> tuple[Run, Step]:
    return Run.start(Definition.parse(diagram, blocks), host or FakeHost(), document, answers)


def again(run: Run) -> Run:
    """Return the run as another process would find it."""
    restored = Run.restore(run.definition, run._moves.host, run.document, run.save())
    assert restored.save() == run.save()
    return restored


def tokens(run: Run) -> list[str]:
    return [waiting.token for waiting in run.waiting]


def visited(step: Step) -> list[str]:
    return [visit.element for visit in step.path if visit.what == "entered"]
