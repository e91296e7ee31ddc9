"""The people the simulated registers know, read from one JSON file.

The file's shape is `demo/people.schema.json`. Roles in municipalities are not a register's
business and are not kept here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

DEFAULT_FILE = Path(__file__).parent.parent / "people.json"

_IDENTITY = ("personal_number", "given_name", "family_name", "birth_date")


def load_people(file: Path) -> dict[str, dict[str, Any]]:
    """Return the civil registry's record of each person, by personal number."""
    return records(json.loads(file.read_text(encoding="utf-8"))["people"])


def records(people: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the civil registry's record of each of these people, by personal number."""
    return {
        person["personal_number"]: {key: person[key] for key in _IDENTITY} | person["civil_registry"]
        for person in people
        if "civil_registry" in person
    }
