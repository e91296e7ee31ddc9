"""Answers of registers about representations, and the parts that they have in common.

Refuses to know how a register is reached, and whether somebody may act today.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from marshmallow import EXCLUDE, Schema, fields, validate

PERSONAL_NUMBER: Final = validate.Regexp(r"\A[0-9]{11}\Z")
COMPANY_NUMBER: Final = validate.Regexp(r"\A[0-9]{9}\Z")


@dataclass(frozen=True)
class Represented:
    """Whom somebody represents; names in Georgian, as the registers write them. A company has no birthday."""

    number: str
    given_name: str = field(repr=False)
    family_name: str = field(repr=False)
    birth_date: date | None = field(default=None, repr=False)

    @property
    def is_company(self) -> bool:
        return self.birth_date is None


@dataclass(frozen=True)
class RegisteredMandate:
    """Mandate as a register states it, for one representation.

    `bar` is what the register itself names against acting: the custody is lost, the power was revoked, the
    office only supports. `areas` are those the register limits it to; None is everything. Powers of attorney
    from one person to another are told apart by `paper`, their number.
    """

    kind: str  # parent, guardian, supporter, director, attorney
    represented: Represented
    valid_from: date
    valid_until: date | None  # end exclusive
    bar: str | None = None  # custody_lost, joint, supports_only, company_gone, revoked, principal_died
    areas: tuple[str, ...] | None = None
    ground: Mapping[str, Any] = field(default_factory=dict)  # what a paper names: court, number, office
    paper: str = ""
    together: int = 1  # how many act by it only together


class Lenient(Schema):
    """The fields we read. Others may come: a register adds fields without asking us."""

    class Meta:
        unknown = EXCLUDE


class Name(Lenient):
    ka = fields.String(required=True, validate=validate.Length(min=1, max=300))


class Person(Lenient):
    personal_number = fields.String(required=True, validate=PERSONAL_NUMBER)
    given_name = fields.Nested(Name, required=True)
    family_name = fields.Nested(Name, required=True)
    birth_date = fields.Date(required=True, format="iso")


class Company(Lenient):
    company_number = fields.String(required=True, validate=COMPANY_NUMBER)
    name = fields.Nested(Name, required=True)
    status = fields.String(required=True, validate=validate.OneOf(("active", "liquidation", "removed")))


def areas() -> fields.List[str]:
    """Return the field for what a mandate is limited to; null is everything."""
    area = fields.String(validate=validate.Regexp(r"\A[a-z_]{1,40}\Z"))
    return fields.List(area, required=True, allow_none=True, validate=validate.Length(max=40))


def person(read: Mapping[str, Any]) -> Represented:
    return Represented(
        read["personal_number"], read["given_name"]["ka"], read["family_name"]["ka"], read["birth_date"]
    )


def company(read: Mapping[str, Any]) -> Represented:
    return Represented(read["company_number"], read["name"]["ka"], "")


def eighteenth_birthday(born: date) -> date:
    """Return the day on which somebody is of age (Civil Code of Georgia, art. 12)."""
    try:
        return born.replace(year=born.year + 18)
    except ValueError:  # 29 February: a year later there is none
        return date(born.year + 18, 3, 1)
