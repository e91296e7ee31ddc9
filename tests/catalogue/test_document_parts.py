"""Shared parts of templates: a version keeps those that its templates name."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.catalogue import CatalogueError
from engine.catalogue.document_parts import read_parts, whole
from engine.catalogue.folder import read_service
from engine.catalogue.semantics import current
from engine.catalogue.versions import digest
from tests.catalogue.builders import a_catalogue, write

LETTER = "roads/repair/documents/told.ka.html"


@pytest.fixture
def bpmn(tmp_path: Path) -> Path:
    bpmn = a_catalogue(tmp_path)
    write(bpmn / LETTER, b'<p><mms:part name="sender"/></p>')
    for name in ("sender", "letterhead"):
        for language in ("ka", "en"):
            write(bpmn / "shared" / "documents" / f"{name}.{language}.html", f"{name} {language}".encode())
    return bpmn


def test_files__of_a_service_whose_letter_names_a_part__hold_it_in_the_letters_language(bpmn: Path) -> None:
    files = read_service(bpmn / "roads" / "repair").files

    parts = {path for path in files if path.startswith("shared/documents/")}
    assert parts == {"shared/documents/sender.ka.html"}
    assert whole(files, LETTER) == b"<p>sender ka</p>"


def test_digest__of_a_version__covers_the_part(bpmn: Path) -> None:
    before = digest(read_service(bpmn / "roads" / "repair").files, current())

    write(bpmn / "shared" / "documents" / "sender.ka.html", b"another")

    assert digest(read_service(bpmn / "roads" / "repair").files, current()) != before


@pytest.mark.parametrize("name", ["gone", "../../roads/module", ""])
def test_read_parts__not_a_part__is_refused_with_the_template(bpmn: Path, name: str) -> None:
    with pytest.raises(CatalogueError) as refused:
        read_parts({LETTER: f'<mms:part name="{name}"/>'.encode()}, bpmn)

    assert (refused.value.error_code, refused.value.file) == ("catalogue.part_unknown", LETTER)
