"""Examples of expressions that can't be read, or that give what their place can't use."""

from __future__ import annotations

from tests.catalogue.edits.shape import Example, example

SERVICE, DIAGRAM = "general/question", "process.bpmn"
CONDITION, VERDICT = "=direct.answered_by = &quot;not_ours&quot;", "=agree.verdict = &quot;return&quot;"
DELIVERY, TERM, DUE = (
    "shared/delivery/process.bpmn",
    '=term("delivery.portal")',
    "=term(&quot;delivery.paper&quot;)",
)
TASK = "<zeebe:userTask/>"
LONG = f"=replace(&quot;{'a' * 5_000}&quot;, &quot;a&quot;, &quot;{'b' * 5_000}&quot;) = null"
DEEP = 50 * "(" + "1" + 50 * ")"


def condition(code: str, expression: str, shown: str = "") -> Example:
    """An example of another condition in the place of one of a gateway."""
    return example(code, SERVICE, (DIAGRAM, CONDITION, expression), shown=shown)


def timer(code: str, expression: str) -> Example:
    """An example of another time at which a timer is over."""
    return example(code, SERVICE, (DELIVERY, TERM, expression))


def repeated(code: str, loop: str) -> Example:
    """An example of a step that is done for each item of a list."""
    return example(
        code,
        SERVICE,
        (
            DIAGRAM,
            "<bpmn:outgoing>directed</bpmn:outgoing>",
            "<bpmn:outgoing>directed</bpmn:outgoing><bpmn:multiInstanceLoopCharacteristics>"
            f"<bpmn:extensionElements><zeebe:loopCharacteristics {loop}/></bpmn:extensionElements>"
            "</bpmn:multiInstanceLoopCharacteristics>",
        ),
        shown=f"`<zeebe:loopCharacteristics {loop}/>` in a repeated step",
    )


EXAMPLES: list[Example] = [
    # A part that no entry of a register has, in a filter over what the register holds of several people.
    example(
        "feel.no_property",
        "social/apply",
        ("eligibility.dmn", 'item.state != "not_paid"', 'item.staet != "not_paid"'),
    ),
    condition("feel.unexpected_end", "=direct.answered_by ="),
    condition("feel.unexpected_token", "=direct.answered_by == &quot;not_ours&quot;"),
    condition("feel.unterminated_string", "=direct.answered_by = &quot;not_ours"),
    condition("feel.bad_escape", "=direct.answered_by = &quot;not\\uD800ours&quot;"),
    condition("feel.unknown_name", "=directed.answered_by = &quot;not_ours&quot;"),
    example(
        "feel.unknown_name",
        SERVICE,
        (DIAGRAM, 'candidateGroups="=direct.answered_by"', 'candidateGroups="=directed.answered_by"'),
    ),
    condition("feel.unknown_function", "=lowercase(direct.answered_by) = &quot;not_ours&quot;"),
    example("feel.unknown_function", SERVICE, (DELIVERY, TERM, '=trem("delivery.portal")')),
    condition("feel.unknown_type", "=direct.answered_by instance of text"),
    condition("feel.wrong_arguments", "=contains(direct.answered_by)"),
    condition("feel.mixed_arguments", "=contains(string: direct.answered_by, &quot;not&quot;)"),
    condition("feel.argument_kind", "=not(direct.answered_by)"),
    condition("feel.duplicate_key", "={a: 1, a: 2}.a = 1"),
    condition("feel.number_too_large", "=1e9999 &gt; 1"),
    condition("feel.too_deep", f"={DEEP} = 1", shown="brackets fifty times inside each other"),
    condition("feel.text_too_long", LONG, shown="a text of more than a million characters"),
    condition(
        "feel.pattern_too_long",
        f"=matches(&quot;a&quot;, &quot;{'a' * 4_000}&quot;)",
        shown="a pattern of 4,000 letters",
    ),
    condition("feel.too_many_steps", "=some one in 1..1000000000 satisfies one &lt; 0"),
    condition("feel.kinds_differ", "=direct.answered_by = 5"),
    condition("expression.maybe_not_a_condition", "=get value(application, case.number)"),
    condition("expression.maybe_no_answer", "=application.phone &lt; &quot;5&quot;"),
    timer("expression.no_time", '=duration("PT0S")'),
    timer("expression.time_out_of_range", '=duration("P3000Y")'),
    timer("expression.always_nothing", "=[1, 2][5]"),
    timer("expression.maybe_not_a_time", "=get value(letter_opened, case.number)"),
    example("expression.not_a_time", SERVICE, (DELIVERY, DUE, "=application.subject")),
    example(
        "expression.not_a_priority",
        SERVICE,
        (DIAGRAM, TASK, f'{TASK}<zeebe:priorityDefinition priority="=101"/>'),
    ),
    example(
        "expression.not_a_name", SERVICE, (DIAGRAM, 'candidateGroups="chancellery"', 'candidateGroups="=5"')
    ),
    example(
        "expression.input_hides",
        SERVICE,
        (
            DIAGRAM,
            '<zeebe:input source="=&quot;answered&quot;" target="outcome"/>',
            (
                '<zeebe:input source="=&quot;answered&quot;" target="direct"/><zeebe:input '
                'source="=direct" target="outcome"/>'
            ),
        ),
    ),
    example(
        "expression.target_not_an_object",
        SERVICE,
        (
            DIAGRAM,
            'source="=result.letter" target="answer_letter"',
            'source="=result.letter" target="direct.answered_by.letter"',
        ),
    ),
    repeated("expression.not_a_list", 'inputCollection="=application.subject"'),
    repeated("expression.maybe_not_a_list", 'inputCollection="=get value(application, case.number)"'),
    repeated("expression.too_many_items", 'inputCollection="=for n in 1..1001 return n"'),
    repeated("expression.name_of_repetition_taken", 'inputCollection="=[1, 2]" inputElement="loopCounter"'),
]
