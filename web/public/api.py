"""The description of the API as a page to read; what it says is made of the description that programs get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from web import access
from web.api.application import PREFIX, of_pages
from web.api.description import METHODS, description, once_in_each_language
from web.blueprints import public as blueprint


class Value(NamedTuple):
    """A parameter, or a name within a body or an answer."""

    name: str
    kind: str
    is_required: bool


class Address(NamedTuple):
    """An address with what it takes and gives."""

    operation_id: str
    method: str
    path: str
    words: str
    who: str
    scope: str
    parameters: tuple[Value, ...]
    takes: str
    gives: str


@blueprint.get("/api")
@access.public
def api() -> ResponseReturnValue:
    written = Markup(once_in_each_language("page", _written))
    return render_template("public/api.html", addresses=written, prefix=PREFIX)


def _written() -> str:
    """Return the part of the page that the description makes: some hundred addresses and shapes."""
    told = description(of_pages(current_app))
    found = list(_addresses(told))
    tags = [
        (tag["description"], [operation for name, operation in found if name == tag["name"]])
        for tag in told["tags"]
    ]
    shapes = {
        name: tuple(_values(schema))
        for name, schema in sorted(told["components"]["schemas"].items())
        if schema.get("properties")
    }
    return render_template("public/api_addresses.html", tags=tags, shapes=shapes)


def _addresses(told: Mapping[str, Any]) -> Iterator[tuple[str, Address]]:
    for path, methods in told["paths"].items():
        common = methods.get("parameters", [])
        for method in (method for method in METHODS if method in methods):
            one = methods[method]
            token = one.get("x-token", {})
            given: dict[str, Any] = next(
                (one["responses"][code] for code in ("200", "201") if code in one["responses"]), {}
            )
            yield (
                one["tags"][0],
                Address(
                    one["operationId"],
                    method.upper(),
                    path,
                    one["summary"],
                    token.get("who", "anybody"),
                    token.get("scope", ""),
                    tuple(
                        Value(each["name"], kind(each["schema"]), each.get("required", False))
                        for each in (*common, *one.get("parameters", []))
                    ),
                    _content(one.get("requestBody", {})),
                    _content(given),
                ),
            )


def _values(schema: Mapping[str, Any]) -> Iterator[Value]:
    needed = schema.get("required", ())
    for name, property_ in schema["properties"].items():
        yield Value(name, kind(property_), name in needed)


def _content(body: Mapping[str, Any]) -> str:
    """Return the shape of a body, or its media type where it is a file."""
    for media, content in body.get("content", {}).items():
        return kind(content["schema"]) if media == "application/json" else str(media)
    return ""


def kind(schema: Mapping[str, Any]) -> str:
    """Return what a value is, in a word: a type of JSON, its format, or the name of a shape."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(kind(choice) for choice in schema["anyOf"])
    if schema.get("enum"):
        return " | ".join(str(value) for value in schema["enum"])
    types = schema.get("type", "any")
    names = [types] if isinstance(types, str) else list(types)
    inner = f"[{kind(schema['items'])}]" if "items" in schema else ""
    form = f" ({schema['format']})" if "format" in schema else ""
    return " | ".join(f"{name}{inner if name == 'array' else ''}" for name in names) + form
