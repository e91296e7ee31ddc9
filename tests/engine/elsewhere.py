"""Scenarios of Keda moved to another municipality, to see that its services can be used to their end there.

What a scenario does is left as it is; people with the roles of the other place do it, in its invented
settlements. Words of letters may differ (court, letterhead), so only what happens is compared.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from engine.catalogue.folder import read_service, services
from engine.installation.demo_people import everybody
from engine.installation.demo_places import with_demo
from engine.installation.loading import BPMN, DEMO_PEOPLE
from engine.scenarios.before import earlier, meanwhile
from engine.scenarios.reading import EmptyPlaceholder, Renewable
from engine.scenarios.run import first_day, prepare
from engine.scenarios.runner import ScenarioRunner
from engine.scenarios.throwaway_database import ThrowawayDatabase, throwaway_database

HOME = "keda"
ELSEWHERE = '"(elsewhere)"'
OUTCOMES = (("granted", "refused"), ("answered", "noted"))  # the best ones first


@dataclass(frozen=True)
class Moved:
    """A scenario of a service, in the municipality to which it was moved."""

    folder: Path
    name: str
    place: str

    def __str__(self) -> str:
        return f"{self.folder.parent.name}/{self.folder.name}/{self.name} in {self.place}"


def offering(module: str) -> tuple[str, ...]:
    """Return the municipalities that offer a module in a demonstration, but for the one of the scenarios."""
    files = sorted((BPMN / "municipalities").glob("*.json"))
    found = [with_demo(json.loads(file.read_bytes())) for file in files]
    return tuple(place["code"] for place in found if module in place["modules"] and place["code"] != HOME)


def drawn(seed: int, home: Path, *, one_of_each_module: bool = False) -> tuple[Moved, ...]:
    """Return a decided scenario of every service, each module in a municipality drawn by the seed.

    Scenarios of general services are about acts of the mountain services, so both are drawn together.
    """
    chance = random.Random(seed)
    mountain = chance.choice(offering("high_mountain"))
    bpmn = Path(shutil.copytree(BPMN, home / "bpmn"))
    by_module: dict[str, list[Path]] = {}
    for folder in services(bpmn):
        by_module.setdefault(folder.parent.name, []).append(folder)
    places = {
        module: mountain if module in ("general", "high_mountain") else chance.choice(offering(module))
        for module in sorted(by_module)
    }
    for module, place in places.items():
        _adopt(bpmn, place)
        for folder in by_module[module]:
            _move(folder, place)
    return tuple(
        _drawn(folder, place, chance)
        for module, place in places.items()
        for folder in ([chance.choice(by_module[module])] if one_of_each_module else by_module[module])
    )


def _adopt(bpmn: Path, place: str) -> None:
    """Give a municipality the plan of Keda, and its social programme where it has one of its own."""
    zones = json.loads((bpmn / "municipalities" / f"{HOME}.json").read_bytes())["zones"]
    file = bpmn / "municipalities" / f"{place}.json"
    file.write_text(json.dumps({**json.loads(file.read_bytes()), "zones": zones}), encoding="utf-8")
    programmes = bpmn / "programmes" / f"{place}.json"
    if programmes.is_file():
        adopted = json.loads((bpmn / "programmes" / f"{HOME}.json").read_bytes())
        programmes.write_text(json.dumps({**adopted, "municipality": place}), encoding="utf-8")


def _move(folder: Path, place: str) -> None:
    """Rewrite a service's scenarios for another municipality, with its officials in the place of Keda's.

    The two change places: whoever is registered elsewhere still is, and scenarios of the place itself, which
    go by its own plan and programme, are now Keda's.
    """
    changes = {
        f'"{place}"': ELSEWHERE,
        f'"{HOME}"': f'"{place}"',
        ELSEWHERE: f'"{HOME}"',
        f'"{HOME}-': f'"{place}-',
        f"{HOME.upper()}-": f"{place.upper()}-",
        **_officials(place),
    }
    for path in (folder / "scenarios").glob("*.json"):
        text = path.read_text(encoding="utf-8")
        for before, after in changes.items():
            text = text.replace(before, after)
        path.write_text(text, encoding="utf-8")


@cache
def _officials(place: str) -> dict[str, str]:
    """Return who holds the office in a municipality that somebody holds in Keda, by personal number."""
    by_role: dict[str, dict[str, list[str]]] = {HOME: {}, place: {}}
    for person in everybody(BPMN, DEMO_PEOPLE):
        for office in person["roles"]:
            if office["municipality"] in by_role:
                held = by_role[office["municipality"]].setdefault(office["role"], [])
                held.append(person["personal_number"])
    there = by_role[place]
    # An operator belongs to a centre, which not every municipality has.
    return {
        number: there.get(role, there["chancellery"])[0]
        for role, held in by_role[HOME].items()
        for number in held
    }


def _drawn(folder: Path, place: str, chance: random.Random) -> Moved:
    """Draw a scenario that is decided, if one is; it and what goes before it all lie in the municipality."""
    scenarios = read_service(folder).scenarios
    names = sorted(scenarios)
    chance.shuffle(names)
    names.sort(key=lambda name: _rank(scenarios[name]["expect"]))
    return next(Moved(folder, name, place) for name in names if _lies_in(place, folder, scenarios[name]))


def _rank(expected: Mapping[str, Any]) -> int:
    """Return how far a scenario is from a decision on what was asked."""
    outcome = (expected.get("decision") or {}).get("outcome")
    return next((rank for rank, outcomes in enumerate(OUTCOMES) if outcome in outcomes), len(OUTCOMES))


def _lies_in(place: str, folder: Path, content: Mapping[str, Any]) -> bool:
    if content["municipality"] != place:
        return False
    if meanwhile(folder, content):  # those that happen in between stay where they are
        return False
    return all(before.content["municipality"] == place for before in earlier(folder, content))


@contextmanager
def database_of(moved: Sequence[Moved]) -> Iterator[ThrowawayDatabase]:
    """Start a throwaway database with the services of these scenarios and of those before them."""
    contents: list[Mapping[str, Any]] = []
    folders: dict[Path, None] = {}
    for scenario in moved:
        content = read_service(scenario.folder).scenarios[scenario.name]
        before = earlier(scenario.folder, content)
        contents += [content, *(earlier_one.content for earlier_one in before)]
        folders |= dict.fromkeys((scenario.folder, *(earlier_one.folder for earlier_one in before)))
    first, *others = folders
    with throwaway_database(first, first_day(contents), tuple(others)) as built:
        yield built


def came_out_otherwise(built: ThrowawayDatabase, moved: Moved) -> list[str]:
    """Run a scenario; return what happened otherwise than it says, whatever letters are worded."""
    service = read_service(moved.folder)
    content = service.scenarios[moved.name]
    before = prepare(built, earlier(moved.folder, content))
    with built.engine(datetime.fromisoformat(content["starts_at"]), before) as (engine, clock):
        found = ScenarioRunner(engine, clock, service.code, content).run()
    return [str(said) for said in found if not isinstance(said, Renewable | EmptyPlaceholder)]
