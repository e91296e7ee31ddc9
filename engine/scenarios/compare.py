"""Comparison of a scenario with what happened. Only what the scenario mentions is compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.operations.clockwork import OF_THE_CASE
from engine.process.signs import SIGNED
from engine.queries.observations import Observation
from engine.scenarios.reading import Difference, OtherCondition, OtherForm, unsaid

EXPIRED = f"{OF_THE_CASE}expired."
PATH_KINDS = ("userTask", "businessRuleTask")
# Of each thing in these only the parts that the scenario mentions are compared.
LISTS = ("register", "assets", "rights", "messages")


@dataclass(frozen=True)
class Shown:
    """Papers and forms as people were shown them.

    Acts as they were made last, by template and language; what conditions of the form of each step hid;
    what those of letters and acts said, by template and text.
    """

    acts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    hidden: Mapping[str, Sequence[str]] = field(default_factory=dict)
    conditions: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)


def differences(
    expected: Mapping[str, Any],
    found: Observation,
    *,
    kinds: Mapping[str, str],
    due: Mapping[str, date],
    shown: Shown,
) -> tuple[Difference, ...]:
    """Return everything that differs.

    `kinds` are the kinds of the diagram's elements, `due` the last days of timers and tasks.
    """
    facts: dict[str, Any] = {
        "waiting": list(found.waiting),
        "warned": warned(found),
        "path": [element for element in path(found) if kinds.get(element) in PATH_KINDS],
        "end": end(found),
        "status": found.status,
        "letters": found,
        "acts": shown.acts,
        "asked": found.asked,
        "messages": list(found.messages) or None,
        "signals": [event.body["signal"] for event in found.events if event.kind == "signal.thrown"],
        "opened": [event.body["service"] for event in found.events if event.kind == "case.opened_another"],
        "signed": signed(found),
        "due_on": due_on(found),
        "expired": expired(found),
        "decision": _decision(found),
        "register": list(found.entries) or None,
        "assets": list(found.assets),
        "rights": list(found.rights),
        "dates": {element: day.isoformat() for element, day in due.items()},
        "data": found.document,
        "hidden": shown.hidden,
        "conditions": shown.conditions,
    }
    return tuple(_compared(expected, facts))


def path(found: Observation) -> list[str]:
    """Return the elements that were completed, in order."""
    return [element for event in found.events if event.kind == "case.moved" for element in event.body["path"]]


def warned(found: Observation) -> list[str]:
    """Return the preconditions in spite of which it was filed."""
    return [event.body["precondition"] for event in found.events if event.kind == "case.filed_despite"]


def end(found: Observation) -> str | None:
    """Return the end event that the case came to."""
    ends = [event.body["end"] for event in found.events if event.kind == "case.finished"]
    return ends[-1] if ends else None


def due_on(found: Observation) -> str | None:
    """Return the last day of the case's own clock; after the decision, the one it promised last."""
    return _last_due_on(found) if found.outcome else _iso(found.due_on)


def expired(found: Observation) -> str | None:
    """Return what followed from the end of the case's own term (`on_expiry`); None where it has not come."""
    kinds = [event.kind for event in found.events if event.kind.startswith(EXPIRED)]
    return kinds[-1].removeprefix(EXPIRED) if kinds else None


def _last_due_on(found: Observation) -> str | None:
    events = [event for event in found.events if event.kind.startswith(OF_THE_CASE)]
    days = [event.body["last_day"] for event in events if event.body.get("last_day")]
    return days[-1] if days else None


def signed(found: Observation) -> dict[str, str]:
    """Return the titles of what was signed, by where the data say it."""
    answers = {step: data for step, data in found.document.items() if isinstance(data, Mapping)}
    return {step: data[SIGNED]["title"] for step, data in answers.items() if SIGNED in data}


def _compared(expected: Mapping[str, Any], facts: Mapping[str, Any]) -> Iterator[Difference]:
    for what, wanted in expected.items():
        given = facts[what]
        if what == "letters":
            yield from _letters(wanted, found=given)
        elif what == "acts":
            yield from _acts(wanted, given)
        elif what in ("decision", "dates", "data", "asked"):
            yield from _parts(what, wanted, given)
        elif what == "hidden":
            differing = {element: paths for element, paths in wanted.items() if given.get(element) != paths}
            yield from (OtherForm(f"hidden.{name}", differing[name], given.get(name)) for name in differing)
        elif what == "conditions":
            yield from _conditions(wanted, given)
        elif what in LISTS and wanted is not None:
            yield from _entries(what, wanted, given or [])
        elif wanted != given:
            yield Difference(what, wanted, given)


def _letters(wanted: list[Any], *, found: Observation) -> Iterator[Difference]:
    """Compare which letters went out, and then what those say of which the scenario says more."""
    names = [expected if isinstance(expected, str) else expected["template"] for expected in wanted]
    if names != list(found.letters):
        yield Difference("letters", names, list(found.letters))
        return
    for number, (letter, pages) in enumerate(zip(wanted, found.pages, strict=True)):
        if not isinstance(letter, str):
            yield from unsaid(f"letters[{number}] {letter['template']}", pages, letter["contains"])


def _acts(wanted: list[Any], made: Mapping[str, Mapping[str, str]]) -> Iterator[Difference]:
    """Compare acts as they were made last."""
    for expected in wanted:
        name = expected["template"]
        if name in made:
            yield from unsaid(f"acts {name}", made[name], expected["contains"])
        else:
            yield Difference("acts", name, sorted(made))


def _conditions(wanted: Mapping[str, Mapping[str, bool]], given: Mapping[str, Any]) -> Iterator[Difference]:
    for template, conditions in wanted.items():
        said = given.get(template, {})
        for text, value in conditions.items():
            if said.get(text) is not value:
                yield OtherCondition(f"conditions.{template} {text}", value, said.get(text))


def _parts(what: str, wanted: Mapping[str, Any], given: Mapping[str, Any] | None) -> Iterator[Difference]:
    for name, value in wanted.items():
        if (given or {}).get(name) != value:
            yield Difference(f"{what}.{name}", value, (given or {}).get(name))


def _entries(
    what: str, wanted: list[Mapping[str, Any]], given: list[Mapping[str, Any]]
) -> Iterator[Difference]:
    if len(wanted) != len(given):
        yield Difference(what, wanted, given)
        return
    for number, (one, other) in enumerate(zip(wanted, given, strict=True)):
        yield from _parts(f"{what}[{number}]", one, other)


def _decision(found: Observation) -> dict[str, Any] | None:
    for event in found.events:
        if event.kind.startswith("case.decided."):
            return {"outcome": event.kind.removeprefix("case.decided."), "reason": event.body.get("reason")}
    return None


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
