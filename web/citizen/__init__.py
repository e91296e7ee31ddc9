"""Pages for the signed-in person: applying, own cases, answering.

Which cases are one's own is the engine's knowledge; here an unknown and a foreign one are alike.
"""

from __future__ import annotations

from web.blueprints import citizen as blueprint
from web.citizen import (
    apply,
    case_file,
    cases,
    check,
    drafts,
    households,
    joint_filings,
    messages,
    my_data,
    own_data,
    receipt,
    tasks,
    uploads,
)

__all__ = [
    "apply",
    "blueprint",
    "case_file",
    "cases",
    "check",
    "drafts",
    "households",
    "joint_filings",
    "messages",
    "my_data",
    "own_data",
    "receipt",
    "tasks",
    "uploads",
]
