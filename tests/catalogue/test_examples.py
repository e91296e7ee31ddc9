"""Each example of a finding that the documentation shows: the edit, made to a copy, gives the finding."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from engine.catalogue.check import (
    Finding,
    check_folder,
    check_messages_read,
    check_parameters_read,
    errors_among,
)
from engine.catalogue.check.findings import of_catalogue
from engine.catalogue.errors import CatalogueError
from engine.catalogue.municipalities import read_centers, read_municipalities
from engine.installation.loading import BPMN
from tests.catalogue.edits import EXAMPLES, Example
from tests.catalogue.edits.flow import way
from tests.catalogue.edits.settings import CATALOGUE
from tests.catalogue.edits.shape import example, written

SERVICE, DIAGRAM = "general/question", "process.bpmn"
BEGINNING = '<bpmn:sequenceFlow id="start_proceeding" sourceRef="application" targetRef="proceeding"/>'


@pytest.fixture(scope="module")
def bpmn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the catalogue to make mistakes in; each is taken back."""
    copy = tmp_path_factory.mktemp("examples") / "bpmn"
    shutil.copytree(BPMN, copy)
    return copy


@cache
def shipped(service: str) -> frozenset[tuple[str, str, str]]:
    """Return what is to be said of a service as it is shipped."""
    return frozenset(map(_place, found_in(BPMN, service)))


def found_in(bpmn: Path, service: str) -> tuple[Finding, ...]:
    return check_folder(bpmn / service) if service != CATALOGUE else tuple(_of_catalogue(bpmn))


def _of_catalogue(bpmn: Path) -> Iterator[Finding]:
    """Yield why the catalogue's own files would not be loaded."""
    for read in (read_municipalities, read_centers):
        try:
            read(bpmn)
        except CatalogueError as error:
            yield of_catalogue(error)
    yield from check_parameters_read(bpmn)
    yield from check_messages_read(bpmn)


def _place(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.where, finding.detail


def script(element: str, expression: str, *, variable: str, output: str = "") -> str:
    mapping = f'<zeebe:ioMapping><zeebe:output source="={variable}" target="{output}"/></zeebe:ioMapping>'
    return (
        f'<bpmn:scriptTask id="{element}"><bpmn:extensionElements>'
        f'<zeebe:script expression="{expression}" resultVariable="{variable}"/>{mapping if output else ""}'
        "</bpmn:extensionElements></bpmn:scriptTask>"
    )


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.code)
def test_example__made_in_a_shipped_service__gives_its_finding(bpmn: Path, example: Example) -> None:
    with example.made_in(bpmn):
        found = found_in(bpmn, example.service)
        files = [finding.file for finding in found if finding.file and (bpmn / finding.file).exists()]

    changed = [str(change.path(bpmn, example.service).relative_to(bpmn)) for change in example.changes]
    new = [finding for finding in found if _place(finding) not in shipped(example.service)]
    of_code = [finding for finding in new if finding.code == example.code]
    assert of_code, found
    assert {finding.file for finding in of_code} <= {*files, *changed}


def test_examples__all_taken_back__leave_the_copy_as_it_was(bpmn: Path) -> None:
    files = {path.relative_to(BPMN): path.read_bytes() for path in BPMN.rglob("*") if path.is_file()}

    assert {path.relative_to(bpmn): path.read_bytes() for path in bpmn.rglob("*") if path.is_file()} == files


def test_check__output_into_a_group_of_values__is_not_refused_by_the_trial(bpmn: Path) -> None:
    drawn = "".join((
        script("one", "={subject: application.subject}", variable="kept"),
        script("two", "=1", variable="number", output="kept.number"),
        way("application", "one"), way("one", "two"), way("two", "proceeding"),
    ))  # fmt: skip
    grouped = example("", SERVICE, (DIAGRAM, BEGINNING, drawn))

    with grouped.made_in(bpmn) as folder:
        assert errors_among(check_folder(folder)) == ()


