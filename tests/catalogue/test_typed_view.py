"""Edits after which a service would decide wrongly, each refused where it stands, and harmless ones.

The edits are made on services as they are shipped: in the diagram, in tables, forms, letters and settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from engine.catalogue.check.findings import Finding
from engine.catalogue.check.subject import read_subject
from engine.catalogue.check.validation import CHECKS, parameters_beside
from engine.catalogue.check.words import as_data
from engine.catalogue.folder import read_service
from engine.installation.loading import BPMN
from engine.studio.fixes import fixed
from tests.catalogue.edits import (
    DIAGRAM,
    DIAGRAMS,
    FORMS,
    GRANT,
    HARMLESS,
    LETTERS,
    MISSPELT,
    OTHERS,
    SETTINGS,
    TABLES,
    Edit,
)


@cache
def files_of(service: str) -> Mapping[str, bytes]:
    return read_service(BPMN / service).files_in_force


def edited(service: str, edit: Edit) -> tuple[str, bytes]:
    """Return the path of the file that an edit is of, and the file after it."""
    (file, old, new), files = edit, files_of(service)
    path = file if file in files else f"{service}/{file}"
    assert old.encode() in files[path], (path, old)
    return path, files[path].replace(old.encode(), new.encode(), 1)


def is_mended(service: str, edit: Edit, found: list[Finding]) -> bool:
    """Say whether each fix can be made, and whether that of a misspelling writes the file as it was."""
    path, content = edited(service, edit)
    told = [as_data(finding) for finding in found if finding.fix and finding.file == path]
    fixes = [fixed(path, content, finding) for finding in told]
    return edit not in MISSPELT or files_of(service)[path] in fixes


def findings_after(service: str, edit: Edit) -> list[Finding]:
    """Return the errors of a service after an edit, apart from those of soundness."""
    path, content = edited(service, edit)
    files = {**files_of(service), path: content}
    found: list[Finding] = []
    parameters = parameters_beside(BPMN / service)
    subject = read_subject(service.replace("/", "."), files, parameters=parameters, found=found)
    for judgement in CHECKS:
        found += judgement(subject)
    return [finding for finding in found if finding.is_error]


@pytest.mark.parametrize(("edit", "code"), [*TABLES, *DIAGRAMS, *LETTERS, *FORMS, *SETTINGS])
def test_edit__that_decides_wrongly__is_refused_where_it_is(edit: Edit, code: str) -> None:
    found = findings_after(GRANT, edit)

    assert code in {finding.code for finding in found if finding.file.endswith(edit[0])}, found
    assert is_mended(GRANT, edit, found)


@pytest.mark.parametrize(("service", "edit", "code"), OTHERS)
def test_edit__of_settings_or_tables__is_refused_where_it_is(service: str, edit: Edit, code: str) -> None:
    found = findings_after(service, edit)

    assert code in {finding.code for finding in found if finding.file.endswith(edit[0])}, found
    assert is_mended(service, edit, found)


@pytest.mark.parametrize("edit", HARMLESS)
def test_edit__that_changes_nothing_for_the_worse__reports_nothing(edit: Edit) -> None:
    assert findings_after(GRANT, edit) == []


def test_finding__of_a_misspelt_value__names_the_nearest_there_is() -> None:
    edit = (DIAGRAM, 'visit.finding = "not_found"', 'visit.finding = "not_fond"')

    (found,) = findings_after(GRANT, edit)

    assert found.hint == "not_found"
    assert found.where == "visit_outcome"


def test_finding__of_a_time_that_is_none__hides_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    path, content = edited(GRANT, (DIAGRAM, "=term(&quot;hm.visit&quot;)", "3 days"))
    before = files_of(GRANT)
    monkeypatch.setattr("tests.catalogue.test_typed_view.files_of", lambda _: {**before, path: content})

    found = findings_after(GRANT, (DIAGRAM, "not(advice.eligible)", "advice.eligble"))

    assert {finding.code for finding in found} == {"diagram.timer_not_iso", "feel.no_property"}
