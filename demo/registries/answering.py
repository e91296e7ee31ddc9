"""What all simulated registers do alike: demand a reason, answer as JSON, and spoil an answer."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from werkzeug.wrappers import Request, Response

REQUIRED_HEADERS = ("X-Legal-Ground", "X-Purpose", "X-Case")
OVERSIZED = 4 * 1024 * 1024


def refused(request: Request, personal_number: str | None = None) -> Response | None:
    """Return the refusal of an enquiry that doesn't say why it asks, or names nobody."""
    for header in REQUIRED_HEADERS:
        if not request.headers.get(header, "").strip():
            return problem(400, "header_missing", f"The header {header} is required.")
    number = personal_number
    if number is not None and not (len(number) == 11 and number.isascii() and number.isdigit()):
        return problem(400, "personal_number_malformed", "A personal number has eleven digits.")
    return None


def unreadable(how: str) -> Response | None:
    """Return an answer that is none, for faults that are the same in every register."""
    if how == "not_json":
        return Response("<html><body>Maintenance</body></html>", mimetype="text/html")
    if how == "oversized":
        return as_json({"padding": "x" * OVERSIZED})
    return None


def referenced(subject: str, found: Any) -> str:
    """Return the reference of an answer: the same for the same answer about the same person."""
    content = json.dumps([subject, found], ensure_ascii=False, sort_keys=True)
    return f"demo-{sha256(content.encode()).hexdigest()[:12]}"


def as_json(value: Any, *, status: int = 200) -> Response:
    """Return a JSON response."""
    return Response(json.dumps(value, ensure_ascii=False), status=status, mimetype="application/json")


def problem(status: int, code: str, title: str) -> Response:
    """Return an error in the form of RFC 9457, with a code a program can rely on."""
    body = {"type": "about:blank", "status": status, "code": code, "title": title}
    return Response(
        json.dumps(body, ensure_ascii=False), status=status, content_type="application/problem+json"
    )
