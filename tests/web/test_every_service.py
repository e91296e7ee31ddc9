"""Every shipped service opens from its start page to the first question, in both languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.catalogue.folder import services
from engine.catalogue.offers import is_for_office
from engine.installation.loading import BPMN
from tests.web.browser import Browser
from tests.web.desk import Desk

FOLDERS = [
    folder
    for folder in services(BPMN)
    if not is_for_office(json.loads((folder / "service.json").read_text()))
]


@pytest.mark.parametrize("language", ["ka", "en"])
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}.{folder.name}")
def test_service__from_its_start_page__opens(
    desk: Desk, browser: Callable[[], Browser], folder: Path, language: str
) -> None:
    address = f"/municipalities/keda/services/{folder.parent.name}.{folder.name}"
    anybody, person = browser(), desk.signed_in(language=language)
    anybody.get(f"/?language={language}")

    shown = [anybody.get(address + page) for page in ("", "/paper")] + [person.get(f"{address}/apply")]

    assert [page.status for page in shown] == [200, 200, 200]
    assert [page.html.h1 is not None for page in shown] == [True, True, True]
