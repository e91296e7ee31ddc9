"""Schemas that several areas of the API take or give."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import marshmallow as ma
from marshmallow import fields, validate

from engine.texts import LANGUAGES

NO_NUL: Final = validate.Regexp(r"^[^\u0000]*$", error="holds a NUL character")
LONGEST: Final = 10_000
FIRST, LAST = date(1900, 1, 1), date(2200, 1, 1)


class Strict(ma.Schema):
    """A body or a query in which every name is known."""

    class Meta:
        unknown = ma.RAISE


def text(longest: int = LONGEST, *, required: bool = True, **more: Any) -> fields.String:
    """Return the field of a text that somebody wrote."""
    checks = [validate.Length(max=longest), NO_NUL]
    return fields.String(required=required, validate=checks, **more)


def code_field(**more: Any) -> fields.String:
    """Return the field of a code: of a municipality, a service, a unit."""
    checked = validate.Regexp(r"^[a-z][a-z0-9_.-]{0,119}$")
    return fields.String(**{"required": True, **more}, validate=checked)


def person_id(**more: Any) -> fields.Integer:
    """Return the field of a person as lists name them."""
    among = validate.Range(min=1, max=2**53)
    return fields.Integer(**{"required": True, **more}, strict=True, validate=among)


def day(**more: Any) -> fields.Date:
    """Return the field of a day; what lies beyond centuries is a slip of the finger."""
    return fields.Date(**{"required": True, **more}, validate=validate.Range(min=FIRST, max=LAST))


def seen_number() -> fields.Integer:
    """Return the field of the last entry, or of the version, that the caller has read; 0 for none."""
    return fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=10**12))


def tetri(**more: Any) -> fields.Integer:
    """Return the field of an amount in tetri."""
    among = validate.Range(min=0, max=10**15)
    return fields.Integer(**{"required": True, **more}, strict=True, validate=among)


Words: Final = Strict.from_dict({language: text(required=False) for language in LANGUAGES}, name="Words")


def words(*, required: bool = True) -> fields.Nested:
    """Return the field of words by language."""
    return fields.Nested(Words, required=required)


def spoken(**more: Any) -> fields.List[Any]:
    """Return the field of the languages in which something is offered."""
    return fields.List(fields.String(validate=validate.OneOf(LANGUAGES)), **more)


class Answers(Strict):
    """The answers of a form, as its questions name them."""

    answers = fields.Dict(keys=fields.String(), required=True)


class Cursor(Strict):
    """Cursor of a list: `next` of the page before, where the list goes on."""

    cursor = text(200, required=False, load_default=None)
