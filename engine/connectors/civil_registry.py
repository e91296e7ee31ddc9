"""Asking the civil registry about one person.

Every enquiry states its legal ground, its purpose and its case: the registry demands it, and
the person can later be told. An answer counts only when it has the agreed shape and is about
the person asked for. What follows from the facts is for decision tables to say.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from engine.connectors.http import Answer, Endpoint, HttpConnector, answer_invalid
from engine.errors import Rejected

NAME = "civil_registry"
SOURCE = "registry"
GEORGIA = "GEO"

_PERSONAL_NUMBER = re.compile(r"[0-9]{11}")
_JSON_TYPES = ("application/json", "application/problem+json")


@dataclass(frozen=True)
class RegisteredAddress:
    """Address at which the person is registered, by the registry's codes."""

    settlement: str
    settlement_name: str
    municipality: str
    registered_on: date


@dataclass(frozen=True)
class PersonRecord:
    """Record of a person in the registry; names in Georgian, as acts write them."""

    found: ClassVar[bool] = True

    personal_number: str
    given_name: str
    family_name: str
    birth_date: date
    citizenship: str
    is_alive: bool
    address: RegisteredAddress | None
    died_on: date | None = None

    def as_result(self, checked_at: datetime) -> dict[str, Any]:
        """Return the result of the operation `civil_registry.person`."""
        address = self.address
        return _unknown_result(checked_at) | {
            "found": True,
            "is_citizen": self.citizenship == GEORGIA,
            "is_alive": self.is_alive,
            "given_name": self.given_name,
            "family_name": self.family_name,
            "birth_date": self.birth_date.isoformat(),
            "registered_settlement": address.settlement if address else None,
            "registered_settlement_name": address.settlement_name if address else None,
            "registered_municipality": address.municipality if address else None,
            "registered_on": address.registered_on.isoformat() if address else None,
        }

    def as_death(self, checked_at: datetime) -> dict[str, Any]:
        """Return the result of the operation `civil_registry.death`."""
        return _nobody_died(checked_at) | {
            "found": True,
            "is_dead": not self.is_alive,
            "died_on": self.died_on and self.died_on.isoformat(),
            "given_name": self.given_name,
            "family_name": self.family_name,
        }


@dataclass(frozen=True)
class UnknownPerson:
    """The registry knows nobody with this personal number."""

    found: ClassVar[bool] = False

    def as_result(self, checked_at: datetime) -> dict[str, Any]:
        """Return the result of the operation `civil_registry.person`: every fact is null."""
        return _unknown_result(checked_at)

    def as_death(self, checked_at: datetime) -> dict[str, Any]:
        """Return the result of the operation `civil_registry.death`."""
        return _nobody_died(checked_at)


def _nobody_died(checked_at: datetime) -> dict[str, Any]:
    facts = dict.fromkeys(("died_on", "given_name", "family_name"))
    return {"found": False, "is_dead": False, **facts, "checked_at": checked_at.isoformat(), "source": SOURCE}


def _unknown_result(checked_at: datetime) -> dict[str, Any]:
    facts = (
        "is_citizen is_alive given_name family_name birth_date registered_settlement"
        " registered_settlement_name registered_municipality registered_on"
    )
    return {"found": False, "checked_at": checked_at.isoformat(), "source": SOURCE} | dict.fromkeys(
        facts.split()
    )


class CivilRegistry(HttpConnector):
    """The connector to the civil registry."""

    def __init__(self, base_url: str, **limits: Any) -> None:
        super().__init__(Endpoint(NAME, base_url, **limits))

    def person(
        self, personal_number: str, *, case_number: str, legal_ground: str, purpose: str
    ) -> PersonRecord | UnknownPerson:
        """Ask about one person, once.

        Raises `Unavailable` when it is worth asking again, `Rejected` when it is not.
        """
        if not _PERSONAL_NUMBER.fullmatch(personal_number):
            raise Rejected("registry.personal_number_malformed", system=NAME)
        stated = {"X-Legal-Ground": legal_ground, "X-Purpose": purpose, "X-Case": case_number}
        if not all(value.strip() for value in stated.values()):
            raise Rejected("registry.ground_missing", system=NAME)
        answer = self._http.get(
            "civil-registry", "v1", "persons", personal_number, headers=stated, accept=(200, 404)
        )
        content = _read_json(answer)
        if answer.status == 404:
            return _unknown(content)
        record = _read_record(content)
        if record.personal_number != personal_number:
            raise answer_invalid(NAME, "other_person")
        return record


class _NameSchema(Schema):
    class Meta:
        unknown = EXCLUDE

    ka = fields.String(required=True, validate=validate.Length(min=1, max=200))


class _AddressSchema(Schema):
    class Meta:
        unknown = EXCLUDE

    settlement = fields.String(required=True, validate=validate.Length(min=1, max=100))
    settlement_name = fields.Nested(_NameSchema, required=True)
    municipality = fields.String(required=True, validate=validate.Length(min=1, max=100))
    registered_on = fields.Date(required=True, format="iso")


class _PersonSchema(Schema):
    """The fields we read. Others may come: a register adds fields without asking us."""

    class Meta:
        unknown = EXCLUDE

    personal_number = fields.String(required=True, validate=validate.Regexp(r"\A[0-9]{11}\Z"))
    given_name = fields.Nested(_NameSchema, required=True)
    family_name = fields.Nested(_NameSchema, required=True)
    birth_date = fields.Date(required=True, format="iso")
    citizenship = fields.String(required=True, validate=validate.Regexp(r"\A[A-Z]{3}\Z"))
    status = fields.String(required=True, validate=validate.OneOf(("alive", "dead")))
    died_on = fields.Date(required=True, format="iso", allow_none=True)
    registered_address = fields.Nested(_AddressSchema, required=True, allow_none=True)


_SCHEMA = _PersonSchema()


def _read_json(answer: Answer) -> Any:
    if answer.media_type in _JSON_TYPES:
        with suppress(ValueError, RecursionError):
            return json.loads(answer.body)
    raise answer_invalid(NAME, "not_json")


def _unknown(content: Any) -> UnknownPerson:
    """Accept only the registry's own "no such person".

    A wrong address in our settings gives a 404 as well, and must not make a citizen unknown.
    """
    if not isinstance(content, dict) or content.get("code") != "person_unknown":
        raise answer_invalid(NAME, "unexpected_status")
    return UnknownPerson()


def _read_record(content: Any) -> PersonRecord:
    read = None
    with suppress(ValidationError):
        read = _SCHEMA.load(content)
    if read is None:
        # Raised outside the handler: marshmallow's error repeats somebody's personal data.
        raise answer_invalid(NAME, "schema")
    if (read["status"] == "dead") != (read["died_on"] is not None):
        raise answer_invalid(NAME, "contradiction")
    address = read["registered_address"]
    return PersonRecord(
        personal_number=read["personal_number"],
        given_name=read["given_name"]["ka"],
        family_name=read["family_name"]["ka"],
        birth_date=read["birth_date"],
        citizenship=read["citizenship"],
        is_alive=read["status"] == "alive",
        died_on=read["died_on"],
        address=address
        and RegisteredAddress(
            settlement=address["settlement"],
            settlement_name=address["settlement_name"]["ka"],
            municipality=address["municipality"],
            registered_on=address["registered_on"],
        ),
    )
