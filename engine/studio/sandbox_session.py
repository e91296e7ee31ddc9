"""A sandbox session: a scenario of a draft that grows step by step. Refuses to know the outcome of steps."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from engine.studio.letters import scenarios_of

APPLICANT: Final = "00000000101"  # a demonstration person
HOUR: Final = "T10:00:00+04:00"


def begun(
    names: Mapping[str, str], *, municipality: str, channel: str, language: str, on: date
) -> dict[str, Any]:
    """Return a scenario in which nothing has happened yet."""
    return {
        "names": dict(names),
        "starts_at": f"{on.isoformat()}{HOUR}",
        "municipality": municipality,
        "language": language,
        "channel": channel,
        "applicant": APPLICANT,
        "application": {},
        "steps": [],
        "expect": {},
    }


def read(content: bytes) -> dict[str, Any]:
    """Return a scenario whose file is whole."""
    found: dict[str, Any] = json.loads(content)
    return found


def content(scenario: Mapping[str, Any]) -> bytes:
    return f"{json.dumps(scenario, ensure_ascii=False, indent=2)}\n".encode()


def filed(scenario: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the scenario with its application."""
    return {**scenario, "application": dict(answers), "expect": {}}


def stepped(scenario: Mapping[str, Any], step: Mapping[str, Any]) -> dict[str, Any]:
    """Return the scenario with one step more; what it has to come to is open again."""
    return {**scenario, "steps": [*scenario["steps"], dict(step)], "expect": {}}


def taken_back(scenario: Mapping[str, Any]) -> dict[str, Any]:
    """Return the scenario without its last step; the application is the first."""
    if not scenario["steps"]:
        return {**scenario, "application": {}, "expect": {}}
    return {**scenario, "steps": scenario["steps"][:-1], "expect": {}}


def expecting(scenario: Mapping[str, Any], expect: Mapping[str, Any]) -> dict[str, Any]:
    return {**scenario, "expect": dict(expect)}


def until(due_on: str) -> dict[str, Any]:
    """Return the step that passes the time to a deadline: until the day after it has begun."""
    return {"until": (date.fromisoformat(due_on) + timedelta(days=1)).isoformat()}


def known_answers(files: Mapping[str, bytes], element: str) -> dict[str, Mapping[str, Any]]:
    """Return what comes back to a job in the scenarios of a draft, each answer once, under who says so."""
    found: dict[str, Mapping[str, Any]] = {}
    for name, step in _jobs(files, element):
        said = {key: step[key] for key in ("result", "error") if key in step}
        if said not in found.values():
            found[name] = said
    return found


def _jobs(files: Mapping[str, bytes], element: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name in scenarios_of(files):
        for step in read(files[f"scenarios/{name}.json"])["steps"]:
            if step.get("job") == element:
                yield name, step
