"""Links that know where they are: the main menu, and the same page with other filters."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import request, url_for
from markupsafe import Markup


def nav_link(endpoint: str, words: str, section: str) -> Markup:
    """Return a menu link, marked if the present page belongs to its section."""
    here = (request.endpoint or "").startswith(section)
    mark = Markup(' aria-current="true"') if here else ""
    return Markup('<a href="{}"{}>{}</a>').format(url_for(endpoint), mark, words)


def address_with(**changes: str | None) -> str:
    """Return the present address with some filters changed; None or empty removes one."""
    query = {**request.args.to_dict(), **changes}
    kept = {name: value for name, value in query.items() if value}
    return f"{request.path}?{urlencode(kept)}" if kept else request.path
