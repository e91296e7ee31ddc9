"""Pages for staff: lists of steps, one step, one case.

Which steps a person may see or take is the engine's decision.
"""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("inbox", __name__, url_prefix="/inbox")

from web.inbox import (  # noqa: E402, F401  (the views register themselves)
    feedback,
    incidents,
    lists,
    messages,
    moving,
    returns,
    tasks,
)
