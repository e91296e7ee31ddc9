"""Simulated subscribers of register changes: each takes a change once, and none out of order.

The changes that they took are kept in memory, and shown at `/_told`.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from werkzeug.wrappers import Request, Response

from .answering import as_json, problem, unreadable
from .faults import Fault

SUBSCRIBERS: Final = ("social_agency", "electricity_supplier", "revenue_service")
_HEADERS: Final = ("X-Legal-Ground", "X-Purpose")
_NEEDED: Final = ("id", "number", "personal_number", "state", "valid_from")


class Subscribers:
    """The changes that each subscriber took; safe to use from several threads."""

    def __init__(self) -> None:
        self._told: dict[str, list[dict[str, Any]]] = {name: [] for name in SUBSCRIBERS}
        self._lock = threading.Lock()

    def told(self) -> dict[str, list[dict[str, Any]]]:
        with self._lock:
            return {name: list(changes) for name, changes in self._told.items()}

    def take(self, subscriber: str, change: Mapping[str, Any]) -> int:
        """Take a change; return the status of the answer."""
        with self._lock:
            known = self._told[subscriber]
            if any(earlier["id"] == change["id"] for earlier in known):
                return 200
            of_person = (
                earlier for earlier in known if earlier["personal_number"] == change["personal_number"]
            )
            if any(earlier["number"] > change["number"] for earlier in of_person):
                return 409
            known.append(dict(change))
            return 202


def answer_change(subscribers: Subscribers, request: Request, subscriber: str, *, fault: Fault) -> Response:
    """Answer one change, falsely if the fault says so."""
    for header in _HEADERS:
        if not request.headers.get(header, "").strip():
            return problem(400, "header_missing", f"The header {header} is required.")
    try:
        change = json.loads(request.get_data())
    except ValueError:
        change = None
    if not isinstance(change, dict) or not all(change.get(name) for name in _NEEDED):
        return problem(400, "not_a_change", "The body is a change.")
    if fault.mode == "wrong":
        return _wrong_answer(fault.how)
    status = subscribers.take(subscriber, change)
    if status == 409:
        return problem(409, "out_of_order", "A later change of this person was taken before.")
    return as_json({"receipt": f"demo-{sha256(change['id'].encode()).hexdigest()[:12]}"}, status=status)


def _wrong_answer(how: str) -> Response:
    if spoiled := unreadable(how):
        return spoiled
    if how == "other_person":
        return problem(422, "person_unknown", "No such person is known here.")
    return as_json({"receipt": None})
