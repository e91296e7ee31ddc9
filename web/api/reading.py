"""Reading requests strictly: bodies, keys, versions.

What is not exactly as the description says is refused and never guessed.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn, cast
from uuid import UUID

import marshmallow as ma
from flask import Request, request
from webargs.flaskparser import FlaskParser

from engine import canonical
from web import bodies
from web.api.refusals import Invalid, Unreadable

JSON = "application/json"
KEY, VERSION = "Idempotency-Key", "If-Match"
_TAG = re.compile(r'(?:W/)?"([0-9]{1,9})(?:-[0-9a-f]+)?"')


class StrictParser(FlaskParser):
    """Reads JSON as `engine.canonical` does, and refuses names that nobody has described."""

    DEFAULT_UNKNOWN_BY_LOCATION = {
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "json": ma.RAISE,
        "query": ma.RAISE,
    }

    def load_json(self, req: Request, schema: ma.Schema) -> Any:
        if req.mimetype != JSON:
            raise Unreadable("api.media_type", status=415, expected=JSON)
        try:
            return bodies.json()
        except canonical.NotCanonical:
            raise Unreadable from None

    def handle_error(self, error: ma.ValidationError, *_: Any, **__: Any) -> NoReturn:
        raise Invalid(cast(dict[str, Any], error.messages).get("json", error.messages))


def sent_key() -> UUID:
    """Return the key under which the act is done once."""
    try:
        return UUID(request.headers.get(KEY, ""))
    except ValueError:
        raise Unreadable("api.key_needed") from None


def sent_version() -> int:
    """Return the version of the case that the caller has read."""
    said = request.headers.get(VERSION, "")
    if not said:
        raise Unreadable("api.version_needed", status=428)
    found = _TAG.fullmatch(said.strip())
    if found is None:
        raise Unreadable("api.version_unreadable")
    return int(found[1])
