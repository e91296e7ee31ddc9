"""Reading `table.toml`, the one table of who may do what."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "table.toml"
API = Path(__file__).parent / "api.toml"


@dataclass(frozen=True)
class Table:
    """Who is tried, and who of them is let in where: the names of people by the names of endpoints."""

    people: Mapping[str, str]  # a personal number by name; nobody has none
    endpoints: Mapping[str, frozenset[str]]
    closed_without_service: frozenset[str]  # endpoints and commands
    closed_with_its_module: Mapping[str, list[str]]  # by what it is given
    modules: Mapping[str, Mapping[str, str]]  # services of modules
    commands: Mapping[str, frozenset[str]]
    jobs: Mapping[str, str]  # whose they are
    job_things: Mapping[str, Mapping[str, str]]  # what those of one municipality are given
    jobs_apart: frozenset[str]  # without a fixture
    given: Mapping[str, Mapping[str, Any]]  # what an endpoint is given beside what all are given
    at_the_desk: frozenset[str]  # endpoints that the operator comes to while somebody stands at the desk
    service_accounts: Mapping[str, str]  # with their municipality
    api: Mapping[str, frozenset[str]]  # endpoints of the API
    scopes: Mapping[str, str]  # what a token needs for them


def read() -> Table:
    """Return the table as it was written by hand; nothing in it is computed from the program."""
    written, of_api = (tomllib.loads(file.read_text()) for file in (FILE, API))
    people, service_accounts = written["people"], of_api["service_accounts"]
    audiences: dict[str, frozenset[str]] = {name: frozenset({name}) for name in service_accounts}
    for name, members in (written["audiences"] | of_api["audiences"]).items():
        audiences[name] = _members(members, audiences, people)
    by_scope = of_api["scope"]
    api = {audience: [] for scope in by_scope.values() for audience in scope}
    for scope in by_scope.values():
        for audience, names in scope.items():
            api[audience] += names
    return Table(
        people,
        _spread(written["endpoints"], audiences),
        frozenset(name for kind in written["closed_without_service"].values() for name in kind),
        written["closed_with_its_module"],
        written["modules"],
        _spread(written["commands"], audiences),
        {job: whose for whose, jobs in written["jobs"].items() for job in jobs},
        written["job_things"],
        frozenset(job for jobs in written["jobs_apart"].values() for job in jobs),
        written["given"] | of_api["given"],
        frozenset(written["at_the_desk"]["endpoints"]),
        service_accounts,
        _spread(api, audiences),
        {
            name: scope
            for scope, endpoints in by_scope.items()
            for names in endpoints.values()
            for name in names
        },
    )


def _members(
    members: list[str], audiences: Mapping[str, frozenset[str]], people: Mapping[str, str]
) -> frozenset[str]:
    """Return the people of a list: names of people or audiences, and after a minus whom it leaves out."""
    found: frozenset[str] = frozenset()
    for member in members:
        name = member.removeprefix("-")
        group = frozenset(people) if name == "*" else audiences.get(name, frozenset({name}))
        assert name in audiences or group <= frozenset(people), f"{name} is nobody"
        found = found - group if member.startswith("-") else found | group
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
