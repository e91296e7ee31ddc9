"""A service that is not applied for on the portal says so on its page, and where it is applied for."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from engine.bootstrap import Engine
from engine.installation.loading import BPMN
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from tests.web.desk import Desk

QUESTION = "/municipalities/telavi/services/general.question"


def without(engine: Engine, tmp_path: Path, *closed: str) -> None:
    """Publish the service without these channels."""
    shutil.copytree(BPMN, tmp_path / "bpmn")
    folder = tmp_path / "bpmn" / "general" / "question"
    settings = json.loads((folder / "service.json").read_text())
    left = [channel for channel in settings["channels"] if channel not in closed]
    (folder / "service.json").write_text(json.dumps({**settings, "channels": left}, ensure_ascii=False))
    engine.send(PublishService(folder, "tests"), actor=system())


@pytest.mark.parametrize(
    ("closed", "are_centers_named"), [(("portal",), True), (("portal", "centre"), False)]
)
def test_page__of_a_service_without_the_portal__says_where_it_is_applied_for(
    desk: Desk, engine: Engine, tmp_path: Path, closed: tuple[str, ...], are_centers_named: bool
) -> None:
    without(engine, tmp_path, *closed)
    browser = desk.signed_in()

    page = browser.get(QUESTION)

    section = page.html.select_one("#closed").find_parent("section").get_text()  # type: ignore[union-attr]
    assert "You apply for this elsewhere" in section
    assert "not taken on the portal" in section
    assert "at the city hall of Telavi" in section
    assert ("Saniore" in section) is are_centers_named
    assert not page.html.select_one(f'main a[href="{QUESTION}/apply"]')
    assert browser.get(f"{QUESTION}/apply").html.select_one("#closed")
