"""Pages for everybody: the catalogue of services, and what each asks and gives."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("public", __name__)

from web.public import (  # noqa: E402  (the views register themselves)
    catalogue,  # noqa: F401
    eligibility,  # noqa: F401
    feedback,  # noqa: F401
    pictures,  # noqa: F401
    services,  # noqa: F401
    verify,  # noqa: F401
)
