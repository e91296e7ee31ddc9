"""Names of steps as pages show them: in Georgian as they are drawn, in other languages as the texts say."""

from __future__ import annotations

from pathlib import Path

from engine.catalogue.blocks import folder_of
from engine.installation.loading import BPMN
from engine.process.names import drawn_names
from engine.studio.element_names import names_in
from engine.texts import OFFICIAL


def name_of(service: str, element: str, language: str) -> str:
    """Return what an element of a shipped service is called in a language."""
    name = name_in(BPMN / folder_of(service), element, language)
    assert name, f"{element} has no name"
    return name


def name_in(folder: Path, element: str, language: str) -> str | None:
    """Return what an element of a folder is called, nothing where it has none of the name."""
    if language == OFFICIAL:
        drawn = drawn_names((folder / "process.bpmn").read_bytes())
        return next((found.name for found in drawn if found.element == element), None)
    return names_in((folder / "texts" / f"{language}.json").read_bytes()).get(element)
