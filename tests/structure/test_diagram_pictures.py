"""Pictures of diagrams, and the READMEs that begin with them: fresh, whole and safe to look at."""

from __future__ import annotations

import diagram_pictures
import pytest
from lxml import etree

from engine.catalogue.blocks import folder_of
from engine.installation.loading import BPMN

RUN = "run .venv/bin/python tools/diagram_pictures.py"


@pytest.fixture(scope="module")
def drawn() -> dict[str, dict[str, tuple[str, bytes]]]:
    return diagram_pictures.pictures()


def test_pictures__of_all_diagrams__are_those_that_are_kept(
    drawn: dict[str, dict[str, tuple[str, bytes]]],
) -> None:
    kept = {path.name: path.read_bytes() for path in diagram_pictures.PICTURES.glob("*.svg")}

    assert {name: content for shown in drawn.values() for name, (_, content) in shown.items()} == kept, RUN


def test_readme__of_each_service_and_block__begins_with_its_pictures(
    drawn: dict[str, dict[str, tuple[str, bytes]]],
) -> None:
    folders = {path.parent for path in BPMN.glob("*/*/process.bpmn")}
    assert {BPMN / folder_of(code) for code in drawn} == folders

    for code, shown in drawn.items():
        readme = (BPMN / folder_of(code) / "README.md").read_text("utf-8")
        said = {name: text for name, (text, _) in shown.items()}
        assert diagram_pictures.with_pictures(readme, said) == readme, RUN
        assert readme.splitlines()[2].startswith("![")


def test_picture__standing_alone__runs_nothing_and_asks_for_nothing(
    drawn: dict[str, dict[str, tuple[str, bytes]]],
) -> None:
    for shown in drawn.values():
        for _, content in shown.values():
            root = etree.fromstring(content, etree.XMLParser(resolve_entities=False))
            names = {name for node in root.iter(etree.Element) for name in node.attrib}
            assert not [name for name in names if str(name).startswith("on") or "href" in str(name)]
            assert root.find(".//{*}script") is None and b"url(http" not in content
