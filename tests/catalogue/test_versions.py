"""Versions: the digest covers everything that decides what a service does, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.catalogue import CatalogueError
from engine.catalogue.folder import read_service
from engine.catalogue.versions import called_blocks, digest, read_blocks
from tests.catalogue.builders import a_catalogue, a_diagram, write

FILES = st.dictionaries(st.text("abc/.", min_size=1), st.binary(max_size=8), min_size=1, max_size=4)


def version(bpmn: Path, semantics: str = "1") -> bytes:
    folder = read_service(bpmn / "roads" / "repair")
    blocks = called_blocks(folder.process, read_blocks(bpmn), folder.code)
    return digest(folder.files_in_force, blocks, semantics)


@given(FILES)
def test_digest__files_in_another_order__is_the_same(files: dict[str, bytes]) -> None:
    turned = dict(reversed(files.items()))

    assert digest(turned, {}, "1") == digest(files, {}, "1")


@given(FILES, st.binary(max_size=8))
def test_digest__one_file_changed__is_another(files: dict[str, bytes], content: bytes) -> None:
    path = next(iter(files))
    changed = {**files, path: content}

    assert (digest(changed, {}, "1") == digest(files, {}, "1")) == (changed == files)


@given(FILES)
def test_digest__same_bytes_as_a_block__is_another(files: dict[str, bytes]) -> None:
    assert digest({}, files, "1") != digest(files, {}, "1")


def test_digest__bytes_moved_between_files__is_another() -> None:
    assert digest({"a": b"xy", "b": b""}, {}, "1") != digest({"a": b"x", "b": b"y"}, {}, "1")


def test_digest__of_our_own_making__has_not_changed_by_accident() -> None:
    found = digest({"roads/module.json": b"{}"}, {"shared.notice": b"<x/>"}, "1")

    # A published version is known by this number for ever: a change here makes every one unknown.
    assert found.hex() == "aa6c8b58a5fd224dda4ba57e0e4b5701ea4cd702a308a6512273b83b78934ca8"


@pytest.mark.parametrize(
    "path",
    [
        "roads/module.json",
        "roads/repair/service.json",
        "roads/repair/process.bpmn",
        "roads/repair/forms/application.form",
        "roads/repair/documents/order.ka.html",
        "roads/repair/texts/en.json",
        "schemas/service.schema.json",
    ],
)
def test_version__file_in_force_changed__is_another(tmp_path: Path, path: str) -> None:
    bpmn = a_catalogue(tmp_path)
    before = version(bpmn)

    with (bpmn / path).open("ab") as file:
        file.write(b"\n")

    assert version(bpmn) != before


def test_version__readme_changed__is_the_same(tmp_path: Path) -> None:
    bpmn = a_catalogue(tmp_path)
    before = version(bpmn)

    write(bpmn / "roads" / "repair" / "README.md", b"who to call")

    assert version(bpmn) == before


def test_version__other_semantics__is_another(tmp_path: Path) -> None:
    bpmn = a_catalogue(tmp_path)

    assert version(bpmn, "2") != version(bpmn, "1")


def test_version__block_called_through_a_block_changed__is_another(tmp_path: Path) -> None:
    bpmn = a_catalogue(tmp_path)
    write(bpmn / "roads" / "repair" / "process.bpmn", a_diagram("roads.repair", ("shared.notice",)))
    write(bpmn / "shared" / "notice.bpmn", a_diagram("shared.notice", ("shared.letter",)))
    write(bpmn / "shared" / "letter.bpmn", a_diagram("shared.letter"))
    write(bpmn / "shared" / "other.bpmn", a_diagram("shared.other"))
    before = version(bpmn)

    write(bpmn / "shared" / "other.bpmn", a_diagram("shared.other", ("shared.letter",)))
    untouched = version(bpmn)
    write(bpmn / "shared" / "letter.bpmn", a_diagram("shared.letter") + b"\n")

    assert untouched == before
    assert version(bpmn) != before


def test_called_blocks__blocks_that_call_each_other__are_each_found_once() -> None:
    blocks = {"a": a_diagram("a", ("b",)), "b": a_diagram("b", ("a", "b")), "c": a_diagram("c")}

    assert called_blocks(a_diagram("p", ("a",)), blocks, "p").keys() == {"a", "b"}


def test_called_blocks__unknown_block__is_refused_with_the_caller() -> None:
    blocks = {"a": a_diagram("a", ("gone",))}

    with pytest.raises(CatalogueError) as caught:
        called_blocks(a_diagram("p", ("a",)), blocks, "p")

    assert (caught.value.error_code, caught.value.detail) == ("catalogue.block_unknown", "gone")
    assert "a" in caught.value.file


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<definitions", "not_xml"),
        (b"", "not_xml"),
        (b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>', "document_type"),
        (b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', "document_type"),
    ],
)
def test_called_blocks__unsafe_diagram__is_refused(content: bytes, code: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        called_blocks(content, {}, "p")

    assert caught.value.error_code == f"catalogue.{code}"


def test_read_blocks__two_of_one_name__are_refused(tmp_path: Path) -> None:
    write(tmp_path / "shared" / "one.bpmn", a_diagram("shared.notice"))
    write(tmp_path / "shared" / "two.bpmn", a_diagram("shared.notice"))

    with pytest.raises(CatalogueError) as caught:
        read_blocks(tmp_path)

    assert caught.value.error_code == "catalogue.process_twice"


def test_read_blocks__no_shared_folder__are_none(tmp_path: Path) -> None:
    assert read_blocks(tmp_path) == {}
