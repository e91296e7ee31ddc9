"""Converters of addresses: what a name in an address may look like.

Codes of municipalities and services are plain; anything else leads nowhere and is not worth a
question to the engine (PostgreSQL, for one, takes no NUL in a text).
"""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import BaseConverter


class NameConverter(BaseConverter):
    """A code of the catalogue: `keda`, `high_mountain.grant`."""

    regex = r"[a-z][a-z0-9_.-]{0,119}"


def init(app: Flask) -> None:
    """Make `<name:…>` known to routes; call before they are registered."""
    app.url_map.converters["name"] = NameConverter
