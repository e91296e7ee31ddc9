"""Examples of elements that would run otherwise than they are drawn, or not at all."""

from __future__ import annotations

from tests.catalogue.edits.shape import Example, example

SERVICE, ABSENCE, DIAGRAM = "general/question", "high_mountain/report_absence", "process.bpmn"
DELIVERY = "shared/delivery/process.bpmn"
TIMER = '<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">=term("delivery.portal")</bpmn:timeDuration>'
MESSAGE = '<bpmn:messageEventDefinition id="withdrawn_definition" messageRef="message_withdrawn"/>'
END = '<bpmn:endEvent id="not_ours_end" name="სხვისია">'
AGAIN = MESSAGE.replace("withdrawn_definition", "again_definition")
BOUNDARY = '<bpmn:boundaryEvent id="failed" attachedToRef="answer"'


def in_end(code: str, event: str) -> Example:
    return example(
        code,
        SERVICE,
        (
            DIAGRAM,
            "<bpmn:incoming>not_ours</bpmn:incoming>",
            f"<bpmn:incoming>not_ours</bpmn:incoming>{event}",
        ),
    )


def beside_answer(code: str, boundary: str) -> Example:
    return example(
        code,
        SERVICE,
        (DIAGRAM, '<bpmn:endEvent id="answered_end"', f'{boundary}<bpmn:endEvent id="answered_end"'),
    )


EXAMPLES: list[Example] = [
    example(
        "diagram.called_block_missing",
        SERVICE,
        (DIAGRAM, 'processId="shared.forwarding"', 'processId="=block"'),
    ),
    example("diagram.decision_missing", ABSENCE, (DIAGRAM, 'decisionId="absence"', 'decisionId="=table"')),
    example("diagram.form_missing", SERVICE, (DIAGRAM, 'formId="direct"', 'formId=""')),
    example("diagram.operation_missing", SERVICE, (DIAGRAM, 'type="case.decide"', 'type="=x"')),
    example("diagram.retries_not_a_number", SERVICE, (DIAGRAM, 'retries="3"', 'retries="three"')),
    example(
        "diagram.priority_out_of_range",
        SERVICE,
        (DIAGRAM, "<zeebe:userTask/>", '<zeebe:userTask/><zeebe:priorityDefinition priority="101"/>'),
    ),
    example(
        "diagram.result_variable_missing", ABSENCE, (DIAGRAM, 'resultVariable="advice"', 'resultVariable=""')
    ),
    example("diagram.reserved_name", SERVICE, (DIAGRAM, 'target="decision"', 'target="case"')),
    example("diagram.target_not_a_name", SERVICE, (DIAGRAM, 'target="decision"', 'target="the decision"')),
    example("diagram.script_not_feel", ABSENCE, (DIAGRAM, "expression='={limit_on", "expression='{limit_on")),
    example(
        "diagram.not_an_expression",
        SERVICE,
        (DIAGRAM, ">=direct.answered_by =", ">direct.answered_by ="),
    ),
    example("diagram.timer_missing", SERVICE, (DELIVERY, TIMER, "")),
    example(
        "diagram.timer_cycle",
        SERVICE,
        (DELIVERY, TIMER, TIMER.replace("timeDuration", "timeCycle")),
    ),
    example(
        "diagram.message_missing",
        SERVICE,
        (DIAGRAM, 'messageRef="message_withdrawn"', 'messageRef="withdrawn"'),
    ),
    in_end("diagram.error_missing", '<bpmn:errorEventDefinition id="failed"/>'),
    in_end("diagram.escalation_missing", '<bpmn:escalationEventDefinition id="told"/>'),
    in_end("diagram.signal_missing", '<bpmn:signalEventDefinition id="told"/>'),
    in_end(
        "diagram.several_event_definitions",
        '<bpmn:terminateEventDefinition id="first"/><bpmn:terminateEventDefinition id="second"/>',
    ),
    in_end(
        "diagram.event_does_not_run",
        '<bpmn:cancelEventDefinition id="cancelled"/>',
    ),
    example(
        "diagram.operation_at_a_plain_event",
        SERVICE,
        (
            DIAGRAM,
            END,
            (
                f'{END}<bpmn:extensionElements><zeebe:taskDefinition type="case.decide"/>'
                "</bpmn:extensionElements>"
            ),
        ),
    ),
    example(
        "diagram.mapping_not_here",
        SERVICE,
        (
            DIAGRAM,
            END,
            (
                f'{END}<bpmn:extensionElements><zeebe:ioMapping><zeebe:input source="=1" target="x"/>'
                "</zeebe:ioMapping></bpmn:extensionElements>"
            ),
        ),
    ),
    example(
        "diagram.form_at_inner_start",
        SERVICE,
        (
            DIAGRAM,
            '<bpmn:startEvent id="begun" name="დაწყება">',
            (
                '<bpmn:startEvent id="begun"><bpmn:extensionElements><zeebe:formDefinition '
                'formId="direct"/></bpmn:extensionElements>'
            ),
        ),
    ),
    example(
        "diagram.loop_not_here",
        "assets/transfer",
        (
            DIAGRAM,
            "<bpmn:receiveTask",
            "</bpmn:outgoing>",
            (
                "</bpmn:outgoing><bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
                '<zeebe:loopCharacteristics inputCollection="=[1, 2]"/></bpmn:extensionElements>'
                "</bpmn:multiInstanceLoopCharacteristics>"
            ),
        ),
        shown="`<bpmn:multiInstanceLoopCharacteristics>` in a `<bpmn:receiveTask>`",
    ),
    example(
        "diagram.loop_without_collection",
        SERVICE,
        (
            DIAGRAM,
            "<bpmn:outgoing>directed</bpmn:outgoing>",
            "<bpmn:outgoing>directed</bpmn:outgoing><bpmn:multiInstanceLoopCharacteristics/>",
        ),
    ),
    example(
        "diagram.results_half_named",
        SERVICE,
        (
            DIAGRAM,
            "<bpmn:outgoing>forwarded</bpmn:outgoing>",
            "<bpmn:outgoing>forwarded</bpmn:outgoing><bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
            '<zeebe:loopCharacteristics inputCollection="=[1, 2]" outputCollection="bodies"/>'
            "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>",
        ),
        shown='`<zeebe:loopCharacteristics inputCollection="=[1, 2]" outputCollection="bodies"/>` in a call',
    ),
    example(
        "diagram.boundary_without_host",
        SERVICE,
        (DIAGRAM, 'attachedToRef="proceeding"', 'attachedToRef="belongs_here"'),
    ),
    beside_answer(
        "diagram.boundary_never_happens",
        f'{BOUNDARY}><bpmn:errorEventDefinition id="error"/></bpmn:boundaryEvent>',
    ),
    beside_answer(
        "diagram.error_must_interrupt",
        f'{BOUNDARY} cancelActivity="false"><bpmn:errorEventDefinition id="error"/></bpmn:boundaryEvent>',
    ),
    beside_answer(
        "diagram.escalation_needs_scope",
        f'{BOUNDARY}><bpmn:escalationEventDefinition id="told"/></bpmn:boundaryEvent>',
    ),
]
