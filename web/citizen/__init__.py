"""Pages for the signed-in person: applying, own cases, answering.

Which cases are one's own is the engine's knowledge; here an unknown and a foreign one are alike.
"""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("citizen", __name__)

from web.citizen import (  # noqa: E402, F401  (the views register themselves)
    apply,
    case_file,
    cases,
    check,
    drafts,
    messages,
    my_data,
    own_data,
    receipt,
    tasks,
    uploads,
)
