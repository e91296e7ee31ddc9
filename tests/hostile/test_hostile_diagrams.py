"""Each hostile diagram gets its finding; none hangs validation, and none makes its process grow."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.catalogue.check.words import texts
from engine.texts import LANGUAGES
from tests.hostile.every import DRAWN, HOSTILE
from tests.hostile.kit import Hostile

pytestmark = pytest.mark.extended

ROOT = Path(__file__).parents[2]
# What concerns a file and no element of it.
OF_THE_WHOLE = {
    *("diagram.not_bpmn", "diagram.schema", "diagram.text_too_long", "diagram.too_deep"),
    *("diagram.one_process_expected", "trial.too_many_tokens"),
}
# A tree of fifty thousand nodes, which is the most that is ever built, takes about half of it.
MOST_GROWTH = 64 * 1024 * 1024


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, Any]]:
    """What validation says of each; the process that judges ends itself if one of them is too much."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.judge"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == len(HOSTILE), f"ended after {lines[-1:]}: {done.returncode} {done.stderr[-2000:]}"
    return {line["name"]: line for line in lines}


def test_hostile__diagrams__are_sixty_at_least_and_of_different_names() -> None:
    assert len({hostile.name for hostile in HOSTILE}) == len(HOSTILE) >= 60


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_hostile__diagram__gets_exactly_its_findings(hostile: Hostile, told: dict[str, Any]) -> None:
    findings = told[hostile.name]["findings"]

    assert {code for code, _, severity, *_ in findings if severity == "error"} == hostile.codes, findings


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_hostile__diagram__does_not_grow_the_process(hostile: Hostile, told: dict[str, Any]) -> None:
    assert told[hostile.name]["grown"] <= MOST_GROWTH


@pytest.mark.parametrize("hostile", DRAWN, ids=lambda hostile: hostile.name)
def test_hostile__finding__names_an_element_of_the_file_that_it_names(
    hostile: Hostile, told: dict[str, Any]
) -> None:
    process, blocks = hostile.build()
    files = {"roads/repair/process.bpmn": process}
    files |= {f"{name.replace('.', '/')}/process.bpmn": content for name, content in blocks.items()}

    for code, where, severity, _, file in told[hostile.name]["findings"]:
        if severity == "error" and code not in OF_THE_WHOLE:
            assert where and (f'id="{where}"'.replace("\n", "&#10;") in files[file].decode()), (code, where)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", ["wrong", "mend"])
def test_hostile__findings__have_words(language: str, part: str, told: dict[str, Any]) -> None:
    codes = {code for answer in told.values() for code, *_ in answer["findings"]}

    assert [c for c in codes if not texts().find(language, f"findings.{c}.{part}")] == []
