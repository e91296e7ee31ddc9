"""The civil registry's part of the simulator: who asks, why, and about whom.

An enquiry must state its legal ground, its purpose and the case it serves, as a real register
demands of a body that reads personal data.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.wrappers import Request, Response

from .answering import as_json, problem, refused, unreadable
from .faults import Fault

NAME = "civil_registry"


def answer_person(
    people: Mapping[str, dict[str, Any]], request: Request, *, personal_number: str, fault: Fault
) -> Response:
    """Answer one enquiry, falsified if the fault says so."""
    if refusal := refused(request, personal_number):
        return refusal
    record = people.get(personal_number)
    if fault.mode == "wrong":
        return _wrong_answer(people, personal_number, how=fault.how)
    if record is None:
        return problem(404, "person_unknown", "No person has this personal number.")
    return as_json(record)


def _wrong_answer(people: Mapping[str, dict[str, Any]], personal_number: str, *, how: str) -> Response:
    if spoiled := unreadable(how):
        return spoiled
    record = people.get(personal_number) or next(iter(people.values()))
    if how == "other_person":
        return as_json(next(other for number, other in people.items() if number != personal_number))
    return as_json(record | {"status": "unsure", "birth_date": "14/03/68"})
