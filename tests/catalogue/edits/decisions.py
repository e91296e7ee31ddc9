"""Edits of shipped services: after some they decide wrongly, each with its finding; others are harmless.

An edit is a file of the service, a text in it, and what an analyst writes instead. `test_typed_view.py` makes
them all.
"""

from __future__ import annotations

from tests.catalogue.edits.shape import Edit, Example, example

DIAGRAM, TABLE, LETTER = "process.bpmn", "eligibility.dmn", "documents/granted.en.html"
GRANT, OWN_MOTION, ABSENCE = "high_mountain/grant", "high_mountain/own_motion", "high_mountain/report_absence"


def in_letter(text: str) -> Edit:
    return LETTER, '<mms:part name="sender"/>', f'<p>{text}</p><mms:part name="sender"/>'


TABLES: list[tuple[Edit, str]] = [
    ((TABLE, "<text>registry.found = true</text>", "<text></text>"), "decision.input_empty"),
    ((TABLE, "registry.is_citizen = true", "registry.citizen = true"), "feel.no_property"),
    ((TABLE, "application.months_last_year", "application.months_last_yaer"), "feel.no_property"),
    ((TABLE, "registry.is_alive = true", 'registry.is_alive = "yes"'), "feel.kinds_differ"),
    ((TABLE, "application.months_last_year &gt;=", "true &gt;="), "feel.kinds_differ"),
    ((TABLE, "registry.found = true", "application.months_last_year"), "decision.input_kind"),
    ((TABLE, '<text>"not_alive"</text>', "<text>5</text>"), "decision.output_kind"),
    ((TABLE, '<text>"not_alive"</text>', "<text></text>"), "decision.output_empty"),
    ((TABLE, '<text>"nowhere"</text>', '<text>"nowhre"</text>'), "feel.never_equal"),
    (
        (TABLE, 'id="expression_alive" typeRef="boolean"', 'id="expression_alive" typeRef="bolean"'),
        "decision.type_unknown",
    ),
]
DIAGRAMS: list[tuple[Edit, str]] = [
    (
        (DIAGRAM, 'check_completeness.complete = "no"', 'check_completeness.complete = "none"'),
        "feel.never_equal",
    ),
    ((DIAGRAM, 'visit.finding = "not_found"', 'visit.finding = "notfound"'), "feel.never_equal"),
    ((DIAGRAM, 'visit.finding = "not_found"', 'visit.findin = "not_found"'), "feel.no_property"),
    ((DIAGRAM, 'decision.outcome = "granted"', 'decision.outcome = "grant"'), "feel.never_equal"),
    ((DIAGRAM, 'decision.outcome = "refused"', 'decision.outcme = "refused"'), "feel.no_property"),
    ((DIAGRAM, "not(advice.eligible)", 'advice.reason != "fine"'), "feel.never_equal"),
    ((DIAGRAM, "not(advice.eligible)", "advice.eligble"), "feel.no_property"),
    ((DIAGRAM, "not(advice.eligible)", 'advice.eligible = "true"'), "feel.kinds_differ"),
    ((DIAGRAM, "notice.answered = true", "case.status = &quot;finished&quot;"), "feel.never_equal"),
    ((DIAGRAM, "=term(&quot;hm.visit&quot;)", "3 days"), "diagram.timer_not_iso"),
    ((DIAGRAM, "=term(&quot;hm.visit&quot;)", "=duration(&quot;3 days&quot;)"), "feel.bad_temporal_literal"),
    ((DIAGRAM, "=term(&quot;hm.visit&quot;)", "=application.months_last_year"), "expression.not_a_time"),
    ((DIAGRAM, "answers.found = &quot;yes&quot;", "answers.found = &quot;ja&quot;"), "feel.never_equal"),
    (
        (DIAGRAM, "{settlement: application.settlement,", "{settlement: application.months_last_year,"),
        "reference.register_field_kind",
    ),
    (
        (
            DIAGRAM,
            "check_completeness.look_into != null",
            "list contains(check_completeness.look_into, &quot;school&quot;)",
        ),
        "feel.never_equal",
    ),
    (
        (
            DIAGRAM,
            "check_completeness.look_into != null",
            "(some one in check_completeness.look_into satisfies one = &quot;school&quot;)",
        ),
        "feel.never_equal",
    ),
]
LETTERS: list[tuple[Edit, str]] = [
    (in_letter("{{ application.setlement }}"), "feel.no_property"),
    (in_letter('{{ date("2026-02-30") }}'), "feel.bad_temporal_literal"),
    (in_letter("{{ decision.nummer }}"), "feel.no_property"),
    (in_letter("{{ advice.resaon }}"), "feel.no_property"),
    (in_letter("{{ registry.is_alive }}"), "document.template.unprintable"),
    (in_letter("{{ application.household }}"), "document.template.unprintable"),
    (in_letter("{{ application }}"), "document.template.unprintable"),
    (in_letter('{{ application.months_last_year + "x" }}'), "feel.kinds_differ"),
    (in_letter('{{ if visit.finding = "lifes" then "a" else "b" }}'), "feel.never_equal"),
    (in_letter("{{ application.settlement }}"), "document.template.option_raw"),
    (
        in_letter('<span mms:for="one in =visits">{{ one.finding }}</span>'),
        "document.template.option_raw",
    ),
    (in_letter('<span mms:if="=visit.finding">x</span>'), "feel.not_a_condition"),
    (in_letter('<span mms:if="=visit.finding = 1">x</span>'), "feel.kinds_differ"),
    (in_letter('<span mms:for="one in =application.phone">x</span>'), "expression.not_a_list"),
    (in_letter('<span mms:for="one in =application.household">{{ one.nam }}</span>'), "feel.no_property"),
    (in_letter('{{ get value({lives: "a"}, visit.finding) }}'), "feel.no_property"),
    (
        (
            "documents/parts/facts.en.html",
            'does_not_live: "does not live there"',
            'does_not: "does not live there"',
        ),
        "feel.no_property",
    ),
]
APPLICATION = "forms/application.form"
FORMS: list[tuple[Edit, str]] = [
    (("forms/visit.form", '"mms:max": "=today()"', '"mms:max": "=application.phon"'), "feel.no_property"),
    (
        (
            "forms/visit.form",
            '"key": "findings",',
            '"key": "findings", "conditional": {"hide": "=finding = \\"live\\""},',
        ),
        "feel.never_equal",
    ),
    (
        ("forms/visit.form", "{{application.actual_address}}", "{{application.actual_adress}}"),
        "feel.no_property",
    ),
    (
        (APPLICATION, "= this.witness_personal_number]) = 1", "= this.witness_personal_number])"),
        "feel.not_a_condition",
    ),
    (
        (APPLICATION, "= this.witness_personal_number]) = 0", "= this.witness_number]) = 0"),
        "feel.no_property",
    ),
]
SETTINGS: list[tuple[Edit, str]] = [
    (("service.json", 'is_citizen = \\"yes\\"', 'is_citizen = \\"ja\\"'), "feel.never_equal"),
    (("service.json", "is_citizen: is_citizen", "citizen: is_citizen"), "feel.no_property"),
    (("service.json", 'registered = \\"here\\"', 'registered = \\"her\\"'), "feel.never_equal"),
    (
        ("service.json", '"answer": "application.settlement"', '"answer": "application.setlement"'),
        "reference.column_unknown",
    ),
    (("service.json", '"output": "eligible"', '"output": "reason"'), "feel.not_a_condition"),
    (
        ("service.json", '"application.settlement", "place"]', '"application.setlement", "place"]'),
        "feel.no_property",
    ),
]
OTHERS: list[tuple[str, Edit, str]] = [
    (
        "high_mountain/suspend",
        ("service.json", '=entry.state = \\"suspended\\"', '=entry.state = \\"suspend\\"'),
        "feel.never_equal",
    ),
    (
        "construction/conditions",
        ("service.json", "application.cadastral_code", "application.cadastre_code"),
        "feel.no_property",
    ),
    (
        "high_mountain/suspend",
        ("service.json", '"condition": "=entry.state = \\"suspended\\""', '"condition": "=entry.state"'),
        "feel.not_a_condition",
    ),
    (
        OWN_MOTION,
        ("service.json", 'effect: \\"terminate\\"', 'effect: \\"terminated\\"'),
        "reference.cohort_answer",
    ),
    (
        OWN_MOTION,
        ("service.json", "ground_date: event.happened_on", "ground_date: event.happend_on"),
        "feel.no_property",
    ),
    (
        "high_mountain/monitoring",
        ("service.json", 'entry.state = \\"active\\"', 'entry.state = \\"aktive\\"'),
        "feel.never_equal",
    ),
    (
        "high_mountain/monitoring",
        ("service.json", 'entry.state = \\"active\\"', "entry.fields.settlement"),
        "feel.not_a_condition",
    ),
    (ABSENCE, ("absence.dmn", "absence.is_long = true", "absence.is_lang = true"), "feel.no_property"),
    (ABSENCE, ("absence.dmn", "absence.is_long = true", 'absence.is_long = "true"'), "feel.kinds_differ"),
    (
        "construction/permit",
        ("shared/building/building_class.dmn", "object.purpose", "object.purpoes"),
        "feel.no_property",
    ),
    (
        OWN_MOTION,
        ("service.json", 'event.citizenship != \\"GEO\\"', "event.citizenship != true"),
        "feel.kinds_differ",
    ),
    (OWN_MOTION, ("service.json", "run.since", "run.sinec"), "feel.no_property"),
    (
        "construction/project",
        ("forms/application.form", 'or this.kind = \\"line\\"', 'or this.kidn = \\"line\\"'),
        "feel.no_property",
    ),
    (
        "construction/project",
        ("forms/application.form", 'or this.kind = \\"line\\"', 'or this.kind = \\"lien\\"'),
        "feel.never_equal",
    ),
    (
        "social/apply",
        ("eligibility.dmn", 'item.state != "not_paid"', 'item.state != "not_piad"'),
        "feel.never_equal",
    ),
    (GRANT, (DIAGRAM, "=applicant_died.died_on", "=applicant_died.diedon"), "feel.no_property"),
    (
        "assets/write_off",
        (DIAGRAM, 'source="=message" target="gone"', 'source="=message.reason" target="gone"'),
        "feel.no_property",
    ),
]