@pytest.mark.parametrize(("form", "key"), [("application", "subject"), ("direct", "answered_by")])
def test_check__form_that_cannot_be_read__is_all_that_is_blamed(bpmn: Path, form: str, key: str) -> None:
    broken = example("", SERVICE, (f"forms/{form}.form", f'"key": "{key}"', '"key": "the key"'))

    with broken.made_in(bpmn) as folder:
        assert [finding.code for finding in errors_among(check_folder(folder))] == ["form.key"]


@pytest.mark.parametrize(
    "file", ["texts/en.json", "general/texts/en.json", "shared/forwarding/texts/ka.json"]
)
def test_check__texts_that_cannot_be_read__are_all_that_is_blamed(bpmn: Path, file: str) -> None:
    broken = example("", SERVICE, (file, '"_review": "unchecked",', '"_review": "unchecked"'))

    with broken.made_in(bpmn) as folder:
        assert [finding.code for finding in errors_among(check_folder(folder))] == ["catalogue.not_json"]


@pytest.mark.parametrize(
    ("file", "before", "after", "code"),
    [
        ("forms/send_on.form", '"schemaVersion": 19,', '"schemaVersion": 19', "form.not_json"),
        (DIAGRAM, "</bpmn:process>", "</bpmn:proces>", "diagram.xml_malformed"),
        ("block.json", '"code":', "code:", "catalogue.not_json"),
        ("block.json", '"name": "clerk"', '"nam": "clerk"', "catalogue.schema"),
        ("texts/en.json", '"_review": "unchecked"', '"_review": 7', "catalogue.schema"),
    ],
)
def test_check__mistake_in_a_block__is_told_and_the_block_not_missed(
    bpmn: Path, file: str, before: str, after: str, code: str
) -> None:
    with example("", SERVICE, (f"shared/forwarding/{file}", before, after)).made_in(bpmn) as folder:
        found = {finding.code for finding in check_folder(folder)}

    assert code in found
    assert "diagram.called_block_missing" not in found


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("documents/the answer.en.html", "<p>Thank you.</p>", "catalogue.bad_file_name"),
        ("README.md", Path("../complaint/README.md"), "catalogue.symbolic_link"),
        ("README.md", (2 * 1024 * 1024 + 1) * " ", "catalogue.file_too_large"),
        ("documents/a/b/c/d/letter.html", "<p>Thank you.</p>", "catalogue.folder_too_deep"),
    ],
)
def test_check__file_that_is_left_out__hides_no_other_mistake(
    bpmn: Path, file: str, content: str | Path, code: str
) -> None:
    both = example("", SERVICE, written(file, content), (DIAGRAM, 'formId="direct"', 'formId="directs"'))

    with both.made_in(bpmn) as folder:
        found = {finding.code for finding in check_folder(folder)}

    assert found >= {code, "reference.form_unknown"}
    assert "catalogue.file_missing" not in found


def test_check__several_files_left_out__are_all_told(bpmn: Path) -> None:
    names = ("documents/one letter.en.html", "documents/two letters.en.html")
    both = example("", SERVICE, *(written(name, "<p>Thank you.</p>") for name in names))

    with both.made_in(bpmn) as folder:
        found = [finding.file for finding in check_folder(folder) if finding.code.endswith("bad_file_name")]

    assert found == [f"{SERVICE}/{name}" for name in names]


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("general/module.json", '"code": "chancellery"', '"code": []'),
        ("service.json", '"act": {', '"acts": {'),
        ("service.json", '"email": "application.email"', '"email": 5'),
    ],
)
def test_check__settings_of_another_shape__are_told_and_hide_nothing(
    bpmn: Path, file: str, before: str, after: str
) -> None:
    both = example("", SERVICE, (file, before, after), (DIAGRAM, 'formId="direct"', 'formId="directs"'))

    with both.made_in(bpmn) as folder:
        found = {finding.code for finding in check_folder(folder)}

    assert found >= {"catalogue.schema", "reference.form_unknown"}
