"""The violations in our own diagrams that are known, as numbers by diagram and rule, until they are redrawn.

`python -m tests.process.layout.known` writes the list anew: it may only become shorter.
"""

from __future__ import annotations

import json
from pathlib import Path

from engine.catalogue.check.layout_table import measured_below
from engine.installation.loading import BPMN
from engine.process.layout import DEMANDED, Measurement

FILE = Path(__file__).parent / "known.json"


def known() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = json.loads(FILE.read_text())
    return found


def measured() -> dict[str, Measurement]:
    return measured_below([BPMN], BPMN)


def demanded(found: Measurement) -> dict[str, int]:
    """Return how often a diagram violates the rules that our own may not violate."""
    numbers = {rule: number for rule, number in found.counts.items() if rule in DEMANDED}
    return {str(rule.value): numbers[rule] for rule in sorted(numbers, key=lambda rule: rule.value)}


def main() -> None:
    said = {name: counts for name, found in measured().items() if (counts := demanded(found))}
    rows = (f'  "{name}": {json.dumps(counts)}' for name, counts in said.items())
    FILE.write_text("{\n" + ",\n".join(rows) + "\n}\n")


if __name__ == "__main__":
    main()
