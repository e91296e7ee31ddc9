"""Life events of the catalogue: the file fits its schema, and services name what exists."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.catalogue.errors import CatalogueError
from engine.catalogue.folder import read_service, services
from engine.catalogue.life_events import read_life_events
from engine.installation.loading import BPMN


def test_services__each__names_life_events_that_exist() -> None:
    known = {event["code"] for event in read_life_events(BPMN)}

    unknown = {
        f"{path.parent.name}/{path.name}: {code}"
        for path in services(BPMN)
        for code in read_service(path).settings.get("life_events", ())
        if code not in known
    }

    assert unknown == set()


def test_life_events__code_twice__is_refused(tmp_path: Path) -> None:
    content = json.loads((BPMN / "life_events.json").read_bytes())
    content["life_events"].append(content["life_events"][0])
    (tmp_path / "schemas").symlink_to(BPMN / "schemas")
    (tmp_path / "life_events.json").write_text(json.dumps(content))

    with pytest.raises(CatalogueError, match="code_twice"):
        read_life_events(tmp_path)
