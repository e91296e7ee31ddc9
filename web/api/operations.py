"""Declaration of an API address: whose it is, what it takes, what it gives.

Each says the same things in the same order, and the description (`openapi.json`) is made of nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple, TypeVar

import marshmallow as ma
from flask_smorest import Blueprint

from engine.roles import Right
from engine.texts import OFFICIAL, TERMINAL
from web.api.callers import Rule, Who
from web.api.reading import KEY, VERSION, StrictParser

View = TypeVar("View", bound=Callable[..., Any])
RULES: Final[dict[str, Rule]] = {}
DOES: Final[dict[str, dict[str, str]]] = {}  # what each address does, by language, by its operation
PAGES: Final[dict[str, tuple[str, ...]]] = {}  # the pages by which a person does the same
PROBLEM: Final = {"$ref": "#/components/responses/Problem"}
KEY_HEADER: Final = {
    "name": KEY,
    "in": "header",
    "required": True,
    "schema": {"type": "string", "format": "uuid"},
    "description": "A UUID of the caller's own. The same request with the same key is done once.",
}
VERSION_HEADER: Final = {
    "name": VERSION,
    "in": "header",
    "required": True,
    "schema": {"type": "string", "pattern": '^(W/)?"[0-9]{1,9}(-[0-9a-f]+)?"$'},
    "description": 'The ETag of what the caller has read; of a file that is not there yet "0".',
}


FILE_BODY: Final = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "additionalProperties": False,
                "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}},
            }
        }
    },
}


class Sends(NamedTuple):
    """Parts of a request besides its address: idempotency key, version seen, body."""

    has_key: bool
    has_version: bool
    has_body: bool


class Resource(Blueprint):  # type: ignore[misc]
    """Reads requests strictly."""

    ARGUMENTS_PARSER = StrictParser()


blueprint: Final = Resource("api", __name__)


def operation(
    method: str,
    path: str,
    who: Who,
    *,
    does: tuple[str, str],
    tag: str,
    pages: tuple[str, ...] = (),
    scope: str = "",
    right: Right | None = None,
    takes: type[ma.Schema] | None = None,
    asks: type[ma.Schema] | None = None,
    gives: type[ma.Schema] | None = None,
    status: int = 200,
    has_version: bool = False,
    is_question: bool = False,
    takes_file: bool = False,
    file: str = "",
) -> Callable[[View], View]:
    """Declare an address. A POST takes a key, one that `is_question` none; `has_version` asks what was read.

    `does` says what it does, in the official language and in English for everybody else, and `pages` by which
    pages a person does the same.
    `takes` is the body (or `takes_file` one), `asks` the query, `gives` the answer; `file` is the media type
    of a file instead. Without any of them the answer is empty. Long: a line for each thing that is declared.
    """

    def declare(view: View) -> View:
        made: Any = _answering(view, gives, status=status, file=file)
        if takes is not None:
            made = blueprint.arguments(takes)(made)
        if asks is not None:
            made = blueprint.arguments(asks, location="query")(made)
        has_key, has_body = method == "POST" and not is_question, takes is not None or takes_file
        told = _described(view, method, who, scope=scope, sends=Sends(has_key, has_version, has_body))
        if takes_file:
            told["requestBody"] = FILE_BODY
        made = blueprint.doc(**told)(made)
        blueprint.route(path, methods=[method], tags=[tag])(made)
        RULES[f"api.{view.__name__}"] = Rule(who, scope, right)
        DOES[view.__name__] = dict(zip((OFFICIAL, TERMINAL), does, strict=True))
        PAGES[view.__name__] = pages
        return view

    return declare


def _answering(view: Any, gives: type[ma.Schema] | None, *, status: int, file: str) -> Any:
    """Return the view with what it answers: a file, a body, or nothing."""
    if file:
        return blueprint.response(200, {"format": "binary", "type": "string"}, content_type=file)(view)
    return blueprint.response(204)(view) if gives is None else blueprint.response(status, gives)(view)


def _described(view: Any, method: str, who: Who, *, scope: str, sends: Sends) -> dict[str, Any]:
    statuses = {404, 422, 429, 503, 504}
    statuses |= set() if who is Who.ANYBODY and not scope else {401, 403}
    statuses |= {400, 409} if sends.has_key else set()
    # What is closed, or was changed by somebody else, takes no other state either.
    statuses |= {409} if method in ("PUT", "PATCH", "DELETE") else set()
    statuses |= {400, 413, 415} if sends.has_body else set()
    statuses |= {412, 428} if sends.has_version else set()
    headers = [KEY_HEADER] if sends.has_key else []
    headers += [VERSION_HEADER] if sends.has_version else []
    answers: dict[str, Any] = {str(status): PROBLEM for status in sorted(statuses)}
    if method == "GET":
        answers["304"] = {"description": "Nothing has changed since the ETag in If-None-Match."}
    found: dict[str, Any] = {"operationId": view.__name__, "responses": answers}
    if headers:
        found["parameters"] = headers
    if who is not Who.ANYBODY:
        found["security"] = [{"token": []}]
        found["x-token"] = {"who": who.value, "scope": scope}
    return found
