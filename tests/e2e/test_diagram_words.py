"""Words of our own diagrams as a browser sets them: whole, and on nothing, in each language.

The rules of layout measure the same without a browser, in the official language only.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser

from tests.e2e.diagrams import as_html, sheets
from web.i18n import LANGUAGES

# Lines of words without what letters leave free, against outlines without their corners.
LIES_ON_SOMETHING: Final = """() => {
  const free = 3, found = new Set();
  const boxOf = (item, share = 0) => {
    const { left, top, right, bottom, width, height } = item.getBoundingClientRect();
    const [x, y] = [share * width, share * height];
    return { left: left + x, top: top + y, right: right - x, bottom: bottom - y };
  };
  const cut = (one, other, least) =>
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > least &&
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > least;
  for (const section of document.querySelectorAll("section")) {
    const code = section.querySelector("h1").textContent.split(" · ")[0];
    const sheet = section.querySelector("svg");
    const scale = sheet.getBoundingClientRect().width / sheet.viewBox.baseVal.width;
    const words = [...sheet.querySelectorAll(".diagram-words, .diagram-article tspan")].flatMap((item) => {
      const range = document.createRange();
      range.selectNodeContents(item);
      const lines = [...range.getClientRects()].filter(({ width }) => width > 1);
      return lines.map(({ left, top, right, bottom }) => {
        const [x, y] = right - left > bottom - top ? [0, free * scale] : [free * scale, 0];
        return { item, left: left + x, top: top + y, right: right - x, bottom: bottom - y };
      });
    });
    const things = [...sheet.querySelectorAll(".diagram-shape")].flatMap((shape) => {
      const [step, ring] = [shape.querySelector("rect"), shape.querySelector("[r]")];
      if (step) {
        const signs = [...shape.querySelectorAll(".diagram-glyph")].map((sign) => boxOf(sign));
        return [{ shape, ...boxOf(step) }, ...signs];
      }
      const [outline, sign] = shape.querySelectorAll("path");
      return ring ? [boxOf(ring, 0.1)] : sign ? [boxOf(outline, 0.25)] : [];
    });
    const lines = [...sheet.querySelectorAll(".diagram-line polyline")].flatMap((line) => {
      const matrix = line.getScreenCTM();
      const points = [...line.points].map(({ x, y }) => new DOMPoint(x, y).matrixTransform(matrix));
      return points.slice(1).map((to, at) => ({
        left: Math.min(points[at].x, to.x), right: Math.max(points[at].x, to.x),
        top: Math.min(points[at].y, to.y), bottom: Math.max(points[at].y, to.y),
      }));
    });
    for (const frame of sheet.querySelectorAll(".diagram-ground rect")) {
      const { left, top, right, bottom } = boxOf(frame);
      lines.push({ left, top, right, bottom: top }, { left, top: bottom, right, bottom });
      lines.push({ left, top, right: left, bottom }, { left: right, top, right, bottom });
    }
    for (const line of words) {
      const own = line.item.closest(".diagram-shape") ?? document;
      const lies =
        things.some((thing) => thing.shape !== own && cut(line, thing, 0.3)) ||
        lines.some((other) => cut(line, other, -0.01)) ||
        words.some((other) => other.item !== line.item && cut(line, other, 0.3));
      if (lies) found.add(`${code}: ${line.item.textContent.trim()}`);
    }
  }
  return [...found];
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_words__of_our_own_diagrams_in_a_browser__lie_on_nothing(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    written = tmp_path / "diagrams.html"
    written.write_text(as_html(list(sheets()), language), "utf-8")
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    page.goto(written.as_uri())
    page.evaluate("document.fonts.ready.then(() => 1)")

    found = {said.replace("\u00a0", " ") for said in page.evaluate(LIES_ON_SOMETHING)}
    page.close()

    assert found == set()
