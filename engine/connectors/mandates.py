"""Asking state registers for whom a person may act: children, wards, companies, givers of powers of attorney.

Each register is asked about the representative, and answers with everybody whom it knows that person to
represent, or to have represented. Like every enquiry it states its ground and purpose. An answer counts only
when it has the agreed shape and is about the person asked for. Whether somebody may act today, and for what,
is not decided here.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from engine.connectors import powers
from engine.connectors import representations as r
from engine.connectors.http import Answer, Endpoint, HttpConnector, answer_invalid
from engine.errors import Rejected

PARENTS, GUARDIANSHIP, COMPANIES, POWERS = "parents", "guardianship", "company_registry", "notary_chamber"
NO_CASE = "not-filed"  # the registers demand a number; there is none when somebody chooses for whom they act
MOST_TOGETHER = 20  # of directors who act only together
_PERSONAL_NUMBER = re.compile(r"[0-9]{11}")
_JSON_TYPES = ("application/json", "application/problem+json")


@dataclass(frozen=True)
class RegisterAnswer:
    """An answer with what proves it later: the register's own number of it, and its digest."""

    reference: str
    digest: str
    mandates: tuple[r.RegisteredMandate, ...]


class MandateRegister(HttpConnector):
    """The connector to one register of representations."""

    def __init__(self, name: str, base_url: str, **limits: Any) -> None:
        self._path, self._schema, self._read = _KINDS[name]
        super().__init__(Endpoint(name, base_url, **limits))

    def mandates_of(self, personal_number: str, *, legal_ground: str, purpose: str) -> RegisterAnswer:
        """Ask for whom a person acts, once.

        Raises `Unavailable` when it is worth asking again, `Rejected` when it is not.
        """
        if not _PERSONAL_NUMBER.fullmatch(personal_number):
            raise Rejected("registry.personal_number_malformed", system=self.name)
        stated = {"X-Legal-Ground": legal_ground, "X-Purpose": purpose, "X-Case": NO_CASE}
        before, last = self._path
        answer = self._http.get(*before, personal_number, last, headers=stated)
        content = self._loaded(answer)
        if content["representative"] != personal_number:
            raise answer_invalid(self.name, "other_person")
        mandates = tuple(self._read(mandate) for mandate in content["mandates"])
        return RegisterAnswer(content["reference"], hashlib.sha256(answer.body).hexdigest(), mandates)

    def _loaded(self, answer: Answer) -> Mapping[str, Any]:
        content, read = None, None
        if answer.media_type in _JSON_TYPES:
            with suppress(ValueError, RecursionError):
                content = json.loads(answer.body)
        if content is None:
            raise answer_invalid(self.name, "not_json")
        with suppress(ValidationError):
            read = self._schema.load(content)
        if read is None:
            # Raised outside the handler: marshmallow's error repeats somebody's personal data.
            raise answer_invalid(self.name, "schema")
        return dict(read)


class _Child(r.Lenient):
    child = fields.Nested(r.Person, required=True)
    custody = fields.Boolean(required=True, truthy={True}, falsy={False})


class _Decision(r.Lenient):
    court = fields.Nested(r.Name, required=True)
    number = fields.String(required=True, validate=validate.Length(min=1, max=60))
    decided_on = fields.Date(required=True, format="iso")


class _Ward(r.Lenient):
    ward = fields.Nested(r.Person, required=True)
    kind = fields.String(required=True, validate=validate.OneOf(("guardian", "supporter")))
    represents = fields.Boolean(required=True, truthy={True}, falsy={False})
    areas = r.areas()
    decision = fields.Nested(_Decision, required=True)
    valid_from = fields.Date(required=True, format="iso")
    valid_until = fields.Date(required=True, format="iso", allow_none=True)


class _Director(r.Lenient):
    company = fields.Nested(r.Company, required=True)
    office = fields.Nested(r.Name, required=True)
    rule = fields.String(required=True, validate=validate.OneOf(("alone", "joint")))
    together = fields.Integer(load_default=None, allow_none=True, strict=True)
    limits = fields.Nested(r.Name, required=True, allow_none=True)
    valid_from = fields.Date(required=True, format="iso")
    valid_until = fields.Date(required=True, format="iso", allow_none=True)


def _envelope(item: type[Schema]) -> Schema:
    described: dict[str, Any] = {
        "representative": fields.String(required=True, validate=r.PERSONAL_NUMBER),
        "reference": fields.String(required=True, validate=validate.Length(min=1, max=80)),
        "mandates": fields.List(fields.Nested(item), required=True, validate=validate.Length(max=200)),
    }
    kind: type[Schema] = type(f"_Of{item.__name__}", (r.Lenient,), described)
    return kind()


def _of_child(read: Mapping[str, Any]) -> r.RegisteredMandate:
    born: date = read["child"]["birth_date"]
    return r.RegisteredMandate(
        "parent",
        r.person(read["child"]),
        valid_from=born,
        valid_until=r.eighteenth_birthday(born),
        bar=None if read["custody"] else "custody_lost",
    )


def _of_ward(read: Mapping[str, Any]) -> r.RegisteredMandate:
    decision, areas = read["decision"], read["areas"]
    return r.RegisteredMandate(
        read["kind"],
        r.person(read["ward"]),
        valid_from=read["valid_from"],
        valid_until=read["valid_until"],
        bar=None if read["represents"] else "supports_only",
        areas=None if areas is None else tuple(areas),
        ground={
            "court": decision["court"]["ka"],
            "number": decision["number"],
            "decided_on": decision["decided_on"].isoformat(),
        },
    )


def _of_director(read: Mapping[str, Any]) -> r.RegisteredMandate:
    company, limits = read["company"], read["limits"]
    # Where the register does not say how many act together, nobody can say here when all have confirmed.
    is_joint, together = read["rule"] == "joint", read["together"] or 0
    is_counted = is_joint and 2 <= together <= MOST_TOGETHER
    bar = "joint" if is_joint and not is_counted else None
    return r.RegisteredMandate(
        "director",
        r.company(company),
        valid_from=read["valid_from"],
        valid_until=read["valid_until"],
        bar="company_gone" if company["status"] == "removed" else bar,
        together=together if is_counted else 1,
        ground={"office": read["office"]["ka"], **({"limits": limits["ka"]} if limits else {})},
    )


Reader = Callable[[Mapping[str, Any]], r.RegisteredMandate]
_KINDS: dict[str, tuple[tuple[tuple[str, ...], str], Schema, Reader]] = {
    PARENTS: ((("civil-registry", "v1", "persons"), "children"), _envelope(_Child), _of_child),
    GUARDIANSHIP: ((("guardianship", "v1", "persons"), "wards"), _envelope(_Ward), _of_ward),
    COMPANIES: ((("company-registry", "v1", "persons"), "companies"), _envelope(_Director), _of_director),
    POWERS: ((("notary-chamber", "v1", "persons"), "powers"), _envelope(powers.Power), powers.of_power),
}
