"""Pages for everybody: the catalogue of services, and what each asks and gives."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("public", __name__)

from web.public import catalogue, eligibility, services, verify  # noqa: E402, F401  (the views register themselves)
