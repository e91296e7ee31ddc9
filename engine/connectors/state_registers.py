"""Asking the registers of other bodies about one person.

Each register has one question, one contract (`contracts/<name>.openapi.json`) and one shape of answer; they
share how they are asked. Every enquiry states its legal ground, its purpose and its case. An answer counts
only when it has the agreed shape and is about the person asked for. What follows is for people and
tables to say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from marshmallow import Schema, ValidationError, fields, validate

from engine.connectors import representations as r
from engine.connectors.http import Answer, Endpoint, HttpConnector, answer_invalid
from engine.errors import Rejected
from engine.formats import show_date

PROPERTY, REVENUE, EDUCATION = "property_registry", "revenue_service", "education_register"
SOCIAL_AGENCY, HEALTH_AGENCY = "social_agency", "health_agency"
DISPLACED, VETERANS, DISABILITY = "displaced_persons", "veterans", "disability_register"
SOURCE: Final = "register"
CADASTRAL_CODE: Final = validate.Regexp(r"\A[0-9]{2}(\.[0-9]{2,3}){3,8}\Z")
SHARE: Final = validate.Regexp(r"\A[0-9]{1,6}/[0-9]{1,6}\Z")
_PERSONAL_NUMBER = re.compile(r"[0-9]{11}")


@dataclass(frozen=True)
class Facts:
    """Answer of a register about a person: its entries, the same in words, its own number of it."""

    entries: tuple[Mapping[str, Any], ...]
    summary: str
    reference: str

    def as_result(self, checked_at: datetime) -> dict[str, Any]:
        """Return the result of an operation that asks the register."""
        return {
            "found": bool(self.entries),
            "entries": [dict(entry) for entry in self.entries],
            "summary": self.summary or None,
            "reference": self.reference,
            "checked_at": checked_at.isoformat(),
            "source": SOURCE,
        }


@dataclass(frozen=True)
class _Question:
    path: tuple[str, ...]
    about: str
    schema: Schema
    in_words: Callable[[Mapping[str, Any]], str]


class StateRegister(HttpConnector):
    """The connector to one of these registers."""

    def __init__(self, name: str, base_url: str, **limits: Any) -> None:
        self._question = _QUESTIONS[name]
        super().__init__(Endpoint(name, base_url, **limits))

    def ask(self, personal_number: str, *, case_number: str, legal_ground: str, purpose: str) -> Facts:
        """Ask about one person, once.

        Raises `Unavailable` when it is worth asking again, `Rejected` when it is not.
        """
        if not _PERSONAL_NUMBER.fullmatch(personal_number):
            raise Rejected("registry.personal_number_malformed", system=self.name)
        question = self._question
        stated = self._stated(case_number, legal_ground, purpose)
        answer = self._http.get(*question.path, personal_number, question.about, headers=stated)
        read = self._read(answer, question.schema)
        if read["personal_number"] != personal_number:
            raise answer_invalid(self.name, "other_person")
        entries = tuple(plain(entry) for entry in read["entries"])
        words = "; ".join(question.in_words(entry) for entry in entries)
        return Facts(entries, words, read["reference"])

    def _stated(self, case_number: str, legal_ground: str, purpose: str) -> dict[str, str]:
        """Return the headers that say why it is asked."""
        stated = {"X-Legal-Ground": legal_ground, "X-Purpose": purpose, "X-Case": case_number}
        if not all(value.strip() for value in stated.values()):
            raise Rejected("registry.ground_missing", system=self.name)
        return stated

    def _read(self, answer: Answer, schema: Schema) -> dict[str, Any]:
        """Return the answer if it has the agreed shape."""
        content, read = None, None
        if answer.media_type == "application/json":
            with suppress(ValueError, RecursionError):
                content = json.loads(answer.body)
        with suppress(ValidationError):
            read = schema.load(content) if isinstance(content, dict) else None
        if read is None:
            # Raised outside the handler: marshmallow's error repeats somebody's personal data.
            raise answer_invalid(self.name, "schema")
        return dict(read)


def plain(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry as a case keeps it: names in Georgian, days as text."""
    return {name: _text(value) for name, value in entry.items()}


def _text(value: Any) -> Any:
    if isinstance(value, dict):
        return value["ka"]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _code() -> fields.String:
    return fields.String(load_default=None, allow_none=True, validate=validate.Length(min=1, max=100))


class _Study(r.Lenient):
    institution = fields.Nested(r.Name, required=True)
    level = fields.String(required=True, validate=validate.OneOf(("school", "vocational", "higher")))
    municipality = _code()
    since = fields.Date(required=True, format="iso")
    until = fields.Date(load_default=None, allow_none=True, format="iso")


class _Employment(r.Lenient):
    employer = fields.Nested(r.Name, required=True)
    municipality = _code()
    since = fields.Date(required=True, format="iso")
    until = fields.Date(load_default=None, allow_none=True, format="iso")


