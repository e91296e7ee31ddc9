"""The empty form of a service as lines to fill in by hand.

Which questions there are is the form's knowledge; conditions are left to the person with the pen,
so every question stands here. Refuses to know answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.queries.service_views import ServicePage
from forms.definition import SHOWN_ONLY, Field

MOST_BOXES = 14  # longer lists are written in by hand
ROWS = 3  # empty rows of a list of people, periods and the like
WRITTEN_LONG = frozenset({"textarea"})
LEFT_OUT = SHOWN_ONLY | {"filepicker", "expression"}


@dataclass(frozen=True)
class PaperLine:
    """One question on paper: boxes to tick, or room to write; a list has columns and empty rows."""

    label: str
    hint: str = ""
    boxes: tuple[str, ...] = ()
    room: int = 1
    columns: tuple[str, ...] = ()
    rows: int = 0
    is_heading: bool = False


def paper_lines(page: ServicePage) -> tuple[PaperLine, ...]:
    """Return the questions of the form an application is filed with, in their order."""
    options: Mapping[str, Sequence[Mapping[str, str]]] = page.form_context.get("options", {})
    return tuple(_lines(page.form.fields, options))


def _lines(fields: Sequence[Field], options: Mapping[str, Any]) -> Iterator[PaperLine]:
    for field in fields:
        if field.type in LEFT_OUT:
            continue
        if field.type == "dynamiclist":
            columns = tuple(inner.label for inner in _leaves(field.fields))
            yield PaperLine(field.label, field.description, columns=columns, rows=ROWS)
        elif field.fields:
            yield PaperLine(field.label, field.description, is_heading=True)
            yield from _lines(field.fields, options)
        else:
            yield _line(field, options)


def _line(field: Field, options: Mapping[str, Any]) -> PaperLine:
    labels = [option.label for option in field.options] or [
        str(option["label"]) for option in options.get(field.options_from, ())
    ]
    if field.type == "checkbox":
        return PaperLine("", field.description, boxes=(field.label,), room=0)
    if labels and len(labels) <= MOST_BOXES:
        return PaperLine(field.label, field.description, boxes=tuple(labels), room=0)
    return PaperLine(field.label, field.description, room=4 if field.type in WRITTEN_LONG else 1)


def _leaves(fields: Sequence[Field]) -> Iterator[Field]:
    for field in fields:
        if field.fields:
            yield from _leaves(field.fields)
        elif field.type not in LEFT_OUT:
            yield field
