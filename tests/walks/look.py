"""What every page must hold, whoever looks at it: checked on the way, page by page.

All rules of axe are asked, best practices too; none is switched off.
"""

from __future__ import annotations

from pathlib import Path

from tests.walks.person import Person

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
  for (const field of all("input:not([type=hidden]), select, textarea")) {
    if (!field.labels.length && !field.ariaLabel) found.push(`no label: ${field.name}`);
  }
  for (const field of all("[aria-describedby]")) {
    for (const id of field.getAttribute("aria-describedby").split(" ")) {
      if (!document.getElementById(id)) found.push(`description ${id} is missing`);
    }
  }
  for (const button of all("main button, main .button, body > header a, body > header button")) {
    const { width, height } = button.getBoundingClientRect();
    if (width > 1 && height && height < 43.5) found.push(`${button.textContent.trim()} is ${height} px high`);
  }
  return found;
}"""


class Inspector:
    """Notes what is wrong with the pages it is shown."""

    def __init__(self) -> None:
        self.pages: list[str] = []
        self.problems: list[str] = []

    def look(self, person: Person, name: str) -> None:
        self.pages.append(name)
        person.page.wait_for_load_state()
        self.problems += [f"{name}: {one}" for one in person.page.evaluate(STRUCTURE)]
        self._ask_axe(person, name)
        person.page.set_viewport_size({"width": NARROW, "height": 900})
        self._ask_axe(person, f"{name}, narrow")
        wider = person.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wider > 0:
            self.problems.append(f"{name}: {wider} px wider than {NARROW}")
        person.page.set_viewport_size({"width": USUAL, "height": 900})

    def _ask_axe(self, person: Person, name: str) -> None:
        person.page.evaluate(AXE.read_text("utf-8"))
        self.problems += [f"{name}: {one}" for one in person.page.evaluate(BARRIERS)]
