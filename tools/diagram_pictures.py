"""Draws the diagrams into docs/pictures/diagrams, a picture for each sheet, and shows them in the READMEs.

A test of the structure holds pictures and READMEs against what this module gives: neither can go stale. The
pictures are in English, as the READMEs are, and drawn as the progress view of a case draws them, each
with its legend below.
"""

from __future__ import annotations

import re
from math import ceil
from pathlib import Path

from lxml import etree

from engine.catalogue.blocks import folder_of
from engine.installation.loading import BPMN
from engine.process.drawing import MARGIN
from engine.queries.case_progress_views import Sheet
from tests.e2e.diagrams import sheets, surroundings

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures" / "diagrams"
LANGUAGE = "en"
# The colours and sizes of web/frontend/src/diagram.css, for a picture that stands alone.
STYLE = """
svg { background: #fff; }
rect, circle, path, polyline { fill: #fff; stroke: #5d6a70; stroke-width: 1.5; }
polyline, .diagram-glyph { fill: none; }
marker path { fill: #5d6a70; stroke: none; }
.association polyline, .dashed { stroke-dasharray: 4 3; }
.thick { stroke-width: 3.5; }
text { fill: #4a565c; stroke: none; text-anchor: middle;
  text-rendering: geometricPrecision; font: 12px "Noto Sans", "Noto Sans Georgian", sans-serif; }
foreignObject { overflow: visible; }
.diagram-words { height: 100%; color: #1b2327; text-align: center;
  text-rendering: geometricPrecision; font: 12.5px/1.2 "Noto Sans", "Noto Sans Georgian", sans-serif; }
.within, .side { display: flex; align-items: center; justify-content: center; }
.within { padding: 14px 4px 4px; box-sizing: border-box; }
.called { padding: 3px 4px 14px; }
.many { padding: 11px 4px 8px; }
.above { padding: 7px 4px 11px; }
.side { font-size: 12px; line-height: 1.15; }
.label { display: flex; flex-direction: column; align-items: center; }
.label.start { align-items: start; text-align: start; }
.label.end { align-items: end; text-align: end; }
.ground, .remark { text-align: start; }
.remark { padding: 3px 0 0 8px; color: #4a565c; }
"""
LEGEND_STYLE = """
.legend ul, .legend dl { display: grid; gap: 2px 16px; margin: 0 0 8px; padding: 0; list-style: none;
  color: #1b2327;
  font: 12.5px/1.2 "Noto Sans", "Noto Sans Georgian", sans-serif; }
.legend p { margin: 0 0 8px; color: #1b2327; font: 12.5px/1.2 "Noto Sans", "Noto Sans Georgian", sans-serif; }
.legend li { display: flex; gap: 8px; align-items: center; height: 44px; }
.legend li svg { flex: none; }
.legend dl div { display: flex; gap: 8px; min-height: 18px; }
.legend dt { flex: none; width: 150px; }
.legend dd { margin: 0; }
"""
PAGE = """{% import "diagram.html" as drawing with context %}{{ drawing.diagram(drawn, {}) }}"""
LEGEND = """{% import "diagram.html" as drawing with context %}{{ drawing.legend(drawn, "-sign") }}"""
# Of the legend below a picture: the width and height of a sign with its words, the heights of an act and
# of the term of the decision.
SIGN, ROW, ACT_ROW, TERM_ROW = 290.0, 46.0, 34.0, 40.0
SHOWN = re.compile(r"\n(?:!\[[^\]\n]*\]\([./]*docs/pictures/diagrams/[^)\n]*\)\n)+\n?")


def picture(sheet: Sheet) -> bytes:
    """Return a sheet as a document of SVG that needs nothing beside it."""
    around = surroundings(LANGUAGE)
    drawn = around.from_string(PAGE).render(drawn=sheet.drawn).strip()
    drawn = drawn.replace("<defs>", f"<style>{STYLE}</style><defs>", 1)
    drawn = _with_legend(drawn, sheet, around.from_string(LEGEND).render(drawn=sheet.drawn).strip())
    drawn = drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    drawn = re.sub(r"<(div|ul|dl|p) ", r'<\1 xmlns="http://www.w3.org/1999/xhtml" ', drawn)
    drawn = re.sub(r">\s*\n\s*<", ">\n<", drawn)
    etree.fromstring(drawn, etree.XMLParser(resolve_entities=False))
    return f"{drawn}\n".encode()


def _with_legend(drawn: str, sheet: Sheet, legend: str) -> str:
    """Return the picture with its legend below, in as many columns as its width has room for."""
    assert sheet.drawn.drawing is not None
    frame = sheet.drawn.drawing.frame
    width = max(frame.width, 2 * SIGN)
    columns = int(width // SIGN)
    acts = ACT_ROW * len(sheet.drawn.acts) + (TERM_ROW if sheet.drawn.term else 0)
    high = ceil(len(sheet.drawn.signs) / columns) * ROW + acts + 12
    view = f'viewBox="{frame.x} {frame.y} {width} {frame.height + high}"'
    drawn = re.sub(
        r'viewBox="[^"]*" width="[^"]*" height="[^"]*"',
        f'{view} width="{width}" height="{frame.height + high}"',
        drawn,
        count=1,
    )
    place = (
        f'x="{frame.x + MARGIN}" y="{frame.y + frame.height}" width="{width - 2 * MARGIN}" height="{high}"'
    )
    style = f"{LEGEND_STYLE}ul {{ grid-template-columns: repeat({columns}, 1fr); }}"
    said = f'<style>{style}</style><foreignObject {place}><div class="legend">{legend}</div></foreignObject>'
    return f"{drawn.removesuffix('</svg>')}{said}</svg>"


def pictures() -> dict[str, dict[str, tuple[str, bytes]]]:
    """Return the pictures by the code of the diagram and by file name, each with what it shows."""
    found: dict[str, dict[str, tuple[str, bytes]]] = {}
    for code, sheet in sheets():
        name = code if sheet.code == code else f"{code}.{sheet.code}"
        found.setdefault(code, {})[f"{name}.svg"] = (sheet.names[LANGUAGE], picture(sheet))
    return found


def with_pictures(readme: str, shown: dict[str, str]) -> str:
    """Return a README with these pictures, by file name, between its title and what it says."""
    title, _, rest = SHOWN.sub("\n", readme, count=1).partition("\n")
    images = "\n".join(f"![{said}](../../../docs/pictures/diagrams/{name})" for name, said in shown.items())
    return f"{title}\n\n{images}\n\n{rest.lstrip()}"


def main() -> None:
    """Write all pictures, drop those of what is no more, and show them."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    found = pictures()
    for old in PICTURES.glob("*.svg"):
        if not any(old.name in shown for shown in found.values()):
            old.unlink()
    for code, shown in found.items():
        for name, (_, content) in shown.items():
            (PICTURES / name).write_bytes(content)
        readme = BPMN / folder_of(code) / "README.md"
        said = {name: text for name, (text, _) in shown.items()}
        readme.write_text(with_pictures(readme.read_text("utf-8"), said), "utf-8")


if __name__ == "__main__":
    main()
