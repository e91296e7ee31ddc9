"""Draws the diagrams into docs/pictures/diagrams, a picture for each sheet, and shows them in the READMEs.

A test of the structure holds pictures and READMEs against what this module gives: neither can go stale. The
pictures are in English, as the READMEs are, and drawn as the progress view of a case draws them.
"""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from engine.catalogue.blocks import folder_of
from engine.installation.loading import BPMN
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
  font: 12px "Noto Sans", "Noto Sans Georgian", sans-serif; }
foreignObject { overflow: visible; }
.diagram-words { height: 100%; color: #1b2327; text-align: center;
  font: 12.5px/1.2 "Noto Sans", "Noto Sans Georgian", sans-serif; }
.within, .side { display: flex; align-items: center; justify-content: center; }
.within { padding: 14px 4px 4px; box-sizing: border-box; }
.called { padding: 4px 4px 17px; }
.side { font-size: 12px; line-height: 1.15; }
.label { display: flex; flex-direction: column; align-items: center; }
.label.start { align-items: start; text-align: start; }
.label.end { align-items: end; text-align: end; }
.ground, .remark { text-align: start; }
.remark { padding: 3px 0 0 8px; color: #4a565c; }
"""
PAGE = """{% import "diagram.html" as drawing with context %}{{ drawing.diagram(drawn, {}) }}"""
SHOWN = re.compile(r"\n(?:!\[[^\]\n]*\]\([./]*docs/pictures/diagrams/[^)\n]*\)\n)+\n?")


def picture(sheet: Sheet) -> bytes:
    """Return a sheet as a document of SVG that needs nothing beside it."""
    drawn = surroundings(LANGUAGE).from_string(PAGE).render(drawn=sheet.drawn).strip()
    drawn = drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    drawn = drawn.replace("<div ", '<div xmlns="http://www.w3.org/1999/xhtml" ')
    drawn = re.sub(r">\s*\n\s*<", ">\n<", drawn.replace("<defs>", f"<style>{STYLE}</style><defs>", 1))
    etree.fromstring(drawn, etree.XMLParser(resolve_entities=False))
    return f"{drawn}\n".encode()


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
