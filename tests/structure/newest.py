"""What the schema says where several files have spoken: the beginning and the revisions after it."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def newest_check(column: str) -> list[str]:
    """Return the words that a column admits, by the newest `check` that names them."""
    places = (ROOT / "engine/db/schema/tables", ROOT / "engine/db/migrations/sql")
    texts = [file.read_text() for place in places for file in sorted(place.rglob("*.sql"))]
    found = [match for text in texts for match in re.findall(rf"\b{column} in \(([^)]*)\)", text)]
    return re.findall(r"'(\w+)'", found[-1])
