"""The civil registry's part of the simulator: who asks, why, and about whom.

An enquiry must state its legal ground, its purpose and the case it serves, as a real register
demands of a body that reads personal data.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from werkzeug.wrappers import Request, Response

from .faults import Fault

NAME = "civil_registry"
REQUIRED_HEADERS = ("X-Legal-Ground", "X-Purpose", "X-Case")
OVERSIZED = 4 * 1024 * 1024


def answer_person(
    people: Mapping[str, dict[str, Any]], request: Request, *, personal_number: str, fault: Fault
) -> Response:
    """Answer one enquiry, falsified if the fault says so."""
    for header in REQUIRED_HEADERS:
        if not request.headers.get(header, "").strip():
            return problem(400, "header_missing", f"The header {header} is required.")
    if not (len(personal_number) == 11 and personal_number.isascii() and personal_number.isdigit()):
        return problem(400, "personal_number_malformed", "A personal number has eleven digits.")
    record = people.get(personal_number)
    if fault.mode == "wrong":
        return _wrong_answer(people, personal_number, how=fault.how)
    if record is None:
        return problem(404, "person_unknown", "No person has this personal number.")
    return as_json(record)


def _wrong_answer(people: Mapping[str, dict[str, Any]], personal_number: str, *, how: str) -> Response:
    if how == "not_json":
        return Response("<html><body>Maintenance</body></html>", mimetype="text/html")
    if how == "oversized":
        return as_json({"padding": "x" * OVERSIZED})
    record = people.get(personal_number) or next(iter(people.values()))
    if how == "other_person":
        return as_json(next(other for number, other in people.items() if number != personal_number))
    return as_json(record | {"status": "unsure", "birth_date": "14/03/68"})


def as_json(value: Any, *, status: int = 200) -> Response:
    """Return a JSON response."""
    return Response(json.dumps(value, ensure_ascii=False), status=status, mimetype="application/json")


def problem(status: int, code: str, title: str) -> Response:
    """Return an error in the form of RFC 9457, with a code a program can rely on."""
    body = {"type": "about:blank", "status": status, "code": code, "title": title}
    return Response(
        json.dumps(body, ensure_ascii=False), status=status, content_type="application/problem+json"
    )
