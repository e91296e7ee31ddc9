"""The civil registry's feed: what happened to people, numbered; whoever reads it goes on behind a number.

What happens is said while the simulator runs (`PUT /_happened`); from then on the registry's answers about
the person agree with it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from werkzeug.wrappers import Request, Response

from .answering import as_json, problem, refused, unreadable
from .faults import Fault

AT_ONCE: Final = 500
People = dict[str, dict[str, Any]]


class HappeningRefused(ValueError):
    """What is said to have happened can't have."""


class Feed:
    """The events so far; safe to use from several threads."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._events: list[dict[str, Any]] = []
        self._lock = threading.Lock()

    def after(self, number: int) -> list[dict[str, Any]]:
        with self._lock:
            return self._events[number : number + AT_ONCE]

    def happen(self, happened: Any) -> int:
        """Let something happen; return the number of the last event."""
        for event in happened if isinstance(happened, list) else [None]:
            self._happen(event)
        with self._lock:
            return len(self._events)

    def _happen(self, one: Any) -> None:
        kind = str(one.get("kind")) if isinstance(one, dict) else ""
        person = self._people.get(one.get("personal_number", "")) if kind in _CHANGES else None
        if person is None:
            raise HappeningRefused(
                "an event has kind, happened_on, and the personal_number of somebody known"
            )
        date.fromisoformat(one["happened_on"])
        with self._lock:
            person.update(_CHANGES[kind](one))
            self._events.append({"number": len(self._events) + 1, **one})


def _died(one: Mapping[str, Any]) -> dict[str, Any]:
    return {"status": "dead", "died_on": one["happened_on"]}


def _moved(one: Mapping[str, Any]) -> dict[str, Any]:
    address = one.get("registered_address")
    if address is None:
        return {"registered_address": None}
    usual = {"municipality": "batumi", "municipality_name": {"ka": "ბათუმი", "en": "Batumi"}, "line": ""}
    return {"registered_address": usual | dict(address) | {"registered_on": one["happened_on"]}}


def _naturalised(one: Mapping[str, Any]) -> dict[str, Any]:
    return {"citizenship": one["citizenship"]}


_CHANGES: Final[Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]]] = {
    "death": _died,
    "address": _moved,
    "citizenship": _naturalised,
}


def answer_events(feed: Feed, request: Request, number: int, *, fault: Fault) -> Response:
    """Answer which events come next, falsely if the fault says so."""
    if refusal := refused(request):
        return refusal
    if fault.mode == "wrong":
        return _wrong_answer(fault.how)
    return as_json({"events": feed.after(number)})


def _wrong_answer(how: str) -> Response:
    if spoiled := unreadable(how):
        return spoiled
    return as_json({"events": [{"number": 1, "kind": "wedding"}]})


def set_happened(feed: Feed, request: Request) -> Response:
    """Let something happen, as `PUT /_happened` says."""
    try:
        return as_json({"last": feed.happen(json.loads(request.get_data()))})
    except (ValueError, KeyError, TypeError) as refused:
        return problem(400, "happening_refused", str(refused))
