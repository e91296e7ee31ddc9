"""The law of a municipality on a day as plain data, so that a process without a database can be asked for it.

What `engine.lawbook` answers from tables is answered from JSON here: parameters, programmes, settlements.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from engine.lawbook import Lawbook, LawOfDay, programme_in_expressions
from engine.stores.known import known


def snapshot(law: LawOfDay, data: Any) -> dict[str, Any]:
    """Return the law as JSON: every parameter and programme, and those settlements that the data name."""
    place = known(law.tx, law.municipality_id)
    rows, programmes = place.parameter_rows(law.day), place.programmes(law.day)
    named = set(_texts(data))
    return {
        "parameters": {
            name: {"kind": row.kind, "value": row.value, "law": row.law, "confidence": row.confidence}
            for name, row in rows.items()
        },
        "programmes": {code: programme_in_expressions(content) for code, content in programmes.items()},
        "settlements": {
            row.code: law.settlement(row.code) for row in place.settlements(law.day) if row.code in named
        },
    }


class LawSnapshot(Lawbook):
    """The law that a snapshot holds."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self._content = content

    def settlement(self, code: str | None) -> dict[str, Any] | None:
        return self._of("settlements", code)

    def programme(self, code: str | None) -> dict[str, Any] | None:
        return self._of("programmes", code)

    def _row(self, name: str) -> Any:
        found = self._of("parameters", name)
        return None if found is None else SimpleNamespace(**found)

    def _of(self, kind: str, name: str | None) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self._content[kind].get(name) if isinstance(name, str) else None
        return found


def _texts(data: Any) -> Iterator[str]:
    """Yield every text of JSON data."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)
