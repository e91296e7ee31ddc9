"""Registers that are asked about one person: what each holds of the invented people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from werkzeug.wrappers import Request, Response

from .answering import as_json, referenced, refused, unreadable
from .faults import Fault

DEFAULT_FILE: Final = Path(__file__).parent.parent / "facts.json"
# The register of each kind of question, as faults name it, and the beginning of its address.
REGISTERS: Final = {
    "properties": ("property_registry", "property-registry"),
    "employments": ("revenue_service", "revenue-service"),
    "studies": ("education_register", "education-register"),
    "ratings": ("social_agency", "social-agency"),
    "coverages": ("health_agency", "health-agency"),
    "displacements": ("displaced_persons", "displaced-persons"),
    "categories": ("veterans", "veterans"),
    "disabilities": ("disability_register", "disability-register"),
}


def load_facts(file: Path = DEFAULT_FILE) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Return what is known, by kind of question and personal number."""
    content: dict[str, dict[str, list[dict[str, Any]]]] = json.loads(file.read_text(encoding="utf-8"))
    return {kind: content[kind] for kind in REGISTERS}


def answer_facts(
    facts: Mapping[str, Mapping[str, list[dict[str, Any]]]],
    request: Request,
    kind: str,
    *,
    personal_number: str,
    fault: Fault,
) -> Response:
    """Answer what a register holds of a person, falsified if the fault says so."""
    if refusal := refused(request, personal_number):
        return refusal
    found = facts[kind].get(personal_number, [])
    if fault.mode == "wrong":
        return _wrong_answer(found, personal_number, how=fault.how)
    return as_json(_answer(found, personal_number))


def _answer(found: list[dict[str, Any]], personal_number: str) -> dict[str, Any]:
    reference = referenced(personal_number, found)
    return {"personal_number": personal_number, "reference": reference, "entries": found}


def _wrong_answer(found: list[dict[str, Any]], personal_number: str, *, how: str) -> Response:
    if spoiled := unreadable(how):
        return spoiled
    if how == "other_person":
        return as_json(_answer(found, "00000000199"))
    return as_json(_answer(found, personal_number) | {"entries": [{"since": "long ago"}]})
