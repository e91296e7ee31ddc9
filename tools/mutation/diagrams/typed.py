"""Conditions and terms as analysts get them wrong: a misspelt name, a value of none, words for a time."""

from __future__ import annotations

from collections.abc import Iterator

from engine.process.source import BPMN
from mutation.diagrams.drawing import Drawing, Edit, Edits, key, said, setting
from mutation.diagrams.orders import timing
from mutation.diagrams.paths import another, conditions
from mutation.expressions import (
    compared,
    constants_misspelt,
    constants_replaced,
    kinds_mixed,
    members_misspelt,
)

WORDS = "3 days"


def name_misspelt(drawing: Drawing) -> Edits:
    for flow, text in conditions(drawing):
        yield from (another(flow, text, f"={new}") for new in members_misspelt(text.removeprefix("=")))


def constant_misspelt(drawing: Drawing) -> Edits:
    for flow, text in conditions(drawing):
        yield from (another(flow, text, f"={new}") for new in constants_misspelt(text.removeprefix("=")))


def constant_replaced(drawing: Drawing) -> Edits:
    """Another option of the question, or what the same name is compared with elsewhere."""
    known: dict[str, list[str]] = {}
    for _, text in conditions(drawing):
        for name, value in compared(text.removeprefix("=")):
            known.setdefault(name, []).append(value)

    def options(name: str) -> list[str]:
        return [*drawing.around.choices.get(name, ()), *known.get(name, ())]

    for flow, text in conditions(drawing):
        for new in constants_replaced(text.removeprefix("="), options):
            yield another(flow, text, f"={new}")


def mixed(drawing: Drawing) -> Edits:
    for flow, text in conditions(drawing):
        yield from (another(flow, text, f"={new}") for new in kinds_mixed(text.removeprefix("=")))


def due_in_words(drawing: Drawing) -> Edits:
    for step in drawing.steps():
        for number, schedule in enumerate(said(step, "taskSchedule")):
            if old := schedule.get("dueDate"):
                do = setting(key(step), "taskSchedule", number, "dueDate", WORDS)
                yield Edit(key(step), f"{old} → {WORDS}", frozenset({key(step)}), do)


def timer_in_words(drawing: Drawing) -> Edits:
    for event, old in _timers(drawing):
        host = drawing.node(event).get("attachedToRef") or event
        yield Edit(event, f"{old} → {WORDS}", frozenset({event, host}), timing(event, WORDS))


def _timers(drawing: Drawing) -> Iterator[tuple[str, str]]:
    for event in drawing.steps():
        definition = event.find(f"{{{BPMN}}}timerEventDefinition")
        for time in definition if definition is not None else ():
            yield key(event), (time.text or "").strip()
