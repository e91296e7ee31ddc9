"""The law and the term at steps on the canvas of the studio: the script says them as the engine does."""

from __future__ import annotations

import json
import re
import subprocess
from typing import Any
from xml.sax.saxutils import unescape

import pytest

from engine.formats import TERM
from engine.installation.loading import BPMN
from engine.process.step_law import in_short, words_in_short
from engine.process.step_term import named_in, said
from engine.studio.settings_file import term_lengths
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
TERM_SCRIPT = """
import { readFileSync } from "node:fs";
import { termNamed, termSaid } from "./src/studio/law.js";
const { counted, terms } = JSON.parse(readFileSync(0, "utf8"));
const said = (name, isClock) => (name === undefined ? null : (termSaid(name, { terms, isClock }) ?? null));
const both = (name) => [true, false].map((isClock) => said(name, isClock));
console.log(JSON.stringify(counted.map((one) => both(termNamed(one)))));
"""
TIMER = re.compile('<bpmn:time(?:Duration|Date)[^>]*>([^<]+)<|dueDate="([^"]+)"')
COUNTED_OTHERWISE = (
    "",
    "=term(x)",
    '=term("no.such")',
    '=term("hm.visit") + term("soc.visit")',
    '=term( "hm.visit" )',
)
SCRIPT = """
import { readFileSync } from "node:fs";
import { inShort } from "./src/studio/law.js";
const { laws, words } = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(laws.map((one) => inShort(one, words))));
"""


def asked(script: str, **told: Any) -> Any:
    """Return what a script of the editor answers."""
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", script],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        cwd=FRONTEND,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_law__in_the_script_of_the_editor__is_said_as_in_the_public_view(language: str) -> None:
    drawn = {
        law for path in BPMN.rglob("process.bpmn") for law in IN_DIAGRAM.findall(path.read_text("utf-8"))
    }
    laws = [*sorted(drawn), *WRITTEN_OTHERWISE]

    answered = asked(SCRIPT, laws=laws, words=words_in_short(language))

    assert answered == [in_short(law, language) for law in laws]
    assert len(drawn) > 50


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term__in_the_script_of_the_editor__is_said_as_in_the_public_view(language: str) -> None:
    written = (
        found for path in BPMN.rglob("process.bpmn") for found in TIMER.findall(path.read_text("utf-8"))
    )
    drawn = {unescape("".join(found), {"&quot;": '"'}) for found in written}
    counted, known = [*sorted(drawn), *COUNTED_OTHERWISE], term_lengths(BPMN)
    terms = {"word": TERM[language], "lengths": {name: words[language] for name, words in known.items()}}

    answered = asked(TERM_SCRIPT, counted=counted, terms=terms)

    assert answered == [
        [(name and said(name, known, language, is_clock=is_clock)) or None for is_clock in (True, False)]
        for name in map(named_in, counted)
    ]
    assert sum(bool(clock) for clock, _ in answered) > 15
