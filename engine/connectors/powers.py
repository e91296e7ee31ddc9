"""Powers of attorney, as the register of the notaries' chamber names them.

A power is given by a person for themselves, by a director for the company, or by whoever represents a child
or a ward; then the answer says as what. An answer in which these do not fit together counts for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from marshmallow import ValidationError, fields, validate, validates_schema

from engine.connectors import representations as r

OF_A_PERSON: Final = ("parent", "guardian", "supporter")
OF_A_COMPANY: Final = ("director",)


class _Principal(r.Person):
    status = fields.String(required=True, validate=validate.OneOf(("alive", "dead")))


class _Giver(r.Lenient):
    name = fields.Nested(r.Name, required=True)
    office = fields.String(required=True, validate=validate.OneOf((*OF_A_PERSON, *OF_A_COMPANY)))


class _Paper(r.Lenient):
    number = fields.String(required=True, validate=validate.Length(min=1, max=60))
    certified_on = fields.Date(required=True, format="iso")
    notary = fields.Nested(r.Name, required=True)


class Power(r.Lenient):
    """One power; its principal is a person or a company and never both."""

    person = fields.Nested(_Principal, required=True, allow_none=True)
    company = fields.Nested(r.Company, required=True, allow_none=True)
    given_by = fields.Nested(_Giver, required=True, allow_none=True)
    paper = fields.Nested(_Paper, required=True)
    areas = r.areas()
    valid_from = fields.Date(required=True, format="iso")
    valid_until = fields.Date(required=True, format="iso", allow_none=True)
    revoked_on = fields.Date(required=True, format="iso", allow_none=True)

    @validates_schema
    def _fits_together(self, read: Mapping[str, Any], **_: Any) -> None:
        giver = read["given_by"]
        if (read["person"] is None) is (read["company"] is None):
            raise ValidationError("one principal")
        if read["company"] is not None and (giver is None or giver["office"] not in OF_A_COMPANY):
            raise ValidationError("a company gives by its director")
        if read["person"] is not None and giver is not None and giver["office"] not in OF_A_PERSON:
            raise ValidationError("nobody directs a person")


def of_power(read: Mapping[str, Any]) -> r.RegisteredMandate:
    """Return the power as a mandate."""
    principal, company, paper = read["person"], read["company"], read["paper"]
    ground = {
        "number": paper["number"],
        "certified_on": paper["certified_on"].isoformat(),
        "notary": paper["notary"]["ka"],
    }
    if read["given_by"] is not None:
        ground |= {"given_by": read["given_by"]["name"]["ka"], "given_as": read["given_by"]["office"]}
    return r.RegisteredMandate(
        "attorney",
        r.person(principal) if principal is not None else r.company(company),
        valid_from=read["valid_from"],
        valid_until=_end(read),
        bar=_bar(read),
        areas=None if read["areas"] is None else tuple(read["areas"]),
        ground=ground,
        paper=paper["number"],
    )


def _bar(read: Mapping[str, Any]) -> str | None:
    """A revocation counts once it is known; death ends a power (Civil Code of Georgia, art. 109)."""
    if read["revoked_on"] is not None:
        return "revoked"
    if read["person"] is not None:
        return "principal_died" if read["person"]["status"] == "dead" else None
    return "company_gone" if read["company"]["status"] == "removed" else None


def _end(read: Mapping[str, Any]) -> date | None:
    """What a parent has given for a child lasts no longer than the parent could act."""
    giver = read["given_by"]
    until: date | None = read["valid_until"]
    if giver is None or giver["office"] != "parent":
        return until
    of_age = r.eighteenth_birthday(read["person"]["birth_date"])
    return min(until or of_age, of_age)
