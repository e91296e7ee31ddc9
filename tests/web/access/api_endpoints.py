"""Trying an address of the API: a program sends a whole request with a token, and nothing of it is kept."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.web.access.endpoints import METHODS
from web.api.application import DESCRIPTION, PREFIX

SCOPE_MISSING = "api.scope_missing"
# What the boundary says of a request that it could not read: then nobody was judged by what they ask.
UNREAD = frozenset({400, 415, 428})


@dataclass(frozen=True)
class ApiEndpoint:
    """An address of the API under one method, and what it takes, as the description says."""

    method: str
    route: Rule
    told: Mapping[str, Any]
    shapes: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.method} {self.route.endpoint}"

    def ask(
        self, app: Flask, things: Mapping[str, Any], secret: str | None, *, sent: Mapping[str, Any]
    ) -> TestResponse:
        """Return the answer. `sent` has the body, the query and the version that the table gives."""
        known = {name: things.get(name) or uuid4() for name in self.route.arguments}
        _, path = self.route.build(known) or ("", "")
        changes = {"Idempotency-Key": str(uuid4()), "If-Match": f'"{sent.get("version", 1)}"'}
        headers = {} if self.method == "GET" else changes
        headers |= {"Authorization": f"Bearer {secret}"} if secret else {}
        more: dict[str, Any] = {"query_string": sent.get("query", {})}
        content = self.told.get("requestBody", {}).get("content", {})
        if "application/json" in content:
            shape = content["application/json"]["schema"]
            more["json"] = self._sample(shape, things) | dict(sent.get("body", {}))
        elif content:
            more["data"] = {"file": (io.BytesIO(sent["file"]), "a.png", "image/png")}
        client = app.test_client(use_cookies=False)
        return client.open(PREFIX + path, method=self.method, headers=headers, **more)

    def _sample(self, shape: Mapping[str, Any], things: Mapping[str, Any], name: str = "") -> Any:
        """Return the least that the shape allows; what is named like a thing is that thing."""
        if "$ref" in shape:
            return self._sample(self.shapes[shape["$ref"].rpartition("/")[2]], things, name)
        kind = shape.get("type", "object")
        if kind == "object" or "object" in kind:
            needed = shape.get("required", ())
            return {key: self._sample(shape["properties"][key], things, key) for key in needed}
        if "enum" in shape:
            return shape["enum"][0]
        if "array" in kind:
            return [self._sample(shape["items"], things, name) for _ in range(shape.get("minItems", 0))]
        if name in things and "string" in kind:
            return str(things[name])
        return self._plain(kind, shape.get("format"), things)

    def _plain(self, kind: Any, written: str | None, things: Mapping[str, Any]) -> Any:
        if "boolean" in kind:
            return True
        if "integer" in kind or "number" in kind:
            return 0
        as_written = {"uuid": str(uuid4()), "date": f"{things['now']:%Y-%m-%d}"}
        return as_written.get(written or "", "A trial")


def api_endpoints(app: Flask) -> dict[str, ApiEndpoint]:
    """Return every address of the API under every method it answers, by its name."""
    api = app.wsgi_app.mounts[PREFIX].__self__  # type: ignore[attr-defined]
    told = app.extensions[DESCRIPTION]
    operations = {
        one.get("operationId", ""): one
        for path in told["paths"].values()
        for method, one in path.items()
        if method.upper() in METHODS
    }
    shapes = told["components"]["schemas"]
    found = [
        ApiEndpoint(method, route, operations.get(route.endpoint.removeprefix("api."), {}), shapes)
        for route in api.url_map.iter_rules()
        for method in sorted(METHODS & set(route.methods or ()))
    ]
    return {endpoint.name: endpoint for endpoint in found}
