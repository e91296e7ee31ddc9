"""Access tokens: what one may be made for, its scopes, how long it lasts, what it looks like.

Refuses to know which address needs which scope.
"""

from __future__ import annotations

import secrets
from typing import Final

AREAS: Final = (
    "cases",
    "tasks",
    "files",
    "letters",
    "registers",
    "reports",
    "money",
    "property",
    "centers",
    "administration",
    "studio",
)
ONLY_READ: Final = frozenset({"letters"})
# Who draws by a program does not approve by it unless the person says so.
APPROVE: Final = "studio:approve"
SCOPES: Final = (
    *(
        f"{area}:{what}"
        for area in AREAS
        for what in ("read", "act")
        if what == "read" or area not in ONLY_READ
    ),
    APPROVE,
)
# Of the address of a calendar: it lets nobody ask anything else, and programs are offered none.
CALENDAR: Final = "calendar:read"
LONGEST_DAYS: Final = 366
MOST_OPEN: Final = 20
LONGEST_NAME: Final = 80
# By this programs that look for lost secrets know one.
BEGINS_WITH: Final = "mms_"


def new_secret() -> str:
    return BEGINS_WITH + secrets.token_urlsafe(32)
