"""What every page must hold, whoever looks at it: checked on the way, page by page.

All rules of axe are asked, best practices too; none is switched off.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from tests.e2e.person import Person

NARROW, USUAL = 320, 1280
AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"

BARRIERS = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  const places = (one) => one.nodes.map((node) => node.html).join(" | ");
  return violations.map((one) => `${one.id} (${one.help}): ${places(one)}`);
}"""

STRUCTURE = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const found = [];
  if (all("h1").length !== 1) found.push(`${all("h1").length} main headings`);
  if (!document.documentElement.lang) found.push("no language");
  const ids = all("[id]").map((one) => one.id);
  found.push(...ids.filter((id, place) => ids.indexOf(id) !== place).map((id) => `id ${id} twice`));
  for (const field of all("input:not([type=hidden]), select, textarea:not([hidden])")) {
    if (!field.labels.length && !field.ariaLabel) found.push(`no label: ${field.name}`);
  }
  for (const field of all("[aria-describedby]")) {
    for (const id of field.getAttribute("aria-describedby").split(" ")) {
      if (!document.getElementById(id)) found.push(`description ${id} is missing`);
    }
  }
  for (const button of all("main button, main .button, body > header a, body > header button")) {
    const { width, height } = button.getBoundingClientRect();
    // A drawing, rows of steps and lists of values have less room: 24 px are the least (WCAG 2.2, 2.5.8).
    const least = button.closest(".djs-container, .tasks, .letter-data") ? 24 : 43.5;
    const name = button.textContent.trim();
    if (width > 1 && height && height < least) found.push(`${name} is ${height} px high`);
  }
  return found;
}"""


# How much a page is wider than its screen, and what makes it so.
WIDER = """() => {
  const wider = document.documentElement.scrollWidth - innerWidth;
  if (wider <= 0) return [];
  const beyond = [...document.querySelectorAll("main *, header *, footer *")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest("[tabindex='0']"));
  const named = (one) => `${one.localName}.${one.className}`;
  return [`${wider} px wider: ${beyond.slice(-3).map(named).join(", ")}`];
}"""
# The same with text of these sizes, by size; asking for a width lays the page out anew.
WIDER_BY_SIZE = f"""(sizes) => {{
  const wider = {WIDER};
  const {{ style }} = document.documentElement;
  try {{
    return sizes.map((size) => {{ style.fontSize = size; return [size, wider()]; }});
  }} finally {{
    style.fontSize = "";
  }}
}}"""
SIZES = ("100%", "200%")
# What an address names: things by number or key. A page of another thing is the same page.
NAMED = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)[^/]*\d[^/]*")
STATUS = "performance.getEntriesByType('navigation')[0]?.responseStatus"


class Inspector:
    """Notes what is wrong with the pages it is shown, on a screen of each width.

    `is_brief` asks axe, and how wide it is, of an address once, whatever it names, and not of each state.
    """

    def __init__(self, *, widths: tuple[int, ...] = (USUAL, NARROW), is_brief: bool = False) -> None:
        self.widths = sorted(widths, reverse=True)
        self.is_brief = is_brief
        self._asked: set[str] = set()
        self.pages: list[str] = []
        self.paths: list[str] = []
        self.problems: list[str] = []
        self._axe = AXE.read_text("utf-8")

    def look(self, person: Person, name: str) -> None:
        self.pages.append(name)
        person.page.wait_for_load_state()
        status, problems = person.page.evaluate(f"() => [{STATUS}, ({STRUCTURE})()]")
        path = urlsplit(person.page.url).path
        if status == 200:
            self.paths.append(path)
        self._note(name, problems)
        kind = NAMED.sub("…", path) if status == 200 else name
        if self.is_brief and kind in self._asked:
            return
        self._asked.add(kind)
        self._ask_axe(person, name)
        person.resize(NARROW)
        # Nothing goes beyond a telephone's screen, nor when its text is twice as large.
        for size, wider in person.page.evaluate(WIDER_BY_SIZE, SIZES):
            self._note(f"{name}, text of {size} at {NARROW} px", wider)
        person.resize(USUAL)

    def _ask_axe(self, person: Person, name: str) -> None:
        person.page.evaluate(self._axe)
        for width in self.widths:
            person.resize(width)
            self._note(f"{name}, {width} px", person.page.evaluate(BARRIERS))

    def _note(self, name: str, problems: list[str]) -> None:
        self.problems += [f"{name}: {problem}" for problem in problems]
