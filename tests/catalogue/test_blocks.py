"""Shared blocks: folders that a diagram calls, read with everything they bring."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.catalogue import CatalogueError
from engine.catalogue.blocks import diagrams, read_called_blocks
from tests.catalogue.builders import a_block, a_catalogue, a_diagram, write


@pytest.fixture
def bpmn(tmp_path: Path) -> Path:
    return a_catalogue(tmp_path)


def called(bpmn: Path, *blocks: str) -> dict[str, bytes]:
    return read_called_blocks(a_diagram("p", blocks), bpmn, "p/process.bpmn")


def refused(bpmn: Path, *blocks: str) -> CatalogueError:
    with pytest.raises(CatalogueError) as caught:
        called(bpmn, *blocks)
    return caught.value


def test_called_blocks__of_a_block_of_a_block__come_with_all_their_files(bpmn: Path) -> None:
    a_block(bpmn, "notice", calls=("shared.letter",))
    a_block(bpmn, "letter")
    a_block(bpmn, "other")

    found = called(bpmn, "shared.notice")

    assert diagrams(found).keys() == {"shared.notice", "shared.letter"}
    assert {"shared/notice/forms/answer.form", "shared/letter/texts/ka.json"} <= found.keys()


def test_called_blocks__that_call_each_other__are_each_found_once(bpmn: Path) -> None:
    a_block(bpmn, "one", calls=("shared.two",))
    a_block(bpmn, "two", calls=("shared.one", "shared.two"))

    assert diagrams(called(bpmn, "shared.one")).keys() == {"shared.one", "shared.two"}


def test_called_blocks__none__are_none(bpmn: Path) -> None:
    assert called(bpmn) == {}


@pytest.mark.parametrize("name", ["shared.gone", "roads.repair", "shared.../roads", "shared.", "notice"])
def test_called_blocks__not_a_block__is_refused_with_the_caller(bpmn: Path, name: str) -> None:
    a_block(bpmn, "notice", calls=(name,))

    error = refused(bpmn, "shared.notice")

    assert (error.error_code, error.file, error.detail) == (
        "catalogue.block_unknown",
        "shared/notice/process.bpmn",
        name,
    )


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        ("process.bpmn", b"<definitions", "diagram_unreadable"),
        ("process.bpmn", b"", "diagram_unreadable"),
        (
            "process.bpmn",
            b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
            "diagram_unreadable",
        ),
        ("process.bpmn", b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', "diagram_unreadable"),
        ("service.json", b"{}", "unexpected_file"),
        ("forms/answer.form", b'{"id": "other"}', "form_id_is_not_file_name"),
        ("texts/en.json", {"a": ["b"]}, "schema"),
    ],
)
def test_called_blocks__damaged_block__is_refused(bpmn: Path, path: str, content: Any, code: str) -> None:
    a_block(bpmn, "notice")
    write(bpmn / "shared" / "notice" / path, content)

    assert refused(bpmn, "shared.notice").error_code == f"catalogue.{code}"


def test_called_blocks__block_without_a_diagram__is_refused(bpmn: Path) -> None:
    a_block(bpmn, "notice")
    (bpmn / "shared" / "notice" / "process.bpmn").unlink()

    assert refused(bpmn, "shared.notice").error_code == "catalogue.file_missing"


def test_called_blocks__folder_that_is_a_link__is_refused(bpmn: Path) -> None:
    a_block(bpmn, "notice")
    (bpmn / "shared" / "mirror").symlink_to(bpmn / "shared" / "notice")

    assert refused(bpmn, "shared.mirror").error_code == "catalogue.symbolic_link"
