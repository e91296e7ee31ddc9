"""The law at steps on the canvas of the studio: the script says it as the engine does."""

from __future__ import annotations

import json
import re
import subprocess

import pytest

from engine.installation.loading import BPMN
from engine.process.step_law import in_short, words_in_short
from engine.texts import LANGUAGES
from tests.studio.test_tables import FRONTEND, NODE

IN_DIAGRAM = re.compile('name="mms:law" value="([^"]+)"')
WRITTEN_OTHERWISE = (
    "",
    "№",
    "მუხ. 5",
    "№2181, მუხ.5",
    "№2181; თავი VI; ",
    "№2181, თავი VI; მუხ. 78¹",
    "x; №2181",
    "№1958-IIს",
)
SCRIPT = """
import { readFileSync } from "node:fs";
import { inShort } from "./src/studio/law.js";
const { laws, words } = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(laws.map((one) => inShort(one, words))));
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_law__in_the_script_of_the_editor__is_said_as_in_the_public_view(language: str) -> None:
    drawn = {
        law for path in BPMN.rglob("process.bpmn") for law in IN_DIAGRAM.findall(path.read_text("utf-8"))
    }
    laws = [*sorted(drawn), *WRITTEN_OTHERWISE]

    done = subprocess.run(
        [NODE, "--input-type=module", "-e", SCRIPT],
        input=json.dumps({"laws": laws, "words": words_in_short(language)}),
        capture_output=True,
        text=True,
        cwd=FRONTEND,
        check=True,
    )

    assert json.loads(done.stdout) == [in_short(law, language) for law in laws]
    assert len(drawn) > 50
