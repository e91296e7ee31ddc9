"""Reading `table.toml`, the one table of who may do what."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "table.toml"


@dataclass(frozen=True)
class Table:
    """Who is tried, and who of them is let in where: the names of people by the names of doors."""

    people: Mapping[str, str]  # a personal number by name; nobody has none
    doors: Mapping[str, frozenset[str]]
    closed_without_service: frozenset[str]  # doors and commands
    commands: Mapping[str, frozenset[str]]
    jobs: Mapping[str, str]  # whose they are
    given: Mapping[str, Mapping[str, Any]]  # what a door is given beside what all are given


def read(file: Path = FILE) -> Table:
    """Return the table as it was written by hand; nothing in it is computed from the program."""
    written = tomllib.loads(file.read_text())
    people = written["people"]
    audiences: dict[str, frozenset[str]] = {}
    for name, members in written["audiences"].items():
        audiences[name] = _members(members, audiences, people)
    return Table(
        people,
        _spread(written["doors"], audiences),
        frozenset(one for kind in written["closed_without_service"].values() for one in kind),
        _spread(written["commands"], audiences),
        {job: whose for whose, jobs in written["jobs"].items() for job in jobs},
        written["given"],
    )


def _members(
    members: list[str], audiences: Mapping[str, frozenset[str]], people: Mapping[str, str]
) -> frozenset[str]:
    """Return the people of a list: names of people or audiences, and after a minus whom it leaves out."""
    found: frozenset[str] = frozenset()
    for one in members:
        name = one.removeprefix("-")
        group = frozenset(people) if name == "*" else audiences.get(name, frozenset({name}))
        assert group <= frozenset(people), f"{name} is nobody"
        found = found - group if one.startswith("-") else found | group
    return found


def _spread(
    written: Mapping[str, list[str]], audiences: Mapping[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    spread: dict[str, frozenset[str]] = {}
    for audience, names in written.items():
        for name in names:
            assert name not in spread, f"{name} stands twice"
            spread[name] = audiences[audience]
    return spread
