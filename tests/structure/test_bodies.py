"""Request bodies are read in one place, which knows the limits."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READER = ROOT / "web/bodies.py"
PARSERS = (
    "werkzeug.formparser",
    "werkzeug.sansio.multipart",
    "multipart",
    "cgi",
    "email.parser",
    "urllib.parse",
)
NAMES = {"parse_form_data", "MultiPartParser", "FormDataParser", "MultipartDecoder", "parse_qs", "parse_qsl"}
# Attributes of a request that hand out its body without our limits.
UNLIMITED = {"get_data", "get_json", "json", "data", "stream", "input_stream", "make_form_data_parser"}


def unlimited(source: str) -> list[int]:
    """Return the lines that parse a body by hand, or take it from the request as it came."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module in PARSERS:
            is_parser = bool(NAMES & {alias.name for alias in node.names})
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            is_parser = node.value.id in ("request", "req") and node.attr in UNLIMITED
        else:
            is_parser = isinstance(node, ast.Constant) and node.value == "wsgi.input"
        if is_parser:
            found.append(node.lineno)
    return found


def test_bodies__read_anywhere__are_read_within_the_limits() -> None:
    files = [path for path in (ROOT / "web").rglob("*.py") if path != READER]
    found = {str(path.relative_to(ROOT)): unlimited(path.read_text()) for path in files}

    assert len(files) > 100
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_parser_by_hand__is_found() -> None:
    source = (
        "from werkzeug.formparser import MultiPartParser\nfrom flask import request\nrequest.get_data()\n"
    )

    assert unlimited(source) == [1, 3]