class _Property(r.Lenient):
    cadastral_code = fields.String(required=True, validate=CADASTRAL_CODE)
    kind = fields.String(required=True, validate=validate.OneOf(("dwelling", "land", "other")))
    settlement = _code()
    share = fields.String(required=True, validate=SHARE)
    since = fields.Date(required=True, format="iso")


class _Rating(r.Lenient):
    score = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=10_000_000))
    assigned_on = fields.Date(required=True, format="iso")
    household_members = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=100))


class _Coverage(r.Lenient):
    covers = fields.String(required=True, validate=validate.OneOf(("treatment", "medicines")))
    percent = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=100))
    limit_tetri = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(min=0, max=10**12)
    )
    package = _code()
    since = fields.Date(required=True, format="iso")
    until = fields.Date(load_default=None, allow_none=True, format="iso")


class _Displacement(r.Lenient):
    kind = fields.String(required=True, validate=validate.OneOf(("displaced", "eco_migrant")))
    certificate = fields.String(required=True, validate=validate.Length(min=1, max=100))
    since = fields.Date(required=True, format="iso")
    until = fields.Date(load_default=None, allow_none=True, format="iso")


class _Veteran(_Displacement):
    kind = fields.String(required=True, validate=validate.OneOf(("war", "forces", "family")))


class _Disability(_Displacement):
    kind = fields.String(
        required=True, validate=validate.OneOf(("severe", "significant", "moderate", "child"))
    )


def _days(entry: Mapping[str, Any]) -> str:
    until = entry.get("until")
    return f"{show_date(entry['since'])} – {show_date(until) if until else ''}".rstrip()


def _study(entry: Mapping[str, Any]) -> str:
    return f"{entry['institution']} ({_LEVELS[entry['level']]}), {_days(entry)}"


def _employment(entry: Mapping[str, Any]) -> str:
    return f"{entry['employer']}, {_days(entry)}"


def _rating(entry: Mapping[str, Any]) -> str:
    return f"{entry['score']} ({entry['household_members']}), {show_date(entry['assigned_on'])}"


def _property(entry: Mapping[str, Any]) -> str:
    return f"{entry['cadastral_code']} ({_KINDS[entry['kind']]}, {entry['share']}), {_days(entry)}"


def _coverage(entry: Mapping[str, Any]) -> str:
    return f"{_COVERED[entry['covers']]}: {entry['percent']}%, {_days(entry)}"


def _standing(entry: Mapping[str, Any]) -> str:
    return f"{_STANDINGS[entry['kind']]}, № {entry['certificate']}, {_days(entry)}"


def _disability(entry: Mapping[str, Any]) -> str:
    # How severe it is, nobody reads who needs to know only whether the status is held.
    return f"{_STANDINGS['disabled']}, {_days(entry)}"


_LEVELS = {"school": "სკოლა", "vocational": "პროფესიული", "higher": "უმაღლესი"}
_KINDS = {"dwelling": "საცხოვრებელი", "land": "მიწა", "other": "სხვა"}
_COVERED = {"treatment": "მკურნალობა", "medicines": "მედიკამენტები"}
_STANDINGS = {
    "displaced": "დევნილი",
    "disabled": "შშმ პირი",
    "eco_migrant": "ეკომიგრანტი",
    "war": "ომის ვეტერანი",
    "forces": "შეიარაღებული ძალების ვეტერანი",
    "family": "გარდაცვლილი ვეტერანის ოჯახის წევრი",
}


def _envelope(entry: type[Schema]) -> Schema:
    described: dict[str, Any] = {
        "personal_number": fields.String(required=True, validate=r.PERSONAL_NUMBER),
        "reference": fields.String(required=True, validate=validate.Length(min=1, max=80)),
        "entries": fields.List(fields.Nested(entry), required=True, validate=validate.Length(max=200)),
    }
    kind: type[Schema] = type(f"_Of{entry.__name__}", (r.Lenient,), described)
    return kind()


_QUESTIONS: Final[Mapping[str, _Question]] = {
    PROPERTY: _Question(
        ("property-registry", "v1", "persons"), "properties", _envelope(_Property), _property
    ),
    REVENUE: _Question(
        ("revenue-service", "v1", "persons"), "employments", _envelope(_Employment), _employment
    ),
    SOCIAL_AGENCY: _Question(("social-agency", "v1", "persons"), "ratings", _envelope(_Rating), _rating),
    HEALTH_AGENCY: _Question(
        ("health-agency", "v1", "persons"), "coverages", _envelope(_Coverage), _coverage
    ),
    DISPLACED: _Question(
        ("displaced-persons", "v1", "persons"), "displacements", _envelope(_Displacement), _standing
    ),
    VETERANS: _Question(("veterans", "v1", "persons"), "categories", _envelope(_Veteran), _standing),
    DISABILITY: _Question(
        ("disability-register", "v1", "persons"), "disabilities", _envelope(_Disability), _disability
    ),
    EDUCATION: _Question(("education-register", "v1", "persons"), "studies", _envelope(_Study), _study),
}
