"""Who represents whom: the parts of the civil, guardianship, company and notaries' registers that say it.

Mandates are read from one JSON file. What the demonstration ends while it runs (`PUT /_ended`) is kept here
as pairs of representative and represented; the register then answers as after a decision of court or owner.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from werkzeug.wrappers import Request, Response

from .answering import as_json, referenced, refused, unreadable
from .faults import Fault

DEFAULT_FILE = Path(__file__).parent.parent / "mandates.json"
# The register of each kind of question, as faults name it.
REGISTERS = {
    "children": "civil_registry",
    "wards": "guardianship",
    "companies": "company_registry",
    "powers": "notary_chamber",
}
LONG_AGO = "2026-01-02"
_PUBLIC = ("personal_number", "given_name", "family_name", "birth_date")


class Mandates:
    """What the registers know of representations; safe to use from several threads."""

    def __init__(self, content: Mapping[str, Any], people: Mapping[str, Mapping[str, Any]]) -> None:
        self._content = content
        self._people = people
        self._companies = {company["company_number"]: company for company in content["companies"]}
        self._ended: frozenset[tuple[str, str]] = frozenset()
        self._lock = threading.Lock()

    def end(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Let exactly these mandates be ended."""
        with self._lock:
            self._ended = frozenset(pairs)

    def ended(self) -> list[list[str]]:
        with self._lock:
            return sorted(list(pair) for pair in self._ended)

    def of(self, kind: str, number: str) -> list[dict[str, Any]]:
        """Return whom the person represents, by one kind of question."""
        find = {
            "children": self._children,
            "wards": self._wards,
            "companies": self._directed,
            "powers": self._powers,
        }
        return find[kind](number)

    def _has_ended(self, representative: str, represented: str) -> bool:
        with self._lock:
            return (representative, represented) in self._ended

    def _children(self, number: str) -> list[dict[str, Any]]:
        return [
            {
                "child": self._person(child["child"]),
                "custody": child["custody"] and not self._has_ended(number, child["child"]),
            }
            for child in self._content["children"]
            if child["parent"] == number
        ]

    def _wards(self, number: str) -> list[dict[str, Any]]:
        kept = ("kind", "represents", "areas", "decision", "valid_from")
        return [
            {
                "ward": self._person(ward["ward"]),
                **{key: ward[key] for key in kept},
                "valid_until": LONG_AGO if self._has_ended(number, ward["ward"]) else ward["valid_until"],
            }
            for ward in self._content["wards"]
            if ward["representative"] == number
        ]

    def _directed(self, number: str) -> list[dict[str, Any]]:
        kept = ("office", "rule", "together", "limits", "valid_from")
        return [
            {
                "company": self._companies[director["company_number"]],
                **{key: director[key] for key in kept},
                "valid_until": LONG_AGO
                if self._has_ended(number, director["company_number"])
                else director["valid_until"],
            }
            for director in self._content["directors"]
            if director["representative"] == number
        ]

    def _powers(self, number: str) -> list[dict[str, Any]]:
        kept = ("given_by", "paper", "areas", "valid_from", "valid_until")
        return [
            {
                "person": self._principal(power["person"]),
                "company": power["company"] and self._companies[power["company"]],
                **{key: power[key] for key in kept},
                "revoked_on": LONG_AGO
                if self._has_ended(number, power["person"] or power["company"])
                else power["revoked_on"],
            }
            for power in self._content["powers"]
            if power["representative"] == number
        ]

    def _principal(self, number: str | None) -> dict[str, Any] | None:
        if number is None:
            return None
        return {**self._person(number), "status": self._people[number]["status"]}

    def _person(self, number: str) -> dict[str, Any]:
        return {key: self._people[number][key] for key in _PUBLIC}


def load_mandates(file: Path) -> dict[str, Any]:
    """Return the content of the file of mandates."""
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def answer_mandates(
    mandates: Mandates, request: Request, kind: str, *, personal_number: str, fault: Fault
) -> Response:
    """Answer whom a person represents, falsified if the fault says so."""
    if refusal := refused(request, personal_number):
        return refusal
    found = mandates.of(kind, personal_number)
    if fault.mode == "wrong":
        return _wrong_answer(found, personal_number, how=fault.how)
    return as_json(_answer(found, personal_number))


def _answer(found: list[dict[str, Any]], personal_number: str) -> dict[str, Any]:
    reference = referenced(personal_number, found)
    return {"representative": personal_number, "reference": reference, "mandates": found}


def _wrong_answer(found: list[dict[str, Any]], personal_number: str, *, how: str) -> Response:
    if spoiled := unreadable(how):
        return spoiled
    if how == "other_person":
        return as_json(_answer(found, "00000000199"))
    return as_json(_answer(found, personal_number) | {"mandates": [{"custody": "perhaps"}]})
