"""How entries in force name the resolution of the council by which they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.formats import show_date


def act_of(
    place: Mapping[str, str], number: str, act_on: date, *, source: str, address: str | None
) -> dict[str, Any]:
    """Return what entries say of their act.

    `place` is what the municipality is called, officially in Georgian; `source` the case that drew the act up,
    `address` where it is published.
    """
    on = show_date(act_on)
    words = {
        "ka": f"{place['ka']}ს საკრებულოს {on} დადგენილება №{number} სოციალური და ჯანმრთელობის"
        " პროგრამის შესახებ",
        "en": f"Resolution No. {number} of the Sakrebulo of {place['en']} of {on} on the social and health"
        " programme",
    }
    return {
        "law": {"act": words, "article": None},
        "confidence": "sourced",
        "source": f"{address} ({source})" if address else source,
        "note": None,
    }