HARMLESS: list[Edit] = [
    (DIAGRAM, 'check_completeness.complete = "no"', 'check_completeness.complete != "yes"'),
    (DIAGRAM, 'check_completeness.complete = "no"', 'not(check_completeness.complete in ("yes"))'),
    (DIAGRAM, 'visit.finding = "not_found"', 'visit.finding in ("not_found", "does_not_live")'),
    (DIAGRAM, 'visit.finding = "not_found"', 'upper case(visit.finding) = "NOT_FOUND"'),
    (DIAGRAM, "=term(&quot;hm.visit&quot;)", "P3D"),
    (DIAGRAM, "=term(&quot;hm.visit&quot;)", "=duration(&quot;P3D&quot;)"),
    (DIAGRAM, "notice.answered = true", "notice.answered = true and case.status = &quot;in_review&quot;"),
    (
        DIAGRAM,
        "check_completeness.look_into != null",
        "check_completeness.look_into != null and "
        "not(list contains(check_completeness.look_into, &quot;revenue&quot;))",
    ),
    (DIAGRAM, "not(advice.eligible)", 'advice.reason != "ok"'),
    (TABLE, "registry.is_citizen = true", "if registry.is_citizen then true else false"),
    (TABLE, "application.months_last_year &gt;=", "number(string(application.months_last_year)) &gt;="),
    in_letter("{{ applicant.name.en }}"),
    in_letter("{{ visit.finding }}"),
    in_letter('{{ if visit.finding = "lives" then "yes" else visit.finding }}'),
    in_letter('<span mms:for="one in =visits">{{ date(one.visited_on) }} {{ one.findings }}</span>'),
    in_letter('<span mms:for="kind in =application.evidence_types">{{ kind }}</span>'),
    in_letter("{{ application.months_last_year }}"),
    in_letter('{{ get value({a: "x"}, application.phone) }}'),
    in_letter('<span mms:if="=advice.eligible">x</span>'),
    ("service.json", 'is_citizen = \\"yes\\"', 'is_citizen != \\"no\\"'),
]
EXAMPLES: list[Example] = [
    *(example(code, GRANT, edit) for edit, code in (*TABLES, *DIAGRAMS, *LETTERS, *FORMS, *SETTINGS)),
    *(example(code, service, edit) for service, edit, code in OTHERS),
]

# Where a name or value is misspelt the fix of the finding writes the file as it was.
MISSPELT: frozenset[Edit] = frozenset(
    (
        *(TABLES[number][0] for number in (2, 8, 9)),
        *(DIAGRAMS[number][0] for number in (1, 2, 3, 4)),
        FORMS[2][0],
        *(SETTINGS[number][0] for number in (2, 5)),
        *(OTHERS[number][1] for number in (0, 1, 3, 4, 5, 7, 8, 9, 11, 12, 13, 14)),
    )
)
