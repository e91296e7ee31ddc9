"""What stands between an analyst's mistake and a published service."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from engine.catalogue.check import check_folder, errors_among
from engine.installation.loading import BPMN


@pytest.fixture
def grant(tmp_path: Path) -> Path:
    """A copy of the shipped service to make mistakes in."""
    shutil.copytree(BPMN, tmp_path / "bpmn")
    return tmp_path / "bpmn" / "high_mountain" / "grant"


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_check__shipped_service__has_nothing_to_remark(grant: Path) -> None:
    # Rules of layout that are remarks may be broken: tests/process/layout/test_own_diagrams.py.
    assert [found for found in check_folder(grant) if not found.code.startswith("layout.")] == []


def test_check__template_missing_in_one_language__names_it(grant: Path) -> None:
    (grant / "documents" / "unconsidered.en.html").unlink()

    assert "documents/unconsidered.en.html" in [
        finding.detail for finding in check_folder(grant) if finding.code == "reference.template_unknown"
    ]


def test_check__broken_files__hide_nothing_in_each_other(grant: Path) -> None:
    spoil(grant / "process.bpmn", 'id="visit"', 'id="visit" id="visit"')
    spoil(grant / "eligibility.dmn", "<decisionTable", "<decisionTable <")
    spoil(grant / "forms" / "visit.form", "{", "{{")
    spoil(grant / "service.json", '"fee_tetri"', '"fee"')
    spoil(grant / "texts" / "en.json", '"_review": "unchecked"', '"_review": 7')
    spoil(grant / "documents" / "granted.ka.html", "</html>", "")

    found = {finding.code for finding in check_folder(grant)}

    assert found >= {
        *("diagram.xml_malformed", "decision.malformed_xml", "form.not_json"),
        *("catalogue.schema", "document.template.not_xml"),
    }
    assert len([f for f in check_folder(grant) if f.code == "catalogue.schema"]) == 2


def test_check__several_things_that_would_be_passed_over__are_all_found_by_name(grant: Path) -> None:
    spoil(grant / "process.bpmn", 'attachedToRef="proceeding"', 'attachedToRef="proceeding" camunda="x"')
    spoil(grant / "process.bpmn", "<zeebe:userTask/>", "<zeebe:executionListeners/>")

    found = {(finding.code, finding.where, finding.name) for finding in check_folder(grant)}

    assert ("diagram.attribute_unknown", "withdrawn", "განცხადება უკან გამოითხოვა") in found
    assert ("diagram.extension_unknown", "enter_registry_extract", "რეესტრის ამონაწერის შეტანა") in found


def test_check__step_without_a_name_in_english__names_it(grant: Path) -> None:
    spoil(grant / "texts" / "en.json", '"visit":', '"vist":')

    assert "reference.text_missing" in [finding.code for finding in check_folder(grant)]


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
    (question,) = re.findall("application.months_last_year &gt;= [^<]+", path.read_text())
    spoil(path, question, "shared.is_long")
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

    assert errors_among(check_folder(grant)) == ()


def test_check__mistake_in_an_imported_table__is_found(grant: Path) -> None:
    share_a_decision(grant, months='parametre("hm.min_months")')

    assert "decision.expression_invalid" in {finding.code for finding in check_folder(grant)}


def test_check__imported_table_that_is_not_there__is_found(grant: Path) -> None:
    share_a_decision(grant, months="6")
    (grant / "shared.dmn").unlink()

    errors = errors_among(check_folder(grant))

    assert [finding.code for finding in errors] == ["decision.import_unknown"]


@pytest.mark.parametrize(
    ("priority", "codes"),
    [
        ("80", []),
        ("=if application.months_last_year &gt; 9 then 80 else 20", []),
        ("=if application.months_last_year &gt; 9 then 80 else null", []),
        ("=parameter(&quot;x&quot;)", ["reference.parameter_unknown"]),
        ("=101", ["expression.not_a_priority"]),
        ("=0.5", ["expression.not_a_priority"]),
        ("=&quot;high&quot;", ["expression.not_a_priority"]),
        ("=application.declaration", ["expression.not_a_priority"]),
        ("high", ["diagram.priority_out_of_range"]),
    ],
)
def test_check__priority__is_a_whole_number_up_to_a_hundred(
    grant: Path, priority: str, codes: list[str]
) -> None:
    task = '<bpmn:userTask id="visit"'
    head, found, rest = (grant / "process.bpmn").read_text().partition(task)
    spoiled = rest.replace(
        "<zeebe:userTask/>", f'<zeebe:userTask/><zeebe:priorityDefinition priority="{priority}"/>', 1
    )
    assert spoiled != rest
    (grant / "process.bpmn").write_text(head + found + spoiled)

    assert [finding.code for finding in errors_among(check_folder(grant))] == codes
