"""Reading what the civil registry has to tell: deaths, new registered addresses, changes of citizenship.

The contract is `contracts/registry_feed.openapi.json`. Events are numbered and stay readable, so whoever was
away goes on behind the last one it has taken. Refuses to know whom an event concerns, and what follows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from engine.connectors import representations as r
from engine.connectors.civil_registry import NAME
from engine.connectors.http import Endpoint, HttpConnector, answer_invalid

KINDS: Final = ("death", "address", "citizenship")
NO_CASE: Final = "feed"  # the registry demands a number; a subscription serves no single case


@dataclass(frozen=True)
class RegistryEvent:
    """One thing that happened to a person. `settlement` is the registry's code of the new address."""

    number: int
    kind: str
    personal_number: str = field(repr=False)
    happened_on: date
    settlement: str | None = field(default=None, repr=False)
    settlement_name: str | None = field(default=None, repr=False)
    citizenship: str | None = field(default=None, repr=False)

    @property
    def content(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("settlement", "settlement_name", "citizenship")}


class RegistryFeed(HttpConnector):
    """The connector to the civil registry's feed."""

    def __init__(self, base_url: str, **limits: Any) -> None:
        super().__init__(Endpoint(NAME, base_url, **limits))

    def after(self, position: int, *, legal_ground: str, purpose: str) -> tuple[RegistryEvent, ...]:
        """Return the next events behind a number, in order; none where there are no more."""
        stated = {"X-Legal-Ground": legal_ground, "X-Purpose": purpose, "X-Case": NO_CASE}
        answer = self._http.get(
            "civil-registry", "v1", "events", "after", str(position), headers=stated, accept=(200,)
        )
        content, read = None, None
        if answer.media_type == "application/json":
            with suppress(ValueError, RecursionError):
                content = json.loads(answer.body)
        with suppress(ValidationError):
            read = _SCHEMA.load(content) if isinstance(content, dict) else None
        if read is None:
            # Raised outside the handler: marshmallow's error repeats somebody's personal data.
            raise answer_invalid(NAME, "schema")
        found = tuple(_event(event) for event in read["events"])
        numbers = [position, *(event.number for event in found)]
        if any(later <= earlier for earlier, later in zip(numbers, numbers[1:], strict=False)):
            raise answer_invalid(NAME, "contradiction")
        return found


class _Address(r.Lenient):
    settlement = fields.String(required=True, validate=validate.Length(min=1, max=100))
    settlement_name = fields.Nested(r.Name, required=True)


class _Event(r.Lenient):
    number = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    personal_number = fields.String(required=True, validate=r.PERSONAL_NUMBER)
    happened_on = fields.Date(required=True, format="iso")
    registered_address = fields.Nested(_Address, load_default=None, allow_none=True)
    citizenship = fields.String(load_default=None, allow_none=True, validate=validate.Regexp(r"\A[A-Z]{3}\Z"))

    @validates_schema
    def _says_what_changed(self, read: Mapping[str, Any], **_: Any) -> None:
        if read["kind"] == "citizenship" and read["citizenship"] is None:
            raise ValidationError("which citizenship")


class _Events(Schema):
    events = fields.List(fields.Nested(_Event), required=True, validate=validate.Length(max=500))


_SCHEMA = _Events()


def _event(read: Mapping[str, Any]) -> RegistryEvent:
    address = read["registered_address"]
    return RegistryEvent(
        read["number"],
        read["kind"],
        personal_number=read["personal_number"],
        happened_on=read["happened_on"],
        settlement=address and address["settlement"],
        settlement_name=address and address["settlement_name"]["ka"],
        citizenship=read["citizenship"],
    )
