"""Sub-programmes: one entry on each day, in the file of its municipality."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.catalogue import CatalogueError
from engine.catalogue.programmes import read_programmes
from engine.installation.loading import BPMN

Change = Callable[[dict[str, Any]], None]


def overlapping(content: dict[str, Any]) -> None:
    content["programmes"].append({**content["programmes"][0], "valid_from": "2026-06-01"})


def ending_first(content: dict[str, Any]) -> None:
    content["programmes"][0]["valid_until"] = "2026-01-01"


def of_another_place(content: dict[str, Any]) -> None:
    content["municipality"] = "telavi"


def without_a_figure(content: dict[str, Any]) -> None:
    next(programme for programme in content["programmes"] if programme["code"] == "newborn")["amount"][
        "figures"
    ].pop("twins")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (overlapping, "programme_overlap"),
        (ending_first, "programme_never_valid"),
        (of_another_place, "programmes_elsewhere"),
        (without_a_figure, "schema"),
    ],
)
def test_programmes__that_nobody_could_follow__are_refused(tmp_path: Path, change: Change, code: str) -> None:
    shutil.copytree(BPMN / "schemas", tmp_path / "schemas")
    for folder in ("programmes", "municipalities"):
        (tmp_path / folder).mkdir()
        shutil.copy(BPMN / folder / "keda.json", tmp_path / folder)
    file = tmp_path / "programmes" / "keda.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    assert read_programmes(tmp_path)
    change(content)
    file.write_text(json.dumps(content), encoding="utf-8")

    with pytest.raises(CatalogueError, match=code):
        read_programmes(tmp_path)
