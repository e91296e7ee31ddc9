"""Review copy of all diagrams, a sheet on a page of A3, for each language: `python -m tests.e2e.diagrams`.

For the eyes of whoever changes a diagram; nothing is compared. The files go to `var/diagrams`. Each sheet is
drawn as the progress view of a case draws it, without marks and with its legend below: the services, then the
blocks that they call.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import partial
from math import ceil
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from engine import canonical
from engine.catalogue.blocks import diagrams, folder_of
from engine.catalogue.folder import service_folders
from engine.catalogue.parameters import read_parameters
from engine.installation.loading import BPMN
from engine.process.step_term import lengths
from engine.queries.case_progress_sheets import sheets_of
from engine.queries.case_progress_views import Part, Sheet
from engine.scenarios.folders import version_of
from tests.e2e.person import chromium
from web.i18n import LANGUAGES, TEXTS

ROOT = Path(__file__).parents[2]
HOME = ROOT / "var" / "diagrams"
STYLES = tuple(ROOT / "web" / "static" / "built" / name for name in ("app.css", "diagram.css"))
# A sheet of A3 without its margins and the line of its name, in the pixels of CSS.
WIDTH, HEIGHT = 1500, 990
# Of its height, for the signs and acts below: in a row of so many signs, and for each act.
SIGNS, ROW, ACT, AROUND = 7, 54, 15, 30
PAGE = """<!doctype html>
<html lang="{{ language }}"><head><meta charset="utf-8"><title>MMS</title>
{% for style in styles %}<link rel="stylesheet" href="{{ style.as_uri() }}">{% endfor %}
<style>
@page { size: A3 landscape; margin: 10mm; }
body { display: block; background: none; }
h1 { font-size: 15px; margin: 0 0 6px; }
section { break-after: page; }
/* Not by zoom, which breaks lines anew. */
.scaled > svg { width: 100%; height: auto; }
.small { zoom: 0.75; }
</style></head><body>
{% import "diagram.html" as drawing with context %}
{% for heading, sheet, scale in pages %}
<section>
<h1>{{ heading }}</h1>
<div class="scaled" style="width: {{ scale * sheet.drawn.drawing.frame.width }}px">
{{ drawing.diagram(sheet.drawn, {}, key="-" ~ loop.index) }}</div>
<div class="small">{{ drawing.legend(sheet.drawn, "-" ~ loop.index ~ "-sign") }}</div>
</section>
{% endfor %}
</body></html>"""


def sheets() -> Iterator[tuple[str, Sheet]]:
    """Return the sheets of every service and of every block once, each with the code of its diagram."""
    blocks: dict[str, tuple[Sheet, ...]] = {}
    values = read_parameters(BPMN).entries()
    terms = lengths({value.name: value.value for value in values if value.kind == "term"})
    for folder in service_folders(BPMN):
        version = version_of(folder)
        for sheet in sheets_of(version, Part(version.code, version.names, "ahead"), {}, terms):
            yield version.code, sheet
        for block in diagrams(version.files):
            if block not in blocks:
                names = canonical.loads(version.files[f"{folder_of(block)}/block.json"])["names"]
                blocks[block] = sheets_of(version, Part(block, names, "ahead"), {}, terms)
    for code, drawn in sorted(blocks.items()):
        for sheet in drawn:
            yield code, sheet


def surroundings(language: str) -> Environment:
    """Return what the template of a diagram needs outside of a page."""
    made = Environment(
        loader=FileSystemLoader(ROOT / "web" / "templates"), autoescape=True, undefined=StrictUndefined
    )
    made.globals.update(
        current_language=lambda: language, languages=LANGUAGES, t=partial(TEXTS.get, language)
    )
    made.filters["name"] = lambda names: names.get(language) or names["ka"]
    return made


def as_html(found: list[tuple[str, Sheet]], language: str) -> str:
    """Return all sheets as one page of HTML, each made small enough for its paper."""
    pages = []
    for code, sheet in found:
        assert sheet.drawn.drawing is not None
        frame = sheet.drawn.drawing.frame
        heading = " · ".join(filter(None, (code, sheet.names.get(language))))
        legend = (
            AROUND
            + ROW * ceil(len(sheet.drawn.signs) / SIGNS)
            + ACT * (len(sheet.drawn.acts) + 2 * bool(sheet.drawn.term))
        )
        pages.append((heading, sheet, min(1, WIDTH / frame.width, (HEIGHT - legend) / frame.height)))
    return surroundings(language).from_string(PAGE).render(language=language, styles=STYLES, pages=pages)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("languages", nargs="*", default=LANGUAGES, help="ka, en or both")
    HOME.mkdir(parents=True, exist_ok=True)
    found = list(sheets())
    with chromium() as browser:
        for language in parser.parse_args().languages:
            written, printed = HOME / f"{language}.html", HOME / f"{language}.pdf"
            written.write_text(as_html(found, language), "utf-8")
            page = browser.new_page()
            page.goto(written.as_uri())
            page.pdf(path=printed, prefer_css_page_size=True, print_background=True)
            print(f"{printed}: {len(found)} sheets")


if __name__ == "__main__":
    main()
