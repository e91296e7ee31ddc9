"""The property, the revenue and the education register: what each holds of the invented people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from werkzeug.wrappers import Request, Response

from .civil_registry import OVERSIZED, REQUIRED_HEADERS, as_json, problem
from .faults import Fault

DEFAULT_FILE: Final = Path(__file__).parent.parent / "facts.json"
# The register of each kind of question, as faults name it, and the beginning of its address.
REGISTERS: Final = {
    "properties": ("property_registry", "property-registry"),
    "employments": ("revenue_service", "revenue-service"),
    "studies": ("education_register", "education-register"),
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
    for header in REQUIRED_HEADERS:
        if not request.headers.get(header, "").strip():
            return problem(400, "header_missing", f"The header {header} is required.")
    if not (len(personal_number) == 11 and personal_number.isascii() and personal_number.isdigit()):
        return problem(400, "personal_number_malformed", "A personal number has eleven digits.")
    found = facts[kind].get(personal_number, [])
    if fault.mode == "wrong":
        return _wrong_answer(found, personal_number, how=fault.how)
    return as_json(_answer(found, personal_number))


def _answer(found: list[dict[str, Any]], personal_number: str) -> dict[str, Any]:
    content = json.dumps([personal_number, found], ensure_ascii=False, sort_keys=True)
    reference = f"demo-{sha256(content.encode()).hexdigest()[:12]}"
    return {"personal_number": personal_number, "reference": reference, "entries": found}


def _wrong_answer(found: list[dict[str, Any]], personal_number: str, *, how: str) -> Response:
    if how == "not_json":
        return Response("<html><body>Maintenance</body></html>", mimetype="text/html")
    if how == "oversized":
        return as_json({"padding": "x" * OVERSIZED})
    if how == "other_person":
        return as_json(_answer(found, "00000000199"))
    return as_json(_answer(found, personal_number) | {"entries": [{"since": "long ago"}]})
