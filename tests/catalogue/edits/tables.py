"""Examples of decision tables that can't be read, or that decide twice, never or nothing."""

from __future__ import annotations

from tests.catalogue.edits.shape import Edit, Example, example, written

SERVICE, TABLE = "high_mountain/report_absence", "absence.dmn"
DECLARATION = "<?xml version='1.0' encoding='UTF-8'?>"
DECISION = '<decision id="absence"'
MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"
IMPORT = f'<import name="shared" namespace="urn:mms:shared" locationURI="shared.dmn" importType="{MODEL}"/>'
ITSELF = (
    f'<import name="own" namespace="urn:mms:high_mountain" locationURI="absence.dmn" importType="{MODEL}"/>'
)
SHARED = f'<definitions xmlns="{MODEL}" id="shared" name="shared" namespace="urn:mms:shared"/>'
ENTRY = '<outputEntry id="rule_short_out1">'


def note(logic: str) -> Edit:
    """An edit that adds a decision beside the table."""
    return in_front(f'<decision id="note" name="note">{logic}</decision>')


def in_front(text: str) -> Edit:
    return TABLE, DECISION, f"{text}{DECISION}"


EXAMPLES: list[Example] = [
    example(
        "decision.doctype_forbidden", SERVICE, (TABLE, DECLARATION, f"{DECLARATION}<!DOCTYPE definitions>")
    ),
    example("decision.malformed_xml", SERVICE, (TABLE, "</decisionTable>", "</decisiontable>")),
    example("decision.not_dmn", SERVICE, (TABLE, MODEL, "https://www.omg.org/spec/DMN/")),
    example("decision.too_large", SERVICE, written(TABLE, 2_000_001 * " "), shown="a file of more than 2 MB"),
    example("decision.id_missing_or_twice", SERVICE, (TABLE, 'id="held_input"', 'id="application_input"')),
    example("decision.requirement_unknown", SERVICE, (TABLE, 'href="#held_input"', 'href="#held"')),
    example(
        "decision.requirement_cyclic",
        SERVICE,
        (TABLE, '<requiredInput href="#held_input"/>', '<requiredDecision href="#absence"/>'),
    ),
    example("decision.import_unknown", SERVICE, in_front(IMPORT)),
    example(
        "decision.import_twice",
        SERVICE,
        in_front(IMPORT + IMPORT),
        written("shared.dmn", SHARED),
        shown='two imports with `name="shared"`',
    ),
    example("decision.import_cyclic", SERVICE, in_front(ITSELF)),
    example(
        "decision.type_unknown", SERVICE, (TABLE, 'name="law" typeRef="string"', 'name="law" typeRef="text"')
    ),
    example(
        "decision.gap_of_null",
        "high_mountain/suspend",
        (
            "forms/application.form",
            '"id": "application_ground",\n          "validate": {\n            "required": true',
            '"id": "application_ground",\n          "validate": {\n            "required": false',
        ),
        shown="the ground of the application, which the table asks for, is not required any more",
    ),
    example(
        "decision.type_cyclic",
        SERVICE,
        in_front('<itemDefinition name="reason"><typeRef>reason</typeRef></itemDefinition>'),
    ),
    example(
        "decision.language_unknown",
        SERVICE,
        note('<literalExpression expressionLanguage="JavaScript"><text>1 + 1</text></literalExpression>'),
    ),
    example("decision.logic_missing", SERVICE, note("<filter/>")),
    example(
        "decision.row_width",
        SERVICE,
        note(
            '<relation><column name="a"/><column name="b"/>'
            "<row><literalExpression><text>1</text></literalExpression></row></relation>"
        ),
    ),
    example("decision.output_missing", SERVICE, note("<decisionTable/>")),
    example("decision.policy_unknown", SERVICE, (TABLE, 'hitPolicy="UNIQUE"', 'hitPolicy="BEST"')),
    example(
        "decision.priority_missing",
        SERVICE,
        (TABLE, 'hitPolicy="UNIQUE"', 'hitPolicy="PRIORITY"'),
        (TABLE, "<outputValues", '<text>"none","suspend","terminate","no_status"</text>', "<text></text>"),
    ),
    example(
        "decision.aggregation_of_many",
        SERVICE,
        (TABLE, 'hitPolicy="UNIQUE"', 'hitPolicy="COLLECT" aggregation="SUM"'),
    ),
    example("decision.output_twice", SERVICE, (TABLE, 'name="law"', 'name="consequence"')),
    example("decision.output_unnamed", SERVICE, (TABLE, 'name="law"', 'name=""')),
    example(
        "decision.rule_width", SERVICE, (TABLE, ENTRY, f"<outputEntry><text>1</text></outputEntry>{ENTRY}")
    ),
    example("decision.expression_invalid", SERVICE, (TABLE, "absence.is_long = true", "absence.is_long =")),
    example(
        "decision.expression_invalid",
        "high_mountain/grant",
        ("eligibility.dmn", "registry.is_alive = true", "registry.is_alive ="),
    ),
    example("decision.name_unknown", SERVICE, (TABLE, "<text>application.reason", "<text>aplication.reason")),
    example("decision.gap", SERVICE, (TABLE, '<text>"work","other"</text>', '<text>"work"</text>')),
    example(
        "decision.rules_overlap",
        SERVICE,
        (TABLE, 'id="rule_short_in1"', "<text>false</text>", "<text>-</text>"),
    ),
    example(
        "decision.rules_disagree",
        SERVICE,
        (TABLE, 'hitPolicy="UNIQUE"', 'hitPolicy="ANY"'),
        (TABLE, 'id="rule_short_in1"', "<text>false</text>", "<text>-</text>"),
    ),
    example(
        "decision.rule_masked",
        SERVICE,
        (TABLE, 'hitPolicy="UNIQUE"', 'hitPolicy="FIRST"'),
        (TABLE, 'id="rule_short_in1"', "<text>false</text>", "<text>-</text>"),
    ),
    example(
        "decision.rule_dead",
        SERVICE,
        (TABLE, 'id="rule_suspended_in0"', '<text>"suspended"</text>', '<text>"paused"</text>'),
    ),
    example("decision.output_undeclared", SERVICE, (TABLE, '<text>"terminate"</text>', '<text>"end"</text>')),
    example(
        "decision.output_unreachable",
        SERVICE,
        (TABLE, '"terminate","no_status"', '"terminate","warn","no_status"'),
    ),
]
