"""The program's words, in both languages: files, so that they can be corrected without the code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from signing.agent.errors import AgentError
from signing.cards.errors import CardError, CardUnknown, PinWrong

LANGUAGES = ("ka", "en")
FOLDER = Path(__file__).with_name("texts")
UNEXPECTED = "agent.failed"


@cache
def words(language: str) -> Mapping[str, Mapping[str, str]]:
    """Return the words of a language by their area and key."""
    found: Mapping[str, Mapping[str, str]] = json.loads((FOLDER / f"{language}.json").read_text("utf-8"))
    return found


def say(language: str, area: str, key: str, **details: object) -> str:
    """Return the words under a key."""
    return words(language)[area][key].format(**details)


def problem(code: str, **details: object) -> dict[str, dict[str, str]]:
    """Return what is wrong and the one next step, by language."""
    return {
        part: {language: _of_problem(language, code, part, details) for language in LANGUAGES}
        for part in ("what", "next")
    }


def said(error: AgentError | CardError) -> dict[str, Any]:
    """Return an error as it is told: its code, what it counted, what is wrong and the one next step."""
    details: dict[str, Any] = {}
    if isinstance(error, PinWrong):
        details = {"tries_left": error.tries_left}
    elif isinstance(error, CardUnknown):
        details = {"atr": error.atr.hex(" ").upper()}
    return {"code": error.code, **details, **problem(error.code, **details)}


def _of_problem(language: str, code: str, part: str, details: Mapping[str, object]) -> str:
    area = words(language)[part]
    return area.get(code, area[UNEXPECTED]).format(**details)
