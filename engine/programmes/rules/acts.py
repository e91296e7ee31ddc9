"""Citation of the council's resolution by entries in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import engine.texts
from engine.formats import show_date
from engine.texts import LANGUAGES, Texts


@cache
def _texts() -> Texts:
    return Texts.load(Path(engine.texts.__file__).parent)


def act_of(
    place: Mapping[str, str], number: str, act_on: date, *, source: str, address: str | None
) -> dict[str, Any]:
    """Return what entries say of their act.

    `place` is the municipality as its act names it, `source` the case that drew the act up, `address` where
    it is published.
    """
    of_it = {"number": number, "on": show_date(act_on)}
    act = {
        language: _texts().get(language, "programme.act", place=place[language], **of_it)
        for language in LANGUAGES
    }
    return {
        "law": {"act": act, "article": None},
        "confidence": "sourced",
        "source": f"{address} ({source})" if address else source,
        "note": None,
    }
