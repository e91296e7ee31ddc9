"""Explanations of decisions as golden files: what was kept of a decision, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from engine.decisions import explain, load_decisions
from engine.decisions.explain import Question, explain_in_languages
from engine.texts import LANGUAGES
from feel import Functions
from tests.decisions.builders import decision, definitions, table

PART, VERSION = "explanations", explain.VERSION
NOW = datetime(2026, 3, 17, 8, 0, tzinfo=UTC)
LABELS = {"inputs.i0": "people", "outputs.fee": "fee", "values.high": "a high one"}
DECISION = definitions(
    decision(
        table(
            ("< 3", "-", "-", '"low"', "20"),
            ("[3..8)", '"land","house"', "-", '"high"', "50.5"),
            ("[3..8)", 'not("land","house")', "-", '"low"', "30"),
            (">= 8", "-", '< date("2026-01-01")', '"none"', "0"),
            (">= 8", "-", '>= date("2026-01-01")', '"high"', "99"),
            inputs=("people", "kind", "date(since)"),
            outputs=("level", "fee"),
        )
    )
)
FACTS: tuple[dict[str, Any], ...] = (
    {"people": 2, "kind": "land", "since": "2025-12-31"},
    {"people": 5, "kind": "house", "since": "2025-12-31"},
    {"people": 5, "kind": "garden", "since": "2026-02-28"},
    {"people": 8, "kind": "garden", "since": "2025-12-31"},
    {"people": 80, "kind": "land", "since": "2026-01-01"},
    {"people": None, "kind": "land", "since": "2026-01-01"},
)


def recorded() -> Iterator[tuple[str, Any]]:
    """Yield the one file: each set of facts with what is said of it."""
    yield "table", {"cases": [{"facts": facts, "said": said(facts)} for facts in FACTS]}


def said(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the sentences and the nearest change, by language."""
    question = Question(load_decisions(DECISION), "d", facts, Functions.standard(), NOW)
    found = explain_in_languages(question, dict.fromkeys(LANGUAGES, LABELS))
    return {
        language: {"sentences": list(one.sentences), "otherwise": one.otherwise}
        for language, one in found.items()
    }


def differences(content: Any) -> list[str]:
    """Return the facts of which something else is said now."""
    return [str(case["facts"]) for case in content["cases"] if said(case["facts"]) != case["said"]]
