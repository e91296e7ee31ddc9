"""The municipality that this browser has chosen, so that nobody is asked twice.

The choice says nothing about the person and opens nothing; it is kept in a cookie of its own.
"""

from __future__ import annotations

import re

from werkzeug.wrappers import Response

from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.queries import places
from engine.queries.views import Municipality
from web import cookies
from web.addresses import NameConverter

COOKIE = "municipality"


def chosen(tx: Transaction) -> Municipality | None:
    """Return the municipality chosen before, if it still offers anything."""
    code = cookies.read(COOKIE) or ""
    if not re.fullmatch(NameConverter.regex, code):
        return None
    try:
        found = places.municipality(tx, code)
    except NotFound:
        return None
    return found if found.modules else None


def remember(response: Response, municipality: Municipality) -> None:
    """Keep the choice in the browser."""
    if cookies.read(COOKIE) != municipality.code:
        cookies.put(response, COOKIE, municipality.code, max_age=cookies.A_YEAR)
