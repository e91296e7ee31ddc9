"""The description of the API, as OpenAPI 3.1 has it, in the language that is asked for."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from flask import Response, current_app

from engine.texts import TERMINAL
from web.api.callers import Rule, Who
from web.api.operations import DOES, RULES, blueprint
from web.i18n import current_language, t

METHODS = ("get", "post", "put", "patch", "delete")
RULES["api.openapi"] = Rule(Who.ANYBODY)


@blueprint.route("/openapi.json", methods=["GET"])  # type: ignore[untyped-decorator]
def openapi() -> Response:
    written = once_in_each_language(
        "openapi",
        lambda: current_app.json.dumps(description(current_app.extensions["mms-api-description"])),
    )
    return Response(written, mimetype="application/json")


def once_in_each_language(name: str, make: Callable[[], str]) -> str:
    """Return what is the same for everybody as long as the program runs, made at the first request."""
    kept: dict[tuple[str, str], str] = current_app.extensions.setdefault("mms-api-written", {})
    key = name, current_language()
    if key not in kept:
        kept[key] = make()
    return kept[key]


def description(made: dict[str, Any]) -> dict[str, Any]:
    """Return the description with its words in the language of the request."""
    told = deepcopy(made)
    told["info"] |= {"title": t("api.name"), "description": t("api.lead")}
    told["tags"] = [{"name": tag["name"], "description": t(f"api.tag.{tag['name']}")} for tag in _tags(told)]
    del told["paths"]["/openapi.json"]
    for path in told["paths"].values():
        for method, operation in path.items():
            if method in METHODS:
                does = DOES[operation["operationId"]]
                operation["summary"] = does.get(current_language(), does[TERMINAL])
    return told


def _tags(told: dict[str, Any]) -> list[dict[str, str]]:
    used = {
        tag
        for path in told["paths"].values()
        for operation in path.values()
        if "tags" in operation
        for tag in operation["tags"]
    }
    return [{"name": name} for name in sorted(used - {"api"})]
