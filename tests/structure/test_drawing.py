"""What runs can be drawn in the studio: its lists are those of the dialect, and all in them has words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.process.elements import GATEWAYS, SCOPES, TASKS
from engine.process.parser import EVENTS_AT
from engine.texts import LANGUAGES
from web.i18n import TEXTS

STUDIO = Path(__file__).parents[2] / "web" / "frontend" / "src" / "studio"
KIND = re.compile(r'^  (\w+): kind\("\w+", "(\w+)", "[\w-]+"(?:, "(\w+)")?', re.M)
DURING = re.compile(r'^  (\w+): during\("(\w+)"', re.M)
# Drawn as another kind first, then changed: it does the same as a service task, or nothing.
CHANGED = {("sendTask", None), ("intermediateThrowEvent", None)}


def source() -> str:
    return (STUDIO / "kinds.js").read_text()


def drawn() -> set[tuple[str, str | None]]:
    """Return what the lists of the studio offer: the element, and its event."""
    elements = {(name, event or None) for _, name, event in KIND.findall(source())}
    elements |= {("BoundaryEvent", event) for _, event in DURING.findall(source())}
    return {(name[0].lower() + name[1:], event and event.lower()) for name, event in elements}


def test_lists_of_the_studio__offer_what_runs_and_nothing_else() -> None:
    runs = {(kind, event) for kind, events in EVENTS_AT.items() for event in events}
    runs |= {(kind, None) for kind in TASKS | GATEWAYS | SCOPES}

    assert drawn() | CHANGED == runs


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_of_the_studio__have_words(language: str) -> None:
    words = {**TEXTS.under(language, "studio.script"), **TEXTS.under(language, "drawing.script")}
    keys = {f"kind.{key}" for key, *_ in KIND.findall(source())}
    keys |= {f"during.{key}" for key, _ in DURING.findall(source())}

    assert keys - words.keys() == set()
