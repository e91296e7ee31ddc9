"""Sub-programmes: one entry on each day, in the file of its municipality."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.catalogue import CatalogueError
from engine.catalogue.programmes import in_year, read_programmes
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


def test_programme__of_a_demonstration__in_another_year__has_its_days_and_names_it() -> None:
    written = next(programme for programme in read_programmes(BPMN) if "348" in str(programme.content))

    moved = in_year(written, 2031)

    assert (moved.validity.valid_from, moved.validity.valid_until) == (date(2031, 1, 1), date(2032, 1, 1))
    assert "of 2031 on" in moved.content["law"]["act"]["en"]
    assert "2031 წლის" in moved.content["law"]["act"]["ka"]
    assert moved.content["source"] == written.content["source"]  # "paid in 2024" stays the year it was paid
    assert "of 2026 on" in written.content["law"]["act"]["en"]
