"""Examples of diagrams in which a case stops, loops, is done twice, or is too much to be judged."""

from __future__ import annotations

from tests.catalogue.edits.shape import Edit, Example, example

SERVICE, CONSENT, DIAGRAM = "general/question", "assets/consent", "process.bpmn"
LAST = '<bpmn:sequenceFlow id="tell_case_to_was_given" sourceRef="tell_case" targetRef="was_given"/>'
FORKED = LAST.replace('targetRef="was_given"', 'targetRef="fork"') + '<bpmn:parallelGateway id="fork"/>'
BEGINNING = '<bpmn:sequenceFlow id="start_proceeding" sourceRef="application" targetRef="proceeding"/>'
PROCESS = "<bpmn:process id"
ROUND = '<bpmn:intermediateThrowEvent id="one"/><bpmn:intermediateThrowEvent id="two"/>'
WAYS = "".join(f'<bpmn:endEvent id="end_{number}"/>' for number in range(12))
BOTH = '<bpmn:parallelGateway id="both"/>'
RECORDED = '<bpmn:sequenceFlow id="recorded" sourceRef="decide_answered" targetRef="answered_end"/>'
MESSAGE = '<bpmn:messageEventDefinition id="withdrawn_definition" messageRef="message_withdrawn"/>'
TIMER = (
    '<bpmn:timerEventDefinition id="withdrawn_definition"><bpmn:timeDuration>P30D</bpmn:timeDuration>'
    "</bpmn:timerEventDefinition>"
)
END = '<bpmn:endEvent id="not_ours_end"'


def way(source: str, target: str, condition: str = "") -> str:
    """A flow, with a condition where there is one."""
    opening = f'<bpmn:sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}"'
    if not condition:
        return f"{opening}/>"
    given = (
        f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{condition}</bpmn:conditionExpression>'
    )
    return f"{opening}>{given}</bpmn:sequenceFlow>"


HELD = (
    f'<bpmn:parallelGateway id="fork"/>{BOTH}<bpmn:exclusiveGateway id="maybe" default="maybe_both"/>'
    '<bpmn:endEvent id="without"/>'
    + way("fork", "both")
    + way("fork", "maybe")
    + way("maybe", "both")
    + way("maybe", "without", "=answer.next = &quot;answer&quot;")
    + way("both", "answered_end")
)


def forked(*drawn: str) -> Edit:
    """An edit that draws ways out of a parallel gateway behind the last step."""
    return DIAGRAM, LAST, FORKED + "".join(drawn)


def repeated(levels: int) -> str:
    """Subprocesses inside each other, each repeated for every item of a list."""
    inner = (
        '<bpmn:userTask id="step"><bpmn:extensionElements><zeebe:userTask/>'
        '<zeebe:formDefinition formId="direct"/>'
        '<zeebe:assignmentDefinition candidateGroups="chancellery"/></bpmn:extensionElements></bpmn:userTask>'
    )
    for level in range(levels):
        name = f"level_{level - 1}" if level else "step"
        inner = (
            f'<bpmn:subProcess id="level_{level}"><bpmn:multiInstanceLoopCharacteristics>'
            "<bpmn:extensionElements>"
            f'<zeebe:loopCharacteristics inputCollection="=application.files"/></bpmn:extensionElements>'
            f'</bpmn:multiInstanceLoopCharacteristics><bpmn:startEvent id="start_{level}"/>{inner}'
            f'<bpmn:endEvent id="end_{level}"/>'
            + way(f"start_{level}", name)
            + way(name, f"end_{level}")
            + "</bpmn:subProcess>"
        )
    return inner


def inclusive() -> str:
    ways = "".join(way("fan", f"end_{number}", "=application.conditions = null") for number in range(12))
    return ways + way("fan", "was_given", "=application.conditions != null")


