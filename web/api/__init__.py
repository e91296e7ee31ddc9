"""The API: what the pages of citizens, offices and administrators do, for programs.

Each address asks the queries that pages ask and sends the commands that pages send: there is no second logic.
"""

from web.api import (
    administration,
    announcements,
    cases,
    catalogue,
    description,
    drafts,
    files,
    letters,
    payments,
    registers,
    reports,
    supervision,
    tasks,
)
from web.api.application import mounted

__all__ = [
    "administration",
    "announcements",
    "cases",
    "catalogue",
    "description",
    "drafts",
    "files",
    "letters",
    "mounted",
    "payments",
    "registers",
    "reports",
    "supervision",
    "tasks",
]
