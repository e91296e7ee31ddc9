"""Writes the section on grounds of a refusal in the README of each service that has a table `grounds`.

Ground, what supports it, provision, source and confidence are those of `grounds.dmn`; a test holds them
against each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from engine.catalogue.folder import services
from engine.catalogue.published import Published
from engine.decisions.graph import find_node
from engine.decisions.model import Decision, Rule, Table
from engine.scenarios.folders import version_of

BPMN = Path(__file__).resolve().parents[1] / "bpmn"
TABLE = "grounds"
HEADING = "## Grounds of a refusal"
LANGUAGE = "en"
# As the notes of the rules call them.
CONFIDENCE = {
    "მაღალი": "high",
    "საშუალო": "medium",
    "დაბალი": "low",
    "როგორც ქვეპროგრამაშია": "the programme's",
}
INTRODUCTION = """What the facts of the case support is what a draft offers (`grounds.dmn`); anything else
takes a written reason, which whoever gives a visa sees and the act prints. An established ground obliges: to
grant against it takes a reason, too.
"""
_VALUE = re.compile(r'"([^"]+)"')


def main() -> None:
    for folder in services(BPMN):
        if (folder / f"{TABLE}.dmn").exists():
            readme = folder / "README.md"
            readme.write_text(with_section(readme.read_text("utf-8"), section(folder)), encoding="utf-8")


def with_section(text: str, made: str) -> str:
    """Return a README with the section, in its place or before the known limits."""
    before, found, after = text.partition(f"{HEADING}\n")
    if not found:
        before, _, after = text.partition("## Known limits\n")
        return f"{before}{made}\n## Known limits\n{after}"
    rest = after.partition("\n## ")[2]
    return f"{before}{made}\n## {rest}" if rest else f"{before}{made}"


def section(folder: Path) -> str:
    """Return the section, made from the table of a service folder."""
    return "\n".join((HEADING, *_lines(folder))) + "\n"


def _lines(folder: Path) -> Iterator[str]:
    version = version_of(folder)
    node = find_node(version.decisions[TABLE].source, TABLE)
    assert isinstance(node, Decision) and isinstance(node.logic, Table)
    table = node.logic
    yield INTRODUCTION
    yield "| Ground | Fact that supports it | Established | Article | Confidence |"
    yield "|---|---|---|---|---|"
    for rule in table.rules:
        cells = dict(zip((output.name for output in table.outputs), rule.outputs, strict=True))
        yield _row(version, table, rule, cells)


def _row(version: Published, table: Table, rule: Rule, cells: dict[str, str]) -> str:
    reason = cells["reason"].strip('"')
    words = version.labels(TABLE, LANGUAGE)
    tests = zip(table.inputs, rule.tests, strict=True)
    asked = [_asked(column.id, test, words) for column, test in tests if test.strip() not in ("", "-")]
    law = cells["law_en"]
    law = (
        law.strip('"').replace("null", "none")
        if law.startswith(('"', "null"))
        else f"computed: `{law.split()[0]}`"
    )
    established = "yes" if cells["is_established"] == "true" else "no"
    note = " ".join(rule.annotations)
    confidence = next((word for said, word in CONFIDENCE.items() if said in note), "none")
    cited = (
        words[f"values.{reason}"],
        "; ".join(asked) or "none: written reason",
        established,
        law,
        confidence,
    )
    return "| " + " | ".join(text.replace("|", "\\|") for text in cited) + " |"


def _asked(column: str, test: str, words: dict[str, str]) -> str:
    """Say in words what a rule asks of a column."""
    told = _VALUE.sub(lambda value: words[f"values.{value[1]}"], test.replace('","', '" or "'))
    return f"{words[f'inputs.{column}']}: {told.replace('true', 'yes').replace('false', 'no')}"


if __name__ == "__main__":
    main()
