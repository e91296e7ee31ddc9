"""The timeline of a case, as the events of its audit log tell people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine import canonical
from engine.catalogue.offers import told_outcome
from engine.queries.views import Letter, Names, TimelineEntry

TITLES = {"subject": "letter", "title": "document"}  # of an event, and what they are the titles of
DECIDED = "case.decided."
UNSPOKEN = ("case.moved",)  # for the diagram and for replay, not for people
# What an applicant reads at first: what happened, not how the diagram went about it.
MACHINERY = ("job.", "timer.", "signal.", "message.", "task.opened", "decision.evaluated", "case.finished")


# What follows by itself from what somebody did, in the same commit: it is nobody's act.
BY_ITSELF = (
    *("letter.sent", "clock.", "stage.", "decision.", "job.", "timer.", "signal.", "message.", "register."),
    *("case.finished", "case.opened_another", "case.takes_up_anew", "case.contested", "case.reviewed"),
    *("case.next_stage", "task.opened", "incident.opened", "document.packed", "document.renewed"),
    *("asset.", "budget.", "inventory.", "payment.asked", "payout.ordered", "act.issued", "act.sealed"),
)
BY_REGISTRY = "case.opened_by_registry."
BY_OFFICE = "act."  # a decision of another case, which the event names
# After what of the same commit a decision is somebody's own.
DECIDES = ("task.completed", "case.withdrawn")


def titles(written: tuple[Letter, ...], kept: list[Any]) -> dict[str, Names]:
    """Return what letters and acts are called, in every language."""
    titles = {str(letter.letter_id): letter.subject for letter in written}
    return titles | {bytes(document.digest).hex(): document.titles for document in kept if document.titles}


def entries(
    events: list[Any],
    names: Mapping[int, Any],
    titled: Mapping[str, Names],
    *,
    settings: Mapping[str, Any],
) -> tuple[TimelineEntry, ...]:
    """Return the events of a case; `settings` are its service's."""
    decided = {(event.at, event.actor_id) for event in events if event.kind in DECIDES}
    return tuple(
        _entry(event, names, titled, settings, _cause(event, decided))
        for event in events
        if event.kind not in UNSPOKEN
    )


def _cause(event: Any, decided: set[tuple[Any, Any]]) -> str:
    """Return who or what brought an event about: whoever acted is not the one who did what followed."""
    if event.kind.startswith(BY_REGISTRY):
        return "registry"
    if event.actor_id is None and event.kind.startswith(BY_OFFICE):
        return "office"
    is_own = not event.kind.startswith(DECIDED) or (event.at, event.actor_id) in decided
    return "person" if event.actor_id and is_own and not event.kind.startswith(BY_ITSELF) else "system"


def _entry(
    event: Any,
    names: Mapping[int, Any],
    titled: Mapping[str, Names],
    settings: Mapping[str, Any],
    cause: str,
) -> TimelineEntry:
    """Return an event; letters and acts are called there as in the lists, in every language."""
    params = canonical.loads(bytes(event.body)) if event.body is not None else {}
    for name, of in TITLES.items():
        if name in params and (found := titled.get(str(params.get(of)))):
            params = {**params, name: found}
    kind = event.kind
    if kind.startswith(DECIDED):
        kind = f"{DECIDED}{told_outcome(kind.removeprefix(DECIDED), settings)}"
    who = names.get(event.actor_id) if cause == "person" else None
    return TimelineEntry(event.at, kind, who, params, cause)


def plain(timeline: tuple[TimelineEntry, ...]) -> tuple[TimelineEntry, ...]:
    """Return what of a timeline is worth telling somebody who does not work on the case."""
    return tuple(
        entry
        for entry in timeline
        if not entry.kind.startswith(MACHINERY)
        and not entry.kind.endswith(".reminded")
        and not (entry.kind == "document.rendered" and entry.params.get("is_draft"))
    )
