"""The list that a step is opened from, as its address says: kept by every form and link of the step's page.

So whoever finishes, takes or gives back a step is led on within the same part of the same list. A step is
shown beside its list (`beside`), or as a page of its own. This module refuses to know what is in a list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote_plus, urlencode
from uuid import UUID

from flask import request, url_for

from engine.db.pool import without_nul
from engine.lists import CONDITIONS, DAYS, DEADLINE, Due, answer_of, is_order
from engine.queries import inbox
from engine.queries.inbox_part import Days, Part
from engine.queries.inbox_ranges import Holder
from engine.roles import ROLES
from web.days import day_of
from web.i18n import current_language
from web.navigation import Addresses

LIST: Final = ("tab", "due", "service", "person", "free", *CONDITIONS, "after")
BESIDE: Final = "beside"


def kept() -> dict[str, Any]:
    """Return the parts of the present address that name the list, and whether the step stands beside it."""
    return {name: request.args[name] for name in (*LIST, BESIDE, "queue") if request.args.get(name)}


def is_from_list() -> bool:
    """Say whether the step was opened from a list that the address names."""
    return "tab" in request.args


def is_beside() -> bool:
    return bool(request.args.get(BESIDE)) and is_from_list()


def list_address(**changes: Any) -> str:
    """Return the address of the list; without one in the present address, of the first."""
    named = {name: value for name, value in kept().items() if name in LIST}
    return url_for("inbox.tasks", **{**named, **changes})


def step_address(task_id: UUID) -> str:
    """Return the address that shows another step the way this one is shown: beside the list, or alone."""
    if is_beside():
        return list_address(task=task_id)
    return url_for("inbox.task", task_id=task_id, **kept())


def action_address(endpoint: str, task_id: UUID) -> str:
    """Return where a form of the step is sent: with the list, so that the answer leads back to it."""
    beside = {BESIDE: "1"} if request.endpoint == "inbox.tasks" else {}
    return url_for(endpoint, task_id=task_id, **{**kept(), **beside})


@dataclass(frozen=True)
class AddressedPart:
    """List, and the part of it, that an address names."""

    tab: str
    due: Due | None
    service: str | None
    person: int | None = None  # whose steps alone, of the list of all
    free: str | None = None  # of which office what nobody has taken, likewise
    conditions: Mapping[str, str] = field(default_factory=dict)  # see `lists.CONDITIONS`

    def address(self) -> dict[str, Any]:
        """Return the parts of an address that names it."""
        part = {"tab": self.tab, "due": self.due and self.due.value, "service": self.service}
        return {**part, "person": self.person, "free": self.free, **self.conditions}

    @property
    def holder(self) -> Holder | None:
        return Holder(self.person, self.free) if self.person or self.free else None

    @property
    def part(self) -> Part:
        """The part as lists know it."""
        said = self.conditions
        days = {name: day_of(said.get(name, "")) for name in DAYS}
        return Part(
            self.tab,
            self.due,
            self.service,
            self.holder,
            Days(days["due_since"], days["due_until"]),
            Days(days["came_since"], days["came_until"]),
            answer_of(said.get("answer", "")) if self.service else None,
            said.get("order", DEADLINE),
            current_language(),
        )


def asked() -> AddressedPart:
    """Return what the address names; an unknown name is the first list, for old bookmarks hold anything."""
    tab, due = request.args.get("tab", ""), request.args.get("due", "")
    is_all, free = tab == "all", request.args.get("free", "")
    return AddressedPart(
        tab if tab in inbox.TABS else inbox.TABS[0],
        Due(due) if due in {known.value for known in Due} else None,
        request.args.get("service") or None,
        request.args.get("person", type=int) if is_all else None,
        free if is_all and free in ROLES else None,
        _conditions(request.args),
    )


def _conditions(given: Mapping[str, str]) -> dict[str, str]:
    """Return the conditions that can be read; days as dates of ISO 8601."""
    found = {name: day.isoformat() for name in DAYS if (day := day_of(given.get(name, "")))}
    answer = without_nul(given.get("answer", ""))
    if answer_of(answer):
        found["answer"] = answer
    order = given.get("order", "")
    return {**found, "order": order} if is_order(order) and order != DEADLINE else found


class RowAddresses:
    """Addresses that rows of a list lead to; the list stands in those of steps."""

    def __init__(self, place: Mapping[str, Any]) -> None:
        self._place = place
        self.case = Addresses("inbox.case", "case_id").of
        self.task = Addresses("inbox.task", "task_id").of
        self.task_in_list = Addresses("inbox.task", "task_id", **place).of
        self.claim = Addresses("inbox.claim", "task_id", **place).of
        self._services: dict[str, str] = {}

    def service(self, code: str) -> str:
        """Return the address of the list of the service alone."""
        if code not in self._services:
            self._services[code] = url_for("inbox.tasks", **{**self._place, "service": code, "after": None})
        return self._services[code]


def for_signing() -> str | None:
    """Return the list in one word, for the pages on which the step is signed; so is the signing queue."""
    named = kept()
    return named.get("queue") or urlencode(named) or None


def after_signing(word: str, task_id: UUID | None) -> str:
    """Return where a step leads that was signed: to what follows in the list that was handed over."""
    pairs = (part.partition("=") for part in word.split("&"))
    named: dict[str, Any] = {name: unquote_plus(value) for name, _, value in pairs if name in (*LIST, BESIDE)}
    return url_for("inbox.tasks", **named, behind=task_id if "tab" in named else None)
