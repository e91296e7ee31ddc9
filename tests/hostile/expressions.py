"""Ids, names and expressions that are hostile, in diagrams that are well drawn."""

from __future__ import annotations

from tests.hostile.kit import DECIDE, DECIDED, H, between, chosen, drawn, edited, good, inside, many, timed
from tests.process.kit import attrs, catch, decision, job, line, script, user

CYCLE = "<bpmn:timerEventDefinition><bpmn:timeCycle>R/PT1S</bpmn:timeCycle></bpmn:timerEventDefinition>"
PYTHON = (
    '<bpmn:scriptTask id="p" scriptFormat="python"><bpmn:script>import os</bpmn:script></bpmn:scriptTask>'
)
FORM = "<zeebe:formDefinition{}/>".format(attrs(formId="../../../etc/passwd"))

NAMES_AND_EXPRESSIONS = (
    # Ids and names
    H(
        "id_twice",
        edited('<bpmn:endEvent id="end"', '<bpmn:endEvent id="a"'),
        "diagram.duplicate_id",
    ),
    H("id_with_a_line_break", edited('id="a"', 'id="a&#10;b"'), "diagram.schema", "diagram.id_malformed"),
    H("id_of_python", lambda: (good()[0].replace(b'"end"', b'"__class__"'), {}), "diagram.id_malformed"),
    H(
        "id_of_the_case",
        lambda: drawn(user("case"), DECIDE, line("application", "case", "d") + DECIDED),
        "diagram.reserved_name",
    ),
    H(
        "output_into_the_applicant",
        lambda: between(user("a", outputs={"applicant.personal_number": '="1"'})),
        "diagram.reserved_name",
    ),
    H("output_under_a_dunder", lambda: between(user("a", outputs={"x.__class__": '="1"'}))),
    H(
        "form_outside_the_folder",
        edited('<zeebe:formDefinition formId="a"/>', FORM),
        "reference.form_unknown",
    ),
    H(
        "template_outside_the_folder",
        lambda: between(job("a", "letter.send", inputs={"template": '="../../x"'})),
        "reference.template_unknown",
    ),
    H(
        "operation_of_the_system",
        lambda: between(job("a", "os.system", inputs={"command": '="id"'})),
        "reference.operation_unknown",
    ),
    H(
        "decision_that_is_not_there",
        lambda: between(decision("a", "nowhere", "advice")),
        "reference.decision_unknown",
    ),
    # Expressions
    H(
        "script_in_python",
        inside(PYTHON),
        "diagram.script_not_feel",
        "diagram.attribute_unknown",
    ),
    H(
        "feel_that_looks_like_python",
        lambda: between(script("a", '=__import__("os")', "x")),
        "feel.unknown_function",
    ),
    H("condition_in_python", chosen("__import__('os').system('id')"), "diagram.not_an_expression"),
    H("feel_condition_in_python", chosen("=().__class__.__mro__[1]"), "feel.unexpected_token"),
    H("condition_that_is_a_text", chosen("yes"), "diagram.not_an_expression"),
    H("condition_that_gives_a_text", chosen('="yes"'), "feel.not_a_condition"),
    H("endless_expression", chosen("=" + "1+" * 15_000 + "1 > 0"), "diagram.text_too_long"),
    H("deep_expression", chosen("=" + "(" * 3_000 + "true" + ")" * 3_000), "feel.too_deep"),
    H("evil_pattern", chosen(f'=matches("{"a" * 60}!", "(a+)+$")')),
    H("thousand_million_items", many("=for i in 1..1000000000 return i"), "feel.too_many_steps"),
    H("two_thousand_items", many("=for i in 1..2000 return i"), "expression.too_many_items"),
    H("list_that_is_a_text", many('="abc"'), "expression.not_a_list"),
    H("timer_of_a_billion_years", timed("P1000000000000Y"), "feel.bad_temporal_literal"),
    H("timer_of_three_hundred_years", timed("P300Y"), "expression.time_out_of_range"),
    H("timer_in_the_year_99999", timed('=date("99999-01-01")'), "expression.time_out_of_range"),
    H(
        "timer_every_second",
        lambda: between(
            catch(
                "a",
                CYCLE,
            )
        ),
        "diagram.timer_cycle",
    ),
    H("timer_in_python", timed("datetime.now()"), "diagram.timer_not_iso"),
    H("task_for_nobody", lambda: between(user("a", role=None)), "reference.nobody_does_it"),
)
