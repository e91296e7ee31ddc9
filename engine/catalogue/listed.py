"""Which answers of a case the lists of clerks show. Refuses to know their values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from forms.definition import Field

if TYPE_CHECKING:
    from engine.catalogue.published import Published


def village_at(version: Published) -> str | None:
    """Return where a case keeps the settlement that its application names; None where it asks for none."""
    start = version.definition.start
    form = version.drawn_form(start.form_id)
    asked = _asked_once(form.fields) if form else ()
    paths = (one.path for one in asked if one.kind == "settlement" or one.part == "address.settlement")
    return next((f"{start.id}.{path}" for path in paths), None)


def _asked_once(fields: Iterable[Field]) -> Iterator[Field]:
    for one in fields:
        if one.type != "dynamiclist":
            yield one
            yield from _asked_once(one.fields)