EXAMPLES: list[Example] = [
    example(
        "soundness.dead_step",
        CONSENT,
        (DIAGRAM, LAST, LAST + ROUND + way("one", "two") + way("two", "one")),
        shown="two steps that are connected with each other only",
    ),
    example(
        "soundness.deadlock",
        CONSENT,
        (DIAGRAM, 'sourceRef="was_given" targetRef="given"', 'sourceRef="was_given" targetRef="both"'),
        (
            DIAGRAM,
            'sourceRef="was_given" targetRef="not_given"/>',
            f'sourceRef="was_given" targetRef="both"/>{BOTH}{way("both", "given")}{way("both", "not_given")}',
        ),
        shown="a parallel gateway that joins the ways out of an exclusive one",
    ),
    example(
        "soundness.held",
        SERVICE,
        (DIAGRAM, MESSAGE, TIMER),
        (DIAGRAM, RECORDED, RECORDED.replace("answered_end", "fork") + HELD),
        shown="a join in a subprocess that a term ends; one of its two ways may not be taken",
    ),
    example(
        "soundness.lost_token",
        CONSENT,
        forked(way("fork", "was_given"), way("fork", "was_given").replace('id="', 'id="again_')),
        shown="a parallel gateway of which both ways lead to the step `was_given`",
    ),
    example(
        "soundness.race",
        CONSENT,
        forked(
            way("fork", "was_given"),
            way("fork", "over"),
            '<bpmn:endEvent id="over"><bpmn:terminateEventDefinition/></bpmn:endEvent>',
        ),
        shown=(
            "a parallel gateway of which one way leads on, and one to an end with "
            "`<bpmn:terminateEventDefinition/>`"
        ),
    ),
    example(
        "soundness.improper_completion",
        CONSENT,
        (DIAGRAM, PROCESS, f'<bpmn:error id="refused" name="refused" errorCode="refused"/>{PROCESS}'),
        (
            DIAGRAM,
            "<bpmn:incoming>was_given_to_not_given</bpmn:incoming>",
            (
                "<bpmn:incoming>was_given_to_not_given</bpmn:incoming><bpmn:errorEventDefinition "
                'errorRef="refused"/>'
            ),
        ),
        shown=(
            '`<bpmn:errorEventDefinition errorRef="refused"/>` in an end event, and '
            "nothing that catches the error"
        ),
    ),
    example(
        "soundness.livelock",
        SERVICE,
        (DIAGRAM, 'sourceRef="is_agreed" targetRef="answer"', 'sourceRef="is_agreed" targetRef="one"'),
        (DIAGRAM, END, ROUND + way("one", "two") + way("two", "one") + END),
        shown="two steps that lead to each other and nowhere else",
    ),
    example(
        "soundness.escalation_not_caught",
        SERVICE,
        (DIAGRAM, PROCESS, f'<bpmn:escalation id="told" name="told" escalationCode="told"/>{PROCESS}'),
        (
            DIAGRAM,
            "<bpmn:incoming>not_ours</bpmn:incoming>",
            '<bpmn:incoming>not_ours</bpmn:incoming><bpmn:escalationEventDefinition escalationRef="told"/>',
        ),
        shown=(
            '`<bpmn:escalationEventDefinition escalationRef="told"/>` in an end '
            "event, and nothing that catches it"
        ),
    ),
    example(
        "soundness.not_decided",
        CONSENT,
        (
            DIAGRAM,
            LAST,
            LAST.replace('"was_given"', '"fan"') + '<bpmn:inclusiveGateway id="fan"/>' + WAYS + inclusive(),
        ),
        shown="an inclusive gateway with thirteen ways",
    ),
    example(
        "data.loop_changes_nothing",
        SERVICE,
        (DIAGRAM, 'sourceRef="is_agreed" targetRef="answer"', 'sourceRef="is_agreed" targetRef="is_agreed"'),
    ),
    example(
        "trial.too_many_tokens",
        SERVICE,
        (DIAGRAM, BEGINNING, repeated(7) + way("application", "level_6") + way("level_6", "proceeding")),
        shown="a repetition within a repetition, seven deep",
    ),
]
