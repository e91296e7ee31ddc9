"""Examples of elements that are connected as they can't run, and of blocks that can't be called so."""

from __future__ import annotations

from tests.catalogue.edits.shape import Change, Example, example, written

SERVICE, DIAGRAM = "general/question", "process.bpmn"
DELIVERY = "shared/delivery/process.bpmn"
MANY = 22


def block(name: str, called: str) -> Change:
    """A block that calls another one twenty-two times."""
    ids = ["start", *(f"{name}_{number}" for number in range(MANY)), "end"]
    calls = "".join(
        f'<bpmn:callActivity id="{call}"><bpmn:extensionElements><zeebe:calledElement processId="{called}"/>'
        "</bpmn:extensionElements></bpmn:callActivity>"
        for call in ids[1:-1]
    )
    flows = "".join(
        f'<bpmn:sequenceFlow id="{one}_{two}" sourceRef="{one}" targetRef="{two}"/>'
        for one, two in zip(ids, ids[1:], strict=False)
    )
    return written(
        f"shared/{name}/process.bpmn",
        '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="urn:mms" id="d">'
        f'<bpmn:process id="shared.{name}" isExecutable="true"><bpmn:startEvent id="start"/>{calls}'
        f'<bpmn:endEvent id="end"/>{flows}</bpmn:process></bpmn:definitions>',
    )


EXAMPLES: list[Example] = [
    example(
        "diagram.one_start_expected",
        SERVICE,
        (DIAGRAM, '<bpmn:userTask id="direct"', '<bpmn:startEvent id="again"/><bpmn:userTask id="direct"'),
    ),
    example(
        "diagram.flow_leaves_its_level",
        SERVICE,
        (DIAGRAM, 'targetRef="not_ours_end"', 'targetRef="withdrawn_end"'),
    ),
    example(
        "diagram.flow_into_beginning",
        SERVICE,
        (DIAGRAM, 'sourceRef="is_answered" targetRef="direct"', 'sourceRef="is_answered" targetRef="begun"'),
    ),
    example("diagram.not_connected", SERVICE, (DIAGRAM, 'targetRef="not_ours_end"', 'targetRef="answer"')),
    example(
        "diagram.flow_out_of_end",
        SERVICE,
        (DIAGRAM, 'sourceRef="decide_answered" targetRef', 'sourceRef="not_ours_end" targetRef'),
    ),
    example(
        "diagram.no_way_out",
        SERVICE,
        (DIAGRAM, '<bpmn:sequenceFlow id="delivered" sourceRef="deliver" targetRef="delivered_end"/>', ""),
    ),
    example(
        "diagram.several_flows_out",
        SERVICE,
        (DIAGRAM, 'sourceRef="agree" targetRef', 'sourceRef="answer" targetRef'),
    ),
    example(
        "diagram.condition_missing",
        SERVICE,
        (DIAGRAM, ">=direct.answered_by = &quot;not_ours&quot;<", "><"),
        shown='a way without its condition `=direct.answered_by = "not_ours"`',
    ),
    example(
        "diagram.condition_not_here",
        SERVICE,
        (
            DIAGRAM,
            'sourceRef="begun" targetRef="direct"/>',
            'sourceRef="begun" targetRef="direct"><bpmn:conditionExpression '
            'xsi:type="bpmn:tFormalExpression">'
            "=true</bpmn:conditionExpression></bpmn:sequenceFlow>",
        ),
    ),
    example("diagram.condition_on_default", SERVICE, (DIAGRAM, 'default="to_answer"', 'default="not_ours"')),
    example("diagram.default_not_here", SERVICE, (DIAGRAM, 'default="to_answer"', 'default="to_agree"')),
    example(
        "diagram.event_twice",
        SERVICE,
        (
            DIAGRAM,
            '<bpmn:boundaryEvent id="withdrawn"',
            '<bpmn:boundaryEvent id="again" attachedToRef="proceeding">'
            "<bpmn:outgoing>again_out</bpmn:outgoing>"
            '<bpmn:messageEventDefinition id="again_definition" messageRef="message_withdrawn"/>'
            '</bpmn:boundaryEvent><bpmn:sequenceFlow id="again_out" sourceRef="again" '
            'targetRef="withdrawal"/>'
            '<bpmn:boundaryEvent id="withdrawn"',
        ),
        shown='a second `<bpmn:boundaryEvent attachedToRef="proceeding">` for the message `withdrawn`',
    ),
    example(
        "diagram.event_gateway_needs_events",
        SERVICE,
        (
            DELIVERY,
            'sourceRef="opened_or_not" targetRef="portal_term"',
            'sourceRef="opened_or_not" targetRef="deliver_letter"',
        ),
    ),
    example(
        "diagram.event_gateway_shared",
        SERVICE,
        (
            DELIVERY,
            'sourceRef="is_delivered" targetRef="deliver_letter"',
            'sourceRef="is_delivered" targetRef="letter_opened"',
        ),
    ),
    example(
        "diagram.event_gateway_no_boundary",
        SERVICE,
        (DELIVERY, 'attachedToRef="deliver_letter"', 'attachedToRef="letter_opened"'),
    ),
    example(
        "diagram.block_has_another_id",
        SERVICE,
        ("shared/forwarding/process.bpmn", 'id="shared.forwarding"', 'id="shared.forward"'),
    ),
    example(
        "diagram.input_hides_a_write",
        SERVICE,
        (
            DIAGRAM,
            '<zeebe:input source="=&quot;chancellery&quot;" target="clerk"/>',
            '<zeebe:input source="=&quot;chancellery&quot;" target="decision"/>',
        ),
    ),
    example(
        "diagram.blocks_call_cyclically",
        "assets/consent",
        ("shared/issue/process.bpmn", 'processId="shared.delivery"', 'processId="shared.issue"'),
    ),
    example(
        "diagram.blocks_multiply",
        SERVICE,
        (DIAGRAM, 'processId="shared.withdrawal"', 'processId="shared.many_a"'),
        block("many_a", "shared.many_b"),
        block("many_b", "shared.many_c"),
        block("many_c", "shared.withdrawal"),
        shown="three blocks, each of which calls the next 22 times",
    ),
]
