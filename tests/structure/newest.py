"""What the newest migration says where several have spoken."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def newest_check(column: str) -> list[str]:
    """Return the words that a column admits, by the newest `check` that names them."""
    texts = [file.read_text() for file in sorted((ROOT / "engine/db/migrations/sql").rglob("*.sql"))]
    found = [match for text in texts for match in re.findall(rf"\b{column} in \(([^)]*)\)", text)]
    return re.findall(r"'(\w+)'", found[-1])
