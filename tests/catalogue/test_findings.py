"""Each kind of mistake that an analyst makes is found, with the element or file it is in.

The mistakes are made all at once in a copy of the shipped service: none may hide another.
"""

from __future__ import annotations

import json
import shutil

import pytest

from engine.catalogue.check import Finding, check_folder
from engine.catalogue.check.findings import wrong
from engine.catalogue.check.words import as_data, lines
from engine.installation.loading import BPMN

PROCESS = "grant/process.bpmn"
NOTICE, WITHDRAWAL, DECISION, HEARING = (
    f"../shared/{block}/process.bpmn" for block in ("notice", "withdrawal", "decision", "hearing")
)
GRANTED, PART = (
    "high_mountain/grant/documents/granted.en.html",
    "high_mountain/grant/documents/parts/facts.ka.html",
)
# File, what is replaced, by what, and the finding: its code and where it is.
MISTAKES = [
    (
        PROCESS,
        'candidateGroups="mayor_rep"',
        'candidateGroups="mayer_rep"',
        "reference.role_unknown",
        "visit",
    ),
    (
        DECISION,
        '<zeebe:assignmentDefinition candidateGroups="lawyer"/>',
        "",
        "reference.nobody_does_it",
        "legal_visa",
    ),
    (
        PROCESS,
        '<zeebe:input source="=&quot;unconsidered&quot;" target="template"/>',
        "",
        "reference.input_missing",
        "send_unconsidered",
    ),
    (
        PROCESS,
        '"=&quot;residents&quot;"',
        '"=&quot;resident&quot;"',
        "reference.register_unknown",
        "find_entry",
    ),
    (
        WITHDRAWAL,
        '"=&quot;withdrawn&quot;" target="outcome"',
        '"=&quot;gone&quot;" target="outcome"',
        "reference.outcome_unknown",
        "record_withdrawal",
    ),
    (
        DECISION,
        "&quot;order_grant&quot; else &quot;order_refuse&quot;",
        "&quot;order_give&quot; else &quot;order_refuse&quot;",
        "reference.template_unknown",
        "render_draft",
    ),
    (
        PROCESS,
        'source="=result" target="registry"',
        'source="=result.person" target="registry"',
        "reference.output_unknown",
        "ask_civil_registry",
    ),
    (
        HEARING,
        'dueDate="=term(&quot;hearing.term&quot;)"',
        'dueDate="=term(&quot;hearing.trem&quot;)"',
        "reference.parameter_unknown",
        "hearing",
    ),
    (
        PROCESS,
        'dueDate="=term(&quot;hm.visit&quot;)"',
        'dueDate="=application.residence_from"',
        "expression.not_a_time",
        "visit",
    ),
    (PROCESS, '; №1958-IIს"', '; №1985-IIს"', "reference.act_not_listed", "decide_act"),
    (PROCESS, '"№2181, მუხ. 78; ', '"№2181, art. 78; ', "reference.law_unreadable", "application"),
    (
        PROCESS,
        '=check_completeness.complete = "no"<',
        "=check_completeness.complete<",
        "feel.not_a_condition",
        "is_complete",
    ),
    (
        PROCESS,
        '=consider_hearing.conclusion = "changed"<',
        '=consider_hearing.conclude = "changed"<',
        "feel.no_property",
        "hearing_outcome",
    ),
    (
        PROCESS,
        '=commission_session.recommendation = "more_facts"<',
        "=commission_session.votes_for &lt; registry.checked_at<",
        "expression.maybe_no_answer",
        "recommendation",
    ),
    (
        PROCESS,
        "=notice.answered = true<",
        "=registry.checked_at<",
        "expression.maybe_not_a_condition",
        "is_answered",
    ),
    (
        NOTICE,
        'assignee="=applicant.personal_number"',
        'assignee="=application.months_last_year"',
        "expression.not_a_name",
        "answer_notice",
    ),
    (
        NOTICE,
        '>=term("gac.defect.min")<',
        '>=duration("P3000Y")<',
        "expression.time_out_of_range",
        "notice_expired",
    ),
    (
        PROCESS,
        '=applicant.personal_number" target="person"',
        '=applicant.personal_number" target="draft_act"',
        "expression.input_hides",
        "enter_register",
    ),
    (
        HEARING,
        '>=term("hearing.term")<',
        ">=[1, 2][5]<",
        "expression.always_nothing",
        "hearing_expired",
    ),
    (
        NOTICE,
        "=term(&quot;gac.defect.extension&quot;)",
        "=registry.checked_at",
        "expression.maybe_not_a_time",
        "answer_extended",
    ),
    ("grant/service.json", '"gac.decision"', '"gac.desicion"', "reference.parameter_unknown", "clock.term"),
    (
        "grant/service.json",
        '"number": "personal_number"',
        '"number": "personal_no"',
        "reference.household_unknown",
        "household.number",
    ),
    (
        "grant/service.json",
        '"household": {',
        '"about_announcement": "phone",\n  "household": {',
        "reference.announcement_unknown",
        "about_announcement",
    ),
    ("grant/service.json", '"{municipality}-O-{year}-{n:05}"', "null", "reference.order_number_missing", ""),
    ("grant/forms/decide.form", '"=verdict != \\"return', '"=verdic != \\"return', "feel.unknown_name", ""),
    (
        "grant/forms/check_completeness.form",
        '"=advice.reason != \\"ok\\""',
        '"=advice.because != \\"ok\\""',
        "feel.no_property",
        "check_completeness_advice_ok",
    ),
    (
        "../shared/notice/forms/answer_notice.form",
        '"components": [',
        '"components": [{"type": "textfield", "id": "e", "key": "entry", "label": "x",'
        ' "properties": {"mms:type": "register_entry", "mms:register": "nothing"}},',
        "form.register_unknown",
        "entry",
    ),
    (
        "grant/forms/visit.form",
        '"components": [',
        '"components": [{"type": "image", "id": "pic", "alt": "x", "source": "images/none.png"},',
        "form.picture_missing",
        "pic",
    ),
    (
        "grant/forms/commission_session.form",
        '"components": [',
        '"components": [{"type": "number", "id": "l", "key": "l", "label": "x",'
        ' "properties": {"mms:max": "=string(5)"}, "conditional": {"hide": "=l = 1"}},',
        "form.rule_kind",
        "l",
    ),
    (
        "grant/forms/commission_session.form",
        '"conditional": {"hide": "=l = 1"}},',
        '"conditional": {"hide": "=l = 2"}},',
        "form.cyclic",
        "l",
    ),
    ("grant/texts/en.json", '"is_complete"', '"is_completed"', "reference.text_missing", "is_complete"),
    (
        "grant/texts/en.json",
        '"date_too_early":',
        '"date_early":',
        "reference.form_text_missing",
        "forms.application.absences.absent_from.messages.date_too_early",
    ),
    ("grant/documents/granted.en.html", "date(", "datte(", "document.template.expression_invalid", ""),
    ("grant/documents/parts/facts.ka.html", "date(", "datte(", "document.template.expression_invalid", ""),
    (
        "grant/documents/parts/facts.ka.html",
        "</li>",
        '{{ term("gac.nothing") }}</li>',
        "reference.parameter_unknown",
        "",
    ),
]


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> tuple[Finding, ...]:
    """What validation says of a service with all the mistakes."""
    bpmn = tmp_path_factory.mktemp("mistaken") / "bpmn"
    shutil.copytree(BPMN, bpmn)
    for file, old, new, _, _ in MISTAKES:
        path = bpmn / "high_mountain" / file
        text = path.read_text()
        assert old in text, (file, old)
        path.write_text(text.replace(old, new, 1))
    unused = {"id": "unused", "type": "default", "schemaVersion": 19, "components": []}
    (bpmn / "high_mountain/grant/forms/unused.form").write_text(json.dumps(unused))
    (bpmn / "high_mountain/grant/documents/parts/unused.ka.html").write_text("<p>ა</p>")
    return check_folder(bpmn / "high_mountain/grant")


