"""Links that know where they are: the main menu, and the same page with other filters."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from flask import current_app, request, url_for
from markupsafe import Markup

_NOBODY = UUID(int=0)
_SAFE = "/:@!$&'()*+,;=~"  # besides letters and digits


def nav_link(endpoint: str, words: str, section: str) -> Markup:
    """Return a menu link, marked if the present page belongs to its section."""
    here = (request.endpoint or "").startswith(section)
    mark = Markup(' aria-current="true"') if here else ""
    return Markup('<a href="{}"{}>{}</a>').format(url_for(endpoint), mark, words)


class Addresses:
    """Addresses of one endpoint for many ids: built once by `url_for`, and each id put in."""

    def __init__(self, endpoint: str, name: str, **values: Any) -> None:
        named: dict[str, Any] = {**values, name: _NOBODY}
        whole = url_for(endpoint, **named)
        self._before, _, self._after = whole.partition(str(_NOBODY))

    def of(self, subject: UUID) -> str:
        return f"{self._before}{subject}{self._after}"


def requested_path() -> str:
    """Return the path of this request as it may stand in an address: percent-encoded (RFC 3986, 3.3)."""
    return quote(request.path, safe=_SAFE)


def requested_address() -> str:
    """Return path and query of this request as they may stand in an address."""
    query = quote(request.query_string, safe=f"{_SAFE}?%")
    return f"{requested_path()}?{query}" if query else requested_path()


def page_address(*, without: str = "") -> str:
    """Return the address that shows the present page when loaded, without one part of its query.

    What only takes forms (`…/claim`) belongs to the page above it.
    """
    if request.method == "GET" and without not in request.args:
        return requested_address()
    adapter = current_app.create_url_adapter(request)
    takes_get = adapter is not None and "GET" in adapter.allowed_methods(request.path)
    if not takes_get:
        return requested_path().rsplit("/", 1)[0] or "/"
    if request.method != "GET":
        return requested_path()
    query = [pair for pair in request.args.items(multi=True) if pair[0] != without]
    return f"{requested_path()}?{urlencode(query)}" if query else requested_path()


def address_with(**changes: str | None) -> str:
    """Return the present address with some filters changed; None or empty removes one."""
    query = {**request.args.to_dict(), **changes}
    kept = {name: value for name, value in query.items() if value}
    return f"{requested_path()}?{urlencode(kept)}" if kept else requested_path()
