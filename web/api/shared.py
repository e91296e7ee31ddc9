"""Schemas that several areas of the API take or give."""

from __future__ import annotations

from typing import Any, Final

import marshmallow as ma
from marshmallow import fields, validate

from engine.texts import LANGUAGES

NO_NUL: Final = validate.Regexp(r"^[^\u0000]*$", error="holds a NUL character")
LONGEST: Final = 10_000


class Strict(ma.Schema):
    """A body or a query in which every name is known."""

    class Meta:
        unknown = ma.RAISE


def text(longest: int = LONGEST, *, required: bool = True, **more: Any) -> fields.String:
    """Return the field of a text that somebody wrote."""
    checks = [validate.Length(max=longest), NO_NUL]
    return fields.String(required=required, validate=checks, **more)


def words(*, required: bool = True) -> fields.Dict:
    """Return the field of words by language."""
    language = fields.String(validate=validate.OneOf(LANGUAGES))
    return fields.Dict(keys=language, values=text(), required=required)


class Answers(Strict):
    """The answers of a form, as its questions name them."""

    answers = fields.Dict(keys=fields.String(), required=True)


class Cursor(Strict):
    """Where a list goes on: `next` of the page before."""

    cursor = text(200, required=False, load_default=None)
