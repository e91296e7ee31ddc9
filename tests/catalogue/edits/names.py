"""Examples of names in the diagram that nothing has: operations, inputs, roles, clocks, registers, blocks."""

from __future__ import annotations

from tests.catalogue.edits.shape import Edit, Example, example, removed

SERVICE, ABSENCE, NOTIFY = "general/question", "high_mountain/report_absence", "construction/notify"
CONSENT, GRANT, SUSPEND = "assets/consent", "high_mountain/grant", "high_mountain/suspend"
DIAGRAM, FORWARDING = "process.bpmn", "shared/forwarding/block.json"
TICKED = '"=check_completeness.missing"'
CLERK = '<zeebe:input source="=&quot;chancellery&quot;" target="clerk"/>'
TEMPLATE = '<zeebe:input source="=&quot;answered&quot;" target="template"/>'
STARTED = """<zeebe:input source='="simple"' target="clock"/>"""
LAW = 'value="№2181, მუხ. 80"'


def edited(code: str, before: str, after: str, service: str = SERVICE) -> Example:
    return example(code, service, (DIAGRAM, before, after))


def attached(host: str, event: str) -> Edit:
    """An edit that draws an event at the boundary of a step, with a way to an end."""
    drawn = (
        f'<bpmn:boundaryEvent id="event" attachedToRef="{host}">{event}</bpmn:boundaryEvent>'
        '<bpmn:sequenceFlow id="event_over" sourceRef="event" targetRef="event_end"/>'
        '<bpmn:endEvent id="event_end"/>'
    )
    end = f'<bpmn:endEvent id="{"answered_end" if host == "decide_answered" else "delivered_end"}"'
    return DIAGRAM, end, f"{drawn}{end}"


EXAMPLES: list[Example] = [
    edited("reference.operation_unknown", 'type="case.decide"', 'type="case.decided"'),
    edited("reference.form_unknown", 'formId="direct"', 'formId="directs"'),
    edited("reference.decision_unknown", 'decisionId="absence"', 'decisionId="absense"', ABSENCE),
    edited("reference.input_unknown", 'target="template"', 'target="letter"'),
    edited("reference.input_missing", TEMPLATE, ""),
    edited("reference.output_unknown", "=result.letter", "=result.leter"),
    edited("reference.outcome_unknown", "=&quot;answered&quot;", "=&quot;answer&quot;"),
    edited("reference.order_number_missing", "=&quot;answered&quot;", "=&quot;granted&quot;"),
    edited("reference.template_unknown", TEMPLATE, TEMPLATE.replace("answered", "answer")),
    edited("reference.nobody_does_it", '<zeebe:assignmentDefinition candidateGroups="chancellery"/>', ""),
    edited("reference.role_unknown", 'candidateGroups="chancellery"', 'candidateGroups="chancelery"'),
    edited("reference.law_unreadable", LAW, 'value="№2181, art. 80"'),
    edited("reference.act_not_listed", LAW, 'value="№1958, მუხ. 80"'),
    example(
        "reference.event_at_once",
        SERVICE,
        attached(
            "decide_answered",
            "<bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>",
        ),
        shown="`<bpmn:timerEventDefinition>` at the boundary of a step with `case.decide`",
    ),
    example(
        "reference.error_not_thrown",
        SERVICE,
        attached("send_answer", "<bpmn:errorEventDefinition/>"),
        shown="`<bpmn:errorEventDefinition>` at the boundary of a step with `letter.send`",
    ),
    edited("reference.clock_unknown", STARTED, STARTED.replace("simple", "simpel"), NOTIFY),
    edited("reference.clock_missing", STARTED, "", NOTIFY),
    edited("reference.clock_never_started", 'type="clock.start"', 'type="clock.stop"', NOTIFY),
    edited("reference.clock_not_extendable", 'type="clock.start"', 'type="clock.extend"', NOTIFY),
    edited("reference.register_unknown", """'="residents"'""", """'="resident"'""", ABSENCE),
    edited("reference.register_field_unknown", "{notice_kind: application", "{kind: application", NOTIFY),
    edited(
        "reference.register_field_missing",
        "cadastral_code: application.cadastral_code, plot_address: if",
        "plot_address: if",
        NOTIFY,
    ),
    edited(
        "reference.register_state_unknown",
        """'="suspended"' target="state\"""",
        """'="paused"' target="state\"""",
        "high_mountain/suspend",
    ),
    edited("reference.message_unknown", '"consent.decided"', '"consent.decide"', CONSENT),
    edited("reference.message_part_unknown", "{outcome: decision", "{outcom: decision", CONSENT),
    edited("reference.message_part_missing", "{outcome: decision.outcome, ", "{", CONSENT),
    edited("reference.message_part_kind", "number: decision.number,", "number: 5,", CONSENT),
    edited("reference.block_input_missing", CLERK, ""),
    edited("reference.block_input_unknown", 'target="clerk"', 'target="clark"'),
    edited("reference.block_input_kind", CLERK, CLERK.replace("&quot;chancellery&quot;", "5")),
    edited("reference.block_input_not_ticked", TICKED, '"=[&quot;photos&quot;]"', GRANT),
    example(
        "reference.block_output_missing", SERVICE, (FORWARDING, '"name": "send_on"', '"name": "sent_on"')
    ),
    example("reference.block_undeclared", SERVICE, removed(FORWARDING)),
    example("reference.block_letter_missing", CONSENT, removed("documents/refused.en.html")),
    example("reference.block_table_missing", SUSPEND, removed("grounds.dmn")),
    example("reference.block_table_lacks_output", SUSPEND, ("grounds.dmn", 'name="law_en"', 'name="law"')),
    example("reference.block_form_missing", "assets/lease_contract", removed("forms/countersign.form")),
    example(
        "reference.block_form_lacks_field",
        "assets/lease_contract",
        ("forms/sign_contract.form", '"key": "agrees"', '"key": "agreed"'),
    ),
]
