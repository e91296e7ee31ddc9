"""Each hostile diagram gets its finding; none hangs the gate, and none makes its process grow."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.catalogue.check.words import texts
from engine.texts import LANGUAGES
from tests.hostile.every import HOSTILE
from tests.hostile.kit import Hostile

ROOT = Path(__file__).parents[2]
# A tree of fifty thousand nodes, which is the most that is ever built, takes about half of it.
MOST_GROWTH = 64 * 1024 * 1024


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, Any]]:
    """What the gate says of each; the process that judges ends itself if one of them is too much."""
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

    assert {code for code, _, severity, _ in findings if severity == "error"} == hostile.codes, findings


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_hostile__diagram__does_not_grow_the_process(hostile: Hostile, told: dict[str, Any]) -> None:
    assert told[hostile.name]["grown"] <= MOST_GROWTH


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile__findings__have_words(language: str, told: dict[str, Any]) -> None:
    codes = {code for one in told.values() for code, *_ in one["findings"]}

    assert [c for c in codes if not texts().find(language, f"findings.{c}.mend")] == []
