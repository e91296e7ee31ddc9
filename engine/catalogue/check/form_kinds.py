"""The kinds of the answers to a form: what each field gives, and which options a choice has."""

from __future__ import annotations

from collections.abc import Iterable

from engine.catalogue.check.reserved_kinds import SIGNED_KIND
from engine.catalogue.option_labels import OF
from engine.process.signs import SIGNED
from feel.analyse import UNKNOWN, Kind, list_of
from feel.analyse.kinds import BOOLEAN, NUMBER, STRING
from forms import Field, Form
from forms.definition import CHOICES, SHOWN_ONLY
from forms.vocabulary import WITH_OPTIONS


def signed(kind: Kind) -> Kind:
    """Return the kind of answers that say how they were signed."""
    return Kind("context", members=(*kind.members, (SIGNED, SIGNED_KIND)), is_closed=True)


def of_form(form: Form, name: str = "") -> Kind:
    """Return the kind of a form's answers; `name` is what its version calls the form."""
    return Kind("context", members=tuple(of_fields(form.fields, name).items()), is_closed=True)


def of_fields(fields: Iterable[Field], form: str = "") -> dict[str, Kind]:
    """Return the kinds of answers by key; a choice names its options by form and field."""
    found: dict[str, Kind] = {}
    for item in fields:
        if item.type in SHOWN_ONLY:
            continue
        if item.type == "group" and not item.key:
            found |= of_fields(item.fields, form)
        else:
            found[item.key] = _of_field(item, form)
    return found


def _of_field(item: Field, form: str) -> Kind:
    if item.type in ("group", "dynamiclist"):
        inner = Kind("context", members=tuple(of_fields(item.fields, form).items()), is_closed=True)
        return list_of(inner) if item.type == "dynamiclist" else inner
    if item.type == "filepicker":
        return list_of(
            Kind(
                "context",
                members=(*((name, STRING) for name in ("document", "name", "type")), ("size", NUMBER)),
                is_closed=True,
            )
        )
    if item.type in WITH_OPTIONS:
        values = frozenset(option.value for option in item.options) if item.options else None
        kind = Kind("string", values=values, choices=frozenset((f"{form}{OF}{item.path}",)))
        return list_of(kind) if item.type in CHOICES else kind
    if item.type == "checkbox":
        return BOOLEAN
    if item.type == "expression":
        return UNKNOWN
    if item.kind == "plot":
        return Kind("context", members=(("type", STRING), ("coordinates", UNKNOWN)), is_closed=True)
    return NUMBER if item.kind in ("number", "money") else STRING
