"""Random edits at speed, by a fixed seed, while the network comes and goes: the draft is what was typed.

`STUDIO_EDITS` says how many there are of each kind of editor, `SEED` which.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser

from tests.e2e.installation import Installation
from tests.e2e.person import Person
from tests.e2e.studio_work import Analyst

WHO = "00000009001"
SERVICE, TABLE = "high_mountain.suspend", "suspension"
EDITS = int(os.environ.get("STUDIO_EDITS") or 70)
SEED = int(os.environ.get("SEED") or 1)
LETTERS = "abcdefgh აბგდევზ"
LONGEST = 12  # letters of a text
STEPS = 4  # of the diagram, that are edited
State = tuple[tuple[str, ...], ...]

# An input cell that says nothing is written as "-".
ROWS = """() => [...document.querySelectorAll("[data-studio=rules] tbody tr")].map((row) =>
  [...row.querySelectorAll("td")].map(({ textContent }) => (textContent === "-" ? "–" : textContent)))"""
NAMES = (
    """() => [...document.querySelectorAll("[data-studio=elements] th")].map((cell) => [cell.textContent])"""
)
TEXTS = """() => [...document.querySelectorAll("[data-studio=typed] .text-line")].map((line) =>
  [...line.querySelectorAll("textarea")].map((field) => field.value))"""


@dataclass
class Typist:
    """Somebody who types at one editor, and a model of what is to stand there."""

    one: Analyst
    draft: str
    shown: str
    chance: random.Random
    last_row: int = -1
    states: list[State] = field(default_factory=list)
    at: int = 0
    is_cut: bool = False

    @property
    def state(self) -> State:
        return self.states[self.at]

    def begin(self) -> None:
        self.states = [self.look()]

    def look(self) -> State:
        """Return what the page shows."""
        return tuple(tuple(row) for row in self.one.page.evaluate(self.shown))

    def become(self, state: State) -> None:
        """Expect another state; what was undone is forgotten."""
        if state != self.state:
            self.states[self.at + 1 :] = [state]
            self.at += 1

    def text(self) -> str:
        return "x" + "".join(self.chance.choices(LETTERS, k=self.chance.randint(1, LONGEST))) + "x"

    def type(self, text: str) -> None:
        """Type into what has the focus, and go on to the next field."""
        for key in ("Control+A", text, "Tab"):
            self.one.page.keyboard.type(key) if key == text else self.one.page.keyboard.press(key)

    def say(self, row: int, column: int, text: str) -> None:
        """Expect this text in a cell."""
        rows = [list(cells) for cells in self.state]
        rows[row][column] = text
        self.become(tuple(map(tuple, rows)))

    def undo(self) -> None:
        """Take back the last edit; what was sent while it was typed is several."""
        if self.at:
            self.at -= 1
            self._press_until("Control+z")

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self.at + 1 < len(self.states):
            self.at += 1
            self._press_until("Control+Shift+z")

    def _press_until(self, keys: str) -> None:
        for _ in range(LONGEST + 1):
            self.one.page.keyboard.press(keys)
            if self.look() == self.state:
                return
        raise AssertionError(f"{keys}: the page shows {self.look()}, and not {self.state}")

    def cut(self) -> None:
        """Cut the network off, or join it again."""
        self.is_cut = not self.is_cut
        self.one.page.context.set_offline(self.is_cut)

    def finish(self) -> None:
        """Join the network again, and compare what the page shows, and says when it is opened anew."""
        if self.is_cut:
            self.cut()
        self.one.wait_until_kept()
        self.one.page.reload()
        self.one.part("page").and_(self.one.page.locator("[data-ready]")).wait_for()
        assert self.look() == self.state, f"kept is {self.look()}, and typed was {self.state}"
        assert not self.one.part("unsent").is_visible()


def run(typist: Typist, edits: tuple[Callable[[Typist], None], ...]) -> None:
    """Edit at random, most often by typing; cut the network off now and then."""
    typist.begin()
    rare = (Typist.undo, Typist.redo, Typist.cut)
    for number in range(EDITS):
        edit = typist.chance.choice(rare if typist.chance.random() < 0.25 else edits)
        edit(typist)
        shown = typist.look()
        assert shown == typist.state, f"edit {number}: {edit.__name__}: {shown}, and not {typist.state}"
    typist.finish()


def type_cells(typist: Typist) -> None:
    """Choose a row, and type into some of its cells, one after the other."""
    row = typist.chance.randrange(len(typist.state))
    typist.one.choose_row(row + 1)
    for column in range(typist.chance.randint(1, len(typist.state[0]))):
        text = typist.text()
        typist.type(text)
        typist.say(row, column, text)


def change_rows(typist: Typist) -> None:
    """Add, remove or move a row, with its button."""
    rows = list(typist.state)
    row = typist.chance.randrange(len(rows))
    typist.one.choose_row(row + 1)
    act = typist.chance.choice(("add-row", "remove-row", "row-up", "row-down"))
    if act == "remove-row" and len(rows) < 3:
        return
    typist.one.part(act).click()
    if act == "add-row":
        rows.insert(row + 1, ("–",) * (len(rows[0]) - 1) + ("",))
    elif act == "remove-row":
        rows.pop(row)
    elif 0 <= (to := row + (1 if act == "row-down" else -1)) < len(rows):
        rows.insert(to, rows.pop(row))
    typist.become(tuple(rows))


def type_names(typist: Typist) -> None:
    """Choose a step, and type its name."""
    row = typist.chance.randrange(STEPS)
    buttons = typist.one.part("elements").locator("th button")
    buttons.nth(row).click()
    text = typist.text()
    typist.type(text)
    typist.say(row, 0, text)


def type_texts(typist: Typist) -> None:
    """Type into fields of a form one after the other."""
    # To a browser two texts typed into one field, one after the other, may be one edit to take back.
    row = typist.chance.choice([row for row in range(len(typist.state)) if row != typist.last_row])
    typist.last_row = row
    fields = typist.one.page.locator("[data-studio=typed] .text-line").nth(row).locator("textarea")
    fields.first.focus()
    for column in range(typist.chance.randint(1, len(typist.state[row]))):
        text = typist.text()
        typist.type(text)
        typist.say(row, column, text)


@pytest.mark.parametrize(
    ("address", "shown", "edits"),
    [
        (f"tables/{TABLE}", ROWS, (type_cells, type_cells, change_rows)),
        ("diagram", NAMES, (type_names,)),
        ("texts", TEXTS, (type_texts,)),
    ],
    ids=["table", "diagram", "texts"],
)
def test_editor__edited_at_random_while_the_network_comes_and_goes__keeps_what_was_typed(
    installation: Installation,
    browser: Browser,
    address: str,
    shown: str,
    edits: tuple[Callable[[Typist], None], ...],
) -> None:
    # The first field of a step is its Georgian name, which the Georgian page draws.
    one = Analyst(Person(browser, installation.address, language="ka"), WHO)
    draft = one.begin(SERVICE)
    one.person.go(f"{draft}/{address}")
    one.part("page").and_(one.page.locator("[data-ready]")).wait_for()
    run(Typist(one, draft, shown, random.Random(SEED)), edits)
