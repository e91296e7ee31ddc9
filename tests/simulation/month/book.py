"""What people say: the answers of all scenarios, by service and step, moved to other days and people."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any

from engine.catalogue.folder import read_service, services
from engine.installation.loading import BPMN

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
REGISTRY = "ask_civil_registry"
LONG_AGO = timedelta(days=370)  # a day before that is a fact of somebody's life, which does not move


@dataclass(frozen=True)
class DatedAnswers:
    """Answers, and the day on which a scenario gives them."""

    answers: Mapping[str, Any]
    on: date

    def moved(self, to: date, words: Mapping[str, str]) -> dict[str, Any]:
        """Return the answers as somebody else gives them on another day."""
        moved: dict[str, Any] = _moved(self.answers, to - self.on, since=self.on - LONG_AGO, words=words)
        return moved


@dataclass(frozen=True)
class Page:
    """A scenario: what it begins with, and what is answered at each step, in order."""

    service: str
    name: str
    content: Mapping[str, Any]
    application: DatedAnswers
    answers: Mapping[str, tuple[DatedAnswers, ...]]

    @property
    def applicant(self) -> str:
        return str(self.content["applicant"])

    @property
    def before(self) -> tuple[tuple[str, str], ...]:
        """The scenarios that come before, of this module or of one that is named: service and name."""
        own = self.service.partition(".")[0]
        found = (earlier.split("/") for earlier in self.content.get("before", ()))
        return tuple((".".join((*(module or [own]), service)), name) for *module, service, name in found)

    @property
    def born_on(self) -> str | None:
        """The day on which the civil registry of the scenario has the applicant born, if it is asked."""
        results = (step.get("result") or {} for step in self.content["steps"] if step.get("job") == REGISTRY)
        return next((result["birth_date"] for result in results if result.get("birth_date")), None)

    def brings(self, message: str) -> bool:
        """Say whether the scenario tells of this message."""
        return any(step.get("message") == message for step in self.content["steps"])


class Book:
    """All scenarios of all services of one municipality."""

    def __init__(self, municipality: str) -> None:
        self.pages: dict[str, dict[str, Page]] = defaultdict(dict)
        self._anywhere: dict[str, list[DatedAnswers]] = defaultdict(list)  # steps of shared blocks
        self._last: dict[tuple[str, str], list[DatedAnswers]] = defaultdict(list)
        for folder in services(BPMN):
            service = read_service(folder)
            # Nobody files what an event of the registry or a batch opens.
            every = service.scenarios.items()
            filed = ((name, content) for name, content in every if "application" in content)
            for name, content in sorted(filed, key=itemgetter(0)):
                page = _page(service.code, name, content)
                for element, said in page.answers.items():
                    self._last[service.code, element].append(said[-1])
                    self._anywhere[element].append(said[-1])
                if content["municipality"] == municipality:
                    self.pages[service.code][name] = page

    def known(self, service: str, element: str) -> list[DatedAnswers]:
        """Return how scenarios of the service leave a step; where there is none, those of other services."""
        return list(self._last[service, element] or self._anywhere[element])


def _page(service: str, name: str, content: Mapping[str, Any]) -> Page:
    answers: dict[str, list[DatedAnswers]] = defaultdict(list)
    begun = datetime.fromisoformat(content["starts_at"]).date()
    day = begun
    for step in content["steps"]:
        if "task" in step:
            answers[step["task"]].append(DatedAnswers(step["answers"], day))
        day = date.fromisoformat(step["until"]) if "until" in step else day + timedelta(step.get("days", 0))
    said = {element: tuple(some) for element, some in answers.items()}
    return Page(service, name, content, DatedAnswers(content["application"], begun), said)


def _moved(value: Any, by: timedelta, *, since: date, words: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {name: _moved(one, by, since=since, words=words) for name, one in value.items()}
    if isinstance(value, list):
        return [_moved(item, by, since=since, words=words) for item in value]
    if not isinstance(value, str):
        return value
    if _DAY.fullmatch(value):
        day = date.fromisoformat(value)
        return value if day < since else (day + by).isoformat()
    for word, own in words.items():
        value = value.replace(word, own)
    return value


def in_order(
    first: tuple[DatedAnswers, ...], others: list[DatedAnswers], times: int
) -> Iterator[DatedAnswers]:
    """Yield what may be said at a step by whoever has said something `times` times, the likeliest first."""
    if times < len(first):
        yield first[times]
    yield from reversed(first)
    yield from others
