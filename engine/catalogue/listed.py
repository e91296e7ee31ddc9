"""List columns: which answers of a case the lists of clerks show. Refuses to know their values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.texts import LANGUAGES
from forms import Form
from forms.definition import Field

if TYPE_CHECKING:
    from engine.catalogue.published import Published

# What may stand in a list that a whole office reads: nothing by which a person is found elsewhere.
SHOWN = frozenset(
    {"choice", "choices", "date", "number", "money", "settlement", "text", "cadastral_code", "register_entry"}
)

POST: Final = "post"  # who uses such an answer: the office, which writes letters to it
NOT_EXPORTED = frozenset({"files", "plot", "register_entry"})  # have no words for a cell


@dataclass(frozen=True)
class Column:
    """An answer, by the place where a case keeps it; its field in each language knows how to read it."""

    names: Mapping[str, str]
    place: str
    fields: Mapping[str, Field]


def columns(version: Published) -> tuple[Column, ...]:
    """Return what lists show while they show this service alone."""
    found = []
    for said in version.settings.get("list_columns", ()):
        fields = {language: field_at(version, said["answer"], language) for language in LANGUAGES}
        known = {language: field for language, field in fields.items() if field is not None}
        if known:
            found.append(Column(said["names"], said["answer"], known))
    return tuple(found)


def exported(version: Published) -> tuple[Column, ...]:
    """Return the answers of all forms that files of lists may have: none of a special category.

    What is asked after the application is called by its step, as two forms may ask the same.
    """
    found = []
    for element in version.definition.elements.values():
        form = version.drawn_form(element.form_id)
        for drawn in _asked_once(form.fields) if form else ():
            if drawn.key and not drawn.special and drawn.kind not in NOT_EXPORTED:
                found.append(_exported(version, element.id, drawn.path))
    return tuple(column for column in found if column.fields)


def offered(version: Published) -> tuple[Column, ...]:
    """Return the answers that somebody may add to a list: short, of no special category."""
    named = {column.place: column for column in version.list_columns}
    return tuple(
        named.get(column.place, column)
        for column in exported(version)
        if all(may_show(field) for field in column.fields.values())
    )


def _exported(version: Published, element: str, path: str) -> Column:
    place = f"{element}.{path}"
    fields = {language: field_at(version, place, language) for language in LANGUAGES}
    known = {language: field for language, field in fields.items() if field is not None}
    step = {} if element == version.definition.start.id else version.names_of(element)
    names = {
        language: ": ".join(filter(None, (step.get(language), field.label or path)))
        for language, field in known.items()
    }
    return Column(names, place, known)


def field_at(version: Published, place: str, language: str) -> Field | None:
    """Return the field whose answer a case keeps at a place; None where it is in a list, or is no field."""
    root, _, path = place.partition(".")
    element = version.definition.elements.get(root)
    if element is None or version.drawn_form(element.form_id) is None:
        return None
    form: Form = version.form(str(element.form_id), language)
    return next((field for field in _asked_once(form.fields) if field.key and field.path == path), None)


def may_show(field: Field) -> bool:
    """Say whether an answer may stand in a list: it is short, and of no special category."""
    return not field.special and field.kind in SHOWN and field.type != "textarea"


def village_at(version: Published) -> str | None:
    """Return where a case keeps the settlement that its application names; None where it asks for none."""
    start = version.definition.start
    form = version.drawn_form(start.form_id)
    asked = _asked_once(form.fields) if form else ()
    paths = (
        field.path for field in asked if field.kind == "settlement" or field.part == "address.settlement"
    )
    return next((f"{start.id}.{path}" for path in paths), None)


def postal_places(version: Published) -> tuple[str, ...]:
    """Return where a case keeps the lines of the address for letters on paper, beside its settlement."""
    start = version.definition.start
    form = version.drawn_form(start.form_id)
    return tuple(
        f"{start.id}.{field.path}"
        for field in (_asked_once(form.fields) if form else ())
        if field.use == POST
    )


def _asked_once(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        if field.type != "dynamiclist":
            yield field
            yield from _asked_once(field.fields)
