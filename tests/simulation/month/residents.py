"""Invented residents: copies of the people of the demonstration, each with a number and plots of their own.

A scenario tells of one of those people. In a month many come with the same matter, so the registers that
answer over HTTP know as many: what they hold of the original they hold of each copy.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from engine.installation.loading import ROOT

DEMO = ROOT / "demo"
FIRST, FIRST_OF_OFFICE = 10_001, 2_001  # numbers below belong to the people of the demonstration
PLOT, LAND = "21.04.33.", "21.03.32.001.01.501"  # in scenarios: plots of applicants, property of the town
SECTION = 900  # plots
CHILD, FIRST_CHILD = "0000000090{}", 30_000  # in scenarios: children whom aid is asked for
DECEASED, LIKE_DECEASED, DIED_ON = CHILD.format(2), "00000000105", "2026-08-20"  # one who is buried
HOMES, FIRST_HOME = ("დემო ქუჩა ", "დემო ქ. №", "სხვა ქუჩა "), 100  # in scenarios: where it burns


@dataclass(frozen=True)
class Resident:
    """The copy of a demonstration person, by the number of the copy; somebody's age may be another."""

    count: int
    like: str
    born_on: str | None = None

    @property
    def is_own(self) -> bool:
        """Say whether it is a person of their own: members of the office are who they are."""
        return int(self.like) < FIRST_OF_OFFICE

    @property
    def number(self) -> str:
        return f"{FIRST + self.count:011}" if self.is_own else self.like

    @cached_property
    def words(self) -> Mapping[str, str]:
        """What stands for what in the answers of a scenario."""
        section, plot = divmod(self.count, SECTION)
        plots = {
            f"{PLOT}{101 + kind}": f"21.04.{41 + kind + 3 * section}.{100 + plot:03}" for kind in range(3)
        }
        children = {CHILD.format(n): f"{FIRST_CHILD + 10 * self.count + n:011}" for n in range(1, 10)}
        homes = {f"{street}{n}": f"{street}{FIRST_HOME + self.count}" for street in HOMES for n in (1, 7)}
        return {
            self.like: self.number,
            **homes,
            **children,
            LAND: f"21.03.{33 + section}.{plot:03}.01.501",
            **plots,
        }


def write(directory: Path, residents: Iterable[Resident]) -> None:
    """Write what the simulated registers know: people, their plots, what else is held of them."""
    people, plots, facts = (_read(DEMO / f"{name}.json") for name in ("people", "plots", "facts"))
    known = {person["personal_number"]: person for person in people["people"]}
    originals = dict(plots["plots"])
    for resident in residents:
        if resident.is_own:
            people["people"].append(_person(known[resident.like], resident))
            people["people"].append(_deceased(known[LIKE_DECEASED], resident))
        for code, own in resident.words.items():
            if code in originals:
                plots["plots"][own] = _exchanged(originals[code], resident.words)
        for held in (part for part in facts.values() if isinstance(part, dict)):
            if resident.like in held:
                held[resident.number] = _exchanged(held[resident.like], resident.words)
    for name, content in (("people", people), ("plots", plots), ("facts", facts)):
        (directory / f"{name}.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _person(original: Mapping[str, Any], one: Resident) -> dict[str, Any]:
    return {
        **original,
        "personal_number": one.number,
        "birth_date": one.born_on or original["birth_date"],
        "family_name": {"ka": f"მცხოვრები {one.count + 1}", "en": f"Resident {one.count + 1}"},
        "email": f"resident{one.count + 1}@demo.invalid",
    }


def _deceased(original: Mapping[str, Any], one: Resident) -> dict[str, Any]:
    return {
        **original,
        "personal_number": one.words[DECEASED],
        "email": f"deceased{one.count + 1}@demo.invalid",
        "civil_registry": {**original["civil_registry"], "died_on": DIED_ON},
    }


def _exchanged(content: Any, words: Mapping[str, str]) -> Any:
    text = json.dumps(content, ensure_ascii=False)
    for word, own in words.items():
        text = text.replace(word, own)
    return json.loads(text)


def _read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))
