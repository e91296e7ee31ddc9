"""The operators of diagrams by name, those that matter and those that must not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from mutation.diagrams import harmless, orders, paths, steps, typed
from mutation.diagrams.drawing import Around, Drawing, Edit, Edits

Operators = Mapping[str, Callable[[Drawing], Edits]]
MATTER: Final[Operators] = {
    "condition negated": paths.negated,
    "boundary of a condition moved": paths.boundary_moved,
    "conditions swapped": paths.conditions_swapped,
    "default way changed": paths.default_changed,
    "kind of gateway changed": paths.gateway_changed,
    "step left out": steps.step_removed,
    "steps swapped": steps.steps_swapped,
    "event at a boundary left out": steps.boundary_removed,
    "event interrupts or not": steps.boundary_flipped,
    "message changed": steps.message_changed,
    "end of everything changed": steps.ending_changed,
    "role changed": orders.role_changed,
    "form changed": orders.form_changed,
    "letter changed": orders.letter_changed,
    "timer changed": orders.timer_changed,
    "due date changed": orders.due_changed,
    "input removed": orders.input_removed,
    "output removed": orders.output_removed,
    "script emptied": orders.script_emptied,
    "signature not asked": orders.signing_removed,
    "repetition changed": orders.repetition_changed,
}
TYPED: Final[Operators] = {
    "name in a condition misspelt": typed.name_misspelt,
    "constant in a condition misspelt": typed.constant_misspelt,
    "constant in a condition replaced": typed.constant_replaced,
    "kinds mixed in a condition": typed.mixed,
    "due date in plain words": typed.due_in_words,
    "timer in plain words": typed.timer_in_words,
}
HARMLESS: Final[Operators] = {
    "drawn elsewhere": harmless.moved,
    "called otherwise": harmless.renamed,
    "documented": harmless.documented,
    "order in the file": harmless.reordered,
}


def edits(content: bytes, around: Around) -> Iterator[tuple[str, Edit]]:
    """Yield every change of the diagram with the name of its operator."""
    drawing = Drawing(content, around)
    for name, operator in {**MATTER, **TYPED, **HARMLESS}.items():
        for edit in operator(drawing):
            yield name, edit


def applied(content: bytes, edit: Edit) -> bytes:
    """Return the diagram with the change."""
    drawing = Drawing(content, Around())
    edit.do(drawing)
    return drawing.written()
