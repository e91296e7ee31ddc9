"""Each kind of fix: pieces are broken, the fixes of their findings are made, and nothing is left to say.

All are broken in one service at once, each in a place of its own: one examination tells them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from engine.catalogue.check.decisions import check_decisions
from engine.catalogue.check.expressions import check_expressions
from engine.catalogue.check.forms import check_forms
from engine.catalogue.check.subject import read_subject
from engine.catalogue.check.templates import check_templates
from engine.catalogue.check.validation import parameters_beside
from engine.catalogue.check.wording import check_wording
from engine.catalogue.check.words import as_data
from engine.installation.loading import BPMN
from engine.studio.fixes import fixed
from feel import compile_expression, compile_unary_tests
from feel.analyse import analyse, list_of, nearest_date
from feel.analyse.kinds import NUMBER, STRING
from tests.catalogue.edits import DIAGRAM, GRANT, Edit
from tests.catalogue.test_typed_view import files_of

TABLE, LETTER = "eligibility.dmn", "documents/granted.en.html"
END = '<mms:part name="sender"/>'
MONTHS, HOUSEHOLD = "application.months_last_year", "application.household"
DUE = '<zeebe:taskSchedule dueDate="=term(&quot;hm.visit&quot;)"/>'
DATES = {"1.9.2026": "2026-09-01", "01/09/2026": "2026-09-01", "2026.9.1": "2026-09-01", "31.02.2026": ""}

Broken = tuple[Edit, str, str]  # an edit, the finding that tells it, and what the fix writes


def printed(wrong: str, code: str, right: str) -> Broken:
    return (LETTER, END, f"<p>{{{{ {wrong} }}}}</p>{END}"), code, right


def shown_if(wrong: str, code: str, right: str) -> Broken:
    return (LETTER, END, f'<p mms:if="={wrong}">x</p>{END}'), code, right


def due_at(form: str, wrong: str, right: str) -> Broken:
    tag = f'<zeebe:formDefinition formId="{form}"/>'
    return (DIAGRAM, tag, f'{tag}<zeebe:taskSchedule dueDate="={wrong}"/>'), "expression.not_a_time", right


ONE_WAY: list[Broken] = [
    (
        (DIAGRAM, DUE, '<zeebe:taskSchedule dueDate="=duration(&quot;3 days&quot;)"/>'),
        "feel.bad_temporal_literal",
        'duration("P3D")',
    ),
    (
        (DIAGRAM, "<zeebe:taskSchedule", '<zeebe:priorityDefinition priority="="/><zeebe:taskSchedule'),
        "feel.unexpected_end",
        "",
    ),
    ((DIAGRAM, "=notice.answered = true", f"={MONTHS}"), "feel.not_a_condition", f"{MONTHS} > 0"),
    (
        (DIAGRAM, 'visit.finding = "not_found" and', f"{MONTHS} = true and"),
        "feel.kinds_differ",
        f"{MONTHS} > 0 and count(visits) < 2",
    ),
    (
        (DIAGRAM, 'consider_hearing.conclusion = "changed"', 'check_completeness.look_into = "revenue"'),
        "feel.kinds_differ",
        'list contains(check_completeness.look_into, "revenue")',
    ),
    due_at("weigh_facts", "&quot;3 days&quot;", 'duration("P3D")'),
    due_at("commission_session", "&quot;1.9.2026&quot;", 'date("2026-09-01")'),
    due_at("enter_registry_extract", "2026-09-02", 'date("2026-09-02")'),
    shown_if(MONTHS, "feel.not_a_condition", f"{MONTHS} > 0"),
    shown_if(HOUSEHOLD, "feel.not_a_condition", f"count({HOUSEHOLD}) > 0"),
    printed(f'if {MONTHS} then "a" else "b"', "feel.not_a_condition", f'if {MONTHS} > 0 then "a" else "b"'),
    printed(
        'if date(registry.checked_at) &lt; "1.9.2026" then "a" else "b"',
        "feel.kinds_differ",
        'if date(registry.checked_at) < date("2026-09-01") then "a" else "b"',
    ),
    printed(
        "registry.is_alive", "document.template.unprintable", 'if registry.is_alive then "yes" else "no"'
    ),
    (
        (LETTER, END, f'<p mms:for="visited in =visits">{{{{ visited.finding }}}}</p>{END}'),
        "document.template.option_raw",
        'if visited.finding = "does_not_live" then "Does not live here" else',
    ),
]
TO_CHOOSE: list[Broken] = [
    (
        (TABLE, "<text>registry.is_alive = true</text>", "<text></text>"),
        "decision.input_empty",
        "registry.is_alive",
    ),
    (
        (DIAGRAM, 'weigh_facts.contradicts = "yes"', 'weigh_facts.contradicts = "zzz"'),
        "feel.never_equal",
        "yes",
    ),
    shown_if("visit.finding", "feel.not_a_condition", 'visit.finding = "lives"'),
    printed("registry", "document.template.unprintable", "registry.given_name"),
]


def examined(files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """Return the errors in the expressions and words of the service with these files."""
    parameters = parameters_beside(BPMN / GRANT)
    subject = read_subject(GRANT.replace("/", "."), files, parameters=parameters, found=(found := []))
    for judgement in (check_expressions, check_decisions, check_templates, check_forms, check_wording):
        found += judgement(subject)
    return [as_data(finding) for finding in found if finding.is_error]


@pytest.fixture(scope="module")
def broken() -> dict[str, bytes]:
    """The files of the service with all pieces broken."""
    files = dict(files_of(GRANT))
    for (file, right, wrong), _, _ in (*ONE_WAY, *TO_CHOOSE):
        path = f"{GRANT}/{file}"
        assert right.encode() in files[path], right
        files[path] = files[path].replace(right.encode(), wrong.encode(), 1)
    return files


@pytest.fixture(scope="module")
def findings(broken: dict[str, bytes]) -> list[dict[str, Any]]:
    return examined(broken)


def choice_in(finding: dict[str, Any]) -> list[str] | None:
    """Return the fix of a finding, or what the test chooses among several."""
    wanted = {written for _, _, written in TO_CHOOSE}
    return finding["fix"] or next(
        (choice["fix"] for choice in finding["choices"] if choice["value"] in wanted), None
    )


@pytest.mark.parametrize(("edit", "code", "written"), ONE_WAY)
def test_fix__of_what_can_be_derived__writes_it(
    findings: list[dict[str, Any]], edit: Edit, code: str, written: str
) -> None:
    fixes = [finding["fix"][1] for finding in findings if finding["code"] == code and finding["fix"]]

    assert any(fix.startswith(written) for fix in fixes) if written else "" in fixes


@pytest.mark.parametrize(("edit", "code", "chosen"), TO_CHOOSE)
def test_fix__where_several_may_be_meant__is_one_of_them(
    findings: list[dict[str, Any]], edit: Edit, code: str, chosen: str
) -> None:
    offered = [
        choice["value"] for finding in findings if finding["code"] == code for choice in finding["choices"]
    ]

    assert chosen in offered
    assert all(not finding["fix"] for finding in findings if finding["choices"])


def test_fixes__all_made__leave_nothing_to_mend(
    broken: dict[str, bytes], findings: list[dict[str, Any]]
) -> None:
    files = dict(broken)
    for finding in findings:
        path = finding["fix_file"]
        fix = {"where": finding["fix_where"], "fix": choice_in(finding)}
        files[path] = fixed(path.removeprefix(f"{GRANT}/"), files[path], fix)

    assert examined(files) == []


@pytest.mark.parametrize(("written", "date"), [*DATES.items()])
def test_date__as_people_write_it__is_the_day_of_the_calendar(written: str, date: str) -> None:
    assert nearest_date(written) == date


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ('x != "a"', 'not(list contains(x, "a"))'),
        ('1 = 1 and x = "a \\" b"', '1 = 1 and list contains(x, "a \\" b")'),
        ('(x) = "a"', ""),
        ('x = ("a")', ""),
        ("n = true", "n > 0"),
        ("n = (true)", ""),
    ],
)
def test_comparison__of_kinds_that_never_meet__is_mended_or_left_whole(asked: str, right: str) -> None:
    kinds = {"x": list_of(STRING), "n": NUMBER}
    (problem,) = analyse(compile_expression(asked, names=frozenset(kinds)), kinds=kinds).problems

    assert (problem.code, problem.mended) == ("feel.kinds_differ", right)


@pytest.mark.parametrize(("cell", "test"), [("true", "> 0"), ("false", "<= 0")])
def test_cell__that_says_true_of_a_number__is_fixed_by_a_comparison(cell: str, test: str) -> None:
    (problem,) = analyse(compile_unary_tests(cell), tested=NUMBER).problems

    assert problem.mended == test
