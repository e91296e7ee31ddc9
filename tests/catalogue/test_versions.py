"""Versions: the digest covers everything that decides what a service does, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.catalogue import CatalogueError
from engine.catalogue.folder import read_service
from engine.catalogue.semantics import Semantics
from engine.catalogue.versions import digest, in_force
from tests.catalogue.builders import a_block, a_catalogue, a_diagram, write

FILES = st.dictionaries(st.text("abc/.", min_size=1), st.binary(max_size=8), min_size=1, max_size=4)
FIRST = Semantics(feel=1, codec=1, operations=1)


@pytest.fixture(scope="module")
def bpmn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue whose service calls a block that calls another; a third block is called by nobody."""
    bpmn = a_catalogue(tmp_path_factory.mktemp("catalogue"))
    write(bpmn / "roads" / "repair" / "process.bpmn", a_diagram("roads.repair", ("shared.notice",)))
    write(bpmn / "roads" / "repair" / "README.md", b"law and owner")
    write(bpmn / "roads" / "close" / "service.json", b"another service")
    write(bpmn / "parameters" / "roads.json", b"{}")
    a_block(bpmn, "notice", calls=("shared.letter",))
    a_block(bpmn, "letter")
    a_block(bpmn, "other", calls=("shared.letter",))
    return bpmn


def version(bpmn: Path, semantics: Semantics = FIRST) -> bytes:
    return digest(read_service(bpmn / "roads" / "repair").files, semantics)


def files_below(bpmn: Path) -> Iterator[str]:
    return (str(path.relative_to(bpmn)) for path in sorted(bpmn.rglob("*")) if path.is_file())


def is_in_the_closure(path: str) -> bool:
    """Say so independently of the code: what the service consists of, by the name of the file."""
    if path.startswith(("shared/other/", "roads/close/", "parameters/")) or path.endswith("README.md"):
        return False
    others = (
        "centers",
        "directory",
        "holidays",
        "life_events",
        "municipality",
        "parameters",
        "programmes",
        "scenario",
        "survivors",
    )
    return path not in {f"schemas/{name}.schema.json" for name in others}


@given(FILES)
def test_digest__files_in_another_order__is_the_same(files: dict[str, bytes]) -> None:
    turned = dict(reversed(files.items()))

    assert digest(turned, FIRST) == digest(files, FIRST)


@given(FILES, st.binary(max_size=8))
def test_digest__one_file_changed__is_another(files: dict[str, bytes], content: bytes) -> None:
    path = next(iter(files))
    changed = {**files, path: content}

    assert (digest(changed, FIRST) == digest(files, FIRST)) == (changed == files)


def test_digest__bytes_moved_between_files__is_another() -> None:
    assert digest({"a": b"xy", "b": b""}, FIRST) != digest({"a": b"x", "b": b"y"}, FIRST)


def test_digest__of_our_own_making__has_not_changed_by_accident() -> None:
    found = digest({"roads/module.json": b"{}", "shared/notice/process.bpmn": b"<x/>"}, FIRST)

    # A published version is known by this number for ever: a change here makes every one unknown.
    assert found.hex() == "c2d98a5904739160eb586d6b04336c2fe9d1f26c4bd9fb9d844514b863519cbc"


@given(data=st.data())
def test_version__any_byte_of_any_file_changed__is_another_if_the_file_is_in_the_closure(
    bpmn: Path, data: st.DataObject
) -> None:
    before = version(bpmn)
    path = data.draw(st.sampled_from(sorted(files_below(bpmn))))
    content = (bpmn / path).read_bytes()
    place = data.draw(st.integers(0, len(content)))
    byte = data.draw(st.binary(min_size=1, max_size=1))
    changed = content[:place] + byte + content[place + 1 :]

    (bpmn / path).write_bytes(changed)
    try:
        after = version(bpmn)
    except CatalogueError:
        after = b"refused"
    finally:
        (bpmn / path).write_bytes(content)

    assert (after != before) == (is_in_the_closure(path) and changed != content)


def test_version__every_file_of_the_closure_grown__is_another(bpmn: Path) -> None:
    before = version(bpmn)

    for path in files_below(bpmn):
        content = (bpmn / path).read_bytes()
        (bpmn / path).write_bytes(content + b"\n")
        try:
            after = version(bpmn)
        finally:
            (bpmn / path).write_bytes(content)
        assert (after != before) == is_in_the_closure(path), path


@pytest.mark.parametrize("part", ["feel", "codec", "operations"])
def test_version__other_semantics__is_another(bpmn: Path, part: str) -> None:
    other = Semantics(**{**FIRST.as_json(), part: 2})

    assert version(bpmn, other) != version(bpmn)


def test_files__of_a_version__hold_what_export_needs_beside_what_is_in_force(bpmn: Path) -> None:
    files = read_service(bpmn / "roads" / "repair").files

    assert files.keys() - in_force(files).keys() == {
        "roads/repair/README.md",
        "schemas/scenario.schema.json",
        "shared/letter/README.md",
        "shared/notice/README.md",
    }


def test_version__block_not_called__may_be_broken(bpmn: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(bpmn, tmp_path / "bpmn")
    write(copy / "shared" / "other" / "process.bpmn", b"<not even XML")

    assert version(copy) == version(bpmn)