@pytest.mark.parametrize(("code", "where"), [mistake[3:] for mistake in MISTAKES])
def test_findings__mistake_among_many__is_found_where_it_is(
    findings: tuple[Finding, ...], code: str, where: str
) -> None:
    assert any(finding.code == code and where in ("", finding.where) for finding in findings)


def test_findings__form_that_nobody_uses__is_a_remark(findings: tuple[Finding, ...]) -> None:
    found = next(finding for finding in findings if finding.code == "reference.form_unused")

    assert found.file == "high_mountain/grant/forms/unused.form"
    assert not found.is_error


def test_findings__part_that_no_letter_has__is_a_remark(findings: tuple[Finding, ...]) -> None:
    (found,) = (finding for finding in findings if finding.code == "reference.part_unused")

    assert (found.file, found.is_error) == ("high_mountain/grant/documents/parts/unused.ka.html", False)


def test_findings__mistake_in_a_part__is_found_once_and_in_the_part(findings: tuple[Finding, ...]) -> None:
    said = [finding for finding in findings if finding.code.startswith("document.template.")]
    found = {finding.file: finding for finding in said}
    unknown = [finding.file for finding in findings if finding.detail == "gac.nothing"]

    assert (len(said), found.keys()) == (2, {GRANTED, PART})
    assert ("line" in found[GRANTED].detail, "line" in found[PART].detail) == (True, False)
    assert unknown == [PART]


def test_findings__all_of_them__are_in_files_that_exist(findings: tuple[Finding, ...]) -> None:
    assert {finding.file for finding in findings if not (BPMN / finding.file).exists()} == {
        "high_mountain/grant/forms/unused.form",
        "high_mountain/grant/documents/parts/unused.ka.html",
    }


def test_findings__in_a_block__say_who_calls_it(findings: tuple[Finding, ...]) -> None:
    called = {
        finding.where: finding.callers
        for finding in findings
        if finding.file.startswith("shared/") and finding.callers
    }

    assert called["answer_notice"] == ("high_mountain/grant/process.bpmn: give_notice",)
    assert not [finding for finding in findings if finding.callers and not finding.file.startswith("shared/")]


def test_finding__that_would_harm_people__says_what_it_would_do_to_them() -> None:
    said = as_data(wrong("decision.input_empty", hint="registry.found"))

    assert said["effect"]["en"].startswith("No rule would apply")
    assert said["effect"]["ka"] and said["hint"] == "registry.found"
    assert as_data(wrong("catalogue.not_json"))["effect"] == {"ka": "", "en": ""}


def test_finding__in_a_terminal__names_harm_and_the_nearest_there_is() -> None:
    text = "\n".join(lines([wrong("feel.never_equal", hint="not_found")], "en"))

    assert "in every case or in none" in text and "nearest: not_found" in text
