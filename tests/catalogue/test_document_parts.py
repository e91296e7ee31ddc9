"""Parts of templates: a version keeps those that its templates name, a service's own before shared ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from engine.catalogue import CatalogueError
from engine.catalogue.check.salvage import files_of
from engine.catalogue.document_parts import is_part, read_parts, unused_parts, whole
from engine.catalogue.export import write_catalogue
from engine.catalogue.folder import read_service
from engine.catalogue.semantics import current
from engine.catalogue.versions import digest
from tests.catalogue.builders import BPMN, a_catalogue, write

LETTER = "roads/repair/documents/told.ka.html"
OWN = "roads/repair/documents/parts/facts.ka.html"


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


@pytest.fixture
def with_own(bpmn: Path) -> Path:
    """A catalogue whose service has a part of its own, named in a letter beside a shared one."""
    write(bpmn / LETTER, b'<p><mms:part name="facts"/><mms:part name="sender"/></p>')
    write(bpmn / OWN, b"What is\nso: ")
    return bpmn


def test_files__of_a_service_with_a_part_of_its_own__hold_it_and_put_it_in_its_place(with_own: Path) -> None:
    files = read_service(with_own / "roads" / "repair").files

    assert {path for path in files if is_part(path)} == {OWN, "shared/documents/sender.ka.html"}
    assert whole(files, LETTER) == b"<p>What is&#10;so:sender ka</p>"


def test_own_part__named_by_a_template_in_another_language__is_not_there(with_own: Path) -> None:
    letter = with_own / "roads/repair/documents/told.en.html"
    write(letter, b'<p><mms:part name="facts"/></p>')

    with pytest.raises(CatalogueError) as refused:
        read_service(with_own / "roads" / "repair")

    assert (refused.value.error_code, refused.value.file) == (
        "catalogue.part_unknown",
        "roads/repair/documents/told.en.html",
    )


def test_own_part__of_a_service__is_none_of_its_blocks(with_own: Path) -> None:
    files = {**read_service(with_own / "roads" / "repair").files}
    letter = "shared/mend/documents/told.ka.html"
    files[letter] = b'<mms:part name="facts"/>'

    with pytest.raises(CatalogueError):
        read_parts(files, with_own)

    files["shared/mend/documents/parts/facts.ka.html"] = b"a block's"
    assert read_parts(files, with_own).keys() == {"shared/documents/sender.ka.html"}
    assert whole(files, letter) == b"a block's"


@pytest.mark.parametrize("language", ["ka", "en"])
def test_own_part__called_like_a_shared_one__is_refused(with_own: Path, language: str) -> None:
    part = f"roads/repair/documents/parts/letterhead.{language}.html"
    write(with_own / part, b"another")

    with pytest.raises(CatalogueError) as refused:
        read_service(with_own / "roads" / "repair")

    assert (refused.value.error_code, refused.value.file) == ("catalogue.part_twice", part)


@pytest.mark.parametrize("name", ["Facts.ka.html", "facts.html", "facts.ka.css", "more/facts.ka.html"])
def test_folder_of_parts__file_that_no_template_can_name__is_refused(with_own: Path, name: str) -> None:
    write(with_own / "roads/repair/documents/parts" / name, b"")

    with pytest.raises(CatalogueError) as refused:
        read_service(with_own / "roads" / "repair")

    assert refused.value.error_code == "catalogue.unexpected_file"


def test_own_part__of_a_folder_that_is_no_service__is_salvaged_with_the_shared_ones(with_own: Path) -> None:
    write(with_own / "roads" / "repair" / "service.json", b"{")

    files = files_of(with_own / "roads" / "repair", [])

    assert whole(files, LETTER) == b"<p>What is&#10;so:sender ka</p>"


def test_export__of_a_service_with_parts_of_both_kinds__reads_as_the_same_version(
    with_own: Path, tmp_path: Path
) -> None:
    before = read_service(with_own / "roads" / "repair").files

    write_catalogue(before, tmp_path / "written")

    assert read_service(tmp_path / "written" / "roads" / "repair").files == before


def test_unused_parts__of_a_service__are_those_that_no_letter_of_their_language_names(with_own: Path) -> None:
    files = dict(read_service(with_own / "roads" / "repair").files)
    english = OWN.replace(".ka.", ".en.")
    files[english] = b"So"

    assert list(unused_parts(files)) == [english]


def test_own_parts__of_the_shipped_services__are_whole_pieces_of_markup() -> None:
    parts = sorted(BPMN.glob("*/*/documents/parts/*.html"))

    for part in parts:
        etree.fromstring(b'<div xmlns:mms="urn:mms:template">%b</div>' % part.read_bytes())

    assert parts
