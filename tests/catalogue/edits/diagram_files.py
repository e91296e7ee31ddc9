"""Examples of diagrams refused as files, and of what the engine does not know in them."""

from __future__ import annotations

from tests.catalogue.edits.shape import Example, example, written

SERVICE, DIAGRAM = "general/question", "process.bpmn"
DECLARATION = "<?xml version='1.0' encoding='UTF-8'?>"
LAW = '<zeebe:property name="mms:law" value="№2181, მუხ. 54"/>'
GATEWAY = '<bpmn:exclusiveGateway id="is_ours"'
TEXT = "<bpmn:documentation>" + "x" * 20_001 + "</bpmn:documentation>"
NESTED = 40 * "<bpmn:subProcess>" + 40 * "</bpmn:subProcess>"
NODES = 50_000 * "<bpmn:incoming/>"
ATTRIBUTES = " ".join(f"a{number}=''" for number in range(41))
EVENTS = "".join(f'<bpmn:endEvent id="t{number}"/>' for number in range(1_001))

EXAMPLES: list[Example] = [
    example("diagram.doctype", SERVICE, (DIAGRAM, DECLARATION, f"{DECLARATION}<!DOCTYPE definitions>")),
    example("diagram.wrong_encoding", SERVICE, (DIAGRAM, "encoding='UTF-8'", "encoding='UTF-16'")),
    example("diagram.xml_malformed", SERVICE, (DIAGRAM, "</bpmn:process>", "</bpmn:proces>")),
    example("diagram.xml_malformed", SERVICE, (DIAGRAM, 'id="direct"', 'id="direct" id="direct"')),
    example(
        "diagram.not_bpmn",
        SERVICE,
        (
            DIAGRAM,
            'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"',
            'xmlns:bpmn="http://www.omg.org/spec/BPMN"',
        ),
    ),
    example(
        "diagram.schema",
        SERVICE,
        (DIAGRAM, '<dc:Bounds x="0" y="0"', '<dc:Bounds x="left" y="0"'),
    ),
    example(
        "diagram.process_id_is_not_code", SERVICE, (DIAGRAM, 'id="general.question"', 'id="general.ask"')
    ),
    example(
        "diagram.process_not_executable", SERVICE, (DIAGRAM, 'isExecutable="true"', 'isExecutable="false"')
    ),
    example(
        "diagram.one_process_expected",
        SERVICE,
        (DIAGRAM, "</bpmn:process>", '</bpmn:process><bpmn:process id="second" isExecutable="true"/>'),
    ),
    example(
        "diagram.id_malformed",
        SERVICE,
        (DIAGRAM, '<bpmn:userTask id="direct"', '<bpmn:userTask id="__direct"'),
    ),
    example(
        "diagram.duplicate_id", SERVICE, (DIAGRAM, '<bpmn:userTask id="agree"', '<bpmn:userTask id="answer"')
    ),
    example(
        "diagram.attribute_unknown",
        SERVICE,
        (DIAGRAM, 'attachedToRef="proceeding"', 'attachedToRef="proceeding" asyncBefore="true"'),
    ),
    example(
        "diagram.extension_unknown", SERVICE, (DIAGRAM, "<zeebe:userTask/>", "<zeebe:executionListeners/>")
    ),
    example(
        "diagram.extension_not_here",
        SERVICE,
        (DIAGRAM, '<zeebe:taskDefinition type="case.decide"/>', '<zeebe:formDefinition formId="direct"/>'),
    ),
    example(
        "diagram.extension_attribute_unknown",
        SERVICE,
        (DIAGRAM, 'candidateGroups="chancellery"', 'candidateUsers="chancellery"'),
    ),
    example(
        "diagram.property_unknown",
        SERVICE,
        (DIAGRAM, 'name="mms:notBy" value="answer"', 'name="mms:notby" value="answer"'),
    ),
    example(
        "diagram.element_twice", SERVICE, (DIAGRAM, "<zeebe:userTask/>", "<zeebe:userTask/><zeebe:userTask/>")
    ),
    example(
        "diagram.element_does_not_run",
        SERVICE,
        (DIAGRAM, "</bpmn:process>", '<bpmn:complexGateway id="weigh"/></bpmn:process>'),
    ),
    example(
        "diagram.too_large", SERVICE, written(DIAGRAM, 2_000_001 * " "), shown="a file of more than 2 MB"
    ),
    example(
        "diagram.too_many_nodes",
        SERVICE,
        (DIAGRAM, "<bpmn:incoming>", f"{NODES}<bpmn:incoming>"),
        shown="a file of more than 50,000 XML elements",
    ),
    example(
        "diagram.too_deep",
        SERVICE,
        (DIAGRAM, "<bpmn:subProcess ", f"{NESTED}<bpmn:subProcess "),
        shown="subprocesses 40 times inside each other",
    ),
    example(
        "diagram.too_many_attributes",
        SERVICE,
        (DIAGRAM, "<zeebe:userTask/>", f"<zeebe:userTask {ATTRIBUTES}/>"),
        shown="an element with 41 attributes",
    ),
    example(
        "diagram.text_too_long",
        SERVICE,
        (DIAGRAM, '<bpmn:startEvent id="begun" name="დაწყება">', f'<bpmn:startEvent id="begun">{TEXT}'),
        shown="a documentation of more than 20,000 characters",
    ),
    example(
        "diagram.too_many_elements",
        SERVICE,
        (DIAGRAM, GATEWAY, EVENTS + GATEWAY),
        shown="a process with more than 1,000 elements",
    ),
]
