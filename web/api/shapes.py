"""The engine's views as schemas: what a page shows is what the API tells, under the same names.

`tests/golden/api` keeps the names as they were released: a view that loses one breaks somebody's program, and
the test says so. Refuses to know what views mean.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields as fields_of
from dataclasses import is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import marshmallow as ma
from marshmallow import fields

from engine.texts import LANGUAGES


class TimeOfDay(fields.String):
    """Hours and minutes, as the place has them."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_: Any) -> Any:
        return value and f"{value:%H:%M}"


PLAIN: dict[Any, type[fields.Field[Any]]] = {
    UUID: fields.UUID,
    str: fields.String,
    int: fields.Integer,
    bool: fields.Boolean,
    date: fields.Date,
    time: TimeOfDay,
}


class Instant(fields.AwareDateTime):
    """An instant as RFC 3339 writes it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(format="iso", **more)


class Names(fields.Field[Any]):
    """A name by the languages in which it is known; one that is no word of any is the same in each."""

    def __init__(self, **more: Any) -> None:
        super().__init__(metadata={"additionalProperties": {"type": "string"}}, **more)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_: Any) -> Any:
        if isinstance(value, str):
            return dict.fromkeys(LANGUAGES, value)
        return value and {language: word for language, word in value.items() if word is not None}


class Anything(fields.Field[Any]):
    """A JSON value whose form its name says: what a decision table returned, parameters of an event."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_: Any) -> Any:
        return plain(value)


def plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, Mapping):
        return {str(plain(name)): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | Decimal | float):
        return value
    return str(value)


@cache
def shape(view: type, *, name: str = "", but: frozenset[str] = frozenset()) -> type[ma.Schema]:
    """Return the schema of a view; `but` leaves out what nobody outside needs."""
    assert is_dataclass(view)
    hints = get_type_hints(view)
    kept = [field.name for field in fields_of(view) if field.name not in but]
    found = {key: _field(hints[key]) for key in kept}
    return ma.Schema.from_dict(found, name=name or _name(view))


def _name(view: type) -> str:
    """Return what the schema is called: two views of one name are told apart by their modules."""
    area = view.__module__.rpartition(".")[2].title().replace("_", "")
    return view.__name__ if _named.setdefault(view.__name__, view) is view else area + view.__name__


_named: dict[str, type] = {}


def _field(hint: Any) -> fields.Field[Any]:
    """Return the field of a type."""
    allowed = tuple(arg for arg in get_args(hint) if arg is not types.NoneType)
    if get_origin(hint) in (Union, types.UnionType):
        is_empty = len(allowed) < len(get_args(hint))
        inner = Names(required=True) if len(allowed) > 1 else _field(allowed[0])
        if not isinstance(inner, Anything):  # which may be null as it is
            inner.allow_none = is_empty
        return inner
    kind = get_origin(hint) or hint
    if _is_enum(kind):
        return fields.Enum(kind, by_value=True, required=True)
    if kind is Literal:
        return fields.String(required=True, validate=ma.validate.OneOf(allowed))
    if kind in (tuple, list, frozenset):
        return _list(allowed)
    if kind in (Mapping, dict):
        return _mapping(allowed)
    if isinstance(kind, type) and is_dataclass(kind):
        return fields.Nested(shape(kind), required=True)
    if kind is datetime:
        return Instant(required=True)
    return PLAIN[kind](required=True) if kind in PLAIN else Anything(required=True)


def _list(inner: tuple[Any, ...]) -> fields.Field[Any]:
    if len(inner) == 1 or (len(inner) == 2 and inner[1] is Ellipsis):
        return fields.List(_field(inner[0]), required=True)
    return Anything(required=True)


def _mapping(inner: tuple[Any, ...]) -> fields.Field[Any]:
    if inner == (str, str):
        return Names(required=True)
    return (
        Anything(required=True)
        if not inner or inner[1] is Any
        else fields.Dict(keys=fields.String(), values=_field(inner[1]), required=True)
    )


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)
