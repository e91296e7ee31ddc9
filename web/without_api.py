"""The reasons why a page has no address of the API; the operation that does the same names every other page.

`docs/api-pages.md` is made from these and from the `pages` of operations (`web/api/operations.py`) by
`tools/api_pages_doc.py`; a new page of an area in `AREAS` has the one or the other.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, Final, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
ATTRIBUTE: Final = "without_api"
# Pages elsewhere are accounts, guests and cards, which belong to a person with a browser.
AREAS: Final = ("inbox", "center", "admin", "citizen", "studio")


class Reason(Enum):
    """Reason why no program does what a page does."""

    FORM = "form"
    CARD = "card"
    PRESENCE = "presence"
    PERSON = "person"
    SECRET = "secret"
    PRINT = "print"


def without_api(reason: Reason) -> Callable[[View], View]:
    """Declare that a page has no address of the API."""

    def mark(view: View) -> View:
        setattr(view, ATTRIBUTE, reason)
        return view

    return mark
