"""Pages for everybody: the catalogue of services, and what each asks and gives."""

from __future__ import annotations

from web.blueprints import public as blueprint
from web.public import (
    announcements,
    api,
    catalogue,
    document,
    eligibility,
    feedback,
    lots,
    permits,
    pictures,
    services,
    sub_programmes,
    verify,
)

__all__ = [
    "announcements",
    "api",
    "blueprint",
    "catalogue",
    "document",
    "eligibility",
    "feedback",
    "lots",
    "permits",
    "pictures",
    "services",
    "sub_programmes",
    "verify",
]
