"""What stands between an analyst's mistake and a published service."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.catalogue.check import check_folder
from engine.loading import BPMN


@pytest.fixture
def grant(tmp_path: Path) -> Path:
    """A copy of the shipped service to make mistakes in."""
    shutil.copytree(BPMN, tmp_path / "bpmn")
    return tmp_path / "bpmn" / "high_mountain" / "grant"


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_check__shipped_service__finds_nothing(grant: Path) -> None:
    assert check_folder(grant) == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        (
            "process.bpmn",
            'source="=applicant.personal_number"',
            'source="=aplicant.personal_number"',
            "feel.unknown_name",
        ),
        ("process.bpmn", "term(&quot;hm.visit&quot;)", "trem(&quot;hm.visit&quot;)", "feel.unknown_function"),
        ("process.bpmn", 'type="civil_registry.person"', 'type="os.system"', "operation_unknown"),
        ("process.bpmn", 'formId="visit"', 'formId="visits"', "form_unknown"),
        ("process.bpmn", 'decisionId="eligibility"', 'decisionId="eligible"', "decision_unknown"),
        ("process.bpmn", 'target="personal_number"', 'target="number"', "operation_input_unknown"),
        ("eligibility.dmn", "registry.is_citizen", "registri.is_citizen", "decision.name_unknown"),
        ("eligibility.dmn", "<text>false</text>", "<text>true</text>", "decision.rules_overlap"),
        ("eligibility.dmn", '<text>"nowhere"</text>', '<text>"here"</text>', "decision.gap"),
        ("process.bpmn", "term(&quot;hm.visit&quot;)", "1 + &quot;x&quot;", "feel.kinds_differ"),
        (
            "documents/granted.ka.html",
            "{{ case.number }}",
            "{{ caes.number }}",
            "document.template.expression_invalid",
        ),
    ],
)
def test_check__one_mistake__is_found_where_it_is(
    grant: Path, file: str, old: str, new: str, code: str
) -> None:
    spoil(grant / file, old, new)

    findings = check_folder(grant)

    assert code in [finding.code for finding in findings], findings


def test_check__template_missing_in_one_language__names_it(grant: Path) -> None:
    (grant / "documents" / "hearing.en.html").unlink()

    assert "hearing.en" in [
        finding.detail for finding in check_folder(grant) if finding.code == "template_unknown"
    ]


def test_check__step_without_a_name_in_english__names_it(grant: Path) -> None:
    spoil(grant / "texts" / "en.json", '"visit":', '"vist":')

    assert "text_missing" in [finding.code for finding in check_folder(grant)]


SHARED = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m"
    namespace="urn:shared">
  <decision id="is_long" name="is_long"><variable name="is_long"/>
    <literalExpression><text>application.months_last_year &gt;= {months}</text></literalExpression>
  </decision>
</definitions>"""


def share_a_decision(grant: Path, months: str) -> None:
    """Move the question of the months into a file of its own."""
    (grant / "shared.dmn").write_text(SHARED.replace("{months}", months))
    path = grant / "eligibility.dmn"
    spoil(path, 'application.months_last_year &gt;= parameter("hm.min_months")', "shared.is_long")
    spoil(
        path,
        '<decision id="eligibility"',
        '<import name="shared" namespace="urn:shared" locationURI="shared.dmn" '
        'importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/><decision id="eligibility"',
    )
    spoil(
        path,
        "<decisionTable",
        '<informationRequirement id="needs_is_long"><requiredDecision href="urn:shared#is_long"/>'
        "</informationRequirement><decisionTable",
    )


def test_check__table_that_imports_another_of_its_folder__finds_nothing(grant: Path) -> None:
    share_a_decision(grant, months='parameter("hm.min_months")')

    assert check_folder(grant) == ()


def test_check__mistake_in_an_imported_table__is_found(grant: Path) -> None:
    share_a_decision(grant, months='parametre("hm.min_months")')

    assert "decision.expression_invalid" in {finding.code for finding in check_folder(grant)}


def test_check__imported_table_that_is_not_there__is_found(grant: Path) -> None:
    share_a_decision(grant, months="6")
    (grant / "shared.dmn").unlink()

    assert [finding.code for finding in check_folder(grant)] == ["decision.import_unknown"]
