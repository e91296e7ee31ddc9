"""Writes the table of advance widths by which names in diagrams are measured, from the product's own font.

The font comes with `npm ci` in `web/frontend` (Noto Sans Georgian, its regular weight). A test holds the
table against the font where that is installed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont

ROOT: Final = Path(__file__).resolve().parents[1]
FILES: Final = ROOT / "web/frontend/node_modules/@fontsource-variable/noto-sans-georgian/files"
TABLE: Final = ROOT / "engine/process/layout/widths.json"
# The letters, digits and signs of names; what the font has beside them nobody writes into a diagram.
SUBSETS: Final = ("latin", "georgian")
RANGES: Final = (
    (0x20, 0x7E),
    (0xA0, 0xFF),
    (0x10D0, 0x10FF),
    (0x1C90, 0x1CBF),
    (0x2010, 0x2030),
    (0x2116, 0x2116),
)


def widths() -> dict[str, int]:
    """Return the advance width of each character in thousandths of the font's size."""
    found: dict[str, int] = {}
    for subset in SUBSETS:
        font = TTFont(FILES / f"noto-sans-georgian-{subset}-wght-normal.woff2")
        scale, glyphs = 1000 / font["head"].unitsPerEm, font["hmtx"].metrics
        for code, glyph in sorted(font.getBestCmap().items()):
            if any(low <= code <= high for low, high in RANGES):
                found[chr(code)] = round(glyphs[glyph][0] * scale)
    return found


def main() -> None:
    TABLE.write_text(
        json.dumps(widths(), ensure_ascii=False, sort_keys=True, indent=0) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
